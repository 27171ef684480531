"""Read a workbook of Excel.

Each sheet is read row by row out of its part. openpyxl would make an object of every cell, of every cell of a merge, of each
chart and picture, and would know either a formula or its result. Its tables of formats, colours and days are used here.
A formula is never worked out: what the workbook last showed is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from seed.source import Block, Document, Format, Heading, Place
from seed.sources.bounds import MOST_CELLS, MOST_SHEETS, Told
from seed.sources.grid import blocks, side_by_side, title_of
from seed.sources.office.looks import Looks
from seed.sources.office.package import Package, Related, opened
from seed.sources.office.sheet import Sheet, Workbook
from seed.sources.office.strings import strings_of

_MACROS = ("vbaproject.bin", "macrosheets/")


class _Listed(NamedTuple):
    """A sheet in the list of a workbook."""

    name: str
    part: str
    is_hidden: bool


def read(held: bytes) -> Document:
    """Return the tables of a workbook, sheet by sheet. Raises NotAPlan if it is none."""
    told = Told()
    with opened(held) as package:
        found = tuple(_sheets(package, told))
    return Document(Format.XLSX, found, told.sentences(), title_of(found))


def _sheets(package: Package, told: Told) -> Iterator[Block]:
    main = package.main()
    related = package.related(main)
    root = package.root(main)
    listed = [one for one in _listed(root, related) if package.has(one.part)]
    seen = [one for one in listed if not one.is_hidden]
    for one in listed:
        if one.is_hidden:
            told.say("sheet_hidden", sheet=one.name)
    if len(seen) > MOST_SHEETS:
        told.say("sheets_cut", count=len(seen), most=MOST_SHEETS, sheet=seen[MOST_SHEETS].name)
    if any(macro in name for name in package.names() for macro in _MACROS):
        told.say("macros")
    workbook = _workbook(package, root, related, told)
    left = MOST_CELLS
    for one in seen[:MOST_SHEETS]:
        name = one.name if len(seen) > 1 else ""
        sheet = Sheet(package, workbook, one.part, one.name, name, left)
        left -= sheet.count
        if sheet.rows:
            yield Heading(one.name, 1, Place(name), is_sheet=True)
            for rows in side_by_side(sheet.rows):
                yield from blocks(rows, name, sheet.hidden, level=2)


def _workbook(package: Package, root: etree._Element, related: dict[str, Related], told: Told) -> Workbook:
    named = {one.kind: one.name for one in related.values()}
    properties = root.find("{*}workbookPr")
    is_1904 = properties is not None and properties.get("date1904", "0") in ("1", "true")
    looks = Looks(package, named.get("styles", ""), named.get("theme", ""))
    return Workbook(strings_of(package, named.get("sharedStrings", "")), looks, is_1904, told)


def _listed(root: etree._Element, related: dict[str, Related]) -> Iterator[_Listed]:
    """Return the sheets of cells in their order. One of charts alone has none."""
    for each in root.iterfind("{*}sheets/{*}sheet"):
        ids = (str(word) for name, word in each.attrib.items() if str(name).endswith("}id"))
        part = related.get(next(ids, ""))
        if part is not None and part.kind == "worksheet":
            yield _Listed(str(each.get("name", "")), part.name, each.get("state", "visible") != "visible")
