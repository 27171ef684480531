"""Plans in layouts the reader has never seen, and laws that hold for any text."""

from __future__ import annotations

import random
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.documents.draft import Draft
from bot.model.documents.not_a_plan import NotAPlan
from bot.model.plan import Recurrence
from bot.model.status import Status
from seed.roles import RolesFile
from tests.laws import some, tried
from tests.world.reading import read_text as read

PLANS = Path(__file__).parents[3] / "seed" / "plans"
NAME = "lancashire_send_priority_action_plan"
REAL = (PLANS / f"{NAME}.txt").read_text(encoding="utf-8")
ROLES = RolesFile.parse((PLANS / f"{NAME}.roles.toml").read_text(encoding="utf-8"))

PIPES = """Borough Inclusion Plan

Priority 1: Waiting times
| Ref | Action | Lead | By when | Success criteria |
|-----|--------|------|---------|------------------|
| A1 | Cut the waiting list | Head of SEND | 12 March 2026 | Waits under 20 weeks |
| A2 | Publish the local offer | Director of Education and Head of SEND | Q2 2025/26 | Visits rise |
Priority 2: Voice
| B1 | Meet families | Participation Lead | every August | Families say so |
| B2 | Hold a forum | Chair of PCF, SEND Manager | Spring term 2026 | Held |
"""

TABS = """Improvement Plan
Priority 1 - Leadership
No\tObjective\tKey steps\tTimescale\tOwner\tImpact
1a\tBetter leadership\tAppoint a chair\t31/03/2026\tChief Executive\tTrust
\t\tAgree terms\tOngoing\tChief Executive\t
\t\tReport progress\tmonthly from May 2025\tHead of SEND\t
1b\tBetter data\tBuild a dashboard\tDec-25\tData Manager\tInsight
"""

SPACES = """SEND Plan

Action                         Lead               Deadline             RAG
Write the strategy             Head of SEND       end of March 2026    Green
Train the staff                Training Manager   Quarter 4            Amber
"""

REORDERED = """Local Area Action Plan
1. Better plans
Who is responsible\tWhat we will do\tMilestones\tSuccess measures
Director of Children's Services\tImprove quality\tAudit plans (by end of Autumn term)\tBetter audits
Head of SEND / Quality Manager\t\tTrain writers (April 2026 - June 2026)\t
"""


def _codes(draft: Draft) -> list[str]:
    return [warning.code for warning in draft.warnings]


def test_a_plan_in_pipes_keeps_its_own_refs_and_its_headed_priorities() -> None:
    plan = read(PIPES, "borough", None).plan

    assert [(p.number, p.text) for p in plan.priorities] == [(1, "Waiting times"), (2, "Voice")]
    assert [(a.ref, a.source_ref) for a in plan.actions] == [("1.1", "A1"), ("1.2", "A2"), ("2.1", "B1"), ("2.2", "B2")]
    assert plan.milestones[0].text == "Cut the waiting list"
    assert plan.milestones[0].due == date(2026, 3, 12)
    assert plan.milestones[1].owners == ("Director of Education", "Head of SEND")
    assert plan.milestones[2].recurrence is Recurrence.YEARLY
    assert plan.milestones[3].owners == ("Chair of PCF", "SEND Manager")
    assert plan.milestones[3].due is None


def test_a_plan_with_steps_and_dates_apart_reads_both() -> None:
    draft = read(TABS, "borough", None)
    steps = draft.plan.milestones

    assert [a.source_ref for a in draft.plan.actions] == ["1a", "1b"]
    assert [m.due for m in steps] == [date(2026, 3, 31), None, date(2025, 5, 31), date(2025, 12, 31)]
    assert steps[1].open_ended
    assert steps[2].recurrence is Recurrence.MONTHLY
    said = next(warning.message for warning in draft.warnings if warning.code == "date_open_ended")
    assert "asked about regularly" in said
    assert "start month" in said
    assert "empty" not in said


def test_columns_parted_by_spaces_are_read_by_their_place() -> None:
    draft = read(SPACES, "borough", None)

    assert [(m.text, m.owners, m.due) for m in draft.plan.milestones] == [
        ("Write the strategy", ("Head of SEND",), date(2026, 3, 31)),
        ("Train the staff", ("Training Manager",), None),
    ]
    assert [m.imported.status if m.imported else None for m in draft.plan.milestones] == [Status.GREEN, Status.AMBER]
    assert _codes(draft) == ["date_no_year"]


