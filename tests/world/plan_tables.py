"""Whole tables of plans with their columns named, without a file or a reader of files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from seed.meaning.parts import Column, Meaning, PlanTable
from seed.source import Cell, Line, Place, Table

Written = str | date | Cell


def cell(written: Written) -> Cell:
    """Return a cell as a workbook would hold it."""
    if isinstance(written, Cell):
        return written
    return Cell(f"{written:%d/%m/%Y}", value=written) if isinstance(written, date) else Cell(written)


def plan_table(columns: Sequence[tuple[str, Meaning]], rows: Sequence[Sequence[Written]], sheet: str = "") -> PlanTable:
    """Return a whole table of a plan, its columns named. Its headings stand in line 1."""
    lines = [Line(tuple(map(cell, row)), Place(sheet, number)) for number, row in enumerate(rows, start=2)]
    head = Line(tuple(Cell(name) for name, _ in columns), Place(sheet, 1))
    named = tuple(Column(at, name, meaning) for at, (name, meaning) in enumerate(columns))
    return PlanTable(Table((head, *lines)), named, tuple(lines), head.at)
