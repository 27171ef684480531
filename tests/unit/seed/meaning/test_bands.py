"""The name of a group in a merged cell over the whole row says nothing of what a column holds."""

from __future__ import annotations

from bot.model.documents.draft import Settled
from seed.meaning.plan import read
from seed.source import Cell, Document, Format, Line, Place, Table


def row(number: int, *texts: str) -> Line:
    return Line(tuple(Cell(text) for text in texts), Place("", number))


def band(number: int, text: str, wide: int) -> Line:
    return Line((Cell(text, across=wide), *[Cell(text, is_copy=True)] * (wide - 1)), Place("", number))


def test_references_below_merged_names_of_groups_stay_references() -> None:
    lines = (
        row(1, "Ref", "Action", "Deadline", "Lead officer"),
        band(2, "Theme 1: Front door", 4),
        row(3, "FD-1", "Recruit two advanced practitioners", "30 June 2026", "Head of MASH"),
        band(4, "Theme 2: Care leavers", 4),
        row(5, "CL-1", "Every care leaver has a pathway plan", "30 September 2026", "Leaving Care Manager"),
    )

    plan = read(Document(Format.XLSX, (Table(lines),)), "p", Settled()).plan

    assert [action.source_ref for action in plan.actions] == ["FD-1", "CL-1"]
    assert [priority.text for priority in plan.priorities] == ["Front door", "Care leavers"]
