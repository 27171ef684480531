"""The rhythms in which things come round: in a date phrase, and in the words of a milestone."""

from __future__ import annotations

import re

from bot.model.documents.draft import PlanDoubtKind
from bot.model.plan import Recurrence
from bot.rules.dates.ways import MONTH
from bot.rules.dates.written import plainly
from seed.draft import Doubts
from seed.source import Place
from seed.words import say, short

MOST_WORDS = 2_000  # letters of a milestone in which a rhythm is looked for

RHYTHMS = (
    (Recurrence.WEEKLY, r"weekly|(?:every|each)\s+week"),
    (
        Recurrence.SIX_MONTHLY,
        r"six[\s-]monthly|6[\s-]monthly|half[\s-]yearly|bi-?annually|every\s+(?:six|6)\s+months|twice\s+(?:a|each|every)\s+year",
    ),
    (Recurrence.MONTHLY, r"monthly|(?:every|each)\s+month"),
    (Recurrence.TERMLY, r"termly|(?:every|each)\s+term"),
    (Recurrence.QUARTERLY, r"quarterly|(?:every|each)\s+quarter|every\s+(?:three|3)\s+months"),
    (Recurrence.YEARLY, r"annually|yearly|annual|(?:every|each)\s+year"),
)
_NOT_HALF = r"(?<!half[ -])(?<!bi[ -])(?<!-)"  # there is no rhythm of two months, or of half a term
_EVERY_MONTH_OF_THE_YEAR = re.compile(rf"\b(?:every|each)\s+(?={MONTH})")


def without_rhythm(words: str) -> tuple[Recurrence | None, str]:
    """Return the rhythm that a date phrase in small letters names, and the phrase without it."""
    for recurrence, pattern in _CUTS:
        if found := pattern.search(words):
            return recurrence, words[: found.start()] + " " + words[found.end() :]
    if every := _EVERY_MONTH_OF_THE_YEAR.search(words):
        return Recurrence.YEARLY, words[: every.start()] + words[every.end() :]
    return None, words


_CUTS = tuple(
    (recurrence, re.compile(rf"(?:\b(?:and|then)\s+|&\s*|,\s*)?\b{_NOT_HALF}(?:{pattern})\b(?:\s+thereafter)?"))
    for recurrence, pattern in RHYTHMS
)

_ACTIVITIES = (
    r"sessions?|programmes?|meetings?|events?|audits?|visits?|surveys?|forums?|workshops?|trainings?|updates?|reports?|briefings?|"
    r"newsletters?|checks?|clinics?|drop-ins?|conferences?|panels?|bulletins?|returns?|tests?|exercises?|inspections?|discussions?|"
    r"conversations?|supervisions?|samplings?|walks?|calls?|reporting|monitoring|sampling"
)
_ENDS = r"(?=\s*(?:[.,;:)&]|\Z|(?:and|or|basis|from|until|with|by|in|at|to|for|through|thereafter)\b))"
_TIMES = {
    Recurrence.WEEKLY: ("weekly", "week", r"once a week"),
    Recurrence.MONTHLY: ("monthly", "month", r"once a month"),
    Recurrence.TERMLY: ("termly", "term", r"once a term"),
    Recurrence.QUARTERLY: ("quarterly", "quarter", r"once a quarter|(?:every|each) (?:three|3) months|four times a year"),
    Recurrence.SIX_MONTHLY: (
        "(?:six|6)[ -]monthly|half[ -]yearly|bi-?annual(?:ly)?", "(?:six|6) months", r"twice (?:a|each|every) year"
    ),
    Recurrence.YEARLY: ("annual(?:ly)?|yearly", r"year(?! (?:group|\d))", r"once a year"),
}
_SPAN = re.compile(r"week|month|term|quarter|year|annual")  # each rhythm is named by one of them
_NOT_PART = r"(?<![\w-])(?<!half )"
_BETWEEN = r"(?: (?!(?:reviews?|and|or)\b)[\w'-]+){0,3} "
_SAID = tuple(
    (
        rhythm,
        re.compile(
            rf"{_NOT_PART}(?:(?:{often}){_BETWEEN}(?:{_ACTIVITIES})\b|(?:{often}){_ENDS}|(?:every|each) {unit}\b|{times})"
        ),
    )
    for rhythm, (often, unit, times) in _TIMES.items()
)


def rhythm_in(text: str) -> Recurrence | None:
    """Return the rhythm in which the words of a milestone say that something comes round, None if they name none or two.

    An "annual review" is the name of a thing. What comes round is something that people do ("a termly programme"), or how often
    they do it ("each month").
    """
    if _SPAN.search(text.lower()) is None:
        return None  # as most
    plain = " ".join(plainly(text[:MOST_WORDS]).lower().split())
    found = {rhythm for rhythm, pattern in _SAID if pattern.search(plain)}
    return next(iter(found)) if len(found) == 1 else None


def rhythm_doubt(doubts: Doubts, text: str, at: Place) -> Recurrence | None:
    """Ask if a milestone is to be asked about each time that it comes round. Until it is answered it is due once, as read."""
    rhythm = rhythm_in(text)
    if rhythm is None:
        return None
    yes, no = say("choice", "each_time"), say("choice", "once")
    facts = {"read": short(text), "rhythm": say("rhythm", rhythm)}
    answer = doubts.ask(PlanDoubtKind.RHYTHM, text, [at], "rhythm", facts, (yes, no), no)
    return rhythm if answer == yes else None
