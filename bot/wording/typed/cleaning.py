"""Cleaning: what was typed, without the marks that a phone, an editor or a list put around it. The same on every platform."""

from __future__ import annotations

import re

from bot.model.spelling import plain_signs
from bot.wording.typed.heads import REF

_KEPT = re.compile(r"(https?://\S+|(?<!\S)#[\w-]+)", re.IGNORECASE)  # a link, and the token of a button
_STRESSED = re.compile(r"(?<![^\W_])(?<!#)([*_~]{1,8})([^\s*_~](?:[^*_~\n]*[^\s*_~])?)\1(?![^\W_])")
_BULLET = re.compile(r"^[^\S\n]*(?:>|[-*\u2022\u2023\u25aa\u00b7][^\S\n])[^\S\n]*(?=[#(]?[0-9])", re.MULTILINE)
_NUMBERED = re.compile(
    rf"(?:^|(?<=[\s,;]))\(?[0-9]{{1,2}}\)\s?(?={REF}(?![0-9]))|^[0-9]{{1,2}}\.[^\S\n](?={REF}(?![0-9]))", re.MULTILINE
)
_QUOTED = re.compile(r"([\"'])([0-9]{1,3}(?:\.[0-9]{1,3}){2}|green|amber|red|complete|not started)\1", re.IGNORECASE)
_PASSES = 5


def cleaned(said: str) -> str:
    """Return what was typed, to be understood. What was cleaned once stays as it is."""
    text = plain_signs(said)
    for _ in range(_PASSES):
        again = _out_of_quotes(_QUOTED.sub(r"\2", _NUMBERED.sub("", _BULLET.sub("", _without_stress(text).strip()))))
        if again == text:
            break
        text = again
    return text


def _without_stress(text: str) -> str:
    """Take out the stars and underlines of words in bold or italics. A link and a token keep their own."""
    if not any(mark in text for mark in "*_~"):
        return text
    pieces = _KEPT.split(text)
    return "".join(piece if at % 2 else _STRESSED.sub(r"\2", piece) for at, piece in enumerate(pieces))


def _out_of_quotes(text: str) -> str:
    """Take the quotes from a text that stands in them as a whole."""
    for quote in "\"'":
        if len(text) > 1 and text[0] == text[-1] == quote and quote not in text[1:-1]:
            return text[1:-1].strip()
    return text
