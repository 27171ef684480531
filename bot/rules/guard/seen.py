"""Words as a person reads them, so that no rule is got round by wide digits, odd dashes or blanks that nobody sees."""

from __future__ import annotations

import unicodedata

from bot.model.spelling import legible, one_sign_each


def as_read(text: str) -> str:
    """Return a text with plain digits, letters and dashes."""
    if text.isascii():
        return text
    plain = one_sign_each(unicodedata.normalize("NFKC", legible(text)))
    return plain if plain.isascii() else "".join(map(_plain_digit, plain))


def _plain_digit(sign: str) -> str:
    return str(unicodedata.decimal(sign)) if sign.isdecimal() else sign