def test_the_owner_may_stand_first() -> None:
    draft = read(REORDERED, "borough", None)

    assert [m.owners for m in draft.plan.milestones] == [
        ("Director of Children's Services",),
        ("Head of SEND", "Quality Manager"),
    ]
    assert draft.plan.milestones[0].date_text == "by end of Autumn term"
    assert draft.plan.milestones[1].start == date(2026, 4, 1)
    no_year = next(w for w in draft.warnings if w.code == "date_no_year")
    assert no_year.line == 4
    assert "1.1.1" in no_year.message
    assert "by end of Autumn term" in no_year.message


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("(May 2026)", "May 2026"),
        ("[ May 2026 ].", "May 2026"),
        ("May 2026 (draft)", "May 2026 (draft)"),
        ("(May) and (June 2026)", "(May) and (June 2026)"),
    ],
)
def test_a_date_in_its_own_column_loses_the_brackets_round_it(cell: str, kept: str) -> None:
    plan = read(f"Ref | Action | When | Who\n1.1 | Cut the wait | {cell} | Head of SEND\n", "any", None).plan

    assert [m.date_text for m in plan.milestones] == [kept]


@pytest.mark.parametrize(
    ("ref", "action"), [("1.1", "Act on waits"), ("1.1", ""), ("1.1.", "act on waits."), ("", "Act on waits"), ("", "")]
)
@pytest.mark.parametrize("when", ["June 2026", ""])
@pytest.mark.parametrize("mark", [" | ", "\t"])
def test_an_action_named_again_on_each_row_is_one_action(ref: str, action: str, when: str, mark: str) -> None:
    rows = [
        ["Ref", "Action", "Milestone", "When", "Who"],
        ["1.1", "Act on waits", "One thing is done", when, "Head of SEND"],
        [ref, action, "Two things are done", "July 2026", "Head of SEND"],
        ["1.2", "Act on voice", "Three things are done", "May 2026", "Head of SEND"],
    ]
    draft = read("\n".join(mark.join(row) for row in rows), "any", None)

    assert [(a.ref, a.title) for a in draft.plan.actions] == [("1.1", "Act on waits"), ("1.2", "Act on voice")]
    assert [(m.ref, m.text) for m in draft.plan.milestones] == [
        ("1.1.1", "One thing is done"),
        ("1.1.2", "Two things are done"),
        ("1.2.1", "Three things are done"),
    ]
    assert {"ref_twice", "no_ref", "title_joined"}.isdisjoint(_codes(draft))


def test_a_reference_used_for_another_title_is_still_asked_about() -> None:
    text = "Ref | Action | Milestone | When | Who\n1.1 | Act | One thing | May 2026 | A\n1.1 | Other | Two | May 2026 | B\n"
    draft = read(text, "any", None)

    assert [(a.ref, a.title) for a in draft.plan.actions] == [("1.1", "Act"), ("1.2", "Other")]
    assert "ref_twice" in _codes(draft)


def test_a_row_with_a_date_and_no_milestone_of_its_own_is_an_action_with_one() -> None:
    text = "Ref | Action | Milestone | When | Who\n1.1 | Act | | May 2026 | Head of SEND\n1.2 | Other | | | Head of SEND\n"
    plan = read(text, "any", None).plan

    assert [(m.ref, m.text) for m in plan.milestones] == [("1.1.1", "Act"), ("1.2.1", "Other")]


@pytest.mark.parametrize("text", ["", "Dear all,\nthe meeting is at ten.\n", "a\tb\tc\n1\t2\t3\n"])
def test_a_document_that_is_no_plan_says_so_in_one_line(text: str) -> None:
    with pytest.raises(NotAPlan) as refused:
        read(text, "none", None)

    assert refused.value.reason
    assert "\n" not in refused.value.reason


@given(
    st.text()
    | st.lists(st.sampled_from([*PIPES.splitlines(), *TABS.splitlines(), *REAL.splitlines()[60:]])).map("\n".join)
)
@tried(150)
def test_any_text_is_a_draft_or_not_a_plan_and_reads_the_same_twice(text: str) -> None:
    try:
        first = read(text, "any", None)
    except NotAPlan:
        return

    assert read(text, "any", None) == first


