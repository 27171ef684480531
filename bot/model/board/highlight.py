"""The facts of a highlight report: how the parts of a plan stand beside the period before, and what changed in between."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from bot.model.board.business import Answering, Item
from bot.model.board.outcome import ImpactStands, RiskStands
from bot.model.board.period import Narrative
from bot.model.measures.standing import MeasureTold
from bot.model.noun import Noun
from bot.model.risks.told import RiskMoved, RiskTold
from bot.model.status import Status
from bot.model.summary import Entry, Unasked
from bot.model.updates.update import Face
from bot.model.voices.told import VoiceTold

Counts = tuple[tuple[Face, int], ...]


class DatesKept(Noun):
    """The due dates of some unfinished milestones as they stand on a day.

    Of those with a date (`of`), so many are past it (`late`), expected after it (`slipping`), of these beyond the tolerance
    (`beyond`), and asked about without an answer in time (`silent`). Of `told` somebody has said how they stand.
    """

    of: int = 0
    late: int = 0
    slipping: int = 0
    beyond: int = 0
    silent: int = 0
    told: int = 0

    @property
    def face(self) -> Face | None:
        """Return what the dates are shown as, by what Milepost's colours mean. None if no date is left.

        They are red if one has passed or is expected to be missed by more than the tolerance, amber if one is expected to be
        missed by less. They are green only if somebody has told of each: silence is never green.
        """
        if not self.of:
            return None
        if self.late or self.beyond:
            return Face.RED
        if self.slipping:
            return Face.AMBER
        if self.silent:
            return Face.NOT_REPORTED
        return Face.GREEN if self.told == self.of else Face.NOT_YET_ASKED


class Judged(Noun):
    """The overall status of a part in its lead's own judgement. Of the whole plan it is the worst that a lead gave, and
    `missing` counts the priorities of which none has."""

    status: Status | None = None
    missing: int = 0


class Three(Noun):
    """Delivery, dates, risk and impact of a part at one of three times. Each but delivery is None if nothing is known of that
    time."""

    delivery: Judged = Judged()
    dates: DatesKept | None = None
    risk: RiskStands | None = None
    impact: ImpactStands | None = None


class Plainly(NamedTuple):
    """Milestones as they are counted for everybody, each once and without those that were closed.

    They are `done`, `late` or at risk, going `well`, or `unknown` as nobody has told of them in time.
    """

    done: int = 0
    well: int = 0
    late: int = 0
    unknown: int = 0

    @property
    def total(self) -> int:
        """Count them all."""
        return sum(self)


class Part(Noun):
    """A priority of the plan, or all of it if `number` is None: its counts, and how it stood, stands, and is expected to stand.

    `lead` is the role that leads it, empty if nobody does. `narrative` is what was written for this period's meeting, and
    `writer` in which capacity.
    """

    number: int | None = None
    text: str = ""
    lead: str = ""
    counts: Counts = ()
    plain: Plainly = Plainly()
    last: Three | None = None
    this: Three = Three()
    next: Three = Three()
    narrative: Narrative | None = None
    writer: str = ""


class Changed(Noun):
    """A milestone that stands otherwise than at the freeze before."""

    ref: str
    text: str
    was: Face
    now: Face
    why: str = ""


class Finished(Noun):
    """A milestone that was declared complete in the period, on a day, and if it counts as assured by now."""

    ref: str
    text: str
    role: str = ""
    on: date | None = None
    assured: bool = False


class Coming(Noun):
    """A milestone that falls due in the next period, and what its owner expects."""

    ref: str
    text: str
    role: str = ""
    due: date
    face: Face
    forecast: date | None = None


class Redated(StrEnum):
    """The fate of a milestone's date in the period."""

    OUT = "out"
    MOVED = "moved"
    ADDED = "added"
    DROPPED = "dropped"
    CLOSED = "closed"


class DateMoved(Noun):
    """A milestone whose date changed in the period: moved out of it, moved otherwise, added, taken out, or closed. `moves` counts
    how often its due date has moved in all."""

    how: Redated
    ref: str
    text: str
    was: date | None = None
    now: date | None = None
    moves: int = 0
    why: str = ""


class Quiet(Noun):
    """A role that was asked and has not answered: about which milestones, of how many, and how often since the first question.

    `overdue` are those of them that count as not reported. `role` is empty if nobody can be asked any more.
    """

    role: str = ""
    refs: tuple[str, ...] = ()
    late: tuple[str, ...] = ()
    held: int = 0
    asked: int = 0
    since: date | None = None


class Wanted(Noun):
    """A decision that the board is asked for: of a statement, of the board's own business, or both."""

    ref: str = ""
    handle: str = ""
    words: str
    role: str = ""
    by: date | None = None
    carried: int = 0


class Since(Noun):
    """The record after the freeze: statements that change how a milestone stands, and narratives."""

    changed: tuple[Changed, ...] = ()
    narratives: tuple[Narrative, ...] = ()
    statements: int = 0


class VoicesHeard(Noun):
    """The voices of families that a report tells of: all that count, those that wait, those that ended since the papers before,
    and who answers for each that waits, by its number."""

    every: tuple[VoiceTold, ...] = ()
    waiting: tuple[VoiceTold, ...] = ()
    ended: tuple[VoiceTold, ...] = ()
    answering: Mapping[int, Answering] = {}


class Highlight(Noun):
    """A highlight report of a plan, or of the priority `number`. `parts` begins with the whole of what it is about.

    `compared` says that there is a freeze before to compare with, and `since` is None if nothing is told of what came later.
    """

    number: int | None = None
    compared: bool = False
    parts: tuple[Part, ...] = ()
    total: int = 0
    counts: Counts = ()
    quiet: tuple[Quiet, ...] = ()
    unasked: tuple[Unasked, ...] = ()
    off_track: tuple[Entry, ...] = ()
    overdue: tuple[Entry, ...] = ()
    moved: tuple[Changed, ...] = ()
    done: tuple[Finished, ...] = ()
    due_next: tuple[Coming, ...] = ()
    dates: tuple[DateMoved, ...] = ()
    decisions: tuple[Wanted, ...] = ()
    discuss: tuple[Item, ...] = ()
    measures: tuple[MeasureTold, ...] = ()
    answered: int = 0
    risks: tuple[RiskTold, ...] = ()
    risks_from: int = 1
    risks_moved: tuple[RiskMoved, ...] = ()
    since: Since | None = None
    voices: VoicesHeard = VoicesHeard()

    def count(self, *faces: Face) -> int:
        """Count the milestones that are shown with one of these faces."""
        return sum(count for face, count in self.counts if face in faces)
