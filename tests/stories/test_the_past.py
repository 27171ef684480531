"""The past can be asked at every door, and is told as it was known then."""

from __future__ import annotations

from datetime import date

from bot.ports.record import Tx
from bot.rules.documents import edition
from tests.world.plan import SMALL, due, small
from tests.world.story import Story

NOTE = "As it was known at the end of 20 March 2025"


async def say_and_save(story: Story, name: str, line: str) -> None:
    person = story.person(name)
    await person.says(line)
    assert "Saved" in await person.says("yes")


async def told(story: Story) -> None:
    """Green on 18 March; a week later amber, another date, another holder."""
    await say_and_save(story, "keira", "1.1.1 green all is well")
    await story.at("2025-03-25T09:30")
    await say_and_save(story, "keira", "1.1.1 amber two posts are empty, path: agency cover until June")
    moved = small((due(1, "2025-07-31", "Head of Inclusion"), *small().milestones[1:]))

    def change(tx: Tx) -> None:
        tx.plans.save(edition.compare(tx.plans.one(SMALL), moved).plan)
        ben = next(person for person in tx.people.of(SMALL).persons if person.name == "Ben")
        tx.people.hold(SMALL, "Head of Inclusion", ben.id, date(2025, 3, 25))

    await story.store.transact(change)


async def test_a_milestone_is_told_as_it_was_known_then(story: Story) -> None:
    await told(story)
    hugo = story.person("hugo")
    now = await hugo.says("status 1.1.1")
    then = await hugo.says("status 1.1.1 as at 20 March 2025")

    assert "two posts are empty" in now and "31 July 2025" in now and NOTE not in now
    assert NOTE in then and "all is well" in then and "Due 30 April 2025" in then
    assert "two posts are empty" not in then and "31 July" not in then


async def test_history_who_and_digest_are_told_as_they_were_known_then(story: Story) -> None:
    await told(story)
    hugo = story.person("hugo")

    assert "two posts are empty" not in await hugo.says("history 1.1.1 as at 20/3/2025")
    assert "two posts are empty" in await hugo.says("history 1.1.1")
    assert "Keira" in await hugo.says("who 1.1.1 as at 20 March 2025")
    assert "Ben" in await hugo.says("who 1.1.1")
    assert "two posts are empty" not in await hugo.says("digest as at 2025-03-20")


async def test_nothing_is_changed_in_the_past(story: Story) -> None:
    await told(story)
    ben = story.person("ben")

    await ben.says("status 1.1.1")
    before = [label for label in ben.buttons() if "Update" in label]
    await ben.says("status 1.1.1 as at 20 March 2025")

    assert before
    assert [label for label in ben.buttons() if "Update" in label] == before


async def test_a_day_before_the_first_entry_or_still_to_come_is_refused(story: Story) -> None:
    hugo = story.person("hugo")

    assert "The record of this plan begins on 1 January 2020" in await hugo.says("status as at 1 January 2019")
    assert "still to come" in await hugo.says("status as at 1 January 2030")
    assert "No date was read in: the day of the storm." in await hugo.says("status as at the day of the storm")
    assert "There is no such day as 31 June." in await hugo.says("status as at 31 June")
    assert "at the end of 14 March 2025" in await hugo.says("status as at last Friday")
