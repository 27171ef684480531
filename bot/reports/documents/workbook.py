"""The facts of a workbook: a plan as it stands in the sheets, headings and column order of its document, ours at the right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple, assert_never

from bot.model.documents.workbook import Book, BookColumn, BookRow, BookSheet, Given, Holds, Stamp, Value
from bot.model.noun import local_day
from bot.model.plan import Action, Heading, Milestone, Plan, Priority, Sheet
from bot.model.record.entry import Head
from bot.model.snapshot import Snapshot
from bot.model.status import Status
from bot.model.updates.update import Face, Update
from bot.ports.record import View
from bot.reports.record.past import Past
from bot.reports.snapshot import take
from bot.rules.updates.standing import face_in, standing_on
from bot.wording.sentences import day, mark, words
from bot.wording.updates.dates import every

NEEDED = (Holds.PRIORITY, Holds.ACTION, Holds.MILESTONE, Holds.OWNER, Holds.DUE)
OURS = (
    Holds.OUR_REF, Holds.STATUS, Holds.REPORTED, Holds.NOT_REPORTED, Holds.FORECAST, Holds.SLIPS, Holds.NOTE, Holds.PATH,
    Holds.EVIDENCE,
)  # fmt: skip
ONCE = frozenset((Holds.IMPACT, Holds.MEASURE, Holds.LINK))  # told in the first row of an action alone
_OWNING = (Holds.OWNER, Holds.ACCOUNTABLE)


def workbook(snapshot: Snapshot, head: Head, moment: datetime) -> Book:
    """Return a plan as a workbook. `moment` is the one that it tells of, and `head` the last entry by then."""
    plan = snapshot.plan
    sheets = plan.sheets or (_plain_sheet(),)
    rows = _Rows(snapshot)
    told = []
    for number, sheet in enumerate(sheets, 1):
        mine = [one for one in plan.milestones if one.sheet == number or (number == 1 and not 1 <= one.sheet <= len(sheets))]
        columns = _columns(plan, sheet, mine)
        told.append(BookSheet(name=sheet.name, columns=columns, rows=tuple(rows.of(columns, mine))))
    stamp = Stamp(plan=plan.short, moment=moment.isoformat(), entry=head.entry, digest=head.digest)
    return Book(title=plan.title, about=tuple(_about(snapshot, stamp, told)), sheets=tuple(told))


def given(view: View, stamp: Stamp | None) -> Given | None:
    """Return the workbook that bears a stamp as it was given. None if this record never gave it."""
    if stamp is None or stamp.plan not in view.plans.all():
        return None
    head = view.entries.head(stamp.plan, stamp.entry)
    try:
        moment = datetime.fromisoformat(stamp.moment)
    except ValueError:
        return None
    if (head.entry, head.digest) != (stamp.entry, stamp.digest) or moment.tzinfo is None:
        return None
    book = workbook(take(Past(view, stamp.entry), stamp.plan, moment), head, moment)
    return Given(book, view.plans.document(stamp.plan))


def _plain_sheet() -> Sheet:
    headings = tuple(Heading(text=words(f"workbook.heading.{one.value}"), meaning=one.value) for one in NEEDED)
    return Sheet(name=words("workbook.sheet.plan"), headings=headings)


def _about(snapshot: Snapshot, stamp: Stamp, sheets: Sequence[BookSheet]) -> Iterator[tuple[str, str]]:
    empty = dict.fromkeys(one.heading for sheet in sheets for one in sheet.columns if one.holds is Holds.NOTHING and one.heading)
    columns = words("workbook.about.are_not_kept", {"columns": ", ".join(empty)}) if empty else words("workbook.about.none_empty")
    said = {
        "title": snapshot.plan.title,
        "plan": stamp.plan,
        "as_at": day(snapshot.today),
        "moment": stamp.moment,
        "entry": str(stamp.entry),
        "digest": stamp.digest,
        "change": words("workbook.about.may_change"),
        "status": words("workbook.about.about_status"),
        "not_kept": columns,
    }
    for label, what in said.items():
        yield words(f"workbook.about.{label}"), what


# ---- columns ---------------------------------------------------------------------------------


def _columns(plan: Plan, sheet: Sheet, mine: Sequence[Milestone]) -> tuple[BookColumn, ...]:
    """Return the columns of a sheet: the document's own, each meaning filled once, then ours."""
    theirs: list[BookColumn] = []
    one_column = all(heading.meaning != Holds.MILESTONE for heading in sheet.headings)  # for an action and its milestone
    for heading in sheet.headings:
        holds = Holds(heading.meaning) if heading.meaning in _FILLED else Holds.NOTHING
        holds = Holds.MILESTONE if holds is Holds.ACTION and one_column else holds
        twice = any(one.holds is holds for one in theirs)
        theirs.append(BookColumn(heading=heading.text, holds=Holds.NOTHING if twice else holds))
    ours = [*_lacking(plan, {one.holds for one in theirs}, mine), *OURS]
    return (*theirs, *(BookColumn(words(f"workbook.ours.{one.value}"), one, is_ours=True) for one in ours))


