"""Assurance: whose turn a completion is, who may look at it, and which assurances count no longer.

What is declared complete needs a second key. It is turned by somebody who neither declared it nor answers for it, today or on
a day on which it was declared. Nobody else may, whoever they are: there is no exception.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from bot.model.noun import Moment
from bot.model.people import Person
from bot.model.plan import Milestone
from bot.model.policy import Policy
from bot.model.snapshot import Snapshot
from bot.model.updates.assurance import Assurance, Declared, Lapse, Verdict
from bot.model.updates.update import Standing
from bot.rules.holders import deputised_by, roles_of, stood_in_for
from bot.rules.updates.standing import assured, complete, judged, lapsed, local_day


class Waits(StrEnum):
    """The one whose turn it is of a completion that is not assured."""

    ASSURER = "assurer"
    OWNER = "owner"


class Bar(StrEnum):
    """The reasons for which somebody may not look at what is declared complete."""

    NO_RIGHT = "no_right"
    DECLARED = "declared"
    HOLDS = "holds"
    DEPUTISES = "deputises"
    STOOD_IN = "stood_in"
    HELD = "held"
    DEPUTISED = "deputised"


class Barred(NamedTuple):
    """Somebody may not look at a completion: they declared it by entry `number`, or `role` of its owners is or was theirs to
    answer for."""

    bar: Bar
    role: str = ""
    number: int = 0


class Waiting(NamedTuple):
    """A milestone that waits for an assurer since a moment."""

    milestone: Milestone
    since: Moment


class Lapsed(NamedTuple):
    """An assurance that counted before and counts no longer."""

    milestone: Milestone
    assurance: Assurance
    why: Lapse


# ---- whose turn it is ---------------------------------------------------------------------------


def waits_for(milestone: Milestone, standing: Standing, policy: Policy, day: date) -> Waits | None:
    """Return whose turn it is. None if the milestone is not complete, or is assured."""
    is_over = milestone.closed or assured(milestone, standing, policy, day) is not None
    if is_over or not complete(milestone, standing, policy, day):
        return None
    return Waits.ASSURER if returned(milestone, standing, policy, day) is None else Waits.OWNER


def returned(milestone: Milestone, standing: Standing, policy: Policy, day: date) -> Assurance | None:
    """Return the verdict with which a completion went back to its owner, if nothing was said or offered since: it was sent
    back, or checked at a level that does not count as assured."""
    last = judged(milestone, standing, policy, day)
    if last is None or standing.completion is None or standing.completion.answered is not None:
        return None
    if lapsed(standing, day) is not None:
        return None
    known = not last.level or last.level in policy.assurance.levels
    return last if known and assured(milestone, standing, policy, day) is None else None


def waiting(snapshot: Snapshot) -> tuple[Waiting, ...]:
    """Return what waits for an assurer, the oldest first."""
    found = [
        Waiting(one, since(standing))
        for one in snapshot.plan.milestones
        if (standing := snapshot.standing(one)).completion is not None
        and waits_for(one, standing, snapshot.policy, snapshot.today) is Waits.ASSURER
    ]
    return tuple(sorted(found, key=lambda one: one.since))


def since(standing: Standing) -> Moment:
    """Return since when a completion waits for an assurer: since it was declared, or answered after it went back."""
    completion = standing.completion
    assert completion is not None
    assert standing.update is not None
    return completion.answered or next((one.at for one in completion.declared), standing.update.at)


# ---- who may ------------------------------------------------------------------------------------


def barred(snapshot: Snapshot, person: Person, milestone: Milestone) -> Barred | None:
    """Return why somebody may not look at a completion. None if they may."""
    if not person.assures(milestone.priority):
        return Barred(Bar.NO_RIGHT)
    standing = snapshot.standing(milestone)
    declared = standing.completion.declared if standing.completion is not None else ()
    own = [one.number for one in declared if one.by == person.id]
    if own:
        return Barred(Bar.DECLARED, number=own[-1])
    return next(_answering(snapshot, person.id, milestone, declared), None)


def _answering(snapshot: Snapshot, person: int, milestone: Milestone, declared: Collection[Declared]) -> Iterator[Barred]:
    """Give the roles through which somebody answers for a milestone, or did on a day on which it was declared complete."""
    yield from _on(snapshot, person, milestone.owners, snapshot.today, (Bar.HOLDS, Bar.DEPUTISES, Bar.STOOD_IN))
    for one in declared:
        owners = (*one.owners, *milestone.owners)
        then = local_day(one.at, snapshot.policy)
        yield from _on(snapshot, person, owners, then, (Bar.HELD, Bar.DEPUTISED, Bar.DEPUTISED))


def _on(snapshot: Snapshot, person: int, owners: Collection[str], day: date, bars: tuple[Bar, Bar, Bar]) -> Iterator[Barred]:
    """Give the roles of a milestone that somebody holds on a day, is the deputy for, or was for a part of it."""
    people, (held, deputises, stood_in) = snapshot.people, bars
    yield from (Barred(held, role) for role in roles_of(people, person, day) if role in owners)
    yield from (Barred(deputises, role) for role in deputised_by(people, person, day) if role in owners)
    if people.stood_in:
        acted = stood_in_for(people, person, day, snapshot.policy.zone)
        yield from (Barred(stood_in, role) for role in acted if role in owners)


def to_check(snapshot: Snapshot, person: Person) -> tuple[Waiting, ...]:
    """Return what waits for this assurer, the oldest first: what waits, and they may look at."""
    if not person.is_assurer:
        return ()
    return tuple(one for one in waiting(snapshot) if barred(snapshot, person, one.milestone) is None)


def no_assurer(snapshot: Snapshot) -> tuple[Waiting, ...]:
    """Return what waits for an assurer and nobody may look at: the plan has none, or only some who may not."""
    assurers = [person for person in snapshot.people.persons if person.is_assurer]
    return tuple(one for one in waiting(snapshot) if all(barred(snapshot, person, one.milestone) for person in assurers))


# ---- what counts no longer ----------------------------------------------------------------------


def lapses(before: Snapshot, now: Snapshot, given: Iterable[Assurance] = ()) -> tuple[Lapsed, ...]:
    """Return the assurances that counted before and count no longer, but for those that an assurer took back or replaced. Those
    `given` since counted too."""
    counted: dict[str, Assurance] = {}
    for milestone in before.plan.milestones:
        if (was := assured(milestone, before.standing(milestone), before.policy, before.today)) is not None:
            counted[milestone.ref] = was
    counted |= {one.ref: one for one in given if one.verdict is Verdict.SIGNED_OFF and now.policy.assurance.is_blue(one.level)}
    known = {one.ref: one for one in now.plan.milestones}
    found = ((known[ref], was, _why_lapsed(was, known[ref], now)) for ref, was in counted.items() if ref in known)
    return tuple(Lapsed(milestone, was, why) for milestone, was, why in found if why is not None)


def _why_lapsed(was: Assurance, milestone: Milestone, now: Snapshot) -> Lapse | None:
    standing = now.standing(milestone)
    completion = standing.completion
    if completion is None or all(one.number > was.id for one in completion.declared):
        return Lapse.LEFT  # declared complete again since, or not
    if completion.last is None or completion.last.id != was.id:
        return None
    return lapsed(standing, now.today)
