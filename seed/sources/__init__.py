"""The readers of documents: each makes of its format the blocks, tables and cells that stand in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import assert_never

from bot.model.not_a_plan import NotAPlan
from seed.encoding import decode
from seed.source import Document, Format
from seed.sources import csv, docx, markdown, pdf, text, xlsx
from seed.sources.kinds import Kind, format_of, kind_of
from seed.words import say

Reader = Callable[[bytes], Document]
_OF_TEXT: Mapping[Format, Reader] = {Format.CSV: csv.read, Format.MARKDOWN: markdown.read, Format.TEXT: text.read}
_OF_KIND: Mapping[Kind, Reader] = {Kind.DOCX: docx.read, Kind.XLSX: xlsx.read, Kind.PDF: pdf.read}


def document_of(name: str, held: bytes) -> Document:
    """Return what stands in a file. The name counts only for what the bytes leave open.

    Raises NotAPlan if the file is of no format that is read, or is damaged.
    """
    kind = kind_of(held)
    if kind is None:
        return _OF_TEXT[format_of(name, decode(held))](held)
    if reader := _OF_KIND.get(kind):
        return reader(held)
    raise NotAPlan(_refusal(kind))


def _refusal(kind: Kind) -> str:
    """Return the sentence that says what a file is, and what to do with it."""
    match kind:
        case Kind.DOCX | Kind.ODT | Kind.RTF | Kind.HTML | Kind.MAIL | Kind.PPTX:
            instead = "in_words"
        case Kind.XLSX | Kind.XLSB:
            instead = "in_sheets"
        case Kind.OLD_OFFICE | Kind.LOCKED | Kind.PDF | Kind.ZIP | Kind.PICTURE | Kind.SQLITE:
            instead = f"in_{kind}"
        case _:
            assert_never(kind)
    return say("not_a_plan", "other_program", kind=say("kind", kind), instead=say("kind", instead))
