"""Absences, snoozes and hand-overs: who is away, what somebody is not asked for a while, and what is said to be another's."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from bot.model.noun import Moment, Noun


class Absence(Noun):
    """Somebody is away from a day to a day, both inclusive; a deputy may act for them in all that they hold.

    `id` is the number of the entry that began it, and `noted` the moment since which its deputy is who they are.
    """

    id: int = 0
    person: int
    starts: date
    ends: date
    deputy: int | None = None
    noted: Moment | None = None

    def covers(self, day: date) -> bool:
        """Say if they are away on that day."""
        return self.starts <= day <= self.ends


class StoodIn(Noun):
    """A deputy was to act for somebody who was away, as `absence` says, until it was said anew at a moment."""

    absence: Absence
    until: Moment


class Snooze(Noun):
    """Somebody is not asked about a milestone until a day, in a capacity and for a reason if they gave one. `until` is None
    if they are asked again before it. `id` is the number of its entry, made at a moment."""

    id: int = 0
    ref: str
    person: int
    until: date | None = None
    capacity: str = ""
    why: str = ""
    at: Moment


class Step(StrEnum):
    """The steps of a milestone's way from one role to another: somebody says it is another's, the other takes it or says it
    is not theirs either, an admin leaves it where it is, or the step before is undone."""

    OFFERED = "offered"
    TAKEN = "taken"
    REFUSED = "refused"
    KEPT = "kept"
    UNDONE = "undone"


class HandOver(Noun):
    """A milestone that its owner says is another role's, as it stands now: `step` is the last that counts.

    `id` is the number of the entry that offered it, `last` of the latest step, and `noted` when that was made. `by` offered
    it, None if nobody of the plan did. `to_role` is None if nobody was named.
    """

    id: int = 0
    ref: str
    from_role: str
    to_role: str | None = None
    step: Step = Step.OFFERED
    by: int | None = None
    last: int = 0
    noted: Moment | None = None

    @property
    def is_open(self) -> bool:
        """Say if nobody has decided yet whose it is."""
        return self.step in (Step.OFFERED, Step.REFUSED)

    @property
    def is_for_admin(self) -> bool:
        """Say if an admin must find whose it is: nobody was named, or whoever was has refused."""
        return self.step is Step.REFUSED or (self.step is Step.OFFERED and self.to_role is None)
