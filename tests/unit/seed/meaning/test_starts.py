"""What starts in a month starts with its first day, and what is due in it is due on its last."""

from __future__ import annotations

from datetime import date

from bot.model.documents.draft import Settled
from seed.meaning.plan import read
from seed.source import Cell, Document, Format, Line, Place, Table

ROWS = (
    ("Action", "Start date", "End date", "Lead officer"),
    ("Recruit two practitioners", "April 2026", "June 2026", "Head of MASH"),
    ("Write a pathway plan", "14 May 2026", "Q2 2026/27", "Leaving Care Manager"),
)


def test_a_month_in_the_column_of_starts_is_its_first_day() -> None:
    lines = tuple(Line(tuple(map(Cell, row)), Place("", number)) for number, row in enumerate(ROWS, 1))

    milestones = read(Document(Format.XLSX, (Table(lines),)), "p", Settled()).plan.milestones

    assert [(one.start, one.due) for one in milestones] == [
        (date(2026, 4, 1), date(2026, 6, 30)),
        (date(2026, 5, 14), date(2026, 9, 30)),
    ]
