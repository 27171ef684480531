"""Forecasts beyond the tolerance: milestones expected too long after their due date, of which nobody has asked for another date
or reported an exception yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from bot.model.plan import Milestone
from bot.model.snapshot import Snapshot
from bot.model.updates.update import Update
from bot.ports.record import View
from bot.rules.updates import requests as rules
from bot.rules.updates.standing import due as due_on


class Beyond(NamedTuple):
    """A milestone whose forecast lies beyond its due date and some working days. `said` is the statement that counts."""

    ref: str
    said: Update
    forecast: date
    due: date
    days: int


def unsettled(view: View, snapshot: Snapshot, milestones: Sequence[Milestone]) -> list[Beyond]:
    """Return those of some milestones that ask for another date or a report."""
    late = [one for one in milestones if rules.is_beyond(snapshot, one)]
    if not late:
        return []
    requests, reports = view.requests.all(snapshot.short), view.requests.exceptions(snapshot.short)
    told = {one.ref for one in requests} | {one.ref for one in reports}
    found = []
    for one in late:
        update, due = snapshot.standing(one).update, due_on(one, snapshot.policy, snapshot.today)
        assert update is not None  # else there is no forecast
        assert update.forecast is not None
        assert due is not None  # nor is anything late
        # Only of what was told already is it asked if the forecast was said before that.
        if one.ref in told and rules.is_settled(one.ref, said_first(view, snapshot.short, update).id, requests, reports):
            continue
        found.append(Beyond(one.ref, update, update.forecast, due, snapshot.policy.dates.tolerance_days))
    return found


def said_first(view: View, short: str, update: Update) -> Update:
    """Return the first of the latest statements of a milestone that all name the forecast of the one that counts."""
    history = view.updates.history(short, update.ref)
    first = rules.first_forecast(history, update.forecast) if update.forecast is not None else 0
    return next((said for said in history if said.id == first), update)
