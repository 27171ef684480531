"""Dates: which ones moved, by whose leave, and what is asked of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.model.letters.message import Block, Item, Items, Message, Paragraph, Spans
from bot.model.letters.talk import Asker
from bot.model.plan import Milestone, Move
from bot.model.snapshot import Snapshot
from bot.model.updates.request import DateRequest
from bot.ports.record import View
from bot.reports.dates.listing import approved_by, edition_of
from bot.reports.documents.retired import known
from bot.reports.snapshot import take
from bot.rules.calendar import local_day
from bot.rules.updates import requests as rules
from bot.rules.updates.standing import dates as dates_of
from bot.wording.sentences import Fact, line, mark, with_full_stop, words
from bot.wording.updates import requests as wording
from bot.wording.updates.dates import dated


def dates(view: View, asker: Asker, ref: str | None) -> Message:
    """Tell which dates moved and what is asked of them, of the whole plan or of one milestone."""
    return told(view, take(view, asker.short, asker.now), ref, asker)


def told(view: View, snapshot: Snapshot, ref: str | None, asker: Asker | None = None) -> Message:
    """Do as `dates`. Without an asker there is nothing to press."""
    return _of_plan(view, snapshot, asker) if ref is None else _of_one(view, snapshot, asker, ref)


def _of_plan(view: View, snapshot: Snapshot, asker: Asker | None) -> Message:
    requests, moves = view.requests.all(snapshot.short), view.plans.moves(snapshot.short)
    moved = {move.ref for move in moves}
    lines = [_moved(snapshot, one) for one in snapshot.plan.milestones if one.ref in moved or one.closed]
    waiting = [_request_line(view, snapshot, asker, one) for one in rules.still_open(requests)]
    decided = [_request_line(view, snapshot, asker, one) for one in requests if not one.is_open]
    lists = [*_list("open", waiting), *_list("moves", lines), *_list("done", decided)]
    title = words("requests.list.title", {"plan": snapshot.plan.title})
    return Message(title=title, blocks=tuple(lists) or (Paragraph(spans=line("requests.list.none")),))


def _list(name: str, lines: Sequence[Item]) -> list[Block]:
    return [Items(heading=words(f"requests.list.{name}"), lines=tuple(lines))] if lines else []


def _moved(snapshot: Snapshot, milestone: Milestone) -> Item:
    facts: dict[str, Fact] = {"ref": milestone.ref, "text": with_full_stop(milestone.text)}
    if milestone.closed:
        return Item(mark=mark("closed"), spans=line("requests.list.closed", facts))
    return Item(spans=line("replies.status.line", {**facts, "dates": dated(dates_of(snapshot, milestone))}))


def _request_line(view: View, snapshot: Snapshot, asker: Asker | None, request: DateRequest) -> Item:
    """Tell a request in a line, with a button for each decision that the asker may make."""
    spans = wording.in_full(request, snapshot.policy.zone)
    if asker is None or not request.is_open:
        return Item(spans=spans)
    chair_only = rules.needs_chair(request, view.plans.moves(snapshot.short), snapshot.policy)
    may = rules.bar(snapshot.people, asker.person, request, chair_only, snapshot.today) is None
    return Item(spans=spans, buttons=wording.buttons(wording.decision_offers(request), asker.plan_named) if may else ())


def _of_one(view: View, snapshot: Snapshot, asker: Asker | None, ref: str) -> Message:
    milestone = known(snapshot.plan, ref)
    opening: Spans = line("requests.ask.text", {"ref": ref, "text": with_full_stop(milestone.text)})
    when = Paragraph(spans=dated(dates_of(snapshot, milestone)))
    closed = (Paragraph(spans=line("requests.told.stands_closed", {"ref": ref})),) if milestone.closed else ()
    asked = [_request_line(view, snapshot, asker, one) for one in view.requests.all(snapshot.short) if one.ref == ref]
    lines = [*asked, *(Item(spans=spans) for spans in _by_editions(view, snapshot, ref)), *_reported(view, snapshot, ref)]
    listed: Block = Items(lines=tuple(lines)) if lines else Paragraph(spans=line("requests.list.nothing"))
    title = words("requests.list.title_of", {"ref": ref})
    return Message(title=title, blocks=(Paragraph(spans=opening), when, *closed, listed))


def about_dates(view: View, snapshot: Snapshot, ref: str) -> tuple[Item, ...]:
    """Tell all that became of a milestone's dates: what was asked and decided, what editions moved, and what was reported."""
    requests = [one for one in view.requests.all(snapshot.short) if one.ref == ref]
    lines = [Item(spans=wording.in_full(one, snapshot.policy.zone)) for one in requests]
    lines += [Item(spans=spans) for spans in _by_editions(view, snapshot, ref)]
    return (*lines, *_reported(view, snapshot, ref))


def _by_editions(view: View, snapshot: Snapshot, ref: str) -> Iterator[Spans]:
    decisions = {one.decision.id for one in view.requests.all(snapshot.short) if one.decision is not None}
    for move in view.plans.moves(snapshot.short):
        if move.ref == ref and move.entry not in decisions:
            yield _edition_line(view, snapshot, move)


def _edition_line(view: View, snapshot: Snapshot, move: Move) -> Spans:
    edition = edition_of(view, snapshot.short, move)
    at: datetime = edition.header.at if edition is not None else snapshot.now
    approved = approved_by(edition)
    none = words("requests.list.no_date")
    facts: dict[str, Fact] = {
        "day": local_day(at, snapshot.policy.zone),
        "was": move.was or none,
        "now": move.now or none,
        "how": words("requests.list.by_approved" if approved else "requests.list.by_edition", {"who": approved}),
    }
    return line("requests.list.moved", facts)


def _reported(view: View, snapshot: Snapshot, ref: str) -> list[Item]:
    reports = [one for one in view.requests.exceptions(snapshot.short) if one.ref == ref]
    return [
        Item(
            spans=line(
                "requests.list.exception",
                {"day": local_day(one.at, snapshot.policy.zone), "who": one.by_name, "capacity": one.capacity},
            )
        )
        for one in reports
    ]
