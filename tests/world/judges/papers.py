"""Judges of papers: each file is opened again with the library that reads it, and what a clerk or a screen reader would stumble over is named.

A judge returns a sentence for each fault, and nothing for a file that is in order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from zipfile import ZipFile

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table
from lxml import etree
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image

from bot.wording.looks import LOOKS
from bot.wording.sentences import mark

READABLE = 4.5  # the least contrast of words on their ground (WCAG 2.2, AA)
WHITE = "FFFFFF"
NEUTRAL = {"auto", WHITE, "D9E2EF", "F3F5F8", "F0F2F5", "00000000"}  # grounds that mean nothing
MOST_TEXT = 32_767
A4 = (210, 297)
BAND = re.compile(r"(?:[●▲■◆] [^\W\d]+, \d+|\? (?:Review overdue|Not scored|Outside the matrix))")  # of a risk, in the plan's own words
STATUS_OF = {look.light.ground[1:].upper(): status for status, look in LOOKS.items() if look.light.ground != "#ffffff"}


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, as WCAG has it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def of_zip(held: bytes) -> Iterator[str]:
    """What any file of Office must be: parts in order, without an hour, that are all XML, with no macro and no machine in them."""
    with ZipFile(BytesIO(held)) as kept:
        if kept.testzip() is not None:
            yield "a part is damaged"
        names = [part.filename for part in kept.infolist()]
        if len(set(names)) < len(names):
            yield "a part stands twice"
        for part in kept.infolist():
            if part.date_time != (1980, 1, 1, 0, 0, 0) or part.create_system != 0:
                yield f"{part.filename} tells when or where it was made"
            if re.fullmatch(r"word/media/image\d+\.png", part.filename):
                yield from _picture(part.filename, kept.read(part))
                continue
            if not part.filename.endswith((".xml", ".rels", ".vml")):
                yield f"{part.filename} is no part that a paper needs"
            etree.fromstring(kept.read(part))
        parts = {name.lstrip("/") for name in names}
        for name in names:
            if name.endswith(".rels"):
                yield from _broken(etree.fromstring(kept.read(name)), name, parts)


def _picture(name: str, held: bytes) -> Iterator[str]:
    """A picture that every reader can open, and that tells of no program and no hour."""
    with Image.open(BytesIO(held)) as opened:
        opened.load()
        if opened.format != "PNG" or set(opened.info) - {"dpi"}:
            yield f"{name} holds more than a picture: {sorted(opened.info)}"
        if min(opened.info["dpi"]) < 150:
            yield f"{name} is too coarse to print"


def _broken(rels: etree._Element, name: str, parts: set[str]) -> Iterator[str]:
    folder = name.partition("_rels/")[0]
    for one in rels:
        target = one.get("Target") or ""
        if one.get("TargetMode") == "External":
            if not re.fullmatch(r"https?://[!-~]+", target) or len(target) > 2079:
                yield f"{name} leads to {target[:60]!r}"
        elif (target.lstrip("/") if target.startswith("/") else folder + target) not in parts:
            yield f"{name} leads to {target}, which is not there"


# ---- Word ------------------------------------------------------------------------------------

MOST_PROPERTY = 255  # characters that a property of a document holds


def of_word(held: bytes, made: datetime | None = None) -> list[str]:
    """The faults of a Word document."""
    document = docx.Document(BytesIO(held))
    found = [*of_zip(held), *_named(document, made), *_headings(document), *_pages(document), *_styles(document), *_words(document)]
    for number, table in enumerate(document.tables, 1):
        found += [f"table {number}: {fault}" for fault in _table(table)]
    return found


def _named(document: Document, made: datetime | None) -> Iterator[str]:
    said = document.core_properties
    if not said.title or not said.author or said.language != "en-GB" or "python" in (said.comments or "").lower():
        yield "its properties do not say what it is, by whom and in which language"
    if said.created != said.modified or (made is not None and said.created != made.astimezone(UTC)):
        yield f"its properties say that it was made at {said.created}"
    if document.paragraphs[0].style.name != "Title" or document.paragraphs[0].text[:MOST_PROPERTY].strip() != said.title.strip():
        yield "it does not begin with its title"


def _headings(document: Document) -> Iterator[str]:
    level = 0
    for paragraph in document.paragraphs:
        name = paragraph.style.name
        pictures = list(paragraph._p.iter(qn("wp:docPr")))
        for picture in pictures:
            if len((picture.get("descr") or "").split()) < 3:
                yield f"the picture {picture.get('name')!r} says nothing to those who cannot see it"
        if not paragraph.text.strip() and not pictures:
            yield f"an empty paragraph ({name})"
        if name.startswith("Heading"):
            deeper = int(name.removeprefix("Heading "))
            if deeper > level + 1:
                yield f"the heading {paragraph.text!r} jumps from {level} to {deeper}"
            level = deeper


def _pages(document: Document) -> Iterator[str]:
    for number, section in enumerate(document.sections, 1):
        sides = sorted((round(section.page_width / Mm(1)), round(section.page_height / Mm(1))))
        if tuple(sides) != A4 or (section.orientation == 1) != (section.page_width > section.page_height):
            yield f"section {number} is not on A4"
        if min(section.left_margin, section.right_margin, section.top_margin, section.bottom_margin) < Mm(15):
            yield f"section {number} has narrow margins"
    root = document.element
    feet = [part.part.element for part in (document.sections[0].footer, document.sections[0].first_page_footer)]
    for foot in feet:
        codes = " ".join(one.text or "" for one in foot.iter(qn("w:instrText")))
        if "PAGE" not in codes.split() or "NUMPAGES" not in codes.split():
            yield "a foot without the number of the page"
    if list(root.iter("{*}txbxContent")):
        yield "there is text in a box, which many never hear"
    for picture in root.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"):
        if not (picture.get("descr") or "").strip():
            yield "a picture without a description"


def _styles(document: Document) -> Iterator[str]:
    styles = document.styles.element
    languages = {one.get(qn("w:val")) for one in styles.iter(qn("w:lang"))}
    if languages != {"en-GB"}:
        yield f"its language is {languages}"
    for style in styles.iter(qn("w:style")):
        for colour in style.findall(f"{qn('w:rPr')}/{qn('w:color')}"):
            ground = next((one.get(qn("w:fill")) for one in style.findall(f"{qn('w:pPr')}/{qn('w:shd')}")), WHITE)
            if contrast(colour.get(qn("w:val")), ground) < READABLE:
                yield f"the style {style.get(qn('w:styleId'))} cannot be read"
    if document.settings.element.find(f"{qn('w:compat')}/{qn('w:compatSetting')}[@{qn('w:name')}='compatibilityMode']").get(qn("w:val")) != "15":
        yield "Word opens it in its mode for old documents"


def _words(document: Document) -> Iterator[str]:
    body = document.element.body
    for run in body.iter(qn("w:r")):
        ground = run.find(f"{qn('w:rPr')}/{qn('w:shd')}")
        if ground is not None:
            yield from _coloured(_text(run).replace("\xa0", " "), ground.get(qn("w:fill")), _ink(run))
    for link in body.iter(qn("w:hyperlink")):
        address = document.part.rels[link.get(qn("r:id"))].target_ref
        if "://" not in _text(link):
            yield f"a link to {address[:60]} does not show its address"
    for one in (*body.iter(qn("w:fldSimple")),):
        yield f"a field that is not written whole: {etree.tostring(one)[:60]!r}"
    kinds = [one.get(qn("w:fldCharType")) for one in body.iter(qn("w:fldChar"))]
    if kinds != ["begin", "separate", "end"] * (len(kinds) // 3):
        yield "a field that does not end"


def _table(table: Table) -> Iterator[str]:
    rows, set_up = table._tbl.tr_lst, table._tbl.tblPr
    for name in ("tblCaption", "tblDescription"):
        said = set_up.find(qn(f"w:{name}"))
        if said is None or not said.get(qn("w:val")).strip():
            yield f"no {name}"
    heads = [row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in rows]
    if heads != [True, *[False] * (len(rows) - 1)]:
        yield "its first row, and no other, must be its heading row"
    if any(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is None for row in rows):
        yield "a row may break across pages"
    if list(table._tbl.iter(qn("w:gridSpan"), qn("w:vMerge"))) or len({len(row.tc_lst) for row in rows}) != 1:
        yield "cells are merged"
    if any(not _text(box).strip() for box in rows[0].tc_lst):
        yield "a heading is empty"
    above = table._tbl.getprevious()
    if above is None or above.find(f"{qn('w:pPr')}/{qn('w:pStyle')}").get(qn("w:val")) != "Caption":
        yield "no caption above it"
    for box in table._tbl.iter(qn("w:tc")):
        ground = box.find(f"{qn('w:tcPr')}/{qn('w:shd')}")
        if ground is not None:
            yield from _coloured(_text(box), ground.get(qn("w:fill")), _ink(box))


def _ink(element: etree._Element) -> str:
    return next((one.get(qn("w:val")) or "" for one in element.iter(qn("w:color"))), "000000")


def _text(element: etree._Element) -> str:
    return "".join(one.text or "" for one in element.iter(qn("w:t")))


def _coloured(text: str, ground: str, ink: str) -> Iterator[str]:
    """A ground of a status has its shape and word on it, and they can be read."""
    if ground in NEUTRAL:
        return
    shown = mark(STATUS_OF[ground])
    if (shown.shape not in text or shown.word not in text) and not BAND.search(text):
        yield f"{text!r} stands on the ground of {shown.word} without its shape and word"
    if contrast(ink, ground) < READABLE:
        yield f"{text!r} cannot be read on its ground"


# ---- Excel -----------------------------------------------------------------------------------


def of_excel(held: bytes, made: datetime | None = None) -> list[str]:
    """The faults of a workbook."""
    book: Workbook = load_workbook(BytesIO(held))
    said, found = book.properties, [*of_zip(held)]
    if not said.title or not said.creator or said.language != "en-GB":
        found.append("its properties do not say what it is, by whom and in which language")
    if said.created != said.modified or (made is not None and said.created != made.astimezone(UTC).replace(tzinfo=None)):
        found.append(f"its properties say that it was made at {said.created}")
    for sheet in book.worksheets:
        found += [f"{sheet.title}: {fault}" for fault in (*_sheet(sheet), *_cells(sheet))]
    return found


def _sheet(sheet: Worksheet) -> Iterator[str]:
    if sheet.freeze_panes != "A2" or sheet.print_title_rows != "$1:$1":
        yield "its heading row is not frozen, or not printed on each page"
    ends = f"A1:{sheet.cell(1, sheet.max_column).column_letter}{max(sheet.max_row, 2)}"
    filters = [table.autoFilter.ref for table in sheet.tables.values() if table.autoFilter and table.headerRowCount] or [sheet.auto_filter.ref]
    if filters != [ends]:
        yield f"its filters stand over {filters}, not {ends}"
    if sheet.merged_cells.ranges:
        yield "cells are merged"
    set_up = sheet.page_setup
    if (set_up.orientation, int(set_up.paperSize or 0), set_up.fitToWidth, set_up.fitToHeight) != ("landscape", 9, 1, 0):
        yield "it is not printed on A4, fitted to the width"
    if not sheet.sheet_properties.pageSetUpPr.fitToPage or "&P" not in (sheet.oddFooter.right.text or ""):
        yield "a foot without the number of the page"
    printed = (sheet.oddHeader.left.text or "", sheet.oddFooter.left.text or "")
    if any(len(one) > 250 or "_x0" in one for one in printed):
        yield "what it prints above or below its pages is too long, or has signs in it"
    if not 1 <= len(sheet.title) <= 31:
        yield "its name is too long"
    if any(not isinstance(one.value, str) or not one.value.strip() for one in sheet[1]):
        yield "a heading is empty"
    if any(sheet.column_dimensions[one.column_letter].width < 8 for one in sheet[1]):
        yield "a column is too narrow"


def _cells(sheet: Worksheet) -> Iterator[str]:
    for row in sheet.iter_rows():
        for cell in row:
            assert isinstance(cell, Cell)
            yield from _cell(cell)


def _cell(cell: Cell) -> Iterator[str]:
    at, value, text = cell.coordinate, cell.value, _shown(cell)
    if cell.data_type == "f":
        yield f"{at} is a formula"
    if isinstance(value, str) and len(value.encode("utf-16-le")) // 2 > MOST_TEXT:
        yield f"{at} holds more than Excel does"
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t") and not cell.quotePrefix:
        yield f"{at} would be a formula once somebody edits it"
    if isinstance(value, date | datetime) and "mmm" not in cell.number_format:
        yield f"{at} is a day that does not look like one"
    if cell.hyperlink is not None and "://" not in text:
        yield f"{at} does not show the address of its link"
    if isinstance(value, str) and not cell.alignment.wrap_text:
        yield f"{at} does not wrap"
    if cell.fill.fill_type == "solid":
        ground, ink = str(cell.fill.fgColor.rgb)[-6:], str(cell.font.color.rgb)[-6:] if cell.font.color else "000000"
        yield from (f"{at}: {fault}" for fault in _coloured(text, ground, ink))


def _shown(cell: Cell) -> str:
    """What a cell shows: words that its format says before a number are seen too."""
    said = "".join(re.findall(r'"([^"]*)"', cell.number_format)) if not isinstance(cell.value, str) else ""
    return f"{said}{'' if cell.value is None else cell.value}"
