"""Editions in the record: a plan taken apart into rows, and put together again from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from bot.model.plan import (
    Action,
    Aim,
    Answer,
    Body,
    Dropped,
    Governance,
    Heading,
    Imported,
    Milestone,
    Move,
    Named,
    Plan,
    Priority,
    Recurrence,
    Role,
    Sheet,
    Source,
)
from bot.rules.documents import edition
from store.content.fields import field_of
from store.content.removed import Texts
from store.database.columns import aware
from store.database.prepared import Prepared
from store.documents import imported
from store.entries import Row
from store.tables.editions import (
    ACTION,
    AIM,
    ANSWER,
    EDITION,
    EDITION_LINE,
    GOVERNANCE_BODY,
    IMPORTED,
    MILESTONE,
    MILESTONE_OWNER,
    PRIORITY,
    ROLE,
    ROLE_ALIAS,
    SHEET,
    SHEET_COLUMN,
    STRATEGY_LINK,
    SUCCESS_MEASURE,
)
from store.tables.entries import ENTRY

PARTS = (
    EDITION_LINE,
    AIM,
    GOVERNANCE_BODY,
    PRIORITY,
    ACTION,
    SUCCESS_MEASURE,
    STRATEGY_LINK,
    MILESTONE,
    MILESTONE_OWNER,
    IMPORTED,
    ROLE,
    ROLE_ALIAS,
    SHEET,
    SHEET_COLUMN,
    ANSWER,
)

# ---- apart ---------------------------------------------------------------------------------


def rows_of(plan: Plan, source: Source) -> Iterator[Row]:
    """Give the rows of an edition, table by table."""
    yield EDITION, _whole(plan, source)
    watch = plan.governance
    for name, lines in (
        ("partnership", plan.partnership),
        ("voices", plan.voices),
        ("reports_into", watch.reports_into),
        ("scrutiny", watch.scrutiny),
    ):
        for position, text in enumerate(lines, 1):
            yield EDITION_LINE, {"list": name, "position": position, "text": text, "length": len(text)}
    for position, aim in enumerate(plan.aims, 1):
        yield AIM, {"number": aim.number, "position": position, "text": aim.text}
    for position, body in enumerate(watch.bodies, 1):
        yield GOVERNANCE_BODY, {"position": position, "name": body.name, "does": body.does, "length": len(body.name)}
    for position, priority in enumerate(plan.priorities, 1):
        kind = priority.kind or None
        yield PRIORITY, {"number": priority.number, "position": position, "text": priority.text, "kind": kind}
    yield from _actions(plan.actions)
    yield from _milestones(plan)
    for position, role in enumerate(plan.roles, 1):
        yield ROLE, {"name": role.name, "position": position, "organisation": role.organisation}
    for role in plan.roles:
        for position, alias in enumerate(role.aliases, 1):
            yield ROLE_ALIAS, {"role": role.name, "position": position, "alias": alias}
    yield from _form(plan)


def _form(plan: Plan) -> Iterator[Row]:
    """Give the rows of the form that the document has, and of the answers by which it was read."""
    for number, sheet in enumerate(plan.sheets, 1):
        yield SHEET, {"position": number, "name": sheet.name, "length": len(sheet.name)}
    for number, sheet in enumerate(plan.sheets, 1):
        for position, heading in enumerate(sheet.headings, 1):
            told = {"text": heading.text, "length": len(heading.text), "meaning": heading.meaning or None}
            yield SHEET_COLUMN, {"sheet": number, "position": position, **told}
    for position, answer in enumerate(plan.answers, 1):
        yield ANSWER, {"key": answer.key, "position": position, "choice": answer.choice}


def _whole(plan: Plan, source: Source) -> dict[str, object]:
    watch = plan.governance
    over = {"board": watch.board, "chair": watch.chair, "operations_group": watch.operations_group}
    over["vision"] = plan.vision or None
    return {"title": plan.title, "file": plan.file, "sha256": source.sha256, "approved": source.approved, **over}


def _actions(actions: Sequence[Action]) -> Iterator[Row]:
    for position, one in enumerate(actions, 1):
        words = {"title": one.title, "impact": one.impact, "source_ref": one.source_ref}
        yield ACTION, {"ref": one.ref, "position": position, "priority": one.priority, **words}
    for one in actions:
        for position, text in enumerate(one.success_measures, 1):
            yield SUCCESS_MEASURE, {"action": one.ref, "position": position, "text": text, "length": len(text)}
    for one in actions:
        for position, number in enumerate(one.strategy_links, 1):
            yield STRATEGY_LINK, {"action": one.ref, "position": position, "number": number}


_APART = {"owners", "recurrence", "moved", "closed", "imported", "sheet", "stands_in", "stands_under"}  # kept otherwise


def _milestones(plan: Plan) -> Iterator[Row]:
    placed = [(milestone, action.ref, False) for action in plan.actions for milestone in action.milestones]
    placed += [(milestone, milestone.action, True) for milestone in plan.retired]
    for position, (one, action, retired) in enumerate(placed, 1):
        told = one.model_dump(exclude=_APART)
        told["sheet"] = one.sheet or None
        recurrence = None if one.recurrence is None else one.recurrence.value
        yield MILESTONE, {**told, "recurrence": recurrence, "position": position, "action": action, "retired": retired}
    for one, _, _ in placed:
        for position, role in enumerate(one.owners, 1):
            yield MILESTONE_OWNER, {"ref": one.ref, "position": position, "role": role}
    for position, (one, _, _) in enumerate(placed, 1):
        if one.imported is not None:
            yield IMPORTED, {"ref": one.ref, "position": position, **imported.columns_of(one.imported)}


# ---- together ------------------------------------------------------------------------------


def plan_of(db: sa.Connection, short: str, entry: int, texts: Texts) -> Plan:
    """Return the plan as the edition of that number says it. `texts` has the words in place of what was taken out."""
    rows = _Rows(db, short, entry, texts)
    whole = rows.all(EDITION)[0]
    lines, aliases = rows.listed(EDITION_LINE, "list", "text"), rows.listed(ROLE_ALIAS, "role", "alias")
    owners = rows.listed(MILESTONE_OWNER, "ref", "role")
    tracked = {row["ref"]: imported.of_row(row, texts) for row in rows.all(IMPORTED)}
    milestones: dict[str, list[Milestone]] = {}
    retired: list[Milestone] = []
    priorities = {row["ref"]: row["priority"] for row in rows.all(ACTION)}
    for row in rows.all(MILESTONE):
        action = row["action"]
        of_it = retired if row["retired"] else milestones.setdefault(action, [])
        milestone = _milestone(rows, row, owners.get(row["ref"], ()), tracked.get(row["ref"]))
        of_it.append(milestone.placed(action, priorities.get(action) or int(action.partition(".")[0])))
    roles = rows.all(ROLE)
    return Plan(
        short=short,
        title=whole["title"],
        vision=rows.text(EDITION, whole, "vision"),
        aims=tuple(Aim(number=row["number"], text=rows.text(AIM, row, "text")) for row in rows.all(AIM)),
        partnership=lines.get("partnership", ()),
        voices=lines.get("voices", ()),
        governance=_governance(rows, whole, lines),
        priorities=tuple(_priority(rows, row) for row in rows.all(PRIORITY)),
        actions=_actions_of(rows, milestones),
        roles=tuple(
            Role(name=row["name"], aliases=aliases.get(row["name"], ()), organisation=row["organisation"]) for row in roles
        ),
        file=whole["file"] or "",
        sheets=_sheets(rows),
        answers=tuple(Answer(key=row["key"], choice=rows.text(ANSWER, row, "choice")) for row in rows.all(ANSWER)),
        retired=tuple(retired),
    )


class _Rows:
    """The rows of one edition, in the order of the document."""

    def __init__(self, db: sa.Connection, short: str, entry: int, texts: Texts) -> None:
        self._db = db
        self._texts = texts
        self._place: dict[str, str | int] = {"short": short, "entry": entry}

    def all(self, table: sa.Table) -> Sequence[Mapping[str, Any]]:
        return _SELECTS[table].named(self._db, **self._place)

    def text(self, table: sa.Table, row: Mapping[str, Any], column: str) -> str:
        """Return a free text of a row, or the words that stand in its place."""
        text: str | None = row[column]
        return text or self._texts(row["entry"], field_of(table, row, column), text)

    def listed(self, table: sa.Table, of: str, value: str) -> dict[str, tuple[str, ...]]:
        """Return the lists of texts of a table, each by what it belongs to."""
        found: dict[str, list[str]] = {}
        for row in self.all(table):
            found.setdefault(row[of], []).append(self.text(table, row, value))
        return {name: tuple(values) for name, values in found.items()}


def _select(table: sa.Table) -> sa.Select[tuple[object, ...]]:
    mine = sa.select(table).where(table.c.plan == sa.bindparam("short"), table.c.entry == sa.bindparam("entry"))
    return mine if table is EDITION else mine.order_by(table.c.position)


_SELECTS = {table: Prepared(_select(table)) for table in (EDITION, *PARTS)}


def _priority(rows: _Rows, row: Mapping[str, Any]) -> Priority:
    return Priority(number=row["number"], text=rows.text(PRIORITY, row, "text"), kind=rows.text(PRIORITY, row, "kind"))


def _sheets(rows: _Rows) -> tuple[Sheet, ...]:
    headings: dict[int, list[Heading]] = {}
    for row in rows.all(SHEET_COLUMN):
        heading = Heading(text=rows.text(SHEET_COLUMN, row, "text"), meaning=row["meaning"] or "")
        headings.setdefault(row["sheet"], []).append(heading)
    return tuple(
        Sheet(name=rows.text(SHEET, row, "name"), headings=tuple(headings.get(row["position"], ()))) for row in rows.all(SHEET)
    )


def _governance(rows: _Rows, whole: Mapping[str, Any], lines: Mapping[str, tuple[str, ...]]) -> Governance:
    return Governance(
        board=rows.text(EDITION, whole, "board") or None,
        chair=rows.text(EDITION, whole, "chair") or None,
        operations_group=rows.text(EDITION, whole, "operations_group") or None,
        reports_into=lines.get("reports_into", ()),
        scrutiny=lines.get("scrutiny", ()),
        bodies=tuple(
            Body(name=rows.text(GOVERNANCE_BODY, row, "name"), does=rows.text(GOVERNANCE_BODY, row, "does"))
            for row in rows.all(GOVERNANCE_BODY)
        ),
    )


def _actions_of(rows: _Rows, milestones: Mapping[str, Sequence[Milestone]]) -> tuple[Action, ...]:
    measures = rows.listed(SUCCESS_MEASURE, "action", "text")
    links: dict[str, list[int]] = {}
    for row in rows.all(STRATEGY_LINK):
        links.setdefault(row["action"], []).append(row["number"])
    return tuple(
        Action(
            ref=row["ref"],
            priority=row["priority"],
            title=rows.text(ACTION, row, "title"),
            impact=rows.text(ACTION, row, "impact"),
            success_measures=measures.get(row["ref"], ()),
            strategy_links=tuple(links.get(row["ref"], ())),
            milestones=tuple(milestones.get(row["ref"], ())),
            source_ref=row["source_ref"],
        )
        for row in rows.all(ACTION)
    )


def _milestone(rows: _Rows, row: Mapping[str, Any], owners: tuple[str, ...], tracked: Imported | None) -> Milestone:
    return Milestone(
        ref=row["ref"],
        text=rows.text(MILESTONE, row, "text"),
        date_text=rows.text(MILESTONE, row, "date_text") or None,
        start=row["start"],
        baseline=row["baseline"],
        due=row["due"],
        open_ended=row["open_ended"],
        recurrence=None if row["recurrence"] is None else Recurrence(row["recurrence"]),
        owners=owners,
        source_ref=row["source_ref"],
        sheet=row["sheet"] or 0,
        imported=tracked,
    )


# ---- which moved what ----------------------------------------------------------------------


def numbers(db: sa.Connection, short: str) -> tuple[int, ...]:
    """Return the entry numbers of a plan's editions, the first first."""
    return tuple(db.scalars(sa.select(EDITION.c.entry).where(EDITION.c.plan == short).order_by(EDITION.c.entry)))


