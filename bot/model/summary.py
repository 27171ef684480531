"""The weekly summary as facts: roles and never names."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from bot.model.board.period import PeriodState, PeriodTold, SincePapers
from bot.model.letters.message import Message
from bot.model.measures.moved import MeasureMoved
from bot.model.measures.no_impact import NoImpact
from bot.model.noun import Noun
from bot.model.people import Address
from bot.model.plan import Imported
from bot.model.record.entry import Head
from bot.model.risks.told import RiskMoved, RiskTold
from bot.model.updates.dates import Dates
from bot.model.updates.update import Face

SCREEN = 12  # lines that are told first
SILENT = (Face.NOT_REPORTED, Face.ASKED)
Totals = tuple[tuple[int, tuple[tuple[Face, int], ...]], ...]  # of each priority, by number: how many have which face


class Moved(Noun):
    """A milestone whose status or forecast is not last week's. `first` says that nothing had been declared of it before."""

    ref: str
    text: str
    was: str
    now: str
    why: str
    face: Face
    was_forecast: date | None = None
    now_forecast: date | None = None
    first: bool = False


class Entry(Noun):
    """One milestone in the summary. `face` is how it is shown, silence never as green.

    `decision` is the decision wanted that still stands, `handle` names it, and `carried` says to how many meetings it came.
    `status` was declared last and still counts. `last` was declared last, if it counts or not. `baseline` is the first date,
    and `forecast` what was said with `status`. `dissent` is the contributor whose worse word is counted until the accountable
    role answers, `lone` the only one who has spoken, if that is a contributor. `late` says that it is past due and not
    complete, `falls` is the day it falls due soon, and what is `newly` so was not so a week ago. `waits_for` is whose turn it is,
    the assurer's or the owner's, of one that is complete and not assured. `imported` is what the plan's tracker said of one of
    which nobody has said anything, `imported_days` ago.
    """

    ref: str
    text: str
    role: str | None
    face: Face
    source_ref: str | None = None
    status: str | None = None
    last: str | None = None
    reason: str = ""
    path_to_green: str = ""
    decision: str = ""
    handle: str = ""
    carried: int = 0
    forecast: date | None = None
    dates: Dates = Dates()
    baseline: date | None = None
    age_days: int | None = None
    quiet: bool = False
    missed: date | None = None
    unreadable: int | None = None
    dissent: str | None = None
    lone: str | None = None
    moved: Moved | None = None
    late: bool = False
    newly_late: bool = False
    newly_silent: bool = False
    falls: date | None = None
    waits_for: str | None = None
    imported: Imported | None = None
    imported_days: int | None = None

    @property
    def silent(self) -> bool:
        """Say if it was asked about and nobody has answered."""
        return self.face in SILENT

    @property
    def first(self) -> bool:
        """Say if this week brought the first answer about it."""
        return self.moved is not None and self.moved.first


class DateChanged(Noun):
    """A milestone whose due date moved in the week, or that was closed. `why` is what was said for it."""

    ref: str
    text: str
    was: date | None
    now: date | None
    why: str = ""
    closed: bool = False


class Silence(Noun):
    """A role that has not answered: of how many of its milestones (`entries`, of `held` in all), and of how many `newly`."""

    role: str | None
    entries: tuple[Entry, ...]
    held: int
    newly: int = 0

    @property
    def not_reported(self) -> int:
        """Count the milestones that it has not answered for in time."""
        return sum(one.face is Face.NOT_REPORTED for one in self.entries)


class Unasked(Noun):
    """A role nobody could be asked through, with its unfinished milestones: vacant, or its holder cannot be reached, or is
    away until a day and nobody acts for them."""

    role: str
    refs: tuple[str, ...]
    vacant: bool
    away_until: date | None = None


class Held(Noun):
    """A pause that holds, with the unfinished milestones that nobody is asked about because of it. Who is in the record."""

    scope: str
    until: date | None
    why: str
    refs: tuple[str, ...]


Line = Entry | Silence | Unasked | Held | NoImpact  # what a summary has a line for


class Drawn(Noun):
    """A summary's facts as JSON, and the last entry of the record that they were drawn from."""

    facts: str
    head: Head


class Posted(Noun):
    """A summary as it was posted in a channel in the week of a Monday: its facts and its wording. `entry` says so, and `letter`
    is the key of the letter that it was."""

    entry: int
    week: date
    channel: Address
    drawn: Drawn
    message: Message
    letter: str = ""


