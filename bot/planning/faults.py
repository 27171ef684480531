"""Faults of Milepost itself, told to the admins of the plans they concern: once each, and again when it is over.

An admin has one such message a day at most, in their working hours. What begins and is over before it could be told is not
told at all. What is wrong with all of Milepost is told to whoever is an admin of every plan: where plans belong to several
organisations that is nobody, and whoever runs Milepost learns it from the log and the figures.
"""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple

from bot.model.fault import Fault, FaultKind, FaultTold
from bot.model.letters.letter_key import Sort, letter_key
from bot.model.letters.message import Spans
from bot.model.people import Person
from bot.model.policy import Policy
from bot.ports.record import Store, Tx, View
from bot.ports.refusals import Refusal, Unreadable
from bot.reports import faults as reported
from bot.reports.letters.alarm import alarm_letter
from bot.rules import calendar, holders
from bot.rules.faults import late_plans
from bot.wording.letters import faults as wording

log = logging.getLogger("milepost.faults")
EVERY = timedelta(minutes=5)
Unsure = Callable[[str], bool]
ONE_CAUSE = (FaultKind.SHUT, FaultKind.REFUSED)  # whoever knows of one need not hear of the other


def never(_place: str) -> bool:
    """Say that everything is known."""
    return False


class News(NamedTuple):
    """News for one admin: the sentences, and which faults are then told, or told to be over."""

    sentences: tuple[Spans, ...] = ()
    plans: tuple[str, ...] = ()
    begun: tuple[tuple[FaultTold, datetime], ...] = ()
    over: tuple[FaultTold, ...] = ()


class Faults:
    """Knows when it last looked for faults, and which kinds there were."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._looked: datetime | None = None
        self._known: Mapping[FaultKind, int] = {}

    def is_time(self, now: datetime) -> bool:
        """Say if it is time to look again."""
        return self._looked is None or not self._looked <= now < self._looked + EVERY

    async def look(self, now: datetime, others: Sequence[Fault] = (), is_unsure: Unsure = never) -> tuple[str, ...]:
        """Tell what is wrong, with `others` what was found elsewhere: with this machine, and with secrets. Of a place about
        which `is_unsure` nobody is told that it is over. Returns the keys of the letters that tell."""
        self._looked = now
        found = (*await self._store.aside(partial(reported.found, now=now)), *others)
        self._log(found)
        news = await self._store.aside(partial(_news, found=found, now=now, is_unsure=is_unsure))
        return await self._store.transact(partial(_tell, news=news, now=now)) if news else ()

    async def late(self, waited: Mapping[str, datetime], now: datetime) -> tuple[str, ...]:
        """Tell the admins of plans for which a round came late, unless they were told of something today already."""
        plans = late_plans(waited, now)
        if not plans:
            return ()
        log.warning("a round came late for %d plans", len(plans))
        news = await self._store.read(partial(_late, plans=plans, now=now))
        return await self._store.transact(partial(_tell, news=news, now=now)) if news else ()

    def _log(self, found: Sequence[Fault]) -> None:
        """Log how many plans each kind of fault concerns, when that changes."""
        counts = Counter(fault.kind for fault in found)
        for kind in FaultKind:
            if counts[kind] != self._known.get(kind, 0):
                log.warning("fault %s: %s", kind.value, f"plans {counts[kind]}" if counts[kind] else "over")
        self._known = counts


def _news(view: View, found: Sequence[Fault], now: datetime, is_unsure: Unsure) -> dict[int, News]:
    """Return what each admin whose hours are open is to be told."""
    told = set(view.watching.told())
    if not found and not told:
        return {}
    standing = {one: fault for fault in sorted(found, key=_order) for one in _concerned(view, fault)}
    known = {*told}
    news: defaultdict[int, News] = defaultdict(News)
    for one, fault in standing.items():
        if known.isdisjoint(_same(one)) and (zone := _open_zone(view, one.plan, one.person, now)):
            said = wording.begun(fault, _title(view, one.plan), zone)
            news[one.person] = _more(news[one.person], said, one.plan, begun=((one, fault.since),))
            known.add(one)
    for one in sorted(told - standing.keys()):
        if not is_unsure(one.place) and standing.keys().isdisjoint(_same(one)) and _open_zone(view, one.plan, one.person, now):
            news[one.person] = _more(news[one.person], wording.over(one.kind, _title(view, one.plan)), one.plan, over=(one,))
    return dict(news)


def _order(fault: Fault) -> int:
    return tuple(FaultKind).index(fault.kind)


def _same(one: FaultTold) -> tuple[FaultTold, ...]:
    """Return this fault as an admin may have been told of it: a refused letter and a secret that does not work are one."""
    return tuple(one._replace(kind=kind) for kind in ONE_CAUSE) if one.kind in ONE_CAUSE else (one,)


def _late(view: View, plans: Mapping[str, datetime], now: datetime) -> dict[int, News]:
    news: defaultdict[int, News] = defaultdict(News)
    for short, since in plans.items():
        for admin in _admins(view, short):
            if zone := _open_zone(view, short, admin.id, now):
                news[admin.id] = _more(news[admin.id], wording.late(_title(view, short), since, now, zone), short)
    return dict(news)


def _tell(tx: Tx, news: Mapping[int, News], now: datetime) -> tuple[str, ...]:
    """Write each admin the one message of the day. Whoever had it already is told tomorrow."""
    keys = []
    for person, one in news.items():
        zone = tx.plans.policy(one.plans[0]).zone
        key = letter_key(Sort.FAULT, person, calendar.local_day(now, zone))
        if tx.letters.enqueue(alarm_letter(key, person, tuple(dict.fromkeys(one.plans)), one.sentences, now)):
            keys.append(key)
            for told, since in one.begun:
                tx.watching.begin(told, since)
            for told in one.over:
                tx.watching.end(told)
    return tuple(keys)


def _more(
    news: News, said: Spans, plan: str, begun: tuple[tuple[FaultTold, datetime], ...] = (), over: tuple[FaultTold, ...] = ()
) -> News:
    sentences = news.sentences if said in news.sentences else (*news.sentences, said)
    return News(sentences, (*news.plans, plan), (*news.begun, *begun), (*news.over, *over))


def _concerned(view: View, fault: Fault) -> Iterator[FaultTold]:
    """Return the admins who must know: the plan's own; of what concerns all of Milepost, whoever is an admin of every plan."""
    shorts = (fault.plan,) if fault.plan else tuple(one for one in view.plans.all() if view.plans.closed(one) is None)
    admins = [{admin.id for admin in _admins(view, short)} for short in shorts]
    for person in sorted(set.intersection(*admins)) if admins else ():
        yield FaultTold(fault.kind, fault.place, shorts[0], person)


def _admins(view: View, short: str) -> tuple[Person, ...]:
    try:
        return holders.admins(view.people.of(short))
    except (Refusal, Unreadable):  # whoever reads the plan itself tells of that
        return ()


def _open_zone(view: View, short: str, person: int, now: datetime) -> str:
    """Return the plan's zone if it is in its working hours, else nothing. Nobody need be told at night."""
    try:
        policy: Policy = view.plans.policy(short)
    except (Refusal, Unreadable):
        return ""
    day = calendar.local_day(now, policy.zone)
    opens, closes = calendar.hours(day, policy, policy.zone)
    return policy.zone if day in calendar.working_days(policy) and opens <= now < closes else ""


def _title(view: View, short: str) -> str:
    try:
        return view.plans.one(short).title
    except (Refusal, Unreadable):
        return short
