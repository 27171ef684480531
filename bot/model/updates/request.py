"""Date requests: somebody asks to move a milestone's due date, or to close it; and reports of an exception."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from bot.model.noun import Moment, Noun


class Asks(StrEnum):
    """The two things that may be asked of a milestone's date."""

    MOVE = "move"
    DROP = "drop"


class RequestState(StrEnum):
    """The state of a request. It is decided once, unless its decision is taken back."""

    OPEN = "open"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    OVERTAKEN = "overtaken"


class Cause(StrEnum):
    """The causes that a date moves for. The words are those that are typed."""

    PARTNER = "partner"
    RESOURCE = "resource"
    SCOPE = "scope"
    EXTERNAL = "external"
    PLAN = "plan was wrong"


class Decision(Noun):
    """The decision on a request, by the number of its entry. `by` is None if nobody of the plan made it."""

    id: int
    state: RequestState
    by: int | None
    by_name: str
    capacity: str
    at: Moment
    why: str = ""


class DateRequest(Noun):
    """A request to move a milestone's due date, or to close the milestone.

    `id` is the number of its entry, and `number` its place among the requests of its plan, from 1. `was` and `wanted` are the
    date at hand when it was asked and the one asked for. `occurrence` is the only date that is to move, of a milestone that
    comes round. `edition` is the edition that asks, if a file does; then `by` is None.
    """

    id: int = 0
    number: int = 0
    plan: str
    ref: str
    asks: Asks
    was: date | None = None
    wanted: date | None = None
    occurrence: date | None = None
    why: str = ""
    cause: Cause | None = None
    effect: str = ""
    edition: int | None = None
    by: int | None = None
    by_name: str = ""
    capacity: str = ""
    at: Moment
    decision: Decision | None = None

    @property
    def handle(self) -> str:
        """Return what is typed to name it."""
        return request_handle(self.number)

    @property
    def state(self) -> RequestState:
        """Return the state it is in."""
        return RequestState.OPEN if self.decision is None else self.decision.state

    @property
    def closes(self) -> bool:
        """Say if it was approved that its milestone is closed."""
        return self.asks is Asks.DROP and self.state is RequestState.APPROVED

    @property
    def is_open(self) -> bool:
        """Say if nobody has decided on it yet."""
        return self.decision is None


class ExceptionReport(Noun):
    """A report that a milestone will not be what was promised. `id` is the number of its entry. Source of its parts: PRINCE2."""

    id: int = 0
    plan: str
    ref: str
    cause: str = ""
    for_children: str = ""
    for_plan: str = ""
    options: str = ""
    recommendation: str = ""
    decision_wanted: str = ""
    wanted_by: date | None = None
    lessons: str = ""
    drawn_from: str = ""
    by: int | None = None
    by_name: str = ""
    capacity: str = ""
    at: Moment


def request_handle(number: int) -> str:
    """Return what is typed to name a date request."""
    return f"x{number}"
