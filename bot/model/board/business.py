"""The board's business: actions, decisions and challenges, each raised once and then only added to."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple, assert_never

from bot.model.noun import Moment, Noun


class BusinessKind(StrEnum):
    """The kinds of business."""

    ACTION = "action"
    DECISION = "decision"
    CHALLENGE = "challenge"

    @property
    def letter(self) -> str:
        """Return the letter that its handles begin with."""
        return self.value[0]


class BusinessState(StrEnum):
    """The state of a piece of business."""

    OPEN = "open"
    ANSWERED = "answered"
    ACCEPTED = "accepted"
    DECIDED = "decided"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Deed(StrEnum):
    """A deed that may be done with business. It begins by being raised; each later deed is an entry of its own."""

    RAISED = "raised"
    REWORDED = "reworded"
    ANSWERED = "answered"
    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not_accepted"
    DECIDED = "decided"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    CARRIED = "carried"


class Step(Noun):
    """Something done with business after it was raised: an answer, a verdict on it, a decision.

    `words` are the answer, the new wording, what is missing in an answer, or what was decided; `why` is the reason. `options`
    were considered and `conditions` set with a decision, and `follow_up` is what is to be done then. `meeting` is the one that
    decided, or that it came to unanswered if it is carried; `wanted_by` is then the new day. `evidence` are links, one a line.
    """

    id: int = 0
    deed: Deed
    words: str = ""
    why: str = ""
    evidence: str = ""
    options: str = ""
    conditions: str = ""
    follow_up: str = ""
    meeting: date | None = None
    wanted_by: date | None = None
    drawn_from: str = ""
    by: int | None = None
    by_name: str = ""
    capacity: str = ""
    at: Moment


class Item(Noun):
    """One piece of the board's business, and all that was done with it. `id` is the number of the entry that raised it.

    `number` is its place among those of its kind in the plan, from 1. `about` are the refs it is about. `owner` is the role that
    must act or answer. `raised_for` says for whom the chair raised it, without a name. `update` is the statement that wants a
    decision, if one does. `meeting` is the one it is for.
    """

    id: int = 0
    number: int = 0
    plan: str
    kind: BusinessKind
    text: str
    about: tuple[str, ...] = ()
    owner: str = ""
    raised_for: str = ""
    wanted_by: date | None = None
    meeting: date | None = None
    update: int | None = None
    drawn_from: str = ""
    by: int | None = None
    by_name: str = ""
    capacity: str = ""
    at: Moment
    steps: tuple[Step, ...] = ()

    @property
    def handle(self) -> str:
        """Return what is typed to name it."""
        return business_handle(self.kind, self.number)

    @property
    def words(self) -> str:
        """Return what it says now: as it was raised, or as it was worded last."""
        return next((one.words for one in reversed(self.steps) if one.deed is Deed.REWORDED), self.text)

    @property
    def state(self) -> BusinessState:
        """Return the state it is in: the last deed that changed it says so."""
        state = BusinessState.OPEN
        for step in self.steps:
            state = _after(step.deed) or state
        return state

    @property
    def is_open(self) -> bool:
        """Say if somebody must still answer, accept or decide."""
        return self.state in (BusinessState.OPEN, BusinessState.ANSWERED)

    @property
    def carried(self) -> int:
        """Count the meetings to which it came unanswered."""
        return sum(one.deed is Deed.CARRIED for one in self.steps)

    @property
    def due(self) -> date | None:
        """Return the day by which it is wanted now."""
        return next((one.wanted_by for one in reversed(self.steps) if one.wanted_by), self.wanted_by)

    def last(self, deed: Deed) -> Step | None:
        """Return the last step of a deed."""
        return next((one for one in reversed(self.steps) if one.deed is deed), None)


class Answering(NamedTuple):
    """Those who answer a piece of business, the first who does for all: roles, and whoever leads a priority."""

    roles: tuple[str, ...]
    led: tuple[int, ...] = ()


def _after(deed: Deed) -> BusinessState | None:
    """Return the state that a deed leads to. None if it changes none."""
    match deed:
        case Deed.REWORDED | Deed.CARRIED:
            return None
        case Deed.RAISED | Deed.NOT_ACCEPTED:
            return BusinessState.OPEN
        case Deed.ANSWERED:
            return BusinessState.ANSWERED
        case Deed.ACCEPTED:
            return BusinessState.ACCEPTED
        case Deed.DECIDED:
            return BusinessState.DECIDED
        case Deed.CLOSED:
            return BusinessState.CLOSED
        case Deed.WITHDRAWN:
            return BusinessState.WITHDRAWN
    assert_never(deed)


def business_handle(kind: BusinessKind, number: int) -> str:
    """Return what is typed to name a piece of business: a15, d9, c7."""
    return f"{kind.letter}{number}"
