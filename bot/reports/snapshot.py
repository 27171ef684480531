"""One plan as it stands, read once: its people, its policy, how each milestone stands, and which rounds ran."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from functools import cache

from bot.model.noun import Noun
from bot.model.nudge import Rounds
from bot.model.people import People, Person
from bot.model.plan import Milestone, Plan
from bot.model.policy import Policy
from bot.model.talk import Asker
from bot.model.update import Face, Standing
from bot.ports.record import View
from bot.rules import calendar
from bot.rules.standing import face, falls_due, local_day


class Record(Noun):
    """One plan as it stands at the moment of asking."""

    plan: Plan
    policy: Policy
    people: People
    standings: Mapping[str, Standing]
    now: datetime

    @property
    def today(self) -> date:
        """The local day in the plan's zone."""
        return local_day(self.now, self.policy)

    def face(self, milestone: Milestone) -> Face:
        """What the milestone is shown as."""
        return face(milestone, self.standings[milestone.ref], self.policy, self.now)

    def falls_due(self, milestone: Milestone, first: date, last: date) -> date | None:
        """The first day between two on which the milestone falls due and is not complete."""
        return falls_due(milestone, self.standings[milestone.ref], self.policy, self.today, first, last)


def record_of(view: View, asker: Asker) -> Record:
    """Read the asker's plan as it stands."""
    return Record(
        plan=view.plan(asker.short),
        policy=view.policy(asker.short),
        people=view.people(asker.short),
        standings=view.standings(asker.short),
        now=asker.now,
    )


class Desk(Noun):
    """One plan as a round sees it."""

    plan: Plan
    policy: Policy
    people: People
    standings: Mapping[str, Standing]


def desk_of(view: View, short: str, now: datetime) -> Desk:
    """Read one plan as a round sees it."""
    return Desk(
        plan=view.plan(short),
        policy=view.policy(short),
        people=view.people(short),
        standings=view.standings(short, now),
    )


def zone_of(person: Person, policy: Policy) -> str:
    """The time zone a person lives in: their own, or the plan's."""
    return person.zone or policy.zone


day_at = calendar.local_day


def rounds_of(view: View, short: str, policy: Policy, now: datetime) -> Callable[[Person], Rounds]:
    """For each person the first and latest earlier day on which a round reached them."""

    @cache
    def ran(zone: str) -> tuple[Rounds, Mapping[int, frozenset[date]]]:
        day = day_at(now, zone)
        found = view.rounds(short, zone, day)
        return found, view.held_over(short, day) if found.last else {}

    def of(person: Person) -> Rounds:
        found, missed = ran(zone_of(person, policy))
        return _without(found, missed.get(person.id, frozenset()))

    return of


def _without(rounds: Rounds, missed: frozenset[date]) -> Rounds:
    """Rounds less the days on which this person could not be reached. Earlier working days stand in for the last one."""
    last = rounds.last
    while last is not None and last in missed:
        before = last - timedelta(days=1)
        last = calendar.last_working_day_on_or_before(before) if rounds.first and before >= rounds.first else None
    first = rounds.first
    while first is not None and first in missed:
        after = calendar.next_working_day(first)
        first = after if last and after <= last else None
    return Rounds(first=first, last=last)
