"""Tags of HTML as they are put together: what a person wrote goes in as text, and is never markup."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from lxml import etree

Element = etree._Element
Part = Element | str | None
# What no page can hold: control characters, lone surrogates, and signs that turn round what stands after them.
_UNWRITABLE = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)))
_UNWRITABLE |= dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
_NAMES = {"class_": "class", "for_": "for", "type_": "type"}


def held(text: str) -> str:
    """Return a text as a page can hold it."""
    return text if text.isascii() and text.isprintable() else text.translate(_UNWRITABLE)


def tag(name: str, /, *parts: Part, **attributes: str | None) -> Element:
    """Return an element of some parts. An attribute that is None is left out, and one that is empty is written alone."""
    said = {_named(key): held(value) for key, value in attributes.items() if value is not None}
    element = etree.Element(name, said)
    last: Element | None = None
    for part in parts:
        if part is None:
            continue
        if isinstance(part, str):
            if last is None:
                element.text = (element.text or "") + held(part)
            else:
                last.tail = (last.tail or "") + held(part)
        else:
            element.append(part)
            last = part
    return element


def _named(key: str) -> str:
    return _NAMES.get(key, key.replace("_", "-"))


def spaced(parts: Iterable[Part]) -> list[Part]:
    """Return parts with a space between each two."""
    said: list[Part] = []
    for part in parts:
        if part is not None:
            said += [" ", part] if said else [part]
    return said


def followed(url: str) -> str | None:
    """Return an address that a link may lead to. None if it is no web address."""
    try:
        parts = urlsplit(held(url.strip()))
        host = parts.hostname
    except ValueError:
        return None
    return parts.geturl() if parts.scheme.lower() in ("http", "https") and host and "@" not in parts.netloc else None


def unseen(text: str) -> Element:
    """Return words that are only read out."""
    return tag("span", text, class_="unseen")
