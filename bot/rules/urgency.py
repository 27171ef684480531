"""Urgency: what a person must see to first among the milestones that are theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum

from bot.model.people import Person
from bot.model.plan import Milestone
from bot.model.snapshot import Snapshot
from bot.model.update import Face
from bot.rules.holders import holders
from bot.rules.standing import due, face_in, falls_due, overdue


class Urgency(StrEnum):
    """The degrees in which a milestone needs its owner, the most urgent first."""

    WAITING = "waiting"  # it was asked about, and nobody has answered
    OVERDUE = "overdue"
    OFF_TRACK = "off_track"
    SOON = "soon"
    LATER = "later"
    COMPLETE = "complete"


def urgency(snapshot: Snapshot, milestone: Milestone) -> Urgency:
    """Return how soon a milestone needs its owner."""
    face, today = face_in(snapshot, milestone), snapshot.today
    if face is Face.COMPLETE:
        return Urgency.COMPLETE
    if face in (Face.ASKED, Face.NOT_REPORTED, Face.UNREADABLE):
        return Urgency.WAITING
    if overdue(milestone, snapshot.standings[milestone.ref], snapshot.policy, today):
        return Urgency.OVERDUE
    if face in (Face.RED, Face.AMBER):
        return Urgency.OFF_TRACK
    soon = today + timedelta(days=snapshot.policy.digest.due_soon_days)
    return Urgency.SOON if falls_due(snapshot, milestone, today, soon) else Urgency.LATER


def by_urgency(snapshot: Snapshot, milestones: Sequence[Milestone]) -> Mapping[Urgency, Sequence[Milestone]]:
    """Group milestones, the most urgent group first and in each what falls due first. A group of none is left out."""
    found: dict[Urgency, list[Milestone]] = {one: [] for one in Urgency}
    for milestone in sorted(milestones, key=lambda one: due(one, snapshot.policy, snapshot.today) or date.max):
        found[urgency(snapshot, milestone)].append(milestone)
    return {one: group for one, group in found.items() if group}


def awaited(snapshot: Snapshot) -> tuple[Person, ...]:
    """Return who holds the accountable role of a milestone that nobody has answered for in time, in the plan's order."""
    silent = [one for one in snapshot.plan.milestones if face_in(snapshot, one) is Face.NOT_REPORTED and one.accountable]
    found = (person for one in silent for person in holders(snapshot.people, one.accountable or "", snapshot.today))
    return tuple({person.id: person for person in found}.values())
