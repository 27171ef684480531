"""Evidence that ages: until when it shows what it does, and when whoever answers for it is reminded."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from enum import IntEnum

from bot.model.policy import Policy
from bot.model.updates.evidence import Offered, Verdict
from bot.model.updates.update import Evidence
from bot.rules.calendar import local_day


def stale_on(index: Iterable[Offered], day: date) -> tuple[Offered, ...]:
    """Return the evidence that is stale on a day. It is so since the day after its last good one."""
    return tuple(one for one in index if one.evidence.is_stale(day))


def told_again(evidence: Evidence, known: Evidence) -> bool:
    """Say if a link says nothing that is not known of it: the same address, with no other dates."""
    dates = ((evidence.dated, known.dated), (evidence.good_until, known.good_until))
    return evidence.url == known.url and all(new is None or new == old for new, old in dates)


def reminding_days(evidence: Evidence, policy: Policy) -> tuple[date, ...]:
    """Return the calendar days on which somebody is reminded of evidence."""
    good = evidence.good_until
    return () if good is None else tuple(good - timedelta(days=days) for days in policy.evidence.remind_before)


def reminded(index: Iterable[Offered], policy: Policy, after: date, upto: date) -> tuple[Offered, ...]:
    """Return the evidence of which somebody is reminded by a round on the day `upto`, if the last one ran on the day `after`.

    What was offered on the day of a reminder, or later, is not told as if it had been forgotten, nor is what is stale already.
    """

    def is_due(one: Offered) -> bool:
        offered = local_day(one.at, policy.zone)
        return any(after < day <= upto and offered < day for day in reminding_days(one.evidence, policy))

    return tuple(one for one in index if not one.evidence.is_stale(upto) and is_due(one))


class Need(IntEnum):
    """The need of evidence to be looked at, the most urgent first."""

    STALE = 0
    NOT_ENOUGH = 1
    ENDING = 2
    UNSEEN = 3
    NONE = 4


def need(one: Offered, policy: Policy, day: date) -> Need:
    """Return how urgently a link must be looked at on a day. It is ending from the day of its first reminder on."""
    if one.evidence.is_stale(day):
        return Need.STALE
    if one.checked is not None and one.checked.verdict is Verdict.NOT_ENOUGH:
        return Need.NOT_ENOUGH
    if any(reminder <= day for reminder in reminding_days(one.evidence, policy)):
        return Need.ENDING
    return Need.UNSEEN if one.checked is None else Need.NONE


def urgency(one: Offered, policy: Policy, day: date) -> tuple[int, date, int]:
    """Return the place of a link among others: by its need, then by its last good day, then by age."""
    return need(one, policy, day), one.evidence.good_until or date.max, one.number