def moves(db: sa.Connection, short: str) -> tuple[Move, ...]:
    """Return every move of a due date from one of a plan's editions to the next."""
    dated = sa.select(MILESTONE.c.entry, MILESTONE.c.ref, MILESTONE.c.due)
    mine = dated.where(MILESTONE.c.plan == short, MILESTONE.c.retired == sa.false())
    dues: dict[int, dict[str, date | None]] = {number: {} for number in numbers(db, short)}
    for entry, ref, due in db.execute(mine.order_by(MILESTONE.c.entry, MILESTONE.c.position)):
        dues[entry][ref] = due
    approved = sa.select(EDITION.c.entry).where(EDITION.c.plan == short, EDITION.c.approved != "")
    return edition.moves(dues.items(), set(db.scalars(approved)))


def named(db: sa.Connection, short: str) -> tuple[Named, ...]:
    """Return every role that one of a plan's editions names for a milestone anew."""
    owned = sa.select(MILESTONE.c.entry, MILESTONE.c.ref, MILESTONE_OWNER.c.role).join(MILESTONE_OWNER, _ITS_OWNER)
    mine = owned.where(MILESTONE.c.plan == short, MILESTONE.c.retired == sa.false())
    owners: dict[int, dict[str, list[str]]] = {number: {} for number in numbers(db, short)}
    for entry, ref, role in db.execute(mine.order_by(MILESTONE.c.entry, MILESTONE.c.position, MILESTONE_OWNER.c.position)):
        owners[entry].setdefault(ref, []).append(role)
    return edition.newly_named(owners.items())


def dropped(db: sa.Connection, short: str, ref: str, upto: int, texts: Texts) -> Dropped | None:
    """Return which of a plan's editions, up to an entry, took a milestone out that is not in the last of them."""
    mine = sa.select(MILESTONE.c.entry, MILESTONE.c.retired).where(MILESTONE.c.plan == short, MILESTONE.c.ref == ref)
    first = None
    for entry, retired in db.execute(mine.where(MILESTONE.c.entry <= upto).order_by(MILESTONE.c.entry)):
        first = (first or entry) if retired else None
    if first is None:
        return None
    said = sa.select(ENTRY.c.at, ENTRY.c.why).where(ENTRY.c.plan == short, ENTRY.c.number == first)
    at, why = db.execute(said).one()
    return Dropped(entry=first, at=aware(at), why=texts(first, "why", why))


_ITS_OWNER = sa.and_(
    *(MILESTONE_OWNER.c[name] == MILESTONE.c[name] for name in ("plan", "entry", "ref")),
)
