"""Freezing by itself: at the closing hour of the papers day the record is frozen for the papers of a meeting.

The next round writes it, however late, with the right moment: the papers are told from the entry that was the last one then.
What is frozen is decided again in the transaction that writes it, so that no two rounds freeze twice.
"""

from __future__ import annotations

from datetime import date, datetime

from bot.model.board.period import Freeze
from bot.model.policy import Policy
from bot.model.record.entry import By
from bot.ports.record import Tx, View
from bot.ports.refusals import Unreadable
from bot.rules.board.cycle import coming_freeze, freezes_due
from bot.rules.calendar import local_day


def due(view: View, short: str, now: datetime) -> tuple[Freeze, ...]:
    """Return what has to be frozen in a plan by now, oldest first."""
    policy = view.plans.policy(short)
    found = freezes_due(policy, now, view.periods.freezes(short), _looked_at(view, short, policy, now))
    made = (
        Freeze(plan=short, meeting=period.meeting, as_at=moment, upto=view.entries.upto(short, moment), at=now)
        for period, moment in found
    )
    return tuple(one for one in made if one.upto)  # before the first entry there was nothing to freeze


def _looked_at(view: View, short: str, policy: Policy, now: datetime) -> date:
    """Return the last day before today on which a round ran: meetings before it are not made up for. Today if none did."""
    today = local_day(now, policy.zone)
    return view.rounds.days(short, policy.zone, today).last or today


def freeze(tx: Tx, short: str, now: datetime) -> tuple[Freeze, ...]:
    """Freeze what is still to be frozen."""
    tx.acting(By(at=now))
    return tuple(tx.periods.freeze(one) for one in due(tx, short, now))


def paused_and_due(view: View, now: datetime) -> tuple[str, ...]:
    """Return the plans that are paused as a whole and have something to be frozen: the record stands still, the papers come."""
    return tuple(short for short in view.pauses.whole() if view.plans.closed(short) is None and _is_due(view, short, now))


def _is_due(view: View, short: str, now: datetime) -> bool:
    try:
        return bool(due(view, short, now))
    except Unreadable:  # noted, and told once the plan goes on
        return False


def next_freeze(view: View, short: str, policy: Policy, now: datetime) -> datetime:
    """Return the next moment at which a plan's record is to be frozen, if nothing changes until then."""
    return coming_freeze(policy, now, view.periods.freezes(short))
