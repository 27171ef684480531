"""The leads' part in the board's section of a nudge: what they are asked to write about their priorities, and when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from bot.model.board.period import Period, PeriodState
from bot.model.letters.letter_key import Sort, letter_key
from bot.model.letters.nudge import Section
from bot.model.plan import Priority
from bot.model.policy import Policy
from bot.model.record.entry import EntryKind
from bot.model.snapshot import Snapshot
from bot.ports.record import View
from bot.reports.letters.reader import Reader, last_opening
from bot.rules import calendar
from bot.rules.board import leads as rules
from bot.rules.board.cycle import awaits_freeze, current, state
from bot.wording import leads as wording
from bot.wording.letters.sections import News

LOOKED_BACK = 60  # days in which somebody may have been asked for a meeting that was moved since
SETTLED_BY = (EntryKind.NARRATIVE,)
_OVER = (PeriodState.FROZEN, PeriodState.AFTER)


def to_write(view: View, snapshot: Snapshot, reader: Reader) -> Iterator[News]:
    """Ask whoever is to write for the board's next meeting, if it is set: on the day by which owners answer, and again on the day
    by which leads write. What is written already is not asked for, nor anything once the record is frozen."""
    day = calendar.local_day(reader.opens, snapshot.zone_of(reader.person))
    period = current(snapshot.policy, day)
    step = rules.reached(period, day)
    if step <= _reached_before(view, snapshot, reader):
        return
    freezes = view.periods.freezes(snapshot.short)
    if state(period, reader.opens, snapshot.policy, freezes) in _OVER:
        return
    if awaits_freeze(period, reader.opens, snapshot.policy, freezes):
        return
    lost = frozenset(one.person for one in view.accounts.unreachable(snapshot.short))
    written = rules.of_period(view.periods.narratives(snapshot.short), snapshot.policy, period)
    for priority in _led(snapshot):
        if priority.number in written or not _is_asked(snapshot, reader, priority, day, lost):
            continue
        if step == 1 and _was_asked(view, snapshot, reader, priority, day):
            continue  # for the same meeting on another day
        yield _line(reader, priority, period, again=step > 1)


def _led(snapshot: Snapshot) -> tuple[Priority, ...]:
    """Return the priorities that there is anything to write about."""
    there = {one.priority for one in snapshot.plan.milestones if not one.closed}
    return tuple(one for one in snapshot.plan.priorities if one.number in there)


def _is_asked(snapshot: Snapshot, reader: Reader, priority: Priority, day: date, lost: frozenset[int]) -> bool:
    return any(one.id == reader.person.id for one in rules.asked(snapshot.people, priority.number, day, lost))


def _reached_before(view: View, snapshot: Snapshot, reader: Reader) -> int:
    """Count the steps that had come when a round last reached somebody, by the settings of that time: a meeting may have moved
    since. None had for a meeting that was at hand then and is over now."""
    last, opened = reader.ran.last, last_opening(snapshot, reader.person, reader.ran)
    if last is None or opened is None:
        return 0
    then = current(_policy_at(view, snapshot, opened), last)
    was_held = then.meeting < calendar.local_day(reader.opens, snapshot.policy.zone)
    return 0 if was_held else rules.reached(then, last)


def _policy_at(view: View, snapshot: Snapshot, moment: datetime) -> Policy:
    upto = view.entries.upto(snapshot.short, moment)
    return view.plans.policy(snapshot.short, upto) if upto else snapshot.policy


def _was_asked(view: View, snapshot: Snapshot, reader: Reader, priority: Priority, day: date) -> bool:
    """Say if a nudge has asked somebody for this priority since the last meeting was held."""
    days = (day - timedelta(days=count) for count in range(1, LOOKED_BACK))
    held = [one.on for one in snapshot.policy.board.meetings if one.on < day]
    since = max(held, default=date.min)
    keys = [letter_key(Sort.NUDGE, reader.person.id, one) for one in days if one > since]
    asked = (one for letter in view.letters.some(keys).values() for one in letter.asked)
    return any((one.plan, one.ref, one.settled_by) == (snapshot.short, str(priority.number), SETTLED_BY) for one in asked)


def _line(reader: Reader, priority: Priority, period: Period, again: bool) -> News:
    stands_in = not reader.person.leads(priority.number) and reader.person.is_admin
    return News(
        spans=wording.asks_to_write(priority, period, again, stands_in),
        ref=str(priority.number),
        section=Section.BOARD,
        offers=(wording.write_it(priority),),
        settled_by=SETTLED_BY,
    )
