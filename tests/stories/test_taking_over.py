"""People come and go: whoever takes over is told so, and asked where each milestone stands; deputies stand in on their days."""

from __future__ import annotations

from datetime import date

import pytest

from bot.model.people import PersonRow
from bot.ports.record import Tx
from bot.rules.documents import edition
from tests.world.plan import PLAN, SMALL, due, email, row, small
from tests.world.story import Story

NOW = "Please say how each milestone of it stands that is not finished."
OPEN = "Please say how these stand: nobody has answered for them yet."


async def deputy(story: Story, name: str, starts: date | None = None, ends: date | None = None) -> None:
    """Name a deputy for Keira in the people file."""
    named = row("keira").model_copy(update={"deputy_email": email(name), "deputy_starts": starts, "deputy_ends": ends})
    await story.store.transact(lambda tx: tx.people.save(SMALL, [named]))


async def lose(story: Story, name: str) -> None:
    """Have every account of somebody vanish."""

    def work(tx: Tx) -> None:
        person = tx.people.by_email(email(name)) or 0
        for address in tx.accounts.of(person):
            tx.accounts.lose(address, "the account is gone", story.clock())

    await story.store.transact(work)


def about(story: Story, name: str, words: str) -> list[str]:
    """The letters to somebody in which these words stand."""
    return [letter for letter in story.letters[name] if words in letter]


async def test_a_new_holder_is_told_and_asked_once_where_each_milestone_stands(story: Story) -> None:
    gwen = story.person("gwen")
    await story.at("2025-03-24T09:30")
    await gwen.says("holder Head of SEND Finance hugo@example.org")
    await gwen.says("yes")
    await story.advance(days=3)

    (letter,) = story.letters["hugo"]
    assert f"You hold Head of SEND Finance now. {NOW}" in letter
    assert "1.1.3 Step 3 done." in letter
    assert "before Milepost started" not in letter
    assert "1.1.1" not in letter


async def test_a_holder_from_a_day_on_is_told_that_day_and_not_of_what_is_finished(story: Story) -> None:
    gwen, keira = story.person("gwen"), story.person("keira")
    await story.at("2025-03-24T09:30")
    await gwen.says("holder Head of Inclusion hugo@example.org from 1 April")
    await gwen.says("yes")
    await keira.says("1.1.1 complete, done https://example.org/minutes")
    await keira.says("yes")
    await story.advance(days=7)
    assert about(story, "hugo", "Head of Inclusion") == []

    await story.advance(days=2)
    (letter,) = about(story, "hugo", "You hold Head of Inclusion now")
    assert "1.1.2 Step 2 done." in letter
    assert "1.1.1" not in letter
    assert about(story, "keira", "You hold Head of Inclusion now") == []
    (told,) = about(story, "keira", "Hugo holds Head of Inclusion now, so you are not asked about its milestones any more.")
    assert "Update" not in told
    for said in ("1.1.2 green, all well", "update 1.1.2"):
        assert "Hugo holds the role Head of Inclusion now, and you no longer do." in await keira.opens(said), said


async def test_a_role_that_a_new_edition_names_is_asked_about_what_it_was_named_for(story: Story) -> None:
    await story.at("2025-03-24T09:30")
    steps = (
        due(1, "2025-04-30", "Head of Inclusion"),
        due(2, "2025-04-30", "Head of Inclusion", "Chief Nursing Officer"),
        due(3, "2025-12-31", "Head of SEND Finance", "Chief Nursing Officer"),
        due(4, "2026-03-31", "Head of Inclusion"),
    )
    await story.store.transact(lambda tx: tx.plans.save(small(steps)))
    await story.advance(days=2)

    (letter,) = about(story, "ben", "A new edition of the plan has named Chief Nursing Officer")
    assert "1.1.3" in letter
    assert "1.1.2" not in letter
    (letter,) = about(story, "keira", "A new edition of the plan has named Head of Inclusion")
    assert "1.1.4" in letter
    assert "1.1.1" not in letter


async def test_a_deputy_is_asked_on_their_days_and_shown_at_every_door(story: Story) -> None:
    hugo, keira = story.person("hugo"), story.person("keira")
    await story.at("2025-03-24T09:30")
    await deputy(story, "hugo", date(2025, 4, 1), date(2025, 4, 9))
    await story.advance(days=1)
    (named,) = story.letters["hugo"]
    assert "You act as deputy of Keira for Head of Inclusion from 1 April 2025 to 9 April 2025" in named
    assert "(deputy: Hugo from 1 April 2025 to 9 April 2025)" in await keira.says("who 1.1.1")
    assert "You hold no role" in await hugo.says("mine")

    await story.at("2025-04-01T09:30")
    (begun,) = about(story, "hugo", f"You act as deputy for Head of Inclusion now. {OPEN}")
    assert "1.1.1" in begun and "1.1.2" in begun
    assert "the next question comes on 8 April 2025" in begun
    for question in ("mine", "home"):
        said = await hugo.says(question)
        assert "You may answer for these as deputy for Head of Inclusion" in said and "1.1.2 Step 2 done." in said, question
    await hugo.says("1.1.2 amber staff left, path: agency cover")
    await hugo.says("yes")
    assert "Hugo (deputy for Head of Inclusion)" in await keira.says("history 1.1.2")

    await story.at("2025-04-02T09:30")  # 18 working days before; the next is 14
    await story.at("2025-04-08T09:30")
    assert "You are asked as deputy for Head of Inclusion." in story.letters["hugo"][-1]
    assert "no more questions come to you as deputy" in story.letters["hugo"][-1]
    await story.at("2025-04-10T09:30")
    assert "You hold no role" in await hugo.says("mine")
    assert "deputy: Hugo" not in await keira.says("who 1.1.1")


