"""A milestone that comes round: the date at hand on every card and in every list, one period at a time."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.model.plan import Milestone, Recurrence
from bot.ports.record import Tx
from bot.reports.picture import picture
from bot.reports.snapshot import take
from bot.reports.status import status_json
from bot.reports.summary import weekly
from bot.rules.documents import edition
from tests.world.plan import PEOPLE, PLAN, SMALL, due, record, row
from tests.world.story import Clock, Story, told
from tests.world.story import wire as wire_of

QUARTERLY = due(1, "2025-06-30", "Head of Inclusion").model_copy(update={"recurrence": Recurrence.QUARTERLY})
(ACTION,) = PLAN.actions
YEARLY = due(2, "2024-09-30", "Head of Inclusion").model_copy(update={"recurrence": Recurrence.YEARLY})


def loading(*milestones: Milestone) -> Callable[[Tx], None]:
    """A plan of these milestones, and everyone."""
    plan = PLAN.model_copy(update={"actions": (ACTION.model_copy(update={"milestones": milestones}),)})

    def load(tx: Tx) -> None:
        tx.plans.save(edition.compare(None, plan).plan)
        tx.people.save(SMALL, [row(name) for name in PEOPLE])

    return load


@asynccontextmanager
async def beginning(wire: str, folder: Path, *milestones: Milestone) -> AsyncIterator[Story]:
    """The plan of these milestones on a wire."""
    clock = Clock()
    store = await record(folder / "record.db", loading(*milestones))
    async with told(store, clock, [wire_of(wire, clock, folder)]) as begun:
        begun.seat(begun.wire)
        yield begun


@pytest.fixture
async def quarterly(wire: str, tmp_path: Path) -> AsyncIterator[Story]:
    """The plan with its one milestone, first due on 30 June 2025."""
    async with beginning(wire, tmp_path, QUARTERLY) as begun:
        yield begun


async def shown(story: Story) -> dict[str, object]:
    """How every other place shows the milestone: its face and date in the status, the summary and the picture."""
    now = story.clock()

    def all_of_it(view: Tx) -> dict[str, object]:
        snapshot = take(view, SMALL, now)
        told = status_json(snapshot)["milestones"]
        assert isinstance(told, list)
        week = weekly(view, snapshot)
        (cell,) = [cell for part in picture(snapshot).parts for row in part.rows for cell in row.cells]
        ((_, ((face, count),)),) = week.totals
        assert (told[0]["face"], told[0]["not_reported"], count) == (face, face == "not_reported", 1)
        assert (cell.face, bool(week.not_reported), bool(week.awaiting_assurance)) == (face, face == "not_reported", face == "complete")
        return {"face": face, "due": told[0]["due"], "baseline": told[0]["baseline"], "picture": cell.dates}

    return await story.store.transact(all_of_it)


async def test_each_quarter_is_asked_named_and_counted_by_itself(quarterly: Story) -> None:
    story, keira = quarterly, quarterly.person("keira")
    await story.at("2025-06-30T09:30")
    assert "Comes round every quarter. Next due 30 June 2025, in no working days" in story.letters["keira"][-1]
    await keira.says("1.1.1 complete, sent to the board https://example.org/q2")
    assert "Saved" in await keira.says("yes")
    assert await shown(story) == {
        "face": "complete", "due": "2025-06-30", "baseline": "2025-06-30", "picture": "Comes round every quarter. Next due 30 June 2025.",
    }  # fmt: skip
    assert "Nothing is due" in await keira.says("due today")

    await story.at("2025-06-30T23:30")  # half past midnight in London
    assert await shown(story) == {
        "face": "not_yet_asked", "due": "2025-09-30", "baseline": "2025-06-30", "picture": "Comes round every quarter. Next due 30 September 2025.",
    }  # fmt: skip
    for question in ("mine", "home", "status 1.1.1", "due September", "status 1.1"):
        said = await keira.says(question)
        assert "30 September 2025" in said, question
        assert "Complete" not in said.replace("Last said: Complete.", ""), question
    assert "Nothing is past its due date" in await keira.says("overdue")
    assert "first due 30 June 2025" in await keira.says("status 1.1.1")

    await story.at("2025-08-20T09:30")
    assert "Next due 30 September 2025, in 28 working days" in story.letters["keira"][-1]
    assert "Complete" not in story.letters["keira"][-1]


async def test_what_was_complete_last_quarter_is_not_offered_for_this_one(quarterly: Story) -> None:
    story, keira = quarterly, quarterly.person("keira")
    await keira.says("1.1.1 complete, sent to the board https://example.org/q1")
    await keira.says("yes")
    await story.at("2025-08-20T09:30")

    assert "nobody has given a status for the period to 30 September 2025 yet" in await keira.says("1.1.1 same")
    await keira.presses("Update 1.1.1")
    assert "1.1.1 comes round every quarter. What you say of it now is for the period to 30 September 2025." in (keira.form() or "")
    await keira.fills({"Status": "Complete", "What has happened": "sent again", "Evidence link": "https://example.org/q1"})
    await keira.presses("Save")
    assert await story.said_of("1.1.1") == ["complete sent to the board", "complete sent again"]
    assert (await shown(story))["face"] == "complete"


async def test_a_quarter_without_a_word_is_not_reported_in_every_place_until_somebody_speaks(quarterly: Story) -> None:
    story, keira, gwen = quarterly, quarterly.person("keira"), quarterly.person("gwen")
    await story.at("2025-06-30T09:30")
    await keira.says("1.1.1 green, on its way")
    await keira.says("yes")
    await story.at("2025-09-16T09:30")
    await story.at("2025-09-30T09:30")
    assert "Next due 30 September 2025, in no working days" in story.letters["keira"][-1]
    assert (await shown(story))["face"] == "green"

    await story.at("2025-10-01T09:30")
    assert (await shown(story))["face"] == "not_reported"
    assert "No update for the period to 30 September 2025" in await gwen.says("silent")
    for question in ("status", "status 1.1.1", "digest", "mine"):
        assert "Not reported" in await (keira if question == "mine" else gwen).says(question), question

    said = await keira.says("1.1.1 green, late but there")
    assert "for the period to 30 September 2025" in said and "its due date (30 September 2025) has passed" in said
    await keira.says("yes")
    assert (await shown(story))["face"] == "green"
    assert "Nothing has gone unanswered" in await gwen.says("silent")


async def test_an_answer_a_day_late_counts_for_the_quarter_it_was_asked_about(quarterly: Story) -> None:
    story, keira, gwen = quarterly, quarterly.person("keira"), quarterly.person("gwen")
    await story.at("2025-06-30T09:30")
    await story.at("2025-07-01T09:30")
    assert (await shown(story))["face"] == "not_reported"
    await keira.presses("Update 1.1.1")
    assert "What you say of it now is for the period to 30 June 2025." in (keira.form() or "")
    await keira.fills({"Status": "Complete", "What has happened": "sent", "Evidence link": "https://example.org/q2"})
    await keira.presses("Save")
    assert (await shown(story))["face"] == "not_yet_asked"  # the quarter that began today
    assert "Nothing has gone unanswered" in await gwen.says("silent")
    assert "the period to 30 September 2025" in await keira.says("1.1.1 same")

    await story.at("2025-08-20T09:30")
    assert "Next due 30 September 2025, in 28 working days" in story.letters["keira"][-1]


async def test_a_card_rewritten_after_an_answer_still_names_the_date_that_was_asked_about(wire: str, tmp_path: Path) -> None:
    async with beginning(wire, tmp_path, QUARTERLY, YEARLY) as story:
        keira = story.person("keira")
        await story.at("2025-06-30T09:30")
        assert "Was due 30 September 2024" in story.letters["keira"][-1]  # passed before Milepost began: caught up
        await keira.says("1.1.1 green, 1.1.2 green")
        await keira.says("yes")
        await story.at("2025-09-30T09:30")
        assert "30 September 2025" in story.letters["keira"][-1] and "30 September 2024" not in story.letters["keira"][-1]

        await keira.presses("Update 1.1.1")
        await keira.fills({"Status": "Green", "What has happened": "all sent"})
        await keira.presses("Save")
        assert "all sent" in keira.newest
        assert "Comes round every year. Next due 30 September 2025, in no working days" in keira.newest


async def test_moving_a_date_asks_if_this_one_or_all_later_ones_are_meant(quarterly: Story) -> None:
    story, keira, gwen = quarterly, quarterly.person("keira"), quarterly.person("gwen")
    asked = await keira.says("move 1.1.1 to 14 July 2025 because the board meets late")
    assert "Is only this one meant, or all later ones too?" in asked
    assert "Say which dates are meant first" in await keira.says("yes")
    assert "ask to move its date of 30 June 2025 to 14 July 2025?" in await keira.says("this one")
    assert "x1 Asked" in await keira.says("yes")
    await gwen.says("approve x1")
    assert (await shown(story))["due"] == "2025-07-14"
    await story.at("2025-07-15T09:30")
    assert (await shown(story))["due"] == "2025-09-30"
    assert "between its neighbours: after 14 July 2025 and before 31 December 2025" in await keira.says(
        "move 1.1.1 this one to 31 December 2025 because it is late"
    )

    await keira.says("move 1.1.1 to 15 October 2025 because the term begins late")
    assert "its next date and all later ones, the next to 15 October 2025?" in await keira.presses("All")
    await keira.presses("Yes")
    await gwen.says("approve x2")
    await story.at("2025-10-16T09:30")
    assert ((await shown(story))["due"], (await shown(story))["baseline"]) == ("2026-01-15", "2025-06-30")
