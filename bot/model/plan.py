"""The plan: priorities, actions, milestones, and the roles that own them."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Annotated, NamedTuple, Self

from pydantic import AfterValidator, Field, model_validator

from bot.model.noun import Moment, Noun
from bot.model.status import Status

ACTION_REF = r"^\d+\.\d+$"
MILESTONE_REF = r"^\d+\.\d+\.\d+$"
Perhaps = Annotated[str | None, AfterValidator(lambda text: text or None)]  # an empty text is none


class Recurrence(StrEnum):
    """The rhythm in which a milestone comes round again after its first due date."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    TERMLY = "termly"
    QUARTERLY = "quarterly"
    SIX_MONTHLY = "six_monthly"
    YEARLY = "yearly"


class Imported(Noun):
    """A statement about a milestone that came with the plan's file: what a tracker said of it. It is nobody's declaration.

    `colour` is the word that stood there, `words` its comments, `progress` a share in percent, and `done` the day on which it
    is said to have been completed. `as_at` is the day of the file, if it names one, else the day it was loaded, and `since`
    the moment at which the first edition was loaded that said so. That edition is entry `first`, 0 if it is not on the record.
    """

    status: Status | None = None
    colour: str = ""
    words: str = ""
    progress: int | None = None
    done: date | None = None
    file: str = ""
    as_at: date | None = None
    since: Moment | None = None
    first: int = 0


class Milestone(Noun):
    """One dated step of an action. `due` is the approved date, `baseline` the first one, frozen.

    Decisions of people make the last two: `moved` are the occurrences of one that comes round that were moved, each with its
    day now, and one that is `closed` is given up for a reason. No document says either. `sheet` is the number of the sheet of
    `Plan.sheets` that it stands on, counted from 1. 0 is none. A ref is given once: of one that an edition moved, `stands_in` is
    the ref of the action and `stands_under` the number of the priority that it stands in by now.
    """

    ref: str = Field(pattern=MILESTONE_REF)
    text: str
    date_text: Perhaps = None
    start: date | None = None
    baseline: date | None = None
    due: date | None = None
    open_ended: bool = False
    recurrence: Recurrence | None = None
    owners: tuple[str, ...] = ()
    source_ref: Perhaps = None
    sheet: int = 0
    stands_in: str = ""
    stands_under: int = 0
    imported: Imported | None = None
    moved: tuple[tuple[date, date], ...] = ()
    closed: bool = False

    @property
    def action(self) -> str:
        """Return the ref of the action this milestone belongs to."""
        return self.stands_in or self.ref.rpartition(".")[0]

    @property
    def priority(self) -> int:
        """Return the number of the priority this milestone belongs to."""
        return self.stands_under or int(self.action.partition(".")[0])

    @property
    def accountable(self) -> str | None:
        """Return the first role named. The others contribute."""
        return self.owners[0] if self.owners else None

    def placed(self, action: str, priority: int) -> Milestone:
        """Return the milestone as it stands in an action of a priority, said only if its ref does not say so itself."""
        stands_in = "" if self.ref.rpartition(".")[0] == action else action
        stands_under = 0 if action.partition(".")[0] == str(priority) else priority
        if (stands_in, stands_under) == (self.stands_in, self.stands_under):
            return self
        return self.model_copy(update={"stands_in": stands_in, "stands_under": stands_under})


