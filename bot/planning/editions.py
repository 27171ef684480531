"""Editions: a plan's document is kept anew, and a date that it moves is in force, or only asked for.

Before the plan's first round a document may put its dates right, and later if somebody has approved the edition. Otherwise each
date that it moves is a request that the file makes, and the old date stands until somebody approves it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from bot.model.documents.edition import Edition
from bot.model.plan import Milestone, Plan, Source
from bot.model.policy import Policy
from bot.model.updates.request import Asks, DateRequest, RequestState
from bot.ports.record import Tx, View
from bot.rules.calendar import LAST, local_day
from bot.rules.documents import edition
from bot.rules.updates import requests as rules
from bot.rules.updates.imported import dated
from bot.wording.sentences import words


def has_begun(view: View, short: str) -> bool:
    """Say if the plan's first round has run."""
    zone = view.plans.policy(short).zone
    zones = {zone, *(person.zone or zone for person in view.people.of(short).persons)}
    return any(view.rounds.days(short, one, LAST).first is not None for one in zones)


def compared(view: View, read: Plan, answers: Mapping[str, str] | None = None, keys: Collection[str] = ()) -> Edition:
    """Compare a plan just read with its last edition and with how it stands. `answers` settle what is in doubt of that, and
    `keys` are the refs of ours that its document itself names."""
    if read.short not in view.plans.all():
        return edition.compare(None, read)
    return edition.compare(view.plans.document(read.short), read, view.plans.one(read.short), answers, keys)


def keep(tx: Tx, plan: Plan, source: Source, now: datetime) -> tuple[DateRequest, ...]:
    """Keep an edition of a plan. Returns the requests that it makes for dates that it moves and that nobody has approved."""
    short = plan.short
    known = short in tx.plans.all()
    zone = tx.plans.policy(short).zone if known else Policy().zone
    plan = dated(plan, source.file or plan.file, local_day(now, zone), now)
    if not known:
        tx.plans.save(plan, source)
        return ()
    only_asks = asks(tx, short) and not source.approved
    before, stood = tx.plans.document(short), tx.plans.one(short)
    tx.plans.save(plan, source)
    moved = _moved(before, plan)
    edition = tx.entries.head(short).entry
    asked = [_request(short, one, stood, edition, source, now) for one in moved.values()] if only_asks else []
    asked = [one for one in asked if one.was != one.wanted]
    settled = set(moved) if only_asks else {*moved, *_moved(stood, tx.plans.one(short))}
    there = {one.ref for one in plan.milestones}
    for open_one in rules.still_open(tx.requests.all(short)):
        overtaken = open_one.ref in settled and _is_overtaken(open_one, only_asks, {one.ref for one in asked})
        if overtaken or open_one.ref not in there:
            tx.requests.decide(open_one, RequestState.OVERTAKEN, source.approved)
    return tuple(tx.requests.ask(one) for one in asked)


def asks(view: View, short: str) -> bool:
    """Say if an edition that nobody has approved only asks for the dates that it moves: the plan's first round has run."""
    return short in view.plans.all() and has_begun(view, short)


def is_held(view: View, short: str) -> bool:
    """Say if a date of the plan's document is not in force, as it is only asked for."""
    loaded = short in view.plans.all()
    return loaded and any(one.is_open and one.edition is not None for one in view.requests.all(short))


def _moved(before: Plan, after: Plan) -> dict[str, Milestone]:
    """Return the milestones, by ref, whose date is not the one that they had before."""
    known = {one.ref: one.due for one in before.milestones}
    return {one.ref: one for one in after.milestones if one.ref in known and known[one.ref] != one.due}


def _is_overtaken(request: DateRequest, asks: bool, asked: set[str]) -> bool:
    """Say if an edition overtakes a request: by another date that it asks for or puts in force, or as it asks no longer."""
    if request.asks is not Asks.MOVE:
        return False
    return not asks or request.ref in asked or request.edition is not None


def _request(short: str, milestone: Milestone, stood: Plan, edition: int, source: Source, now: datetime) -> DateRequest:
    known = stood.known(milestone.ref)
    return DateRequest(
        plan=short,
        ref=milestone.ref,
        asks=Asks.MOVE,
        was=known.due if known is not None else None,
        wanted=milestone.due,
        why=words("requests.file.why", {"file": source.file}) if source.file else words("requests.file.why_none"),
        edition=edition,
        at=now,
    )
