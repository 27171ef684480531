"""Sittings: whoever waits at the same time to write of one plan, on SQLite of any, is written down in one transaction.

There is one wait for the disk then.
"""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import NamedTuple, Protocol, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from bot.model.record.entry import By
from bot.model.record.trouble import Trouble
from bot.ports.clock import Clock
from bot.ports.record import Tx
from bot.ports.refusals import RecordAway
from store.database.engines import empty_log
from store.database.errand import Errand, begun, commit
from store.database.file import OpenFile
from store.database.in_hand import InHand, NotInHand
from store.database.lanes import Lanes, Line
from store.reading import Known
from store.view import Writing

T = TypeVar("T")
LONGEST = 0.05  # seconds that a sitting takes on more: the first of it waits for the last
UNHURRIED = 2  # transactions of a process side by side that nobody waits for: letters must leave threads to people

Told = Callable[[], None]


class Transacted(Protocol):
    """Runs work in a transaction of its own."""

    def __call__(self, work: Callable[[Tx], T], errand: Errand, /) -> T: ...


@dataclass(frozen=True, slots=True, eq=False)
class Waiting:
    """Work that waits to be written down: how it is done by itself, or within a transaction, and how it is told that it failed.

    `within` returns the call that tells what came of it. `begin` says if anybody still waits. Done by itself it is not `over`
    if it must have more plans in hand.
    """

    errand: Errand
    over: Callable[[], bool]
    begin: Callable[[], bool]
    alone: Told
    within: Callable[[Tx], Told]
    fail: Callable[[BaseException], None]


class Done(NamedTuple):
    """The outcome for one of several that were written down together: the call that tells it, and the transaction if it
    is kept. Nothing is told yet of one that must have more plans in hand: it is done by itself."""

    tell: Told | None
    kept: Writing | None


class Together:
    """Writes down what several wait for in one transaction. PostgreSQL has no file. For so many seconds it takes on more."""

    def __init__(self, engine: sa.Engine, file: OpenFile | None, known: Known, clock: Clock, longest: float) -> None:
        self._engine = engine
        self._file = file
        self._known = known
        self._clock = clock
        self._longest = longest

    def done(self, first: Waiting, more: Callable[[], Waiting | None]) -> Sequence[Waiting]:
        """Write down what several wait for in one transaction. Returns those of whom nothing was written, as it was undone.

        What fails is undone by itself. If the database fails, nobody knows whom that concerns.
        """
        group: list[Waiting] = []
        try:
            told = self._sat(group, chain([first], iter(more, None)))
        except DBAPIError:
            for one in group:
                one.errand.tried_again()
            return group or [first]
        except Exception as error:
            told = [partial(one.fail, error) for one in group or [first]]
        for tell in told:
            if tell is not None:
                tell()
        return [one for one, tell in zip(group, told, strict=False) if tell is None]

    def _sat(self, group: list[Waiting], coming: Iterator[Waiting]) -> Sequence[Told | None]:
        """Take one after the other into the group until the sitting has lasted long enough. Returns what each must be told."""
        if self._file is not None:
            self._file.needed()
        first = next(coming)
        with self._engine.connect() as connection:
            known = self._known.apart()
            done: list[Done] = []
            try:
                with begun(connection, first.errand) as (transaction, in_hand):
                    ends = time.monotonic() + self._longest
                    for one in chain([first], coming):
                        group.append(one)
                        done.append(self._within(connection, known, in_hand, one))
                        ends = ends_for(one.errand, ends)
                        if time.monotonic() >= ends:
                            break
                    commit(transaction)
                if self._file is not None and not self._file.kept():
                    raise RecordAway(Trouble.DOUBT)
            except RecordAway as away:
                return [partial(one.fail, away) if of.kept is not None else of.tell for one, of in zip(group, done, strict=True)]
            kept = [of.kept for of in done if of.kept is not None]
            for tx in kept:
                tx.teach(self._known)
            if self._file is not None and any(tx.took_out for tx in kept):
                empty_log(connection)
        return [of.tell for of in done]

    def _within(self, connection: sa.Connection, known: Known, in_hand: InHand, one: Waiting) -> Done:
        """Do what one waits for within a transaction, so that it can be undone without the rest."""
        tell: Told | None
        connection.exec_driver_sql("SAVEPOINT one")
        mine = in_hand.again()
        tx = Writing(connection, known, By(at=self._clock()), mine)
        try:
            one.errand.go_on()
            tell = one.within(tx)
            one.errand.commit()
        except DBAPIError:
            raise
        except Exception as error:
            if isinstance(error, NotInHand):
                one.errand.plans.update(error.plans)
            tell = None if isinstance(error, NotInHand) else partial(one.fail, error)
            connection.exec_driver_sql("ROLLBACK TO one")
            connection.exec_driver_sql("RELEASE one")
            return Done(tell, None)
        connection.exec_driver_sql("RELEASE one")
        in_hand.carry_on(mine)
        tx.teach(known)
        return Done(tell, tx)


