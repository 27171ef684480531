"""The past: a reading as it would have been made at an earlier entry. What was recorded by then is what was known."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime

from bot.model.absences.absence import HandOver, Snooze
from bot.model.absences.pause import Pause
from bot.model.board.compliance import Exchanged
from bot.model.board.settings import BOARD
from bot.model.letters.talk import Sender
from bot.model.people import Acquaintance, Address, LostBoard, People
from bot.model.plan import Dropped, Imported, Move, Named, Plan
from bot.model.policy import Policy
from bot.model.record.entry import Told
from bot.model.record.trouble import Unread
from bot.model.summary import Posted
from bot.model.updates.assurance import Assurance
from bot.model.updates.doubt import Doubt
from bot.model.updates.evidence import Offered
from bot.model.updates.request import DateRequest, ExceptionReport
from bot.model.updates.update import Put, Question, Standing, Update, Withdrawn
from bot.ports.absences import AbsencesView
from bot.ports.accounts import AccountsView
from bot.ports.assurances import AssurancesView
from bot.ports.business import BusinessView
from bot.ports.documents_read import DocumentsReadView
from bot.ports.doubts import DoubtsView
from bot.ports.entries import EntriesView
from bot.ports.erasures import ErasuresView
from bot.ports.evidence import EvidenceView
from bot.ports.letters import LettersView
from bot.ports.measures import MeasuresView
from bot.ports.newcomers import NewcomersView
from bot.ports.pages import PagesView
from bot.ports.papers import PapersView
from bot.ports.pauses import PausesView
from bot.ports.people import PeopleView
from bot.ports.periods import PeriodsView
from bot.ports.plans import PlansView
from bot.ports.record import View
from bot.ports.refusals import Refusal
from bot.ports.requests import RequestsView
from bot.ports.risks import RisksView
from bot.ports.rounds import RoundsView
from bot.ports.talk import TalkView
from bot.ports.updates import UpdatesView
from bot.ports.voices import VoicesView
from bot.ports.watching import WatchingView
from bot.reports.record.past_board import PastBusiness, PastPapers, PastPeriods
from bot.reports.record.past_entries import PastEntries
from bot.reports.record.past_impact import PastMeasures, PastRisks, PastVoices
from bot.reports.record.past_watching import NOTHING_WATCHED
from bot.rules.calendar import local_day
from bot.wording.sentences import day as in_words


def entry_by(view: View, short: str, moment: datetime, now: datetime) -> int:
    """Return the number of the plan's last entry by a moment.

    Raises Refusal if the moment's day is still to come, or if it is before the first entry.
    """
    zone = view.plans.policy(short).zone
    if local_day(moment, zone) > local_day(now, zone):
        raise Refusal("as_at_future")
    found = view.entries.upto(short, moment)
    if found == 0:
        first = view.entries.entry(short, 1)
        raise Refusal("as_at_before", first=in_words(local_day(first.header.at, zone)) if first else "")
    return found


class Past:
    """A reading of one plan's record up to an entry. Where somebody is reached, and who asks, is as it is now."""

    def __init__(self, view: View, upto: int) -> None:
        self._view = view
        self.plans: PlansView = _Plans(view.plans, upto)
        self.people: PeopleView = _People(view.people, upto)
        self.updates: UpdatesView = _Updates(view.updates, upto)
        self.assurances: AssurancesView = _Assurances(view.assurances, upto)
        self.absences: AbsencesView = _Absences(view.absences, upto)
        self.evidence: EvidenceView = _Evidence(view.evidence, upto)
        self.doubts: DoubtsView = _Doubts(view.doubts, upto)
        self.requests: RequestsView = _Requests(view.requests, upto)
        self.pauses: PausesView = _Pauses(view.pauses, upto)
        self.periods: PeriodsView = PastPeriods(view.periods, upto)
        self.business: BusinessView = PastBusiness(view.business, upto)
        self.entries: EntriesView = PastEntries(view.entries, upto)
        self.papers: PapersView = PastPapers(view.papers, upto)
        self.measures: MeasuresView = PastMeasures(view.measures, upto)
        self.risks: RisksView = PastRisks(view.risks, upto)
        self.voices: VoicesView = PastVoices(view.voices, upto)

    @property
    def accounts(self) -> AccountsView:
        return self._view.accounts

    @property
    def newcomers(self) -> NewcomersView:
        return self._view.newcomers

    @property
    def pages(self) -> PagesView:
        return self._view.pages

    @property
    def watching(self) -> WatchingView:
        return NOTHING_WATCHED

    @property
    def letters(self) -> LettersView:
        return self._view.letters

    @property
    def talk(self) -> TalkView:
        return self._view.talk

    @property
    def rounds(self) -> RoundsView:
        return self._view.rounds

    @property
    def erasures(self) -> ErasuresView:
        return self._view.erasures

    @property
    def documents_read(self) -> DocumentsReadView:
        return self._view.documents_read

    def stamp(self) -> str:
        """Return the stamp of the reading that this one is made of."""
        return self._view.stamp()

    def unread(self) -> tuple[Unread, ...]:
        """Return the rows that could not be read."""
        return self._view.unread()


