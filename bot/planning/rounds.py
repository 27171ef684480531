"""The planning round: what is due at a moment becomes letters. Each plan is read and worded beside all else, and written in
one short transaction, or planned anew if it has changed meanwhile.

Every step may be the last: a letter is written once, whoever writes it, and a plan whose round was not ended is looked at by
the next one.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import NamedTuple, TypeVar

from bot.model.letters.letter import Letter
from bot.model.letters.nudge import Ended
from bot.model.record.trouble import Trouble, Unread
from bot.model.tenants import Serving, everywhere
from bot.planning.board.carrying import carry
from bot.planning.board.cycle import freeze, paused_and_due
from bot.planning.board.wanted import open_wanted
from bot.planning.findings import Found, find
from bot.planning.nudges import Due, Whose, nudges_together
from bot.planning.paused import reminders_of_paused
from bot.ports.record import Store, Tx, View
from bot.ports.refusals import RecordAway
from bot.reports.letters.alarm import tell_unread

log = logging.getLogger("milepost.rounds")
T = TypeVar("T")
AT_ONCE = 20  # people, or letters, of one transaction: nobody who answers waits longer than for those
MUCH = 200  # milestones that the letters of one transaction ask about
TRIES = 4  # of a plan that changes while it is planned; the next round goes on


async def to_nobody() -> None:
    """Give way to nobody."""


class Planned(NamedTuple):
    """The outcome of a round: the keys of the letters that it planned, how many plans it looked at, and since when some of them
    were due. One to which something happened is due since its hours last opened."""

    keys: tuple[str, ...]
    plans: int
    due: Mapping[str, datetime]


async def plan_round(
    store: Store, now: datetime, served: Serving = everywhere, give_way: Callable[[], Awaitable[None]] = to_nobody
) -> tuple[str, ...]:
    """Run one planning round. Returns the keys of the letters it planned. To run it again adds nothing.

    It gives way before each step.
    """
    return (await plan_and_tell(store, now, served, give_way)).keys


async def plan_and_tell(
    store: Store, now: datetime, served: Serving = everywhere, give_way: Callable[[], Awaitable[None]] = to_nobody
) -> Planned:
    """Do as `plan_round`. Returns also what tells if it came in time."""
    return await _Round(store, now, served, give_way).run()


class _MovedOnError(Exception):
    """The plan is not as it was found."""


class _Round:
    """One round at one moment."""

    def __init__(self, store: Store, now: datetime, served: Serving, give_way: Callable[[], Awaitable[None]]) -> None:
        self._store = store
        self._now = now
        self._served = served
        self._give_way = give_way
        self._keys: list[str] = []
        self._unread: dict[Unread, None] = {}

    async def run(self) -> Planned:
        """Plan all that is due: first each plan's own letters, then those of people who belong to several."""
        await self._withdraw_late()
        waiting: dict[str, Found] = {}
        plans, due = await self._store.read(self._due)
        for short in plans:
            found = await self._plan(short)
            if found.shared:
                waiting[short] = found
        for _ in range(TRIES):
            if waiting:
                waiting = await self._together(waiting)
        await self._freeze_paused()
        await self._remind()
        return Planned((*self._keys, *await self._tell_unread()), len(plans), due)

    def _due(self, view: View) -> tuple[tuple[str, ...], Mapping[str, datetime]]:
        plans = view.rounds.due(self._now)
        return plans, view.rounds.waiting(self._now) if plans else {}

    async def _withdraw_late(self) -> None:
        while await self._store.read(lambda view: view.letters.late(self._now)):
            await self._give_way()
            self._unread |= dict.fromkeys(await self._store.transact(partial(_withdraw_late, now=self._now)))

    async def _plan(self, short: str) -> Found:
        """Plan one plan: all of it, or all but what waits for the other plans of its people."""
        found = Found()
        for left in reversed(range(TRIES)):
            try:
                found = await self._find(short)
                await self._write(found, strictly=left > 0)
                break
            except _MovedOnError:
                continue
            except RecordAway as away:
                if away.trouble is not Trouble.BUSY:
                    raise
                log.warning("the round of a plan waits: it is in other hands for long: %s", short)
                return Found()
        return found

    async def _find(self, short: str) -> Found:
        await self._give_way()
        found = await self._store.aside(partial(find, short=short, now=self._now))
        if found.freezes:
            await self._store.transact(partial(freeze, short=short, now=self._now), plans=[short])
        if found.carries:
            await self._store.transact(partial(carry, short=short, now=self._now), plans=[short])
        if found.freezes or found.carries:
            found = await self._store.aside(partial(find, short=short, now=self._now))
        if found.unopened:
            await self._store.transact(partial(open_wanted, short=short, now=self._now), plans=[short])
            found = await self._store.aside(partial(find, short=short, now=self._now))
        self._unread |= dict.fromkeys(found.unread)
        return found

    async def _write(self, found: Found, strictly: bool) -> None:
        """Write what was found, and end the plan's round with the last of it unless others are waited for.

        A plan in which somebody says something all the time has its letters all the same: the next round ends it.
        """
        ended = found.ended
        if ended is None:
            return
        *some, last = [*_soon_written(found.letters)] or [()]
        for letters in some:
            await self._put(partial(_write, ended=ended, letters=letters, strictly=strictly), [ended.short])
        if found.shared or not strictly:
            await self._put(partial(_write, ended=ended, letters=last, strictly=strictly), [ended.short])
        else:
            await self._put(partial(_end, ended=ended, letters=last, now=self._now), [ended.short])

    async def _put(self, work: Callable[[Tx], tuple[str, ...]], plans: Collection[str]) -> None:
        await self._give_way()
        self._keys += await self._store.transact(work, plans=plans)

    async def _together(self, waiting: dict[str, Found]) -> dict[str, Found]:
        """Write the letters of people who belong to several plans, and end these plans' rounds. Returns those that changed
        meanwhile, as they were found anew."""
        parts: dict[int, tuple[Whose, list[Due]]] = {}
        for found in waiting.values():
            for whose, due in found.shared:
                _, before = parts.get(whose.person.id, (whose, []))
                parts[whose.person.id] = (whose, [*before, due])
        held: dict[str, list[tuple[int, date]]] = {short: [] for short in waiting}
        moved: set[str] = set()
        for people in _some(list(parts.values())):
            await self._give_way()
            letters, missed = await self._store.aside(partial(self._worded, people=people))
            plans = {due.plan for _, dues in people for due in dues}
            ended = [_of(waiting[short]) for short in sorted(plans)]
            try:
                await self._put(partial(_write_all, ended=ended, letters=letters), plans)
            except _MovedOnError:
                moved |= plans
            for short, person, day in missed:
                held[short].append((person, day))
        for short, found in waiting.items():
            if short not in moved:
                try:
                    await self._put(partial(_end, ended=_holding(_of(found), held[short]), letters=(), now=self._now), [short])
                except _MovedOnError:
                    moved.add(short)
        anew = {short: await self._plan(short) for short in waiting if short in moved}
        return {short: found for short, found in anew.items() if found.shared}

    def _worded(self, view: View, people: Sequence[tuple[Whose, list[Due]]]) -> tuple[list[Letter], list[tuple[str, int, date]]]:
        return nudges_together(view, people, self._served())

    async def _freeze_paused(self) -> None:
        """Freeze what is due in plans that are paused as a whole, which no round looks at."""
        for short in await self._store.read(lambda view: paused_and_due(view, self._now)):
            await self._give_way()
            await self._store.transact(partial(freeze, short=short, now=self._now), plans=[short])

    async def _remind(self) -> None:
        """Remind whoever has paused a whole plan, if nothing else is written to them today."""
        letters = await self._store.read(lambda view: reminders_of_paused(view, self._now))
        if letters:
            await self._put(lambda tx: tx.letters.put(letters), ())

    async def _tell_unread(self) -> tuple[str, ...]:
        """Tell the admins of what could not be read."""
        if not self._unread:
            return ()
        unread = tuple(self._unread)
        return await self._store.transact(lambda tx: tell_unread(tx, tx.letters.enqueue, unread, self._now))


