"""The draft of a plan: what a reader makes of a document, and every doubt it had while reading. Nothing of it is stored yet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from pydantic import Field, SkipValidation

from bot.model.documents.not_a_plan import NotAPlan as NotAPlan  # noqa: PLC0414 (its readers know it from here)
from bot.model.documents.workbook import Given, Stamp
from bot.model.noun import Noun
from bot.model.plan import Plan, Role
from bot.model.policy import Calendar

MOST_ASKED = 12  # doubts of one document that are put to an admin, the widest first: the others are listed
DOUBT_KEY = r"^[a-z0-9][a-z0-9-]{0,79}$"


class PlanDoubtKind(StrEnum):
    """The kinds of doubt about a document. Other programs know these words."""

    YEAR = "year"
    DAY_MONTH = "day_month"
    COLUMN = "column"
    ROLE = "role"
    COLOUR = "colour"
    RHYTHM = "rhythm"
    DATE = "date"
    PARALLEL = "parallel"
    TWO_PLANS = "two_plans"
    ORDER = "order"


class PlanDoubt(Noun):
    """A doubt about a document, one for each cause. Its key is the same in every edition, so that it is settled once.

    `choices` are the answers to press, and `default` the one taken if nobody says otherwise, None if nothing is. Unless it is
    `free`, nothing but a choice settles it. `places` are the cells it is about, and `touches` the refs of the milestones.
    """

    key: str = Field(pattern=DOUBT_KEY)
    kind: PlanDoubtKind
    question: str
    choices: tuple[str, ...] = ()
    default: str | None = None
    places: tuple[str, ...] = ()
    touches: tuple[str, ...] = ()
    free: bool = False


class Warning(Noun):  # noqa: A001 (the word of the promised shape)
    """One thing to be told about a document: its line, a code for programs, a sentence for people, and its place in words."""

    line: int
    code: str
    message: str
    place: str = ""


class Draft(Noun):
    """A plan as read, not yet stored, with its warnings in the order of the document, and its doubts, the widest first.

    `keys` are the refs of ours that the document itself names, and `stamp` what it says of itself: it is a workbook that Milepost
    gave, and that came back.
    """

    plan: Plan
    warnings: tuple[Warning, ...] = ()
    doubts: tuple[PlanDoubt, ...] = ()
    keys: tuple[str, ...] = ()
    stamp: SkipValidation[Stamp | None] = None

    @property
    def asked(self) -> tuple[PlanDoubt, ...]:
        """Return the doubts that are put to an admin."""
        return self.doubts[:MOST_ASKED]

    @property
    def listed(self) -> tuple[PlanDoubt, ...]:
        """Return the doubts that are listed only, as too many are wider."""
        return self.doubts[MOST_ASKED:]


class Settled(Noun):
    """All that an admin has settled for one plan before it is read: its roles, if there is a roles file, its calendar, and the
    answers to doubts by their keys. `given` is the workbook as Milepost gave it, if that is what is read."""

    roles: tuple[Role, ...] | None = None
    calendar: Calendar = Calendar()
    answers: Mapping[str, str] = {}
    given: SkipValidation[Given | None] = None


class Outlook(Noun):
    """The outlook of a draft: how many of its milestones would be asked about, from which day on, and how many each role owns.

    `silent` are those that nobody would be asked about, as they have no date or no owner.
    """

    count: int
    first: date | None = None
    shares: tuple[tuple[str, int], ...] = ()
    silent: tuple[str, ...] = ()
