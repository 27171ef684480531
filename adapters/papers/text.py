"""Text as a file can hold it, and addresses as a file may link to them. What a person wrote is data, never markup."""

from __future__ import annotations

from datetime import date
from typing import assert_never
from urllib.parse import quote, urlsplit

from bot.model.letters.message import Mark
from bot.wording.sentences import words

MOST_ADDRESS = 2_079  # letters of an address that Excel follows
_SAFE = "-._~:/?#[]@!$&'()*+,;=%"
_UNWRITABLE = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)))
_UNWRITABLE[0x85] = "\n"  # a line's end


def held(text: str) -> str:
    """Return a text as XML can hold it: without control characters and lone surrogates, its lines ended alike."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_UNWRITABLE)


def followed(url: str) -> str | None:
    """Return an address as a link to it is written in a file. None if it is no web address, or one that Office would choke on."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        return None
    host = parts.hostname if port is None else f"{parts.hostname}:{port}"
    try:
        plain = host.encode("idna").decode("ascii") if not host.isascii() else host
    except UnicodeError:
        return None
    if not set(plain) <= _HOST:
        return None
    rest = quote(held(parts._replace(scheme="", netloc="").geturl()), safe=_SAFE)
    address = f"{parts.scheme.lower()}://{plain}{rest}"
    return address if len(address) <= MOST_ADDRESS else None


_HOST = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-._:")


def short_day(when: date) -> str:
    """Write a day as it stands in a cell: 1 Dec 2025."""
    return f"{when.day} {when:%b %Y}"


def in_words(value: str | int | float | date | None) -> str:
    """Return the value of a cell as people write it."""
    match value:
        case None:
            return ""
        case date():
            return short_day(value)
        case float():
            return f"{value:g}"
        case int() | str():
            return str(value)
    assert_never(value)


def marked(mark: Mark) -> str:
    """Return the shape and word of a mark."""
    return f"{mark.shape} {mark.word}"


def linked(text: str, url: str) -> str:
    """Return the words of a link with its address in sight."""
    return url if text in ("", url) else words("drawing.paper.linked", {"text": text, "url": url})
