"""Say what each part of a document is before anything is read from it: tables of the plan, others, what stands between."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from seed.draft import Doubts, fold
from seed.meaning.columns.assign import Looked, look, without_headings
from seed.meaning.columns.cards import cards_in
from seed.meaning.columns.contents import contents_of
from seed.meaning.columns.facts import with_day_first
from seed.meaning.columns.layout import Section, filled_in, is_row_of_colours, sections_of
from seed.meaning.columns.plans import of_one_plan
from seed.meaning.columns.settle import Settler
from seed.meaning.kinds import is_properties, kind_of
from seed.meaning.parts import Column, Meaning, OtherTable, Part, PlanTable, TableKind
from seed.meaning.struck import without_struck
from seed.source import Document, Heading, Line, Place, Prose, Table
from seed.words import say, short

_LEAST_REPEATED = 2  # headings
_DATED = 0.5  # share of dates from which on a column of them must have some in the rest of its table
_USED = frozenset([TableKind.COLOUR_KEY, TableKind.INITIALS, TableKind.PROPERTIES])  # kinds that are read, not left out


def parts_of(document: Document, doubts: Doubts) -> tuple[Part, ...]:
    """Return the parts of a document in their order, what was left out told and what is doubtful asked."""
    pieces = _pieces(document, doubts)
    return with_day_first(of_one_plan(_Reading(pieces, doubts).parts(), doubts), doubts)


class _Titles(NamedTuple):
    """The titles under which a table stands: its sheet and the number of that, the nearest heading, the paragraph before it."""

    number: int = 0
    sheet: str = ""
    headings: tuple[Heading, ...] = ()
    line: str = ""

    def below(self, block: Heading | Prose) -> _Titles:
        """Return the titles below a block."""
        if isinstance(block, Prose):
            return self._replace(line=block.text)
        if block.is_sheet:
            return _Titles(self.number + 1, block.text)
        higher = tuple(one for one in self.headings if one.level < block.level)
        return self._replace(headings=(*higher, block), line="")

    @property
    def above(self) -> str:
        """Return the nearest heading or the sheet."""
        return self.headings[-1].text if self.headings else self.sheet

    @property
    def all(self) -> list[str]:
        """Return all that could say what a table is, from the furthest to the nearest. A sentence does not."""
        line = "" if self.line.rstrip().endswith((".", ";", ",")) else self.line
        return [title for title in (self.sheet, *(one.text for one in self.headings[-1:]), line) if title]


class _Piece(NamedTuple):
    """A table cut out of its grid, and the titles above it."""

    table: Table
    section: Section
    titles: _Titles

    @property
    def place(self) -> Place:
        """Return where it begins."""
        headed = self.section.headed
        return headed.place if headed is not None else self.section.lines[0].at

    @property
    def lines(self) -> tuple[Line, ...]:
        """Return its rows with its headings."""
        return (*(self.section.headed.rows if self.section.headed is not None else ()), *self.section.lines)

    @property
    def likeness(self) -> str:
        """Return what tables with the same headings have in common, "" if it has none."""
        return "|".join(map(fold, self.section.headed.names)) if self.section.headed is not None else ""


def _pieces(document: Document, doubts: Doubts) -> list[Part | _Piece]:
    """Return the blocks of a document, each table cut into such as stand in it and freed from what nobody sees."""
    titles = _Titles()
    pieces: list[Part | _Piece] = []
    for block in document.blocks:
        if isinstance(block, Heading | Prose):
            titles = titles.below(block)
            pieces.append(block)
            continue
        table = _seen(block, doubts)
        if not table.lines:
            continue
        card = cards_in(table)
        if card is None and is_properties(table):
            pieces.append(OtherTable(table, TableKind.PROPERTIES, table.lines[0].at, titles.above))
            continue
        for section in [card] if card is not None else sections_of(table.lines):
            above = section.above
            if table.ragged and above and any(isinstance(one, _Piece) and one.table.ragged for one in pieces):
                pieces.append(_Piece(table, Section(above), titles))  # rows that go on from the table above
                above = ()
            for line in above:
                if is_row_of_colours(line):
                    pieces.append(OtherTable(table._replace(lines=(line,)), TableKind.COLOUR_KEY, line.at, titles.above))
                    continue
                prose = Prose(" ".join(line.cells[at].text for at in filled_in(line)), line.at)
                titles = titles.below(prose)
                pieces.append(prose)
            if section.lines or section.headed is not None:
                pieces.append(_Piece(table, section, titles))
            titles = titles._replace(line="")
    return pieces


def _seen(table: Table, doubts: Doubts) -> Table:
    """Return a table without the rows that nobody sees or that are crossed out, each told of."""
    if not any(line.is_hidden or any(cell.is_struck for cell in line.cells) for line in table.lines):
        return table
    kept = []
    for line in table.lines:
        own = [line.cells[at] for at in filled_in(line)]
        struck = bool(own) and all(cell.is_struck for cell in own)
        if not line.is_hidden and not struck:
            kept.append(line)
        elif own:
            words = short(" ".join(cell.text for cell in own))
            doubts.warn(line.at, "row_struck" if struck else "row_hidden", read=words)
    return table._replace(lines=tuple(kept))


class _Reading:
    """The pieces of one document while each is told what it is. Tables with the same headings are looked at as one."""

    def __init__(self, pieces: Sequence[Part | _Piece], doubts: Doubts) -> None:
        self._pieces, self._doubts = pieces, doubts
        self._settler = Settler(doubts)
        self._last: PlanTable | None = None
        self._unsure: list[tuple[int, _Piece, Looked]] = []  # what could be the plan if nothing else is
        self._alike: dict[str, list[Line]] = defaultdict(list)
        for piece in pieces:
            if isinstance(piece, _Piece):
                self._alike[piece.likeness] += piece.section.lines

    def parts(self) -> list[Part]:
        """Return all parts. If none is a plan, the longest table that could be one is, and it is asked which column says what is
        to be done."""
        parts = [self._part(at, piece) if isinstance(piece, _Piece) else piece for at, piece in enumerate(self._pieces)]
        if self._last is None and self._unsure:
            at, piece, looked = max(self._unsure, key=lambda one: len(one[1].section.lines))
            asked = self._settler.words_asked(looked, piece.section.headed is None)
            if asked is not None:
                self._take_likely(parts, at, piece, asked)
        for part in parts:
            if isinstance(part, OtherTable) and part.kind not in _USED:
                self._tell(part)
        return parts

    def _take_likely(self, parts: list[Part], at: int, piece: _Piece, asked: Looked) -> None:
        """Take a table for the plan. If it has no headings, those that are as wide and have none either go on with it."""
        columns = self._settler.columns(asked, piece.table.hidden)
        parts[at] = self._plan(_whole(piece), columns)
        if piece.section.headed is not None:
            return
        for other, rest in enumerate(self._pieces):
            was = parts[other]
            is_left_out = isinstance(was, OtherTable) and was.kind is TableKind.NONE
            if is_left_out and isinstance(rest, _Piece) and _are_alike(piece, rest):
                parts[other] = self._plan(_whole(rest), columns, goes_on=True)

    def _part(self, at: int, piece: _Piece) -> Part:
        section = piece.section
        looked = look(section._replace(lines=tuple(self._alike[piece.likeness])), piece.table)
        kind = kind_of(section, looked, piece.titles.all)
        if kind is TableKind.PLAN and looked is not None:
            return self._plan(piece, self._settler.columns(looked, piece.table.hidden))
        if self._last is not None and looked is None and kind is TableKind.NONE and _goes_on(piece, self._last):
            return self._plan(piece, self._last.columns, goes_on=True)
        if self._last is not None and kind is TableKind.NONE and _repeats(piece, self._last):
            return self._plan(piece, self._last.columns, goes_on=True)
        if looked is None and kind is TableKind.NONE:
            looked = without_headings(section)
        if looked is not None and kind is TableKind.NONE and (section.headed is None or _could_be_plan(looked)):
            self._unsure.append((at, piece, looked))
        headings = len(section.headed.rows) if section.headed is not None else 0
        return OtherTable(piece.table._replace(lines=piece.lines), kind, piece.place, piece.titles.above, headings)

    def _plan(self, piece: _Piece, columns: Sequence[Column], goes_on: bool = False) -> PlanTable:
        if piece.section.nested:
            finest = Meaning.NOTE if any(one.meaning is Meaning.MILESTONE for one in columns) else Meaning.MILESTONE
            columns = [one._replace(meaning=finest) if one.meaning is Meaning.ACTION else one for one in columns]
        self._last = PlanTable(
            table=piece.table,
            columns=tuple(columns),
            body=without_struck(piece.section.lines, columns, self._doubts),
            at=piece.place,
            sheet=piece.titles.number,
            above=piece.titles.above,
            nested=piece.section.nested,
            goes_on=piece.section.goes_on or goes_on,
        )
        return self._last

    def _tell(self, part: OtherTable) -> None:
        rows = [line for line in part.table.lines[part.headings :] if filled_in(line)]
        if rows:
            words = short(" ".join(rows[0].cells[at].text for at in filled_in(rows[0])))
            self._doubts.warn(part.at, "table_left_out", kind=say("kind", part.kind), count=len(rows), read=words)


def _repeats(piece: _Piece, last: PlanTable) -> bool:
    """Say if the headings of running text are those of the table before it, some of them run together or lost."""
    headed = piece.section.headed
    if headed is None or not (piece.table.ragged and last.table.ragged):
        return False
    known = {fold(column.name) for column in last.columns}
    return sum(fold(name) in known for name in headed.names) >= _LEAST_REPEATED


def _are_alike(piece: _Piece, other: _Piece) -> bool:
    """Say if two tables without headings are as wide."""
    widths = [max(len(line.cells) for line in one.section.lines) for one in (piece, other) if one.section.headed is None]
    return len(widths) > 1 and len(set(widths)) == 1


def _goes_on(piece: _Piece, last: PlanTable) -> bool:
    """Say if a table without headings is the rest of the one before it: as wide, on the same sheet, and with dates or at least
    words where that one has them. Rows of running text may have lost cells."""
    if piece.table.ragged and last.table.ragged:
        return True
    width = max(len(line.cells) for line in piece.table.lines)
    if width < 2 or width != max(len(line.cells) for line in last.table.lines) or piece.titles.number != last.sheet:
        return False
    due = next((one.at for one in last.columns if one.meaning is Meaning.DUE), None)
    done = next((one.at for one in last.columns if one.meaning in (Meaning.MILESTONE, Meaning.ACTION)), 0)
    if due is not None and contents_of(last.body, due).dates >= _DATED:
        return contents_of(piece.section.lines, due).dates > 0
    return contents_of(piece.section.lines, done).is_words


def _whole(piece: _Piece) -> _Piece:
    """Return a table without headings as one whose rows are whole, if they are all as wide."""
    ragged = piece.section.headed is not None or len({len(line.cells) for line in piece.section.lines}) > 1
    return piece._replace(table=piece.table._replace(ragged=piece.table.ragged and ragged))


def _could_be_plan(looked: Looked) -> bool:
    return looked.has(Meaning.DUE, Meaning.START) and looked.has(Meaning.OWNER, Meaning.STATUS)
