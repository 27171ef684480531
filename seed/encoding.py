"""Read bytes as text, whatever program saved them."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from charset_normalizer import from_bytes

from bot.model.documents.not_a_plan import NotAPlan
from bot.model.spelling import grouped
from seed.words import say

_MARKS = (  # the longer first: the mark of UTF-32 begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LOOKED_AT = 4096  # bytes at the beginning of a file, and of its letters that tell its code page
_NUL_SHARE = 0.4  # of every second byte, if English was saved in two bytes a letter
_OLD_PAGES = ("cp1252", "mac_roman", "cp850", "cp437", "cp1250", "iso8859_15")  # what offices of western Europe have saved in
_EXPECTED = frozenset("‘’“”–—…•·£€©®™°±²³¼½¾×§«»\u00a0àáâäãåæçèéêëìíîïñòóôöõøœùúûüýÿšžÀÁÂÄÅÇÈÉÊÍÑÓÔÖØÚÜßŠŽ")
_MAY_STAND = frozenset("\t\n\r\x0b\x0c\x1a")  # control signs of text: ends of lines and pages, and of a file of DOS
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))  # signs of no width: two names look alike that are not
_ODD = bytes(sign for sign in range(ord(" ")) if chr(sign) not in _MAY_STAND)


def decode(held: bytes) -> str:
    """Return the text of a file, without a byte order mark. Raises NotAPlan if it is no text."""
    text = _text(held)
    if text is None or _is_trash(text):
        raise NotAPlan(say("not_a_plan", "no_text"))
    return text.rstrip("\x1a") if text.isascii() else grouped(text.rstrip("\x1a")).translate(_UNSEEN)


def _text(held: bytes) -> str | None:
    if marked := next((encoding for mark, encoding in _MARKS if held.startswith(mark)), None):
        return _in(held, marked)
    for encoding in _likely(held):
        if (text := _in(held, encoding)) is not None:
            return text
    return _of_an_old_page(held)


def _in(held: bytes, encoding: str) -> str | None:
    try:
        return held.decode(encoding)
    except UnicodeDecodeError:
        return None


def _likely(held: bytes) -> Iterator[str]:
    beginning = held[:_LOOKED_AT]
    half = max(len(beginning) // 2, 1)
    if beginning[1::2].count(0) > _NUL_SHARE * half:
        yield "utf-16-le"
    elif beginning[::2].count(0) > _NUL_SHARE * half:
        yield "utf-16-be"
    yield "utf-8"


def _of_an_old_page(held: bytes) -> str | None:
    """Read one byte a letter: as Windows did in Europe if all it makes is seen in English, else as its letters speak for."""
    windows = _in(held, "cp1252")
    if windows and all(letter.isascii() or letter in _EXPECTED for letter in windows):
        return windows
    best = from_bytes(held, cp_isolation=list(_OLD_PAGES)).best()
    return str(best) if best else windows


def _is_trash(text: str) -> bool:
    """Say if there are signs in it that no text has. A few of the lesser ones are what a copy out of a pdf leaves."""
    held = text.encode("utf-8", "replace")  # each of these signs is one byte, and no part of another
    odd = len(held) - len(held.translate(None, _ODD))
    return b"\x00" in held or odd > 2 + len(text) // 200
