"""The ground of papers: one plan read once, as it was frozen for the board or as it stood at a moment, for all of a pack.

Papers of an audience tell of the last freeze that counts: the board's while its period is frozen, those of every other audience
until the next one, as no window of their own is ever opened. Without one they tell of the record as it stands.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from bot.model.board.compliance import Exchanged
from bot.model.board.paper import Corrected
from bot.model.board.period import Freeze, Period
from bot.model.board.settings import BOARD, Audience
from bot.model.policy import Policy
from bot.model.record.entry import Head
from bot.model.snapshot import Snapshot
from bot.ports.record import View
from bot.ports.refusals import Refusal
from bot.reports.record.past import Past, entry_by
from bot.reports.snapshot import take
from bot.rules.board import cycle
from bot.rules.calendar import local_day


@dataclass(frozen=True)
class Ground:
    """One plan as papers for an audience tell of it: read from `view`, which knows nothing after the entry `upto`. Papers are
    made of it while its reading is open.

    `freeze` is the one that they are drawn from. It is None if they tell of a moment that was asked for, or of how the record
    stands. `now` is when they are drawn, `as_at` the moment that they tell of, and `asked` the one asked for: of today it may be
    still to come. `record` is the whole record: it is for what
    came since the freeze, and for nothing else. `corrects` are the papers that these take the place of, if they are issued anew.
    `approved` says that they are drawn to be issued: else what families may read is a draft.
    """

    view: View
    record: View
    short: str
    snapshot: Snapshot
    policy: Policy
    audience: Audience
    audience_name: str
    as_at: datetime
    upto: int
    head: Head
    freeze: Freeze | None
    period: Period
    now: datetime
    asked: datetime | None = None
    corrects: Corrected | None = None
    approved: bool = False

    @property
    def day(self) -> date:
        """Return the day that papers tell of, in the plan's zone."""
        return local_day(self.as_at, self.policy.zone)

    @cached_property
    def before(self) -> Freeze | None:
        """Return the freeze before: that of the last meeting before this period's. None if there was none."""
        known = [one for one in self.view.periods.freezes(self.short) if not one.void and one.audience == BOARD]
        return next((one for one in reversed(known) if self._is_earlier(one)), None)

    @cached_property
    def last_period(self) -> Snapshot | None:
        """Return the plan as it stood at the freeze before. None if there was none."""
        if self.before is None:
            return None
        return take(Past(self.view, self.before.upto), self.short, self.before.as_at)

    @cached_property
    def exchanged(self) -> Exchanged:
        """Return all questions that letters had put by then, and all statements that may answer them."""
        return self.view.updates.exchanged(self.short)

    def _is_earlier(self, freeze: Freeze) -> bool:
        if self.freeze is not None and freeze.id == self.freeze.id:
            return False
        meeting = freeze.meeting or local_day(freeze.as_at, self.policy.zone)
        return meeting < self.period.meeting


def ground(view: View, short: str, audience_name: str, now: datetime, as_at: datetime | None = None) -> Ground:
    """Read a plan for the papers of an audience.

    Raises Refusal if there is no such audience, or if the moment asked about is still to come or before the first entry.
    """
    audience = _audience(view.plans.policy(short), audience_name)
    if as_at is not None:
        upto = entry_by(view, short, as_at, now)
        return replace(_read(view, short, audience_name, audience, min(as_at, now), upto, now, None), asked=as_at)
    freeze = _frozen(view, short, audience_name, now)
    if freeze is not None:
        return _read(view, short, audience_name, audience, freeze.as_at, freeze.upto, now, freeze)
    return _read(view, short, audience_name, audience, now, view.entries.head(short).entry, now, None)


def at_freeze(view: View, short: str, audience_name: str, now: datetime, freeze: Freeze) -> Ground:
    """Read a plan as it was frozen, for the papers of an audience. Raises Refusal if there is no such audience."""
    audience = _audience(view.plans.policy(short), audience_name)
    return _read(view, short, audience_name, audience, freeze.as_at, freeze.upto, now, freeze)


def _audience(policy: Policy, name: str) -> Audience:
    found = policy.audience(name)
    if found is None:
        raise Refusal("no_such_audience", name=name, audiences=", ".join(policy.audience_names))
    return found


def _frozen(view: View, short: str, audience: str, now: datetime) -> Freeze | None:
    """Return the freeze that an audience's papers are drawn from. None if the record as it stands is told."""
    policy, freezes = view.plans.policy(short), view.periods.freezes(short)
    if audience != BOARD:
        return cycle.last_freeze(freezes)
    period = cycle.current(policy, local_day(now, policy.zone), began(view, short, policy))
    return cycle.last_freeze(cycle.of_meeting(freezes, period.meeting))


def began(view: View, short: str, policy: Policy) -> date | None:
    """Return the day of a plan's first entry. None if it has none."""
    first = view.entries.entry(short, 1)
    return local_day(first.header.at, policy.zone) if first is not None else None


def _read(
    view: View, short: str, name: str, audience: Audience, as_at: datetime, upto: int, now: datetime, freeze: Freeze | None
) -> Ground:
    past = Past(view, upto)
    snapshot = take(past, short, as_at)
    policy, day = snapshot.policy, snapshot.today
    return Ground(
        view=past,
        record=view,
        short=short,
        snapshot=snapshot,
        policy=policy,
        audience=audience,
        audience_name=name,
        as_at=as_at,
        upto=upto,
        head=view.entries.head(short, upto),
        freeze=freeze,
        period=_period(view, short, policy, day, freeze),
        now=now,
    )


def _period(view: View, short: str, policy: Policy, day: date, freeze: Freeze | None) -> Period:
    """Return the period that papers are for: that of the freeze's meeting, else that of the day they tell of."""
    first = began(view, short, policy)
    if freeze is not None and freeze.meeting is not None:
        known = cycle.periods(policy, freeze.meeting, first)
        return next((one for one in known if one.meeting >= freeze.meeting), known[-1])
    return cycle.current(policy, day, first)
