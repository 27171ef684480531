"""Read running text: tables cut by tabs, pipes, strokes or the place of their columns, and the lines between them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from seed.encoding import decode
from seed.source import EMPTY, Block, Cell, Document, Format, Heading, Line, Place, Prose, Table
from seed.sources.aligned import Columns, Laid, Ruler, Word, pieces_of
from seed.sources.labels import with_labels
from seed.sources.lines import Source, cut_at_pipes, is_rule, lines_of
from seed.words import say

MOST_CELLS = 300  # in one line
_TAB, _PIPE, _STROKE = "\t", "|", " / "
_RULER = Ruler(gap=1, slack=1)
_TWO_BLANKS = 2
_LEAST_PARTED = 3  # rows, each with a rule above it, before a rule is taken to part rows
_MOST_WRAPPED = 12  # lines over which one row of a table may run
_BULLET = re.compile(r"[-*\u2022\u25aa\u25e6\u25cf\u2023\u2013]\s+\S")
_LISTED = re.compile(r"(?:[-*\u2022\u25aa\u25e6\u25cf\u2023\u2013o\u00b7]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)])\t+[^\t]+")
_PARAGRAPH = re.compile(r"</?(?:p|br|li|ul|ol|div)\s*/?>", re.I)
_STYLE = re.compile(r"</?(?:b|strong|i|em|u|span)>", re.I)
_LONGEST_HEADING = 100
_PART = re.compile(r"[A-Z][A-Za-z]{2,15} (?:\d{1,2}|[A-Z]|[IVX]{1,4})(?:\s*[:.\u2013\u2014-]\s|$)")  # Theme B: ...
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")  # above the first table it tells of the whole document, not of a part


def read(held: bytes) -> Document:
    """Return the blocks of a text."""
    told: list[str] = []
    marked = _marked(lines_of(decode(held)))
    blocks = _Blocks(told, several=frozenset(mark for mark, count in Counter(mark for _, mark in marked).items() if count > 1))
    for chunk, mark in _chunks(marked):
        if mark:
            blocks.delimited(chunk, mark)
        else:
            blocks.plain(chunk)
    return Document(Format.TEXT, tuple(with_labels(list(_with_headings(blocks.all())))), tuple(dict.fromkeys(told)))


# ---- lines --------------------------------------------------------------------------------


def _marked(lines: Sequence[Source]) -> list[tuple[Source, str]]:
    """Return each line with what parts its cells."""
    strokes = _has_strokes(lines)
    marked: list[tuple[Source, str]] = []
    before = ""
    for line in lines:
        here = Counter({mark: count for mark in (_TAB, _PIPE) if (count := line.text.strip(" ").count(mark))})
        if here:
            mark = before if before in here else here.most_common(1)[0][0]
        elif strokes and line.text.count(_STROKE) > 1:
            mark = _STROKE
        else:
            mark = before if before and is_rule(line.text) else ""
        before = mark if line.text else before
        marked.append((line, mark))
    return _mended(marked)


def _has_strokes(lines: Sequence[Source]) -> bool:
    """Say if strokes part cells somewhere: two lines, one below the other, have the same number of them, and more than one."""
    counts = [0 if _TAB in line.text or _PIPE in line.text else line.text.count(_STROKE) for line in lines]
    return any(one > 1 and one == other for one, other in pairwise(counts))


def _mended(marked: Sequence[tuple[Source, str]]) -> list[tuple[Source, str]]:
    """Put together the rows that a line end in a cell has broken.

    A row is broken if it lacks as many tabs as the lines below it have, and each of those begins in the middle of a sentence.
    """
    usual = Counter(line.text.count(_TAB) for line, mark in marked if mark == _TAB)
    width = max(usual, key=lambda count: (usual[count], count), default=0)
    mended: list[tuple[Source, str]] = []
    at = 0
    while at < len(marked):
        line, mark = marked[at]
        more = _broken_off(marked, at, width) if mark == _TAB else 0
        if more:
            text = " ".join([line.text, *(wrapped.text.strip(" ") for wrapped, _ in marked[at + 1 : at + 1 + more])])
            mended.append((line._replace(text=text), mark))
        else:
            mended.append((line, mark))
        at += 1 + more
    return mended


def _broken_off(marked: Sequence[tuple[Source, str]], at: int, width: int) -> int:
    """Return how many of the lines below a row belong to it."""
    count, taken = marked[at][0].text.count(_TAB), 0
    for wrapped, mark in marked[at + 1 : at + 1 + _MOST_WRAPPED]:
        tabs = wrapped.text.count(_TAB)
        if mark not in ("", _TAB) or not wrapped.text.strip(" ")[:1].islower() or count + tabs > width:
            break
        count, taken = count + tabs, taken + 1
    return taken if count == width else 0


def _chunks(marked: Sequence[tuple[Source, str]]) -> Iterator[tuple[list[Source], str]]:
    """Return the lines that are parted alike. A blank line ends them if a mark parts them."""
    chunk: list[Source] = []
    of = ""
    for line, mark in marked:
        if chunk and (mark != of if line.text else of):
            yield chunk, of
            chunk = []
        if line.text:
            chunk.append(line)
            of = mark
    if chunk:
        yield chunk, of


# ---- blocks -------------------------------------------------------------------------------


class _Blocks:
    """The blocks of a text, as its lines are taken one chunk after another."""

    def __init__(self, told: list[str], several: frozenset[str]) -> None:
        self.done: list[Block] = []
        self._open: _Open | None = None
        self._several = several  # marks that part more lines than one
        self._told = told
        self._seen: set[str] = set()  # marks that have parted a table before
        self._columns = Columns(_RULER)

    def delimited(self, chunk: Sequence[Source], mark: str) -> None:
        """Take lines that a mark parts."""
        lines = [line for line in chunk if not is_rule(line.text)]
        if not lines:
            return
        if not self._is_table(lines, mark, ruled=len(lines) < len(chunk)):
            for line in lines:
                self._prose(Place(line=line.number), _paragraphs(line.text))
            return
        width = len(_cells(lines[0].text, mark, 0))
        rows = tuple(Line(self._row(line, mark, width), Place(line=line.number)) for line in lines)
        if mark == _PIPE:
            rows = _between_rules(rows, [line.number for line in chunk if is_rule(line.text)])
        self._seen.add(mark)
        self._table(_table_of(rows))

    def _is_table(self, lines: Sequence[Source], mark: str, ruled: bool) -> bool:
        if mark == _TAB and all(_is_loose(line.text, first=mark not in self._seen) for line in lines):
            return False
        filled = max(sum(1 for cell in _cells(line.text, mark, 0) if cell) for line in lines)
        known = mark in self._seen or ruled
        return known or (filled > 1 and (mark in (_TAB, *self._several) or lines[0].text.count(mark) > 1))

    def _row(self, line: Source, mark: str, width: int) -> tuple[Cell, ...]:
        texts = _cells(line.text, mark, width)
        if len(texts) > MOST_CELLS:
            self._told.append(say("told", "wide", line=line.number, count=len(texts), most=MOST_CELLS))
        return tuple(Cell(text=text) if text else EMPTY for text in texts[:MOST_CELLS])

    def plain(self, chunk: Sequence[Source]) -> None:
        """Take lines that no mark parts: columns of blanks, or sentences."""
        laid: list[Laid] = []
        for above, line in pairwise([chunk[0], *chunk]):
            text = _paragraphs(line.text).replace("\n", " ") if "<" in line.text else line.text
            is_apart = line.number - above.number > 1
            laid.append(Laid(Place(line=line.number), pieces_of(_words(text), _TWO_BLANKS), is_apart, is_rule(text)))
        for found in self._columns.tables(laid):
            if isinstance(found, Table):
                self._put(_table_of(found.lines, found.starts))
            elif found.is_rule:
                self._underline(found)
            else:
                self._prose(found.at, found.text)

    def _underline(self, rule: Laid) -> None:
        above = self.done[-1] if self.done and self._open is None else None
        if len(rule.pieces) == 1 and isinstance(above, Prose) and above.at.line == rule.at.line - 1 and not above.is_bullet:
            level = 1 if rule.pieces[0][0].text.startswith("=") else 2
            self.done[-1] = Heading(above.text, level, above.at)

    def _prose(self, at: Place, text: str) -> None:
        if flat := " ".join(text.split()):
            self._put(Prose(flat, at, _BULLET.match(flat) is not None))

    def _table(self, table: Table) -> None:
        """Take a table, or rows with which the one above goes on after a blank line."""
        if self._open is not None and self._open.takes(table):
            self._open.add(table)
        else:
            self._put(None)
            self._open = _Open(table)

    def _put(self, block: Block | None) -> None:
        """Add a block, behind the table that is open."""
        if self._open is not None:
            self.done.append(self._open.table())
            self._open = None
        if block is not None:
            self.done.append(block)

    def all(self) -> list[Block]:
        """Return the blocks taken."""
        self._put(None)
        return self.done


class _Open:
    """A table that may go on after a blank line."""

    def __init__(self, table: Table) -> None:
        self._first = table
        self._lines = list(table.lines)
        self._apart = all(other.at.line - one.at.line > 1 for one, other in pairwise(table.lines))

    def takes(self, below: Table) -> bool:
        """Say if rows belong to it: the left cell is lost in them, or a blank line follows each row."""
        if below.starts != self._first.starts:
            return False
        if not below.lines[0].cells[0].text:
            return True
        alike = len(self._lines[-1].cells) == len(below.lines[0].cells)
        return self._apart and alike and (len(self._lines) == 1 or len(below.lines) == 1)

    def add(self, below: Table) -> None:
        self._apart = self._apart and len(below.lines) == 1
        self._lines += below.lines

    def table(self) -> Table:
        return _table_of(tuple(self._lines), self._first.starts)


def _is_loose(text: str, first: bool) -> bool:
    """Say if the tabs of a line part no cells: they stand behind the mark of a list, or set the line in."""
    return _LISTED.fullmatch(text.strip()) is not None or (first and _TAB not in text.strip())


def _table_of(rows: tuple[Line, ...], starts: tuple[int, ...] = ()) -> Table:
    """Return the table of some rows: a card if every row is a label with a colon and its value."""
    is_card = len(rows) > 1 and all(len(row.cells) == 2 and row.cells[0].text.endswith(":") for row in rows)
    return Table(rows, ragged=not is_card, starts=starts, is_card=is_card)


def _between_rules(rows: tuple[Line, ...], rules: Sequence[int]) -> tuple[Line, ...]:
    """Put together the lines between two rules, if rules part every row from the next."""
    groups: list[list[Line]] = []
    for row in rows:
        below = bool(groups) and not any(groups[-1][-1].at.line < rule < row.at.line for rule in rules)
        if below and len(row.cells) == len(groups[-1][0].cells):
            groups[-1].append(row)
        else:
            groups.append([row])
    if len(groups) < _LEAST_PARTED or len(rules) < len(groups):
        return rows
    return tuple(_as_one(group) for group in groups)


def _as_one(group: Sequence[Line]) -> Line:
    texts = (" ".join(cell.text for cell in column if cell.text) for column in zip(*(row.cells for row in group), strict=True))
    return group[0]._replace(cells=tuple(Cell(text=text) if text else EMPTY for text in texts))


def _words(text: str) -> Iterator[Word]:
    return (Word(found.start(), found.end(), found[0]) for found in re.finditer(r"\S+", text))


def _cells(text: str, mark: str, width: int) -> list[str]:
    """Cut a line into cells."""
    cells = cut_at_pipes(text, width) if mark == _PIPE else text.split(mark)
    return [_paragraphs(cell) for cell in cells]


def _paragraphs(cell: str) -> str:
    if "<" in cell:
        cell = _STYLE.sub("", _PARAGRAPH.sub("\n", cell))
    if "\n" not in cell:
        return cell.strip()
    return "\n".join(part for line in cell.split("\n") if (part := line.strip()))


# ---- headings -----------------------------------------------------------------------------


def _with_headings(blocks: Sequence[Block]) -> Iterator[Block]:
    """Return the blocks, the lines that are plainly headings as such.

    They stand above a table of their own, or in capitals. A line that comes again is the page's.
    """
    often = Counter(block.text for block in blocks if isinstance(block, Prose))
    heads: set[tuple[str, ...]] = set()
    for at, block in enumerate(blocks):
        below = blocks[at + 1] if at + 1 < len(blocks) else None
        if isinstance(block, Table):
            heads.add(_head(block))
        if isinstance(block, Prose) and often[block.text] == 1 and _may_head(block):
            in_capitals = block.text.isupper() and len(block.text.split()) > 1
            if in_capitals or (isinstance(below, Table) and _names_part(block, below, heads)):
                yield Heading(block.text, 2, block.at)
                continue
        yield block


def _names_part(prose: Prose, below: Table, heads: set[tuple[str, ...]]) -> bool:
    """Say if a line names what the table below it is about: a table that repeats the headings of one above, or the first."""
    if _PART.match(prose.text):
        return True
    return _head(below) in heads if heads else not _YEAR.search(prose.text)


def _may_head(prose: Prose) -> bool:
    return not prose.is_bullet and len(prose.text) <= _LONGEST_HEADING and prose.text[-1] not in ".,;!?"


def _head(table: Table) -> tuple[str, ...]:
    return tuple(cell.text.casefold() for cell in table.lines[0].cells)
