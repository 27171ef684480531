"""A unique pupil number: a letter that checks the twelve signs behind it, of which the last may be a letter for a time."""

from __future__ import annotations

import re

_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"  # in the order of what they check
_OF_THEM = "A-HJ-NP-RT-Z"
_BETWEEN = r"[\s.\-/]{0,2}"
_UPN = re.compile(
    rf"(?<![A-Za-z0-9])(?:([{_OF_THEM}]){_BETWEEN}|([{_OF_THEM.lower()}]))"
    rf"(\d(?:{_BETWEEN}\d){{10}}){_BETWEEN}([\d{_OF_THEM}{_OF_THEM.lower()}])(?![A-Za-z0-9])",
    re.ASCII,
)


def holds_upn(text: str) -> bool:
    """Say if there is a unique pupil number in a text as it is read."""
    return any(_checks(found[1] or found[2], found[3], found[4]) for found in _UPN.finditer(text))


def _checks(letter: str, digits: str, last: str) -> bool:
    """Say if the letter is what the other twelve signs make it."""
    values = [int(sign) for sign in digits if sign.isdigit()]
    values.append(int(last) if last.isdigit() else _LETTERS.index(last.upper()))
    return _LETTERS[sum(weight * value for weight, value in enumerate(values, 2)) % len(_LETTERS)] == letter.upper()
