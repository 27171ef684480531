"""Absence: who is away on a day and who acts for them, who has snoozed what, and how a milestone's owners change hands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from bot.model.absence import Absence, HandOver, Snooze, Step
from bot.model.people import Holding, People
from bot.model.plan import Milestone
from bot.model.update import Standing

# ---- away ----------------------------------------------------------------------------------


def absence(people: People, person: int, day: date) -> Absence | None:
    """Return the absence that somebody is in on a day. The one that was said last counts."""
    return next((one for one in reversed(people.absences) if one.person == person and one.covers(day)), None)


def is_away(people: People, person: int, day: date) -> bool:
    """Say if somebody is away on a day."""
    return bool(people.absences) and absence(people, person, day) is not None


def stand_in(people: People, holding: Holding, day: date) -> int | None:
    """Return the deputy whom the holder of a role has named for an absence that they are in on a day. None if they named
    nobody, or hold the role on another day."""
    away = absence(people, holding.person, day) if people.absences and holding.covers(day) else None
    return None if away is None else away.deputy


# ---- snoozed -------------------------------------------------------------------------------


def snoozed(snoozes: Iterable[Snooze], person: int, standing: Standing, day: date) -> Snooze | None:
    """Return the snooze for which somebody is not asked about a milestone on a day. An answer ends it."""
    found = (one for one in snoozes if one.ref == standing.ref and one.person == person)
    return next((one for one in found if one.until is not None and day < one.until and not is_answered(one, standing)), None)


def is_answered(snooze: Snooze, standing: Standing) -> bool:
    """Say if something was said of a milestone after somebody snoozed it."""
    return standing.newest > snooze.id


# ---- handed over ---------------------------------------------------------------------------


def as_it_stands(steps: Iterable[HandOver]) -> tuple[HandOver, ...]:
    """Return how each offer stands after all the steps of it, given in their order. What was undone counts no longer.

    Only the latest offer of a milestone by a role counts: an earlier one that is still open is not.
    """
    told: dict[int, list[HandOver]] = {}
    for one in steps:
        of_it = told.setdefault(one.id, [])
        if one.step is Step.UNDONE:
            del of_it[-1:]
        else:
            of_it.append(one)
    stand = [of_it[-1].model_copy(update={"by": of_it[0].by}) for of_it in told.values() if of_it]
    latest = {(one.ref, one.from_role): one.id for one in stand if one.is_open}
    return tuple(one for one in stand if not one.is_open or latest[one.ref, one.from_role] == one.id)


def owners_after(owners: Sequence[str], taken: HandOver) -> tuple[str, ...]:
    """Return the owners of a milestone once a hand-over of it was taken: the new role stands in the place of the old one."""
    if taken.to_role is None or taken.from_role not in owners:
        return tuple(owners)
    moved = (taken.to_role if role == taken.from_role else role for role in owners)
    return tuple(dict.fromkeys(moved))


def offered_to(hand_overs: Iterable[HandOver], roles: Iterable[str]) -> tuple[HandOver, ...]:
    """Return what waits for one of these roles to say if it is theirs."""
    theirs = frozenset(roles)
    return tuple(one for one in hand_overs if one.step is Step.OFFERED and one.to_role in theirs)


def for_admin(hand_overs: Iterable[HandOver]) -> tuple[HandOver, ...]:
    """Return what nobody takes: an admin must find whose it is."""
    return tuple(one for one in hand_overs if one.is_for_admin)


def leads_of(milestones: Iterable[Milestone]) -> frozenset[int]:
    """Return the priorities of some milestones."""
    return frozenset(one.priority for one in milestones)
