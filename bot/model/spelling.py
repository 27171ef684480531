"""Spelling: one way to write what keyboards, phones and programs write in many, so that it can be read and compared."""

from __future__ import annotations

import re
import unicodedata

# Seen by nobody: marks of order, soft hyphens, spaces of no width. Joiners hold together emoji and the letters of some scripts.
_UNSEEN = re.compile("[\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
_IN_A_NUMBER = re.compile(rf"(?<=\d)(?:{_UNSEEN.pattern}|[\u200c\u200d])+(?=\d)")
_JOINERS = re.compile("(?<![^\x00-\x7f\u200c\u200d])[\u200c\u200d]+")
_LINES = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_SIGNS = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc\u02b9\uff07\u00b4", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\uff02", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-"),
    }
)
_IN_A_WORD = re.compile("(?<=\\w)`(?=\\w)")


def legible(text: str) -> str:
    """Return a text as it is seen: letters composed, spaces plain, and nothing in it that nobody sees."""
    if text.isascii() and "\r" not in text and "\x0b" not in text and "\x0c" not in text:
        return text
    seen = _UNSEEN.sub("", grouped(unicodedata.normalize("NFC", text)))
    seen = _SPACES.sub(" ", _LINES.sub("\n", seen))
    return unicodedata.normalize("NFC", _JOINERS.sub("", seen))


def grouped(text: str) -> str:
    """Return a text with a space for what nobody sees between two digits: run together they would pass for another number."""
    return _IN_A_NUMBER.sub(" ", text)


def one_sign_each(text: str) -> str:
    """Return a text with one apostrophe, one dash and one kind of quotes. Every place in it stays where it was."""
    return text.translate(_SIGNS)


def plain_signs(text: str) -> str:
    """Return a text with one apostrophe, one dash, one kind of quotes, and no marks of code."""
    text = one_sign_each(legible(text))
    if "`" in text:
        text = _IN_A_WORD.sub("'", text).replace("`", "")
    return unicodedata.normalize("NFC", _JOINERS.sub("", text))


def alike(name: str) -> str:
    """Return a name to compare by: two that a person would call the same are the same."""
    return unicodedata.normalize("NFKC", " ".join(plain_signs(unicodedata.normalize("NFKC", name)).casefold().split()))
