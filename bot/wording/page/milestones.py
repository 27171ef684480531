"""Milestones on the page: one row of a table each, with word and shape beside every colour."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from bot.model.board.paper import Cell, Column, Grid
from bot.model.page.place import Place, Room
from bot.model.plan import Milestone
from bot.model.updates.dates import Dates
from bot.model.updates.update import Face
from bot.wording.documents.refs import ref_of
from bot.wording.sentences import day, mark, with_full_stop, words
from bot.wording.updates.dates import every

WIDTHS = {"ref": 6, "milestone": 40, "status": 18, "owner": 18, "due": 16, "forecast": 12}


def columns(names: Iterable[str]) -> tuple[Column, ...]:
    """Return columns with their headings."""
    return tuple(Column(heading=words(f"page.column.{name}"), width=WIDTHS.get(name, 14)) for name in names)


def grid(caption: str, rows: Sequence[tuple[Cell, ...]], none: str = "") -> Grid:
    """Return a table of milestones."""
    return Grid(caption=caption, columns=columns(WIDTHS), rows=tuple(rows), none=none)


def row(milestone: Milestone, face: Face | None, dates: Dates, late: bool, notes: Sequence[str], to: Place) -> tuple[Cell, ...]:
    """Return the row of a milestone. `notes` are said beside its status."""
    text = with_full_stop(milestone.text)
    there = to.model_copy(update={"room": Room.MILESTONE, "ref": milestone.ref})
    return (
        Cell(value=ref_of(milestone)),
        Cell(value=text, to=there),
        Cell(value=" ".join(notes) or None, mark=mark(face) if face is not None else None),
        Cell(value=milestone.accountable or words("page.column.nobody")),
        Cell(value=due_in_words(dates, late)),
        Cell(value=day(dates.expected) if dates.expected else None),
    )


def due_in_words(dates: Dates, late: bool = False) -> str:
    """Say when a milestone is due, as short as a cell has room for."""
    if dates.due is None:
        if dates.open_ended:
            return words("page.due.open_ended", {"start": day(dates.start)}) if dates.start else words("page.due.endless")
        return words("page.column.no_date")
    facts = {"day": day(dates.due), "every": every(dates.recurrence)}
    if dates.recurrence is not None:
        return words("page.due.round", facts)
    return words("page.column.past_due" if late else "page.due.on", facts)


def moved_in_words(was: date | None, now: date | None, why: str, closed: bool) -> str:
    """Say that a date moved, or that a milestone was closed."""
    reason = with_full_stop(why) if why else ""
    if closed:
        return words("page.plan.closed", {"why": reason}).strip()
    facts = {"was": day(was) if was else words("page.column.no_date"), "now": day(now) if now else words("page.column.no_date")}
    return words("page.plan.moved", {**facts, "why": reason}).strip()
