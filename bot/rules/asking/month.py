"""The owner's month: what somebody answers for in a plan, how much of it is confirmed, and what comes first.

A milestone is confirmed if it was answered in this reporting cycle, and nothing was asked of it since. The cycle of a month
begins on the first of the month. One that is complete and was not answered in this cycle needs nobody. One that somebody
has snoozed is not open to them: nothing is said of it by the way.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from bot.model.plan import Milestone
from bot.model.snapshot import Snapshot
from bot.rules.asking.absence import snoozed
from bot.rules.calendar import add_months, local_day
from bot.rules.holders import deputised_by, roles_of
from bot.rules.updates.standing import due, over
from bot.rules.updates.statements import answer_to

PAGE = 10  # milestones on one page of the card


class Part(NamedTuple):
    """A part of what somebody answers for in a plan, by roles of their own or as a deputy alone: what is open, the most urgent
    action first, what is confirmed, and what they have snoozed. `roles` are those they are the deputy for."""

    open: tuple[Milestone, ...]
    confirmed: tuple[Milestone, ...]
    snoozed: tuple[Milestone, ...] = ()
    deputy: bool = False
    roles: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """Count all of it."""
        return len(self.open) + len(self.confirmed) + len(self.snoozed)

    @property
    def pages(self) -> int:
        """Count the pages of what is open."""
        return max(1, -(-len(self.open) // PAGE))

    def page(self, number: int) -> tuple[Milestone, ...]:
        """Return what is on a page, counted from 1. Beyond the last there is the last one."""
        at = (min(max(number, 1), self.pages) - 1) * PAGE
        return self.open[at : at + PAGE]

    def page_of(self, ref: str) -> int:
        """Return the page that an open milestone is on, the first for any other."""
        return next((at // PAGE + 1 for at, one in enumerate(self.open) if one.ref == ref), 1)

    @property
    def refs(self) -> frozenset[str]:
        """Return the refs of all of it."""
        return frozenset(one.ref for one in (*self.open, *self.confirmed, *self.snoozed))


def parts(snapshot: Snapshot, person: int) -> tuple[Part, ...]:
    """Return what somebody answers for by their own roles, then what they do as a deputy alone. What is empty is left out."""
    held = frozenset(roles_of(snapshot.people, person, snapshot.today))
    roles = deputised_by(snapshot.people, person, snapshot.today)
    own = [one for one in snapshot.plan.milestones if not held.isdisjoint(one.owners)]
    acting = [one for one in snapshot.plan.milestones if held.isdisjoint(one.owners) and not set(roles).isdisjoint(one.owners)]
    both = (_part(snapshot, person, own), _part(snapshot, person, acting)._replace(deputy=True, roles=roles))
    return tuple(part for part in both if part.size)


def _part(snapshot: Snapshot, person: int, milestones: Sequence[Milestone]) -> Part:
    confirmed = [one for one in milestones if is_confirmed(snapshot, one, person) and not one.closed]
    left = [one for one in milestones if one not in confirmed and not _is_over(snapshot, one)]
    rests = [one for one in left if snoozed(snapshot, person, one.ref) is not None]
    return Part(_most_urgent_first(snapshot, [one for one in left if one not in rests]), tuple(confirmed), tuple(rests))


def is_confirmed(snapshot: Snapshot, milestone: Milestone, person: int) -> bool:
    """Say if a milestone was answered, for somebody, in this reporting cycle, and nothing was asked of it since."""
    standing = snapshot.standing(milestone)
    said = answer_to(standing, person, 0)
    if said is None or standing.unreadable is not None:
        return False
    if standing.asked_last is not None and standing.asked_last > said.at:
        return False
    return local_day(said.at, snapshot.policy.zone) >= began(snapshot, milestone)


def began(snapshot: Snapshot, milestone: Milestone) -> date:
    """Return the first day of the reporting cycle at hand."""
    months = snapshot.policy.asking.of(milestone).cycle_months
    return add_months(snapshot.today.replace(day=1), 1 - months)


def _is_over(snapshot: Snapshot, milestone: Milestone) -> bool:
    return over(milestone, snapshot.standing(milestone), snapshot.policy, snapshot.today)


def _most_urgent_first(snapshot: Snapshot, milestones: Sequence[Milestone]) -> tuple[Milestone, ...]:
    """Put the milestones of one action together, the action of what is due first before all others. The order stays while
    they are answered."""
    when = {one.ref: due(one, snapshot.policy, snapshot.today) or date.max for one in milestones}
    first: dict[str, date] = {}
    for one in milestones:
        first[one.action] = min(first.get(one.action, date.max), when[one.ref])
    place = {action: at for at, action in enumerate(first)}  # in the plan's order, if two are as urgent
    return tuple(sorted(milestones, key=lambda one: (first[one.action], place[one.action], when[one.ref])))
