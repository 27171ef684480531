"""Carrying: what came to a meeting of the board unanswered is wanted by the next papers day, and counts as carried once more."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import NamedTuple

from bot.model.board.business import BusinessState, Deed, Item, Step
from bot.model.policy import Policy
from bot.rules.board.cycle import periods
from bot.rules.calendar import add_months, last_moment, local_day


class Carry(NamedTuple):
    """A thing that came to a meeting unanswered, and the day by which it is wanted now."""

    item: Item
    meeting: date
    wanted_by: date


def carries(items: Collection[Item], policy: Policy, now: datetime) -> tuple[Carry, ...]:
    """Return what is to be carried from the meetings held before today, and was not yet: the earlier meeting first."""
    waiting = [one for one in items if _may_be_carried(one)]
    if not waiting:
        return ()
    today, began = local_day(now, policy.zone), min(local_day(one.at, policy.zone) for one in waiting)
    held = [one.meeting for one in periods(policy, today, began) if began <= one.meeting < today]
    found = (carry for one in waiting for carry in _of(one, held, policy))
    return tuple(sorted(found, key=lambda one: (one.meeting, one.item.id)))


def _may_be_carried(item: Item) -> bool:
    """Say if an item may have come to a meeting unanswered. What ended in time, or long ago, need not be looked at again."""
    return item.is_open or any(step.deed is Deed.ANSWERED for step in item.steps)


def _of(item: Item, held: Collection[date], policy: Policy) -> Iterator[Carry]:
    """Give what an item is carried from, each meeting once, as it stood when the day of the meeting ended."""
    raised, steps = local_day(item.at, policy.zone), list(item.steps)
    last = max((step.meeting for step in steps if step.deed is Deed.CARRIED and step.meeting), default=None)
    for meeting in held:
        if meeting < raised or (last is not None and meeting <= last):
            continue
        then = _as_at(item, steps, last_moment(meeting, policy.zone))
        if then.state is not BusinessState.OPEN or (then.due is not None and then.due > meeting):
            continue
        carry = Carry(item, meeting, next_papers(policy, meeting))
        steps.append(Step(deed=Deed.CARRIED, meeting=meeting, wanted_by=carry.wanted_by, at=last_moment(meeting, policy.zone)))
        yield carry


def _as_at(item: Item, steps: Collection[Step], moment: datetime) -> Item:
    """Return an item as it stood at a moment. What was carried counts from its meeting on, whenever a round wrote so."""
    done = tuple(step for step in steps if step.deed is Deed.CARRIED or step.at <= moment)
    return item.model_copy(update={"steps": tuple(sorted(done, key=_moment))})


def _moment(step: Step) -> tuple[datetime, int]:
    return step.at, step.id


def next_papers(policy: Policy, day: date) -> date:
    """Return the first papers day after a day."""
    coming = (one.freezes for one in periods(policy, day, day) if one.freezes > day)
    return next(coming, add_months(day, 1))


def coming_meetings(items: Collection[Item], policy: Policy, now: datetime) -> frozenset[date]:
    """Return the day of the next meeting, if anything may be carried from it."""
    today = local_day(now, policy.zone)
    if not any(one.is_open for one in items):
        return frozenset()
    return frozenset([next(one.meeting for one in periods(policy, today) if one.meeting >= today)])


def moment_of(step: Step, policy: Policy) -> datetime:
    """Return the moment of a step. A thing counts as carried from the end of the meeting's day, whenever a round wrote so."""
    if step.deed is not Deed.CARRIED or step.meeting is None:
        return step.at
    return min(step.at, last_moment(step.meeting, policy.zone))