class Section(StrEnum):
    """The sections of a summary, in the order they are told in."""

    DECISIONS = "decisions"
    WORSE = "worse"
    SILENT = "silent"
    NO_IMPACT = "no_impact"
    UNASKED = "unasked"
    PAUSED = "paused"
    OFF_TRACK = "off_track"
    LATE = "late"
    SOON = "soon"
    CHECK = "check"
    UNREADABLE = "unreadable"
    FIRST = "first"
    BETTER = "better"


class Told(Noun):
    """A section of a summary: what has a line of its own, and the `rest`, in one line. `before` says that some of it is told
    in a section above."""

    section: Section
    each: tuple[Line, ...] = ()
    rest: tuple[Line, ...] = ()
    before: bool = False


class BusinessCount(NamedTuple):
    """The business of the board that waits: for an answer or a decision, for a word on its answer, and after a meeting."""

    open: int = 0
    answered: int = 0
    carried: int = 0


class Digest(Noun):
    """A plan's week: the exceptions, and `totals` as pairs of a priority's number and its counts by face.

    If `nobody_asked`, as no question has gone out yet, `first_asked` is the day of the first questions.
    `imported` are those that stand as the plan's tracker said, as nobody has confirmed it yet. `no_impact` are the actions that
    are delivered and have shown no impact yet, and `measures_moved` what the week did to measures. `risks_moved` are the risks
    that moved in it, and `risks_late` those that nobody has scored in time. `period` says how far the board's period is, and
    `since_papers` what came since its papers, if these are frozen. `head` is the last entry of the record that it was drawn
    from. `screen` is what is told first, on one screen, and `in_full` is all of it. Each names a milestone once.
    """

    week: date
    due_soon_days: int
    decisions: tuple[Entry, ...] = ()
    red: tuple[Entry, ...] = ()
    amber: tuple[Entry, ...] = ()
    moved: tuple[Moved, ...] = ()
    overdue: tuple[Entry, ...] = ()
    due_soon: tuple[Entry, ...] = ()
    not_reported: tuple[Entry, ...] = ()
    unasked: tuple[Unasked, ...] = ()
    paused: tuple[Held, ...] = ()
    awaiting_assurance: tuple[Entry, ...] = ()
    unreadable: tuple[Entry, ...] = ()
    imported: tuple[Entry, ...] = ()
    totals: Totals = ()
    worse: tuple[Entry, ...] = ()
    first: tuple[Entry, ...] = ()
    dates_changed: tuple[DateChanged, ...] = ()
    no_impact: tuple[NoImpact, ...] = ()
    measures_moved: tuple[MeasureMoved, ...] = ()
    risks_moved: tuple[RiskMoved, ...] = ()
    risks_late: tuple[RiskTold, ...] = ()
    business: BusinessCount = BusinessCount()
    period: PeriodTold | None = None
    since_papers: SincePapers | None = None
    head: Head | None = None
    nobody_asked: bool = False
    first_asked: date | None = None
    screen: tuple[Told, ...] = ()
    in_full: tuple[Told, ...] = ()

    @property
    def below(self) -> int:
        """Count the lines that stand below the sections on the one screen: each counts a part of the week."""
        told = (self.imported, self.dates_changed, self.measures_moved, self.tells_risks, any(self.business), self.tells_period)
        return sum(map(bool, told))

    @property
    def has_more(self) -> bool:
        """Say if there is more to be told than how many milestones stand how."""
        return any((self.in_full, self.dates_changed, self.measures_moved, self.tells_risks, self.imported))

    @property
    def tells_risks(self) -> bool:
        """Say if a risk moved in the week, or waits for a review."""
        return bool(self.risks_moved or self.risks_late)

    @property
    def tells_period(self) -> bool:
        """Say if the one screen tells how far the board's period is: a meeting is set, and its window has opened."""
        told = self.period
        return told is not None and told.period.is_set and told.state in (PeriodState.OPEN, PeriodState.LEADS, PeriodState.FROZEN)

    def count(self, *faces: Face) -> int:
        """Count the milestones that are shown with one of these faces; with none given, all."""
        return sum(count for _, counts in self.totals for face, count in counts if not faces or face in faces)