class Sittings:
    """The work that waits to be written down: in one thread, or if there are lanes in a thread for each of them."""

    def __init__(self, threads: Executor, alone: Transacted, together: Together, lanes: Lanes | None) -> None:
        self._threads = threads
        self._alone = alone
        self._together = together
        self._lanes = lanes
        self._lines: defaultdict[tuple[str, ...], Line[Waiting]] = defaultdict(Line)
        self._begun: set[asyncio.Task[None]] = set()
        self._unhurried = asyncio.Semaphore(UNHURRIED)

    @property
    def waiting(self) -> int:
        """Return how much waits for its turn."""
        return sum(map(len, tuple(self._lines.values())))

    def write(self, work: Callable[[Tx], T], errand: Errand) -> asyncio.Future[T]:
        """Have work done when its turn comes."""
        answer: Future[T] = Future()

        def alone() -> None:
            try:
                result = self._alone(work, errand)
            except NotInHand as missing:
                errand.plans.update(missing.plans)
            except BaseException as error:
                answer.set_exception(error)
            else:
                answer.set_result(result)

        def within(tx: Tx) -> Told:
            return partial(answer.set_result, work(tx))

        def begin() -> bool:
            return answer.running() or answer.set_running_or_notify_cancel()

        one = Waiting(errand, answer.done, begin, alone, within, answer.set_exception)
        if self._lanes is None:
            self._lines[()].add(one, waited_for=True)  # in the order in which they came: else letters might never go
            self._threads.submit(self._sit, self._lines[()])
        else:
            begun = asyncio.get_running_loop().create_task(self._written(self._lanes, one))
            self._begun.add(begun)
            begun.add_done_callback(self._begun.discard)
        return asyncio.wrap_future(answer)

    async def ended(self) -> None:
        """Wait until nothing waits any longer."""
        while self._begun:
            await asyncio.wait(self._begun)

    async def _written(self, lanes: Lanes, one: Waiting) -> None:
        """Have work done, once nobody else in this process changes one of its plans. It waits for these without a thread, also if
        it finds out only in its transaction which they are."""
        if not one.errand.plans:
            await self._have_sit(_alone(one))
        while not one.over():
            plans = tuple(sorted(one.errand.plans))
            line = self._lines[plans]
            line.add(one, _is_waited_for(one))
            async with lanes.of(plans):
                while one in line:
                    await self._have_sit(line)
                if not line:
                    self._lines.pop(plans, None)

    async def _have_sit(self, line: Line[Waiting]) -> None:
        async with nullcontext() if _is_waited_for(line.first) else self._unhurried:
            await asyncio.get_running_loop().run_in_executor(self._threads, self._sit, line)

    def _sit(self, waiting: Line[Waiting]) -> None:
        """Do what waits now. Later calls find that theirs was done."""
        first = _next(waiting, lambda _: True)
        if first is None:
            return
        # What nobody waits for may take long, and is done by itself.
        joined = _is_waited_for(first) and bool(waiting) and _is_waited_for(waiting.first)
        for one in self._together.done(first, partial(_next, waiting, _is_waited_for)) if joined else [first]:
            one.alone()


def _alone(one: Waiting) -> Line[Waiting]:
    line: Line[Waiting] = Line()
    line.add(one, _is_waited_for(one))
    return line


def _next(waiting: Line[Waiting], fits: Callable[[Waiting], bool]) -> Waiting | None:
    """Take the next that is not cancelled, if it fits."""
    while waiting and fits(waiting.first):
        one = waiting.pop()
        if one.begin():
            return one
    return None


def ends_for(errand: Errand, ends: float) -> float:
    """Return when a sitting ends once somebody is in it: while they still wait, or it would be in doubt what was written."""
    return ends if errand.until is None else min(ends, errand.until - LONGEST)


def _is_waited_for(one: Waiting) -> bool:
    return one.errand.until is not None
