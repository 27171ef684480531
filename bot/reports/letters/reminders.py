"""Reminders of evidence that is soon out of date: a line in the nudge of whoever answers for its milestone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from bot.model.letters.nudge import Rounds, Section
from bot.model.people import Person
from bot.model.snapshot import Snapshot
from bot.model.updates.evidence import Offered
from bot.rules import calendar, holders
from bot.rules.updates.evidence import reminded, reminding_days
from bot.wording.letters.sections import News
from bot.wording.sentences import Fact, line
from bot.wording.updates.evidence import link_in_words

DAY = timedelta(days=1)


def reminders(snapshot: Snapshot, ending: Iterable[Offered], person: Person, ran: Rounds, opens: datetime) -> Iterator[News]:
    """Remind a person of the evidence of their milestones, if the day for that came since the last round that reached them."""
    if ran.last is None:
        return
    today = calendar.local_day(opens, snapshot.zone_of(person))
    for one in reminded(ending, snapshot.policy, ran.last, today):
        if person.id in _answering(snapshot, one.ref, today):
            yield _reminder(one)


def _answering(snapshot: Snapshot, ref: str, day: date) -> frozenset[int]:
    """Return who answers for a milestone on a day: whoever holds its accountable role, and whoever acts for them on days of
    their own. Nobody does for one that was taken out."""
    role = next((one.accountable for one in snapshot.plan.milestones if one.ref == ref), None)
    if role is None:
        return frozenset()
    held = (one.id for one in holders.holders(snapshot.people, role, day))
    return frozenset((*held, *holders.acting(snapshot.people, role, day, ())))


def _reminder(one: Offered) -> News:
    without_day = one.evidence.model_copy(update={"good_until": None})
    facts: dict[str, Fact] = {
        "handle": one.handle,
        "ref": one.ref,
        "day": one.evidence.good_until or "",
        "link": link_in_words(without_day),
    }
    return News(spans=line("evidence.remind.line", facts), ref=one.ref, section=Section.EVIDENCE)


def eves_of_reminders(snapshot: Snapshot, ending: Iterable[Offered]) -> frozenset[date]:
    """Return the days before those on which somebody is to be reminded of evidence."""
    return frozenset(day - DAY for one in ending for day in reminding_days(one.evidence, snapshot.policy))
