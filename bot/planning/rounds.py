"""The planning round: what is due at a moment becomes letters, in one transaction."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.model.people import Person
from bot.model.policy import Policy
from bot.model.trouble import Kept, Unread
from bot.planning.board import post_summaries
from bot.planning.news import news_of
from bot.planning.nudges import Due, due_of, enqueue
from bot.ports.record import Store, Tx
from bot.ports.refusals import Unreadable
from bot.reports.alarm import tell_unread
from bot.reports.snapshot import Desk, day_at, desk_of, rounds_of, zone_of
from bot.rules import calendar
from bot.rules import nudges as rules_nudges

log = logging.getLogger("milepost.rounds")


def plan_due(tx: Tx, now: datetime) -> tuple[str, ...]:
    """Enqueue every letter that is due at that moment; return their keys. Running it again adds nothing."""
    due: dict[int, list[Due]] = {}
    keys: list[str] = []
    opens: dict[int, tuple[Person, datetime, datetime]] = {}
    odd: list[Unread] = []
    plans = tx.due_plans(now)
    if plans:
        tx.withdraw_late(now)
    for short in plans:
        try:
            keys += _plan_of(tx, short, now, opens, due)
        except Unreadable:  # noted, and told below: the other plans go on
            continue
        except (LookupError, TypeError, ValueError):  # what it says can be read, and makes no sense: a zone, a date
            log.exception("the round of a plan failed: %s", short)
            odd.append(Unread(kind=Kept.PLAN, key=short, plan=short))
    for person_id, found_here in due.items():
        keys += enqueue(tx, *opens[person_id], found_here)
    return (*keys, *tell_unread(tx, tx.enqueue, (*tx.unread(), *odd), now))


def _plan_of(
    tx: Tx, short: str, now: datetime, opens: dict[int, tuple[Person, datetime, datetime]], due: dict[int, list[Due]]
) -> list[str]:
    """Gather what one plan has for each person into `due`, and enqueue its summaries; return their keys."""
    desk = desk_of(tx, short, now)
    for person in desk.people.persons:
        window = _window(person, desk.policy, now)
        if window is not None:
            opens[person.id] = (person, *window)
    gathered = _gather(tx, desk, now, opens)
    keys = post_summaries(tx, desk, now)
    _note_rounds(tx, desk, now)
    tx.wakes_at(short, _wakes(desk, now), now)
    for person_id, found in gathered.items():
        due.setdefault(person_id, []).append(found)
    return keys


async def plan_round(store: Store, now: datetime) -> tuple[str, ...]:
    """Run one planning round; returns the keys of the letters it planned."""
    return await store.transact(lambda tx: plan_due(tx, now))


def _window(person: Person, policy: Policy, now: datetime) -> tuple[datetime, datetime] | None:
    zone = zone_of(person, policy)
    day = day_at(now, zone)
    if not calendar.working_day(day):
        return None
    opens, closes = calendar.window(day, policy.opens, policy.closes, zone)
    return (opens, closes) if opens <= now < closes else None


def _gather(
    tx: Tx, desk: Desk, now: datetime, opens: Mapping[int, tuple[Person, datetime, datetime]]
) -> dict[int, Due]:
    short = desk.plan.short
    rounds = rounds_of(tx, short, desk.policy, now)
    questions = tx.questions(short)
    nudges = rules_nudges.nudges_due(desk.plan, desk.standings, desk.people, desk.policy, rounds, questions, now)
    askers = {question.ref: question.by_name for question in questions}
    found = {nudge.person: due_of(desk.plan, desk.policy, desk.standings, nudge, askers) for nudge in nudges}
    for person_id, news in news_of(tx, desk, now, opens, rounds).items():
        before = found.get(person_id, Due(plan=short))
        found[person_id] = before.model_copy(update={"news": news})
    return found


def _note_rounds(tx: Tx, desk: Desk, now: datetime) -> None:
    for zone in {zone_of(person, desk.policy) for person in desk.people.persons} | {desk.policy.zone}:
        day = day_at(now, zone)
        opens, closes = calendar.window(day, desk.policy.opens, desk.policy.closes, zone)
        if calendar.working_day(day) and opens <= now < closes:
            tx.round_ran(desk.plan.short, zone, day)


def _wakes(desk: Desk, now: datetime) -> datetime:
    zones = {zone_of(person, desk.policy) for person in desk.people.persons} | {desk.policy.zone}
    return min(next_opening(zone, desk.policy, now) for zone in zones)


def next_opening(zone: str, policy: Policy, now: datetime) -> datetime:
    """The next moment after now at which a round could have anything to do in that zone."""
    day = day_at(now, zone)
    while day < calendar.LAST:
        if calendar.working_day(day):
            opens, _ = calendar.window(day, min(policy.opens, policy.digest_at), policy.closes, zone)
            later, _ = calendar.window(day, max(policy.opens, policy.digest_at), policy.closes, zone)
            for moment in (opens, later):
                if moment > now:
                    return moment
        day = calendar.next_working_day(day)
    return now + timedelta(days=1)
