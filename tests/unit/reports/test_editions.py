"""A draft of a new edition asks what may be new, by the same doubts as what is unclear in its document."""

from __future__ import annotations

from bot.model.documents.draft import Draft, PlanDoubtKind, Warning  # noqa: A004
from bot.model.letters.message import lines_of
from bot.model.plan import Plan, Role
from bot.reports.documents.drafts import made
from bot.rules.documents.edition import compare
from bot.wording.documents.editions import told
from tests.unit.rules.test_edition_compared import FIRST, OTHER, ROWS, plan

DRAFT = Draft(plan=plan([*ROWS[:3], OTHER, ROWS[3]]))


def test_what_may_be_new_is_a_doubt_in_words_and_each_of_its_choices_settles_it() -> None:
    (doubt,) = made(DRAFT, "p", "", {}, FIRST).draft.doubts

    assert (doubt.kind, doubt.touches, doubt.default) == (PlanDoubtKind.ORDER, ("2.1.3", "2.1.2"), None)
    assert doubt.question == 'Is "Hub staff recruited and given training" new, or is it 2.1.2 "Staff recruited and trained" in other words?'
    assert doubt.choices == ("It is new", "It is 2.1.2")
    for choice in doubt.choices:
        settled = made(DRAFT, "p", "", {doubt.key: choice}, FIRST).draft
        assert settled.doubts == ()
        assert [(one.key, one.choice) for one in settled.plan.answers] == [(doubt.key, choice)]


def test_what_changes_is_told_by_ref_with_the_old_and_the_new_in_words() -> None:
    first, second, third, *_ = ROWS
    read = plan([(*first[:4], ROWS[1][4]), ("Help early", "Open the hub", *second[2:]), (*third[:3], "Head of Inclusion", third[4]), OTHER])
    lines = said(read)

    assert "1.1.1 Chair appointed. Due 31 May 2026 becomes due 30 June 2026." in lines
    assert "1.1.2 Terms of reference agreed. It now stands under priority 2, in action 2.1 Open the hub." in lines
    assert "1.2.1 Dashboard shown to every service. Head of Data becomes Head of Inclusion." in lines
    assert any(line.startswith("Not clear about 1.") for line in lines)
    assert lines[-1] == "Leaves alone: 1."


def test_a_date_that_is_only_asked_for_is_told_so_before_anybody_agrees() -> None:
    new = compare(FIRST, plan([(*ROWS[0][:4], ROWS[1][4]), *ROWS[1:]]))
    heading = "Asks to change the dates of 1. The first round has run, so each old date stands until the chair or an admin approves the new one:"

    asked, at_once = ([line for block in told(new, asks) for line in lines_of(block)] for asks in (True, False))

    assert heading in asked and "Changes the dates of 1:" not in asked
    assert heading not in at_once and "Changes the dates of 1:" in at_once


def said(read: Plan) -> list[str]:
    """What is told of an edition, line by line."""
    return [line.removeprefix("- ") for block in told(compare(FIRST, read)) for line in lines_of(block)]


def test_the_plans_own_changes_are_told_with_what_they_were() -> None:
    read = plan([("Lead better", *row[1:3], "Head of Change", row[4]) if row[0] == "Lead well" else row for row in ROWS])
    lines = said(read.model_copy(update={"title": "Q", "roles": (Role(name="Head of Change"),), "vision": "All thrive"}))

    assert "Its title was: P. It becomes: Q." in lines
    assert "Priority 1 was: Lead well. It becomes: Lead better." in lines
    assert "New roles: Head of Change" in lines
    assert "Also changes: its vision." in lines


def test_a_document_that_names_neither_its_plan_nor_priorities_changes_neither() -> None:
    rows = [("p", *row[1:]) for row in ROWS[:3]]
    read = plan(rows).model_copy(update={"title": "p"})
    fitted = compare(compare(None, plan(ROWS[:3])).plan, read)

    assert (fitted.plan.title, [one.text for one in fitted.plan.priorities], fitted.whole) == ("P", ["Lead well"], ())


def test_what_is_told_of_a_milestone_has_the_ref_that_it_has_in_the_record() -> None:
    new = ("Help early", "Open the hub", "Signs put up", "Head of Estates", None)
    read = plan([ROWS[3], new, *ROWS[4:]])
    was = compare(None, plan(ROWS[3:])).plan
    odd = [Warning(line=1, code="x", message='1.1.2 "Signs put up" has no date.'), Warning(line=2, code="x", message="1.1.9 of it.")]
    made_ = made(Draft(plan=read, warnings=tuple(odd)), "p", "", {}, was)

    assert {one.text: one.ref for one in made_.draft.plan.milestones}["Signs put up"] == "1.1.3"
    assert [one.message for one in made_.draft.warnings] == ['1.1.3 "Signs put up" has no date.', "1.1.9 of it."]
