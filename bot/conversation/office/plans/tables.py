"""A file of measures or of readings brought in a private chat: what it would change is said first, and a yes to that keeps it."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple, assert_never

from bot.conversation.office.plans import keeping
from bot.conversation.office.plans.case import Case, administered, case_of, found
from bot.conversation.office.plans.tools import Tools
from bot.conversation.visit import Said
from bot.model.documents.document_read import DocumentRead
from bot.model.letters.message import Actions, Button, Message, Paragraph, Text
from bot.model.letters.talk import Asker, Inbound, Reply, Say
from bot.model.measures.files import FileFaults, MeasureRow, Outcome, ReadingRow, TableKind
from bot.model.measures.measure import Measure
from bot.model.people import Right
from bot.model.plan import Plan
from bot.ports.record import Tx, View
from bot.ports.refusals import Refusal
from bot.wording import commands
from bot.wording.measures.proposals import measure_row_lines, reading_row_line
from bot.wording.sentences import Fact, line, words

_MARKS = {kind: f"\0{kind.value}\0".encode() for kind in TableKind}  # begins what is kept of a file that is no plan
MOST_TOLD = 15  # rows or faults of one message
MOST_OFFERED = 5  # plans to press


class Table(NamedTuple):
    """A file that waits, with the plan that it is of and the measures that are set."""

    case: Case
    kind: TableKind
    held: bytes
    plan: Plan
    measures: tuple[Measure, ...]


def is_table(read: DocumentRead) -> bool:
    """Say if what waits is a file of measures or readings, and no plan."""
    return read.document.startswith(tuple(_MARKS.values()))


async def take(tools: Tools, asker: Asker, inbound: Inbound, file: str, held: bytes, kind: TableKind, plan: str | None) -> Reply:
    """Keep a file until somebody says yes, and say what it would change. Nothing is kept of one with faults."""

    def placed(view: View) -> tuple[Case, str | None]:
        mine = administered(view, asker)
        short = plan if plan in mine else mine[0] if len(mine) == 1 else None
        earlier = view.documents_read.latest(short or mine[0])
        read = DocumentRead(
            plan=short or mine[0],
            person=asker.person.id,
            chat=inbound.chat.id,
            file=file,
            sha256=sha256(held).hexdigest(),
            document=_MARKS[kind] + held,
            answers=earlier.answers if earlier is not None else {},
            at=asker.now,
            is_placed=short is not None,
        )
        return case_of(view, read, asker), short

    case, short = await tools.read(placed)
    if short is not None:
        try:
            await _rows(tools, await tools.read(lambda view: _table(view, case)), asker)
        except FileFaults as wrong:
            return _faults(case, wrong, in_place=False)

    def keep(tx: Tx) -> Case:
        there = tx.documents_read.brought(asker.person.id)
        again = not tx.talk.first_sight(inbound.id) and there is not None and there.sha256 == case.read.sha256
        token = there.token if again and there is not None else tx.documents_read.keep(case.read)
        return found(tx, asker, token, None)

    return await show(tools, asker, await tools.transact(keep), in_place=False)


async def show(tools: Tools, asker: Asker, case: Case, in_place: bool, anew: bool = False) -> Reply:
    """Say what a file that waits would change, and ask for a yes; or first which plan it is of."""
    if not case.read.is_placed:
        return await _which(tools, asker, case, in_place)
    table = await tools.read(lambda view: _table(view, case))
    try:
        rows = await _rows(tools, table, asker)
    except FileFaults as wrong:
        return _faults(case, wrong, in_place)
    facts: dict[str, Fact] = {"file": case.read.file, "plan": case.read.plan}
    token, counts = case.read.token, _counts(rows)
    if counts[Outcome.SAME] == len(rows):
        await tools.transact(lambda tx: tx.documents_read.let_go(token))
        return Say(message=Message(title=words("proposals.done.nothing"), blocks=()), in_place=in_place)
    await tools.transact(lambda tx: tx.documents_read.show(token, _mark(table)))
    told = [words("proposals.chat.anew")] if anew else []
    changes = [text for row in rows if row.outcome is not Outcome.SAME for text in _told(row)]
    told += changes[:MOST_TOLD]
    if len(changes) > MOST_TOLD:
        told.append(words("proposals.chat.more", {"count": len(changes) - MOST_TOLD}))
    told += [words(f"proposals.chat.counts_{table.kind.value}", {one.value: count for one, count in counts.items()})]
    buttons = (
        Button(label=words("proposals.chat.yes"), command=str(commands.LoadPlan(is_sure=True, token=token)), style="primary"),
        Button(label=words("proposals.chat.no"), command=str(commands.ForgetPlan(token=token))),
    )
    blocks = (*map(_paragraph, told), Paragraph(spans=line("plans.load.typed")), Actions(buttons=buttons))
    return Say(message=Message(title=words("proposals.chat.title", facts), blocks=blocks), in_place=in_place)


async def load(tools: Tools, said: Said, case: Case, is_sure: bool) -> Reply:
    """Keep what a file says, if that was said to whoever now says yes. Else say it first."""
    asker, in_place = said.asker, said.inbound.card is not None
    if not case.read.is_placed or not is_sure:
        return await show(tools, asker, case, in_place)
    table = await tools.read(lambda view: _table(view, case))
    if case.read.shown != _mark(table):
        return await show(tools, asker, case, in_place, anew=bool(case.read.shown))
    rows = await _rows(tools, table, asker)

    def keep(tx: Tx) -> None:
        now = found(tx, asker, case.read.token, None)
        if _mark(_table(tx, now)) != case.read.shown:
            raise Refusal("plan_changed_since")
        tx.acting(said.by)
        _keep(tx, case.read.plan, rows, said)
        tx.documents_read.let_go(case.read.token)

    await tools.transact(keep, plans=(case.read.plan,), seconds=MOST_SAVING)
    counts: dict[str, Fact] = {one.value: count for one, count in _counts(rows).items()}
    title = words("proposals.chat.saved", {"told": words(f"proposals.done.{table.kind.value}", counts)})
    return Say(message=Message(title=title), in_place=in_place, changed_record=True)


MOST_SAVING = 60.0  # seconds: a file of some thousand rows is as many entries


def _keep(tx: Tx, short: str, rows: Sequence[MeasureRow | ReadingRow], said: Said) -> None:
    now, capacity = said.asker.now, Right.ADMIN.value
    keeping.keep_measures(tx, short, [one for one in rows if isinstance(one, MeasureRow)], now, capacity)
    keeping.keep_readings(tx, short, [one for one in rows if isinstance(one, ReadingRow)], capacity)


def _table(view: View, case: Case) -> Table:
    document = case.read.document
    kind = next(kind for kind, mark in _MARKS.items() if document.startswith(mark))
    held = document.removeprefix(_MARKS[kind])
    return Table(case, kind, held, view.plans.one(case.read.plan), view.measures.all(case.read.plan))


async def _rows(tools: Tools, table: Table, asker: Asker) -> tuple[MeasureRow | ReadingRow, ...]:
    match table.kind:
        case TableKind.MEASURES:
            return await tools.documents.measures(table.held, table.plan, table.measures)
        case TableKind.READINGS:
            return await tools.documents.readings(table.held, table.measures, asker.now, table.case.policy.zone)
    assert_never(table.kind)


def _mark(table: Table) -> str:
    """Return what tells one confirmation from another: the file, its plan, and the record as it then stood."""
    read = table.case.read
    return sha256(repr((read.token, read.plan, table.case.head)).encode()).hexdigest()[:16]


def _counts(rows: Sequence[MeasureRow | ReadingRow]) -> dict[Outcome, int]:
    return {one: sum(row.outcome is one for row in rows) for one in Outcome}


def _told(row: MeasureRow | ReadingRow) -> tuple[str, ...]:
    if isinstance(row, ReadingRow):
        return (reading_row_line(row),)
    return (" ".join(part.strip() for part in measure_row_lines(row)),)


def _paragraph(text: str) -> Paragraph:
    return Paragraph(spans=(Text(text=text),))


def _faults(case: Case, wrong: FileFaults, in_place: bool) -> Say:
    told = [*wrong.lines[:MOST_TOLD]]
    if len(wrong.lines) > MOST_TOLD:
        told.append(words("proposals.chat.more_faults", {"count": len(wrong.lines) - MOST_TOLD}))
    title = words("proposals.chat.faults", {"file": case.read.file})
    return Say(message=Message(title=title, blocks=tuple(map(_paragraph, told))), in_place=in_place)


async def _which(tools: Tools, asker: Asker, case: Case, in_place: bool) -> Reply:
    mine = await tools.read(lambda view: administered(view, asker))
    token = case.read.token
    buttons = [
        Button(
            label=words("proposals.chat.of", {"plan": short}),
            command=str(commands.PlacePlan(name=short, is_new=False, token=token)),
        )
        for short in mine[:MOST_OFFERED]
    ]
    buttons.append(Button(label=words("plans.question.forget"), command=str(commands.ForgetPlan(token=token))))
    title = words("proposals.chat.which", {"file": case.read.file})
    return Say(message=Message(title=title, blocks=(Actions(buttons=tuple(buttons)),)), in_place=in_place)
