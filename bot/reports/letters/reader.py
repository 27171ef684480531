"""The reader of a nudge, and when their week begins: once a week they are told again of what is still so."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from bot.model.letters.nudge import Rounds
from bot.model.people import Person
from bot.model.snapshot import Snapshot
from bot.rules import calendar


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
