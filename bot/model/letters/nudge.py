"""A nudge: whom a round asks, about what, and why. And the days on which rounds ran."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from bot.model.noun import Moment, Noun


class Cause(StrEnum):
    """The cause of a milestone's place in a letter. Only news asks nothing."""

    ESCALATION = "escalation"
    OVERDUE = "overdue"
    DUE = "due"
    CATCH_UP = "catch_up"
    SENT_BACK = "sent_back"
    UPCOMING = "upcoming"
    RECURRING = "recurring"
    OPEN_ENDED = "open_ended"
    PERIOD = "period"  # the board meets soon
    ASKED = "asked"
    NEWS = "news"


class Section(StrEnum):
    """The sections of a nudge, in the order in which they stand in it. Each has a heading in `prompts/nudges.toml`."""

    QUESTIONS = "questions"
    BOARD = "board"  # the board's requests, and decisions that wait
    READINGS = "readings"
    VOICES = "voices"  # what families said
    EVIDENCE = "evidence"
    HAPPENED = "happened"


class Escalation(StrEnum):
    """The people who are told, one after the other, if owners do not answer."""

    LEAD = "lead"
    ADMIN = "admin"


class Takeover(StrEnum):
    """The way in which somebody came to answer for a milestone: as the new holder of a role of it, as a deputy whose days
    begin, as the deputy of somebody whom nothing reaches, because a new edition names their role, or because it was theirs and
    the time is over for which they had snoozed it."""

    HOLDER = "holder"
    DEPUTY = "deputy"
    UNREACHED = "unreached"
    EDITION = "edition"
    SNOOZED = "snoozed"


class Turn(NamedTuple):
    """Somebody takes over at a moment: all milestones of a role, or only those named."""

    person: int
    role: str
    begins: datetime
    how: Takeover
    refs: frozenset[str] | None = None


class Hands(NamedTuple):
    """The hands that a plan's roles are in: who took over and when, whom no address reaches, and what whoever took over was
    asked on the day of the last round, by person and day."""

    turns: tuple[Turn, ...] = ()
    unreached: frozenset[int] = frozenset()
    asked: Mapping[tuple[int, date], frozenset[str]] = MappingProxyType({})


class AsDeputy(StrEnum):
    """The reason for which a deputy is asked: they act for the holder, or they get a copy of what the holder was asked."""

    ACTING = "acting"
    COPIED = "copied"


class Rounds(Noun):
    """The first and the latest local day on which rounds ran for a person, before the day being planned; and when the first
    one of the first day ran, if that is known."""

    first: date | None = None
    last: date | None = None
    began: Moment | None = None


class Mark(NamedTuple):
    """The state of a plan that a round rests on: how often it was changed, and how often stirred by what happened to it."""

    version: int
    stirred: int


class Ended(NamedTuple):
    """The end of a plan's round: the state it rests on, the local day it ran on in each zone, whom it could not reach on
    which day, when the plan must be looked at next, and when first if anything happens to it before that."""

    short: str
    mark: Mark
    ran: tuple[tuple[str, date], ...]
    held: tuple[tuple[int, date], ...]
    wakes_at: Moment
    opens_at: Moment


class Unheard(StrEnum):
    """The reason for which nobody has answered as a role: they were asked, nobody holds it, no question reached them, or it is
    held by whoever is told."""

    ASKED = "asked"
    OWN = "own"
    VACANT = "vacant"
    UNREACHED = "unreached"


class PassedOn(NamedTuple):
    """The next step if nobody answers: who is told, of which priority, and the last day on which an answer prevents it."""

    by: date
    step: Escalation
    priority: int


class ForPapers(NamedTuple):
    """The meeting for whose papers something is asked, and the last day on which an answer is in time for its lead."""

    meeting: date
    by: date


class Reason(Noun):
    """One milestone's reason to be on a nudge. `working_days` to its due date, negative after; `next_at` the next
    question's day; `above` as whom the person is told, if it is passed on to them; `as_deputy` why, if the role is not theirs;
    `taken` how it came to them, if that is new; `passed_on` who is told next; `papers` for which meeting it is asked, if for
    one."""

    plan: str
    ref: str
    kind: Cause
    working_days: int | None
    role: str
    above: Escalation | None = None
    next_at: date | None = None
    as_deputy: AsDeputy | None = None
    taken: Takeover | None = None
    passed_on: PassedOn | None = None
    papers: ForPapers | None = None


class Nudge(Noun):
    """The one question a person gets on a local day, about all that is due."""

    key: str
    person: int
    day: date
    reasons: tuple[Reason, ...]
    opens: Moment
    closes: Moment


class Vacancy(Noun):
    """A role nobody holds, with the unfinished milestones it owns."""

    role: str
    milestones: tuple[str, ...]
    reason: str


class Asking(Noun):
    """The question that one milestone is asked on one day: its kind, and the working days to the due date.

    `above` is whom an escalation goes to, and `also` what the owners are asked on that day. If `copied`, their deputies get a
    copy of it.
    """

    kind: Cause
    working_days: int | None
    above: tuple[Escalation, ...] = ()
    also: Asking | None = None
    copied: bool = False
