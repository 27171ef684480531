"""Pauses: what is not asked about on a day, and from which day a chase counts anew once a pause is over.

A pause of a role that answers for a milestone is a pause of the milestone. One of a role that contributes asks that role
nothing, and the others as before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from bot.model.absences.pause import EVERYTHING, Pause
from bot.model.plan import Milestone
from bot.model.policy import Policy
from bot.model.snapshot import Snapshot
from bot.rules.calendar import local_day


def over_on(pause: Pause, policy: Policy) -> date | None:
    """Return the day on which a pause is over: its own last, or when somebody ended it. None if nobody knows."""
    days = [pause.until] if pause.until is not None else []
    days += [local_day(pause.ended, policy.zone)] if pause.ended is not None else []
    return min(days, default=None)


def holds(pause: Pause, policy: Policy, day: date) -> bool:
    """Say if a pause holds on a day."""
    over = over_on(pause, policy)
    return local_day(pause.at, policy.zone) <= day and (over is None or day < over)


def in_force(pauses: Iterable[Pause], policy: Policy, day: date) -> tuple[Pause, ...]:
    """Return the pauses that hold on a day."""
    return tuple(one for one in pauses if holds(one, policy, day))


def covers(pause: Pause, milestone: Milestone) -> bool:
    """Say if a milestone is one of those that are paused."""
    return pause.scope == EVERYTHING or pause.priority == milestone.priority or pause.role == (milestone.accountable or "")


def reaches(pause: Pause, milestone: Milestone) -> bool:
    """Say if somebody is not asked about a milestone because of a pause: all of its owners, or one."""
    return covers(pause, milestone) or pause.role in milestone.owners


def pause_of(pauses: Iterable[Pause], milestone: Milestone, policy: Policy, day: date) -> Pause | None:
    """Return the pause for which nobody is asked about a milestone on a day: the one that ends last. None if there is none."""
    found = [one for one in pauses if covers(one, milestone) and holds(one, policy, day)]
    return max(found, key=lambda one: one.until or date.max, default=None)


def paused_in(snapshot: Snapshot, milestone: Milestone) -> Pause | None:
    """Return the pause of a milestone in a snapshot. None if it is asked about."""
    return pause_of(snapshot.pauses, milestone, snapshot.policy, snapshot.today) if snapshot.pauses else None


def resumed_on(pauses: Iterable[Pause], milestone: Milestone, policy: Policy, day: date) -> date | None:
    """Return the last day up to this one on which a pause of a milestone was over. None if it had none."""
    return max((over for over in _ends(pauses, milestone, policy) if over <= day), default=None)


def resumes(pauses: Iterable[Pause], milestone: Milestone, policy: Policy) -> tuple[date, ...]:
    """Return every day on which a pause of a milestone is over, as far as that is known."""
    return tuple(_ends(pauses, milestone, policy))


def _ends(pauses: Iterable[Pause], milestone: Milestone, policy: Policy) -> Iterator[date]:
    for one in pauses:
        over = over_on(one, policy) if covers(one, milestone) else None
        if over is not None and over > local_day(one.at, policy.zone):
            yield over


def paused_roles(pauses: Iterable[Pause], policy: Policy, day: date) -> frozenset[str]:
    """Return the roles that are asked nothing on a day."""
    return frozenset(one.role for one in pauses if one.role is not None and holds(one, policy, day))


def rests(pauses: Iterable[Pause], policy: Policy, day: date, roles: Collection[str], priorities: Collection[int]) -> bool:
    """Say if nobody is asked on a day about what some roles answer for and is about some priorities: the plan is paused, or each
    of the roles, or each of the priorities."""
    held = in_force(pauses, policy, day)
    if any(one.scope == EVERYTHING for one in held):
        return True
    by_role = bool(roles) and set(roles) <= {one.role for one in held}
    return by_role or (bool(priorities) and set(priorities) <= {one.priority for one in held})
