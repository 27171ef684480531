"""A document as bytes of our own: from the process that reads it to the one that asks, and kept until its doubts are settled.

Every text stands there once, whatever cells repeat it. It is plain JSON, packed: nothing in it can be run.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from datetime import date
from typing import assert_never

from bot.model.documents.not_a_plan import NotAPlan
from seed.source import EMPTY, Block, Cell, Document, Format, Heading, Line, Place, Prose, Table
from seed.words import say

VERSION = 1
MOST_TEXT = 5_000_000  # letters of all texts that differ: fifty times a large plan
MOST_BYTES = 100_000_000  # of one document, unpacked
_LEVEL = 3  # to pack it more tightly takes longer than to read it
_PLAIN = EMPTY[1:]  # all that a cell of words alone holds beside them
_COPY, _STRUCK, _STALE = 1, 2, 4

Json = None | bool | int | float | str | Sequence["Json"]


class _Texts:
    """The texts of a document by their numbers: 0 is no text. `plain` are the cells of words alone that were met, by their ids: a
    reader makes one of each and repeats it."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {"": 0}
        self.plain: dict[int, int] = {id(EMPTY): 0}

    def number(self, text: str) -> int:
        return self._numbers.setdefault(text, len(self._numbers))

    def all(self) -> list[str]:
        return list(self._numbers)


def packed(document: Document) -> bytes:
    """Return a document as bytes. Raises NotAPlan if it has too much text."""
    texts = _Texts()
    blocks = [_block(block, texts) for block in document.blocks]
    if sum(map(len, texts.all())) > MOST_TEXT:
        raise NotAPlan(say("not_a_plan", "too_much"))
    whole = [VERSION, document.format.value, document.title, list(document.told), texts.all(), blocks]
    return zlib.compress(json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"), _LEVEL)


def unpacked(held: bytes) -> Document:
    """Return the document that was made into bytes. Raises NotAPlan if that was done by another version of Milepost."""
    opening = zlib.decompressobj()
    version, kind, title, told, texts, blocks = json.loads(opening.decompress(held, MOST_BYTES).decode("utf-8", "surrogatepass"))
    if version != VERSION:
        raise NotAPlan(say("not_a_plan", "older"))
    opened = _Opened(texts)
    return Document(Format(kind), tuple(opened.block(block) for block in blocks), tuple(told), title)


def _block(block: Block, texts: _Texts) -> Json:
    match block:
        case Heading(text, level, at, is_sheet):
            return ["h", texts.number(text), level, _place(at, texts), is_sheet]
        case Prose(text, at, is_bullet):
            return ["p", texts.number(text), _place(at, texts), is_bullet]
        case Table(lines, ragged, starts, hidden, is_card):
            wide = max((len(line.cells) for line in lines), default=0)
            rows = [_line(line, ragged, texts) for line in lines]
            return ["t", ragged, wide, list(starts), sorted(hidden), is_card, rows]
    assert_never(block)


def _place(at: Place, texts: _Texts) -> Json:
    return [texts.number(at.sheet), at.line, at.column]


def _line(line: Line, ragged: bool, texts: _Texts) -> Json:
    """Return a row. The empty cells at its end are left out, unless its rows differ in width."""
    plain = texts.plain
    cells = [plain[id(cell)] if id(cell) in plain else _cell(cell, texts) for cell in line.cells]
    while not ragged and cells and cells[-1] == 0:
        cells.pop()
    return [_place(line.at, texts), line.is_hidden, cells]


def _cell(cell: Cell, texts: _Texts) -> Json:
    text = texts.number(cell.text)
    if cell[1:] == _PLAIN:
        texts.plain[id(cell)] = text
        return text
    marks = _COPY * cell.is_copy + _STRUCK * cell.is_struck + _STALE * cell.text_is_stale
    value = cell.value.isoformat() if isinstance(cell.value, date) else cell.value
    return [text, value, cell.down, cell.across, marks, texts.number(cell.fill), texts.number(cell.comment)]


class _Opened:
    """Opens what was packed. Cells of words alone are made once for each text."""

    def __init__(self, texts: list[str]) -> None:
        self._texts = texts
        self._plain = [EMPTY, *(Cell(text) for text in texts[1:])]

    def block(self, held: list) -> Block:  # type: ignore[type-arg]
        match held:
            case ["h", text, level, at, is_sheet]:
                return Heading(self._texts[text], level, self._place(at), is_sheet)
            case ["p", text, at, is_bullet]:
                return Prose(self._texts[text], self._place(at), is_bullet)
        _, ragged, wide, starts, hidden, is_card, lines = held
        opened = tuple(self._line(line, 0 if ragged else wide) for line in lines)
        return Table(opened, ragged, tuple(starts), frozenset(hidden), is_card)

    def _place(self, at: list[int]) -> Place:
        sheet, line, column = at
        return Place(self._texts[sheet], line, column)

    def _line(self, line: list, wide: int) -> Line:  # type: ignore[type-arg]
        at, is_hidden, held = line
        cells = [self._plain[cell] if isinstance(cell, int) else self._cell(*cell) for cell in held]
        cells += [EMPTY] * (wide - len(cells))
        return Line(tuple(cells), self._place(at), is_hidden)

    def _cell(self, text: int, value: str | float | None, down: int, across: int, marks: int, fill: int, comment: int) -> Cell:
        day = date.fromisoformat(value) if isinstance(value, str) else value
        is_copy, is_struck, is_stale = bool(marks & _COPY), bool(marks & _STRUCK), bool(marks & _STALE)
        return Cell(self._texts[text], day, down, across, is_copy, self._texts[fill], is_struck, self._texts[comment], is_stale)
