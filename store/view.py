"""One reading and one transaction of the record, put together of a part a subject. A part is made when first asked for."""

from __future__ import annotations

import secrets
from functools import cached_property

import sqlalchemy as sa

from bot.model.record.entry import By
from bot.model.record.trouble import Unread
from store.absences import AbsencesReading, AbsencesWriting
from store.accounts import AccountsReading, AccountsWriting
from store.assurances import AssurancesReading, AssurancesWriting
from store.business import BusinessReading, BusinessWriting
from store.completions import CompletionsReading
from store.database.in_hand import InHand
from store.documents_read import DocumentsReadReading, DocumentsReadWriting
from store.doubts import DoubtsReading, DoubtsWriting
from store.entries import EntriesReading, EntriesWriting
from store.erasures import ErasuresReading, ErasuresWriting
from store.evidence import EvidenceReading, EvidenceWriting
from store.letters import LettersReading
from store.measures import MeasuresReading, MeasuresWriting
from store.newcomers import NewcomersReading, NewcomersWriting
from store.outgoing.asked import AskedReading, AskedWriting
from store.outgoing.digests import DigestsWriting
from store.outgoing.outbox import LettersWriting
from store.pages import PagesReading, PagesWriting
from store.papers import PapersReading, PapersWriting
from store.pauses import PausesReading, PausesWriting
from store.people import PeopleReading, PeopleWriting
from store.periods import PeriodsReading, PeriodsWriting
from store.plans import PlansReading, PlansWriting
from store.reading import Connected, Known
from store.requests import RequestsReading, RequestsWriting
from store.risks import RisksReading, RisksWriting
from store.rounds import RoundsReading, RoundsWriting
from store.statements import StatementsReading
from store.talk import TalkReading, TalkWriting
from store.updates import UpdatesReading, UpdatesWriting
from store.voices import VoicesReading, VoicesWriting
from store.watching import WatchingReading, WatchingWriting


class Reading:
    """One consistent reading. Implements `bot.ports.record.View`."""

    def __init__(
        self,
        connection: sa.Connection,
        known: Known,
        stamp: str,
        by: By | None = None,
        in_hand: InHand | None = None,
        glances: bool = False,
    ) -> None:
        self._connected = Connected(connection, known, by, in_hand)
        self._connected.glances = glances
        self._stamp = stamp

    def stamp(self) -> str:
        return self._stamp

    def unread(self) -> tuple[Unread, ...]:
        return tuple(self._connected.noted.met)

    @cached_property
    def plans(self) -> PlansReading:
        return PlansReading(self._connected)

    @cached_property
    def people(self) -> PeopleReading:
        return PeopleReading(self._connected)

    @cached_property
    def accounts(self) -> AccountsReading:
        return AccountsReading(self._connected)

    @cached_property
    def newcomers(self) -> NewcomersReading:
        return NewcomersReading(self._connected)

    @cached_property
    def updates(self) -> UpdatesReading:
        return UpdatesReading(
            self._connected, self.plans, self.entries, self.statements, self.asked, self.completions
        )

    @cached_property
    def evidence(self) -> EvidenceReading:
        return EvidenceReading(self._connected, self.people)

    @cached_property
    def entries(self) -> EntriesReading:
        return EntriesReading(self._connected)

    @cached_property
    def statements(self) -> StatementsReading:
        return StatementsReading(self._connected, self.people)

    @cached_property
    def asked(self) -> AskedReading:
        return AskedReading(self._connected, self.people, self.statements)

    @cached_property
    def assurances(self) -> AssurancesReading:
        return AssurancesReading(self._connected, self.people)

    @cached_property
    def completions(self) -> CompletionsReading:
        return CompletionsReading(self._connected, self.plans, self.assurances)

    @cached_property
    def absences(self) -> AbsencesReading:
        return AbsencesReading(self._connected)

    @cached_property
    def letters(self) -> LettersReading:
        return LettersReading(self._connected, self.plans, self.people)

    @cached_property
    def talk(self) -> TalkReading:
        return TalkReading(self._connected, self.letters)

    @cached_property
    def rounds(self) -> RoundsReading:
        return RoundsReading(self._connected)

    @cached_property
    def requests(self) -> RequestsReading:
        return RequestsReading(self._connected, self.people)

    @cached_property
    def erasures(self) -> ErasuresReading:
        return ErasuresReading(self._connected)

    @cached_property
    def doubts(self) -> DoubtsReading:
        return DoubtsReading(self._connected, self.people)

    @cached_property
    def pauses(self) -> PausesReading:
        return PausesReading(self._connected, self.people)

    @cached_property
    def documents_read(self) -> DocumentsReadReading:
        return DocumentsReadReading(self._connected)

    @cached_property
    def periods(self) -> PeriodsReading:
        return PeriodsReading(self._connected, self.people)

    @cached_property
    def business(self) -> BusinessReading:
        return BusinessReading(self._connected, self.people)

    @cached_property
    def papers(self) -> PapersReading:
        return PapersReading(self._connected, self.people)

    @cached_property
    def measures(self) -> MeasuresReading:
        return MeasuresReading(self._connected, self.people)

    @cached_property
    def risks(self) -> RisksReading:
        return RisksReading(self._connected, self.people)

    @cached_property
    def voices(self) -> VoicesReading:
        return VoicesReading(self._connected, self.people)

    @cached_property
    def pages(self) -> PagesReading:
        return PagesReading(self._connected)

    @cached_property
    def watching(self) -> WatchingReading:
        return WatchingReading(self._connected, self.letters)


