"""One plan as it stands, read once; and which rounds reached whom."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache

from bot.model.letters.nudge import Rounds
from bot.model.people import Person
from bot.model.snapshot import Snapshot
from bot.ports.record import View
from bot.rules import calendar
from bot.rules.asking.absence import days_away
from bot.rules.calendar import WorkingDays


def take(view: View, short: str, now: datetime) -> Snapshot:
    """Read one plan as it stands now."""
    return _taken(view, short, now, None)


def as_at(view: View, short: str, moment: datetime) -> Snapshot:
    """Read one plan as it stood at a moment: what was said and asked since is left out.

    A moment before the plan was on the record is a rehearsal, told from the record as it stands.
    """
    upto = view.entries.upto(short, moment) or None
    return with_activity(view, _taken(view, short, moment, upto), upto)


def with_activity(view: View, snapshot: Snapshot, upto: int | None = None) -> Snapshot:
    """Return a plan with what was done about its milestones besides saying how they stand, as whoever looks ahead must know."""
    active = view.entries.active(snapshot.short, upto)
    days = {ref: calendar.local_day(at, snapshot.policy.zone) for ref, at in active.items()}
    return snapshot.model_copy(update={"active": days}) if days else snapshot


def _taken(view: View, short: str, now: datetime, upto: int | None) -> Snapshot:
    return Snapshot(
        plan=view.plans.one(short),
        policy=view.plans.policy(short),
        people=view.people.of(short),
        standings=view.updates.standings(short, upto),
        snoozes=view.absences.snoozes(short, upto),
        pauses=view.pauses.of(short, upto),
        now=now,
    )


class Ran:
    """The first and latest earlier day on which a round ran in a zone, and of those on which it reached a person."""

    def __init__(self, view: View, snapshot: Snapshot) -> None:
        self._view = view
        self._snapshot = snapshot
        self._read = cache(self._read_zone)

    def __call__(self, person: Person) -> Rounds:
        """Return the days on which rounds reached a person."""
        found, missed = self._read(self._snapshot.zone_of(person))
        not_there = missed.get(person.id, frozenset()) | days_away(self._snapshot.people, person.id, found)
        return _without(found, not_there, calendar.working_days(self._snapshot.policy))

    def zone(self, zone: str) -> Rounds:
        """Return the days on which rounds ran in a zone."""
        return self._read(zone)[0]

    def _read_zone(self, zone: str) -> tuple[Rounds, Mapping[int, frozenset[date]]]:
        day, short = calendar.local_day(self._snapshot.now, zone), self._snapshot.short
        found = self._view.rounds.days(short, zone, day)
        return found, self._view.rounds.held_over(short, day) if found.last else {}


def _without(rounds: Rounds, missed: frozenset[date], days: WorkingDays) -> Rounds:
    """Return the rounds less the days on which this person could not be reached. Earlier working days stand in for the last
    one."""
    last = rounds.last
    while last is not None and last in missed:
        before = last - timedelta(days=1)
        last = days.last(before) if rounds.first and before >= rounds.first else None
    first = rounds.first
    while first is not None and first in missed:
        after = days.next(first)
        first = after if last and after <= last else None
    return Rounds(first=first, last=last, began=rounds.began if first == rounds.first else None)
