"""Looking for milestones: which of them a place shows. What is looked for is compared letter by letter, never as a pattern."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import assert_never

from bot.model.page.place import Due, Only, Place
from bot.model.plan import Milestone
from bot.model.summary import SILENT, Silence
from bot.reports.page.ground import Ground
from bot.rules.calendar import month_end
from bot.rules.updates.standing import due as due_on
from bot.rules.updates.standing import falls_due, overdue

NEXT = 28  # days that are looked ahead, today included
_Test = Callable[[Milestone], bool]


def shown(ground: Ground) -> tuple[Milestone, ...]:
    """Return the milestones that a place shows, in the order of the plan."""
    tests = list(_tests(ground, ground.place))
    milestones = ground.snapshot.plan.milestones
    if ground.place.only is not None:
        milestones = ground.known(refs_of(ground, ground.place.only, ground.place.owner))
    return tuple(one for one in milestones if all(test(one) for test in tests))


def count(ground: Ground, place: Place) -> int:
    """Count the milestones that another place shows at the same moment."""
    tests = list(_tests(ground, place))
    milestones = ground.snapshot.plan.milestones if place.only is None else ground.known(refs_of(ground, place.only, place.owner))
    return sum(all(test(one) for test in tests) for one in milestones)


def refs_of(ground: Ground, only: Only, owner: str = "") -> frozenset[str]:
    """Return the refs of a list that the overview counts, or the part of it that is an owner's. One that is no list of milestones
    has none."""
    digest = ground.digest
    match only:
        case Only.OFF_TRACK:
            return frozenset(one.ref for one in (*digest.red, *digest.amber))
        case Only.UNASKED:
            return frozenset(ref for one in digest.unasked for ref in one.refs)
        case Only.UNANSWERED:
            found = (one for told in digest.in_full for one in told.each if isinstance(one, Silence))
            return frozenset(entry.ref for one in found if not owner or _same(one.role or "", owner) for entry in one.entries)
        case Only.PERIOD:
            return frozenset(digest.period.unconfirmed) if digest.period is not None else frozenset()
        case Only.SOON:
            return frozenset(one.ref for one in digest.due_soon)
        case Only.MOVED:
            return frozenset(one.ref for one in digest.dates_changed)
        case Only.TO_CHECK:
            return frozenset(one.ref for one in digest.awaiting_assurance)
        case Only.DECISIONS:
            return frozenset(one.ref for one in digest.decisions)
        case Only.NO_IMPACT | Only.OPEN | Only.HIGH | Only.BEHIND | Only.LATE:
            return frozenset()
    assert_never(only)


def _tests(ground: Ground, place: Place) -> Iterator[_Test]:
    if place.priority is not None:
        yield lambda one: one.priority == place.priority
    if place.colour is not None:
        colour = place.colour.value
        yield lambda one: one.ref in ground.faces and ground.faces[one.ref].counted == colour
    if place.silent:
        yield lambda one: ground.faces.get(one.ref) in SILENT
    if place.owner and place.only is not Only.UNANSWERED:
        yield lambda one: any(_same(place.owner, owner) for owner in one.owners)
    if place.due is not None:
        yield _when(ground, place.due)
    if wanted := place.search.casefold().split():
        yield lambda one: all(word in _texts(ground, one) for word in wanted)


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def _when(ground: Ground, due: Due) -> _Test:
    snapshot, today = ground.snapshot, ground.snapshot.today
    match due:
        case Due.OVERDUE:
            return lambda one: overdue(one, snapshot.standing(one), snapshot.policy, today)
        case Due.THIS_MONTH:
            first, last = today.replace(day=1), month_end(today)
            return lambda one: falls_due(snapshot, one, first, last) is not None
        case Due.NEXT_28:
            last = today.fromordinal(today.toordinal() + NEXT)
            return lambda one: falls_due(snapshot, one, today, last) is not None
        case Due.UNDATED:
            return lambda one: due_on(one, snapshot.policy, today) is None
    assert_never(due)


def _texts(ground: Ground, milestone: Milestone) -> str:
    """Return the words of the plan by which a milestone is found: its refs, its text, its roles, and its action's title."""
    action = ground.actions.get(milestone.ref)
    title = action.title if action is not None else ""
    return "\n".join((milestone.ref, milestone.source_ref or "", milestone.text, *milestone.owners, title)).casefold()