def _until(upto: int, asked: int | None) -> int:
    return upto if asked is None else min(upto, asked)


class _Plans:
    def __init__(self, plans: PlansView, upto: int) -> None:
        self._plans = plans
        self._upto = upto

    def all(self) -> tuple[str, ...]:
        return self._plans.all()

    def one(self, short: str, upto: int | None = None) -> Plan:
        return self._plans.one(short, _until(self._upto, upto))

    def document(self, short: str, upto: int | None = None) -> Plan:
        return self._plans.document(short, _until(self._upto, upto))

    def first(self, short: str) -> int:
        return self._plans.first(short)

    def moves(self, short: str, upto: int | None = None) -> tuple[Move, ...]:
        return self._plans.moves(short, _until(self._upto, upto))

    def named(self, short: str) -> tuple[Named, ...]:
        return tuple(one for one in self._plans.named(short) if one.entry <= self._upto)

    def dropped(self, short: str, ref: str, upto: int | None = None) -> Dropped | None:
        return self._plans.dropped(short, ref, _until(self._upto, upto))

    def policy(self, short: str, upto: int | None = None) -> Policy:
        return self._plans.policy(short, _until(self._upto, upto))

    def board(self, short: str, audience: str | None = BOARD) -> tuple[Address, ...]:
        return self._plans.board(short, audience)

    def lost_boards(self, short: str) -> tuple[LostBoard, ...]:
        return self._plans.lost_boards(short)

    def closed(self, short: str) -> date | None:
        return self._plans.closed(short)

    def posted(self, short: str, week: date) -> tuple[Posted, ...]:
        return tuple(posted for posted in self._plans.posted(short, week) if posted.entry <= self._upto)


class _People:
    def __init__(self, people: PeopleView, upto: int) -> None:
        self._people = people
        self._upto = upto

    def of(self, short: str, upto: int | None = None) -> People:
        return self._people.of(short, _until(self._upto, upto))

    def named(self, short: str) -> Mapping[str, str]:
        return self._people.named(short)

    def who(self, sender: Sender) -> int | None:
        return self._people.who(sender)

    def by_email(self, email: str) -> int | None:
        return self._people.by_email(email)

    def plans_of(self, person: int) -> tuple[str, ...]:
        return self._people.plans_of(person)

    def welcomed(self, person: int) -> bool:
        return self._people.welcomed(person)

    def acquainted(self, persons: Collection[int]) -> Mapping[int, Acquaintance]:
        return self._people.acquainted(persons)


class _Absences:
    def __init__(self, absences: AbsencesView, upto: int) -> None:
        self._absences = absences
        self._upto = upto

    def snoozes(self, short: str, upto: int | None = None) -> tuple[Snooze, ...]:
        return self._absences.snoozes(short, _until(self._upto, upto))

    def hand_overs(self, short: str, upto: int | None = None) -> tuple[HandOver, ...]:
        return self._absences.hand_overs(short, _until(self._upto, upto))


class _Evidence:
    def __init__(self, evidence: EvidenceView, upto: int) -> None:
        self._evidence = evidence
        self._upto = upto

    def index(self, short: str, upto: int | None = None) -> tuple[Offered, ...]:
        return self._evidence.index(short, _until(self._upto, upto))

    def ending(self, short: str, upto: int | None = None) -> tuple[Offered, ...]:
        return self._evidence.ending(short, _until(self._upto, upto))

    def chain(self, short: str, ref: str, upto: int | None = None) -> tuple[Told, ...]:
        return self._evidence.chain(short, ref, _until(self._upto, upto))


