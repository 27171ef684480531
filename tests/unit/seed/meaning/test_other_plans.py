"""Small plans as other areas write them, each with one thing in it that is easily read wrongly."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from openpyxl import Workbook

from bot.model.draft import Draft, Settled
from bot.model.plan import Imported
from seed.meaning.plan import read
from seed.sources import csv, markdown, xlsx


def of_csv(*lines: str, answers: dict[str, str] | None = None) -> Draft:
    """The draft of a csv file of these lines."""
    return read(csv.read("\n".join(lines).encode()), "plan", Settled(answers=answers or {}))


def of_markdown(text: str) -> Draft:
    """The draft of a Markdown file."""
    return read(markdown.read(text.encode()), "plan", Settled())


def of_sheets(**sheets: list[list[object]]) -> Draft:
    """The draft of a workbook with these sheets."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        here = book.create_sheet(name.replace("_", " "))
        for row in rows:
            here.append(row)
    held = BytesIO()
    book.save(held)
    return read(xlsx.read(held.getvalue()), "plan", Settled())


def owners(draft: Draft) -> list[tuple[str, ...]]:
    return [one.owners for one in draft.plan.milestones]


def words(draft: Draft) -> list[tuple[str, list[str]]]:
    """The actions with the words of their milestones."""
    return [(action.title, [one.text for one in action.milestones]) for action in draft.plan.actions]


def said(draft: Draft) -> list[Imported | None]:
    return [one.imported for one in draft.plan.milestones]


def codes(draft: Draft) -> set[str]:
    return {warning.code for warning in draft.warnings}


# ---- who owns ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("one", "other"), [("R. Patel", "A. Green"), ("A", "B"), ("R Patel", "B Jones")])
def test_people_by_their_initials_are_owners_and_no_colours(one: str, other: str) -> None:
    draft = of_csv("Action,Owner,Due", f"Advertise posts,{one},30/04/2026", f"Write to all,{other},30/05/2026")

    assert owners(draft) == [(one,), (other,)]
    assert said(draft) == [None, None]


def test_a_number_under_a_total_does_not_take_the_owners_away() -> None:
    draft = of_csv("#,Action,Owner,Due", "1,Advertise posts,R. Patel,30/04/2026", ",Posts still open,0,")

    assert owners(draft)[0] == ("R. Patel",)


def test_two_capitals_are_initials_and_not_ditto() -> None:
    draft = of_csv("Action,Lead,Due", "Open hub,SJ,31/07/2026", "Report,DO,10/12/2026", "Ask again,do,11/12/2026")

    assert owners(draft) == [("SJ",), ("DO",), ("DO",)]


@pytest.mark.parametrize(
    "people",
    [
        [["Initials", "Name", "Post"], ["SJ", "Sarah Jennings", "Head of Housing"], ["MK", "Jo Tan", "Manager"]],
        [["Initials", "Name", "Role"], ["SJ", "Sarah Jennings", "Head of Housing"], ["MK", "Jo Tan", "Manager"]],
        [["SJ", "Sarah Jennings"], ["MK", "Jo Tan"]],
    ],
)
@pytest.mark.parametrize("named", ["Who_is_who", "Key"])
def test_a_sheet_of_initials_says_who_they_are_and_is_no_part_of_the_plan(people: list[list[object]], named: str) -> None:
    plan: list[list[object]] = [["Action", "Lead", "Due"], ["Open hub", "SJ", date(2026, 7, 31)], ["Write", "MK", date(2026, 6, 5)]]
    draft = of_sheets(**{"Plan": plan, named: people})

    assert owners(draft) == [("Sarah Jennings",), ("Jo Tan",)]
    assert len(draft.plan.priorities) == 1


# ---- what is done ------------------------------------------------------------------------------


@pytest.mark.parametrize("finer", ["Sub-action", "Task", "Steps", "Activities"])
def test_a_deed_that_names_a_rhythm_is_still_the_action_of_its_steps(finer: str) -> None:
    draft = of_csv(
        f"Action,{finer},Lead,Due",
        "Supervise monthly,write the standard,Head of Service,30 June 2026",
        "Supervise monthly,train managers,Head of Service,30 July 2026",
    )

    assert words(draft) == [("Supervise monthly", ["write the standard", "train managers"])]


def test_three_columns_of_what_is_done_are_the_priority_the_action_and_the_milestone() -> None:
    draft = of_csv(
        "Objective,Action,Sub-actions,Lead,Due",
        "Practice,Supervise staff,write the standard,Head of Service,30 June 2026",
        "Practice,Supervise staff,,Head of Service,30 July 2026",
        "Practice,Chronologies are current,,Head of Service,30 July 2026",
    )

    assert [one.text for one in draft.plan.priorities] == ["Practice"]
    assert [title for title, _ in words(draft)] == ["Supervise staff", "Chronologies are current"]
