"""How far an action has got: a lead sets its step with a reason, in a form or in one line, and what was said before is kept."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from bot.model.board.settings import Cycle, Meeting
from bot.model.measures.impact import Impact
from bot.model.policy import Policy
from bot.ports.record import Tx
from bot.rules.documents import edition
from tests.world import plan
from tests.world import story as stories
from tests.world.plan import PEOPLE, SMALL, STEPS, record, small
from tests.world.story import Story

MEETING = date(2025, 4, 10)  # leads write by 1 April, frozen at the end of 3 April
LINE = "impact 1.1 2.5 because two schools try it"
ONE_STEP = small(STEPS[:1])


def load(tx: Tx) -> None:
    """Put in the small plan with one milestone alone, so that it is soon delivered, and a meeting of the board."""
    plan.load(tx, ONE_STEP, PEOPLE)
    tx.plans.keep_settings(SMALL, Policy(board=Cycle(meetings=(Meeting(on=MEETING),))))


@pytest.fixture
async def helped(wire: str, tmp_path: Path) -> AsyncIterator[Story]:
    """The small plan with a meeting of the board, and one milestone."""
    clock = stories.Clock()
    async with stories.told(await record(tmp_path / "m.db", load), clock, [stories.wire(wire, clock, tmp_path)]) as story:
        story.seat(story.wire)
        yield story


async def steps(story: Story) -> tuple[Impact, ...]:
    return await story.store.read(lambda view: view.measures.impacts(SMALL))


async def complete(story: Story, who: str = "keira") -> None:
    await story.person(who).says("1.1.1 complete it is done https://example.org/minutes minutes")
    await story.person(who).says("yes")


def asked(letters: Sequence[str]) -> list[str]:
    return [one for one in letters if "How far has it got" in one or "is it still step" in one or "how far has it got" in one]


async def test_a_lead_sets_a_step_in_the_form_with_all_nine_in_words_and_no_reason_is_no_step(helped: Story) -> None:
    leo = helped.person("leo")
    assert "No step was set for 1.1 yet." in await leo.says("impact 1.1")
    await leo.presses("Set the step")
    assert "0 of 1 milestones are complete. No step is set." in (leo.form() or "")
    await leo.fills({"Step": "2.5: changes tried", "Why": "-"})
    await leo.presses("Save")
    assert "Say why: a step without a reason is not kept." in (leo.form() or "")
    assert await steps(helped) == ()
    await leo.fills({"Why": "Two schools try it."})
    told = await leo.presses("Save")

    assert "Saved for 1.1: step 2.5, changes tried." in told
    assert "You set it as the lead of priority 1." in told
    assert "1.1 is not delivered yet: 0 of 1 milestones are complete." in told
    (only,) = await steps(helped)
    assert (only.action, only.step.value, only.why, only.by_name, only.capacity) == (
        *("1.1", "2.5", "Two schools try it.", "Leo", "lead of priority 1"),
    )


async def test_each_step_says_what_stood_before_and_all_of_them_are_kept_with_who_and_why(helped: Story) -> None:
    leo = helped.person("leo")
    await leo.says("impact 1.1 2 because nothing has changed yet")
    told = await leo.says(LINE)
    assert "Before it was step 2, activity without change yet, set by the lead of priority 1 on 18 March 2025. Both are kept." in told

    told = await helped.person("hugo").says("impact 1.1")
    assert "18 March 2025: step 2, activity without change yet, set by Leo as the lead of priority 1. nothing has changed yet." in told
    assert "18 March 2025: step 2.5, changes tried, set by Leo as the lead of priority 1. two schools try it." in told
    await helped.at("2025-03-20T09:30")
    assert "No step was set for 1.1 yet." in await leo.says("impact 1.1 as at 17 March 2025")
    assert "Step 2.5, changes tried" in await leo.says("impact as at 18 March 2025")


REFUSED = {
    "a step that is none": ("impact 1.1 6 because it is great", "\"6\" is none of the steps. They are: 0.5 intention; 1 team and aim;"),
    "a word that is none": ("impact 1.1 great because it is", "\"great\" is none of the steps."),
    "a step and other words": ("impact 1.1 3 or 4 because it is", "\"3 or 4\" is none of the steps."),
    "no reason": ("impact 1.1 3", "Say why after because, as no step is kept without a reason."),
    "a reason without because": ("impact 1.1 3 families wait less", "Say why after because"),
    "an empty reason": ("impact 1.1 3 because .", "Say why after because"),
    "a milestone": ("impact 1.1.1 3 because it is", "1.1.1 is a milestone of 1.1. Type: impact 1.1 3 because families wait less"),
    "no such action": ("impact 9.9 3 because it is", "The plan has no action 9.9. It has: 1.1."),
    "a long reason": (f"impact 1.1 3 because {'x ' * 1001}", "There are 2001 characters in the reason, and the most is 2000."),
}


@pytest.mark.parametrize("wire", ["recorder"])
@pytest.mark.parametrize("case", REFUSED)
async def test_what_cannot_be_a_step_has_a_sentence_and_nothing_is_saved(helped: Story, case: str) -> None:
    said, sentence = REFUSED[case]
    assert sentence in await helped.person("leo").says(said)
    assert await steps(helped) == ()


@pytest.mark.parametrize("wire", ["recorder"])
@pytest.mark.parametrize("said", ["3", "3.0", "step 3", "3 some improvement", "some improvement", "3:", "Some  Improvement"])
async def test_a_step_may_be_said_by_its_number_or_its_name(helped: Story, said: str) -> None:
    assert "Saved for 1.1: step 3, some improvement." in await helped.person("leo").says(f"impact 1.1 {said} because waits fell")


async def test_only_its_lead_or_an_admin_sets_a_step_and_whoever_reads_sees_no_button(helped: Story) -> None:
    for name in ("keira", "hugo"):
        assert "Not saved. Only whoever leads priority 1 sets the step of 1.1: Leo." in await helped.person(name).says(LINE)
    assert "Set the step" not in await helped.person("hugo").says("impact")
    assert "You set it as an admin." in await helped.person("gwen").says(LINE)
    assert "was set by Gwen. Only they or an admin may withdraw it." in await helped.person("leo").says("withdraw impact 1.1 because no")


async def test_whoever_acts_for_a_lead_who_is_away_sets_a_step_as_their_deputy(helped: Story) -> None:
    await helped.person("leo").says("away 18 March to 4 April, deputy hugo@example.org")
    assert "You set it as the deputy for the lead of priority 1." in await helped.person("hugo").says(LINE)


async def test_a_step_that_comes_twice_is_one_and_undo_and_withdraw_leave_the_one_before(helped: Story) -> None:
    leo = helped.person("leo")
    await leo.says("impact 1.1 2 because nothing has changed yet")
    await leo.says(LINE)
    assert "Saved for 1.1: step 2.5" in (await leo.again() or leo.newest)
    assert len(await steps(helped)) == 2
    assert "The step before it stands again: step 2, activity without change yet." in await leo.says("undo")
    assert "taken back already" in await leo.says("undo")
    assert "Say why: withdraw impact 1.1 because" in await leo.says("withdraw impact 1.1")
    assert "No step is set for 1.1 now." in await leo.says("withdraw impact 1.1 because it was read wrongly")
    assert "so there is nothing to withdraw" in await leo.says("withdraw impact 1.1 because again")
    assert await steps(helped) == ()


async def test_the_same_step_for_the_same_reason_is_not_set_twice(helped: Story) -> None:
    await helped.person("leo").says(LINE)
    await helped.advance(1)
    assert "Saved for 1.1: step 2.5" in await helped.person("leo").says(LINE)
    assert "Nothing was changed: 1.1 is at step 2.5" in await helped.person("gwen").says(LINE)
    assert len(await steps(helped)) == 1


async def test_a_form_that_was_drawn_before_somebody_else_set_a_step_is_shown_again(helped: Story) -> None:
    leo = helped.person("leo")
    await leo.says("impact 1.1")
    await leo.presses("Set the step")
    await helped.person("gwen").says("impact 1.1 3 because waits fell")
    await leo.fills({"Step": "2: activity without change yet", "Why": "Nobody has seen a change."})
    await leo.presses("Save")
    assert "Gwen has set a step for this action since you opened this." in (leo.form() or "")
    assert len(await steps(helped)) == 1
    assert "Saved for 1.1: step 2" in await leo.presses("Save")


async def test_a_reason_that_seems_to_name_a_child_is_kept_at_a_yes_alone_and_a_number_of_a_child_never(helped: Story) -> None:
    leo = helped.person("leo")
    said = await leo.says("impact 1.1 3 because the pupil 707 483 3789 has a place")
    assert "707" not in said
    told = await leo.says("impact 1.1 3 because the pupil Amy Jones has a place")
    assert "Not saved yet" in told and "the pupil Amy Jones has a place." in told
    assert await steps(helped) == ()
    assert "Saved for 1.1: step 3" in await leo.says("yes")
    assert "Undone: the step of 1.1." in await leo.says("undo")
    assert await steps(helped) == ()


async def test_impact_lists_first_what_is_delivered_and_has_shown_nothing_with_why(helped: Story) -> None:
    hugo, leo = helped.person("hugo"), helped.person("leo")
    assert "Delivered: none of 1 actions yet." in await hugo.says("impact")
    await complete(helped)
    told = await hugo.says("impact")
    assert "Delivered: 1 of 1 actions. Impact shown: 0. Not shown yet: 1." in told
    assert "Delivered, and nobody has shown that it helped: 1" in told
    assert "No impact yet: no lead has judged it, and no measure of it can tell yet." in told
    assert "stays on the list of what has shown no impact yet: the step is under 3." in await leo.says(LINE)
    assert "1.1 is delivered, and is not on the list" in await leo.says("impact 1.1 3 because waits fell")
    told = await hugo.says("impact 1")
    assert "Delivered, and off that list: 1" in told
    assert "Step 3, some improvement, set by the lead of priority 1 on 18 March 2025 because waits fell." in told
    assert "The plan has no priority or action 7." in await hugo.says("impact 7")


# ---- asked ---------------------------------------------------------------------------------------


async def test_a_lead_is_asked_once_on_the_working_day_after_all_of_an_action_is_delivered(helped: Story) -> None:
    leo = helped.person("leo")
    await helped.at("2025-03-19T09:30")
    await complete(helped)
    assert not asked(helped.letters["leo"])
    assert "1.1 is delivered: Set up the board." in await leo.says("tomorrow")
    await helped.at("2025-03-20T09:30")
    (line,) = asked(helped.letters["leo"])
    assert "1.1 is delivered: Set up the board. How far has it got for children and families? No step is set yet." in line
    await leo.presses("Set the step")
    await leo.fills({"Step": "3: some improvement", "Why": "Waits fell."})
    assert "Saved for 1.1: step 3" in await leo.presses("Save")
    assert sum("1.1 is delivered: Set up" in one for one in leo.messages()) == 1, leo.messages()  # in the answer to tomorrow
    for day in ("2025-03-21", "2025-03-24", "2025-03-28", "2025-04-01", "2025-04-02"):
        await helped.at(f"{day}T09:30")
    assert len(asked(helped.letters["leo"])) == 1
    assert not asked([*helped.letters["gwen"], *helped.letters["keira"], *helped.letters["hugo"]])


@pytest.mark.parametrize("wire", ["recorder"])
async def test_a_lead_who_set_the_step_first_is_not_asked(helped: Story) -> None:
    await helped.at("2025-03-19T09:30")
    await helped.person("leo").says(LINE)
    await complete(helped)
    for day in ("2025-03-20", "2025-03-21", "2025-04-01"):
        await helped.at(f"{day}T09:30")
    assert not asked(helped.letters["leo"])


@pytest.mark.parametrize("wire", ["recorder"])
async def test_without_a_step_a_lead_is_asked_once_more_before_the_papers_and_then_no_more(helped: Story) -> None:
    await helped.at("2025-03-19T09:30")
    await complete(helped)
    for day in ("2025-03-20", "2025-03-21", "2025-03-28", "2025-03-31", "2025-04-01", "2025-04-02", "2025-04-03", "2025-04-04"):
        await helped.at(f"{day}T09:30")
    first, again = asked(helped.letters["leo"])
    assert "How far has it got" in first
    assert "Before the papers of the meeting on 10 April 2025: how far has it got? No step is set." in again


@pytest.mark.parametrize("wire", ["recorder"])
async def test_a_step_older_than_the_last_meeting_is_asked_about_once_before_the_next_papers_though_the_meeting_moves(helped: Story) -> None:
    both = Policy(board=Cycle(meetings=(Meeting(on=MEETING), Meeting(on=date(2025, 5, 15)))))  # leads by 1 May, or a day later
    await helped.store.transact(lambda tx: tx.plans.keep_settings(SMALL, both))
    await complete(helped)
    await helped.person("leo").says("impact 1.1 3 because waits fell")
    for day in ("2025-03-20", "2025-04-01", "2025-04-30"):
        await helped.at(f"{day}T09:30")
    assert not asked(helped.letters["leo"])
    await helped.at("2025-05-06T09:30")
    (line,) = asked(helped.letters["leo"])
    assert "Before the papers of the meeting on 15 May 2025: is it still step 3, some improvement?" in line
    moved = Policy(board=Cycle(meetings=(Meeting(on=MEETING), Meeting(on=date(2025, 5, 22)))))
    await helped.store.transact(lambda tx: tx.plans.keep_settings(SMALL, moved))
    for day in ("2025-05-07", "2025-05-13", "2025-05-14", "2025-05-15"):
        await helped.at(f"{day}T09:30")
    assert len(asked(helped.letters["leo"])) == 1


@pytest.mark.parametrize("wire", ["recorder"])
async def test_for_a_lead_who_is_away_their_deputy_is_asked_and_without_one_an_admin(helped: Story) -> None:
    await helped.at("2025-03-19T09:30")
    await helped.person("leo").says("away 20 March to 24 March, deputy hugo@example.org")
    await complete(helped)
    await helped.at("2025-03-20T09:30")
    assert len(asked(helped.letters["hugo"])) == 1 and not asked([*helped.letters["leo"], *helped.letters["gwen"]])
    await helped.at("2025-03-25T09:30")
    assert len(asked(helped.letters["leo"])) == 1

    await helped.person("leo").says("away 1 April to 4 April")
    await helped.at("2025-04-01T09:30")
    (line,) = asked(helped.letters["gwen"])
    assert "Nobody who leads priority 1 can be asked, so you are, as an admin." in line


@pytest.mark.parametrize("wire", ["recorder"])
async def test_while_a_priority_is_paused_no_lead_is_asked_for_a_step(helped: Story) -> None:
    await helped.at("2025-03-19T09:30")
    await complete(helped)
    await helped.person("gwen").says("pause 1 until 26 March because of the inspection")
    await helped.person("gwen").says("yes")
    await helped.at("2025-03-20T09:30")
    assert not asked(helped.letters["leo"])


# ---- the board's first list ------------------------------------------------------------------------


async def test_the_weekly_summary_tells_what_is_delivered_without_effect_until_somebody_shows_that_it_helped(helped: Story) -> None:
    hugo, leo = helped.person("hugo"), helped.person("leo")
    first = "1 action is delivered and nobody has shown that it helped: 1.1."
    assert first not in await hugo.says("digest")
    await complete(helped)
    assert first in await hugo.says("digest")
    await leo.says("impact 1.1 2 because nobody waits less")
    told = await hugo.says("digest all")
    assert "Delivered, and nobody has shown that it helped (1)" in told
    assert "Step 2, activity without change yet, set by the lead of priority 1 on 18 March 2025 because nobody waits less." in told
    assert "No impact yet: the step is under 3." in told
    await helped.advance(1)
    await leo.says("impact 1.1 3 because waits fell")
    assert first not in await hugo.says("digest")
    assert first in await hugo.says("digest as at 18 March 2025")


async def test_status_and_why_show_the_step_and_what_keeps_an_action_on_the_list(helped: Story) -> None:
    hugo, leo = helped.person("hugo"), helped.person("leo")
    assert "Impact of 1.1" not in await hugo.says("status 1.1")
    await complete(helped)
    await leo.says(LINE)
    step = "Step 2.5, changes tried, set by the lead of priority 1 on 18 March 2025 because two schools try it. No measure is set for it."
    told = await hugo.says("status 1.1")
    assert step in told and "It is delivered, and nobody has shown that it helped: the step is under 3." in told
    told = await hugo.says("why 1.1.1")
    assert "18 March 2025: the impact of 1.1 was set to step 2.5, changes tried, by Leo as the lead of priority 1. two schools try it." in told
    assert step in told
    assert "step 2.5, changes tried, set by Leo" in await hugo.says("why 1.1")
    await helped.advance(1)
    assert "Impact of 1.1" not in await hugo.says("status 1.1 as at 17 March 2025")


# ---- two plans, and whoever only observes -----------------------------------------------------------


@pytest.mark.parametrize("wire", ["recorder"])
async def test_who_leads_in_two_plans_is_asked_which_and_a_button_keeps_to_its_own(helped: Story) -> None:
    def second(tx: Tx) -> None:
        other = ONE_STEP.model_copy(update={"short": "other", "title": "The other plan"})
        tx.plans.save(edition.compare(None, other).plan)
        tx.people.save("other", [plan.row("leo", people=PEOPLE)])

    await helped.store.transact(second)
    leo = helped.person("leo")
    assert "Saved" not in await leo.says(LINE)
    assert "The other plan" in await leo.says(f"in other: {LINE}")
    assert await steps(helped) == ()
    assert [one.plan for one in await helped.store.read(lambda view: view.measures.impacts("other"))] == ["other"]
    await leo.says("in small: impact 1.1")
    await leo.presses("Set the step")
    assert "A small plan" in (leo.form() or "")
    await leo.fills({"Step": "3: some improvement", "Why": "Waits fell."})
    assert "A small plan" in await leo.presses("Save")
    assert [one.step.value for one in await steps(helped)] == ["3"]
    assert "Undone: the step of 1.1." in await leo.presses("Undo")
    assert await steps(helped) == ()


@pytest.mark.parametrize("wire", ["recorder"])
async def test_whoever_only_observes_reads_how_far_actions_have_got_and_sets_nothing(helped: Story) -> None:
    await helped.store.transact(lambda tx: tx.people.save(SMALL, [plan.row("hugo", people={"hugo": (None, "observer")})]))
    hugo = helped.person("hugo")
    assert "No step was set for 1.1 yet." in await hugo.says("impact 1.1")
    await hugo.says(LINE)
    await hugo.says("impact 1.1 step")
    assert await steps(helped) == ()
