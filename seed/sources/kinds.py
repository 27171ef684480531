"""The kinds of files, known by how they begin, and the formats of plain text, known by what stands in it."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from enum import StrEnum
from itertools import islice
from pathlib import Path

from seed.source import Format
from seed.sources.lines import is_rule

MOST_LOOKED_AT = 4096  # bytes at the beginning, and at the end, of a file
_LETTERS = 65_536  # of a text, enough to know it by
_ROWS = 200
_EVEN = 0.9  # of its rows have as many cells as most, if a text is a table throughout
_MOST_ABOVE = 3  # lines over the headings
_MOST_NAME = 60  # letters of a heading
_TICKED = re.compile(r"\s*[-*+] \[[ xX]\] \S")
_HEADED = re.compile(r"#{1,6} \S")
_FENCED = re.compile(r"```|~~~")


class Kind(StrEnum):
    """The kinds of files that are not plain text."""

    DOCX = "docx"
    XLSX = "xlsx"
    XLSB = "xlsb"
    PDF = "pdf"
    PPTX = "pptx"
    ODT = "odt"
    OLD_OFFICE = "old_office"
    LOCKED = "locked"
    RTF = "rtf"
    ZIP = "zip"
    PICTURE = "picture"
    SQLITE = "sqlite"
    HTML = "html"
    MAIL = "mail"


_BEGINS = {
    b"%pdf-": Kind.PDF,
    b"\xd0\xcf\x11\xe0": Kind.OLD_OFFICE,
    b"{\\rtf": Kind.RTF,
    b"sqlite format 3\x00": Kind.SQLITE,
    b"\x89png": Kind.PICTURE,
    b"\xff\xd8\xff": Kind.PICTURE,
    b"gif8": Kind.PICTURE,
    b"<!doctype html": Kind.HTML,
    b"<html": Kind.HTML,
    b"mime-version:": Kind.MAIL,
    b"return-path:": Kind.MAIL,
}
_PACKED = {  # in this order: a workbook that is not held in XML has a folder of that name too
    b"xl/workbook.bin": Kind.XLSB,
    b"word/": Kind.DOCX,
    b"xl/": Kind.XLSX,
    b"ppt/": Kind.PPTX,
    b"opendocument": Kind.ODT,
}
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_UTF_8 = b"\xef\xbb\xbf"


def beginning_of(file: Path) -> bytes:
    """Return as much of a file as is looked at to know it."""
    with file.open("rb") as opened:
        return opened.read(MOST_LOOKED_AT)


def kind_of(held: bytes) -> Kind | None:
    """Return what kind of another program's file this is, None if it may be plain text."""
    looked_at = held[:MOST_LOOKED_AT] + held[-MOST_LOOKED_AT:]
    if held.startswith(b"PK\x03\x04"):
        found = (kind for where in (looked_at, held) for sign, kind in _PACKED.items() if sign in where)
        return next(found, Kind.ZIP)
    begins = held[:64].removeprefix(_UTF_8).lstrip().lower()
    kind = next((kind for sign, kind in _BEGINS.items() if begins.startswith(sign)), None)
    return Kind.LOCKED if kind is Kind.OLD_OFFICE and _LOCKED in held else kind


def format_of(name: str, text: str) -> Format:
    """Return in which format a text is written."""
    beginning = text[:_LETTERS]
    lines = [line for line in beginning.splitlines() if line.strip()]
    ending = Path(name.lower()).suffix
    if ending in (".csv", ".tsv") or _is_csv(beginning, lines):
        return Format.CSV
    if _has_tabs(lines):
        return Format.TEXT
    return Format.MARKDOWN if ending in (".md", ".markdown") or _is_markdown(lines) else Format.TEXT


def _has_tabs(lines: list[str]) -> bool:
    """Say if tabs part the cells of rows: no mark of Markdown does that."""
    return sum(1 for line in lines if line.strip().count("\t") > 1) > 1


def _is_markdown(lines: list[str]) -> bool:
    marks = sum(1 for line in lines if _HEADED.match(line) or _TICKED.match(line) or _FENCED.match(line))
    ruled = any("|" in line and is_rule(line) for line in lines)
    return marks > 1 or (marks == 1 and ruled)


def _is_csv(beginning: str, lines: list[str]) -> bool:
    """Say if a text is a table throughout, its cells parted by commas or semicolons, or in quotation marks over line ends."""
    if lines and lines[0].strip().strip('"').lower().startswith("sep="):
        return True
    if any("|" in line and is_rule(line) for line in lines):
        return False
    return any(_cuts_evenly(beginning, delimiter) for delimiter in ",;") or _has_open_quotes(lines)


def _cuts_evenly(beginning: str, delimiter: str) -> bool:
    usual = csv.field_size_limit(_LETTERS + 1)
    try:
        rows = [row for row in islice(csv.reader(io.StringIO(beginning, newline=""), delimiter=delimiter), _ROWS) if row]
    finally:
        csv.field_size_limit(usual)
    width, count = max(Counter(len(row) for row in rows).items(), key=lambda pair: (pair[1], pair[0]), default=(0, 0))
    above = next((at for at, row in enumerate(rows) if len(row) == width), 0)
    heads = rows[above] if rows else []
    named = all(cell.strip() and len(cell) <= _MOST_NAME and not cell.endswith(".") for cell in heads)
    return width > 2 and count > 1 and above <= _MOST_ABOVE and count >= _EVEN * (len(rows) - above) and named


def _has_open_quotes(lines: list[str]) -> bool:
    """Say if cells go on over line ends as a workbook copies them: a mark opens behind a tab and closes before one."""
    opened = sum(1 for line in lines if re.search(r'(?:^|\t)"[^"\t]*$', line))
    closed = sum(1 for line in lines if re.search(r'^[^"\t]*"(?:\t|$)', line))
    return bool(opened) and opened == closed and _has_tabs(lines)
