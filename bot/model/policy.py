"""A plan's policy: when it asks, how often, and when it escalates. It has the shape of the plan's settings file.

No other place knows a number of days. Each section of the file is a noun here, and everything has a default.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import date, time
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from bot.model.board.settings import AUDIENCES, Audience, AudienceName, Business, Cycle, Finding, FindingName
from bot.model.noun import Noun
from bot.model.plan import Milestone
from bot.model.risks.settings import Matrix
from bot.model.setting import (
    Chases,
    Clock,
    Days,
    Months,
    Ref,
    Reminders,
    Rungs,
    Unfit,
    Words,
    Zone,
    all_different,
    at_odds,
    names_differ,
)
from bot.model.status import Status

MOST_CLOSED = 92  # days of one closure
LEVELS = ("none", "limited", "reasonable", "substantial")


class Division(StrEnum):
    """The part of the United Kingdom whose bank holidays count."""

    ENGLAND = "england"
    WALES = "wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern-ireland"


class Quarters(StrEnum):
    """The beginning of the year that has quarters: in April, or in January."""

    FINANCIAL = "financial"
    CALENDAR = "calendar"


class Weekday(StrEnum):
    """The days of a working week."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"

    @property
    def number(self) -> int:
        """Return its number as dates count it: Monday is 0."""
        return list(Weekday).index(self)


class Stretch(Noun):
    """Days from one to another, both included."""

    starts: date = Field(alias="from")
    ends: date = Field(alias="to")

    @model_validator(mode="after")
    def _ends_last(self) -> Self:
        if self.ends < self.starts:
            raise Unfit("backwards", "to")
        return self


class Closure(Stretch):
    """Days on which offices are closed, besides weekends and bank holidays."""

    what: Words | None = None

    @model_validator(mode="after")
    def _is_short(self) -> Self:
        if (self.ends - self.starts).days >= MOST_CLOSED:
            raise Unfit("long_closure", "to")
        return self


class Term(Stretch):
    """A school term."""

    name: Words


class Calendar(Noun):
    """[calendar]: the days that count."""

    zone: Zone = "Europe/London"
    division: Division = Division.ENGLAND
    closures: Annotated[tuple[Closure, ...], Field(max_length=100)] = ()
    terms: Annotated[tuple[Term, ...], Field(max_length=100)] = ()
    quarters: Quarters = Quarters.FINANCIAL

    @model_validator(mode="after")
    def _terms_follow_each_other(self) -> Self:
        for number, term in enumerate(self.terms[1:], start=1):
            if term.starts <= self.terms[number - 1].ends:
                raise Unfit("terms", "terms", number)
        return self


class Ladder(Noun):
    """The days on which the owners of a milestone are asked. All are working days: before the due date, or after it.

    Source of the ladder and the caps: the project's design, after Operately, Grafana OnCall and Monzo's chasers.
    """

    rungs: Rungs = (28, 14, 7, 2, 0)
    overdue_after: Chases = (5, 10, 15)
    escalate_after: tuple[Days, Days] = (20, 25)  # the priority's lead, then an admin
    cycle_months: Months = 1

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        self.judge(self.model_fields_set)
        return self

    def judge(self, said: Collection[str]) -> None:
        """Raise Unfit if its days do not go together. It is about one of those that are said."""
        lead, admin = self.escalate_after
        if lead >= admin:
            raise Unfit("escalation", "escalate_after")
        if max(self.overdue_after, default=0) >= lead:
            days = {"escalate_after": list(self.escalate_after), "overdue_after": list(self.overdue_after)}
            raise at_odds("overdue", said, days)


class OwnLadder(Noun):
    """The settings that one priority or action has of its own. All else is as above it."""

    rungs: Rungs | None = None
    overdue_after: Chases | None = None
    escalate_after: tuple[Days, Days] | None = None
    cycle_months: Months | None = None


class PlanLadder(Ladder):
    """[asking]: the plan's ladder, the hours in which anybody is asked, and what is different for some priorities or actions."""

    opens: Clock = time(9)
    closes: Clock = time(17)
    snooze_most: Annotated[int, Field(ge=1, le=60)] = 20  # working days for which somebody may not be asked about a milestone
    only: Mapping[Ref, OwnLadder] = {}

    @model_validator(mode="after")
    def _all_of_it_fits(self) -> Self:
        if self.opens >= self.closes:
            hours = {"closes": f"{self.closes:%H:%M}", "opens": f"{self.opens:%H:%M}"}
            raise at_odds("hours", self.model_fields_set, hours)
        for ref, own in self.only.items():
            try:
                self.down_to(ref).judge(own.model_fields_set)
            except Unfit as unfit:
                raise Unfit(unfit.name, "only", ref, *unfit.key, facts=unfit.facts) from None
        return self

    def of(self, milestone: Milestone) -> Ladder:
        """Return the ladder of one milestone: its action's, else its priority's, else the plan's."""
        return self.down_to(milestone.action) if self.only else self

    def down_to(self, ref: str) -> Ladder:
        """Return the ladder of a priority or an action."""
        ladder: Ladder = self
        for above in dict.fromkeys((ref.partition(".")[0], ref)):
            own = self.only.get(above)
            ladder = ladder.model_copy(update=own.model_dump(exclude_none=True)) if own is not None else ladder
        return ladder


