"""Snoozing: how long a milestone may be left alone, and which days are offered."""

from __future__ import annotations

from datetime import date, timedelta

from bot.model.people import Person
from bot.model.plan import Milestone
from bot.model.snapshot import Snapshot
from bot.rules.asking import ahead
from bot.rules.asking.absence import back_by, snoozed
from bot.rules.calendar import working_days
from bot.rules.updates.standing import due

TWO_WEEKS = timedelta(days=14)


def latest(snapshot: Snapshot, today: date) -> date:
    """Return the last day until which a milestone may be snoozed on a day."""
    days = working_days(snapshot.policy)
    return days.numbered(days.index(today) + snapshot.policy.asking.snooze_most)


def needs_reason(snapshot: Snapshot, milestone: Milestone, until: date) -> bool:
    """Say if a snooze until a day must say why: it goes past the date at hand."""
    at_hand = due(milestone, snapshot.policy, snapshot.today)
    return at_hand is not None and until > at_hand


def next_asked(
    snapshot: Snapshot, person: Person | None, milestone: Milestone, first_round: date | None, after: date
) -> date | None:
    """Return the next working day on which somebody would be asked about a milestone: not before a snooze of theirs ends."""
    rests = snoozed(snapshot, person.id, milestone.ref) if person is not None and snapshot.snoozes else None
    if rests is None or rests.until is None:
        day = ahead.next_asked(snapshot, milestone, first_round, after)
    else:
        day = working_days(snapshot.policy).next(rests.until - timedelta(days=1))
    return day if person is None else back_by(snapshot, person.id, day)


def offered(snapshot: Snapshot, milestone: Milestone, today: date) -> tuple[date, ...]:
    """Return the days that are offered with one press: the next working day, the Monday after it, and in two weeks, as far as
    they need no reason."""
    days, most = working_days(snapshot.policy), latest(snapshot, today)
    tomorrow = days.next(today)
    monday = tomorrow + timedelta(days=7 - tomorrow.weekday())
    found = (tomorrow, days.next(monday - timedelta(days=1)), days.next(today + TWO_WEEKS - timedelta(days=1)))
    return tuple(dict.fromkeys(one for one in found if one <= most and not needs_reason(snapshot, milestone, one)))
