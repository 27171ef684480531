"""What leads write for the board: asked for in their nudge, saved once, taken back, and told beside how far the period is."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from bot.model.board.period import Narrative
from bot.model.board.settings import Cycle, Meeting
from bot.model.letters.form import Form
from bot.model.letters.message import Items
from bot.model.letters.talk import Ask, Chat, Inbound
from bot.model.plan import Action, Milestone, Priority
from bot.model.policy import Policy
from bot.model.status import Status
from bot.ports.record import Tx
from bot.rules.documents import edition
from tests.world import plan
from tests.world import story as stories
from tests.world.plan import SMALL, record
from tests.world.story import Story
from tests.world.wires.recorder import RecorderSeat

MEETING = date(2025, 4, 10)  # a Thursday: opens 21 March, owners by 28 March, leads by 1 April, frozen at the end of 3 April
LINE = "narrative 1 amber moved: training began. next: the first review. escalate: two posts are vacant. forecast: green"


def settings(*meetings: date) -> Policy:
    return Policy(board=Cycle(meetings=tuple(Meeting(on=day) for day in meetings)))


def load(tx: Tx) -> None:
    plan.load(tx)
    tx.plans.keep_settings(SMALL, settings(MEETING))


@pytest.fixture
async def cycle(wire: str, tmp_path: Path) -> AsyncIterator[Story]:
    """The small plan with a meeting of the board."""
    clock = stories.Clock()
    async with stories.told(await record(tmp_path / "m.db", load), clock, [stories.wire(wire, clock, tmp_path)]) as story:
        story.seat(story.wire)
        yield story


async def written(story: Story) -> tuple[Narrative, ...]:
    return await story.store.read(lambda view: view.periods.narratives(SMALL))


async def test_a_lead_is_asked_writes_in_the_form_and_the_line_leaves_the_card(cycle: Story) -> None:
    leo = cycle.person("leo")
    await cycle.at("2025-03-27T09:30")
    assert "write for the board" not in "".join(cycle.letters["leo"])
    assert "Priority 1: please write for the board about Lead well." in await leo.says("tomorrow")
    await cycle.at("2025-03-28T09:30")
    asked = cycle.letters["leo"][-1]
    assert "Priority 1: please write for the board about Lead well." in asked
    assert "The meeting is on 10 April 2025, and your words are wanted by 1 April 2025." in asked

    await leo.presses("Write it")
    shown = leo.form() or ""
    assert "Overall status" in shown and "What moved" in shown and "How it stands now" in shown
    await leo.fills({"Overall status": "Amber", "What moved": "Training began.", "What next": "The first review.", "Forecast for next period": "Green"})
    assert "Saved for priority 1: amber, with green expected for next period." in await leo.presses("Save")

    (narrative,) = await written(cycle)
    assert (narrative.status, narrative.moved, narrative.next, narrative.escalate, narrative.forecast) == (
        *(Status.AMBER, "Training began.", "The first review.", "", Status.GREEN),
    )
    assert (narrative.meeting, narrative.by_name, narrative.capacity) == (MEETING, "Leo", "lead of priority 1")
    await cycle.at("2025-04-01T09:30")
    assert sum("for the board about" in one for one in cycle.letters["leo"]) == 1


async def test_what_was_written_for_this_period_stands_in_the_form_again_and_nothing_else_does(cycle: Story) -> None:
    leo = cycle.person("leo")
    await leo.opens("narrative 1")
    assert (leo.holds("Overall status"), leo.holds("What moved")) == ("", "")
    await leo.closes()
    await leo.says(LINE)
    await leo.opens("narrative 1")
    assert leo.holds("What moved") == "training began."
    assert leo.holds("Escalate to the board") == "two posts are vacant."
    await leo.closes()

    await cycle.at("2025-04-11T09:30")
    await leo.opens("narrative 1")
    assert (leo.holds("Overall status"), leo.holds("What moved")) == ("", "")


@pytest.mark.parametrize("wire", ["recorder"])
async def test_last_period_s_status_stands_beside_the_question_and_the_facts_stand_above(cycle: Story) -> None:
    async def form(name: str) -> Form:
        seat = cycle.person(name)
        assert isinstance(seat, RecorderSeat)
        chat = Chat(id=name, private=True)
        inbound = Inbound(id=f"{name}-{cycle.clock.moment}", sender=seat.sender, chat=chat, said="narrative 1")
        reply = await cycle.desk.handle(inbound)
        assert isinstance(reply, Ask)
        return reply.form

    assert (await form("leo")).questions[0].hint == "Nothing was written for an earlier period."
    await cycle.person("leo").says(LINE)
    await cycle.person("keira").says("1.1.1 green all is well")
    await cycle.person("keira").says("yes")
    await cycle.at("2025-04-03T15:00")
    await cycle.person("gwen").says("freeze")
    await cycle.person("keira").says("1.1.1 red it is not, path: Keira hires two by 3 June 2025")
    await cycle.person("keira").says("yes")
    await cycle.at("2025-04-11T09:30")
    later = await form("leo")

    assert later.questions[0].hint == "Last period: amber, with green expected for this one."
    headings = [one.heading for one in later.background if isinstance(one, Items)]
    assert headings == ["How it stands now", "What changed since the papers of 3 April 2025", "What falls due by 30 June 2025"]


async def test_nobody_is_asked_twice_when_the_meeting_moves_and_what_was_written_still_counts(cycle: Story) -> None:
    await cycle.at("2025-03-28T09:30")
    await cycle.store.transact(lambda tx: tx.plans.keep_settings(SMALL, settings(date(2025, 4, 24))))
    for day in ("2025-03-31", "2025-04-01", "2025-04-08", "2025-04-09", "2025-04-10"):
        await cycle.at(f"{day}T09:30")
    assert sum("for the board about" in one for one in cycle.letters["leo"]) == 1
    await cycle.person("leo").says(LINE)
    await cycle.store.transact(lambda tx: tx.plans.keep_settings(SMALL, settings(date(2025, 4, 25))))
    for day in ("2025-04-11", "2025-04-14", "2025-04-15", "2025-04-16"):
        await cycle.at(f"{day}T09:30")

    assert sum("for the board about" in one for one in cycle.letters["leo"]) == 1
    assert "all leads have written" in await cycle.person("gwen").says("period")


@pytest.mark.parametrize("wire", ["recorder"])
async def test_a_meeting_that_moves_once_its_record_is_frozen_asks_no_lead_a_third_time(cycle: Story) -> None:
    for day in ("2025-03-28", "2025-03-31", "2025-04-01", "2025-04-02", "2025-04-03"):
        await cycle.at(f"{day}T09:30")
    await cycle.at("2025-04-03T17:10")
    assert len(await cycle.store.read(lambda view: view.periods.freezes(SMALL))) == 1
    await cycle.store.transact(lambda tx: tx.plans.keep_settings(SMALL, settings(date(2025, 4, 24))))
    for day in (4, 7, 8, 9, 10, 11, 14, 15):
        await cycle.at(f"2025-04-{day:02}T09:30")

    assert sum("for the board about" in one for one in cycle.letters["leo"]) == 2


@pytest.mark.parametrize("wire", ["recorder"])
async def test_of_two_meetings_close_together_leads_are_asked_for_the_second_once_the_first_is_frozen(cycle: Story) -> None:
    both = settings(MEETING, date(2025, 4, 16))  # the second: owners by 3 April, leads by 7 April, frozen on 9 April
    await cycle.store.transact(lambda tx: tx.plans.keep_settings(SMALL, both))
    for day in ("2025-03-28", "2025-03-31", "2025-04-01", "2025-04-02", "2025-04-03"):
        await cycle.at(f"{day}T09:30")
    first = [one for one in cycle.letters["leo"] if "for the board about" in one]
    assert len(first) == 2 and all("10 April" in one or "3 April" in one for one in first)
    for day in (4, 7, 8, 9, 10, 11):
        await cycle.at(f"2025-04-{day:02}T09:30")

    later = [one for one in cycle.letters["leo"] if "for the board about" in one][2:]
    assert len(later) == 2
    assert "The meeting is on 16 April 2025, and your words are wanted by 7 April 2025." in later[0]
    assert "The papers are drawn at the end of 9 April 2025." in later[1]


@pytest.mark.parametrize("wire", ["recorder"])
async def test_a_meeting_that_is_brought_forward_tells_of_no_day_that_has_passed_as_if_it_came(cycle: Story) -> None:
    await cycle.store.transact(lambda tx: tx.plans.keep_settings(SMALL, settings(date(2025, 4, 24))))
    await cycle.at("2025-03-31T09:30")
    await cycle.store.transact(lambda tx: tx.plans.keep_settings(SMALL, settings(MEETING)))
    await cycle.at("2025-04-01T09:30")
    said = "is now on 10 April 2025. The day by which answers are wanted, 28 March 2025, has passed, and the record freezes for the papers at the end of 3 April 2025."
    assert said in "".join(cycle.letters["leo"])
    await cycle.store.transact(lambda tx: tx.plans.keep_settings(SMALL, settings(date(2025, 4, 8))))
    await cycle.at("2025-04-02T09:30")
    assert "is now on 8 April 2025. The days towards its papers have passed: they tell of the record as it was at the end of 1 April 2025." in "".join(cycle.letters["leo"])


@pytest.mark.parametrize("wire", ["recorder"])
async def test_before_its_window_opens_no_meeting_is_frozen_for_then_nobody_would_be_asked(cycle: Story) -> None:
    told = await cycle.person("gwen").says("freeze")
    assert "Not saved. Owners are asked for the meeting on 10 April 2025 from 21 March 2025 on" in told
    assert await cycle.store.read(lambda view: view.periods.freezes(SMALL)) == ()
    await cycle.at("2025-03-21T09:30")
    assert "Saved: the record is frozen" in await cycle.person("gwen").says("freeze")
    assert "To take it back, type: unfreeze because, and why." in await cycle.person("gwen").says("undo")
    await cycle.person("gwen").says("unfreeze because it is too early")
    assert "To freeze the record again, type: freeze" in await cycle.person("gwen").says("undo")


@pytest.mark.parametrize("wire", ["recorder"])
async def test_a_word_that_is_no_status_is_told_before_what_is_missing(cycle: Story) -> None:
    told = await cycle.person("leo").says("narrative 1 purple moved: a")
    assert told.index("The overall status is none of") < told.index("This is missing for priority 1")
    assert "This is missing for priority 1" in await cycle.person("leo").says("narrative 1 red moved: a")


async def test_who_is_silent_is_asked_once_more_on_the_last_day(cycle: Story) -> None:
    await cycle.at("2025-03-28T09:30")
    await cycle.at("2025-03-31T09:30")
    await cycle.at("2025-04-01T09:30")
    await cycle.at("2025-04-02T09:30")

    first, again = (one for one in cycle.letters["leo"] if "for the board about" in one)
    assert "please write" in first and "nothing is written yet" in again
    assert "The papers are drawn at the end of 3 April 2025." in again


async def test_without_a_lead_who_is_there_an_admin_is_asked(cycle: Story) -> None:
    await cycle.person("leo").says("away 27 March to 4 April")
    await cycle.at("2025-03-28T09:30")

    assert "As an admin you may." in cycle.letters["gwen"][-1]
    assert "for the board about" not in "".join(cycle.letters["leo"])
    assert "Saved for priority 1" in await cycle.person("gwen").says(LINE)
    assert (await written(cycle))[0].capacity == "admin"


async def test_whoever_acts_for_a_lead_who_is_away_is_asked_and_may_write(cycle: Story) -> None:
    await cycle.person("leo").says("away 27 March to 4 April, deputy hugo@example.org")
    await cycle.at("2025-03-28T09:30")

    assert "please write for the board" in cycle.letters["hugo"][-1]
    assert "As an admin" not in "".join(cycle.letters["gwen"])
    assert "You wrote as deputy for the lead of priority 1." in await cycle.person("hugo").says(LINE)


async def test_without_a_meeting_in_the_settings_nobody_is_asked_and_leads_may_write_all_the_same(story: Story) -> None:
    await story.at("2025-03-18T09:40")
    for day in range(19, 32):
        await story.at(f"2025-03-{day}T09:30")

    assert "for the board about" not in "".join([*story.letters["leo"], *story.letters["gwen"]])
    assert "It is kept for the meeting of the board on 31 March 2025." in await story.person("leo").says(LINE)


async def test_the_same_line_delivered_twice_is_saved_once_and_undo_takes_it_back(cycle: Story) -> None:
    leo = cycle.person("leo")
    await leo.says(LINE)
    assert "Saved for priority 1" in (await leo.again() or leo.newest)
    assert len(await written(cycle)) == 1
    assert "Undone: what was written for priority 1." in await leo.says("undo")
    assert "taken back already" in await leo.says("undo")
    assert await written(cycle) == ()
    await leo.says(LINE)
    await leo.says(LINE.replace("amber", "red"))
    assert "What was written before it stands again: amber." in await leo.says("withdraw narrative 1 because it is not red")


async def test_all_that_is_wrong_with_a_line_is_told_at_once(cycle: Story) -> None:
    said = await cycle.person("leo").says(f"narrative 1 purple moved: {'x' * 3100}")

    assert "This is missing for priority 1: what next (next:), the forecast (forecast:)." in said
    assert "The overall status is none of" in said and "in what moved (moved:), and the most is" in said
    assert await written(cycle) == ()


async def test_words_that_tell_who_a_child_is_are_sent_back_and_words_that_seem_to_are_asked_about(cycle: Story) -> None:
    leo = cycle.person("leo")
    said = await leo.says("narrative 1 amber moved: 707 483 3789 has a place. next: b. forecast: green")
    assert "707" not in said and await written(cycle) == ()
    await leo.says("narrative 1")
    await leo.fills({"Overall status": "Amber", "What moved": "The pupil Amy Jones has a place.", "What next": "More.", "Forecast for next period": "Green"})
    await leo.presses("Save")
    assert "Is anybody named?" in (leo.form() or "")
    assert await written(cycle) == ()
    await leo.fills({"Is anybody named?": "Nobody can be told from these words"})
    assert "Saved for priority 1" in await leo.presses("Save")


async def test_a_typed_line_that_seems_to_name_somebody_is_kept_at_a_yes_alone_and_admins_are_told(cycle: Story) -> None:
    leo, line = cycle.person("leo"), "narrative 1 amber moved: The pupil Amy Jones has a place. next: more. forecast: green"
    await cycle.round()
    said = await leo.says(line)
    assert "Not saved yet: this looks as if it names a child or a parent." in said and "The pupil Amy Jones has a place." in said
    assert await written(cycle) == ()
    assert "Nothing was saved" in await leo.says("no")
    assert await written(cycle) == ()

    await leo.says(line)
    assert "Saved for priority 1" in await leo.says("yes")
    (only,) = await written(cycle)
    assert only.moved == "The pupil Amy Jones has a place."
    await cycle.advance(1)
    assert "Priority 1, as Leo said it: Seems to name a child." in cycle.letters["gwen"][-1]
    assert not any("as Leo said it" in one for one in cycle.letters["leo"] + cycle.letters["keira"])


async def test_undo_takes_back_a_narrative_that_was_asked_about(cycle: Story) -> None:
    leo = cycle.person("leo")
    await leo.says("narrative 1 amber moved: The pupil Amy Jones has a place. next: more. forecast: green")
    await leo.says("yes")
    assert "Undone: what was written for priority 1." in await leo.says("undo")
    assert await written(cycle) == ()


async def test_the_period_tells_how_far_it_is_and_what_is_left_for_whoever_asks(cycle: Story) -> None:
    keira, leo = cycle.person("keira"), cycle.person("leo")
    told = await leo.says("period")
    assert "For the board on 10 April 2025: 0 of 3 confirmed, 1 lead to write. The record freezes for the papers on 3 April 2025." in told
    assert "Owners are asked from 21 March 2025 on and answer by 28 March 2025. Leads write by 1 April 2025." in told
    assert "Not written about yet: priority 1." in told
    assert "Priority 1: write for the board." in told

    await cycle.at("2025-03-24T09:30")
    await keira.says("1.1.1 green all is well")
    await keira.says("yes")
    told = await keira.says("period")
    assert "1 of 3 confirmed" in told
    assert "Head of Inclusion: 1.1.2" in told
    assert "Head of SEND Finance: 1.1.3" in told
    assert "1.1.2 Step 2 done." in told
    assert "1.1.1 Step 1" not in told

    await cycle.at("2025-03-25T09:30")
    assert "0 of 3 confirmed" in await keira.says("period as at 21 March 2025")


async def test_an_admin_freezes_and_takes_it_back_and_what_leads_write_after_it_is_since_the_papers(cycle: Story) -> None:
    gwen, leo = cycle.person("gwen"), cycle.person("leo")
    await cycle.at("2025-03-21T09:30")
    told = await gwen.says("freeze")
    assert "Saved: the record is frozen for the papers of the meeting on 10 April 2025." in told
    (freeze,) = await cycle.store.read(lambda view: view.periods.freezes(SMALL))
    assert f"up to entry {freeze.upto}" in told and freeze.id == freeze.upto + 1
    assert "The record is frozen for the papers." in await leo.says("period")
    assert "so this shows as written since the papers" in await leo.says(LINE)
    assert "Since the papers: 1 lead's words." in await leo.says("period")
    await cycle.at("2025-03-28T09:30")
    assert "for the board about" not in "".join(cycle.letters["leo"])

    assert "counts no longer" in await gwen.says("unfreeze because priority 1 was left out")
    assert "The freeze was taken back" in await leo.says("period")
    assert "these papers are a new issue" in await gwen.says("freeze")
    first, second = await cycle.store.read(lambda view: view.periods.freezes(SMALL))
    assert (first.void, first.why, second.void) == (True, "priority 1 was left out", False)


@pytest.mark.parametrize("wire", ["recorder"])
async def test_once_frozen_the_period_tells_how_far_it_was_then_as_its_papers_do(cycle: Story) -> None:
    keira, leo = cycle.person("keira"), cycle.person("leo")
    await cycle.at("2025-03-24T09:30")
    await keira.says("1.1.1 green all is well")
    await keira.says("yes")
    await cycle.at("2025-04-03T17:10")
    await keira.says("1.1.2 green late word")
    await keira.says("yes")
    await leo.says(LINE)

    told = await keira.says("period")
    assert "1 of 3 confirmed, 1 lead to write. The record is frozen for the papers." in told
    assert "Since the papers: 1 update, 1 lead's words." in told
    assert "Not written about yet: priority 1." in told and "Head of Inclusion: 1.1.2" in told
    assert "Nothing is left for you." in told and "Nothing is left for you." in await leo.says("period")


async def test_what_is_taken_out_of_a_narrative_for_good_is_shown_so_and_never_said_again(cycle: Story) -> None:
    gwen = cycle.person("gwen")
    await cycle.person("leo").says(LINE)
    (narrative,) = await written(cycle)
    await gwen.says(f"redact {narrative.id} moved because it named a parent")
    assert "Saved. Taken out of entry" in await gwen.says("yes")

    (after,) = await written(cycle)
    assert after.moved.startswith("[removed by Gwen") and after.next == "the first review."
    shown = await gwen.opens("narrative 1")
    assert "training began" not in shown


@pytest.mark.parametrize("wire", ["recorder"])
async def test_a_lead_of_several_priorities_is_asked_in_a_line_for_each(cycle: Story) -> None:
    second = Action(ref="2.1", priority=2, title="Join up", milestones=(Milestone(ref="2.1.1", text="Joined up.", owners=("Head of Inclusion",)),))
    wider = plan.PLAN.model_copy(update={"priorities": (*plan.PLAN.priorities, Priority(number=2, text="Work together"), Priority(number=3, text="Nothing yet")), "actions": (*plan.PLAN.actions, second)})

    def widen(tx: Tx) -> None:
        tx.plans.save(edition.compare(tx.plans.one(SMALL), wider).plan)
        tx.people.save(SMALL, [plan.row("leo", people={"leo": (None, "lead:1 lead:2")})])

    await cycle.store.transact(widen)
    await cycle.at("2025-03-28T09:30")
    asked = cycle.letters["leo"][-1]
    assert "Priority 1: please write for the board about Lead well." in asked
    assert "Priority 2: please write for the board about Work together." in asked
    assert "Priority 3" not in asked
    await cycle.person("leo").says(LINE.replace("narrative 1", "narrative 2"))
    assert "2 leads to write" not in await cycle.person("leo").says("period")
    assert "Not written about yet: priority 1." in await cycle.person("leo").says("period")
