"""Forecasts beyond the tolerance: milestones expected too long after their due date, of which nobody has asked for another date
or reported an exception yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from bot.model.plan import Milestone
from bot.model.snapshot import Snapshot
from bot.ports.record import View
from bot.rules.updates import requests as rules
from bot.rules.updates.standing import due as due_on


class Beyond(NamedTuple):
    """A milestone whose forecast lies beyond its due date and some working days. `since` is when that was said first."""

    ref: str
    forecast: date
    due: date
    days: int
    since: datetime


def unsettled(view: View, snapshot: Snapshot, milestones: Sequence[Milestone]) -> list[Beyond]:
    """Return those of some milestones that ask for another date or a report."""
    late = [one for one in milestones if rules.is_beyond(snapshot, one)]
    if not late:
        return []
    requests, reports = view.requests.all(snapshot.short), view.requests.exceptions(snapshot.short)
    found = []
    for one in late:
        update, due = snapshot.standing(one).update, due_on(one, snapshot.policy, snapshot.today)
        assert update is not None  # else there is no forecast
        assert update.forecast is not None
        assert due is not None  # nor is anything late
        history = view.updates.history(snapshot.short, one.ref)
        first = rules.first_forecast(history, update.forecast)
        since = next((said for said in history if said.id == first), update)
        if not rules.is_settled(one.ref, since.id, requests, reports):
            found.append(Beyond(one.ref, update.forecast, due, snapshot.policy.dates.tolerance_days, since.at))
    return found
