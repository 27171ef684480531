"""Read one cell of a plan document: its paragraphs, its brackets, the dates at the end of its sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from seed.meaning.dates import is_date_phrase, read_date

BULLET = re.compile(r"^[\u2022\u25aa\u25e6\u25cf\u2023\u00b7]\s*")
_DANGLING = re.compile(
    r"(?:,|\b(?:and|or|of|the|a|an|to|in|for|with|by|within|from|as|at|on|can|will|that|which|their|is|are|operational))$",
    re.I,
)
_LONGEST_DANGLING = 24  # letters at the end of some words in which they show that they go on
_TRAILING = 400  # letters in front of a bracket in which a date may begin
_WORDS_OF_ITS_OWN = ("start:", "starts:")  # those of a sentence, with a date after them
_BRACKET = re.compile(r"[()]")
_PARAGRAPH = re.compile(r"</?(?:p|br)\s*/?>", re.I)


@lru_cache(maxsize=4096)
def key(text: str) -> str:
    """Return a line without case and signs, to compare by."""
    return re.sub(r"\W+", "", text).casefold()


def flat(cell: str) -> str:
    """Return a cell as one line."""
    return " ".join(_PARAGRAPH.sub(" ", cell).split())


def without_brackets(phrase: str) -> str:
    """Return a phrase without the brackets around the whole of it."""
    inner = phrase.removesuffix(".")
    for opens, closes in ("()", "[]"):
        words = inner[1:-1].strip()
        if inner[:1] == opens and inner[-1:] == closes and words and opens not in words and closes not in words:
            return words
    return phrase


def parts(cell: str) -> list[str]:
    """Return the paragraphs of a cell, each as one line."""
    return [flat for part in _PARAGRAPH.split(cell.replace("\n", "<p>")) if (flat := " ".join(part.split()))]


def dangles(text: str) -> bool:
    """Say if some words end as no sentence does."""
    return _DANGLING.search(text[-_LONGEST_DANGLING:]) is not None


def clean_ref(ref: str) -> str:
    """Return a reference without the dot or bracket after it."""
    ref = ref.strip().rstrip(".")
    return ref if ref.count("(") >= ref.count(")") else ref.rstrip(".)")


def dated_parts(parts: Sequence[str]) -> tuple[list[tuple[str, str]], str]:
    """Return the words before each bracketed date that ends a milestone, with the date, and what is left at the end.

    Each part goes on from the end of the one before it. Nothing is looked at twice.
    """
    found: list[tuple[str, str]] = []
    rest, opened = "", -1  # and the place of a bracket that stands open
    for part in parts:
        read, begun = len(rest), 0
        rest += f" {part}" if rest else part
        for sign in _BRACKET.finditer(rest, read):
            at = sign.start()
            if at < begun:
                continue
            if sign[0] == ")" and (dated := _dated_at(rest, begun, opened, at)):
                begin, phrase, after = dated
                found.append((rest[begun:begin].rstrip(), phrase))
                begun = after
            opened = at if sign[0] == "(" else -1
        rest, opened = rest[begun:], max(opened - begun, -1)
        if (begun or not read) and not re.search(r"\w", rest):
            rest, opened = "", -1
    return found, rest


def _dated_at(text: str, begun: int, opened: int, at: int) -> tuple[int, str, int] | None:
    """Find a date before the closing bracket. Returns its place, the date, and the place of what follows."""
    after = at + 1
    while after < len(text) and text[after] in " .;,":
        after += 1
    if after < len(text) and text[after].isalpha() and not text[after].isupper():
        return None
    begin, phrase = opened, text[opened + 1 : at].strip()
    if opened < 0:
        late = date_at_the_end(text[max(begun, at - _TRAILING) : at], loose=True)
        if late is None:
            return None
        phrase = late[1]
        begin = text.rindex(phrase, begun, at)
    return (begin, phrase, after) if is_date_phrase(phrase) else None


def date_at_the_end(text: str, loose: bool = False) -> tuple[str, str] | None:
    """Find a date at the end of the words that has no bracket before it. Returns the words before it, and the date."""
    words = text.rstrip(" .").rsplit(" ", 8)
    for at in range(len(words) == 9, len(words)):
        phrase = " ".join(words[at:])
        reading = read_date(phrase)
        if not reading.problem and (reading.due or reading.start) and not phrase.lower().startswith(_WORDS_OF_ITS_OWN):
            before = " ".join(words[:at]).rstrip()
            cut = loose or before[-1:] in ".:;,-\u2013" or phrase.lower().startswith(("by ", "end "))
            return (before.rstrip(" :;,-\u2013") if cut else text), phrase
    return None
