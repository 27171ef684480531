"""Highlights: how the dates of a part are kept and expected to be, and what changed since the freeze before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from bot.model.board.highlight import Changed, Coming, Counts, DatesKept, Finished, Judged, Plainly
from bot.model.plan import Milestone
from bot.model.snapshot import Snapshot
from bot.model.updates.update import Face, Standing
from bot.rules.updates import standing
from bot.rules.updates.requests import tolerated
from bot.rules.updates.standing import WORST_FIRST, face_in, local_day

DECLARED = (Face.COMPLETE, Face.ASSURED)


def of_priority(milestones: Iterable[Milestone], number: int | None) -> tuple[Milestone, ...]:
    """Return the milestones of a priority. All of them if none is given."""
    return tuple(one for one in milestones if number in (None, one.priority))


def counted(faces: Iterable[Face]) -> Counts:
    """Count milestones by the face that they are shown with, in the order of faces."""
    found = Counter(faces)
    return tuple((face, found[face]) for face in Face if found[face])


def plainly(snapshot: Snapshot, milestones: Iterable[Milestone]) -> Plainly:
    """Count some milestones as they are told to everybody. What is past due is late, whatever was said or not said of it."""
    found = Counter(_plain(snapshot, one) for one in milestones)
    return Plainly(*(found[name] for name in Plainly._fields))


def _plain(snapshot: Snapshot, milestone: Milestone) -> str:
    face = face_in(snapshot, milestone)
    if face is Face.CLOSED:
        return ""
    if face in DECLARED:
        return "done"
    it = snapshot.standing(milestone)
    if face in (Face.RED, Face.AMBER) or standing.overdue(milestone, it, snapshot.policy, snapshot.today):
        return "late"
    return "well" if face in (Face.GREEN, Face.NOT_STARTED) else "unknown"


def dates_kept(snapshot: Snapshot, milestones: Iterable[Milestone]) -> DatesKept:
    """Return how the due dates of some milestones stand."""
    return _counted(snapshot, milestones, snapshot.today)


def dates_expected(snapshot: Snapshot, milestones: Iterable[Milestone], day: date) -> DatesKept:
    """Return how the due dates of some milestones will stand on a later day if what their owners expect comes true.

    What has passed already and has no forecast to say otherwise is still past due then.
    """
    return _counted(snapshot, milestones, day)


def _counted(snapshot: Snapshot, milestones: Iterable[Milestone], day: date) -> DatesKept:
    found = [_kept(snapshot, one, day) for one in milestones]
    every = [one for one in found if one is not None]
    return DatesKept(
        of=len(every),
        late=sum(one.late for one in every),
        slipping=sum(one.slipping for one in every),
        beyond=sum(one.beyond for one in every),
        silent=sum(one.silent for one in every),
        told=sum(one.told for one in every),
    )


def _kept(snapshot: Snapshot, milestone: Milestone, day: date) -> DatesKept | None:
    """Return how the date of one milestone stands on a day, now or to come. None if it has none, or is done by then."""
    it, policy, today = snapshot.standing(milestone), snapshot.policy, snapshot.today
    due = standing.due(milestone, policy, today)
    if due is None or standing.over(milestone, it, policy, today):
        return None
    update = standing.counted_in(snapshot, milestone)
    forecast = update.forecast if update is not None else None
    passed = standing.overdue(milestone, it, policy, today)
    if day > today:
        if forecast is not None and max(forecast, due) < day:
            return None  # by then it will be done, as its owner expects
        passed = passed if forecast is None else due < day <= forecast
    last = tolerated(snapshot, milestone)
    return DatesKept(
        of=1,
        late=passed,
        slipping=not passed and forecast is not None and forecast > due,
        beyond=not passed and forecast is not None and last is not None and forecast > last,
        silent=face_in(snapshot, milestone) is Face.NOT_REPORTED,
        told=update is not None,
    )


# ---- since the freeze before -------------------------------------------------------------------


def changed(now: Snapshot, before: Snapshot | None) -> tuple[Changed, ...]:
    """Return which milestones stand otherwise than before, the worst first. Those that were not in the plan then are new, and
    have not changed."""
    then = {one.ref: face_in(before, one) for one in before.plan.milestones} if before is not None else {}
    return tuple(sorted(_changed(now, then), key=lambda one: _badness(one.now)))


def _changed(now: Snapshot, then: Mapping[str, Face]) -> Iterator[Changed]:
    for one in now.plan.milestones:
        face = face_in(now, one)
        if one.ref in then and then[one.ref] is not face:
            said = standing.counted_in(now, one)
            why = (said.narrative or said.path_to_green) if said is not None and face is Face(said.status.value) else ""
            yield Changed(ref=one.ref, text=one.text, was=then[one.ref], now=face, why=why)


def _badness(face: Face) -> int:
    """Return the place of a face among all, the worst and then silence first."""
    order = (Face.RED, Face.NOT_REPORTED, Face.AMBER)
    return order.index(face) if face in order else len(order) + list(Face).index(face)


def finished(now: Snapshot, before: Snapshot | None) -> tuple[Finished, ...]:
    """Return which milestones were declared complete since before, and are still. All that are, if there is no before."""
    done = _done(before) if before is not None else frozenset[str]()
    return tuple(_finished(now, one) for one in now.plan.milestones if one.ref in _done(now) - done)


def _done(snapshot: Snapshot) -> frozenset[str]:
    return frozenset(one.ref for one in snapshot.plan.milestones if face_in(snapshot, one) in DECLARED)


def _finished(snapshot: Snapshot, milestone: Milestone) -> Finished:
    it = snapshot.standing(milestone)
    return Finished(
        ref=milestone.ref,
        text=milestone.text,
        role=milestone.accountable or "",
        on=_declared_on(snapshot, it),
        assured=face_in(snapshot, milestone) is Face.ASSURED,
    )


def _declared_on(snapshot: Snapshot, it: Standing) -> date | None:
    """Return the day on which a milestone was declared complete first, without a break since."""
    declared = it.completion.declared if it.completion is not None else ()
    first = declared[0].at if declared else it.update.at if it.update is not None else None
    return local_day(first, snapshot.policy) if first is not None else None


def coming(snapshot: Snapshot, milestones: Iterable[Milestone], until: date) -> tuple[Coming, ...]:
    """Return what falls due from today to a day, what is due first before all."""
    found = []
    for one in milestones:
        falls = standing.falls_due(snapshot, one, snapshot.today, until)
        if falls is not None:
            said = standing.counted_in(snapshot, one)
            forecast = said.forecast if said is not None else None
            face = face_in(snapshot, one)
            told = {"role": one.accountable or "", "due": falls, "face": face, "forecast": forecast}
            found.append(Coming(ref=one.ref, text=one.text, **told))
    return tuple(sorted(found, key=lambda one: one.due))


def worst_of(judged: Sequence[Judged]) -> Judged:
    """Return the status of the whole of some parts: the worst that a lead gave, and how many gave none."""
    given = [one.status for one in judged if one.status is not None]
    return Judged(status=min(given, key=WORST_FIRST.index, default=None), missing=len(judged) - len(given))
