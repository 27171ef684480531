"""On track or not: what a stocktake counts of a plan, with what it is counted of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from typing import NamedTuple

from bot.model.plan import Action, Milestone
from bot.model.snapshot import Snapshot
from bot.model.updates.update import Face
from bot.rules.updates.standing import face_in, overdue

DONE = (Face.COMPLETE, Face.ASSURED)
# What is past its date is not on track either, whatever its owner says.
OFF = (Face.RED, Face.AMBER, Face.NOT_REPORTED, Face.UNREADABLE, Face.IMPORTED_RED, Face.IMPORTED_AMBER)


class Group(NamedTuple):
    """Actions of a plan, each with those of its milestones that are counted."""

    actions: tuple[tuple[Action, tuple[Milestone, ...]], ...]

    @property
    def milestones(self) -> tuple[Milestone, ...]:
        """Return all milestones that are counted."""
        return tuple(one for _, of_action in self.actions for one in of_action)


class Counted(NamedTuple):
    """The counts of some milestones. Assured ones are complete too; those closed are neither complete nor off track.

    `silent` have no answer in time, `waiting` were asked and still have time to answer, of `unasked` nobody was asked yet.
    """

    milestones: int
    complete: int
    assured: int
    closed: int
    off_track: int
    overdue: int
    silent: int
    waiting: int
    unasked: int


class CountedActions(NamedTuple):
    """The counts of some actions. One is complete if each of its milestones is, those closed aside, and assured likewise. Of the
    complete ones so many have `shown` impact."""

    actions: int
    complete: int
    assured: int
    shown: int


def is_off_track(snapshot: Snapshot, milestone: Milestone) -> bool:
    """Say if a milestone is red, amber, without an answer in time, or past its date."""
    return face_in(snapshot, milestone) in OFF or _is_overdue(snapshot, milestone)


def _is_overdue(snapshot: Snapshot, milestone: Milestone) -> bool:
    return overdue(milestone, snapshot.standing(milestone), snapshot.policy, snapshot.today)


def group(snapshot: Snapshot, milestones: Iterable[Milestone] | None = None) -> Group:
    """Return the actions of some milestones, in the plan's order, without those that have none of them; all of the plan if
    none are given."""
    if milestones is None:
        return Group(tuple((one, one.milestones) for one in snapshot.plan.actions))
    refs = {one.ref for one in milestones}
    found = ((one, tuple(step for step in one.milestones if step.ref in refs)) for one in snapshot.plan.actions)
    return Group(tuple((action, of_action) for action, of_action in found if of_action))


def counted(snapshot: Snapshot, milestones: Iterable[Milestone]) -> Counted:
    """Count some milestones."""
    every = tuple(milestones)
    faces = Counter(face_in(snapshot, one) for one in every)
    return Counted(
        milestones=len(every),
        complete=sum(faces[one] for one in DONE),
        assured=faces[Face.ASSURED],
        closed=faces[Face.CLOSED],
        off_track=sum(is_off_track(snapshot, one) for one in every),
        overdue=sum(_is_overdue(snapshot, one) for one in every),
        silent=faces[Face.NOT_REPORTED],
        waiting=faces[Face.ASKED],
        unasked=faces[Face.NOT_YET_ASKED],
    )


def counted_actions(snapshot: Snapshot, of: Group, shown: Collection[str]) -> CountedActions:
    """Count some actions. `shown` are the refs of those that have shown impact."""
    faces = {action.ref: {face_in(snapshot, one) for one in steps} - {Face.CLOSED} for action, steps in of.actions}
    complete = {ref: one for ref, one in faces.items() if one and one.issubset(DONE)}
    assured = sum(one == {Face.ASSURED} for one in complete.values())
    return CountedActions(len(faces), len(complete), assured, sum(ref in shown for ref in complete))