class _Updates:
    def __init__(self, updates: UpdatesView, upto: int) -> None:
        self._updates = updates
        self._upto = upto

    def standings(self, short: str, upto: int | None = None) -> Mapping[str, Standing]:
        return self._updates.standings(short, _until(self._upto, upto))

    def history(self, short: str, ref: str, upto: int | None = None) -> tuple[Update, ...]:
        return self._updates.history(short, ref, _until(self._upto, upto))

    def all_said(self, short: str, ref: str, upto: int | None = None) -> tuple[Update, ...]:
        """Return what had been said by then, with the evidence it then had, and what corrected it later."""
        last = _until(self._upto, upto)
        told = {update.id: update for update in self._updates.all_said(short, ref, last)}
        for update in self._updates.all_said(short, ref):
            if update.corrects in told:
                told.setdefault(update.id, update)
        return tuple(told.values())

    def one(self, short: str, number: int) -> Update | None:
        return self._updates.one(short, number) if number <= self._upto else None

    def withdrawals(self, short: str, after: int = 0, upto: int | None = None) -> tuple[Withdrawn, ...]:
        """Return what was withdrawn, later too: whoever looks back is told of it."""
        return self._updates.withdrawals(short, after, upto)

    def unreadable(self, short: str, ref: str) -> tuple[int, ...]:
        return tuple(number for number in self._updates.unreadable(short, ref) if number <= self._upto)

    def imported(self, short: str, ref: str, upto: int | None = None) -> tuple[Imported, ...]:
        return self._updates.imported(short, ref, _until(self._upto, upto))

    def questions(self, short: str) -> tuple[Question, ...]:
        return tuple(one for one in self._updates.questions(short) if one.id <= self._upto)

    def exchanged(self, short: str, upto: int | None = None) -> Exchanged:
        return self._updates.exchanged(short, _until(self._upto, upto))

    def put(self, short: str, upto: int | None = None) -> tuple[Put, ...]:
        return self._updates.put(short, _until(self._upto, upto))

    def answered(self, short: str, after: datetime, until: datetime) -> tuple[Question, ...]:
        found = self._updates.answered(short, after, until)
        return tuple(one for one in found if one.answered is None or one.answered <= self._upto)

    def between(self, short: str, after: datetime, until: datetime) -> tuple[Update, ...]:
        return tuple(update for update in self._updates.between(short, after, until) if update.id <= self._upto)


class _Assurances:
    def __init__(self, assurances: AssurancesView, upto: int) -> None:
        self._assurances = assurances
        self._upto = upto

    def verdicts(self, short: str, ref: str | None = None, upto: int | None = None) -> tuple[Assurance, ...]:
        return self._assurances.verdicts(short, ref, _until(self._upto, upto))


class _Doubts:
    def __init__(self, doubts: DoubtsView, upto: int) -> None:
        self._doubts = doubts
        self._upto = upto

    def of(self, short: str, ref: str, upto: int | None = None) -> tuple[Doubt, ...]:
        return self._doubts.of(short, ref, _until(self._upto, upto))

    def between(self, short: str, after: int, upto: int) -> tuple[Doubt, ...]:
        return self._doubts.between(short, after, min(upto, self._upto))


class _Requests:
    def __init__(self, requests: RequestsView, upto: int) -> None:
        self._requests = requests
        self._upto = upto

    def all(self, short: str, upto: int | None = None) -> tuple[DateRequest, ...]:
        return self._requests.all(short, _until(self._upto, upto))

    def exceptions(self, short: str, upto: int | None = None) -> tuple[ExceptionReport, ...]:
        return self._requests.exceptions(short, _until(self._upto, upto))


class _Pauses:
    def __init__(self, pauses: PausesView, upto: int) -> None:
        self._pauses = pauses
        self._upto = upto

    def of(self, short: str, upto: int | None = None) -> tuple[Pause, ...]:
        return self._pauses.of(short, _until(self._upto, upto))

    def whole(self) -> tuple[str, ...]:
        return self._pauses.whole()
