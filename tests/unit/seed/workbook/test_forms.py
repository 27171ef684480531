"""Whatever form a plan came in, it goes out in that form, and comes back without a change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from bot.model.documents.draft import Settled
from bot.model.documents.workbook import Given
from bot.model.plan import Plan
from bot.rules.documents.edition import compare
from seed.meaning.plan import read as read_plan
from seed.source import Format
from seed.sources import reader_of, xlsx
from seed.workbook.drawing import draw
from seed.workbook.reading import read
from tests.world.books import edited, given

CSV = b"""ID;Workstream;Action;Lead;Due date;RAG;Comments
SND-1;Early help;Open the family hub;Head of Inclusion;30/06/2026;Green;Lease signed
SND-2;Early help;Train the staff;Chief Nursing Officer;31/07/2026;Amber;Two left
SND-3;Health;Cut the wait for therapy;Chief Nursing Officer;15/12/2026;;
"""
MARKDOWN = b"""# Our plan

| No | Action | Owner | By when |
| --- | --- | --- | --- |
| 1 | Publish the local offer | Head of Inclusion | 30 June 2026 |
| 2 | Hold a parents' day | Head of Inclusion | 31 October 2026 |
"""
HEADINGS = ("Ref", "What we will do", "Step", "Owner", "Start date", "Due date", "Progress")


def sheets(*names: str) -> bytes:
    """A workbook with a sheet of each name."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for number, name in enumerate(names, 1):
        on = book.create_sheet(name)
        on.append(HEADINGS)
        for step in (1, 2):
            on.append((f"{number}.{step}", f"Better {name}", f"Step {step} of {name} is done", "Head of Inclusion", date(2026, 1, 5), date(2026, 6, step), "On track"))
    held = BytesIO()
    book.save(held)
    return held.getvalue()


def loaded(kind: Format, held: bytes) -> Plan:
    return compare(None, read_plan(reader_of(kind)(held), "kent", Settled()).plan).plan


def headings(held: bytes, sheet: int = 0) -> Sequence[object]:
    return [cell.value for cell in load_workbook(BytesIO(held)).worksheets[sheet][1]]


FORMS = {
    "csv": (Format.CSV, CSV),
    "markdown": (Format.MARKDOWN, MARKDOWN),
    "one sheet": (Format.XLSX, sheets("Tracker 2026-28")),
    "three sheets": (Format.XLSX, sheets("Lead", "Early help", "Health")),
}


@pytest.mark.parametrize("form", FORMS)
def test_it_comes_back_without_a_change(form: str) -> None:
    standing = loaded(*FORMS[form])
    draft = read(xlsx.read(draw(given(standing))), "kent", Settled(given=Given(given(standing), standing)), read_plan)

    assert len(draft.keys) >= 2
    assert (draft.warnings, compare(standing, draft.plan, keys=draft.keys).changes_nothing) == ((), True)


@pytest.mark.parametrize("form", FORMS)
def test_what_is_changed_in_it_comes_back_alone(form: str) -> None:
    standing = loaded(*FORMS[form])
    ref = standing.milestones[0].ref
    held = edited(draw(given(standing)), {(ref, "Milepost narrative"): "Well on the way"})
    draft = read(xlsx.read(held), "kent", Settled(given=Given(given(standing), standing)), read_plan)
    new = compare(standing, draft.plan, keys=draft.keys)

    assert [(change.ref, change.now.imported.words if change.now.imported else "") for change in new.changed] == [(ref, "Well on the way")]


def test_a_csv_goes_out_with_its_headings_in_their_order_and_its_own_refs() -> None:
    held = draw(given(loaded(Format.CSV, CSV)))

    assert list(headings(held))[:7] == ["ID", "Workstream", "Action", "Lead", "Due date", "RAG", "Comments"]
    first = [cell.value for cell in load_workbook(BytesIO(held)).worksheets[0][2]][:7]
    assert (first[0], first[1], first[3]) == ("SND-1", "Early help", "Head of Inclusion")


def test_a_workbook_goes_out_with_the_names_of_its_sheets_be_there_one_or_three() -> None:
    for form, names in (("one sheet", ["Tracker 2026-28"]), ("three sheets", ["Lead", "Early help", "Health"])):
        held = draw(given(loaded(*FORMS[form])))
        assert load_workbook(BytesIO(held)).sheetnames == [*names, "About"]
        assert tuple(headings(held))[:7] == HEADINGS
