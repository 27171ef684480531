"""Sittings: whoever waits to write to SQLite at the same time is written down in one transaction, with one wait for the disk."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple, Protocol, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from bot.model.entry import By
from bot.model.trouble import Trouble
from bot.ports.clock import Clock
from bot.ports.record import Tx
from bot.ports.refusals import RecordAway
from store.engines import empty_log
from store.errand import Errand, commit, wait_at_most
from store.file import OpenFile
from store.reading import Known
from store.view import Writing

T = TypeVar("T")
MOST = 32  # that are written down in one sitting: the first of them waits for the last

Told = Callable[[], None]


class Transacted(Protocol):
    """Runs work in a transaction of its own."""

    def __call__(self, work: Callable[[Tx], T], errand: Errand, /) -> T: ...


@dataclass(frozen=True, slots=True)
class Waiting:
    """Work that waits to be written down: how it is done by itself, or within a transaction, and how it is told that it failed.

    `within` returns the call that tells what came of it. `begin` says if anybody still waits.
    """

    errand: Errand
    begin: Callable[[], bool]
    alone: Told
    within: Callable[[Tx], Told]
    fail: Callable[[BaseException], None]


class Done(NamedTuple):
    """The outcome for one of several that were written down together: the call that tells it, if it is kept, and if it took
    words out."""

    tell: Told
    kept: bool
    took_out: bool


class Together:
    """Writes down what several wait for in one transaction."""

    def __init__(self, engine: sa.Engine, file: OpenFile, known: Known, clock: Clock) -> None:
        self._engine = engine
        self._file = file
        self._known = known
        self._clock = clock

    def done(self, group: Sequence[Waiting]) -> bool:
        """Write down what several wait for in one transaction. Returns False if it was undone as a whole.

        What fails is undone by itself. If the database fails, nobody knows whom that concerns.
        """
        try:
            told = self._sat(group)
        except DBAPIError:
            for one in group:
                one.errand.tried_again()
            return False
        except Exception as error:
            told = [partial(one.fail, error) for one in group]
        for tell in told:
            tell()
        return True

    def _sat(self, group: Sequence[Waiting]) -> Sequence[Told]:
        self._file.needed()
        with self._engine.connect() as connection:
            wait_at_most(connection, min((one.errand for one in group), key=lambda errand: errand.left))
            known = self._known.apart()
            done: list[Done] = []
            try:
                with connection.begin() as transaction:
                    for one in group:
                        done.append(self._within(connection, known, one))
                    commit(transaction)
                if not self._file.kept():
                    raise RecordAway(Trouble.DOUBT)
            except RecordAway as away:
                return [partial(one.fail, away) if of.kept else of.tell for one, of in zip(group, done, strict=True)]
            self._known.learn(known)
            if any(of.took_out for of in done):
                empty_log(connection)
        return [of.tell for of in done]

    def _within(self, connection: sa.Connection, known: Known, one: Waiting) -> Done:
        """Do what one waits for within a transaction, so that it can be undone without the rest."""
        connection.exec_driver_sql("SAVEPOINT one")
        tx = Writing(connection, known, By(at=self._clock()))
        try:
            one.errand.go_on()
            tell = one.within(tx)
            one.errand.commit()
        except DBAPIError:
            raise
        except Exception as error:
            connection.exec_driver_sql("ROLLBACK TO one")
            tell, kept = partial(one.fail, error), False
        else:
            kept = True
            known.learn(tx.known)
        connection.exec_driver_sql("RELEASE one")
        return Done(tell, kept, kept and tx.took_out)


class Sittings:
    """The work that waits for the one thread that writes."""

    def __init__(self, thread: Executor, alone: Transacted, together: Together) -> None:
        self._thread = thread
        self._alone = alone
        self._together = together
        self._waiting: deque[Waiting] = deque()

    def write(self, work: Callable[[Tx], T], errand: Errand) -> asyncio.Future[T]:
        """Have work done when its turn comes."""
        answer: Future[T] = Future()

        def alone() -> None:
            try:
                result = self._alone(work, errand)
            except BaseException as error:
                answer.set_exception(error)
            else:
                answer.set_result(result)

        def within(tx: Tx) -> Told:
            return partial(answer.set_result, work(tx))

        self._waiting.append(Waiting(errand, answer.set_running_or_notify_cancel, alone, within, answer.set_exception))
        self._thread.submit(self._sit)
        return asyncio.wrap_future(answer)

    def _sit(self) -> None:
        """Do what waits now. Later calls find that theirs was done."""
        group = self._taken()
        if len(group) < 2 or not self._together.done(group):
            for one in group:
                one.alone()

    def _taken(self) -> Sequence[Waiting]:
        """Take those for whom somebody waits. What nobody waits for may take long, and is done by itself."""
        group: list[Waiting] = []
        while self._waiting and len(group) < MOST:
            if group and None in (group[0].errand.until, self._waiting[0].errand.until):
                break
            one = self._waiting.popleft()
            group += [one] if one.begin() else []
        return group