class Action(Noun):
    """A numbered action: what it should change, and how that will be known."""

    ref: str = Field(pattern=ACTION_REF)
    priority: int
    title: str
    impact: str = ""
    success_measures: tuple[str, ...] = ()
    strategy_links: tuple[int, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    source_ref: Perhaps = None


class Priority(Noun):
    """A numbered priority of the plan, in the document's own words. `kind` is what the document calls such a part, such as
    "priority action" or "area for improvement"."""

    number: int
    text: str
    kind: str = ""


class Aim(Noun):
    """A numbered aim of the area's strategy, to which actions link."""

    number: int
    text: str


class Body(Noun):
    """A body of the plan's governance, and what it does or gets, in the document's words."""

    name: str
    does: str = ""


class Governance(Noun):
    """The bodies that watch over the plan, as far as the document says."""

    board: Perhaps = None
    chair: Perhaps = None
    operations_group: Perhaps = None
    reports_into: tuple[str, ...] = ()
    scrutiny: tuple[str, ...] = ()
    bodies: tuple[Body, ...] = ()


class Role(Noun):
    """A post named by the plan, with the other spellings the document uses for it."""

    name: str
    aliases: tuple[str, ...] = ()
    organisation: Perhaps = None


class Source(Noun):
    """The source of an edition or of settings: the name and SHA-256 of the file, and who approved it and when, as was said.
    `because` is why an edition leaves out what it leaves out."""

    file: str = ""
    sha256: str = ""
    approved: str = ""
    because: str = ""


NO_FILE = Source()


class Move(Noun):
    """A due date that moved. `entry` is the number of the edition or the decision that moved it. It is `approved` if somebody
    decided so, or had approved the edition."""

    entry: int
    ref: str
    was: date | None
    now: date | None
    approved: bool = False


class Named(Noun):
    """A role that an edition names for a milestone, for which the one before did not. `entry` is the edition's number."""

    entry: int
    ref: str
    role: str


class Dropped(Noun):
    """The edition that took a milestone out: the number and the moment of its entry, and why, if a reason was given."""

    entry: int
    at: Moment
    why: str = ""


class Heading(Noun):
    """A column of the plan's document: its heading as written, and the meaning it was read with. "" means none."""

    text: str
    meaning: str = ""


class Sheet(Noun):
    """A sheet or table of the plan's document: its name, and its columns in their order. A workbook is given back in them."""

    name: str
    headings: tuple[Heading, ...] = ()


class Answer(Noun):
    """The answer that settled a doubt about the plan's document. The key is the doubt's."""

    key: str
    choice: str


class Together(NamedTuple):
    """Some actions, and all their milestones."""

    actions: tuple[Action, ...]
    milestones: tuple[Milestone, ...]


class Plan(Noun):
    """A published improvement plan: priorities, then actions, then milestones, each with a ref that never changes."""

    short: str
    title: str
    vision: str = ""
    aims: tuple[Aim, ...] = ()
    partnership: tuple[str, ...] = ()
    voices: tuple[str, ...] = ()  # who speaks for children, young people and their families
    governance: Governance = Governance()
    priorities: tuple[Priority, ...] = ()
    actions: tuple[Action, ...] = ()
    roles: tuple[Role, ...] = ()
    file: str = ""  # the name of the file it was last loaded from; empty if an earlier Milepost loaded it
    sheets: tuple[Sheet, ...] = ()
    answers: tuple[Answer, ...] = ()  # those by which this edition was read
    retired: tuple[Milestone, ...] = ()  # taken out by a later edition; their refs are never given again

    @model_validator(mode="after")
    def _refs_are_unique(self) -> Self:
        refs = [milestone.ref for milestone in (*self.milestones, *self.retired)] + [action.ref for action in self.actions]
        names = [role.name for role in self.roles]
        for ids in (refs, names, [priority.number for priority in self.priorities]):
            if len(ids) != len(set(ids)):
                raise ValueError("two parts of the plan have the same ref")
        return self

    @property
    def milestones(self) -> tuple[Milestone, ...]:
        """Return every milestone, in the order of the document."""
        together = self._together
        if together.actions is not self.actions:
            self.__dict__.pop("_together", None)  # that of the plan of which this is a copy with other actions
            together = self._together
        return together.milestones

    def known(self, ref: str) -> Milestone | None:
        """Return a milestone of the plan, or one that an edition took out. None if there never was one of that ref."""
        return next((one for one in (*self.milestones, *self.retired) if one.ref == ref), None)

    def has_retired(self, ref: str) -> bool:
        """Say if an edition took the milestone of that ref out."""
        return any(one.ref == ref for one in self.retired)

    @cached_property
    def _together(self) -> Together:
        return Together(self.actions, tuple(milestone for action in self.actions for milestone in action.milestones))