class Writing(Reading):
    """A transaction, with some plans in hand from the start. Implements `bot.ports.record.Tx`."""

    def __init__(self, connection: sa.Connection, known: Known, by: By, in_hand: InHand) -> None:
        stamp = secrets.token_hex(8)  # what it reads is nobody else's
        self._in_hand = in_hand
        super().__init__(connection, known.apart(), stamp, by, self._in_hand)

    def acting(self, by: By) -> None:
        self._connected.by = by

    @cached_property
    def plans(self) -> PlansWriting:
        return PlansWriting(self._connected, self.entries)

    @cached_property
    def people(self) -> PeopleWriting:
        return PeopleWriting(self._connected, self.entries)

    @cached_property
    def accounts(self) -> AccountsWriting:
        return AccountsWriting(self._connected, self.people, self.rounds, self.entries)

    @cached_property
    def newcomers(self) -> NewcomersWriting:
        return NewcomersWriting(self._connected)

    @cached_property
    def updates(self) -> UpdatesWriting:
        return UpdatesWriting(
            self._connected, self.plans, self.entries, self.statements, self.asked, self.completions
        )

    @cached_property
    def evidence(self) -> EvidenceWriting:
        return EvidenceWriting(self._connected, self.people, self.entries)

    @cached_property
    def entries(self) -> EntriesWriting:
        return EntriesWriting(self._connected)

    @cached_property
    def absences(self) -> AbsencesWriting:
        return AbsencesWriting(self._connected, self.entries)

    @cached_property
    def asked(self) -> AskedWriting:
        return AskedWriting(self._connected, self.people, self.statements, self.entries)

    @cached_property
    def assurances(self) -> AssurancesWriting:
        return AssurancesWriting(self._connected, self.people, self.entries)

    @cached_property
    def letters(self) -> LettersWriting:
        digests = DigestsWriting(self._connected, self.entries)
        return LettersWriting(self._connected, self.plans, self.people, self.rounds, self.asked, digests)

    @cached_property
    def talk(self) -> TalkWriting:
        return TalkWriting(self._connected, self.letters)

    @cached_property
    def rounds(self) -> RoundsWriting:
        return RoundsWriting(self._connected)

    @cached_property
    def requests(self) -> RequestsWriting:
        return RequestsWriting(self._connected, self.people, self.entries)

    @cached_property
    def erasures(self) -> ErasuresWriting:
        return ErasuresWriting(self._connected, self.people, self.plans, self.entries)

    @cached_property
    def doubts(self) -> DoubtsWriting:
        return DoubtsWriting(self._connected, self.people, self.entries)

    @cached_property
    def pauses(self) -> PausesWriting:
        return PausesWriting(self._connected, self.people, self.entries)

    @cached_property
    def documents_read(self) -> DocumentsReadWriting:
        return DocumentsReadWriting(self._connected)

    @cached_property
    def periods(self) -> PeriodsWriting:
        return PeriodsWriting(self._connected, self.people, self.entries)

    @cached_property
    def business(self) -> BusinessWriting:
        return BusinessWriting(self._connected, self.people, self.entries)

    @cached_property
    def papers(self) -> PapersWriting:
        return PapersWriting(self._connected, self.people, self.entries)

    @cached_property
    def measures(self) -> MeasuresWriting:
        return MeasuresWriting(self._connected, self.people, self.entries)

    @cached_property
    def risks(self) -> RisksWriting:
        return RisksWriting(self._connected, self.people, self.entries)

    @cached_property
    def voices(self) -> VoicesWriting:
        return VoicesWriting(self._connected, self.people, self.entries)

    @cached_property
    def pages(self) -> PagesWriting:
        return PagesWriting(self._connected)

    @cached_property
    def watching(self) -> WatchingWriting:
        return WatchingWriting(self._connected, self.letters)

    def teach(self, known: Known) -> None:
        """Let others know what this transaction read, as it is committed, of the plans that nobody else can have changed."""
        in_hand = self._in_hand.plans
        for short in self._connected.heads:
            if in_hand is None or short in in_hand:
                known.learn(short, self._connected.known, short in self._connected.changed)

    @property
    def took_out(self) -> bool:
        """Say if words were taken out of the record for good."""
        return self._connected.took_out
