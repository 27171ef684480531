"""Refs as a phone writes what is dictated to it: "one point one point two green" is about 1.1.2."""

from __future__ import annotations

import re

_SMALL = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
    "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_VALUES = {word: n for n, word in enumerate(_SMALL, 1)} | {word: n * 10 for n, word in enumerate(_TENS, 2)}
_ONE = rf"(?:[0-9]{{1,2}}|(?:{'|'.join(_TENS)})(?:[ -](?:{'|'.join(_SMALL[:9])}))?|{'|'.join(reversed(_SMALL))})"
_JOINED = r" (?:point|dot) "
_ASKS = r"(?:update|status|history|why|who|impact|evidence|check|dates)"  # what is asked of an action as well
_NOUN = r"(?:(?:milestone|action|number) )?"
_SPOKEN = re.compile(
    rf"(?P<lead>{_ASKS} {_NOUN}(?={_ONE}{_JOINED})|{_NOUN}(?={_ONE}{_JOINED}{_ONE}{_JOINED}))"
    rf"(?P<ref>{_ONE}{_JOINED}{_ONE}(?:{_JOINED}{_ONE})?)(?!\w)(?!{_JOINED})",
    re.IGNORECASE | re.ASCII,
)
_POINT = re.compile(_JOINED, re.IGNORECASE)


def with_refs(text: str) -> str:
    """Return a text with the ref that it begins with in digits, if that was dictated. Words that come later stay as they are:
    they may be kept."""
    found = _SPOKEN.match(text)
    if found is None:
        return text
    ref = ".".join(map(_digits, _POINT.split(found["ref"])))
    return f"{found['lead']}{ref}{text[found.end() :]}"


def _digits(said: str) -> str:
    return said if said.isdigit() else str(sum(_VALUES[word] for word in re.split("[ -]", said.lower())))
