"""Updates of a milestone with their evidence, questions about it, and how it stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple, Self

from pydantic import Field, model_validator

from bot.model.noun import Moment, Noun
from bot.model.plan import MILESTONE_REF, Imported
from bot.model.status import Status
from bot.model.updates.assurance import Completion


class Face(StrEnum):
    """The face that a milestone is counted and shown with: what was declared, or why nothing counts. In the order they are
    counted in.

    What the plan's tracker said has faces of its own, as nobody has declared it.
    """

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    COMPLETE = "complete"
    ASSURED = "assured"
    NOT_STARTED = "not_started"
    NOT_REPORTED = "not_reported"
    PAUSED = "paused"
    IMPORTED_RED = "imported_red"
    IMPORTED_AMBER = "imported_amber"
    IMPORTED_GREEN = "imported_green"
    IMPORTED_COMPLETE = "imported_complete"
    IMPORTED_NOT_STARTED = "imported_not_started"
    ASKED = "asked"
    NOT_YET_ASKED = "not_yet_asked"
    UNREADABLE = "unreadable"
    CLOSED = "closed"

    @classmethod
    def imported(cls, status: Status) -> Face:
        """Return the face of a milestone of which the plan's tracker alone has said a status."""
        return cls(f"{_IMPORTED}{status.value}")

    @property
    def is_imported(self) -> bool:
        """Say if it is what a tracker said, and nobody has declared."""
        return self.startswith(_IMPORTED)

    @property
    def counted(self) -> str:
        """Return the word that other programs know it by: all that a tracker said is one."""
        return "imported" if self.is_imported else self.value


_IMPORTED = "imported_"
DEPUTY = "deputy for "  # and a role: the capacity of whoever acts for its holder
LONG_RUN = 4  # handles that follow each other and are still written one by one
OFF_GREEN = frozenset({Status.AMBER, Status.RED})


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


class Evidence(Noun):
    """A link that shows something was done. The file itself is never stored. `id` is the number of its entry.

    `dated` is the day that it tells of, and `good_until` the last day on which it still shows what it does.
    """

    id: int = 0
    url: str
    kind: EvidenceType = EvidenceType.OTHER
    shows: str = ""
    dated: date | None = None
    good_until: date | None = None

    def is_stale(self, day: date) -> bool:
        """Say if that day is past the last one on which it was good."""
        return self.good_until is not None and self.good_until < day


class Update(Noun):
    """One append-only statement about one milestone, by a person, in a capacity, at a moment.

    `id` is the number of its entry. `drawn_from` names the form, draft or card that it was made with, so that a double press
    records it once, and `letter` the letter that asked for it. `said` keeps a typed line word for word. `corrects` is the
    statement that it takes the place of, `confirms` the one whose words it says again.
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
    letter: str = ""
    corrects: int | None = None
    confirms: int | None = None

    @property
    def role(self) -> str:
        """Return the role it was said for: a deputy speaks for the holder's."""
        return self.capacity.removeprefix(DEPUTY)

    @model_validator(mode="after")
    def _says_enough(self) -> Self:
        if self.id:  # on the record: it said enough then, and what it said may have been taken back since
            return self
        if self.status in OFF_GREEN and not self.path_to_green:
            raise ValueError("amber and red need a path to green")
        if self.status is Status.COMPLETE and not (self.evidence or self.no_evidence_reason):
            raise ValueError("complete needs evidence or a reason why there is none yet")
        return self


class Statement(NamedTuple):
    """The part of an update that says whose word counts. `status` is None if the update cannot be read.

    `corrects` is the statement that it is a correction of, the first one if that was corrected before; 0 if it is none.
    """

    number: int
    capacity: str
    status: Status | None
    forecast: date | None = None
    corrects: int = 0

    @property
    def place(self) -> int:
        """Return its place in the order of what was said: a correction has that of the statement it first corrects."""
        return self.corrects or self.number

    @property
    def role(self) -> str:
        """Return the role it was said for: a deputy speaks for the holder's."""
        return self.capacity.removeprefix(DEPUTY)


class Withdrawn(Noun):
    """A withdrawal: the statement or the evidence of entry `number` counts no longer. `id` is the withdrawal's own entry.

    `by` is None if nobody of the plan did it, and `said_by` is who had said what was withdrawn.
    """

    id: int
    number: int
    is_evidence: bool
    ref: str
    at: Moment
    by: int | None
    by_name: str
    said_by: int | None
    why: str = ""

    @property
    def handle(self) -> str:
        """Return what is typed to name what was withdrawn."""
        return evidence_handle(self.number) if self.is_evidence else update_handle(self.number)


def update_handle(number: int) -> str:
    """Return what is typed to name a statement."""
    return f"u{number}"


def evidence_handle(number: int) -> str:
    """Return what is typed to name evidence."""
    return f"e{number}"


def handles_of(numbers: Sequence[int]) -> str:
    """Write the handles of statements: a long run of them by its first and last."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    told: list[str] = []
    for run in runs:
        told += [f"{update_handle(run[0])} to {update_handle(run[-1])}"] if len(run) > LONG_RUN else map(update_handle, run)
    return ", ".join(told)


class Put(Noun):
    """A question about a milestone that a letter put to somebody, and when its platform took the last such letter."""

    ref: str
    person: int
    taken: Moment


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
    """The standing of one milestone at a moment: what was declared last, and what was asked and not answered.

    `update` is the statement that counts (`bot.rules.updates.statements` says which), and `dissents` are those of contributors
    that differ from it. `lone` says that the accountable role has not spoken yet. `latest` is what was said last, if that is not
    `update`.
    `asked` is the moment of the first question since `update`, and `asked_last` of the latest one; None if nothing is
    unanswered. `answered` is the moment of the latest question that `update` answered, None if it answered none.
    `slips` counts the times the due date or the forecast moved later, `moves` those of them that were the due date's.
    `unreadable` is the number of a statement that would count if it could be read: then `update` is None, and not an older one.
    `completion` is what a second look is told from, if it is declared complete. `imported` is what the plan's tracker said of
    one of which nobody has spoken, for whoever may say so now: no statement, but words to begin with.
    """

    ref: str
    update: Update | None = None
    dissents: tuple[Update, ...] = ()
    lone: bool = False
    latest: Update | None = None
    asked: Moment | None = None
    asked_last: Moment | None = None
    answered: Moment | None = None
    slips: int = 0
    moves: int = 0
    unreadable: int | None = None
    completion: Completion | None = None
    imported: Imported | None = None

    @property
    def last_said(self) -> Update | None:
        """Return what was said last, whoever said it and if it counts or not."""
        return self.latest or self.update

    @property
    def newest(self) -> int:
        """Return the place in the record of what was said last, 0 if nothing was."""
        return max(self.unreadable or 0, self.last_said.id if self.last_said else 0)
