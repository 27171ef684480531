"""Absence: who is away on a day and who acts for them, who has snoozed what, and how a milestone's owners change hands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from bot.model.absences.absence import Absence, HandOver, Snooze, Step
from bot.model.letters.nudge import Rounds
from bot.model.noun import local_day
from bot.model.people import Holding, People
from bot.model.snapshot import Snapshot
from bot.model.updates.update import Standing
from bot.rules.calendar import working_days

# ---- away ----------------------------------------------------------------------------------


def absence(people: People, person: int, day: date) -> Absence | None:
    """Return the absence that somebody is in on a day. The one that was said last counts."""
    return next((one for one in reversed(people.absences) if one.person == person and one.covers(day)), None)


def back_by(snapshot: Snapshot, person: int, day: date | None) -> date | None:
    """Return a day on which somebody would be asked: if they are away then, their first working day back."""
    away = absence(snapshot.people, person, day) if day is not None and snapshot.people.absences else None
    return day if away is None else working_days(snapshot.policy).next(away.ends)


def overlapping(people: People, meant: Absence) -> tuple[Absence, ...]:
    """Return the absences of somebody that share a day with another one of theirs, or end on the eve of it."""
    first = meant.starts - timedelta(days=1)
    theirs = (one for one in people.absences if one.person == meant.person)
    return tuple(one for one in theirs if one.starts <= meant.ends and first <= one.ends)


def planned(people: People, person: int, day: date) -> Absence | None:
    """Return the absence that somebody is in on a day, else the first one after it."""
    coming = sorted((one.starts, one.id) for one in people.absences if one.person == person and one.ends >= day)
    now = absence(people, person, day)
    return now or next((one for one in people.absences if coming and one.id == coming[0][1]), None)


def is_away(people: People, person: int, day: date) -> bool:
    """Say if somebody is away on a day."""
    return bool(people.absences) and absence(people, person, day) is not None


def days_away(people: People, person: int, rounds: Rounds) -> frozenset[date]:
    """Return the days on which somebody was away while rounds ran: none of these asked or told them anything."""
    if not people.absences or rounds.first is None or rounds.last is None:
        return frozenset()
    spells = (
        (max(one.starts, rounds.first), min(one.ends, rounds.last)) for one in people.absences if one.person == person
    )
    return frozenset(first + timedelta(days=n) for first, last in spells for n in range((last - first).days + 1))


def stand_in(people: People, holding: Holding, day: date) -> int | None:
    """Return the deputy whom the holder of a role has named for an absence that they are in on a day. None if they named
    nobody, or hold the role on another day."""
    away = absence(people, holding.person, day) if people.absences and holding.covers(day) else None
    return None if away is None else away.deputy


# ---- snoozed -------------------------------------------------------------------------------


def snoozed(snapshot: Snapshot, person: int, ref: str) -> Snooze | None:
    """Return the snooze for which somebody is not asked about a milestone. An answer ends it."""
    found = (one for one in snoozes_of(snapshot, ref) if one.person == person)
    return next(found, None)


def snoozes_of(snapshot: Snapshot, ref: str) -> tuple[Snooze, ...]:
    """Return the snoozes of a milestone that go on."""
    standing = snapshot.standings.get(ref) if snapshot.snoozes else None
    theirs = (one for one in snapshot.snoozes if one.ref == ref and not (standing is not None and is_answered(one, standing)))
    return tuple(one for one in theirs if one.until is not None and _day_of(snapshot, one) < one.until)


def _day_of(snapshot: Snapshot, snooze: Snooze) -> date:
    """Return the local day of whoever snoozed something."""
    person = snapshot.people.one(snooze.person)
    return local_day(snapshot.now, snapshot.policy.zone if person is None else snapshot.zone_of(person))


def asks(snapshot: Snapshot, person: int, ref: str) -> bool:
    """Say if somebody may be asked about a milestone, as they have not snoozed it."""
    return not snapshot.snoozes or snoozed(snapshot, person, ref) is None


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
    latest = {(one.ref, one.from_role): one.id for one in stand}
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
