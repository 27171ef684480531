"""Dates that changed: which due dates moved after an entry, from what to what, and why; and which milestones were closed."""

from __future__ import annotations

from bot.model.plan import Move
from bot.model.snapshot import Snapshot
from bot.model.summary import DateChanged
from bot.model.updates.request import Asks, DateRequest, RequestState
from bot.ports.record import View


def changed_since(view: View, snapshot: Snapshot, after: int) -> tuple[DateChanged, ...]:
    """Return which due dates moved after an entry, each once, and which milestones were closed, in the plan's order."""
    requests = view.requests.all(snapshot.short)
    by_decision = {one.decision.id: one for one in requests if one.decision is not None}
    moved: dict[str, list[Move]] = {}
    for move in view.plans.moves(snapshot.short):
        if move.entry > max(after, view.plans.first(snapshot.short)):
            moved.setdefault(move.ref, []).append(move)
    closed = {one.ref: one for one in requests if one.asks is Asks.DROP and _is_approved_after(one, after)}
    found = []
    for one in snapshot.plan.milestones:
        told = {"ref": one.ref, "text": one.text}
        if one.ref in closed:
            found.append(DateChanged(**told, was=one.due, now=one.due, why=closed[one.ref].why, closed=True))
        elif one.ref in moved:
            first, last = moved[one.ref][0], moved[one.ref][-1]
            request = by_decision.get(last.entry)
            found.append(DateChanged(**told, was=first.was, now=last.now, why=request.why if request else ""))
    return tuple(found)


def _is_approved_after(request: DateRequest, after: int) -> bool:
    decision = request.decision
    return decision is not None and decision.state is RequestState.APPROVED and decision.id > after
