"""The next question: when somebody would be asked again, told alike wherever it is told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bot.model.people import Person
from bot.model.plan import Milestone
from bot.model.snapshot import Snapshot
from bot.ports.record import View
from bot.reports.snapshot import Ran, with_activity
from bot.rules import calendar
from bot.rules.asking import snoozing


class NextQuestions:
    """The days on which a person, or the owners if it is None, would be asked about milestones if nobody says more."""

    def __init__(self, view: View, snapshot: Snapshot, person: Person | None) -> None:
        self._snapshot = with_activity(view, snapshot)
        self._person = person
        self._first = Ran(view, snapshot)(person).first if person is not None else None
        zone = snapshot.zone_of(person) if person is not None else snapshot.policy.zone
        self._today = calendar.local_day(snapshot.now, zone)

    def about(self, milestone: Milestone) -> date | None:
        """Return the day of the next question about one milestone. None if none would come."""
        return snoozing.next_asked(self._snapshot, self._person, milestone, self._first, self._today)

    def first(self, milestones: Iterable[Milestone]) -> date | None:
        """Return the day of the next question about any of these milestones. None if none would come."""
        return min((day for day in map(self.about, milestones) if day is not None), default=None)
