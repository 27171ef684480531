"""Date changes: which due dates moved, by whose leave and why, and which moves are asked for.

The sheets are North Devon Council's: live, completed since the last meeting, extensions requested, outstanding.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import NamedTuple

from bot.model.board.paper import Book, PaperKind
from bot.model.plan import Milestone, Move
from bot.model.updates.request import Asks, DateRequest, RequestState
from bot.reports.dates.listing import approved_by
from bot.reports.papers.cells import Row, Value, book, by, columns, row, sheet
from bot.reports.papers.compliance import who
from bot.reports.papers.ground import Ground
from bot.rules.calendar import local_day
from bot.rules.updates.requests import still_open
from bot.rules.updates.standing import due, over, overdue
from bot.wording.papers.who import Who
from bot.wording.sentences import words
from bot.wording.updates.requests import cause_named

_WIDTHS = {
    "ref": 8, "milestone": 40, "first": 12, "was": 12, "now": 12, "asked_by": 24, "why": 40, "approved_by": 24, "on": 12
}  # fmt: skip


class Change(NamedTuple):
    """A change of a milestone's due date that stands: made by entry `entry` and said of in the words of a paper."""

    entry: int
    was: date | None
    now: date | None
    closes: bool
    asked_by: str
    why: str
    approved_by: str
    on: date


def changes(ground: Ground) -> dict[str, list[Change]]:
    """Return every change of due dates, by milestone and oldest first: what was approved, and what editions moved."""
    requests = ground.view.requests.all(ground.short)
    approved = [one for one in requests if one.state is RequestState.APPROVED]
    decisions = {one.decision.id for one in requests if one.decision is not None}
    found: dict[str, list[Change]] = {}
    for request in approved:
        found.setdefault(request.ref, []).append(_decided(ground, request))
    edition = cache(lambda number: _edition(ground, number))
    first = ground.view.plans.first(ground.short)
    for move in ground.view.plans.moves(ground.short):
        if move.entry > first and move.entry not in decisions:
            found.setdefault(move.ref, []).append(_moved(move, edition(move.entry)))
    return {ref: sorted(of_one, key=lambda one: one.entry) for ref, of_one in found.items()}


def _decided(ground: Ground, request: DateRequest) -> Change:
    assert request.decision is not None  # it was approved
    decided, named = request.decision, who(ground)
    return Change(
        entry=decided.id,
        was=request.was,
        now=request.wanted,
        closes=request.asks is Asks.DROP,
        asked_by=_asker(named, request),
        why=_why(named, request),
        approved_by=by(named, decided.capacity, decided.by_name),
        on=local_day(decided.at, ground.policy.zone),
    )


def _asker(named: Who, request: DateRequest) -> str:
    if request.edition is not None:
        return words("pack.date_changes.by_edition")
    return by(named, request.capacity, request.by_name)


def _why(named: Who, request: DateRequest) -> str:
    """Return the reason in the words of whoever asked, else its cause alone."""
    return named.said(request.why) or (cause_named(request.cause) if request.cause is not None else "")


class _Edition(NamedTuple):
    """What is told of an edition that moved dates: the reason, who had approved it, and its day."""

    why: str
    approved_by: str
    on: date


def _edition(ground: Ground, number: int) -> _Edition:
    entry = ground.view.entries.entry(ground.short, number)
    assert entry is not None  # it moved a date
    named = who(ground)
    leave = (named.said(approved_by(entry)) or words("pack.date_changes.by_nobody")) if named.are_roles else ""
    return _Edition(named.said(entry.fields.get("because", "")), leave, local_day(entry.header.at, ground.policy.zone))


def _moved(move: Move, edition: _Edition) -> Change:
    asked_by = words("pack.date_changes.by_edition")
    return Change(move.entry, move.was, move.now, False, asked_by, edition.why, edition.approved_by, edition.on)


# ---- the workbook ----------------------------------------------------------------------------


