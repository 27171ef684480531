"""The record as a port: one reading (View), one transaction (Tx), and who runs work on them (Store)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from bot.ports.letters import LettersTx, LettersView
from bot.ports.people import PeopleTx, PeopleView
from bot.ports.plans import PlansTx, PlansView
from bot.ports.rounds import RoundsTx, RoundsView
from bot.ports.talk import TalkTx, TalkView
from bot.ports.updates import UpdatesTx, UpdatesView

T = TypeVar("T")


class View(PlansView, PeopleView, UpdatesView, LettersView, TalkView, RoundsView, Protocol):
    """One moment's consistent reading of the record. Reads only."""

    def stamp(self) -> str:
        """Equal stamps mean an equal record: nothing was committed between the two readings."""
        ...


class Tx(View, PlansTx, PeopleTx, UpdatesTx, LettersTx, TalkTx, RoundsTx, Protocol):
    """A transaction: everything a View reads, and the verbs that change the record. Nothing here can await."""


class Store(Protocol):
    """The record. `work` is synchronous, so no network call can sit inside a transaction; it may be run again.

    `until` is the moment (`time.monotonic`) to which a person waits, for the queue, the locks and all tries together;
    then RecordAway says what is certain. Without it the database's own time-outs end the wait.
    """

    async def transact(self, work: Callable[[Tx], T], until: float | None = None) -> T:
        """Run work in one transaction, off the event loop; roll back if it raises."""
        ...

    async def read(self, work: Callable[[View], T], until: float | None = None) -> T:
        """Run work on one consistent reading; takes no write lock and never waits for a writer."""
        ...
