"""The stocktake pack's second paper: each milestone that is not on track, with its history."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from bot.model.board.paper import Bullets, Cell, Grid, Heading, Paper, PaperBlock, PaperKind
from bot.model.letters.message import Text
from bot.model.plan import Action, Milestone
from bot.model.updates.evidence import Offered
from bot.model.updates.request import Asks, DateRequest, ExceptionReport, RequestState
from bot.model.updates.update import Update
from bot.reports.papers.cells import Row, columns, row, who
from bot.reports.papers.date_changes import Change, changes
from bot.reports.papers.ground import Ground
from bot.reports.papers.stocktake import fields, plainly, prose
from bot.rules.calendar import local_day
from bot.rules.track import group, is_off_track
from bot.rules.updates.standing import dates, face_in, overdue
from bot.wording.sentences import Fact, mark, with_full_stop, words
from bot.wording.updates.dates import dated
from bot.wording.updates.requests import cause_named

_HISTORY = {"on": 10, "what": 16, "by": 18, "said": 48}


class _Told(NamedTuple):
    """One line of a history, at its place in the record."""

    entry: int
    row: Row


class _Known(NamedTuple):
    """All that is told beside statements, by milestone and read once."""

    changes: Mapping[str, Sequence[Change]]
    requests: Sequence[DateRequest]
    reports: Sequence[ExceptionReport]
    evidence: Sequence[Offered]
    withdrawn: frozenset[int]


def not_on_track(ground: Ground) -> Paper:
    """Return the paper of what is not on track."""
    snapshot = ground.snapshot
    late = [one for one in snapshot.plan.milestones if is_off_track(snapshot, one)]
    facts: dict[str, Fact] = {"count": len(late), "milestones": len(snapshot.plan.milestones)}
    blocks: list[PaperBlock] = [prose("not_on_track.opening" if late else "not_on_track.none", facts)]
    known = _known(ground)
    for action, milestones in group(snapshot, late).actions:
        blocks += _of_action(ground, known, action, milestones)
    return Paper(
        file=f"{PaperKind.NOT_ON_TRACK.value}.docx",
        title=words("pack.not_on_track.title", {"plan": snapshot.plan.title}),
        fields=fields(ground),
        blocks=tuple(blocks),
        foot=words("pack.stocktake.private"),
        made=ground.as_at,
    )


def _known(ground: Ground) -> _Known:
    view, short = ground.view, ground.short
    gone = frozenset(one.number for one in view.updates.withdrawals(short, upto=ground.upto))
    requests, reports = view.requests.all(short), view.requests.exceptions(short)
    return _Known(changes(ground), requests, reports, view.evidence.index(short), gone)


def _of_action(ground: Ground, known: _Known, action: Action, milestones: Sequence[Milestone]) -> Iterator[PaperBlock]:
    yield Heading(text=words("pack.not_on_track.action", {"ref": action.ref, "title": action.title}))
    for one in milestones:
        yield from _of_milestone(ground, known, one)


def _of_milestone(ground: Ground, known: _Known, milestone: Milestone) -> Iterator[PaperBlock]:
    snapshot = ground.snapshot
    yield Heading(text=words("pack.not_on_track.milestone", {"ref": milestone.ref}), level=2)
    yield plainly(milestone.text)
    late = overdue(milestone, snapshot.standing(milestone), ground.policy, snapshot.today)
    when = dated(dates(snapshot, milestone))
    told = (*when, Text(text=f" {with_full_stop(words('pack.not_on_track.overdue'))}")) if late else when
    yield Bullets(lines=((mark(face_in(snapshot, milestone).value), told),))
    if milestone.owners:
        yield prose("not_on_track.owner", {"roles": ", ".join(milestone.owners)})
    else:
        yield prose("not_on_track.nobody")
    yield Heading(text=words("pack.not_on_track.history", {"ref": milestone.ref}), level=3)
    rows = tuple(one.row for one in sorted(_history(ground, known, milestone.ref), key=lambda one: one.entry))
    caption = words("pack.not_on_track.about_history", {"ref": milestone.ref})
    yield Grid(
        caption=caption, columns=columns("not_on_track", _HISTORY), rows=rows, none=words("pack.not_on_track.no_history")
    )


# ---- history ---------------------------------------------------------------------------------


def _history(ground: Ground, known: _Known, ref: str) -> Iterator[_Told]:
    """Give all that was recorded of a milestone's standing, dates and evidence, each with its entry."""
    names = ground.audience.names
    for update in ground.view.updates.all_said(ground.short, ref):
        if update.id <= ground.upto:
            by = who(names, update.by_name, update.capacity)
            yield _told(ground, update.id, update.at, mark_of(update), by, _said(update, update.id in known.withdrawn))
    offered = [one for one in known.evidence if one.ref == ref]
    for link in offered:
        by, what = who(names, link.by_name, link.capacity), words("pack.not_on_track.evidence", {"handle": link.handle})
        cell = Cell(value=f"{link.evidence.shows} {link.evidence.url}".strip(), link=link.evidence.url)
        yield _told(ground, link.number, link.at, what, by, cell)
    for request in known.requests:
        if request.ref == ref:
            yield from _asked(ground, request)
    for change in known.changes.get(ref, ()):
        said = words("pack.not_on_track.from_to", {"was": change.was or _none(), "now": change.now or _none()})
        if not any(one.decision is not None and one.decision.id == change.entry for one in known.requests):
            line = row(change.on, words("pack.not_on_track.moved"), change.asked_by, f"{said} {change.why}".strip())
            yield _Told(change.entry, line)
    for report in known.reports:
        if report.ref == ref:
            by, what = who(names, report.by_name, report.capacity), words("pack.not_on_track.exception")
            yield _told(ground, report.id, report.at, what, by, _reported(report))


