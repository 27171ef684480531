"""Drawing papers: a table of 5,000 rows as a Word document and as a workbook, beside the same values put into a bare workbook."""

from __future__ import annotations

from io import BytesIO

from openpyxl import Workbook

from adapters.papers.drawing import Drawer
from bot.model.board.paper import Book, Grid, Paper, Sheet
from tests.bench.measure import at_most, by_turns, head, row, spent
from tests.bench.subjects import Subject
from tests.world import paper_samples

ROWS = 5_000


def grid() -> Grid:
    """The table: nine columns of words and days."""
    few = paper_samples.wide()
    return few.model_copy(update={"rows": few.rows * (ROWS // len(few.rows))})


def bare(table: Grid) -> None:
    """Put the values into a workbook that looks like nothing."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Live")
    sheet.append([column.heading for column in table.columns])
    for cells in table.rows:
        sheet.append([cell.value for cell in cells])
    book.save(BytesIO())


def main() -> None:
    """Print what both take."""
    head()
    table, drawer = grid(), Drawer()
    paper = Paper(file="a.docx", title="Dates", blocks=(table,), made=paper_samples.MADE)
    book = Book(file="a.xlsx", title="Dates", sheets=(Sheet(name="Live", grid=table),), made=paper_samples.MADE)
    for what, drawn in (("Word", paper), ("Excel", book)):
        found, least = by_turns(lambda drawn=drawn: spent(lambda: drawer.draw(drawn)), lambda: spent(lambda: bare(table)))  # type: ignore[misc]
        row(
            f"a table of {ROWS:,} rows for {what}", found.wall, least.wall, "s", "openpyxl, write-only, nothing but values",
            subject=Subject.DRAWING, wanted=at_most(figure=5, times=6), cpu=found.cpu * 1000, bare_cpu=least.cpu * 1000,
        )  # fmt: skip


if __name__ == "__main__":
    main()
