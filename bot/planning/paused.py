"""The weekly reminder of a plan that is paused as a whole: nobody else would tell its maker, as all its letters are held back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.model.letters.letter import Letter, LetterKind
from bot.model.people import Person
from bot.model.snapshot import Snapshot
from bot.planning.nudges import nudge_key
from bot.ports.record import View
from bot.ports.refusals import Unreadable
from bot.reports.letters.pauses import reminder, to_remind
from bot.reports.letters.reader import week_begins
from bot.reports.snapshot import take
from bot.rules import calendar
from bot.rules.asking.pauses import in_force
from bot.wording.letters.cards import asking_card


def reminders_of_paused(view: View, now: datetime) -> list[Letter]:
    """Write to whoever paused a whole plan, on the first working day of a week, unless they have a message today already."""
    letters: dict[str, Letter] = {}
    for short in view.pauses.whole():
        if view.plans.closed(short) is None:
            try:
                found = list(_of(view, take(view, short, now)))
            except Unreadable:  # noted, and told at the end of the round
                continue
            letters = {one.key: one for one in found} | letters
    there = view.letters.some(letters)
    return [letter for key, letter in letters.items() if key not in there]


def _of(view: View, snapshot: Snapshot) -> Iterator[Letter]:
    for pause in in_force(snapshot.pauses, snapshot.policy, snapshot.today):
        for person in to_remind(snapshot, pause) if not pause.scope else ():
            opens, closes = _first_day(snapshot, person)
            if opens <= snapshot.now < closes and pause.at < opens:
                titles = {snapshot.short: snapshot.plan.title} if len(view.people.plans_of(person.id)) > 1 else {}
                news = reminder(snapshot, pause, person).model_copy(update={"plan": snapshot.short})
                yield Letter(
                    key=nudge_key(person.id, calendar.local_day(snapshot.now, snapshot.zone_of(person))),
                    kind=LetterKind.NUDGE,
                    person=person.id,
                    message=asking_card((), None, [news], (), titles),
                    not_before=opens,
                    not_after=closes,
                )


def _first_day(snapshot: Snapshot, person: Person) -> tuple[datetime, datetime]:
    """Return the hours of the first working day of somebody's week."""
    first = calendar.working_days(snapshot.policy).next(week_begins(snapshot, person) - timedelta(days=1))
    return calendar.hours(first, snapshot.policy, snapshot.zone_of(person))
