"""Evidence that ages: until when it shows what it does, and when whoever answers for it is reminded."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from bot.model.evidence import Offered
from bot.model.policy import Policy
from bot.model.update import Evidence
from bot.rules.calendar import local_day


def stale(evidence: Evidence, day: date) -> bool:
    """Say if evidence is past the last day on which it was good."""
    return evidence.good_until is not None and evidence.good_until < day


def stale_on(index: Iterable[Offered], day: date) -> tuple[Offered, ...]:
    """Return the evidence that is stale on a day. It is so since the day after its last good one."""
    return tuple(one for one in index if stale(one.evidence, day))


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

    return tuple(one for one in index if not stale(one.evidence, upto) and is_due(one))