def _withdraw_late(tx: Tx, now: datetime) -> tuple[Unread, ...]:
    """Give up some letters that came too late. Returns those that could not be read."""
    tx.letters.withdraw_late(now, AT_ONCE)
    return tx.unread()


def _write(tx: Tx, ended: Ended, letters: Sequence[Letter], strictly: bool) -> tuple[str, ...]:
    """Write letters that rest on a plan as it was found. Unless `strictly`, something may have happened to it since."""
    mark = tx.rounds.mark(ended.short)
    if mark.version != ended.mark.version or (strictly and mark != ended.mark):
        raise _MovedOnError
    return tx.letters.put(letters)


def _write_all(tx: Tx, ended: Sequence[Ended], letters: Sequence[Letter]) -> tuple[str, ...]:
    if any(tx.rounds.mark(one.short) != one.mark for one in ended):
        raise _MovedOnError
    return tx.letters.put(letters)


def _end(tx: Tx, ended: Ended, letters: Sequence[Letter], now: datetime) -> tuple[str, ...]:
    keys = _write(tx, ended, letters, strictly=True)
    if not tx.rounds.end(ended, now):
        raise _MovedOnError
    return keys


def _of(found: Found) -> Ended:
    assert found.ended is not None  # what was found is of a plan that can be read
    return found.ended


def _holding(ended: Ended, held: Sequence[tuple[int, date]]) -> Ended:
    """Return the end of a round that could not reach these people too: the plan asks them when its hours next open."""
    if not held:
        return ended
    return ended._replace(held=(*ended.held, *held), wakes_at=min(ended.wakes_at, ended.opens_at))


def _soon_written(letters: Sequence[Letter]) -> Iterator[Sequence[Letter]]:
    """Cut letters into pieces of which each is soon written. One that asks much takes long."""
    piece: list[Letter] = []
    for letter in letters:
        if piece and (len(piece) == AT_ONCE or sum(len(one.asked) for one in piece) + len(letter.asked) > MUCH):
            yield piece
            piece = []
        piece.append(letter)
    if piece:
        yield piece


def _some(many: Sequence[T]) -> Iterator[Sequence[T]]:
    """Cut a list into pieces of which each is soon done."""
    return (many[first : first + AT_ONCE] for first in range(0, len(many), AT_ONCE))
