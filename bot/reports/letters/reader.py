"""The reader of a nudge, the time of which they are told, and when their week begins: once a week they are told again of what
is still so."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from bot.model.letters.nudge import Rounds
from bot.model.people import Person
from bot.model.snapshot import Snapshot
from bot.rules import calendar

WEEK = timedelta(days=7)


class Reader(NamedTuple):
    """Somebody whose day is open: when it opened, and the rounds that reached them before."""

    person: Person
    ran: Rounds
    opens: datetime

    def is_weekly(self, snapshot: Snapshot) -> bool:
        """Say if this is the first round of a week that reaches them, and not the first of all."""
        return self.ran.last is not None and self.ran.last < week_begins(snapshot, self.person)

    def week_opens(self, snapshot: Snapshot) -> datetime:
        """Return when the first day of their week opens."""
        return calendar.hours(week_begins(snapshot, self.person), snapshot.policy, snapshot.zone_of(self.person))[0]


def week_begins(snapshot: Snapshot, person: Person) -> date:
    """Return the first day of somebody's week, which begins on the day of the summary."""
    today = calendar.local_day(snapshot.now, snapshot.zone_of(person))
    return today - timedelta(days=(today.weekday() - snapshot.policy.digest.weekday.number) % 7)


def last_opening(snapshot: Snapshot, person: Person, ran: Rounds) -> datetime | None:
    """Return when the last day opened on which a round reached a person. None if none did."""
    return None if ran.last is None else calendar.hours(ran.last, snapshot.policy, snapshot.zone_of(person))[0]


class Since(NamedTuple):
    """The time of which a round tells somebody: after the last one opened for them, until this one did. `week` is the first
    day of their week, if this is the first round in it."""

    after: datetime | None
    until: datetime
    week: date | None

    def holds(self, moment: datetime) -> bool:
        """Say if a moment lies in it."""
        return (self.after is None or self.after < moment) and moment <= self.until

    @property
    def is_monthly(self) -> bool:
        """Say if this is the first round of the first week that begins in a month."""
        return self.week is not None and (self.week - WEEK).month != self.week.month


def time_of(snapshot: Snapshot, reader: Reader) -> Since:
    """Return the time of which a round tells a reader."""
    week = week_begins(snapshot, reader.person)
    first = reader.ran.last is not None and reader.ran.last < week
    return Since(last_opening(snapshot, reader.person, reader.ran), reader.opens, week if first else None)
