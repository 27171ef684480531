"""The one grammar of dates: days as people write them, British order, in a form, a typed line, a command or a file.

`read` makes a day of a phrase. `phrase_in` finds a phrase in a text, and says what stands before and after it.
"""

from __future__ import annotations

import re
from datetime import date

from bot.model.noun import Noun
from bot.model.policy import Calendar
from bot.model.updates.day import DayMeant, DayRead, How, ImpossibleDay, NoDay
from bot.rules.dates.meaning import meaning
from bot.rules.dates.said import Said, Towards
from bot.rules.dates.spans import span
from bot.rules.dates.written import at_first, heard, kind_of, plainly, within, without_hour

MOST = 300  # letters; whoever writes more has not written a day
ANYWHERE = Calendar()
# Ways of writing a day that are words of any sentence too ("we may", "took two weeks", "spring", "1.1"), unless led in.
_COMMON = frozenset({"month_alone", "month_and_number", "number_month", "weekday", "week_on", "counted", "term", "short_numbers"})
_LED_IN = re.compile(r"\b(?:by|on|is|until|till?|due|before|from|since|forecast|in|within)[ :]{1,2}(?:the )?\Z", re.IGNORECASE)
_LONGEST_LEAD = 16  # letters
_GOES_ON = re.compile(r"\s?(?:(?P<loose>(?<=\s)-(?=\s)|and\b)|to\b|or\b|until\b|till?\b|[\-/])\s?", re.IGNORECASE)
_ENDS = re.compile(r"\s?(?:[.,;:!?)\n]|\Z)")
_ONWARDS = re.compile(r"\s?(?:onwards?|or (?:later|after|sooner|earlier|so))\b", re.IGNORECASE)

__all__ = ["ANYWHERE", "MOST", "Phrase", "Towards", "day_in", "example", "full_date", "phrase_in", "read", "span"]


class Phrase(Noun):
    """A day's words in a text, with what stands before and after them."""

    before: str
    said: str
    after: str


def read(phrase: str, on: date | None, calendar: Calendar = ANYWHERE, towards: Towards = Towards.COMING) -> DayRead:
    """Return the day that a phrase names, and how it was read; or why it names none.

    `on` is the day it was said. A document is of no day: then a day needs its year. Of the days that a phrase without a year
    may mean, the first one from `on` is read, or the last one up to it if that is `towards` the past.
    """
    said = " ".join(phrase[: MOST + 1].split())
    try:
        day = date.fromisoformat(said) if len(said) == 10 else None
    except ValueError:
        day = None
    if day is not None:
        return DayMeant(day=day)
    if len(phrase) > MOST:
        return NoDay(said=said)
    return _read(said, Said(said, on, calendar, towards))


def _read(phrase: str, said: Said) -> DayRead:
    try:
        words = " ".join(plainly(phrase).lower().split()).strip(" .,;:!?()")
        written = heard(words, [term.name for term in said.calendar.terms])
        return NoDay(said=phrase) if written is None else meaning(written, said)
    except (ValueError, OverflowError):
        return ImpossibleDay(said=phrase)


def full_date(text: str) -> DayRead:
    """Return the date that a cell or a setting gives: its day, month and year, the hour aside. A month alone is none."""
    found = read(without_hour(text[: MOST + 1].strip()), None)
    return NoDay(said=text) if isinstance(found, DayMeant) and found.how is How.PART else found


def day_in(phrase: str, on: date | None, calendar: Calendar = ANYWHERE, towards: Towards = Towards.COMING) -> date | None:
    """Return the day that a phrase names, or None."""
    found = read(phrase, on, calendar, towards)
    return found.day if isinstance(found, DayMeant) else None


def phrase_in(text: str) -> Phrase | None:
    """Return the first words of a text that name a day, with what stands before and after them.

    At its very beginning any words may be a day ("Friday", "two weeks", "May"), after "by", "until" and such, which are left
    out. Further on, words that say other things too are taken for a day only if such a word leads them in. Blanks are
    single. Whether the day can be is not asked: "31 June" is found, and `read` says that there is none. So it does of several
    days named together ("January to March", "12 March or 15 March"): they are one phrase.
    """
    plain = plainly(text)
    if begins := at_first(plain):
        ends = _end_of_all(plain, begins.end())
        return Phrase(before="", said=text[begins.end("lead") : ends], after=text[ends:])
    for found in within(plain):
        lead = plain[max(found.start() - _LONGEST_LEAD, 0) : found.start()]
        if kind_of(found) not in _COMMON or found[0][:2].lower() == "in" or _LED_IN.search(lead):
            ends = _end_of_all(plain, found.end())
            return Phrase(before=text[: found.start()], said=text[found.start() : ends], after=text[ends:])
    return None


def _end_of_all(plain: str, end: int) -> int:
    """Return where the last of several days ends, if more follow the one that ends there."""
    while joined := _GOES_ON.match(plain, end):
        more = at_first(plain[joined.end() :])
        if more is None or plain[joined.end() + more.end() :].startswith("'"):
            break
        if joined["loose"] and not _ENDS.match(plain, joined.end() + more.end()):
            break
        end = joined.end() + more.end()
    open_ended = _ONWARDS.match(plain, end)
    return open_ended.end() if open_ended else end


def example(today: date) -> date:
    """Return a day of the year to come, to show how a date is written."""
    return date(today.year + 1, 3, 12)
