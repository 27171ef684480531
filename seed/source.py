"""A document as it stands on the page: blocks, tables and cells, each with its place. Nothing here knows what a plan is.

Every reader in `seed/sources` makes a Document, and `seed/meaning` reads nothing else. Cells are plain tuples, not checked
values: a workbook has many thousands.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Format(StrEnum):
    """The formats that a plan can come in."""

    TEXT = "text"
    MARKDOWN = "markdown"
    CSV = "csv"
    XLSX = "xlsx"
    DOCX = "docx"
    PDF = "pdf"


class Place(NamedTuple):
    """A place in a document: the name of the sheet or page if it has several, a line or row, and a column, counted from 1.

    A column of 0 is the whole line.
    """

    sheet: str = ""
    line: int = 1
    column: int = 0

    def __str__(self) -> str:
        cell = f"{letters(self.column)}{self.line}" if self.column else f"line {self.line}"
        return f"{self.sheet}, {cell}" if self.sheet else cell


def letters(column: int) -> str:
    """Return the letters of a column as a workbook counts them: A to Z, then AA."""
    name = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


class Cell(NamedTuple):
    """One cell. `text` is what a person reads in it, its paragraphs parted by line ends; `value` what the file holds if that is
    a day or a number.

    `down` and `across` are the rows and columns that it spans. `is_copy` says that it only repeats a merged cell that begins
    above it or left of it. `fill` is its colour as RRGGBB. `comment` is a note that hangs on it. `text_is_stale` says that a
    formula stands there of which the file holds no result.
    """

    text: str = ""
    value: date | float | None = None
    down: int = 1
    across: int = 1
    is_copy: bool = False
    fill: str = ""
    is_struck: bool = False
    comment: str = ""
    text_is_stale: bool = False

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Return its paragraphs, each as one line, without those that are empty."""
        return tuple(flat for part in self.text.split("\n") if (flat := " ".join(part.split())))


EMPTY = Cell()


class Line(NamedTuple):
    """One row of a table: its cells from the left, and its place. `is_hidden` says that nobody sees it in the file."""

    cells: tuple[Cell, ...]
    at: Place
    is_hidden: bool = False


class Table(NamedTuple):
    """A table. Its rows have one width, unless it is `ragged`: cut out of running text, cells may be lost or have slid.

    `starts` are the places in a line at which its columns begin, if only blanks part them. `hidden` are the columns, counted
    from 0, that nobody sees in the file. `is_card` says that it has labels at its left and their values at its right.
    """

    lines: tuple[Line, ...]
    ragged: bool = False
    starts: tuple[int, ...] = ()
    hidden: frozenset[int] = frozenset()
    is_card: bool = False


class Heading(NamedTuple):
    """A heading between tables: a heading of the document, or the name of a sheet. `level` 1 is the highest."""

    text: str
    level: int
    at: Place
    is_sheet: bool = False


class Prose(NamedTuple):
    """A paragraph, a bullet or a line between tables, with its mark if it has one."""

    text: str
    at: Place
    is_bullet: bool = False


Block = Heading | Prose | Table


class Document(NamedTuple):
    """A document as read. `told` are sentences of the reader: what it left out, and why."""

    format: Format
    blocks: tuple[Block, ...]
    told: tuple[str, ...] = ()
    title: str = ""
