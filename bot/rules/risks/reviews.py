"""Reviews of risks: on which days somebody is asked to score one again, and when a tolerance that has passed is asked about."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta

from bot.model.policy import Policy
from bot.model.risks.risk import Risk, RiskDeed, Treatment
from bot.rules import calendar
from bot.rules.risks.standing import asked_on, next_review

_ANEW = (RiskDeed.RAISED, RiskDeed.CHANGED, RiskDeed.REOPENED)


def review_days(risk: Risk, policy: Policy) -> tuple[date, ...]:
    """Return the days on which somebody is asked to score a risk: the first working day on or after its next review, and once
    more some working days later. None if it is open no longer."""
    review = next_review(risk, policy)
    return _twice(review, policy) if review is not None else ()


def tolerance_days(risk: Risk, policy: Policy) -> tuple[date, ...]:
    """Return the days on which somebody is asked about a tolerance that has passed: the first working day after its last, and
    once more later. None if the risk is not tolerated."""
    terms = risk.terms
    if risk.is_closed or terms.treatment is not Treatment.TOLERATE or terms.accepted_until is None:
        return ()
    return _twice(terms.accepted_until + timedelta(days=1), policy)


def _twice(day: date, policy: Policy) -> tuple[date, ...]:
    days, first, again = calendar.working_days(policy), asked_on(day, policy), policy.risk.review_again
    return (first, days.numbered(days.index(first) + again)) if again else (first,)


def moments(risk: Risk, days: Collection[date], opens: dict[date, datetime]) -> Iterator[datetime]:
    """Give the moments from which somebody is asked, of days and when each opens for them. A day that had come before the risk
    was raised, said anew or opened again is asked about from then on."""
    since = max(one.at for one in risk.steps if one.deed in _ANEW)
    first = min(days, default=None)
    for day in days:
        if opens[day] > since:
            yield opens[day]
        elif day == first:
            yield since


def eves(risks: Collection[Risk], policy: Policy) -> frozenset[date]:
    """Return the days before those on which somebody is asked."""
    asked = (day for risk in risks for day in (*review_days(risk, policy), *tolerance_days(risk, policy)))
    return frozenset(day - timedelta(days=1) for day in asked)
