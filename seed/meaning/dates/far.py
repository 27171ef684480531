"""Ask about dates that are years away from all others of their plan: most are slips of the pen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from statistics import median_low

from bot.model.documents.draft import PlanDoubtKind
from bot.model.plan import Action, Milestone
from bot.model.policy import Calendar
from bot.model.status import Status
from seed.draft import Doubts, fold
from seed.meaning.dates import read_date
from seed.meaning.dates.asking import in_full
from seed.source import Place
from seed.words import say

_LEAST = 3  # dates of which it can be said that one is far from the others
_BEFORE, _AFTER = 5, 10  # years


class Far:
    """The dates of one plan, to find such as are far from the others. `places` are those of the milestones, by their refs."""

    def __init__(self, actions: Sequence[Action], places: Mapping[str, Place], calendar: Calendar, doubts: Doubts) -> None:
        self._actions, self._places, self._calendar, self._doubts = actions, places, calendar, doubts
        self._years = [day.year for action in actions for one in action.milestones if (day := one.due)]
        self._middle = median_low(self._years) if self._years else 0

    def settled(self) -> tuple[Action, ...]:
        """Return the actions without the due dates that are far from the others, unless an admin said that they are meant."""
        if len(self._years) < _LEAST or not any(map(self._is_far, self._years)):
            return tuple(self._actions)
        return tuple(
            action.model_copy(update={"milestones": tuple(map(self._settled, action.milestones))}) for action in self._actions
        )

    def _is_far(self, year: int) -> bool:
        return not self._middle - _BEFORE <= year <= self._middle + _AFTER

    def _settled(self, one: Milestone) -> Milestone:
        is_over = one.imported is not None and one.imported.status is Status.COMPLETE
        if one.due is None or is_over or not self._is_far(one.due.year):
            return one
        due = self._asked(one, one.due)
        start = one.start if due is not None and one.start is not None and one.start <= due else None
        return one.model_copy(update={"due": due, "start": start})

    def _asked(self, one: Milestone, due: date) -> date | None:
        written, none = in_full(due), say("choice", "no_date")
        at, facts = self._places.get(one.ref, Place()), {"read": one.date_text or written, "year": self._middle}
        answer = self._doubts.ask(
            PlanDoubtKind.DATE, f"far {fold(written)}", [at], "date_far", facts, (written, none), none,
            lambda said: read_date(said, self._calendar, day_first=True).due,
        )  # fmt: skip
        return None if answer is None or answer == none else read_date(answer, self._calendar, day_first=True).due