async def test_a_deputy_is_asked_when_nothing_reaches_the_holder(story: Story) -> None:
    await story.at("2025-03-24T09:30")
    await deputy(story, "hugo")
    await story.advance(days=1)
    assert "You are now the deputy of Keira for Head of Inclusion." in story.letters["hugo"][-1]
    assert "(deputy: Hugo)" in await story.person("keira").says("who 1.1.1")
    await lose(story, "keira")
    await story.advance(days=2)

    (letter,) = about(story, "hugo", "The holder of Head of Inclusion cannot be reached, so you are asked as deputy.")
    assert "1.1.1" in letter and "1.1.2" in letter


async def test_a_deputy_gets_a_copy_ten_and_fifteen_working_days_after_the_date(story: Story) -> None:
    await story.at("2025-03-24T09:30")
    await deputy(story, "hugo")
    await story.at("2025-04-30T09:30")
    await story.at("2025-05-08T09:30")  # 5 working days after
    assert about(story, "hugo", "as deputy for") == []
    await story.at("2025-05-15T09:30")
    await story.at("2025-05-22T09:30")

    copies = about(story, "hugo", "You get this as deputy for Head of Inclusion")
    assert len(copies) == 2
    assert "10 working days ago" in copies[0] and "15 working days ago" in copies[1]
    assert "You may answer" not in copies[0]
    assert len(about(story, "keira", "working days ago")) == 3


@pytest.mark.parametrize("wire", ["recorder"])
async def test_a_card_shows_twelve_milestones_and_counts_the_rest(story: Story) -> None:
    await story.at("2025-03-24T09:30")
    steps = [due(n, "2025-12-31", "Head of SEND Finance") for n in range(1, 16)]
    taken = PersonRow(role="Head of SEND Finance", name="Hugo", email=email("hugo"), rights=("board",))

    def load(tx: Tx) -> None:
        tx.plans.save(small(steps))
        tx.people.save(SMALL, [taken])

    await story.store.transact(load)
    await story.advance(days=1)

    letter = story.letters["hugo"][-1]
    assert "1.1.12 " in letter and "1.1.13 " not in letter
    assert "You are asked about 3 more." in letter
    hugo = story.person("hugo")
    assert "0 of 15 confirmed" in await hugo.presses("Update all 15")
    assert "1.1.15" in await hugo.presses("Next page")


async def test_asking_about_a_vacant_role_says_so_and_a_namesake_of_the_chair_may_not_ask(story: Story) -> None:
    carys = story.person("carys")
    named = PLAN.model_copy(update={"governance": PLAN.governance.model_copy(update={"chair": "Hugo"})})
    await story.store.transact(lambda tx: tx.plans.save(named))

    assert "nobody holds the role Head of SEND Finance" in await carys.says("ask 1.1.3")
    assert "Only the chair" in await story.person("hugo").says("ask 1.1.1")
    chair = row("hugo").model_copy(update={"rights": ("chair",)})
    await story.store.transact(lambda tx: tx.people.save(SMALL, [chair]))
    assert "will be asked" in await story.person("hugo").says("ask 1.1.1")


@pytest.mark.parametrize("wire", ["recorder"])
async def test_asking_about_a_milestone_of_whom_nobody_is_reached_promises_nothing(story: Story) -> None:
    carys = story.person("carys")
    for name in ("keira", "ben"):
        await story.person(name).says("help")
        await lose(story, name)

    told = await carys.says("ask 1.1.2")
    assert "Nobody who answers for 1.1.2 can be reached" in told and "will be asked on" not in told and "deputy" not in told
    assert "Keira (Head of Inclusion) cannot be reached" in told and "Ben (Chief Nursing Officer) cannot be reached" in told
    await story.person("hugo").says("help")
    await deputy(story, "hugo")
    assert "will be asked on the next working day" in await carys.says("ask 1.1.2")


async def test_a_milestone_that_an_edition_took_out_stays_readable_and_nothing_more_is_said_of_it(story: Story) -> None:
    keira, gwen = story.person("keira"), story.person("gwen")
    await keira.says("1.1.2 amber staff left, path: agency cover")
    await keira.says("yes")
    steps = (due(1, "2025-04-30", "Head of Inclusion"), due(3, "2025-12-31", "Head of SEND Finance"))
    await story.store.transact(lambda tx: tx.plans.save(edition.compare(tx.plans.one(SMALL), small(steps)).plan))

    for question in ("status 1.1.2", "history 1.1.2", "who 1.1.2"):
        assert "A later edition took 1.1.2 out of the plan" in await keira.says(question), question
    assert "staff left" in await keira.says("status 1.1.2")
    assert "staff left" in await keira.says("history 1.1.2")
    for statement in ("update 1.1.2", "1.1.2 green", "evidence 1.1.2 https://example.org/a"):
        assert "so nothing more can be said of it" in await keira.says(statement), statement
    assert "so nothing more can be said of it" in await gwen.says("ask 1.1.2")
    assert "There is no milestone 1.1.9" in await keira.says("history 1.1.9")


async def test_an_order_says_which_of_two_people_of_one_name_is_meant(story: Story) -> None:
    gwen = story.person("gwen")
    other = PersonRow(role=None, name="ben", email="ben.other@example.org")
    await story.store.transact(lambda tx: tx.people.save(SMALL, [other]))

    assert "from Keira to ben <ben.other@example.org>" in await gwen.says("holder Head of Inclusion ben.other@example.org")
    assert "held by ben <ben.other@example.org>" in await gwen.says("yes")
    assert "from ben <ben.other@example.org> to Ben <ben@example.org>" in await gwen.says("holder Head of Inclusion ben@example.org")
