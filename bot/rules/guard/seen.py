"""Words as a person reads them, so that no rule is got round by wide digits, odd dashes or blanks that nobody sees."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

from bot.model.spelling import legible, one_sign_each

_MARKS = re.compile(r"[*~`_]+")  # of bold and the like, which are taken out before words are kept


def as_read(text: str) -> str:
    """Return a text with plain digits, letters and dashes."""
    if text.isascii():
        return text
    plain = one_sign_each(unicodedata.normalize("NFKC", legible(text)))
    return plain if plain.isascii() else "".join(map(_plain_digit, plain))


def readings(text: str) -> tuple[str, ...]:
    """Return a text as it is read, and as it would be without marks of bold, and with what a link writes in per cent written
    out. Digits that are grouped by such are grouped."""
    seen = as_read(text)
    apart = " ".join(_MARKS.sub(" ", as_read(unquote(text))).split())
    return (seen,) if apart == seen else (seen, apart)


def _plain_digit(sign: str) -> str:
    return str(unicodedata.decimal(sign)) if sign.isdecimal() else sign
