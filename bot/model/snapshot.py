"""One plan as it stands at a moment: what every rule, list, card and paper is told from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Self

from pydantic import Field, SkipValidation

from bot.model.absences.absence import Snooze
from bot.model.absences.pause import Pause
from bot.model.noun import Moment, Noun, local_day
from bot.model.people import People, Person
from bot.model.plan import Milestone, Plan
from bot.model.policy import Policy
from bot.model.updates.update import Standing


class Snapshot(Noun):
    """A plan, its policy and people, and how each milestone stands, read once. Its methods only look up."""

    # Each was checked when it was made. To check all of a plan again for every question costs more than most answers.
    plan: SkipValidation[Plan]
    policy: SkipValidation[Policy]
    people: SkipValidation[People] = People()
    standings: SkipValidation[Mapping[str, Standing]]
    snoozes: SkipValidation[tuple[Snooze, ...]] = ()
    pauses: SkipValidation[tuple[Pause, ...]] = ()
    # When something was last done about a milestone besides saying how it stands. It is read by whoever looks ahead, alone.
    active: SkipValidation[Mapping[str, date]] = Field(default_factory=dict)
    now: Moment

    @property
    def short(self) -> str:
        """Return the plan's short name."""
        return self.plan.short

    @property
    def today(self) -> date:
        """Return the local day in the plan's zone."""
        return local_day(self.now, self.policy.zone)

    def standing(self, milestone: Milestone) -> Standing:
        """Return how a milestone stands."""
        return self.standings.get(milestone.ref) or Standing(ref=milestone.ref)

    def zone_of(self, person: Person) -> str:
        """Return the time zone a person lives in: their own, or the plan's."""
        return person.zone or self.policy.zone

    def at(self, now: Moment) -> Self:
        """Return the same plan, standing as it does, at another moment."""
        return self.model_copy(update={"now": now})
