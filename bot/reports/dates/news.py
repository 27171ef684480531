"""News of date requests: whoever may decide is asked to, whoever asked hears what was decided, and an admin hears which ones
nobody may decide on. Owners whose forecast lies too far behind are asked what should become of the date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from bot.model.letters.nudge import Section
from bot.model.people import Person
from bot.model.plan import Move
from bot.model.record.entry import EntryKind
from bot.model.snapshot import Snapshot
from bot.model.updates.request import DateRequest, Decision, RequestState
from bot.ports.record import View
from bot.reports.dates.beyond import said_first, unsettled
from bot.reports.letters.reader import Reader, Since, time_of
from bot.rules import calendar, holders
from bot.rules.updates import requests as rules
from bot.wording.letters.sections import News
from bot.wording.sentences import Fact, line, with_full_stop
from bot.wording.updates import requests as wording

_APPROVED = {  # what whoever asked for it is told of an approval, and what the other owners are
    "move": ("approved", "moved"),
    "date": ("approved", "moved"),
    "undate": ("approved_undate", "undated"),
    "drop": ("approved_drop", "closed"),
}
TOLD = (RequestState.APPROVED, RequestState.DECLINED, RequestState.OVERTAKEN, RequestState.WITHDRAWN)


class Requests(NamedTuple):
    """All date requests of a plan, and all moves of its due dates."""

    all: tuple[DateRequest, ...]
    moves: tuple[Move, ...]


def of_dates(view: View, snapshot: Snapshot, reader: Reader) -> Iterator[News]:
    """Give what somebody is told of dates."""
    person, time = reader.person, time_of(snapshot, reader)
    requests = Requests(view.requests.all(snapshot.short), view.plans.moves(snapshot.short))
    day = calendar.local_day(time.until, snapshot.zone_of(person))
    if requests.all:
        yield from _to_decide(snapshot, requests, person, day, time)
        yield from _asked(snapshot, requests, person, day, time)
        yield from _decided(snapshot, requests.all, person, day, time)
        yield from _waiting(snapshot, requests, person, day, time)
    yield from _beyond(view, snapshot, person, day, time)


def _to_decide(
    snapshot: Snapshot, requests: Requests, person: Person, day: date, time: Since
) -> Iterator[News]:
    """Ask whoever may decide on a request: once it was asked, and again in each week."""
    for one in rules.still_open(requests.all):
        chair_only = rules.needs_chair(one, requests.moves, snapshot.policy)
        if not (time.holds(one.at) or time.week) or rules.bar(snapshot.people, person, one, chair_only, day) is not None:
            continue
        facts: dict[str, Fact] = {**_facts(one), "count": rules.approved_moves(requests.moves, one.ref) + 1}
        spans = line("requests.news.decide_chair" if chair_only else "requests.news.decide", facts)
        yield News(
            spans=spans,
            ref=one.ref,
            section=Section.BOARD,
            offers=wording.decision_offers(one),
            handle=one.handle,
        )


def _owned(snapshot: Snapshot, person: Person, day: date) -> frozenset[str]:
    """Return the milestones for which somebody may answer on a day."""
    mine = holders.answers_for(snapshot.people, person.id, day)
    return frozenset(one.ref for one in snapshot.plan.milestones if not mine.isdisjoint(one.owners))


def _asked(
    snapshot: Snapshot, requests: Requests, person: Person, day: date, time: Since
) -> Iterator[News]:
    """Tell the other owners of a milestone what is asked of its date, but for those who are asked to decide on it."""
    new = [one for one in rules.still_open(requests.all) if one.by != person.id and time.after is not None and time.holds(one.at)]
    owned = _owned(snapshot, person, day) if new else frozenset()
    for one in new:
        chair_only = rules.needs_chair(one, requests.moves, snapshot.policy)
        if one.ref in owned and rules.bar(snapshot.people, person, one, chair_only, day) is not None:
            yield News(spans=line("requests.news.asked", _facts(one)), ref=one.ref)


def _facts(request: DateRequest) -> dict[str, Fact]:
    why = with_full_stop(request.why) if request.why else ""
    return {"what": wording.what(request), "who": wording.asker(request), "why": why}


def _decided(
    snapshot: Snapshot, requests: Iterable[DateRequest], person: Person, day: date, time: Since
) -> Iterator[News]:
    """Tell whoever asked what was decided, and the other owners which date stands now."""
    owned = _owned(snapshot, person, day)
    for one in requests:
        decision = one.decision
        if decision is None or decision.by == person.id or not time.holds(decision.at) or decision.state not in TOLD:
            continue
        facts = {**wording.facts(one), "who": wording.decider(one), "due": one.wanted or "", "why": decision.why}
        approved = decision.state is RequestState.APPROVED
        if one.by == person.id:
            what = _APPROVED[wording.kind(one)][0] if approved else _ended(decision)
            yield News(spans=line(f"requests.news.{what}", facts), ref=one.ref)
        elif approved and one.ref in owned:
            yield News(spans=line(f"requests.news.{_APPROVED[wording.kind(one)][1]}", facts), ref=one.ref)


def _ended(decision: Decision) -> str:
    """Return the sentence of a request that was not approved. What a completion overtook says why."""
    completed = decision.state is RequestState.OVERTAKEN and decision.by is not None and decision.why
    return "overtaken_why" if completed else decision.state.value


def _waiting(
    snapshot: Snapshot, requests: Requests, person: Person, day: date, time: Since
) -> Iterator[News]:
    """Tell an admin on which requests nobody may decide: once they wait, and again in each month."""
    if not person.is_admin:
        return
    found = rules.waiting(snapshot.people, snapshot.policy, requests.all, requests.moves, day)
    told_of = [one for one in found if time.is_monthly or (time.holds(one.at) and one.by != person.id)]
    if told_of:
        yield News(spans=line("requests.news.waiting", {"handles": wording.handles(told_of)}), section=Section.BOARD)


def _beyond(view: View, snapshot: Snapshot, person: Person, day: date, time: Since) -> Iterator[News]:
    """Ask an owner once, after their forecast was given, what should become of a date that lies too far before it."""
    held = holders.roles_of(snapshot.people, person.id, day)
    mine = [one for one in snapshot.plan.milestones if one.accountable in held] if held else []
    if time.after is None:
        return
    new = [one for one in mine if (said := snapshot.standing(one).update) is not None and said.at > time.after]
    for one in unsettled(view, snapshot, new):
        if time.holds(said_first(view, snapshot.short, one.said).at):
            yield News(
                spans=wording.beyond(one.ref, one.forecast, one.due, one.days),
                ref=one.ref,
                section=Section.QUESTIONS,
                offers=wording.beyond_offers(one.ref),
                settled_by=(EntryKind.DATE_REQUEST, EntryKind.EXCEPTION),
            )
