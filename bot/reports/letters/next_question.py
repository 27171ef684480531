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
from bot.rules.asking.absence import snoozed
from bot.rules.asking.pauses import paused_in
from bot.rules.board.asking import coming_days, next_for_papers
from bot.rules.updates.standing import over


class NextQuestions:
    """The days on which a person, or the owners if it is None, would be asked about milestones if nobody says more."""

    def __init__(self, view: View, snapshot: Snapshot, person: Person | None) -> None:
        self._snapshot = with_activity(view, snapshot)
        self._person = person
        self._first = Ran(view, snapshot)(person).first if person is not None else None
        zone = snapshot.zone_of(person) if person is not None else snapshot.policy.zone
        self._today = calendar.local_day(snapshot.now, zone)
        has_meetings = bool(snapshot.policy.board.meetings)
        self._papers = coming_days(snapshot.policy, self._today, view.periods.freezes(snapshot.short)) if has_meetings else ()

    def about(self, milestone: Milestone) -> date | None:
        """Return the day of the next question about one milestone. None if none would come."""
        day = snoozing.next_asked(self._snapshot, self._person, milestone, self._first, self._today)
        papers = self._for_papers(milestone) if self._papers else None
        return min((one for one in (day, papers) if one is not None), default=None)

    def _for_papers(self, milestone: Milestone) -> date | None:
        """Return the next day on which somebody is asked about a milestone for the board's papers. A snooze or a pause lets none
        be told."""
        snapshot, standing = self._snapshot, self._snapshot.standing(milestone)
        undated = milestone.due is None and not milestone.open_ended
        rests = self._person is not None and snoozed(snapshot, self._person.id, milestone.ref) is not None
        if undated or rests or paused_in(snapshot, milestone) is not None:
            return None
        return next_for_papers(standing, self._papers) if not over(milestone, standing, snapshot.policy, snapshot.today) else None

    def first(self, milestones: Iterable[Milestone]) -> date | None:
        """Return the day of the next question about any of these milestones. None if none would come."""
        return min((day for day in map(self.about, milestones) if day is not None), default=None)
