"""Asking for the board's business: of whom, and on which days. Once it is raised, and some working days before it is wanted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from bot.model.board.business import BusinessKind, BusinessState, Deed, Item
from bot.model.people import Person
from bot.model.policy import Policy
from bot.model.snapshot import Snapshot
from bot.model.summary import BusinessCount
from bot.rules import calendar, holders
from bot.rules.asking.absence import is_away
from bot.rules.board import whose
from bot.rules.board.carrying import moment_of

_STAYS = (Deed.CARRIED, Deed.REWORDED)  # it is wanted as before
_ASKS_ANEW = (Deed.NOT_ACCEPTED, Deed.CARRIED, Deed.REWORDED)


def answering(snapshot: Snapshot, item: Item, day: date, lost: Collection[int] = ()) -> tuple[int, ...]:
    """Return who is asked on a day for what an item wants: whoever chairs, for a decision, else whoever answers it. Nobody whom
    nothing reaches."""
    if item.kind is BusinessKind.DECISION:
        return whose.deciding(snapshot.people, item, day, lost)
    return whose.asked(snapshot.plan, snapshot.people, item, day, lost)


def hearing(snapshot: Snapshot, item: Item, day: date) -> frozenset[int]:
    """Return who hears what became of an item: whoever answers for what it is about, and for its role."""
    roles = {item.owner} if item.owner else set()
    roles |= {one.accountable for one in snapshot.plan.milestones if one.ref in item.about and one.accountable}
    held = (person for role in roles for person in holders.asked_through(snapshot.people, role, day))
    return frozenset(held)


def told_in_place(snapshot: Snapshot, day: date) -> tuple[Person, ...]:
    """Return who hears of what nobody can be asked for: the admins who are there."""
    return tuple(one for one in holders.present_admins(snapshot.people, day) if not is_away(snapshot.people, one.id, day))


def anew(item: Item, policy: Policy) -> Iterator[datetime]:
    """Give the moments from which somebody is asked for an item: it was raised, came back, was reworded or carried."""
    yield item.at
    yield from (moment_of(step, policy) for step in item.steps if step.deed in _ASKS_ANEW)


def acted_on(item: Item, since: int) -> bool:
    """Say if anything changed the state of an item after an entry: it is asked for in the same way no longer."""
    return any(step.deed not in _STAYS and not 0 < step.id <= since for step in item.steps)


def before_wanted(item: Item, policy: Policy) -> tuple[date, ...]:
    """Return the days on which somebody is asked again before an item is wanted, none on or before the day it was last raised
    anew."""
    if item.due is None:
        return ()
    days = calendar.working_days(policy)
    at, since = days.index(item.due), calendar.local_day(max(anew(item, policy)), policy.zone)
    counted = (days.numbered(at - count) for count in policy.business.ask_before)
    return tuple(day for day in counted if day > since)


def eves(items: Collection[Item], policy: Policy) -> frozenset[date]:
    """Return the days before those on which somebody is asked again."""
    asked = (day for item in items if item.is_open for day in before_wanted(item, policy))
    return frozenset(day - timedelta(days=1) for day in asked)


def decisions_by_ref(items: Collection[Item]) -> Mapping[str, Sequence[Item]]:
    """Return the decisions that are or were wanted, by what they are about, the first first."""
    found: dict[str, list[Item]] = defaultdict(list)
    for one in items:
        for ref in one.about if one.kind is BusinessKind.DECISION else ():
            found[ref].append(one)
    return found


def counted(items: Collection[Item]) -> BusinessCount:
    """Count the business that waits: for an answer or a decision, for a word on its answer, and after a meeting."""
    waiting = [one for one in items if one.is_open]
    answered = sum(one.state is BusinessState.ANSWERED for one in waiting)
    return BusinessCount(len(waiting) - answered, answered, sum(one.carried > 0 for one in waiting))