def _told(ground: Ground, entry: int, at: datetime, what: str | Cell, by: str, said: str | Cell) -> _Told:
    return _Told(entry, row(local_day(at, ground.policy.zone), what, by, said))


def mark_of(update: Update) -> Cell:
    """Return the cell of a statement: the status that was declared, and if it only said again what stood."""
    again = words("pack.not_on_track.no_change") if update.confirms is not None else None
    return Cell(value=again, mark=mark(update.status.value))


def _said(update: Update, withdrawn: bool) -> str:
    """Return the words of a statement, in the order in which they are asked for."""
    parts = [
        _with("path", "path", update.path_to_green),
        words("pack.not_on_track.forecast", {"day": update.forecast}) if update.forecast else "",
        _with("decision", "decision", update.decision_wanted),
        _with("no_evidence", "why", update.no_evidence_reason),
        words("pack.not_on_track.withdrawn") if withdrawn else "",
    ]
    narrative = with_full_stop(update.narrative) if update.narrative else ""
    return " ".join(part for part in (narrative, *parts) if part)


def _with(name: str, fact: str, said: str) -> str:
    return with_full_stop(words(f"pack.not_on_track.{name}", {fact: said})) if said else ""


def _asked(ground: Ground, request: DateRequest) -> Iterator[_Told]:
    """Give what was asked of a date, and what became of that."""
    names, decision = ground.audience.names, request.decision
    said = words("pack.not_on_track.to_close") if request.asks is Asks.DROP else _moved(request)
    why = with_full_stop(request.why) if request.why else ""
    cause = _with("cause", "cause", cause_named(request.cause)) if request.cause else ""
    edition = words("pack.date_changes.by_edition")
    by = edition if request.edition is not None else who(names, request.by_name, request.capacity)
    what = words("pack.not_on_track.asked", {"handle": request.handle})
    yield _told(ground, request.id, request.at, what, by, " ".join(part for part in (said, why, cause) if part))
    if decision is not None:
        what = words(f"pack.not_on_track.{_DECIDED[decision.state]}", {"handle": request.handle})
        by = who(names, decision.by_name, decision.capacity)
        yield _told(ground, decision.id, decision.at, what, by, decision.why)


_DECIDED: Mapping[RequestState, str] = {
    RequestState.APPROVED: "approved",
    RequestState.DECLINED: "declined",
    RequestState.OVERTAKEN: "overtaken",
    RequestState.WITHDRAWN: "taken_back",
}


def _moved(request: DateRequest) -> str:
    return words("pack.not_on_track.from_to", {"was": request.was or _none(), "now": request.wanted or _none()})


def _none() -> str:
    return words("requests.list.no_date")


def _reported(report: ExceptionReport) -> str:
    parts = _with("cause", "cause", report.cause), _with("recommended", "recommendation", report.recommendation)
    return " ".join(part for part in parts if part)
