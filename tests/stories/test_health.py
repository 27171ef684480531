"""What is wrong with how a plan is run, and what goes out on the next working day: asked for, never sent."""

from __future__ import annotations

import pytest

from bot.model.people import PersonRow
from bot.model.record.entry import By
from bot.ports.record import Tx
from bot.reports.health import findings, health_json
from bot.reports.snapshot import take
from tests.world.plan import SMALL, email, row
from tests.world.story import Story

ALONE = pytest.mark.parametrize("wire", ["recorder"])


async def test_an_admin_reads_what_is_wrong_with_its_rule_and_one_button_that_mends_it(story: Story) -> None:
    gwen = story.person("gwen")
    await story.at("2025-04-30T09:30")
    await story.at("2025-06-02T09:30")

    told = await gwen.says("health")
    assert "Nobody holds the role Head of SEND Finance" in told and "Rule: nobody holds it." in told
    assert "Head of Inclusion has not answered in time for 1.1.1, 1.1.2. Rule: no answer in time, since 30 April 2025." in told
    assert "1.1.1: Asked" in await gwen.presses("Ask about 1.1.1")
    assert "Only an admin, or whoever leads" in await story.person("keira").says("health")
    assert "Head of Inclusion has not answered" in await story.person("leo").says("health")


@ALONE
async def test_an_admin_is_told_each_week_how_much_is_wrong(story: Story) -> None:
    await story.at("2025-04-30T09:30")
    await story.at("2025-06-02T09:30")

    assert "1 more thing in how the plan is run needs you: no answer in time (1)." in story.letters["gwen"][-1]
    assert "has not answered in time" in await story.person("gwen").presses("Show health")


@ALONE
async def test_each_finding_has_the_shape_that_programs_read(story: Story) -> None:
    await story.at("2025-03-20T09:30")
    await story.person("gwen").says("pause 1 until 10 June 2025 because of the inspection")
    await story.person("gwen").says("yes")

    found = await story.store.read(lambda view: health_json(findings(view, take(view, SMALL, story.clock()))))
    vacant, paused = found
    assert (vacant["rule"], vacant["severity"], vacant["about"], vacant["since"]) == ("vacant", "high", ["Head of SEND Finance"], None)
    assert vacant["command"] == "holder Head of SEND Finance name@example.org"
    assert paused == {
        "rule": "paused",
        "severity": "low",
        "about": ["1.1.1", "1.1.2", "1.1.3"],
        "refs": ["1.1.1", "1.1.2", "1.1.3"],
        "since": "2025-03-20",
        "text": "Priority 1 paused by Gwen until 10 June 2025, because of the inspection.",
        "command": "resume 1",
    }


async def test_tomorrow_says_who_gets_how_much_and_what_one_is_asked(story: Story) -> None:
    gwen, keira = story.person("gwen"), story.person("keira")

    told = await gwen.says("tomorrow")
    assert "2 people are written to on 19 March 2025" in told
    assert "Keira: 2 questions (1.1.1, 1.1.2)" in told and "Ben: 1 question (1.1.2)" in told
    assert "You will be asked about these on 19 March 2025" in await keira.says("tomorrow")
    assert "1.1.1" in await keira.says("tomorrow")
    assert "You will not be asked or told anything on 19 March 2025." in await story.person("hugo").says("tomorrow")
    assert not any(story.letters.values())


@ALONE
async def test_what_tomorrow_says_is_what_tomorrow_brings(story: Story) -> None:
    gwen = story.person("gwen")
    await story.at("2025-03-18T09:30")
    told = await gwen.says("tomorrow")
    before = {name: len(letters) for name, letters in story.letters.items()}
    await story.at("2025-03-19T09:30")

    written = {name for name, letters in story.letters.items() if len(letters) > before.get(name, 0)}
    assert {name for name in story.people if f"{name.title()}: " in told} == written


@ALONE
async def test_an_admin_reads_the_same_of_whom_nobody_can_ask_in_a_letter_and_in_health_and_nothing_of_observers(
    story: Story,
) -> None:
    observer = PersonRow(role=None, name="Hugo", email=email("hugo"), rights=("observer",))
    await story.store.transact(lambda tx: tx.people.save(SMALL, [observer]))
    for name in ("ben", "hugo"):
        await story.person(name).says("status")
        await story.person(name).vanishes()
    await story.at("2025-03-20T09:30")

    health = await story.person("gwen").says("health")
    letters = "\n".join(story.letters["gwen"])
    for told in (letters, health):
        assert "Nobody holds the role Head of SEND Finance, so nobody is asked through it about 1.1.3, which is open." in told
        assert "Ben could not be reached: " in told and "Hugo" not in told


@ALONE
async def test_health_is_told_as_at_a_day(story: Story) -> None:
    gwen = story.person("gwen")
    await story.at("2025-03-20T09:30")
    await gwen.says("pause 1 until 10 June 2025 because of the inspection")
    await gwen.says("yes")
    await story.at("2025-03-24T09:30")

    assert "Priority 1 paused by Gwen" in await gwen.says("health")
    then = await gwen.says("health as at 19 March 2025")
    assert "Nobody holds the role Head of SEND Finance" in then and "paused by" not in then


@ALONE
async def test_a_role_that_was_left_before_it_was_noted_is_told_the_admin_once_it_is(story: Story) -> None:
    """The people file comes after the day's round, and says of somebody that they left the day before."""
    await story.at("2025-03-19T09:30")
    await story.at("2025-03-20T09:30")

    def file(tx: Tx) -> None:
        tx.acting(By(at=story.clock()))
        tx.people.save(SMALL, [row("keira", ends="2025-03-19")])

    await story.store.transact(file)
    before = len(story.letters["gwen"])
    for day in ("2025-03-21T09:30", "2025-03-24T09:30", "2025-03-25T09:30"):
        await story.at(day)

    told = [letter.count("Nobody holds the role Head of Inclusion") for letter in story.letters["gwen"][before:]]
    assert sum(told[:1]) == 1 and sum(told) <= 2, "at once, and again no more than once a week"


@ALONE
async def test_tomorrow_says_about_what_each_other_line_is(story: Story) -> None:
    gwen, keira, leo = story.person("gwen"), story.person("keira"), story.person("leo")
    await story.at("2025-03-20T09:30")
    await keira.says("1.1.1 green fine, forecast 12 May 2025")
    await keira.says("HR has confirmed it")
    assert "told what happened (1.1.1)" in await gwen.says("tomorrow")

    told = await leo.says("tomorrow")
    assert "You will also read this" in told and "HR has confirmed it" in told
    await story.at("2025-03-21T09:30")
    assert "HR has confirmed it" in story.letters["leo"][-1]
