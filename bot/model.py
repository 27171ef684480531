"""The nouns of Milepost, as the plan office says them: frozen, checked when made, free of any platform.

Dates are calendar dates with no time; moments are aware datetimes in UTC.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

ACTION_REF = r"^\d+\.\d+$"
MILESTONE_REF = r"^\d+\.\d+\.\d+$"


def _in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(UTC)


Moment = Annotated[datetime, AfterValidator(_in_utc)]


class Noun(BaseModel):
    """A frozen value with no fields beyond those named."""

    # What is wrong with a value is said without the value: it may be a person's words, and errors are logged and printed.
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Status(StrEnum):
    """What an owner declares of a milestone. Not reported is computed, never declared."""

    NOT_STARTED = "not_started"
    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    COMPLETE = "complete"


OFF_GREEN = frozenset({Status.AMBER, Status.RED})


class Recurrence(StrEnum):
    """How often a milestone comes round again after its first due date."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    TERMLY = "termly"
    QUARTERLY = "quarterly"
    SIX_MONTHLY = "six_monthly"
    YEARLY = "yearly"


class EvidenceType(StrEnum):
    """The kinds of evidence a review asks for (after Plymouth's critical review and Kent's evidence index)."""

    MINUTES = "minutes"
    POLICY = "policy or procedure"
    DATA = "performance data"
    SURVEY = "survey"
    AUDIT = "audit"
    CASE_STUDY = "case study"
    SELF_EVALUATION = "self-evaluation"
    OTHER = "other"


class Milestone(Noun):
    """One dated step of an action. `due` is the approved date, `baseline` the first one, frozen."""

    ref: str = Field(pattern=MILESTONE_REF)
    text: str
    date_text: str | None = None
    start: date | None = None
    baseline: date | None = None
    due: date | None = None
    open_ended: bool = False
    recurrence: Recurrence | None = None
    owners: tuple[str, ...] = ()
    source_ref: str | None = None

    @property
    def action(self) -> str:
        """The ref of the action this milestone belongs to."""
        return self.ref.rpartition(".")[0]

    @property
    def priority(self) -> int:
        """The number of the priority this milestone belongs to."""
        return int(self.ref.partition(".")[0])

    @property
    def accountable(self) -> str | None:
        """The first role named; the others contribute."""
        return self.owners[0] if self.owners else None