def _lacking(plan: Plan, theirs: set[Holds], mine: Sequence[Milestone]) -> Iterator[Holds]:
    """Give what a row needs that the document has no column for."""
    titles = {action.ref: action.title for action in plan.actions}
    if Holds.PRIORITY not in theirs and len(plan.priorities) > 1:
        yield Holds.PRIORITY
    if Holds.MILESTONE not in theirs:
        yield Holds.MILESTONE
    if Holds.ACTION not in theirs and any(titles[one.action] != one.text for one in mine):
        yield Holds.ACTION
    if not theirs & {*_OWNING}:
        yield Holds.OWNER
    if Holds.DUE not in theirs:
        yield Holds.DUE
    if Holds.RECURS not in theirs and any(one.recurrence for one in mine):
        yield Holds.RECURS


_FILLED = frozenset(one.value for one in Holds if one not in OURS or one in (Holds.STATUS, Holds.NOTE)) - {Holds.NOTHING.value}

# ---- rows ------------------------------------------------------------------------------------


class _Row(NamedTuple):
    """A milestone with all that its cells are told from."""

    milestone: Milestone
    action: Action
    priority: Priority | None
    face: Face
    said: Update | None
    reported: date | None
    slips: int
    first: bool
    holds: frozenset[Holds]  # of the columns of the document


