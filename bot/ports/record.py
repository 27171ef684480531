"""The record as a port: one reading (View), one transaction (Tx), and who runs work on them (Store)."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Protocol, TypeVar

from bot.model.record.entry import By
from bot.model.record.trouble import Unread
from bot.ports.absences import AbsencesTx, AbsencesView
from bot.ports.accounts import AccountsTx, AccountsView
from bot.ports.assurances import AssurancesTx, AssurancesView
from bot.ports.business import BusinessTx, BusinessView
from bot.ports.documents_read import DocumentsReadTx, DocumentsReadView
from bot.ports.doubts import DoubtsTx, DoubtsView
from bot.ports.entries import EntriesTx, EntriesView
from bot.ports.erasures import ErasuresTx, ErasuresView
from bot.ports.evidence import EvidenceTx, EvidenceView
from bot.ports.letters import LettersTx, LettersView
from bot.ports.measures import MeasuresTx, MeasuresView
from bot.ports.newcomers import NewcomersTx, NewcomersView
from bot.ports.pages import PagesTx, PagesView
from bot.ports.papers import PapersTx, PapersView
from bot.ports.pauses import PausesTx, PausesView
from bot.ports.people import PeopleTx, PeopleView
from bot.ports.periods import PeriodsTx, PeriodsView
from bot.ports.plans import PlansTx, PlansView
from bot.ports.requests import RequestsTx, RequestsView
from bot.ports.risks import RisksTx, RisksView
from bot.ports.rounds import RoundsTx, RoundsView
from bot.ports.talk import TalkTx, TalkView
from bot.ports.updates import UpdatesTx, UpdatesView
from bot.ports.voices import VoicesTx, VoicesView
from bot.ports.watching import WatchingTx, WatchingView

T = TypeVar("T")


class View(Protocol):
    """One moment's consistent reading of the record, a bundle of verbs a subject. Reads only."""

    @property
    def plans(self) -> PlansView: ...

    @property
    def people(self) -> PeopleView: ...

    @property
    def accounts(self) -> AccountsView: ...

    @property
    def newcomers(self) -> NewcomersView: ...

    @property
    def updates(self) -> UpdatesView: ...

    @property
    def assurances(self) -> AssurancesView: ...

    @property
    def evidence(self) -> EvidenceView: ...

    @property
    def entries(self) -> EntriesView: ...

    @property
    def absences(self) -> AbsencesView: ...

    @property
    def letters(self) -> LettersView: ...

    @property
    def talk(self) -> TalkView: ...

    @property
    def rounds(self) -> RoundsView: ...

    @property
    def requests(self) -> RequestsView: ...

    @property
    def erasures(self) -> ErasuresView: ...

    @property
    def doubts(self) -> DoubtsView: ...

    @property
    def pauses(self) -> PausesView: ...

    @property
    def documents_read(self) -> DocumentsReadView: ...

    @property
    def periods(self) -> PeriodsView: ...

    @property
    def business(self) -> BusinessView: ...

    @property
    def papers(self) -> PapersView: ...

    @property
    def measures(self) -> MeasuresView: ...

    @property
    def risks(self) -> RisksView: ...

    @property
    def voices(self) -> VoicesView: ...

    @property
    def pages(self) -> PagesView: ...

    @property
    def watching(self) -> WatchingView: ...

    def stamp(self) -> str:
        """Return a stamp of the record. If two readings have equal stamps, nothing was committed between them."""
        ...

    def unread(self) -> tuple[Unread, ...]:
        """Return the rows that this reading met and could not read. It passed them over."""
        ...


class Tx(View, Protocol):
    """A transaction: everything a View reads, and the verbs that change the record. Nothing here can await."""

    def acting(self, by: By) -> None:
        """Say who changes the record from here on. Until then it is Milepost itself, at the moment of the store's clock."""
        ...

    @property
    def plans(self) -> PlansTx: ...

    @property
    def people(self) -> PeopleTx: ...

    @property
    def accounts(self) -> AccountsTx: ...

    @property
    def newcomers(self) -> NewcomersTx: ...

    @property
    def updates(self) -> UpdatesTx: ...

    @property
    def assurances(self) -> AssurancesTx: ...

    @property
    def evidence(self) -> EvidenceTx: ...

    @property
    def entries(self) -> EntriesTx: ...

    @property
    def absences(self) -> AbsencesTx: ...

    @property
    def letters(self) -> LettersTx: ...

    @property
    def talk(self) -> TalkTx: ...

    @property
    def rounds(self) -> RoundsTx: ...

    @property
    def requests(self) -> RequestsTx: ...

    @property
    def erasures(self) -> ErasuresTx: ...

    @property
    def doubts(self) -> DoubtsTx: ...

    @property
    def pauses(self) -> PausesTx: ...

    @property
    def documents_read(self) -> DocumentsReadTx: ...

    @property
    def periods(self) -> PeriodsTx: ...

    @property
    def business(self) -> BusinessTx: ...

    @property
    def papers(self) -> PapersTx: ...

    @property
    def measures(self) -> MeasuresTx: ...

    @property
    def risks(self) -> RisksTx: ...

    @property
    def voices(self) -> VoicesTx: ...

    @property
    def pages(self) -> PagesTx: ...

    @property
    def watching(self) -> WatchingTx: ...


class Store(Protocol):
    """The record. `work` is synchronous, so no network call can sit inside a transaction; it may be run again.

    `until` is the moment (`time.monotonic`) to which a person waits, for the queue, the locks and all tries together;
    then RecordAway says what is certain. Without it the database's own time-outs end the wait.
    """

    async def transact(self, work: Callable[[Tx], T], until: float | None = None, plans: Collection[str] = ()) -> T:
        """Run work in one transaction, off the event loop. Rolls back if it raises.

        `plans` are those that work is known to change: nobody else changes them until it ends. If it changes another one,
        it is undone and run again.
        """
        ...

    def glance(self, work: Callable[[View], T]) -> T:
        """Run work on what is at hand of the record as it stands, at once. Raises NotAtHand if that is not enough; work is
        then to be read."""
        ...

    async def read(self, work: Callable[[View], T], until: float | None = None) -> T:
        """Run work on one consistent reading. Takes no write lock and never waits for a writer."""
        ...

    async def aside(self, work: Callable[[View], T]) -> T:
        """Run work that may take long on a reading of its own: nobody else's waits for it."""
        ...
