"""Drawing papers: a table of 5,000 rows as a Word document and as a workbook, beside the same values put into a bare workbook;
and run charts, beside their values as paragraphs."""

from __future__ import annotations

from io import BytesIO

import docx
from openpyxl import Workbook

from adapters.papers.drawing import Drawer
from bot.model.board.paper import Book, Figure, Grid, Paper, Sheet
from bot.model.letters.message import RunChart
from bot.wording.measures.chart import run_chart
from tests.bench.measure import at_most, by_turns, head, row, spent
from tests.bench.subjects import Subject
from tests.world import paper_samples
from tests.world.measure_samples import told

ROWS = 5_000
MEASURES, READINGS = 28, 24


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


def charts() -> Paper:
    """As many measures as the shipped plan has, each with two years of readings."""
    each = [run_chart(told([20 + (at * number) % 37 for at in range(READINGS)], number=number)) for number in range(1, MEASURES + 1)]
    return Paper(
        file="b.docx", title="Measures", blocks=tuple(Figure(chart=one, small=True) for one in each), made=paper_samples.MADE
    )


def lines(paper: Paper) -> None:
    """The same values in a document of nothing but a paragraph for each."""
    document = docx.Document()
    for block in paper.blocks:
        if isinstance(block, Figure) and isinstance(block.chart, RunChart):
            for one in block.chart.points:
                document.add_paragraph(f"{one.label} {one.said}")
    document.save(BytesIO())


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
    measures = charts()
    drawer.draw(measures)  # what is imported once is not counted
    found, least = by_turns(lambda: spent(lambda: drawer.draw(measures)), lambda: spent(lambda: lines(measures)))
    row(
        f"{MEASURES} run charts of {READINGS} readings for Word", found.wall, least.wall, "s", "python-docx, a paragraph a reading",
        subject=Subject.CHARTS, wanted=at_most(figure=5, times=20), cpu=found.cpu * 1000, bare_cpu=least.cpu * 1000,
    )  # fmt: skip


if __name__ == "__main__":
    main()
