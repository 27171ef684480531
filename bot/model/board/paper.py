"""Papers for people who meet: Word documents and workbooks as plain values, free of any file format.

A drawing is one `match` over `PaperBlock` that ends in `assert_never`. Every string here is plain text, never markup.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from bot.model.letters.message import Chart, Mark, RunChart, Spans
from bot.model.noun import Moment, Noun
from bot.model.page.place import Place


class Heading(Noun):
    """A heading of the document: 1 is a section, 2 a part of one, 3 a part of that."""

    text: str
    level: Literal[1, 2, 3] = 1


class Prose(Noun):
    """A paragraph. An `aside` is small print; `missing` says that somebody has not written what stands here."""

    spans: Spans
    tone: Literal["plain", "aside", "missing"] = "plain"


class Bullets(Noun):
    """A list, each line with its mark if it has one."""

    lines: tuple[tuple[Mark | None, Spans], ...]


class Cell(Noun):
    """One cell: words, a day, a number or a link, and the status that it shows, with word and shape beside its colour.

    On the page it may lead to a place. `before` and `after` stand around a number in a workbook, where it stays a number.
    """

    value: str | int | float | date | None = None
    mark: Mark | None = None
    link: str = ""
    before: str = ""
    after: str = ""
    to: Place | None = None


class Column(Noun):
    """A column: its heading, and its width as a share of the others'."""

    heading: str
    width: int = 10


class Grid(Noun):
    """A table with one heading row and no merged cells. `caption` says what is in it, for those who hear it read out.

    `none` is said in its place if it has no rows.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...] = ()
    none: str = ""


class Break(Noun):
    """A break: what follows begins on a new page."""

    page: Literal[True] = True


class Figure(Noun):
    """A chart, with the same said in sentences beside it.

    Of small ones two stand beside each other, and a table says the same: their sentences are only read out.
    """

    chart: Chart | RunChart = Field(union_mode="left_to_right")
    small: bool = False


PaperBlock = Annotated[Heading | Prose | Bullets | Grid | Break | Figure, Field(union_mode="left_to_right")]


class PaperKind(StrEnum):
    """The papers there are."""

    HIGHLIGHT = "highlight"
    EXCEPTION = "exception"
    DATE_CHANGES = "date-changes"
    EVIDENCE_INDEX = "evidence-index"
    BUSINESS = "business"
    COMPLIANCE = "compliance"
    SUMMARY = "1-summary"
    NOT_ON_TRACK = "2-not-on-track"
    SCORE_CARD = "score-card"
    RISKS = "risks"
    VOICES = "voices"


class Paper(Noun):
    """A document of pages: its title, the fields at its head, and what it says. `foot` stands at the foot of each page."""

    file: str
    title: str
    fields: tuple[tuple[str, str], ...] = ()
    blocks: tuple[PaperBlock, ...] = ()
    foot: str = ""
    made: Moment


SheetName = Annotated[str, StringConstraints(min_length=1, max_length=31, pattern=r"^[^\[\]:*?/\\]*$")]  # as Excel has them


class Sheet(Noun):
    """One sheet of a workbook: its first row is the heading row."""

    name: SheetName
    grid: Grid


class Book(Noun):
    """A workbook of sheets. `foot` stands at the foot of each page when it is printed."""

    file: str
    title: str
    sheets: tuple[Sheet, ...]
    foot: str = ""
    made: Moment


class Plain(Noun):
    """A file of plain lines, such as a verification slip."""

    file: str
    lines: tuple[str, ...]


class Fragment(Noun):
    """A part of somebody's own page: a heading, sentences and a table, with no style and no script."""

    file: str
    title: str
    blocks: tuple[PaperBlock, ...] = ()
    made: Moment


AnyPaper = Paper | Book | Plain | Fragment


class Drawn(Noun):
    """A paper as it is handed over: the name of its file, and its bytes."""

    name: str
    held: bytes = Field(repr=False)
    sha256: str


class Corrected(Noun):
    """The papers that others take the place of: the entry of their issue and the day of it, and why that is."""

    entry: int
    day: date
    why: str


class Ready(Noun):
    """The papers of an audience, made ready to be issued before the record is written: their files, and what is to be known of
    them first. `title` is what the audience is called, and `at` says `as_at` in words. `drawn` is empty as long as nobody has
    said yes. `missing` says what somebody has not written, `decisions` how many are wanted, and `left_out` names the files that
    could not be made. `corrects` is set if they take the place of others, and say so. `public` are the words of families that
    everybody will read."""

    audience: str
    title: str
    freeze: int
    as_at: Moment
    at: str
    upto: int
    head: str
    names: tuple[str, ...]
    drawn: tuple[Drawn, ...] = ()
    missing: tuple[str, ...] = ()
    decisions: int = 0
    left_out: tuple[str, ...] = ()
    corrects: Corrected | None = None
    public: tuple[str, ...] = ()


class Issue(Noun):
    """A pack of papers that was issued to an audience: drawn from the record as at a moment, up to the entry `upto`.

    `id` is the number of its entry. `number` counts the issues of that audience for that freeze, from 1. `replaces` is the issue
    that this one corrects, and `why` says why.
    """

    id: int = 0
    plan: str
    audience: str
    freeze: int | None = None
    as_at: Moment
    upto: int
    upto_digest: str
    replaces: int | None = None
    why: str = ""
    files: tuple[tuple[str, str], ...] = ()  # of each its name and sha256
    by: int | None = None
    by_name: str = ""
    capacity: str = ""
    at: Moment
