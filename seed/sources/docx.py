"""Read a Word document: its headings, its paragraphs and its tables in their order, as it stands if every change is accepted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from seed.source import Block, Document, Format, Heading, Place, Prose
from seed.sources.bounds import Told
from seed.sources.cards import with_cards
from seed.sources.grid import MOST_HEADING, title_of
from seed.sources.office.numbering import Numbering, W
from seed.sources.office.package import Package, opened
from seed.sources.office.paragraphs import Paragraph, Reader
from seed.sources.office.strings import local
from seed.sources.office.styles import Styles
from seed.sources.office.wordtables import Tables, boxes, inside, joined
from seed.words import say

MOST_BLOCKS = 50_000
_BOLD_LEVEL = 6  # of a heading that is only bold
_MACROS = "vbaproject.bin"
_OF_OTHERS = ("word/embeddings/", "word/afchunk")  # a workbook or a document inside this one


def read(held: bytes) -> Document:
    """Return the headings, paragraphs and tables of a Word document. Raises NotAPlan if it is none."""
    told = Told()
    with opened(held) as package:
        word = _Word(package, told)
        found = with_cards(word.blocks())
    title = word.title or title_of(found)
    return Document(Format.DOCX, found, told.sentences(), title)


class _Word:
    """Reads one document. `title` is what has the style of a title."""

    def __init__(self, package: Package, told: Told) -> None:
        main = package.main()
        named = {one.kind: one.name for one in package.related(main).values()}

        def root(kind: str) -> etree._Element | None:
            return package.root(named[kind]) if package.has(named.get(kind, "")) else None

        self._body = package.root(main).find(f"{W}body")
        self._told = told
        self._reader = Reader(Styles(root("styles")), Numbering(root("numbering")))
        self._tables = Tables(self._reader, _comments(root("comments")), told)
        self._line = 0
        self._table = 0
        self._has_several = self._body is not None and len(list(inside(self._body, "tbl"))) > 1
        self.title = ""
        if any(_MACROS in name for name in package.names()):
            told.say("macros")
        if any(name.startswith(_OF_OTHERS) for name in package.names()):
            told.say("embedded")

    def blocks(self) -> tuple[Block, ...]:
        """Return the blocks of the document, and tell what was left out of them."""
        found: list[Block] = []
        for block in () if self._body is None else self._walk(self._body):
            if len(found) >= MOST_BLOCKS:
                self._told.say("document_cut", most=MOST_BLOCKS)
                break
            found.append(block)
        seen = self._reader.seen
        if seen.changes:
            self._told.say("changes_one" if seen.changes == 1 else "changes", count=seen.changes)
        if seen.footnotes:
            self._told.say("footnotes")
        return tuple(found)

    def _walk(self, element: etree._Element) -> Iterator[Block]:
        waiting: list[Paragraph] = []
        for each in inside(element, "p", "tbl"):
            if local(each) == "tbl":
                yield from self._read_table(each)
                continue
            one = self._reader.read(each)
            waiting.append(one)
            if one.goes_on:
                continue
            yield from self._paragraph(waiting)
            waiting = []
            for box in boxes(each):
                yield from self._walk(box)
        yield from self._paragraph(waiting)

    def _paragraph(self, parts: Sequence[Paragraph]) -> Iterator[Block]:
        """Return a paragraph, more than one part of it if their ends are deleted. One of several lines is each of them."""
        stand, struck = joined(parts)
        if not parts or parts[-1].style.is_contents:
            return
        self._line += 1
        at = Place(line=self._line)
        for words in struck:
            self._told.at("words_struck", at, words)
        for words in self._reader.seen.hidden:
            self._told.at("words_hidden", at, words)
        self._reader.seen.hidden.clear()
        text = "".join(stand)
        if not text:
            return
        last = parts[-1]
        if last.style.level is not None or _is_bold_heading(parts, text):
            flat = " ".join(text.split())
            self.title = self.title or (flat if last.style.is_title else "")
            yield Heading(flat, max(last.style.level or 1, 1) if last.style.level is not None else _BOLD_LEVEL, at)
        else:
            is_bullet = last.label is not None and last.label.is_bullet
            yield from (Prose(line.strip(), at, is_bullet) for line in text.split("\n") if line.strip())

    def _read_table(self, element: etree._Element) -> Iterator[Block]:
        """Return a table and those in its cells. One of a single cell is a box round its paragraphs."""
        cells = [cell for row in inside(element, "tr") for cell in inside(row, "tc")]
        if len(cells) == 1:
            yield from self._walk(cells[0])
            return
        self._table += 1
        name = say("place", "table", number=self._table) if self._has_several else say("place", "only_table")
        table = self._tables.read(element, name)
        nested, self._tables.nested = self._tables.nested, []
        if any(cell.text for line in table.lines for cell in line.cells):
            yield table
        for each in nested:
            yield from self._read_table(each)


def _is_bold_heading(parts: Sequence[Paragraph], text: str) -> bool:
    is_listed = any(part.label is not None and part.label.is_bullet for part in parts)
    is_short = len(text) <= MOST_HEADING and "\n" not in text and not text.endswith((".", ";", ","))
    return is_short and not is_listed and all(part.is_bold for part in parts)


def _comments(root: etree._Element | None) -> dict[str, str]:
    """Return the comments of the document by their ids."""
    found = {}
    for each in () if root is None else root.iterfind(f"{W}comment"):
        lines = ("".join(text.text or "" for text in one.iter(f"{W}t")).strip() for one in each.iter(f"{W}p"))
        found[str(each.get(f"{W}id", ""))] = "\n".join(filter(None, lines))
    return found