class Action(Noun):
    """A numbered action with what it should change and how that will be known."""

    ref: str = Field(pattern=ACTION_REF)
    priority: int
    title: str
    impact: str = ""
    success_measures: tuple[str, ...] = ()
    strategy_links: tuple[int, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    source_ref: str | None = None


class Priority(Noun):
    """A numbered priority of the plan, in the document's own words."""

    number: int
    text: str


class Governance(Noun):
    """Who watches over the plan, as far as the document says."""

    board: str | None = None
    chair: str | None = None
    operations_group: str | None = None
    reports_into: tuple[str, ...] = ()
    scrutiny: tuple[str, ...] = ()


class Role(Noun):
    """A post named by the plan, with the other spellings the document uses for it."""

    name: str
    aliases: tuple[str, ...] = ()
    organisation: str | None = None


class Plan(Noun):
    """A published improvement plan: priorities, then actions, then milestones, each with a ref that never changes."""

    short: str
    title: str
    partnership: tuple[str, ...] = ()
    governance: Governance = Governance()
    priorities: tuple[Priority, ...] = ()
    actions: tuple[Action, ...] = ()
    roles: tuple[Role, ...] = ()
    retired: tuple[Milestone, ...] = ()  # taken out by a later edition; their refs are never given again

    @model_validator(mode="after")
    def _refs_are_unique(self) -> Self:
        refs = [milestone.ref for milestone in self.milestones] + [action.ref for action in self.actions]
        if len(refs) != len(set(refs)):
            raise ValueError("two parts of the plan have the same ref")
        return self

    @property
    def milestones(self) -> tuple[Milestone, ...]:
        """Every milestone, in the order of the document."""
        return tuple(milestone for action in self.actions for milestone in action.milestones)


class Policy(Noun):
    """Every number of days and hours in one place. Days are working days unless said otherwise; hours are local.

    Source of the ladder and the caps: the project's design, after Operately, Grafana OnCall and Monzo's chasers.
    """

    zone: str = "Europe/London"
    rungs: tuple[int, ...] = (28, 14, 7, 2, 0)
    overdue_after: tuple[int, ...] = (5, 10, 15)
    escalate_after: int = 20
    cycle_months: int = 1
    opens: time = time(9)
    closes: time = time(17)
    digest_weekday: int = 0
    digest_at: time = time(9)
    due_soon_days: int = 28

    @model_validator(mode="after")
    def _rungs_fall(self) -> Self:
        if any(later >= earlier for earlier, later in zip(self.rungs, self.rungs[1:], strict=False)):
            raise ValueError("the rungs must be strictly falling")
        if tuple(sorted(set(self.overdue_after))) != self.overdue_after or self.escalate_after <= max(self.overdue_after):
            raise ValueError("the overdue days must rise and end before the escalation")
        return self


class Evidence(Noun):
    """A link that shows something was done. The file itself is never stored."""

    url: str
    kind: EvidenceType = EvidenceType.OTHER
    shows: str = ""


class Update(Noun):
    """One append-only statement about one milestone, by a person, in a capacity, at a moment.

    `drawn_from` names the form, draft or card it was made with, so that a double press records once.
    `said` keeps a typed line word for word.
    """

    id: int = 0
    plan: str
    ref: str = Field(pattern=MILESTONE_REF)
    status: Status
    narrative: str = ""
    path_to_green: str = ""
    forecast: date | None = None
    evidence: tuple[Evidence, ...] = ()
    no_evidence_reason: str = ""
    decision_wanted: str = ""
    by: int
    by_name: str
    capacity: str
    at: Moment
    platform: str = ""
    said: str = ""
    drawn_from: str = ""

    @model_validator(mode="after")
    def _says_enough(self) -> Self:
        if self.status in OFF_GREEN and not self.path_to_green:
            raise ValueError("amber and red need a path to green")
        if self.status is Status.COMPLETE and not (self.evidence or self.no_evidence_reason):
            raise ValueError("complete needs evidence or a reason why there is none yet")
        return self


class Person(Noun):
    """Someone the plan knows, by e-mail in lower case. Rights hold for one plan: admin, assurer, board, member, lead:N."""

    id: int = 0
    name: str
    email: str
    rights: tuple[str, ...] = ()
    platform: str | None = None
    zone: str | None = None

    @property
    def is_admin(self) -> bool:
        """May seed, pause, and stand in where nobody leads."""
        return "admin" in self.rights

    @property
    def is_board(self) -> bool:
        """Sits on the Improvement Board."""
        return "board" in self.rights

    def leads(self, priority: int) -> bool:
        """Whether this person leads the priority of that number."""
        return f"lead:{priority}" in self.rights


class Holding(Noun):
    """A person holds a role from a day to a day, both inclusive; a deputy may act for them on those days."""

    role: str
    person: int
    starts: date | None = None
    ends: date | None = None
    deputy: int | None = None

    def covers(self, day: date) -> bool:
        """Whether the role is held on that day."""
        return (self.starts is None or self.starts <= day) and (self.ends is None or day <= self.ends)


class Question(Noun):
    """A chair's or admin's request for an update now, answered to whoever asked."""

    id: int = 0
    plan: str
    ref: str
    by: int
    by_name: str
    at: Moment
    answered: int | None = None


class Standing(Noun):
    """How one milestone stands at a moment: what was last declared, and what has been asked without answer.

    `asked` is the moment of the first question since the last update, None where nothing is unanswered.
    `slips` counts the times the due date or the forecast moved later.
    `unreadable` is the number of the latest update if it cannot be read: then `update` is None, and not an older one.
    """

    ref: str
    update: Update | None = None
    asked: Moment | None = None
    slips: int = 0
    unreadable: int | None = None

    @property
    def newest(self) -> int:
        """The latest update's place in the record; 0 where there is none."""
        return self.unreadable or (self.update.id if self.update else 0)


class Address(Noun):
    """Where one person, or a board's channel, is reached on one platform. `route` is our own JSON, opaque outside its adapter."""

    platform: str
    tenant: str
    id: str
    route: str = ""


class PersonRow(Noun):
    """One row of a people file: who holds which role, from when to when. A deputy is named by e-mail."""

    role: str | None
    name: str
    email: str
    rights: tuple[str, ...] = ()
    starts: date | None = None
    ends: date | None = None
    deputy_email: str | None = None
    platform: str | None = None
    row: int = 0
