"""The history of a milestone on paper: what was said of it, its evidence, its dates and the verdicts on it, oldest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple, TypeVar

from bot.model.board.paper import Cell
from bot.model.plan import Imported
from bot.model.updates.assurance import Assurance, Verdict
from bot.model.updates.evidence import Offered
from bot.model.updates.request import Asks, DateRequest, ExceptionReport, RequestState
from bot.model.updates.update import Update
from bot.reports.papers.cells import Row, by, row
from bot.reports.papers.compliance import who
from bot.reports.papers.ground import Ground
from bot.reports.papers.workbooks.date_changes import Change, changes
from bot.rules.calendar import local_day
from bot.wording.documents.imported import capacity
from bot.wording.sentences import mark, with_full_stop, words
from bot.wording.updates.requests import cause_named

_DECIDED: Mapping[RequestState, str] = {
    RequestState.APPROVED: "approved",
    RequestState.DECLINED: "declined",
    RequestState.OVERTAKEN: "overtaken",
    RequestState.WITHDRAWN: "taken_back",
}
Kept = TypeVar("Kept", DateRequest, ExceptionReport, Offered, Assurance)


class _Told(NamedTuple):
    """One line of a history, at its place in the record."""

    entry: int
    row: Row


class Histories:
    """The histories of a plan's milestones. What is not kept by milestone is read once for all of them."""

    def __init__(self, ground: Ground) -> None:
        view, short = ground.view, ground.short
        self._ground = ground
        self._named = who(ground)
        self._changes = changes(ground)
        self._requests = _by_ref(view.requests.all(short))
        self._reports = _by_ref(view.requests.exceptions(short))
        self._evidence = _by_ref(view.evidence.index(short))
        self._verdicts = _by_ref(view.assurances.verdicts(short))
        self._withdrawn = frozenset(one.number for one in view.updates.withdrawals(short, upto=ground.upto))

    def of(self, ref: str) -> tuple[Row, ...]:
        """Return the history of a milestone."""
        found = [
            *(self._tracked(one) for one in self._ground.view.updates.imported(self._ground.short, ref)),
            *(self._update(one) for one in self._ground.view.updates.all_said(self._ground.short, ref)),
            *(self._offered(one) for one in self._evidence[ref]),
            *(told for one in self._requests[ref] for told in self._asked(one)),
            *self._by_editions(ref),
            *(self._reported(one) for one in self._reports[ref]),
            *(self._judged(one) for one in self._verdicts[ref]),
        ]
        known = [one for one in found if one.entry <= self._ground.upto]
        return tuple(one.row for one in sorted(known, key=lambda one: one.entry))

    def _told(self, entry: int, at: datetime, what: str | Cell, by: str, said: str | Cell) -> _Told:
        return _Told(entry, row(local_day(at, self._ground.policy.zone), what, by, said))

    def _by(self, one: Update | Offered | DateRequest | ExceptionReport | Assurance) -> str:
        return by(self._named, one.capacity, one.by_name)

    # ---- what was said and offered

    def _tracked(self, said: Imported) -> _Told:
        """Tell what the plan's tracker said. It is nobody's statement, so no role is named."""
        face = Cell(mark=mark(f"imported_{said.status.value}")) if said.status else words("pack.history.tracker")
        day = said.as_at or (local_day(said.since, self._ground.policy.zone) if said.since else None)
        return _Told(said.first, row(day, face, capacity(said), self._named.said(said.words)))

    def _update(self, update: Update) -> _Told:
        said = self._named.said
        parts = [
            with_full_stop(said(update.narrative)) if update.narrative else "",
            _with("path", said(update.path_to_green)),
            words("pack.history.forecast", {"day": update.forecast}) if update.forecast else "",
            _with("decision", said(update.decision_wanted)),
            _with("no_evidence", said(update.no_evidence_reason)),
            words("pack.history.withdrawn") if update.id in self._withdrawn else "",
        ]
        return self._told(update.id, update.at, _declared(update), self._by(update), _together(parts))

    def _offered(self, link: Offered) -> _Told:
        url = self._named.said(link.evidence.url)
        said = Cell(value=_together([self._named.said(link.evidence.shows), url]), link=url)
        return self._told(link.number, link.at, words("pack.history.evidence", {"handle": link.handle}), self._by(link), said)

    def _judged(self, verdict: Assurance) -> _Told:
        name = "signed_off" if verdict.verdict is Verdict.SIGNED_OFF else "sent_back"
        what = words(f"pack.history.{name}", {"level": verdict.level})
        return self._told(verdict.id, verdict.at, what, self._by(verdict), self._named.said(verdict.why))

    # ---- what became of its dates

    def _asked(self, request: DateRequest) -> Iterator[_Told]:
        """Give what was asked of a date, and what became of that."""
        parts = [
            words("pack.history.to_close") if request.asks is Asks.DROP else _moved(request),
            with_full_stop(self._named.said(request.why)) if request.why else "",
            _with("cause", cause_named(request.cause)) if request.cause else "",
        ]
        whose = self._by(request) if request.edition is None else words("pack.date_changes.by_edition")
        what = words("pack.history.asked", {"handle": request.handle})
        yield self._told(request.id, request.at, what, whose, _together(parts))
        if (decision := request.decision) is not None:
            what = words(f"pack.history.{_DECIDED[decision.state]}", {"handle": request.handle})
            whose = by(self._named, decision.capacity, decision.by_name)
            yield self._told(decision.id, decision.at, what, whose, self._named.said(decision.why))

    def _by_editions(self, ref: str) -> Iterator[_Told]:
        """Give the changes that editions made. Those that were decided are told with their requests."""
        decided = {one.decision.id for one in self._requests[ref] if one.decision is not None}
        for change in self._changes.get(ref, ()):
            if change.entry not in decided:
                said = _together([_moved(change), change.why])
                yield _Told(change.entry, row(change.on, words("pack.history.moved"), change.asked_by, said))

    def _reported(self, report: ExceptionReport) -> _Told:
        said = self._named.said
        parts = [_with("cause", said(report.cause)), _with("recommended", said(report.recommendation))]
        return self._told(report.id, report.at, words("pack.history.exception"), self._by(report), _together(parts))


def _by_ref(found: Iterable[Kept]) -> Mapping[str, list[Kept]]:
    by_ref: dict[str, list[Kept]] = defaultdict(list)
    for one in found:
        by_ref[one.ref].append(one)
    return by_ref


def _declared(update: Update) -> Cell:
    """Return the cell of a statement: the status declared, and if it says again what stood, or takes another's place."""
    name = "correction" if update.corrects is not None else "no_change" if update.confirms is not None else ""
    return Cell(value=words(f"pack.history.{name}") if name else None, mark=mark(update.status.value))


def _with(name: str, said: str) -> str:
    return with_full_stop(words(f"pack.history.{name}", {"said": said})) if said else ""


def _together(parts: Iterable[str]) -> str:
    return " ".join(part for part in parts if part)


def _moved(one: DateRequest | Change) -> str:
    none = words("requests.list.no_date")
    now = one.wanted if isinstance(one, DateRequest) else one.now
    return words("pack.history.from_to", {"was": one.was or none, "now": now or none})
