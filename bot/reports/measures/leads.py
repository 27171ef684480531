"""The leads' part in impact: the one line of a nudge that asks how far an action that is delivered has got.

A lead is asked once, when all of an action is delivered and no step is set, and once before the papers of each meeting if the
step is older than the last one. Never more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from bot.model.board.period import Period
from bot.model.letters.letter_key import Sort, letter_key
from bot.model.letters.message import Spans
from bot.model.letters.nudge import Section
from bot.model.measures.no_impact import ActionTold
from bot.model.record.entry import EntryKind
from bot.model.snapshot import Snapshot
from bot.ports.record import View
from bot.reports.letters.reader import Reader, Since, time_of
from bot.reports.measures.impact import delivered
from bot.rules import calendar
from bot.rules.asking.pauses import in_force
from bot.rules.board import leads as rules
from bot.rules.board.asking import nearest
from bot.rules.board.cycle import set_periods
from bot.wording.letters.sections import News
from bot.wording.measures import steps as wording

LOOKED_BACK = 60  # days in which somebody may have been asked before the papers of a meeting that was moved since
SETTLED_BY = (EntryKind.IMPACT_STEP,)


class _Papers(NamedTuple):
    """The papers that are being written, the last moment of the meeting before, and how often each action was asked about since
    then."""

    period: Period
    after: datetime | None
    times: Counter[str]

    def wants(self, action: ActionTold) -> bool:
        """Say if an action is asked about for these papers: its step is older than the last meeting, and nobody was asked yet."""
        if action.step is not None and (self.after is None or action.step.at > self.after):
            return False
        at_once = action.delivered_at is not None and (self.after is None or action.delivered_at > self.after)
        return self.times[action.ref] < 1 + at_once


def to_set(view: View, snapshot: Snapshot, reader: Reader) -> Iterator[News]:
    """Ask whoever leads a priority, or stands in, for the steps of its actions that are delivered."""
    day, time = calendar.local_day(reader.opens, snapshot.zone_of(reader.person)), time_of(snapshot, reader)
    mine = _led(view, snapshot, reader, day)
    actions = [one for one in delivered(view, snapshot) if one.priority in mine and not _rests(snapshot, one)] if mine else []
    if not actions:
        return
    papers = _papers(view, snapshot, reader, day)
    for action in actions:
        if papers is not None and papers.wants(action):
            yield _line(reader, action, wording.asks_for_papers(action, papers.period.meeting))
        elif _is_new(action, time):
            yield _line(reader, action, wording.asks_once_delivered(action))


def _led(view: View, snapshot: Snapshot, reader: Reader, day: date) -> frozenset[int]:
    """Return the priorities for which somebody is asked."""
    lost = frozenset(one.person for one in view.accounts.unreachable(snapshot.short))
    numbers = {one.priority for one in snapshot.plan.actions}
    return frozenset(
        one for one in numbers if any(who.id == reader.person.id for who in rules.asked(snapshot.people, one, day, lost))
    )


def _rests(snapshot: Snapshot, action: ActionTold) -> bool:
    """Say if the priority of an action is paused: then nobody is asked about it. A pause of a role that owns a milestone is none
    of its lead's."""
    return any(one.priority == action.priority for one in in_force(snapshot.pauses, snapshot.policy, snapshot.today))


def _is_new(action: ActionTold, time: Since) -> bool:
    """Say if an action was delivered since a round last reached somebody, and no step is set."""
    return action.step is None and action.delivered_at is not None and time.holds(action.delivered_at)


def _papers(view: View, snapshot: Snapshot, reader: Reader, day: date) -> _Papers | None:
    """Return the papers for which leads write on a day. None if they do not."""
    period = nearest(snapshot.policy, day, view.periods.freezes(snapshot.short))
    if period is None or not period.is_set or day < period.leads_by:
        return None
    held = [one.meeting for one in set_periods(snapshot.policy) if one.meeting < day]
    after = calendar.last_moment(held[-1], snapshot.policy.zone) if held else None
    return _Papers(period, after, _times_asked(view, snapshot, reader, day, after))


def _times_asked(view: View, snapshot: Snapshot, reader: Reader, day: date, after: datetime | None) -> Counter[str]:
    """Count how often nudges have asked somebody about each action after a moment."""
    zone = snapshot.zone_of(reader.person)
    days = (day - timedelta(days=count) for count in range(1, LOOKED_BACK))
    since = (one for one in days if after is None or calendar.hours(one, snapshot.policy, zone)[0] > after)
    keys = [letter_key(Sort.NUDGE, reader.person.id, one) for one in since]
    asked = (one for letter in view.letters.some(keys).values() for one in letter.asked)
    return Counter(one.ref for one in asked if (one.plan, one.settled_by) == (snapshot.short, SETTLED_BY))


def _line(reader: Reader, action: ActionTold, asked: Spans) -> News:
    stands_in = not reader.person.leads(action.priority) and reader.person.is_admin
    return News(
        spans=(*asked, *(wording.stands_in(action.priority) if stands_in else ())),
        ref=action.ref,
        section=Section.READINGS,
        offers=(wording.set_offer(action.ref),),
        settled_by=SETTLED_BY,
    )
