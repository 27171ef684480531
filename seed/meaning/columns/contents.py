"""The contents of a column: dates, people, colours, prose, and how often they repeat."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from seed.meaning.colours import Hue, hue_of, said
from seed.source import EMPTY, Cell, Line

MOST_ROWS = 1_000  # rows in which a column is looked into
SAMPLED = 60  # cells of a column that are looked into
MOST_CELL = 80  # letters: a longer cell is prose
_PERSON = 16  # words that are looked at for a post
_PROSE = 5  # words from which on a cell is a sentence rather than a name

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|"
    r"dec(?:ember)?)"
)
_DATE = re.compile(
    rf"\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{1,4}}|\b{_MONTH}\b|\bq[1-4]\b|\b(?:19|20)\d\d\b|\b\d\d/\d\d\b|\bfy\s?\d|\bterm\b|"
    r"\b(?:spring|summer|autumn|winter|easter|christmas)\b|\b(?:immediate(?:ly)?|ongoing|on-going|tbc|tbd|monthly|weekly|"
    r"quarterly|termly|annually|annual|half[ -]term|rolling|continuous|asap|year end|next meeting)\b",
    re.IGNORECASE,
)
_NO_DAY = re.compile(
    r"term|spring|summer|autumn|winter|easter|christmas|ongoing|on-going|monthly|weekly|quarterly|termly|annually|annual|rolling|"
    r"continuous",
    re.IGNORECASE,
)
_TIMELY = re.compile(  # words that may stand beside a date without making a sentence of it
    rf"{_MONTH}|by|end|of|the|from|to|until|till|early|mid|late|beginning|start|due|before|after|on|in|at|and|or|was|term|year|fy|q[1-4]|"
    r"quarter|half|spring|summer|autumn|winter|easter|christmas|week|weeks|commencing|ending|month|months|monthly|weekly|daily|each|every|"
    r"quarterly|termly|annually|annual|yearly|ongoing|going|rolling|continuous|asap|tbc|tbd|next|meeting|immediate|immediately|date|agreed|"
    r"confirmed|be|w|c|e|am|pm|st|nd|rd|th|mon|tue|wed|thu|fri|sat|sun|then|onwards|review|target|revised|original|financial|academic",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^\W\d_]+")
_MOST_BESIDE = 1  # words beside a date
_SERIAL = range(36_526, 73_051)  # the years 2000 to 2099 as a workbook counts days
_REF = re.compile(
    r"[A-Za-z]{0,6}[ ./_-]?[A-Za-z]{0,4}[.-]?\d{1,6}(?:[./-]\d{1,4})*[a-z]?(?:\([a-z\d]{1,4}\)){0,2}[.)]?|[A-Z]|[\w-]{4,24}"
)
_NUMBER = re.compile(r"[-+]?£?\d[\d,]*(?:\.\d+)?\s?%?")
_PERCENT = re.compile(r"\d{1,3}(?:\.\d+)?\s?%")
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.\w")
_POSTS = frozenset(
    [
        "head", "director", "chair", "chief", "manager", "officer", "lead", "leader", "principal", "coordinator", "adviser",
        "advisor", "nurse", "commissioner", "psychologist", "therapist", "analyst", "partner", "consultant", "secretary",
        "administrator", "team", "board", "headteacher", "governor", "governors", "sendco", "senco", "practitioner",
        "matron", "sro", "supervisor", "managers", "officers", "leads", "heads", "service", "services", "leaders",
        "teachers", "warden", "ranger", "editor", "pharmacist",
    ]
)  # fmt: skip
_NOBODY = frozenset(["tbc", "tbd", "vacant", "all", "n/a", "none", "everyone", "everybody", "all staff", "to be confirmed"])
_SMALL = frozenset(["of", "and", "for", "the", "&", "in", "de", "van", "von", "with", "to", "at", "or", "on", "a", "-", "/"])
_URGENT = frozenset(
    [
        "high", "medium", "low", "urgent", "important", "critical", "highest", "lowest", "normal", "moderate", "must",
        "should", "could", "wont", "essential", "desirable", "major", "minor", "advisory", "h", "m", "l", "med", "severe",
        "trivial", "blocker", "fundamental", "significant", "merits attention", "very high", "very low", "p1", "p2", "p3",
        "p4", "1", "2", "3", "4", "5", "immediate", "routine",
    ]
)  # fmt: skip
_ANSWERS = frozenset(["yes", "no", "true", "false", "y", "n", "checked", "unchecked", "x", "ticked", "\u2713", "\u2714"])


class Contents(NamedTuple):
    """The contents of a column. Each share is one of the cells looked into that are filled, from 0 to 1.

    `filled` are its filled cells, `distinct` how many different ones, `rows` the rows of its table. `fills` are cells that hold
    nothing but a colour, as a share of the rows looked into, and `hues` their colours. If it is `rising` its cells are numbers
    from 1 on, none smaller than the one above it: they count the parts of something. `ends` are such as end with a date.
    """

    rows: int = 0
    filled: int = 0
    distinct: int = 0
    letters: float = 0.0
    dates: float = 0.0
    people: float = 0.0
    refs: float = 0.0
    states: float = 0.0
    numbers: float = 0.0
    shares: float = 0.0
    prose: float = 0.0
    urgent: float = 0.0
    answers: float = 0.0
    addresses: float = 0.0
    ends: float = 0.0
    fills: float = 0.0
    hues: frozenset[Hue] = frozenset()
    rising: bool = False

    @property
    def is_empty(self) -> bool:
        """Say if the column holds neither words nor colours."""
        return self.filled == 0 and self.fills == 0

    @property
    def repeats(self) -> float:
        """Return how many rows share one entry of the column on average. A cell that is left empty repeats the one above."""
        return self.rows / self.distinct if self.distinct else 0.0

    @property
    def is_words(self) -> bool:
        """Say if its cells are words rather than dates, numbers or answers."""
        return self.filled > 0 and max(self.dates, self.numbers, self.answers, self.states) < 0.6


_SHARES = ("dates", "people", "refs", "states", "numbers", "shares", "prose", "urgent", "answers", "addresses", "ends")


def cell_of(line: Line, at: int) -> Cell:
    """Return the cell of a line in a column, an empty one if the line is too short."""
    return line.cells[at] if at < len(line.cells) else EMPTY


def contents_of(body: Sequence[Line], at: int) -> Contents:
    """Return what a column of these rows holds. Of very many rows the first are looked into, unless they are empty."""
    if len(body) > MOST_ROWS:
        first = contents_of(body[:MOST_ROWS], at)
        return contents_of(body[MOST_ROWS:], at) if first.is_empty else first
    filled = [cell for line in body if at < len(line.cells) and (cell := line.cells[at]).text and not cell.text.isspace()]
    looked_at = body[:: max(1, -(-len(body) // SAMPLED))]
    bare = [cell.fill for line in looked_at if (cell := cell_of(line, at)).fill and not cell.text]
    hues = [hue for fill in bare if (hue := hue_of(fill)) is not None]
    held = Contents(rows=len(body), fills=len(hues) / max(1, len(looked_at)), hues=frozenset(hues))
    if not filled:
        return held
    looked = filled[:: max(1, -(-len(filled) // SAMPLED))]
    kinds = [[is_so * count for is_so in _kinds(cell)] for cell, count in Counter(looked).items()]
    shares = dict(zip(_SHARES, (sum(kind) / len(looked) for kind in zip(*kinds, strict=True)), strict=True))
    letters = sum(len(cell.text) for cell in looked) / len(looked)
    distinct = {cell.text for cell in filled}
    rising = _is_rising(filled, distinct)
    return held._replace(filled=len(filled), distinct=len(distinct), letters=letters, rising=rising, **shares)


def _is_rising(filled: Sequence[Cell], distinct: set[str]) -> bool:
    """Say if some cells count the parts of something: 1, 1, 2, 3. How urgent rows are goes up and down."""
    if not len(filled) > len(distinct) > 1 or any(len(text) > 3 or not text.isdecimal() for text in distinct):
        return False
    numbers = [int(cell.text) for cell in filled]
    return numbers[0] == 1 and numbers == sorted(numbers)


def is_dated(cell: Cell) -> bool:
    """Say if a cell is a date and little else, as far as can be seen at a glance."""
    if cell.value is not None:
        return isinstance(cell.value, date) or (float(cell.value).is_integer() and int(cell.value) in _SERIAL)
    text = cell.text
    if len(text) > MOST_CELL or (found := _DATE.search(text)) is None:
        return False
    beside = sum(_TIMELY.fullmatch(word) is None for word in _LETTERS.findall(text.removesuffix("Z").replace("T", " ")))
    is_year = len(found[0]) == 4 and found[0].isdecimal()  # one of a title, if words stand beside it: "Bus services (2025)"
    names_no_day = _NO_DAY.fullmatch(found[0]) is not None and not any(map(str.isdigit, text))  # "Supervise monthly" is a deed
    return beside <= (0 if is_year or names_no_day else _MOST_BESIDE)


def _kinds(cell: Cell) -> tuple[bool, ...]:
    """Say what a cell is, in the order of `_SHARES`."""
    text = cell.text.strip()
    short = len(text) <= MOST_CELL
    low = text.casefold().rstrip(".") if short else ""
    words = text.split(maxsplit=_PROSE)
    number = (cell.value is not None and not isinstance(cell.value, date)) or (short and _NUMBER.fullmatch(text) is not None)
    dated = is_dated(cell)
    state = said(text) is not None
    return (
        dated,
        not dated and not number and not state and _is_person(text),
        short and _REF.fullmatch(text) is not None and low not in _URGENT - {"1", "2", "3", "4", "5", "h", "m", "l"},
        state,
        number and not dated,
        (isinstance(cell.value, float | int) and 0 <= float(cell.value) <= 1) or (short and _PERCENT.fullmatch(text) is not None),
        len(words) > _PROSE and not dated,
        low in _URGENT,
        low in _ANSWERS,
        short and _ADDRESS.match(text) is not None,
        _ends_in_date(text),
    )


def _ends_in_date(text: str) -> bool:
    """Say if some words end with a date in brackets."""
    last = text.rstrip(" .")[-MOST_CELL:]
    return last.endswith(")") and _DATE.search(last.rpartition("(")[2]) is not None


def _is_person(text: str) -> bool:
    """Say if some words name somebody: a post, a person, initials, a body."""
    if len(text) > 4 * MOST_CELL or not (text[0].isupper() or text[0] == "@"):
        return text.casefold() in _NOBODY
    words = [bare for word in text.split(maxsplit=_PERSON)[:_PERSON] if (bare := word.strip("(),.;:&/[]")) and bare not in _SMALL]
    small = sum(word[0].islower() for word in words)
    if small == 0:
        return len(words) <= 4 or any(word.casefold() in _POSTS for word in words)
    return small <= 3 and len(words) <= 6 and any(word.casefold() in _POSTS for word in words)
