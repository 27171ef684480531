"""Cover: what nobody is asked about while somebody is away or out of reach, and who must know."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from bot.model.absences.absence import Absence
from bot.model.people import People, Person
from bot.model.plan import Milestone
from bot.model.snapshot import Snapshot
from bot.rules import holders
from bot.rules.updates.standing import over


def is_asked(people: People, role: str, day: date, lost: Collection[int] = ()) -> bool:
    """Say if anybody is asked through a role on a day, as a holder who is there or a deputy who acts. `lost` can't be reached."""
    there = any(one.id not in lost for one in holders.present(people, role, day))
    return there or any(one not in lost for one in holders.acting(people, role, day, lost))


def left_alone(snapshot: Snapshot, away: Absence) -> tuple[Milestone, ...]:
    """Return the unfinished milestones that nobody is asked about when an absence begins, or now if it has begun."""
    return _unasked(snapshot, away.person, max(away.starts, snapshot.today), ())


def out_of_reach(snapshot: Snapshot, person: int, lost: Collection[int]) -> tuple[Milestone, ...]:
    """Return the unfinished milestones that nobody is asked about as their owner can't be reached."""
    return _unasked(snapshot, person, snapshot.today, lost)


def _unasked(snapshot: Snapshot, person: int, day: date, lost: Collection[int]) -> tuple[Milestone, ...]:
    people = snapshot.people
    mine = frozenset(role for role in holders.roles_of(people, person, day) if not is_asked(people, role, day, lost))
    if not mine:
        return ()
    return tuple(
        one
        for one in snapshot.plan.milestones
        if not mine.isdisjoint(one.owners)
        and not any(is_asked(people, role, day, lost) for role in one.owners)
        and not over(one, snapshot.standing(one), snapshot.policy, snapshot.today)
    )


def told_of_it(snapshot: Snapshot, milestones: tuple[Milestone, ...]) -> tuple[Person, ...]:
    """Return who must know of these milestones: whoever leads their priorities, each once."""
    priorities = dict.fromkeys(one.priority for one in milestones)
    found = (person for number in priorities for person in holders.leads(snapshot.people, number, snapshot.today))
    return tuple({person.id: person for person in found}.values())