class _Rows:
    """The rows of a plan as it stands in a snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._actions = {one.ref: one for one in snapshot.plan.actions}
        self._priorities = {one.number: one for one in snapshot.plan.priorities}

    def of(self, columns: Sequence[BookColumn], mine: Sequence[Milestone]) -> Iterator[BookRow]:
        """Give the rows of some milestones in these columns."""
        holds, seen = frozenset(one.holds for one in columns if not one.is_ours), set[str]()
        for one in mine:
            row = self._row(one, one.action not in seen, holds)
            seen.add(one.action)
            cells = tuple(_cell(column, row) for column in columns)
            yield BookRow(ref=one.ref, cells=cells, status=row.face.value)

    def _row(self, one: Milestone, first: bool, holds: frozenset[Holds]) -> _Row:
        snapshot, standing = self._snapshot, self._snapshot.standing(one)
        said = standing_on(one, standing, snapshot.policy, snapshot.today).update
        return _Row(
            milestone=one,
            action=self._actions[one.action],
            priority=self._priorities.get(one.priority),
            face=face_in(snapshot, one),
            said=said,
            reported=local_day(standing.update.at, snapshot.policy.zone) if standing.update else None,
            slips=standing.slips,
            first=first,
            holds=holds,
        )


def _cell(column: BookColumn, row: _Row) -> Value:
    """Return what stands in a cell, as it stands now."""
    one, action, said = row.milestone, row.action, row.said
    if column.holds in ONCE and not row.first:
        return None
    match column.holds:
        case Holds.REF:
            return _own_ref(row)
        case Holds.PRIORITY:
            return (row.priority.text if row.priority else "") or str(one.priority)
        case Holds.ACTION:
            return action.title
        case Holds.MILESTONE:
            return one.text
        case Holds.START | Holds.DUE | Holds.BASELINE | Holds.DONE | Holds.REPORTED | Holds.FORECAST | Holds.RECURS:
            return _dated(column.holds, row)
        case Holds.OWNER | Holds.ACCOUNTABLE | Holds.CONTRIBUTOR:
            return _owners(column.holds, row)
        case Holds.STATUS:
            return _status(column, row)
        case Holds.PROGRESS:
            imported = one.imported if said is None else None
            return f"{imported.progress}%" if imported is not None and imported.progress is not None else None
        case Holds.IMPACT | Holds.MEASURE | Holds.LINK:
            return _of_action(column.holds, action)
        case Holds.NOTE:
            return said.narrative if said else one.imported.words if one.imported and not column.is_ours else None
        case Holds.OUR_REF:
            return one.ref
        case Holds.NOT_REPORTED:
            return words("workbook.cell.yes") if row.face is Face.NOT_REPORTED else None
        case Holds.SLIPS:
            return row.slips
        case Holds.PATH:
            return said.path_to_green if said else None
        case Holds.EVIDENCE:
            return "\n".join(_evidence(said)) if said else None
        case Holds.NOTHING:
            return None
    assert_never(column.holds)


def _own_ref(row: _Row) -> str:
    """Return the document's own number of a row: the milestone's, or the action's if the action has a column of its own."""
    action, one = row.action, row.milestone
    if one.source_ref:
        return one.source_ref
    if Holds.ACTION in row.holds or action.source_ref or len(action.milestones) == 1:
        return action.source_ref or action.ref
    return one.ref


def _dated(holds: Holds, row: _Row) -> Value:
    one, said = row.milestone, row.said
    done = one.imported.done if one.imported else None
    if said is not None:
        done = row.reported if said.status is Status.COMPLETE else None
    told: dict[Holds, Value] = {
        Holds.START: one.start,
        Holds.DUE: one.due or one.date_text,
        Holds.BASELINE: one.baseline,
        Holds.DONE: done,
        Holds.REPORTED: row.reported,
        Holds.FORECAST: said.forecast if said and said.status is not Status.COMPLETE else None,
        Holds.RECURS: every(one.recurrence) or None,
    }
    return told[holds]


def _owners(holds: Holds, row: _Row) -> str | None:
    """Return the owners: all in one column, or the accountable one apart if there is a column for who contributes."""
    owners = row.milestone.owners
    if holds is Holds.CONTRIBUTOR:
        return "; ".join(owners[1:]) or None
    if holds is Holds.OWNER and Holds.ACCOUNTABLE in row.holds:
        return "; ".join(owners if Holds.CONTRIBUTOR in row.holds else owners[1:]) or None
    if Holds.CONTRIBUTOR in row.holds or (holds is Holds.ACCOUNTABLE and Holds.OWNER in row.holds):
        return "; ".join(owners[:1]) or None
    return "; ".join(owners) or None


def _status(column: BookColumn, row: _Row) -> str:
    """Return the status in words. The document's own column keeps the tracker's own word until somebody has said otherwise, or
    did not answer in time."""
    imported, silent = row.milestone.imported, row.face.is_imported or row.face in (Face.ASKED, Face.NOT_YET_ASKED)
    if not column.is_ours and silent and imported is not None and imported.colour:
        return imported.colour
    return mark(row.face.value).word


def _of_action(holds: Holds, action: Action) -> str | None:
    if holds is Holds.IMPACT:
        return action.impact or None
    if holds is Holds.MEASURE:
        return "\n".join(action.success_measures) or None
    return ", ".join(map(str, action.strategy_links)) or None


def _evidence(said: Update) -> Iterator[str]:
    for one in said.evidence:
        yield words("workbook.cell.evidence", {"shows": one.shows, "url": one.url}) if one.shows else one.url
