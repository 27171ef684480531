"""Choose the reader of a file: by its bytes, and by its name only for what they leave open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from bot.model.documents.not_a_plan import NotAPlan
from seed.encoding import decode
from seed.source import Document, Format
from seed.sources import reader_of
from seed.sources.kinds import Kind, format_of, kind_of
from seed.words import say

_OF_KIND: Mapping[Kind, Format] = {Kind.XLSX: Format.XLSX, Kind.DOCX: Format.DOCX, Kind.PDF: Format.PDF}


def document_of(name: str, held: bytes) -> Document:
    """Return what stands in a file. Raises NotAPlan if it is of no format that is read, or is damaged."""
    return reader_of(format_in(name, held))(held)


def format_in(name: str, held: bytes) -> Format:
    """Return the format of a file. Raises NotAPlan if it is one that is not read."""
    kind = kind_of(held)
    if kind is None:
        return format_of(name, decode(held))
    if kind in _OF_KIND:
        return _OF_KIND[kind]
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
