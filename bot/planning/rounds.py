"""The planning round: what is due at a moment becomes letters, in one transaction."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.model.people import Person
from bot.model.policy import Policy
from bot.model.snapshot import Snapshot
from bot.model.tenants import Serving, everywhere
from bot.model.trouble import Kept, Unread
from bot.planning import retention
from bot.planning.board import post_summaries
from bot.planning.news import news_of
from bot.planning.nudges import Due, due_of, enqueue
from bot.planning.since import reply_since
from bot.ports.record import Store, Tx
from bot.ports.refusals import Unreadable
from bot.reports.alarm import tell_unread
from bot.reports.snapshot import as_at, rounds_of
from bot.rules import calendar
from bot.rules import nudges as rules_nudges

log = logging.getLogger("milepost.rounds")


def plan_due(tx: Tx, now: datetime, served: Serving = everywhere) -> tuple[str, ...]:
    """Enqueue every letter that is due at that moment. Returns their keys. To run it again adds nothing."""
    due: dict[int, list[Due]] = {}
    keys: list[str] = []
    opens: dict[int, tuple[Person, datetime, datetime]] = {}
    odd: list[Unread] = []
    plans = tx.rounds.due(now)
    if plans:
        tx.letters.withdraw_late(now)
    for short in plans:
        try:
            keys += _plan_of(tx, short, now, opens, due)
        except Unreadable:  # noted, and told below: the other plans go on
            continue
        except (LookupError, TypeError, ValueError):  # what it says can be read, and makes no sense: a zone, a date
            log.exception("the round of a plan failed: %s", short)
            odd.append(Unread(kind=Kept.PLAN, key=short, plan=short))
    for person_id, found_here in due.items():
        keys += enqueue(tx, *opens[person_id], found_here, served())
    return (*keys, *tell_unread(tx, tx.letters.enqueue, (*tx.unread(), *odd), now))


def _plan_of(
    tx: Tx, short: str, now: datetime, opens: dict[int, tuple[Person, datetime, datetime]], due: dict[int, list[Due]]
) -> list[str]:
    """Gather what one plan has for each person into `due`, and enqueue its summaries. Returns their keys."""
    snapshot = as_at(tx, short, now)
    for person in snapshot.people.persons:
        window = _open_window(snapshot.zone_of(person), snapshot.policy, now)
        if window is not None:
            opens[person.id] = (person, *window)
    gathered = _gather(tx, snapshot, opens)
    keys = [*post_summaries(tx, snapshot), *reply_since(tx, snapshot)]
    _note_rounds(tx, snapshot)
    tx.talk.forget_drafts(short, now - timedelta(days=snapshot.policy.retention.drafts_days))
    tx.letters.forget_words(short, retention.letters_before(snapshot.policy, now))
    tx.rounds.wakes_at(short, _wakes(snapshot), now)
    for person_id, found in gathered.items():
        due.setdefault(person_id, []).append(found)
    return keys


async def plan_round(store: Store, now: datetime, served: Serving = everywhere) -> tuple[str, ...]:
    """Run one planning round. Returns the keys of the letters it planned."""
    due = await store.read(lambda view: view.rounds.due(now))
    return await store.transact(lambda tx: plan_due(tx, now, served), plans=due)


def _open_window(zone: str, policy: Policy, now: datetime) -> tuple[datetime, datetime] | None:
    """Return the working hours of the day it is in a zone, if it is in them."""
    day = calendar.local_day(now, zone)
    if day not in calendar.working_days(policy):
        return None
    opens, closes = calendar.hours(day, policy, zone)
    return (opens, closes) if opens <= now < closes else None


def _gather(tx: Tx, snapshot: Snapshot, opens: Mapping[int, tuple[Person, datetime, datetime]]) -> dict[int, Due]:
    rounds = rounds_of(tx, snapshot)
    questions = tx.updates.questions(snapshot.short)
    nudges = rules_nudges.nudges_due(snapshot, questions, rounds)
    askers = {question.ref: question.by_name for question in questions}
    found = {nudge.person: due_of(snapshot, nudge, askers) for nudge in nudges}
    for person_id, news in news_of(tx, snapshot, opens, rounds).items():
        before = found.get(person_id, Due(plan=snapshot.short))
        found[person_id] = before.model_copy(update={"news": news})
    return found


def _note_rounds(tx: Tx, snapshot: Snapshot) -> None:
    for zone in _zones(snapshot):
        if _open_window(zone, snapshot.policy, snapshot.now):
            tx.rounds.ran(snapshot.short, zone, calendar.local_day(snapshot.now, zone))


def _wakes(snapshot: Snapshot) -> datetime:
    return min(next_opening(zone, snapshot.policy, snapshot.now) for zone in _zones(snapshot))


def _zones(snapshot: Snapshot) -> set[str]:
    return {snapshot.policy.zone, *(snapshot.zone_of(person) for person in snapshot.people.persons)}


def next_opening(zone: str, policy: Policy, now: datetime) -> datetime:
    """Return the next moment after now at which a round could have anything to do in that zone."""
    day, days = calendar.local_day(now, zone), calendar.working_days(policy)
    opens, at = policy.asking.opens, policy.digest.at
    while day < calendar.LAST:
        if day in days:
            for hour in (min(opens, at), max(opens, at)):
                moment, _ = calendar.window(day, hour, policy.asking.closes, zone)
                if moment > now:
                    return moment
        day = days.next(day)
    return now + timedelta(days=1)