def date_changes(ground: Ground, whole: bool = False) -> Book:
    """Return the workbook of date changes. What is completed is told since the papers of the last meeting; `whole` tells all."""
    snapshot, made = ground.snapshot, changes(ground)
    since = ground.before if not whole else None
    after = since.upto if since is not None else 0
    rows: dict[str, list[Row]] = {"live": [], "completed": [], "requested": [], "outstanding": []}
    for one in snapshot.plan.milestones:
        of_one, standing = made.get(one.ref, []), snapshot.standing(one)
        if over(one, standing, ground.policy, snapshot.today):
            if _finished(ground, one, of_one) > after:
                rows["completed"] += _rows(ground, one, of_one)
        elif overdue(one, standing, ground.policy, snapshot.today):
            rows["outstanding"] += _rows(ground, one, of_one)
        else:
            rows["live"] += _rows(ground, one, of_one)
    rows["requested"] += _requested(ground, after)
    heads = columns("date_changes", _WIDTHS)
    about = {}
    if since is not None:
        day = local_day(since.as_at, ground.policy.zone)
        about["completed"] = words("pack.date_changes.about_completed_since", {"day": day})
    sheets = tuple(sheet("date_changes", name, heads, of, about.get(name, "")) for name, of in rows.items())
    return book(ground, PaperKind.DATE_CHANGES, "date_changes", sheets)


def _finished(ground: Ground, milestone: Milestone, made: list[Change]) -> int:
    """Return the entry by which a milestone was completed or closed."""
    if milestone.closed:
        return max((one.entry for one in made if one.closes), default=0)
    standing = ground.snapshot.standing(milestone)
    if standing.completion is not None and standing.completion.declared:
        return standing.completion.declared[0].number
    return standing.newest


def _rows(ground: Ground, milestone: Milestone, made: list[Change]) -> list[Row]:
    """Return a row for each change of a milestone's date, or one that says only when it is due."""
    if not made:
        now = due(milestone, ground.policy, ground.snapshot.today)
        return [row(*_promised(ground, milestone), None, _date(now), None, None, None, None)]
    return [_row(ground, milestone, one) for one in made]


def _promised(ground: Ground, milestone: Milestone) -> tuple[Value, Value, Value]:
    """Return the milestone, its words, and the date that was promised first."""
    return milestone.ref, who(ground).said(milestone.text), milestone.baseline


def _row(ground: Ground, milestone: Milestone, change: Change) -> Row:
    said = (change.asked_by, change.why, change.approved_by, change.on)
    return row(*_promised(ground, milestone), _date(change.was), _now(change.closes, change.now), *said)


def _date(day: date | None) -> Value:
    return day or words("pack.date_changes.no_date")


def _now(closes: bool, day: date | None) -> Value:
    return words("pack.date_changes.closed") if closes else _date(day)


def _requested(ground: Ground, after: int) -> list[Row]:
    """Return a row for each request that waits, and for each that was declined after an entry: its date stays as it was."""
    known: Mapping[str, Milestone] = {one.ref: one for one in ground.snapshot.plan.milestones}
    every = ground.view.requests.all(ground.short)
    waiting = [*still_open(every), *(one for one in every if _was_declined(one, after))]
    place = {ref: number for number, ref in enumerate(known)}
    listed = sorted((one for one in waiting if one.ref in known), key=lambda one: (place[one.ref], one.number))
    return [_request(ground, known[one.ref], one) for one in listed]


def _was_declined(request: DateRequest, after: int) -> bool:
    decided = request.decision
    return decided is not None and decided.state is RequestState.DECLINED and decided.id > after


def _request(ground: Ground, milestone: Milestone, request: DateRequest) -> Row:
    wanted: Value = words("pack.date_changes.to_close") if request.asks is Asks.DROP else _date(request.wanted)
    named = who(ground)
    decided, answer, on = request.decision, words("pack.date_changes.undecided"), None
    if decided is not None:
        role = by(named, decided.capacity, decided.by_name)
        answer = words(f"pack.date_changes.declined{'' if role else '_unnamed'}", {"role": role})
        answer = f"{answer} {named.said(decided.why)}".strip()
        on = local_day(decided.at, ground.policy.zone)
    said = (_asker(named, request), _why(named, request), answer, on)
    return row(*_promised(ground, milestone), _date(request.was), wanted, *said)
