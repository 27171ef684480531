"""The readings that somebody is asked for in their one message of the day: after each data date, and once more after a week.

Whoever holds the measure's role is asked, or acts for them. Whoever comes to it later is asked then: they took the role over,
came back, or a pause is over. What was read meanwhile is asked of nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date, timedelta
from functools import cache, partial
from typing import NamedTuple

from bot.model.letters.nudge import Rounds, Section
from bot.model.measures.measure import Measure
from bot.model.people import Person
from bot.model.record.entry import EntryKind
from bot.model.snapshot import Snapshot
from bot.ports.record import View
from bot.reports.letters.reader import Reader, Since, time_of
from bot.reports.measures.told import told_of
from bot.rules import calendar, holders
from bot.rules.measures import dates, whose
from bot.wording.letters.sections import News
from bot.wording.measures import asking as wording

_AHEAD = timedelta(days=45)  # a plan is looked at each week, whatever is in it
_DAY = timedelta(days=1)


class _Asked(NamedTuple):
    """Whom a round asks, of which time, and on which day of theirs. `lost` are those whom no address reaches."""

    snapshot: Snapshot
    person: Person
    time: Since
    day: date
    lost: Collection[int]

    def opened(self, day: date) -> bool:
        """Say if a day opened for them since they were last asked."""
        zone = self.snapshot.zone_of(self.person)
        return self.time.holds(calendar.hours(day, self.snapshot.policy, zone)[0])


class Readings:
    """The readings that the people of one plan are asked for. Its measures are read once, if there is anybody to ask."""

    def __init__(self, view: View, snapshot: Snapshot) -> None:
        self._read = cache(partial(_owned, view, snapshot.short))
        self._lost = cache(lambda: frozenset(one.person for one in view.accounts.unreachable(snapshot.short)))

    def wanted(self, snapshot: Snapshot, reader: Reader) -> Iterator[News]:
        """Give the readings that somebody is asked for today."""
        day = calendar.local_day(reader.opens, snapshot.zone_of(reader.person))
        roles = holders.answers_for(snapshot.people, reader.person.id, day)
        measures = [one for one in self._read() if one.terms.owner in roles] if roles else []
        if measures:
            asked = _Asked(snapshot, reader.person, time_of(snapshot, reader), day, self._lost())
            for measure in measures:
                yield from _of(measure, asked)


def _owned(view: View, short: str) -> tuple[Measure, ...]:
    return tuple(one for one in view.measures.all(short) if one.terms.owner and not one.is_closed)


def _of(measure: Measure, asked: _Asked) -> Iterator[News]:
    snapshot, terms = asked.snapshot, measure.terms
    data_date = dates.wanted(measure, snapshot.policy, asked.day)
    if data_date is None or asked.person.id not in whose.asked(snapshot, terms, asked.day, asked.lost):
        return
    first, again = dates.asked_on(data_date, calendar.working_days(snapshot.policy))
    is_time = asked.opened(first) or asked.opened(again)
    if not is_time and not (first <= asked.day and _came_to_it(measure, asked)):
        return
    deputy = terms.owner not in holders.roles_of(snapshot.people, asked.person.id, asked.day)
    told = told_of(measure, snapshot.policy, asked.day)
    is_again = asked.opened(again) and not asked.opened(first)
    yield News(
        spans=wording.wanted(told, data_date, is_again, deputy),
        ref=measure.handle,
        section=Section.READINGS,
        offers=(wording.offer(measure, data_date),),
        settled_by=(EntryKind.READING,),
    )


def _came_to_it(measure: Measure, asked: _Asked) -> bool:
    """Say if somebody is asked now who was not on the day on which a round last reached them; the role may be the measure's only
    since."""
    if asked.time.after is None:
        return False
    steps = [one for one in measure.steps if one.terms is not None]
    named = next(one for one in steps if one.terms is not None and one.terms.owner == measure.terms.owner)
    zone = asked.snapshot.zone_of(asked.person)
    before = whose.asked(asked.snapshot, measure.terms, calendar.local_day(asked.time.after, zone), asked.lost)
    return asked.person.id not in before or asked.time.holds(named.at)


def coming(
    view: View, snapshot: Snapshot, rounds: Callable[[Person], Rounds], days: int
) -> Mapping[tuple[int, date], tuple[News, ...]]:
    """Return the readings that people would be asked for on so many days to come, if nobody gives any, by person and day."""
    found: dict[tuple[int, date], tuple[News, ...]] = {}
    readings = Readings(view, snapshot)
    open_, start = calendar.working_days(snapshot.policy), snapshot.today
    for person in snapshot.people.persons:
        ran = rounds(person)
        for day in (day for n in range(days) if (day := start + n * _DAY) in open_):
            opens, _ = calendar.hours(day, snapshot.policy, snapshot.zone_of(person))
            if news := tuple(readings.wanted(snapshot.at(opens), Reader(person, ran, opens))):
                found[person.id, day] = news
            ran = Rounds(first=ran.first or day, last=day)
    return found


def eves(view: View, snapshot: Snapshot) -> frozenset[date]:
    """Return the days before those on which readings are asked for, as far ahead as a plan may sleep."""
    policy, today = snapshot.policy, snapshot.today
    days = calendar.working_days(policy)
    owned = _owned(view, snapshot.short)
    ends = {day for one in owned for day in dates.ends(one.terms, policy, today - _AHEAD, today + _AHEAD)}
    return frozenset(asked - _DAY for day in ends for asked in dates.asked_on(day, days))