@given(st.lists(st.from_regex(r"[A-Z][a-z]{2,9} [a-z]{3,9} [a-z]{3,9}", fullmatch=True), min_size=1, max_size=8))
@tried(60)
def test_every_milestone_that_is_written_down_comes_out(texts: list[str]) -> None:
    rows = [f"\t\t{text} (May 2026)\tHead of SEND" for text in texts]
    document = "Ref\tAction\tMilestones\tWho\n1.1\tDo it all\tFirst of these (April 2026)\tHead of SEND\n" + "\n".join(
        rows
    )

    assert [m.text for m in read(document, "any", None).plan.milestones] == ["First of these", *texts]


@cache
def whole() -> Draft:
    """The real plan, undamaged."""
    return read(REAL, "whole", ROLES)


@pytest.mark.parametrize("seed", range(some(20)))
def test_a_damaged_plan_never_stops_the_reader_and_never_loses_a_milestone_in_silence(seed: int) -> None:
    chance = random.Random(seed)
    lines = REAL.splitlines()
    for _ in range(6):
        at = chance.randrange(68, len(lines))
        match chance.randrange(3):
            case 0:
                lines[at] = lines[at].replace("\t", "", 1)
            case 1:
                lines[at] = lines[at].replace("\t", " ")
            case _:
                lines.insert(at, f"Plan of action, page {chance.randrange(40)} of 40, as approved")

    draft = read("\n".join(lines), "damaged", ROLES)

    assert len(draft.warnings) > 2
    plan = draft.plan
    kept = " ".join(
        [f"{a.title} {a.impact} {' '.join(a.success_measures)} {a.source_ref}" for a in plan.actions]
        + [f"{m.text} {m.date_text}" for m in plan.milestones]
        + [w.message for w in draft.warnings]
        + [p.text for p in plan.priorities]
        + [f"{r.name} {' '.join(r.aliases)}" for r in plan.roles]
    )
    for milestone in whole().plan.milestones:
        assert all(word in kept for word in milestone.text.split()), milestone.text


def test_a_row_as_wide_as_its_headings_keeps_its_cells_where_they_stand() -> None:
    text = (
        "Some SEND Plan\nPriority 1: Lead well\n"
        "Action\tMilestones\tTimescale\tResponsible officer\tSuccess measure\n"
        "Set up a board\t• Terms agreed\tSeptember 2025\tAssistant Director SEND\tIt meets monthly\n"
        "\t• Independent chair in post\t1 October 2025\tChief Executive\t\n"
    )
    draft = read(text, "p", None)

    assert [(m.text, m.owners) for m in draft.plan.milestones] == [
        ("Terms agreed", ("Assistant Director SEND",)),
        ("Independent chair in post", ("Chief Executive",)),
    ]
    assert draft.plan.actions[0].success_measures == ("It meets monthly",)


@pytest.mark.parametrize("owner", ["Head of SEND/Head of Finance", "Early Years Manager & Finance BP"])
def test_an_owner_that_may_be_several_is_told_or_asked_about(owner: str) -> None:
    text = f"Some SEND Plan\nAction\tMilestone\tWhen\tOwner\nSet up a board\tTerms agreed\tMay 2026\t{owner}\n"
    draft = read(text, "p", None)

    assert len(draft.doubts) + len(draft.warnings) == 1


def test_an_owner_as_above_is_the_one_above() -> None:
    text = "Some plan\nAction\tMilestone\tWhen\tOwner\nAct\tOne\tMay 2026\tHead of SEND\n\tTwo\tDitto\tAs above\n"
    draft = read(text, "p", None)

    assert [(m.owners, m.due) for m in draft.plan.milestones] == [(("Head of SEND",), date(2026, 5, 31))] * 2
    assert _codes(draft) == ["date_as_above", "owner_as_above"]


def test_as_above_with_nothing_above_is_nobody_and_no_date() -> None:
    draft = read("Some plan\nAction\tMilestone\tWhen\tOwner\nAct\tOne\tAs above\tAs above\n", "p", None)

    assert [(m.owners, m.due) for m in draft.plan.milestones] == [((), None)]
    assert _codes(draft) == ["no_date", "no_owner"]