class Summary(Noun):
    """[digest]: when the weekly summary is posted, how far it looks ahead, in calendar days, and whom it calls."""

    weekday: Weekday = Weekday.MONDAY
    at: Clock = time(9)
    due_soon_days: Annotated[int, Field(ge=1, le=365)] = 28
    mentions: bool = False  # in the board's channel whoever has not answered is mentioned, so that the platform tells them


class Ageing(Noun):
    """[evidence]: how many calendar days before the last day on which evidence is good somebody is reminded of it."""

    remind_before: Reminders = (30, 7)


class Dates(Noun):
    """[dates]: which dates are asked about once more before they are kept, and who decides on new due dates."""

    far_years: Annotated[int, Field(ge=1, le=20)] = 3  # after the due date, or after today
    tolerance_days: Annotated[int, Field(ge=0, le=250)] = 20  # working days that a forecast may lie after the due date
    chair_from_request: Annotated[int, Field(ge=1, le=20)] = 3  # from this move of a milestone on, only the chair approves


class Assuring(Noun):
    """[assurance]: the levels of a second look, the lowest first, and from which one on a completion counts as assured."""

    levels: Annotated[tuple[Words, ...], Field(min_length=1, max_length=10), AfterValidator(all_different)] = LEVELS
    blue_from: Words = "reasonable"

    @model_validator(mode="after")
    def _blue_is_a_level(self) -> Self:
        if self.blue_from not in self.levels:
            said = {"blue_from": self.blue_from, "levels": ", ".join(self.levels)}
            raise at_odds("no_such_level", self.model_fields_set, said)
        return self

    def level(self, said: str) -> str | None:
        """Return the level of that name, in any letter case. None if there is none."""
        return next((one for one in self.levels if one.casefold() == " ".join(said.split()).casefold()), None)

    def is_blue(self, level: str) -> bool:
        """Say if what is signed off at this level counts as assured. One that the plan no longer has does not."""
        return level in self.levels and self.levels.index(level) >= self.levels.index(self.blue_from)


class Retention(Noun):
    """[retention]: how long words are kept that are no part of the record, and all texts of a plan that has ended."""

    drafts_days: Annotated[int, Field(ge=7, le=365)] = 30
    letters_months: Annotated[int, Field(ge=1, le=120)] = 24


class Policy(Noun):
    """All settings of a plan."""

    calendar: Calendar = Calendar()
    asking: PlanLadder = PlanLadder()
    digest: Summary = Summary()
    evidence: Ageing = Ageing()
    dates: Dates = Dates()
    assurance: Assuring = Assuring()
    board: Cycle = Cycle()
    business: Business = Business()
    audiences: Annotated[Mapping[AudienceName, Audience], Field(max_length=12)] = {}
    risk: Matrix = Matrix()
    findings: Annotated[Mapping[FindingName, Finding], Field(max_length=60), AfterValidator(names_differ)] = {}
    retention: Retention = Retention()
    status: Mapping[Status, Words] = {}  # the plan's own key; a colour it leaves out means what Milepost says it means

    @model_validator(mode="after")
    def _the_summary_comes_in_working_hours(self) -> Self:
        if self.digest.at >= self.asking.closes:
            here, there = "at" in self.digest.model_fields_set, "closes" in self.asking.model_fields_set
            key = ("asking", "closes") if there and not here else ("digest", "at")
            unset = tuple(".".join(one) for one, said in ((("digest", "at"), here), (("asking", "closes"), there)) if not said)
            facts = {"at": f"{self.digest.at:%H:%M}", "closes": f"{self.asking.closes:%H:%M}"}
            raise Unfit("digest_late", *key, facts=facts, unset=unset)
        return self

    @property
    def audience_names(self) -> tuple[str, ...]:
        """Return the names of all audiences: Milepost's own, then those that only the settings name."""
        return (*AUDIENCES, *(name for name in self.audiences if name not in AUDIENCES))

    def audience(self, name: str) -> Audience | None:
        """Return an audience of papers: what the settings say of it over Milepost's own of that name. None if there is none."""
        own, usual = self.audiences.get(name), AUDIENCES.get(name)
        if own is None or usual is None:
            return own or usual
        return usual.model_copy(update={field: getattr(own, field) for field in own.model_fields_set})

    @classmethod
    def read(cls, tree: Mapping[str, object]) -> Self:
        """Return what a settings file says. Raises ValidationError with every fault in it.

        It is judged as JSON is, strictly: there true is no number, and a number is no time of day.
        """
        return cls.model_validate_json(json.dumps(tree, default=str), strict=True)

    @property
    def zone(self) -> str:
        """The plan's time zone."""
        return self.calendar.zone
