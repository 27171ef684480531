"""The log of the board's business, in the `log` shape; and what changed in the plan since something was asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.model.board.business import BusinessKind, Deed, Item, Step
from bot.model.noun import local_day
from bot.model.updates.update import Update
from bot.ports.record import View
from bot.rules.board import business as rules
from bot.wording.letters.sections import MOST_LINES
from bot.wording.sentences import Fact, mark, words


def log_json(view: View, short: str, kind: BusinessKind | None = None, is_open: bool = False) -> list[dict[str, object]]:
    """Return a plan's business, oldest first: all of it, that of one kind, or what waits still."""
    items = view.business.all(short)
    return [_row(one) for one in items if kind in (None, one.kind) and (one.is_open or not is_open)]


def _row(item: Item) -> dict[str, object]:
    answer, ended = _answer(item), rules.settled(item)
    return {
        "handle": item.handle,
        "kind": item.kind.value,
        "text": item.words,
        "about": list(item.about),
        "raised_by": item.capacity,
        "owner": item.owner or None,
        "wanted_by": item.due.isoformat() if item.due else None,
        "meeting": item.meeting.isoformat() if item.meeting else None,
        "state": item.state.value,
        "carried": item.carried,
        "answer": answer.words if answer is not None else None,
        "raised_at": item.at.isoformat(),
        "raised_for": item.raised_for or None,
        "update": item.update,
        "evidence": answer.evidence.split() if answer is not None else [],
        "why": answer.why if answer is not None else "",
        "options": answer.options if answer is not None else "",
        "conditions": answer.conditions if answer is not None else "",
        "follow_up": answer.follow_up if answer is not None else "",
        "ended_at": ended.at.isoformat() if ended is not None else None,
        "steps": [_step(one) for one in item.steps],
    }


def _answer(item: Item) -> Step | None:
    """Return the answer that counts: what was decided, or answered last. None once it was withdrawn with neither."""
    return item.last(Deed.DECIDED if item.kind is BusinessKind.DECISION else Deed.ANSWERED)


def _step(step: Step) -> dict[str, object]:
    told = {"deed": step.deed.value, "by_role": step.capacity, "at": step.at.isoformat(), "words": step.words, "why": step.why}
    return {**told, "entry": step.id}


# ---- what changed ---------------------------------------------------------------------------


def changed_since(view: View, short: str, item: Item, zone: str, until: datetime) -> str:
    """Say what was declared and which dates moved of what a piece of business is about, from when it was raised until it was
    settled, or until a moment. Empty if nothing was."""
    ended = rules.settled(item)
    last = ended.at if ended is not None else until
    refs = {one.ref for one in rules.milestones_under(view.plans.one(short), item.about)}
    declared = [one for one in view.updates.between(short, item.at, last) if one.ref in refs] if refs and last > item.at else []
    told = [_declared(view, short, item, ref, declared, zone) for ref in dict.fromkeys(one.ref for one in declared)]
    told += [
        words("business.changed.moved", {"ref": one.ref, "was": one.was or "", "now": one.now or ""})
        for one in view.plans.moves(short)
        if one.ref in refs and one.was and one.now and item.id < one.entry <= (ended.id if ended is not None else one.entry)
    ]
    more = [words("business.changed.more", {"count": len(told) - MOST_LINES})] if len(told) > MOST_LINES else []
    return " ".join([*told[:MOST_LINES], *more])


def _declared(view: View, short: str, item: Item, ref: str, declared: Sequence[Update], zone: str) -> str:
    """Say how the status of a milestone changed, or that it was declared the same again."""
    last = [one for one in declared if one.ref == ref][-1]
    before = [one for one in view.updates.history(short, ref) if one.id < item.id]
    facts: dict[str, Fact] = {"ref": ref, "now": mark(last.status).word, "day": local_day(last.at, zone)}
    if before and before[-1].status is not last.status:
        return words("business.changed.turned", {**facts, "was": mark(before[-1].status).word})
    return words("business.changed.declared", facts)
