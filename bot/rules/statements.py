"""Statements: whose word a milestone stands by.

The accountable role's latest statement counts. A contributor's that was made since and agrees answers for all. One that
differs is a dissent until the accountable role speaks again. If only contributors have spoken, the latest of them counts.
What a deputy, an admin or an import says is said for the accountable role.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from bot.model.update import Standing, Statement, Update
from bot.rules.standing import slips


class Worded(NamedTuple):
    """Questions of a milestone that were worded while the entry `stood` was its newest: when the first and the last was taken."""

    stood: int
    first: datetime
    last: datetime


class Stands(NamedTuple):
    """The statements a milestone stands by: numbers of entries, 0 or None if there is none.

    `counted` are all that counted when they were made, in their order, and `forecasts` what those expected. `lone` says that
    only contributors have spoken. `unreadable` is one that would count, or would be a dissent, if it could be read.
    """

    counts: int = 0
    counted: tuple[int, ...] = ()
    forecasts: tuple[date, ...] = ()
    dissents: tuple[int, ...] = ()
    lone: bool = False
    newest: int = 0
    unreadable: int | None = None


def stands(owners: Sequence[str], statements: Iterable[Statement]) -> Stands:
    """Return what a milestone stands by, from all that was said of it in its order. The first owner is accountable.

    A correction stands in the order where the statement stood that it takes the place of.
    """
    others = frozenset(owners[1:]) - frozenset(owners[:1])
    accountable: Statement | None = None
    since: dict[str, Statement] = {}
    counted: list[Statement] = []
    newest = 0
    for said in sorted(statements, key=_place):
        if said.role in others:
            since[said.role] = said
        else:
            accountable, since = said, {}
        newest = said.number
        if _counting(accountable, since.values()) is said:
            counted.append(said)
    counting = _counting(accountable, since.values())
    heard = [*([accountable] if accountable else []), *since.values()]
    return Stands(
        counts=counting.number if counting else 0,
        counted=tuple(one.number for one in counted),
        forecasts=tuple(one.forecast for one in counted if one.forecast is not None),
        dissents=tuple(sorted(one.number for one in _dissents(accountable, since.values()))),
        lone=accountable is None and counting is not None,
        newest=newest,
        unreadable=max((one.number for one in heard if one.status is None), default=None),
    )


def _counting(accountable: Statement | None, since: Iterable[Statement]) -> Statement | None:
    others = list(since)
    if accountable is None:
        return max(others, key=_place, default=None)
    return accountable if _dissents(accountable, others) else max([accountable, *others], key=_place)


def _place(said: Statement) -> int:
    return said.place


def _dissents(accountable: Statement | None, since: Iterable[Statement]) -> list[Statement]:
    return [one for one in since if accountable is not None and one.status is not accountable.status]


def standing_of(
    ref: str,
    by: Stands,
    read: Mapping[int, Update],
    asked: Sequence[Worded],
    moves: Sequence[tuple[date | None, date | None]],
) -> Standing:
    """Return how a milestone stands. `read` has the updates it stands by, but for those that cannot be read."""
    wanted = [number for number in (by.counts, *by.dissents, by.newest) if number]
    unreadable = by.unreadable or max((number for number in wanted if number not in read), default=None)
    questions = _questions(by, asked)
    latest = read.get(by.newest) if by.newest != by.counts else None
    if unreadable is not None:
        moved = {"slips": slips(by.forecasts, moves), "moves": slips((), moves)}
        return Standing(ref=ref, latest=latest, unreadable=unreadable, **moved, **questions)
    return Standing(
        ref=ref,
        update=read.get(by.counts),
        latest=latest,
        dissents=tuple(read[number] for number in by.dissents),
        lone=by.lone,
        slips=slips(by.forecasts, moves),
        moves=slips((), moves),
        **questions,
    )


def _questions(by: Stands, asked: Sequence[Worded]) -> dict[str, datetime | None]:
    """Return when a milestone was first and last asked about since what it stands by, and last before that."""
    before = max((number for number in by.counted if number < by.counts), default=0)
    still = [one for one in asked if one.stood >= by.counts]
    answered = [one.last for one in asked if before <= one.stood < by.counts]
    return {
        "asked": min((one.first for one in still), default=None),
        "asked_last": max((one.last for one in still), default=None),
        "answered": max(answered, default=None),
    }


def answer_to(standing: Standing, person: int | None, stood: int) -> Update | None:
    """Return what answers a question to somebody that was worded while `stood` was the newest statement.

    It is what counts since, or what they said themselves: another's dissent answers nothing.
    """
    own = [one for one in (standing.latest, *standing.dissents) if one is not None and one.by == person]
    since = [one for one in (standing.update, *own) if one is not None and one.id > stood]
    return max(since, key=lambda one: one.id, default=None)


def same_again(update: Update, stood: Update) -> bool:
    """Say if an update says the same as the one that stands, and offers no evidence that is not known with it."""
    known = {link.url for link in stood.evidence}
    return _said(update) == _said(stood) and all(link.url in known for link in update.evidence)


def _said(update: Update) -> tuple[object, ...]:
    return (
        update.status,
        update.narrative,
        update.path_to_green,
        update.forecast,
        update.no_evidence_reason,
        update.decision_wanted,
    )
