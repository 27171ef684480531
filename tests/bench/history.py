"""A plan with years of entries behind it, made by the record's own verbs in few transactions; and its copy on PostgreSQL."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psycopg
import sqlalchemy as sa
from psycopg import sql

from bot.model.people import PersonRow
from bot.model.plan import Action, Milestone, Plan, Role
from bot.model.record.entry import By, EntryKind
from bot.model.status import Status
from bot.ports.record import Tx
from store.entries import Row
from store.record import SqlStore
from store.tables.naming import metadata
from store.tables.statements import ASKED, ASKED_MILESTONE, UPDATE
from tests.records import long_ago

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
YEARS = timedelta(days=3 * 365)  # for which the record was kept
A_LETTER = 5  # milestones that a letter asks about; each is then told of
TOLD = 6  # times that each milestone is told of in those years
STATUSES = (Status.GREEN, Status.AMBER, Status.RED)
PORTION = 5_000  # entries of a transaction


def heads(milestones: int) -> int:
    """Return how many people answer for so many milestones: none for more than fifty."""
    return max(20, milestones // 50)


def plan_of(count: int) -> Plan:
    """Return a plan of that many milestones, due over three years, ten to an action."""
    roles = [Role(name=f"Role {n}") for n in range(heads(count))]
    actions = []
    for first in range(0, count, 10):
        number = first // 10 + 1
        steps = [
            Milestone(
                ref=f"1.{number}.{n + 1}",
                text="A step",
                due=(day := date(2025, 1, 1) + timedelta(days=(500 + (first + n) * 7) % 1095)),
                baseline=day,
                owners=(roles[(first + n) % len(roles)].name,),
            )
            for n in range(min(10, count - first))
        ]
        actions.append(Action(ref=f"1.{number}", priority=1, title="All", milestones=tuple(steps)))
    return Plan(short="p", title="P", actions=tuple(actions), roles=tuple(roles))


def entries_of(milestones: int) -> int:
    """Return how many entries three years of so many milestones are: each is told of every half year, and was asked about."""
    return -(-milestones // A_LETTER) * TOLD * (A_LETTER + 1)


def updates_in(entries: int) -> int:
    """Return how many of so many entries say how a milestone stands."""
    return entries - -(-entries // (A_LETTER + 1))


def rows_of(plan: Plan, number: int, at: datetime) -> tuple[EntryKind, list[Row]]:
    """Return the rows of one entry: a letter that asked about five milestones, or what was then said of one of them."""
    letter, told = divmod(number, A_LETTER + 1)
    steps = [plan.milestones[(letter * A_LETTER + n) % len(plan.milestones)] for n in range(A_LETTER)]
    if not told:
        asked: list[Row] = [(ASKED, {"whom": "ab", "letter": f"nudge:{letter}", "taken": at})]
        return EntryKind.ASKED, asked + [(ASKED_MILESTONE, {"ref": one.ref, "stood": 0, "cause": "due"}) for one in steps]
    words = {"status": STATUSES[number % 3].value, "narrative": f"What was said, {number}.", "path_to_green": "More staff."}
    return EntryKind.UPDATE, [(UPDATE, {"ref": steps[told - 1].ref, "letter": f"nudge:{letter}", **words})]


def put(tx: Tx, plan: Plan, numbers: range, entries: int) -> None:
    """Add some of the entries that a plan has, spread over the years."""
    for number in numbers:
        at = NOW - YEARS * (entries - number) / entries
        kind, rows = rows_of(plan, number, at)
        by = By(at=at, capacity=plan.roles[number % len(plan.roles)].name, platform="slack", tenant="T1", account="U1", said="update")
        tx.entries.append(plan.short, kind, by, rows, about=str(rows[-1][1]["ref"]))  # type: ignore[attr-defined]


async def add_years(store: SqlStore, plan: Plan, entries: int) -> None:
    """Add the entries of years to a plan, some thousands in a transaction."""
    for first in range(0, entries, PORTION):
        numbers = range(first, min(first + PORTION, entries))
        await store.transact(lambda tx, numbers=numbers: put(tx, plan, numbers, entries))  # type: ignore[misc]


async def filled(file: Path, plan: Plan, entries: int) -> SqlStore:
    """Return a record with a plan, its people and that many entries, spread over three years."""
    store = SqlStore(f"sqlite:///{file}", long_ago)
    await asyncio.to_thread(store.migrate)

    def load(tx: Tx) -> None:
        tx.acting(By(at=NOW - YEARS))
        tx.plans.save(plan)
        tx.people.save(plan.short, [PersonRow(role=one.name, name=one.name, email=f"{n}@example.org") for n, one in enumerate(plan.roles)])

    await store.transact(load)
    await add_years(store, plan, entries)
    return store


# ---- a copy on PostgreSQL -----------------------------------------------------------------


def copied(file: Path, url: str) -> None:
    """Copy a record from a file of SQLite's into a database of PostgreSQL's, row by row as both understand them."""
    SqlStore(url, long_ago).migrate()
    taken = sa.create_engine(f"sqlite:///{file}")
    with taken.connect() as source, psycopg.connect(url, autocommit=True) as target:
        target.execute("SET session_replication_role = replica")  # rows come before what they point at
        target.execute("SET timezone = 'UTC'")  # in which SQLite keeps each moment, without saying so
        for table in metadata.sorted_tables:
            names = sql.SQL(", ").join(map(sql.Identifier, table.columns.keys()))
            target.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table.name)))
            with target.cursor().copy(sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table.name), names)) as copy:
                for row in source.execute(sa.select(table)):
                    copy.write_row(tuple(row))
            _count_on(target, table)
        target.execute("ANALYZE")
    taken.dispose()


def _count_on(target: psycopg.Connection, table: sa.Table) -> None:
    """Let the numbers that PostgreSQL gives go on after those that were copied."""
    for key in (column.name for column in table.primary_key.columns):
        named = target.execute("SELECT pg_get_serial_sequence(%s, %s)", (f'"{table.name}"', key)).fetchone()
        if named and named[0]:
            last = sql.SQL("SELECT setval({}, coalesce(max({}), 0) + 1, false) FROM {}")
            target.execute(last.format(sql.Literal(named[0]), sql.Identifier(key), sql.Identifier(table.name)))
