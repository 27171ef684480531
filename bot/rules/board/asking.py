"""Asking for the board's papers: each owner once when the window of a meeting opens, about all that is unfinished and was not
reported since the last freeze, and once more some days before owners must have answered.

What a letter of the ladder asks from these days on counts too. If the windows of two meetings overlap, only the nearer one asks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import NamedTuple

from bot.model.board.period import Freeze, Period
from bot.model.letters.nudge import Cause, ForPapers, Nudge
from bot.model.policy import Policy
from bot.model.updates.update import Standing
from bot.rules.board.cycle import confirmed_since, freeze_moment, frozen_before, of_meeting, set_periods


class Time(NamedTuple):
    """A day on which somebody was asked about a milestone, when, and if that was for the board's papers."""

    day: date
    at: datetime
    for_period: bool


class Window(NamedTuple):
    """All there is to know of asking for the board's papers: what was frozen, and when each person was asked about each ref.

    `spoke` says when a person last spoke about a milestone on which contributors differ: they have answered for themselves,
    though only the accountable role's word counts for all.
    """

    freezes: tuple[Freeze, ...] = ()
    asked: Mapping[tuple[int, str], tuple[Time, ...]] = MappingProxyType({})
    spoke: Mapping[tuple[int, str], datetime] = MappingProxyType({})

    def after(self, nudge: Nudge) -> Window:
        """Return what is known once a nudge has gone."""
        for_period = any(one.kind is Cause.PERIOD for one in nudge.reasons)
        asked = dict(self.asked)
        for one in nudge.reasons:
            if one.kind is not Cause.ESCALATION:
                key = nudge.person, one.ref
                asked[key] = (*asked.get(key, ()), Time(nudge.day, nudge.opens, for_period))
        return self._replace(asked=asked)


NO_WINDOW = Window()


def is_confirmed(standing: Standing | None, since: datetime) -> bool:
    """Say if a milestone was reported or confirmed since a moment."""
    return standing is not None and standing.update is not None and standing.update.at > since


def nearest(policy: Policy, day: date, freezes: Sequence[Freeze] = ()) -> Period | None:
    """Return the period of the next meeting that is set whose record is still to be frozen on a day."""
    coming = (one for one in set_periods(policy) if one.freezes >= day)
    return next((one for one in coming if all(freeze.void for freeze in of_meeting(freezes, one.meeting))), None)


class Wanted:
    """The questions for the board's papers on one local day."""

    def __init__(self, policy: Policy, day: date, window: Window) -> None:
        self._day, self._window = day, window
        self.period = nearest(policy, day, window.freezes) if policy.board.meetings else None
        if self.period is not None:
            self._since = confirmed_since(self.period, policy, window.freezes)
            self._own_since = _others_until(self.period, policy, window.freezes)
        self._coming = coming_days(policy, day, window.freezes) if self.period is not None else ()

    @property
    def is_open(self) -> bool:
        """Say if owners are asked on this day."""
        return self.period is not None and self.period.opens <= self._day <= self.period.owners_by

    @property
    def papers(self) -> ForPapers | None:
        """Return the meeting that it is for, and by when to answer."""
        return ForPapers(self.period.meeting, self.period.owners_by) if self.period is not None else None

    def is_open_about(self, standing: Standing | None) -> bool:
        """Say if a milestone that is not finished still has to be reported for the papers."""
        return self.period is not None and not is_confirmed(standing, self._since)

    def asks(self, person: int, ref: str, standing: Standing | None) -> bool:
        """Say if somebody is asked about such a milestone on this day, and was not yet."""
        period = self.period
        assert period is not None  # it is open
        spoke = self._window.spoke.get((person, ref))
        if spoke is not None and spoke > self._since:
            return False
        step, most = (period.again, 2) if _repeats(period) and self._day >= period.again else (period.opens, 1)
        times = self._window.asked.get((person, ref), ())
        own = [one.at for one in times if one.for_period and (self._own_since is None or one.at > self._own_since)]
        if len(own) >= most or any(one.day >= step for one in times):
            return False
        return not own or not is_confirmed(standing, own[0])

    def next_on(self, standing: Standing | None) -> date | None:
        """Return the next day on which an unfinished milestone's owners are asked for papers if they say nothing."""
        return next_for_papers(standing, self._coming)


Coming = tuple[tuple[date, datetime], ...]


def coming_days(policy: Policy, day: date, freezes: Sequence[Freeze]) -> Coming:
    """Return the days after one on which owners are asked for papers, each with the moment since which a report counts for
    these: records that are still to be frozen before then count as frozen."""
    if not policy.board.meetings:
        return ()
    found: list[tuple[date, datetime]] = []
    for period in set_periods(policy):
        if period.freezes >= day and all(one.void for one in of_meeting(freezes, period.meeting)):
            since = confirmed_since(period, policy, freezes)
            found += [(one, since) for one in (period.opens, period.again)[: 1 + _repeats(period)] if one > day]
    return tuple(sorted(found))


def next_for_papers(standing: Standing | None, coming: Coming) -> date | None:
    """Return the first of some days on which a milestone that is not finished is asked about, as it stands."""
    return next((day for day, since in coming if not is_confirmed(standing, since)), None)


def _repeats(period: Period) -> bool:
    """Say if whoever has not answered is asked once more."""
    return period.again < period.owners_by


def _others_until(period: Period, policy: Policy, freezes: Sequence[Freeze]) -> datetime | None:
    """Return the moment up to which people were asked for other meetings: the last freeze, or the papers day of the meeting
    before, whose window may go on in this one."""
    before = [freeze_moment(one, policy) for one in set_periods(policy) if one.meeting < period.meeting]
    return max((*frozen_before(period, policy, freezes), *before[-1:]), default=None)
