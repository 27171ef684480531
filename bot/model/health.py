"""The health of a plan: what is wrong with how it is run, by which rule, since when, and for whom to mend."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from bot.model.noun import Moment, Noun


class Rule(StrEnum):
    """The rules by which something is found wrong, in the order in which it is told."""

    PLATFORM_REFUSES = "platform_refuses"
    LETTERS_WAIT = "letters_wait"
    UNREACHABLE = "unreachable"
    VACANT = "vacant"
    NO_ASSURER = "no_assurer"
    NO_APPROVER = "no_approver"
    STALE = "stale"
    HANDED_OVER = "handed_over"
    WAITING = "waiting"
    LATE_FORECAST = "late_forecast"
    EVIDENCE_STALE = "evidence_stale"
    MEASURE_WITHOUT_OWNER = "measure_without_owner"
    MEASURE_SENTENCE = "measure_sentence"
    OVERLOADED = "overloaded"
    SAME_WORDS = "same_words"
    PAUSED = "paused"


class Severity(StrEnum):
    """The degrees of what is wrong, the worst first."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Finding(Noun):
    """One thing that is wrong. `role` or `refs` say what it is about: a role's `refs` are its milestones that suffer.

    `who` is a name, `why` a reason in somebody's words, `handle` that of a request, a measure or evidence, `count` of
    `total` what is counted, and `scope` the part of the plan that is paused. `since` is the first day on which it was so,
    None if nobody knows, and `at` the moment, if that is known.
    """

    rule: Rule
    severity: Severity
    role: str = ""
    refs: tuple[str, ...] = ()
    since: date | None = None
    who: str = ""
    why: str = ""
    handle: str = ""
    handles: tuple[str, ...] = ()  # of all that it is about, if that is more than one thing
    count: int = 0
    total: int = 0
    day: date | None = None
    at: Moment | None = None
    scope: str | None = None

    @property
    def about(self) -> tuple[str, ...]:
        """Return what it is about as other programs read it: a role, or else milestones."""
        return (self.role,) if self.role else self.refs
