"""The board's cycle: a period ends with a meeting, and the papers of it tell of the record as it was frozen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from bot.model.board.settings import BOARD
from bot.model.noun import Moment, Noun
from bot.model.status import Status


class PeriodState(StrEnum):
    """The state of a period: its window is not open yet, owners or leads are at work, it is frozen, or the meeting was held."""

    BEFORE = "before"
    OPEN = "open"
    LEADS = "leads"
    FROZEN = "frozen"
    AFTER = "after"


class Period(Noun):
    """The days towards one meeting of the board, all local days in the plan's zone. `number` counts the plan's periods from 1.

    Owners are asked on the day it `opens` and on `again`, unless that is the day by which they answer; leads on `owners_by`.
    On `freezes` the papers are due. `is_set` says that the meeting stands in the settings, and not for the end of a month.
    """

    number: int
    meeting: date
    opens: date
    again: date
    owners_by: date
    leads_by: date
    freezes: date
    is_set: bool = True


class Freeze(Noun):
    """The record frozen for the papers of a meeting: they tell of it as it was at `as_at`, up to the entry `upto`.

    `id` is the number of its entry. `by` is None if it came by itself at the hour. `void` is set once it was taken back, at
    `void_at`: then the next one is another issue, and `why` says why.
    """

    id: int = 0
    plan: str
    audience: str = BOARD
    meeting: date | None = None
    as_at: Moment
    upto: int
    by: int | None = None
    by_name: str = ""
    capacity: str = ""
    at: Moment
    void: bool = False
    void_at: Moment | None = None
    why: str = ""


class Narrative(Noun):
    """The words that the lead of a priority writes for the board about a period. The latest of a priority and a meeting counts.

    `status` is the overall status in the lead's own judgement, and `forecast` what they expect it to be next period.
    """

    id: int = 0
    plan: str
    priority: int
    meeting: date
    status: Status
    moved: str = ""
    next: str = ""
    escalate: str = ""
    forecast: Status
    drawn_from: str = ""
    by: int | None = None
    by_name: str = ""
    capacity: str = ""
    at: Moment


class OwnerAsked(NamedTuple):
    """A milestone that a letter asked somebody about, and when its platform took it. `for_period` says that the letter asked
    for the board's papers, about this milestone or another."""

    person: int
    ref: str
    taken: datetime
    for_period: bool


class SettingsKept(NamedTuple):
    """The entry by which other settings came into force, and when it was made."""

    entry: int
    at: datetime


class PeriodTold(Noun):
    """The progress of a period. `of` milestones were unfinished when it opened; of these `confirmed` were reported since the last
    papers, and `unconfirmed` were not.

    `silent` are the roles that answer for some of the latter and could say so, and `vacant` those of them that nobody holds.
    `narratives` says of each priority if its lead has written. `freeze` is the one that counts, if there is one; it is
    `thawed` if the last one was taken back, `late` if no round has written the one that is due, and the plan is too `young` for
    one if it began after that moment.
    """

    audience: str = BOARD
    period: Period
    state: PeriodState
    since: Moment
    confirmed: int
    unconfirmed: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    vacant: tuple[str, ...] = ()
    narratives: Mapping[int, bool] = {}
    freeze: Freeze | None = None
    thawed: bool = False
    late: bool = False
    young: bool = False

    @property
    def of(self) -> int:
        """Return how many milestones were unfinished when it opened."""
        return self.confirmed + len(self.unconfirmed)

    @property
    def to_write(self) -> tuple[int, ...]:
        """Return the priorities about which nothing is written yet."""
        return tuple(number for number, written in self.narratives.items() if not written)


class SincePapers(Noun):
    """All that came after the record was frozen: milestones of which something was said, priorities about which leads wrote,
    milestones whose dates moved or that were closed, and handles of the board's business."""

    updates: tuple[str, ...] = ()
    narratives: tuple[int, ...] = ()
    dates: tuple[str, ...] = ()
    business: tuple[str, ...] = ()
