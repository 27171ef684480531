"""The leads' part in the board's section of a nudge: what they are asked to write about their priorities, and when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from bot.model.board.period import Period
from bot.model.letters.letter_key import Sort, letter_key
from bot.model.letters.nudge import Section
from bot.model.plan import Priority
from bot.model.record.entry import EntryKind
from bot.model.snapshot import Snapshot
from bot.ports.record import View
from bot.reports.letters.reader import Reader
from bot.rules import calendar
from bot.rules.board import leads as rules
from bot.rules.board.asking import nearest
from bot.wording import leads as wording
from bot.wording.letters.sections import News

LOOKED_BACK = 60  # days in which somebody may have been asked for a meeting that was moved since
SETTLED_BY = (EntryKind.NARRATIVE,)


def to_write(view: View, snapshot: Snapshot, reader: Reader) -> Iterator[News]:
    """Ask whoever is to write for the next meeting that is set and whose record is still to be frozen: on the day by which owners
    answer, and again on the day by which leads write. Whoever missed such a day is asked on the next. What is written already is
    not asked for."""
    day = calendar.local_day(reader.opens, snapshot.zone_of(reader.person))
    freezes = view.periods.freezes(snapshot.short)
    period = nearest(snapshot.policy, day, freezes)
    step = rules.reached(period, day) if period is not None else 0
    if period is None or not step:
        return
    lost = frozenset(one.person for one in view.accounts.unreachable(snapshot.short))
    written = rules.of_period(view.periods.narratives(snapshot.short), snapshot.policy, period)
    open_ = [one for one in _led(snapshot) if one.number not in written and _is_asked(snapshot, reader, one, day, lost)]
    times = _times_asked(view, snapshot, reader, rules.asked_since(period, snapshot.policy, freezes, day)) if open_ else Counter()
    for priority in open_:
        if times[str(priority.number)] < step:
            yield _line(reader, priority, period, again=step > 1)


def _led(snapshot: Snapshot) -> tuple[Priority, ...]:
    """Return the priorities that there is anything to write about."""
    there = {one.priority for one in snapshot.plan.milestones if not one.closed}
    return tuple(one for one in snapshot.plan.priorities if one.number in there)


def _is_asked(snapshot: Snapshot, reader: Reader, priority: Priority, day: date, lost: frozenset[int]) -> bool:
    return any(one.id == reader.person.id for one in rules.asked(snapshot.people, priority.number, day, lost))


def _times_asked(view: View, snapshot: Snapshot, reader: Reader, since: datetime | None) -> Counter[str]:
    """Count by priority how often the nudges after a moment have asked somebody to write for the same meeting. It has two
    questions and no more, though it is moved."""
    zone = snapshot.zone_of(reader.person)
    days = (calendar.local_day(reader.opens, zone) - timedelta(days=count) for count in range(1, LOOKED_BACK))
    after = (one for one in days if since is None or calendar.hours(one, snapshot.policy, zone)[0] > since)
    keys = [letter_key(Sort.NUDGE, reader.person.id, one) for one in after]
    asked = (one for letter in view.letters.some(keys).values() for one in letter.asked)
    return Counter(one.ref for one in asked if (one.plan, one.settled_by) == (snapshot.short, SETTLED_BY))


def _line(reader: Reader, priority: Priority, period: Period, again: bool) -> News:
    stands_in = not reader.person.leads(priority.number) and reader.person.is_admin
    return News(
        spans=wording.asks_to_write(priority, period, again, stands_in),
        ref=str(priority.number),
        section=Section.BOARD,
        offers=(wording.write_it(priority),),
        settled_by=SETTLED_BY,
    )
