"""The cells, columns and sheets of workbooks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from bot.model.board.paper import Book, Cell, Column, Grid, PaperKind, Sheet
from bot.reports.papers.ground import Ground
from bot.wording.papers.who import Who
from bot.wording.sentences import words

Value = str | int | date | Cell | None
Row = tuple[Cell, ...]


def row(*values: Value) -> Row:
    """Return the cells of a row."""
    return tuple(one if isinstance(one, Cell) else Cell(value=None if one == "" else one) for one in values)


def columns(of: str, widths: Mapping[str, int]) -> tuple[Column, ...]:
    """Return the columns of a table of `prompts/pack.toml`, each with its width."""
    return tuple(Column(heading=words(f"pack.{of}.{name}"), width=width) for name, width in widths.items())


def sheet(of: str, name: str, heads: tuple[Column, ...], rows: Iterable[Row], about: str = "") -> Sheet:
    """Return a sheet of a workbook, with what stands in it and what is said if nothing does. `about` is another name for that."""
    about = about or words(f"pack.{of}.about_{name}")
    grid = Grid(caption=about, columns=heads, rows=tuple(rows), none=words(f"pack.{of}.none_{name}"))
    return Sheet(name=words(f"pack.{of}.{name}"), grid=grid)


def book(ground: Ground, kind: PaperKind, of: str, sheets: tuple[Sheet, ...]) -> Book:
    """Return a workbook about the plan."""
    title = words(f"pack.{of}.title", {"plan": ground.snapshot.plan.title})
    return Book(file=f"{kind.value}.xlsx", title=title, sheets=sheets, made=ground.as_at)



def by(named: Who, capacity: str, name: str) -> str:
    """Return how whoever did something is named in a column. Nothing stands there if roles may not be named."""
    return named.capacity(capacity, name) if named.are_roles else ""
