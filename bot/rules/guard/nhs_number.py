"""An NHS number: ten digits whose last one checks the others, written 3-3-4, one by one, as the name of a file, or in any way
near a word such as NHS."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

_GROUPED = re.compile(
    r"(?<!\d)(?<!\d[.,/\-])(\d{3})[\s.,|\-/]{1,3}(\d{3})[\s.,|\-/]{1,3}(\d{4})(?!\d)(?![.,\-/]\d)", re.ASCII
)
_SPELT = re.compile(r"(?<!\d)(?<!\d[\s.,|\-/])\d([ |\-])\d(?:\1\d){8}(?!\d)(?![\s.,|\-/]\d)", re.ASCII)
_A_FILE = re.compile(
    r"(?<=/)(\d{10})(?=\.(?:pdf|docx?|xlsx?|pptx?|rtf|odt|msg|eml|jpe?g|png|heic|zip)(?![\w]))", re.IGNORECASE | re.ASCII
)
_RUN = re.compile(r"\d+(?:[\s.\-/()]{1,3}\d+)*", re.ASCII)
_DIGITS = re.compile(r"\d+", re.ASCII)
_NHS = re.compile(r"(?<![^\W_])n\.? ?h\.? ?s(?![^\W\d_])", re.IGNORECASE)
_OF_A_CHILD = re.compile(r"(?<![^\W_])(?:ehcps?|ehc plan|pupil|patient)(?![^\W\d_])", re.IGNORECASE)
_OTHERWISE = re.compile(  # a number that is led in so is another one
    r"(?:\b(?:tel|telephone|phone|call|ring|mobile|fax|po|order|invoice|quote|ticket|requisition)(?: (?:no|number|on|us on|ref))?"
    r"[ .:#]{0,3}|\+\d{1,3}[\s(0)]{0,5}|[\u00a3$\u20ac] ?)\Z",
    re.IGNORECASE | re.ASCII,
)
# Ten digits that stand alone, in no link and no amount, and what says that they are the number of something else.
_BARE = re.compile(r"(?<![\w.,/|\-#=&+:@%\u00a3$\u20ac])(?<![\u00a3$\u20ac] )\d{10}(?![\w/|\-=&@%]|[.,]\d)", re.ASCII)
_OF_A_THING = re.compile(
    r"\b(?:ref|reference|contract|account|acct?|project|grant|budget|cost|code|form|version|isbn|uprn|urn|ukprn|meeting|webinar|passcode|pin"
    r"|licen[cs]e|version|serial|asset|job|purchase|supplier|vendor|charity|company|dn|req)"
    r"(?: (?:no|number|code|id|ref|is|centre))*[ .:#]{1,3}\Z|\bid[ :]{1,2}\Z",
    re.IGNORECASE | re.ASCII,
)
_LEAD = 40  # letters before a number in which something may lead it in
_NEAR = 60  # letters between the word NHS and a number
_LENGTH = 10


def holds_nhs_number(text: str) -> bool:
    """Say if there is an NHS number in a text as it is read."""
    if sum(map(str.isdigit, text)) < _LENGTH:
        return False
    nhs = [found.start() for found in _NHS.finditer(text)]
    near = sorted([*nhs, *(found.start() for found in _OF_A_CHILD.finditer(text))])
    return any(_is_one(text, start, digits, nhs) for start, digits in _plain(text)) or (
        bool(near) and any(_is_near(start, near) and _is_one(text, start, digits, nhs) for start, digits in _in_any_groups(text))
    )


def holds_bare_number(text: str) -> bool:
    """Say if ten digits stand alone in a text as it is read that check as an NHS number does, and nothing says what they are. One
    in eleven of other numbers checks so too: it may be asked about, and not refused."""
    alone = ((found.start(), found[0]) for found in _BARE.finditer(text))
    return any(_is_one(text, start, digits, ()) and not _is_led_in(text, start) for start, digits in alone)


def _is_led_in(text: str, start: int) -> bool:
    return _OF_A_THING.search(text[max(start - _LEAD, 0) : start]) is not None


def _plain(text: str) -> Iterator[tuple[int, str]]:
    """Yield the ten digits that are written as an NHS number is, and where they begin."""
    yield from ((found.start(), found[1] + found[2] + found[3]) for found in _GROUPED.finditer(text))
    yield from ((found.start(), "".join(filter(str.isdigit, found[0]))) for found in _SPELT.finditer(text))
    yield from ((found.start(), found[1]) for found in _A_FILE.finditer(text))


def _in_any_groups(text: str) -> Iterator[tuple[int, str]]:
    """Yield whatever ten digits stand together, however they are grouped, and where they begin."""
    for run in _RUN.finditer(text):
        groups = [(found.start(), found[0]) for found in _DIGITS.finditer(text, run.start(), run.end())]
        for at, (start, _) in enumerate(groups):
            digits = ""
            for _, group in groups[at : at + _LENGTH]:
                digits += group[: _LENGTH + 1]
                if len(digits) >= _LENGTH:
                    break
            if len(digits) == _LENGTH:
                yield start, digits


def _is_near(start: int, nhs: Sequence[int]) -> bool:
    """Say if the word NHS stands near a number, before it or after it."""
    at = bisect_left(nhs, start)
    return any(abs(start - place) <= _NEAR for place in nhs[max(at - 1, 0) : at + 1])


def _is_one(text: str, start: int, digits: str, nhs: Sequence[int]) -> bool:
    if len(set(digits)) == 1 or not _checks(digits):
        return False
    lead = text[max(start - _LEAD, 0) : start]
    if _OTHERWISE.search(lead) is not None:
        return False
    return digits[0] != "0" or _is_near(start, nhs)


def _checks(digits: str) -> bool:
    """Say if the last digit is what the nine before it make it."""
    total = sum(weight * int(digit) for weight, digit in zip(range(_LENGTH, 1, -1), digits, strict=False))
    return (11 - total % 11) % 11 == int(digits[-1])
