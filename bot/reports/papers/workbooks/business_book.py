"""The board's business as a workbook: a log of actions, one of decisions and one of challenges.

Sources of the columns: project action logs and decision logs as councils and partnerships publish them. Nobody publishes a
challenge log, so its columns are ours.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import assert_never

from bot.model.board.business import BusinessKind, BusinessState, Deed, Item, Step
from bot.model.board.paper import Book, PaperKind
from bot.reports.board.log import changed_since
from bot.reports.papers.cells import Row, book, by, columns, row, sheet
from bot.reports.papers.compliance import who
from bot.reports.papers.ground import Ground
from bot.rules.calendar import local_day
from bot.wording.sentences import words

_ACTIONS = {
    "no": 6, "created": 12, "meeting": 12, "action": 40, "owner": 24, "due": 12, "update": 40, "state": 12, "days_open": 10,
    "closed": 12,
}  # fmt: skip
_DECISIONS = {
    "no": 6, "date": 12, "forum": 20, "decision": 40, "options": 30, "rationale": 30, "decided_by": 20, "conditions": 30,
    "follow_up": 30, "owner": 24, "state": 12,
}  # fmt: skip
_CHALLENGES = {
    "no": 6, "date": 12, "raised_by": 20, "about": 12, "challenge": 40, "wanted_by": 16, "answered_by": 24, "answer": 40,
    "accepted": 16, "changed": 30,
}  # fmt: skip


_ENDING = (Deed.ACCEPTED, Deed.CLOSED, Deed.WITHDRAWN, Deed.DECIDED)


def business_book(ground: Ground) -> Book:
    """Return the workbook of the board's business."""
    found = ground.view.business.all(ground.short)
    rows = {kind: [_row(ground, one) for one in found if one.kind is kind] for kind in BusinessKind}
    sheets = (
        sheet("business", "actions", columns("business", _ACTIONS), rows[BusinessKind.ACTION]),
        sheet("business", "decisions", columns("business", _DECISIONS), rows[BusinessKind.DECISION]),
        sheet("business", "challenges", columns("business", _CHALLENGES), rows[BusinessKind.CHALLENGE]),
    )
    return book(ground, PaperKind.BUSINESS, "business", sheets)


def _row(ground: Ground, item: Item) -> Row:
    match item.kind:
        case BusinessKind.ACTION:
            return _action(ground, item)
        case BusinessKind.DECISION:
            return _decision(ground, item)
        case BusinessKind.CHALLENGE:
            return _challenge(ground, item)
    assert_never(item.kind)


def _action(ground: Ground, item: Item) -> Row:
    named, answer, ended = who(ground), item.last(Deed.ANSWERED), _ended(item)
    created, closed = _day(ground, item.at), _day(ground, ended.at) if ended else None
    days, said = ((closed or ground.day) - created).days, named.said(answer.words) if answer else None
    owner = named.role(item.owner)
    return row(item.handle, created, item.meeting, named.said(item.words), owner, item.due, said, _state(item), days, closed)


def _decision(ground: Ground, item: Item) -> Row:
    named, decided, owner = who(ground), item.last(Deed.DECIDED), item.owner
    owner = named.role(owner) if owner else ""
    day = _day(ground, decided.at if decided else item.at)
    forum = ground.snapshot.plan.governance.board or words("pack.business.board")
    if decided is None:
        return row(item.handle, day, forum, named.said(item.words), None, None, None, None, None, owner, _state(item))
    whose = by(named, decided.capacity, decided.by_name)
    said = [named.said(one) for one in (decided.words, decided.options, decided.why)]
    after = [named.said(decided.conditions), named.said(decided.follow_up) if decided.follow_up else None]
    return row(item.handle, day, forum, *said, whose, *after, owner, _state(item))


def _challenge(ground: Ground, item: Item) -> Row:
    named, answer, accepted = who(ground), item.last(Deed.ANSWERED), item.last(Deed.ACCEPTED)
    raised = by(named, item.capacity, item.by_name)
    if item.raised_for:
        whom = named.said(item.raised_for)
        raised = words("pack.business.raised_for", {"who": raised, "whom": whom}) if raised else whom
    answered = by(named, answer.capacity, answer.by_name) if answer else None
    said = " ".join(part for part in (named.said(answer.words), named.said(answer.evidence)) if part) if answer else None
    verdict = _day(ground, accepted.at) if accepted and item.state is BusinessState.ACCEPTED else _state(item)
    day, about = _day(ground, item.at), ", ".join(item.about)
    changed = _changed(ground, item)
    return row(item.handle, day, raised, about, named.said(item.words), item.due, answered, said, verdict, changed)


def _changed(ground: Ground, item: Item) -> str | None:
    return changed_since(ground.view, ground.short, item, ground.policy.zone, ground.as_at) or None


def _day(ground: Ground, at: datetime) -> date:
    return local_day(at, ground.policy.zone)


def _state(item: Item) -> str:
    """Return the state in words, with the meetings that it came to unanswered."""
    state = words(f"pack.state.{item.state.value}")
    if not item.carried:
        return state
    name = "carried_once" if item.carried == 1 else "carried"
    return words(f"pack.state.{name}", {"state": state, "count": item.carried})


def _ended(item: Item) -> Step | None:
    """Return the step that ended it. None while it is open."""
    if item.is_open:
        return None
    return next((one for one in reversed(item.steps) if one.deed in _ENDING), None)
