"""Statements: whose word a milestone stands by.

The accountable role's latest statement counts. A contributor's that was made since and agrees answers for all. One that
differs is a dissent until the accountable role speaks again. If only contributors have spoken, the latest of them counts.
What a deputy, an admin or an import says is said for the accountable role.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from bot.model.status import Status
from bot.model.updates.assurance import Completion
from bot.model.updates.update import Standing, Statement, Update
from bot.rules.updates.evidence import told_again
from bot.rules.updates.standing import slips


class Worded(NamedTuple):
    """Questions of a milestone that were worded while the entry `stood` was its newest: when the first and the last was taken."""

    stood: int
    first: datetime
    last: datetime


class Heard(NamedTuple):
    """A statement that has a say, and the last one that counted before it was made, 0 if none did."""

    said: Statement
    before: int = 0


class Stands(NamedTuple):
    """The statements a milestone stands by: numbers of entries, 0 or None if there is none.

    `accountable` and `since` have a say: what the accountable role said last, and what each contributor said last since then.
    `before` is the last that counted before `counts`, and `last` of all that ever counted. `later` counts the forecasts that
    put the date back, and `expected` is the last of those that counted. `complete_from` is the place of the first of those that
    declared it complete without a break since, 0 if it is not. `lone` says that only contributors have spoken.
    `unreadable` is one that would count, or would be a dissent, if it could be read.
    """

    accountable: Heard | None = None
    since: tuple[Heard, ...] = ()
    counts: int = 0
    before: int = 0
    last: int = 0
    later: int = 0
    expected: date | None = None
    dissents: tuple[int, ...] = ()
    lone: bool = False
    newest: int = 0
    unreadable: int | None = None
    complete_from: int = 0

    @property
    def heard(self) -> tuple[Heard, ...]:
        """Return all that has a say."""
        return self.since if self.accountable is None else (self.accountable, *self.since)


NOTHING = Stands()


def stands(owners: Sequence[str], statements: Iterable[Statement], so_far: Stands = NOTHING) -> Stands:
    """Return what a milestone stands by, from all that was said of it in its order. The first owner is accountable.

    A correction stands in the order where the statement stood that it takes the place of. So what a milestone stood by
    before, `so_far`, may be carried on by later statements if none of them corrects one.
    """
    others = frozenset(owners[1:]) - frozenset(owners[:1])
    before = {one.said.number: one.before for one in so_far.heard}
    accountable = so_far.accountable.said if so_far.accountable else None
    since = {one.said.role: one.said for one in so_far.since}
    counted: list[Statement] = []
    newest = so_far.newest
    for said in sorted(statements, key=_place):
        if said.role in others:
            since[said.role] = said
        else:
            accountable, since = said, {}
        newest = said.number
        if _counting(accountable, since.values()) is said:
            counted.append(said)
    counting = _counting(accountable, since.values())

    def heard(said: Statement) -> Heard:
        known = before.get(said.number, so_far.last)
        return Heard(said, max((one.number for one in counted if one.number < said.number), default=known))

    say = [heard(said) for said in ([accountable] if accountable else []) + list(since.values())]
    forecasts = [day for day in (so_far.expected, *(one.forecast for one in counted)) if day is not None]
    return Stands(
        accountable=say[0] if accountable else None,
        since=tuple(say[1:] if accountable else say),
        counts=counting.number if counting else 0,
        before=next((one.before for one in say if one.said is counting), 0),
        last=max((one.number for one in counted), default=so_far.last),
        later=so_far.later + slips(forecasts, ()),
        expected=forecasts[-1] if forecasts else None,
        dissents=tuple(sorted(one.number for one in _dissents(accountable, since.values()))),
        lone=accountable is None and counting is not None,
        newest=newest,
        unreadable=max((one.said.number for one in say if one.said.status is None), default=None),
        complete_from=_complete_from(so_far, counted, counting),
    )


def _complete_from(so_far: Stands, counted: Iterable[Statement], counting: Statement | None) -> int:
    """Return the place of the first statement that declared a milestone complete without a break since. 0 if it is not."""
    first = so_far.complete_from
    for one in counted:
        first = (first or one.place) if one.status is Status.COMPLETE else 0
    return first if counting is not None and counting.status is Status.COMPLETE else 0


def _counting(accountable: Statement | None, since: Iterable[Statement]) -> Statement | None:
    others = list(since)
    if accountable is None:
        return max(others, key=_place, default=None)
    return accountable if _dissents(accountable, others) else max([accountable, *others], key=_place)


def _place(said: Statement) -> int:
    return said.place


def _dissents(accountable: Statement | None, since: Iterable[Statement]) -> list[Statement]:
    return [one for one in since if accountable is not None and one.status is not accountable.status]


def bearing(by: Stands, asked: Iterable[Worded]) -> tuple[Worded, ...]:
    """Return the questions that have a bearing on how a milestone stands, or may yet have one: those of one `stood` as one."""
    first, found = min((one.before for one in by.heard), default=0), dict[int, Worded]()
    for one in asked:
        if one.stood >= first:
            known = found.get(one.stood, one)
            found[one.stood] = Worded(one.stood, min(known.first, one.first), max(known.last, one.last))
    return tuple(found.values())


def standing_of(
    ref: str,
    by: Stands,
    read: Mapping[int, Update],
    asked: Sequence[Worded],
    moves: Sequence[tuple[date | None, date | None]],
    completion: Completion | None = None,
) -> Standing:
    """Return how a milestone stands. `read` has the updates it stands by, but for those that cannot be read."""
    wanted = [number for number in (by.counts, *by.dissents, by.newest) if number]
    unreadable = by.unreadable or max((number for number in wanted if number not in read), default=None)
    questions = _questions(by, asked)
    latest = read.get(by.newest) if by.newest != by.counts else None
    if unreadable is not None:
        moved = {"slips": by.later + slips((), moves), "moves": slips((), moves)}
        return Standing(ref=ref, latest=latest, unreadable=unreadable, **moved, **questions)
    return Standing(
        ref=ref,
        update=read.get(by.counts),
        latest=latest,
        dissents=tuple(read[number] for number in by.dissents),
        lone=by.lone,
        slips=by.later + slips((), moves),
        moves=slips((), moves),
        completion=completion,
        **questions,
    )


def _questions(by: Stands, asked: Sequence[Worded]) -> dict[str, datetime | None]:
    """Return when a milestone was first and last asked about since what it stands by, and last before that."""
    still = [one for one in asked if one.stood >= by.counts]
    answered = [one.last for one in asked if by.before <= one.stood < by.counts]
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
    is_known = (any(told_again(link, one) for one in stood.evidence) for link in update.evidence)
    return _said(update) == _said(stood) and all(is_known)


def _said(update: Update) -> tuple[object, ...]:
    return (
        update.status,
        update.narrative,
        update.path_to_green,
        update.forecast,
        update.no_evidence_reason,
        update.decision_wanted,
    )
