"""The files of other programs, known by how they begin: so that somebody who gives one is told what it is."""

from __future__ import annotations

from pathlib import Path

MOST_LOOKED_AT = 4096  # bytes at the beginning, and at the end, of a file
_BEGINS = {
    b"%PDF-": "pdf",
    b"\xd0\xcf\x11\xe0": "old_office",
    b"{\\rtf": "rtf",
    b"SQLite format 3\x00": "sqlite",
    b"\x89PNG": "picture",
    b"\xff\xd8\xff": "picture",
    b"GIF8": "picture",
    b"<!doctype html": "html",
    b"<html": "html",
}
_PACKED = {b"word/": "docx", b"xl/": "xlsx", b"ppt/": "pptx", b"opendocument": "odt"}


def beginning_of(file: Path) -> bytes:
    """Return as much of a file as is looked at to know it."""
    with file.open("rb") as opened:
        return opened.read(MOST_LOOKED_AT)


def kind_of(held: bytes) -> str | None:
    """Return what kind of another program's file this is, None if it may be plain text."""
    if held.startswith(b"PK\x03\x04"):
        looked_at = held[:MOST_LOOKED_AT] + held[-MOST_LOOKED_AT:]
        return next((kind for sign, kind in _PACKED.items() if sign in looked_at), "zip")
    begins = held[:32].lstrip().lower()
    return next((kind for sign, kind in _BEGINS.items() if begins.startswith(sign.lower())), None)
