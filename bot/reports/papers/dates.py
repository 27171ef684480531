"""Dates that changed in the period: which milestones were moved out of it or otherwise, added, taken out, or closed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from bot.model.board.highlight import DateMoved, Redated
from bot.model.summary import DateChanged
from bot.reports.dates.changed import changed_since
from bot.reports.papers.ground import Ground
from bot.rules.calendar import local_day


def dates_changed(ground: Ground) -> tuple[DateMoved, ...]:
    """Return what changed of dates since the freeze before, or since the plan began: what was moved out of the period first, and
    what left or joined the plan last."""
    order = list(Redated)
    return tuple(sorted(_changed(ground), key=lambda one: order.index(one.how)))


def _changed(ground: Ground) -> Iterator[DateMoved]:
    after = ground.before.upto if ground.before is not None else 0
    first = ground.view.plans.first(ground.short)
    moves = Counter(one.ref for one in ground.view.plans.moves(ground.short) if one.entry > first)
    for one in changed_since(ground.view, ground.snapshot, after):
        told = {"ref": one.ref, "text": one.text, "was": one.was, "now": one.now, "moves": moves[one.ref], "why": one.why}
        yield DateMoved(how=_how(ground, one), **told)
    then = ground.last_period
    if then is None:
        return
    known = {one.ref: one for one in then.plan.milestones}
    for new in ground.snapshot.plan.milestones:
        if new.ref not in known:
            yield DateMoved(how=Redated.ADDED, ref=new.ref, text=new.text, now=new.due)
    there = {one.ref for one in ground.snapshot.plan.milestones}
    for gone in known.values():
        if gone.ref not in there:
            dropped = ground.view.plans.dropped(ground.short, gone.ref)
            why = dropped.why if dropped is not None else ""
            yield DateMoved(how=Redated.DROPPED, ref=gone.ref, text=gone.text, was=gone.due, why=why)


def _how(ground: Ground, one: DateChanged) -> Redated:
    if one.closed:
        return Redated.CLOSED
    return Redated.OUT if _was_in(ground, one.was) and not _was_in(ground, one.now) else Redated.MOVED


def _was_in(ground: Ground, day: date | None) -> bool:
    """Say if a date lies in the period: after the freeze before, up to the day that papers tell of or are due."""
    if day is None:
        return False
    begins = local_day(ground.before.as_at, ground.policy.zone) if ground.before is not None else None
    return (begins is None or day > begins) and day <= max(ground.day, ground.period.freezes)
