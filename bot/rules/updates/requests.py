"""Date requests: who may decide on one, which ones nobody may, and when a forecast asks for one.

The chair and the admins decide, never whoever asked. From a certain move of one milestone on, which the settings name, only the
chair does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum

from bot.model.people import People, Person
from bot.model.plan import Milestone, Move
from bot.model.policy import Policy
from bot.model.snapshot import Snapshot
from bot.model.updates.request import Asks, DateRequest, ExceptionReport, RequestState
from bot.model.updates.update import Update
from bot.rules.calendar import Moved, neighbours, occurrences, working_days
from bot.rules.holders import is_chair
from bot.rules.updates.standing import due as due_on
from bot.rules.updates.standing import over


class Bar(StrEnum):
    """The reasons for which somebody may not decide on a request."""

    OWN = "own"
    CHAIR = "chair"
    RIGHT = "right"


def approved_moves(moves: Iterable[Move], ref: str) -> int:
    """Count the approved moves of a milestone among all moves of its plan: by a request, or by an edition that was approved."""
    return sum(one.approved for one in moves if one.ref == ref)


def needs_chair(request: DateRequest, moves: Iterable[Move], policy: Policy) -> bool:
    """Say if only the chair may approve a request: it would be one move of its milestone too many for an admin."""
    many = approved_moves(moves, request.ref) + 1
    return request.asks is Asks.MOVE and many >= policy.dates.chair_from_request


def bar(people: People, person: Person, request: DateRequest, chair_only: bool, day: date) -> Bar | None:
    """Return why somebody may not decide on a request on a day. None if they may."""
    if request.by == person.id:
        return Bar.OWN
    if is_chair(people, person, day):
        return None
    if not person.is_admin:
        return Bar.RIGHT
    return Bar.CHAIR if chair_only else None


def approvers(people: People, request: DateRequest, chair_only: bool, day: date) -> tuple[Person, ...]:
    """Return who may decide on a request on a day, in the plan's order."""
    return tuple(one for one in people.persons if bar(people, one, request, chair_only, day) is None)


def still_open(requests: Iterable[DateRequest], ref: str | None = None) -> tuple[DateRequest, ...]:
    """Return the requests that wait for a decision, those about one milestone if it is given."""
    return tuple(one for one in requests if one.is_open and ref in (None, one.ref))


def waiting(
    people: People, policy: Policy, requests: Iterable[DateRequest], moves: Sequence[Move], day: date
) -> tuple[DateRequest, ...]:
    """Return the open requests on which nobody may decide on a day."""
    open_ones = still_open(requests)
    return tuple(one for one in open_ones if not approvers(people, one, needs_chair(one, moves, policy), day))


# ---- what may be asked for -------------------------------------------------------------------


def room(milestone: Milestone, policy: Policy, occurrence: date) -> tuple[date | None, date | None]:
    """Return the dates before and after one occurrence of a milestone that comes round: it may move between them."""
    assert milestone.due is not None  # one without has no occurrences
    assert milestone.recurrence is not None
    moved: Moved = milestone.moved
    return neighbours(occurrences(milestone.due, milestone.recurrence, policy.calendar.terms, moved), occurrence)


# ---- forecasts beyond the tolerance ----------------------------------------------------------


def tolerated(snapshot: Snapshot, milestone: Milestone) -> date | None:
    """Return the last day that a forecast of the milestone may name without a question. None if it has no due date."""
    due = due_on(milestone, snapshot.policy, snapshot.today)
    if due is None:
        return None
    days = working_days(snapshot.policy)
    return max(due, days.numbered(days.index(due) + snapshot.policy.dates.tolerance_days))


def is_beyond(snapshot: Snapshot, milestone: Milestone) -> bool:
    """Say if the forecast of an unfinished milestone lies beyond its due date and the tolerance."""
    standing, last = snapshot.standing(milestone), tolerated(snapshot, milestone)
    forecast = standing.update.forecast if standing.update is not None else None
    if last is None or forecast is None or forecast <= last:
        return False
    return not over(milestone, standing, snapshot.policy, snapshot.today)


def first_forecast(history: Sequence[Update], forecast: date) -> int:
    """Return the number of the first of the latest statements that all name one forecast."""
    first = 0
    for update in reversed(history):
        if update.forecast != forecast:
            break
        first = update.id
    return first


def is_settled(
    ref: str, since: int, requests: Iterable[DateRequest], reports: Iterable[ExceptionReport]
) -> bool:
    """Say if the question that a forecast asks was answered since it was first named: a date was asked for, or an exception was
    reported."""
    asked = any(one.ref == ref and one.id > since and one.state is not RequestState.WITHDRAWN for one in requests)
    waits = any(one.ref == ref and one.is_open for one in requests)
    return asked or waits or any(one.ref == ref and one.id > since for one in reports)
