"""Read a pdf: tables drawn with rules, columns that only their place parts, and the lines between them. Needs the extra `pdf`."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

from bot.model.documents.not_a_plan import NotAPlan
from bot.model.spelling import legible
from seed.source import Block, Document, Format, Heading, Line, Place, Prose, Table
from seed.sources.aligned import Columns, Laid, Ruler, Word, pieces_of
from seed.sources.bounds import Told
from seed.sources.grid import title_of
from seed.sources.page import Box, Drawn, Seen, apart, drawn, edges, lines_of, rows_of
from seed.words import say

if TYPE_CHECKING:
    from pdfplumber.page import Page as Plumbed

MOST_PAGES = 120  # what is read well within the time that a reader has
MOST_DRAWN = 3_000  # lines and boxes of one page: what has more is a picture, not a table
_MARGIN = 0.12  # of a page, at its top and at its foot, in which running heads stand
_LARGER = 1.15  # times the usual size: a heading
_LONG = 0.4  # of the width of what is written: a rule between rows
_OPEN = 6.0  # points
_THIN = 3.0
_PRINTED = 4  # inks: cyan, magenta, yellow and black
_LONGEST_HEADING = 140  # letters
_PAGE_NUMBER = re.compile(r"(?:page\s*)?\d+(?:\s*(?:of|/)\s*\d+)?", re.I)
_NO_LETTER = re.compile(r"\(cid:\d{1,6}\)")  # stands for a sign of which nobody knows the letter
_BULLET = re.compile(r"[\u2022\u25aa\u25e6\u25cf\u2023\u2013*-] ")
Words = tuple[Seen, ...]  # of a line
_RULER = Ruler(gap=3.0, slack=3.0)
_WIDE_GAP = 0.8  # of a line's height: what parts two pieces

for _name in ("pdfminer", "pdfplumber"):
    logging.getLogger(_name).setLevel(logging.CRITICAL + 1)  # they quote what they stumble over, and no word may reach a log


class Page(NamedTuple):
    """A page: its number, its lines, its tables of rules, the heights of other long rules, its colours, its height, and if
    there are pictures on it."""

    number: int
    lines: tuple[Words, ...]
    tables: tuple[Drawn, ...]
    rules: tuple[float, ...]
    fills: tuple[tuple[Box, str], ...]
    height: float
    has_pictures: bool


def read(held: bytes) -> Document:
    """Return the blocks of a pdf. Raises NotAPlan if it is locked, damaged, or pictures alone."""
    told = Told()
    pages = _pages(held, told)
    if not any(page.lines for page in pages):
        raise NotAPlan(say("not_a_plan", "no_pdf_text"))
    for page in pages:
        if page.has_pictures and not page.lines:
            told.say("pdf_picture", page=page.number)
    columns = Columns(_RULER)
    usual = median(word.size for page in pages for line in page.lines for word in line)
    blocks: list[Block] = []
    for page in _without_heads(pages, told):
        found = list(_blocks(page, columns, usual, len(pages) > 1))
        _join(blocks, found)
        blocks += found
    return Document(Format.PDF, tuple(blocks), told.sentences(), title_of(blocks))


# ---- the library ----------------------------------------------------------------------------


def _pages(held: bytes, told: Told) -> list[Page]:
    try:
        import pdfplumber  # noqa: PLC0415 (an extra that need not be there)
        from pdfminer.pdfdocument import PDFEncryptionError  # noqa: PLC0415
    except ImportError as missing:
        raise NotAPlan(say("not_a_plan", "no_pdf_extra")) from missing
    try:
        with pdfplumber.open(io.BytesIO(held)) as opened:
            if len(opened.pages) > MOST_PAGES:
                told.say("pdf_long", most=MOST_PAGES, count=len(opened.pages))
            return [_page(page, told) for page in opened.pages[:MOST_PAGES]]
    except Exception as wrong:  # a damaged file stops the library in many ways
        is_locked = any(isinstance(one, PDFEncryptionError) for one in (wrong, *wrong.args))
        raise NotAPlan(say("not_a_plan", "locked_pdf" if is_locked else "damaged_pdf")) from wrong


def _page(page: Plumbed, told: Told) -> Page:
    try:
        return _seen(page, told)
    finally:
        page.close()  # each page keeps all its letters


def _seen(page: Plumbed, told: Told) -> Page:
    found = page.extract_words(x_tolerance_ratio=0.2, extra_attrs=["fontname", "size"])
    words = [
        Seen(text, word["x0"], word["x1"], word["top"], word["bottom"], word["size"], "bold" in word["fontname"].lower())
        for word in found
        if (text := legible(_NO_LETTER.sub("", word["text"])).strip())
    ]
    if not words:
        return Page(page.page_number, (), (), (), (), float(page.height), bool(page.images))
    lines = tuple(tuple(line) for line in lines_of(words))
    seen = Page(page.page_number, lines, (), (), (), float(page.height), bool(page.images))
    if len(page.lines) + len(page.rects) + len(page.curves) > MOST_DRAWN:
        told.say("pdf_drawn", page=page.page_number)
        return seen
    tables, rules = _tables(page, max(word.right for word in words) - min(word.left for word in words))
    return seen._replace(tables=tables, rules=rules, fills=tuple(_fills(page)))


def _tables(page: Plumbed, width: float) -> tuple[tuple[Drawn, ...], tuple[float, ...]]:
    """Return the tables of rules, and the long rules. A table that is open at its sides ends where its rules do."""
    lined = page.filter(_is_rule)
    page = lined if lined.edges else page  # boxes of colour part rows only if there is nothing else
    long = [edge for edge in page.edges if edge["orientation"] == "h" and edge["x1"] - edge["x0"] > width * _LONG]
    upright = [edge["x0"] for edge in page.edges if edge["orientation"] == "v"]
    ends = edges(end for edge in long for end in (edge["x0"], edge["x1"]))
    is_open = upright and len(ends) == 2
    sides = [end for end in ends if is_open and not any(abs(end - place) < _OPEN for place in upright)]
    found = page.find_tables({"explicit_vertical_lines": sides})
    tables = (drawn(table.cells) for table in found)
    whole = tuple(table for table in tables if len(table.columns) > 2 and len(table.rows) > 2)
    return whole, edges(edge["top"] for edge in long)


def _is_rule(drawn: dict[str, Any]) -> bool:
    """Say if what is drawn is a rule, or anything but a box of colour."""
    is_box = drawn["object_type"] == "rect" and min(drawn["width"], drawn["height"]) > _THIN
    return not is_box or bool(drawn["stroke"])


def _fills(page: Plumbed) -> Iterator[tuple[Box, str]]:
    for box in page.rects:
        if box["fill"] and (colour := _colour(box["non_stroking_color"])):
            yield (box["x0"], box["top"], box["x1"], box["bottom"]), colour


def _colour(ink: object) -> str:
    """Return a colour as RRGGBB, nothing for white and for what is no colour."""
    parts = [float(part) for part in (ink if isinstance(ink, tuple | list) else (ink,)) if isinstance(part, int | float)]
    if len(parts) == _PRINTED:
        *tints, black = parts
        parts = [(1 - tint) * (1 - black) for tint in tints]
    inks = parts * 3 if len(parts) == 1 else parts
    if len(inks) != 3:
        return ""
    shown = "".join(f"{round(min(max(part, 0.0), 1.0) * 255):02X}" for part in inks)
    return "" if shown == "FFFFFF" else shown


# ---- blocks ---------------------------------------------------------------------------------


def _text(line: Sequence[Seen]) -> str:
    return " ".join(word.text for word in line)


def _without_heads(pages: Sequence[Page], told: Told) -> Iterator[Page]:
    """Return the pages without the lines that stand at the top or the foot of several. The first page keeps those at its top."""

    def margin(page: Page, line: Sequence[Seen]) -> str:
        where = line[0].top / page.height if page.height else 0.5
        return "top" if where < _MARGIN else "foot" if where > 1 - _MARGIN else ""

    def known(line: Sequence[Seen]) -> str:
        text = _text(line)
        return re.sub(r"\d+", "#", text) if _PAGE_NUMBER.search(text) and ("page" in text.lower() or len(text) < 12) else text

    seen = Counter((margin(page, line), known(line)) for page in pages for line in page.lines if margin(page, line))
    for page in pages:
        kept = []
        for line in page.lines:
            where = margin(page, line)
            again = where and seen[where, known(line)] > 1 and (where == "foot" or page.number > 1)
            if again or (where and _PAGE_NUMBER.fullmatch(_text(line))):
                told.at("pdf_heads", Place(), _text(line))
            else:
                kept.append(line)
        yield page._replace(lines=tuple(kept))


def _blocks(page: Page, columns: Columns, usual: float, several: bool) -> Iterator[Block]:
    """Return the blocks of a page from its top."""
    sheet = say("told", "page", number=page.number) if several else ""
    at = {line: Place(sheet, number) for number, line in enumerate(page.lines, start=1)}
    loose: list[Words] = []
    tables = sorted(page.tables, key=lambda table: table.rows[0])
    for line in page.lines:
        while tables and tables[0].rows[0] <= line[0].middle[1]:
            yield from _running(loose, at, page.rules, columns, usual)
            loose = []
            yield _ruled(tables.pop(0), page, sheet)
        outside = tuple(word for word in line if not any(table.cell_of(word) for table in page.tables))
        if outside:
            at[outside] = at[line]
            loose.append(outside)
    yield from _running(loose, at, page.rules, columns, usual)


def _ruled(table: Drawn, page: Page, sheet: str) -> Table:
    words = [word for line in page.lines for word in line if table.cell_of(word)]
    tops = [line[0].middle[1] for line in page.lines]
    lines = []
    for row in rows_of(table, words, page.fills):
        above = sum(1 for top in tops if top < row.top)
        lines.append(Line(row.cells, Place(sheet, above + 1)))
    return Table(tuple(line for line in lines if any(cell.text for cell in line.cells)))


def _running(
    lines: Sequence[Words], at: Mapping[Words, Place], rules: Sequence[float], columns: Columns, usual: float
) -> Iterator[Block]:
    """Return what stands outside of rules: headings, columns that only their place parts, and sentences."""
    group: list[Laid] = []
    for line, is_apart in zip(lines, apart(lines, rules), strict=True):
        height = max(word.bottom - word.top for word in line)
        pieces = pieces_of((Word(word.left, word.right, word.text) for word in line), height * _WIDE_GAP)
        laid = Laid(at[line], pieces, is_apart)
        if level := _level(line, laid, usual):
            yield from _grouped(group, columns)
            group = []
            yield Heading(laid.text, level, laid.at)
        else:
            group.append(laid)
    yield from _grouped(group, columns)


def _grouped(group: Sequence[Laid], columns: Columns) -> Iterator[Block]:
    for found in columns.tables(group):
        if isinstance(found, Table):
            yield found
        else:
            yield Prose(found.text, found.at, _BULLET.match(found.text) is not None)


def _level(line: Sequence[Seen], laid: Laid, usual: float) -> int:
    """Return how high a heading is by the size and the weight of its letters, 0 if it is none."""
    if len(laid.pieces) > 1 or len(laid.text) > _LONGEST_HEADING or laid.text[-1] in ".,;":
        return 0
    size = min(word.size for word in line)
    if size >= usual * _LARGER:
        return 1 if size >= usual * 1.5 else 2
    return 3 if all(word.is_bold for word in line) else 0


def _join(above: list[Block], below: list[Block]) -> None:
    """Put a table that goes on over a page break together: it has the same columns. The headings it repeats are no row."""
    first, last = (below[0] if below else None), (above[-1] if above else None)
    if not isinstance(first, Table) or not isinstance(last, Table):
        return
    if (first.ragged, first.starts, len(first.lines[0].cells)) != (last.ragged, last.starts, len(last.lines[0].cells)):
        return
    repeats = [cell.text for cell in first.lines[0].cells] == [cell.text for cell in last.lines[0].cells]
    above[-1] = last._replace(lines=last.lines + first.lines[repeats:])
    del below[0]
