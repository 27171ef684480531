"""The period that words name, as a measure is read: "October", "Q2", "Autumn term", "2025/26", "31 October 2026"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.model.measures.given import PeriodFault
from bot.model.measures.measure import DataPeriod, Terms
from bot.model.policy import Policy
from bot.rules.calendar import add_months, month_end, quarter
from bot.rules.dates import span
from bot.rules.measures.dates import ends, period, year_ends_in

MOST = 60  # letters; whoever writes more has not written a period
FEW = 3  # periods that are offered instead
_LEADS = re.compile(
    r"(?:the )?(?:end of |(?:rolling )?(?:year|twelve months|12 months|quarter|month|term)"
    r"(?: ended| ending| up)?(?: to| in| on)? )?",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?P<year>20[0-9]{2})(?: ?[/-] ?(?:20)?(?P<to>[0-9]{2}))?", re.ASCII)
_QUARTER = re.compile(
    r"(?:q|quarter )(?P<number>[1-4])(?: of)? (?P<year>20[0-9]{2})(?: ?[/-] ?(?:20)?[0-9]{2})?", re.ASCII | re.IGNORECASE
)
_MONTH = re.compile(r"(?P<year>20[0-9]{2})-(?P<month>0[1-9]|1[0-2])", re.ASCII)
_SEPT = re.compile(r"\bsept\b\.?", re.IGNORECASE)
_NOW = ("this ", "last ", "today", "yesterday")
_SEASONS = {"autumn": 12, "spring": 3, "summer": 7}
_SEASON = re.compile(r"(?P<season>autumn|spring|summer)(?: term)?(?: (?P<year>20[0-9]{2}))?", re.ASCII | re.IGNORECASE)
DAY = timedelta(days=1)


def meant(terms: Terms, policy: Policy, said: str, today: date) -> date | PeriodFault:
    """Return the day as at which a measure is read that is read of the period that words name, or why there is none.

    Without a year it is the nearest one: said in October, "October" is not over yet, and "June" has been. Of a survey it is any
    day, or the last day of what is named.
    """
    words = " ".join(said.split())
    if not words or len(words) > MOST:
        return PeriodFault.UNREAD
    stretch = _stretch(terms, policy, words, today)
    if stretch is None:
        return PeriodFault.UNREAD
    first, last = stretch
    own = period(terms, policy, last)
    if own is not None and (last != own[1] or (first < own[0] and first != last)):
        return PeriodFault.FUTURE if last > today else PeriodFault.NOT_OURS
    return PeriodFault.FUTURE if last > today else last


def offered(terms: Terms, policy: Policy, today: date) -> tuple[date, ...]:
    """Return the last data dates of a measure that have come, the latest first. Of a survey today."""
    found = ends(terms, policy, add_months(today, -40), today)
    return found[::-1][:FEW] if found else (today,)


def _stretch(terms: Terms, policy: Policy, words: str, today: date) -> tuple[date, date] | None:
    """Return the first and last day of what words name."""
    for said in dict.fromkeys((words, _LEADS.sub("", words, count=1))):
        if terms.period is DataPeriod.YEAR and (year := _YEAR.fullmatch(said)) is not None:
            return _year(terms, policy, int(year["year"]), year["to"])
        if (of_year := _QUARTER.fullmatch(said)) is not None:
            return quarter(int(of_year["number"]), int(of_year["year"]), policy.calendar.quarters)
        if said.isdigit():
            continue  # no number of days is meant
        if (of_month := _MONTH.fullmatch(said)) is not None:
            first = date(int(of_month["year"]), int(of_month["month"]), 1)
            return first, month_end(first)
        if (found := _nearest(_SEPT.sub("september", said), policy, today)) is not None:
            return found
        if (season := _SEASON.fullmatch(said)) is not None:
            return _season(season, today)
    return None


def _nearest(said: str, policy: Policy, today: date) -> tuple[date, date] | None:
    """Return what words name, of those without a year the one that ended or ends nearest to today."""
    coming = span(said, today, 0, policy.calendar)
    if said.lower().startswith(_NOW):
        return coming
    past = span(said, add_months(today, -12) + DAY, 0, policy.calendar)
    if past is None or coming is None or coming[1] <= today:
        return past
    return coming if coming[1] - today < today - past[1] else past


def _year(terms: Terms, policy: Policy, year: int, to: str | None) -> tuple[date, date]:
    """Return the year of a measure: one that does not end with December is called by the year in which it begins."""
    month = year_ends_in(terms, policy.calendar)
    begins_before = month != 12 or to is not None
    last = month_end(date(year + begins_before, month, 1))
    return add_months(last, -12) + DAY, last


def _season(found: re.Match[str], today: date) -> tuple[date, date]:
    """Return the last day of a term of whose days the plan's settings say nothing."""
    month = _SEASONS[found["season"].lower()]
    last = month_end(date(int(found["year"] or today.year), month, 1))
    before = add_months(last, -12)
    last = before if found["year"] is None and last > today and last - today >= today - before else last
    return last, last
