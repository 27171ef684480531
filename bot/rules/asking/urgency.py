"""Urgency: what a person must see to first among the milestones that are theirs. And silence: which role it counts against."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum

from bot.model.letters.nudge import Reason, Unheard
from bot.model.people import Person
from bot.model.plan import Milestone
from bot.model.snapshot import Snapshot
from bot.model.updates.update import Face, Put
from bot.rules.holders import answers_for, holders, present, roles_of
from bot.rules.updates.assurance import returned
from bot.rules.updates.standing import awaits_answer, due, face_in, falls_due, local_day, overdue

AskedRoles = Mapping[str, frozenset[str]]  # by ref: the roles through which somebody was asked since anything was said


class Urgency(StrEnum):
    """The degrees in which a milestone needs its owner, the most urgent first."""

    OVERDUE = "overdue"
    OFF_TRACK = "off_track"
    SOON = "soon"
    LATER = "later"
    COMPLETE = "complete"
    ASSURED = "assured"
    CLOSED = "closed"


def urgency(snapshot: Snapshot, milestone: Milestone) -> Urgency:
    """Return how soon a milestone needs its owner."""
    face, today = face_in(snapshot, milestone), snapshot.today
    if face in (Face.COMPLETE, Face.ASSURED):
        return Urgency(face.value)
    if face is Face.CLOSED:
        return Urgency.CLOSED
    if overdue(milestone, snapshot.standings[milestone.ref], snapshot.policy, today):
        return Urgency.OVERDUE
    if face in (Face.RED, Face.AMBER, Face.IMPORTED_RED, Face.IMPORTED_AMBER):
        return Urgency.OFF_TRACK
    soon = today + timedelta(days=snapshot.policy.digest.due_soon_days)
    return Urgency.SOON if falls_due(snapshot, milestone, today, soon) else Urgency.LATER


def is_waiting(snapshot: Snapshot, milestone: Milestone) -> bool:
    """Say if a milestone waits for its owner's answer, or the one that was given cannot be read, or an assurer gave it back."""
    if returned(milestone, snapshot.standing(milestone), snapshot.policy, snapshot.today) is not None:
        return True
    return awaits_answer(snapshot, milestone) or face_in(snapshot, milestone) is Face.UNREADABLE


def by_urgency(snapshot: Snapshot, milestones: Sequence[Milestone]) -> Mapping[Urgency, Sequence[Milestone]]:
    """Group milestones, the most urgent group first and in each what falls due first. A group of none is left out."""
    found: dict[Urgency, list[Milestone]] = {one: [] for one in Urgency}
    for milestone in sorted(milestones, key=lambda one: due(one, snapshot.policy, snapshot.today) or date.max):
        found[urgency(snapshot, milestone)].append(milestone)
    return {one: group for one, group in found.items() if group}


# ---- silence: nobody is called silent who was not asked ----------------------------------------


def asked_roles(snapshot: Snapshot, put: Iterable[Put]) -> AskedRoles:
    """Return through which roles each milestone was asked about since it was last answered. An answer for a holder counts as
    theirs, and so does a question."""
    found: dict[str, set[str]] = {}
    for one in put:
        if _is_open(snapshot, one):
            day = local_day(one.taken, snapshot.policy)
            found.setdefault(one.ref, set()).update(answers_for(snapshot.people, one.person, day))
    return {ref: frozenset(roles) for ref, roles in found.items()}


def _is_open(snapshot: Snapshot, put: Put) -> bool:
    standing = snapshot.standings.get(put.ref)
    first = standing.asked if standing is not None else None
    return first is not None and first <= put.taken <= snapshot.now


def silent_roles(milestone: Milestone, asked: AskedRoles, lost: Collection[str]) -> tuple[str | None, ...]:
    """Return the role that a milestone's silence counts against: the first of its owners that was asked and can be asked.

    If nobody knows who was asked, it is the accountable one. Returns none if all who could be named are told as `lost`.
    """
    known = asked.get(milestone.ref, frozenset[str]()).intersection(milestone.owners)
    candidates = tuple(role for role in milestone.owners if role in known) or (milestone.accountable,)
    return tuple(role for role in candidates if role not in lost)[:1]


def awaited(snapshot: Snapshot, asked: AskedRoles) -> tuple[Person, ...]:
    """Return who holds the role that was asked about a milestone and has not answered in time, in the plan's order. Nobody who
    is away is named."""
    silent = [one for one in snapshot.plan.milestones if face_in(snapshot, one) is Face.NOT_REPORTED]
    roles = [role for one in silent for role in silent_roles(one, asked, ()) if role is not None]
    found = (person for role in roles for person in present(snapshot.people, role, snapshot.today))
    return tuple({person.id: person for person in found}.values())


def unheard(snapshot: Snapshot, reason: Reason, asked: AskedRoles | None, told: int | None = None) -> Unheard:
    """Return why nobody has answered as the role of a milestone that is passed on to `told`. If it is not known who was asked,
    somebody was if anybody holds the role."""
    if told is not None and reason.above is not None and reason.role in roles_of(snapshot.people, told, snapshot.today):
        return Unheard.OWN
    if asked is not None and reason.role in asked.get(reason.ref, frozenset()):
        return Unheard.ASKED
    if not holders(snapshot.people, reason.role, snapshot.today):
        return Unheard.VACANT
    return Unheard.ASKED if asked is None or reason.above is None else Unheard.UNREACHED
