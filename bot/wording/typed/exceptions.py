"""Exceptions: "all but 1.1.3 are green" in its many orders, written in the one that is read: "all green except 1.1.3"."""

from __future__ import annotations

import re

from bot.wording.typed.heads import EXCEPT, a_set, a_status, bridge, several

_OUT = rf"(?P<out>{several})(?:\s?\((?P<told>[^()]{{1,400}})\))?"
_ORDERS = tuple(
    re.compile(order, re.IGNORECASE)
    for order in (
        rf"(?P<set>{a_set}){EXCEPT}{_OUT}{bridge}(?P<word>{a_status})",
        rf"{EXCEPT}{_OUT}\s?[,:;]?\s?(?:and |then )?(?P<set>{a_set}){bridge}(?P<word>{a_status})",
    )
)
_IN_BRACKETS = re.compile(rf"(?<![\w.])(?P<refs>{several})\s?\(\s?(?P<told>{a_status}[^()]{{0,400}})\)", re.IGNORECASE)

_AMONG = re.compile(
    r"\A(?:except|apart from|other than|excluding)\b\D{0,20}(?P<named>[0-9]{1,3}(?:\.[0-9]{1,3}){0,2})(?![0-9])", re.IGNORECASE
)


def in_order(text: str) -> str:
    """Return a line with its exception behind the status, and a status in brackets without them."""
    for order in _ORDERS:
        if found := order.match(text):
            told = f" {found['told'].strip()}" if found["told"] else ""
            after = text[found.end() :].lstrip(" ,;")
            text = f"{found['set']} {found['word']} except {found['out']}{told}{f'; {after}' if after else ''}"
    return _IN_BRACKETS.sub(r"\g<refs> \g<told>", text)


def unread_exception(words: str) -> str | None:
    """Return the number in words about all milestones that may be meant as an exception. None if there is none."""
    found = _AMONG.search(words)
    return found["named"] if found else None
