"""Pauses: a plan, a priority or a role that is not asked about for a while, by whom, why and until when."""

from __future__ import annotations

from datetime import date

from bot.model.noun import Moment, Noun

EVERYTHING = ""  # the scope of a pause of the whole plan


class Pause(Noun):
    """A pause of all of a plan, or of the priority or the role that `scope` names.

    It holds from `at` until the day `until` begins, for ever if that is None, or until somebody ended it. `by` is None if
    nobody of the plan began it. `id` is the number of its entry.
    """

    id: int
    plan: str
    scope: str = EVERYTHING
    at: Moment
    until: date | None = None
    ended: Moment | None = None
    by: int | None = None
    by_name: str = ""
    why: str = ""

    @property
    def priority(self) -> int | None:
        """Return the priority that is paused. None if it is something else."""
        return int(self.scope) if self.scope.isdecimal() else None

    @property
    def role(self) -> str | None:
        """Return the role that is paused. None if it is something else."""
        return None if self.scope == EVERYTHING or self.scope.isdecimal() else self.scope
