"""The places of the page: which sheet, of what, and which part of it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, NamedTuple

from pydantic import Field, StringConstraints, ValidationError

from bot.model.noun import Noun


class Room(StrEnum):
    """The sheets that there are. `action`, `milestone` and `measure` are of one thing, which a ref or handle names."""

    OVERVIEW = "overview"
    PLAN = "plan"
    ACTION = "action"
    MILESTONE = "milestone"
    MEASURES = "measures"
    MEASURE = "measure"
    RISKS = "risks"
    LOG = "log"
    VOICES = "voices"
    PAPERS = "papers"


class Colour(StrEnum):
    """The faces that milestones can be looked for by, as other programs know them. All that a tracker said is one."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    COMPLETE = "complete"
    ASSURED = "assured"
    NOT_STARTED = "not_started"
    NOT_REPORTED = "not_reported"
    ASKED = "asked"
    NOT_YET_ASKED = "not_yet_asked"
    PAUSED = "paused"
    IMPORTED = "imported"
    UNREADABLE = "unreadable"
    CLOSED = "closed"


class Due(StrEnum):
    """The days by which milestones can be looked for."""

    OVERDUE = "overdue"
    THIS_MONTH = "this_month"
    NEXT_28 = "next_28"
    UNDATED = "undated"


class Only(StrEnum):
    """The lists that the overview counts: a sheet that is led to by one shows that part alone.

    The one of `unanswered` is that of a role if one is looked for: what that role was asked and has not answered.
    """

    OFF_TRACK = "off_track"
    UNASKED = "unasked"
    UNANSWERED = "unanswered"
    PERIOD = "period"
    SOON = "soon"
    MOVED = "moved"
    TO_CHECK = "to_check"
    NO_IMPACT = "no_impact"
    DECISIONS = "decisions"
    OPEN = "open"
    HIGH = "high"
    BEHIND = "behind"
    LATE = "late"


MOST = 200  # characters that somebody may look for: more than any ref, role or phrase
Typed = Annotated[str, StringConstraints(max_length=MOST, strip_whitespace=True)]


class Place(Noun):
    """A place on the page. `ref` names the one thing that a sheet is of. The rest says what is looked for: all of it together.

    `as_at` is a day or a moment as it was typed. None is now. `leaf` counts the leaves of a long list from 1.
    """

    room: Room = Room.OVERVIEW
    ref: Typed = ""
    colour: Colour | None = None
    owner: Typed = ""
    due: Due | None = None
    silent: bool = False
    priority: int | None = Field(None, ge=0, le=9999)
    search: Typed = ""
    only: Only | None = None
    leaf: int = Field(1, ge=1, le=9999)
    as_at: Typed | None = None

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """Return what is looked for, each as the name of a field and plain words. `placed` reads them again."""
        said = self.model_dump(mode="json", exclude={"room", "ref"}, exclude_defaults=True)
        return tuple((name, "yes" if value is True else str(value)) for name, value in said.items())

    @property
    def bare(self) -> Place:
        """Return the same sheet at the same moment with nothing looked for."""
        return Place(room=self.room, ref=self.ref, as_at=self.as_at)


class Misplaced(NamedTuple):
    """A place that there is not: the name of the field that nobody can read."""

    field: str


def placed(room: Room, ref: str, fields: Mapping[str, str]) -> Place | Misplaced:
    """Read a place from the words of a form. An empty field says nothing, and one that is unknown is passed over."""
    said = {name: words.strip() for name, words in fields.items() if name in Place.model_fields and words.strip()}
    try:
        return Place.model_validate({**said, "room": room, "ref": ref})
    except ValidationError as error:
        return Misplaced(str(error.errors(include_input=False)[0]["loc"][0]))
