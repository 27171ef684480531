"""Entries of the record, on SQLite and on PostgreSQL alike: added in one chain, and guarded against change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from bot.model.people import PersonRow
from bot.model.plan import Plan
from bot.model.record.entry import By, EntryKind
from bot.ports.record import View
from bot.rules import chain
from store.record import SqlStore
from store.tables.entries import PROOF
from store.tables.office import PAUSE
from store.tables.statements import ASKED, ASKED_MILESTONE, UPDATE
from store.view import Writing

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def said(inbound: str = "", at: datetime = NOW, **more: str) -> By:
    return By(at=at, capacity="admin", platform="slack", tenant="T1", account="U1", inbound=inbound, **more)


async def add(store: SqlStore, *entries: tuple[By, EntryKind, list[tuple[sa.Table, dict[str, object]]]]) -> list[int]:
    def work(tx: object) -> list[int]:
        assert isinstance(tx, Writing)
        return [tx.entries.append("kent", kind, by, rows, about="2.1.3", why="because") for by, kind, rows in entries]

    return await store.transact(work)


@pytest.fixture
async def kent(store: SqlStore) -> SqlStore:
    await store.transact(lambda tx: tx.plans.save(Plan(short="kent", title="Kent")))
    return store


def an_update(**more: object) -> list[tuple[sa.Table, dict[str, object]]]:
    return [(UPDATE, {"ref": "2.1.3", "status": "amber", "narrative": "Waiting", "forecast": date(2026, 4, 1), **more})]


def asked() -> list[tuple[sa.Table, dict[str, object]]]:
    rows = [(ASKED_MILESTONE, {"ref": ref, "stood": 0, "cause": "due"}) for ref in ("2.1.3", "2.1.4")]
    return [(ASKED, {"whom": "ab", "letter": "nudge:1:2026-03-02", "taken": NOW}), *rows]


async def broken_at(store: SqlStore) -> int | None:
    def walk(view: View) -> int | None:
        return next((number for number, holds in chain.walked("kent", view.entries.links("kent")) if not holds), None)

    return await store.read(walk)


async def test_entries_are_numbered_and_chained_and_verify(kent: SqlStore) -> None:
    before = (await kent.read(lambda view: view.entries.head("kent"))).entry
    numbers = await add(kent, (said(), EntryKind.UPDATE, an_update()), (said(), EntryKind.ASKED, asked()))
    numbers += await add(kent, (said(), EntryKind.PAUSE, [(PAUSE, {"paused": True})]))

    assert numbers == [before + 1, before + 2, before + 3]
    assert await broken_at(kent) is None
    head = await kent.read(lambda view: view.entries.head("kent"))
    entry = await kent.read(lambda view: view.entries.entry("kent", before + 2))
    assert head.entry == before + 3
    assert entry is not None
    assert entry.fields["asked_milestone/2.1.4/cause"] == "due"
    assert entry.fields["taken"] == "2026-03-02T09:00:00.000000+00:00"
    assert entry.fields["account"] == "U1"


async def test_a_clock_set_back_does_not_set_the_record_back(kent: SqlStore) -> None:
    late, early = said(at=NOW + timedelta(hours=1)), said(at=NOW)
    first, second = await add(kent, (late, EntryKind.UPDATE, an_update()), (early, EntryKind.UPDATE, an_update()))
    entries = [await kent.read(lambda view, n=n: view.entries.entry("kent", n)) for n in (first, second)]

    assert [entry.header.at for entry in entries if entry] == [NOW + timedelta(hours=1)] * 2


async def test_what_one_inbound_made_is_known_by_it(kent: SqlStore) -> None:
    by = said("slack:Ev1")
    numbers = await add(kent, (by, EntryKind.UPDATE, an_update()), (by, EntryKind.UPDATE, an_update()))

    assert list(await kent.read(lambda view: view.entries.recorded("kent", "slack:Ev1"))) == numbers


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM entry",
        "DELETE FROM proof",
        'DELETE FROM "update"',
        "UPDATE entry SET at = '2020-01-01'",
        "UPDATE entry SET about = NULL",
        "UPDATE \"update\" SET status = 'green'",
        "UPDATE \"update\" SET narrative = 'better'",
        'UPDATE "update" SET forecast = NULL',
        "UPDATE proof SET leaf = salt",
        "INSERT INTO entry SELECT * FROM entry",
    ],
)
async def test_no_row_of_the_record_can_be_changed(kent: SqlStore, statement: str) -> None:
    await add(kent, (said(), EntryKind.UPDATE, an_update()))

    with pytest.raises(DBAPIError), kent._write.begin() as connection:
        connection.exec_driver_sql(statement)
    assert await broken_at(kent) is None


async def test_a_table_without_words_refuses_a_change_in_the_same_sentence(kent: SqlStore) -> None:
    named = PersonRow(role="Head", name="Anna", email="anna@example.org", deputy_email="ben@example.org")
    await kent.transact(lambda tx: tx.people.save("kent", [named]))

    with pytest.raises(DBAPIError, match="the record is only added to"), kent._write.begin() as connection:
        connection.exec_driver_sql("UPDATE deputy SET starts = '2020-01-01'")


async def test_words_may_be_emptied_and_then_the_entry_is_broken_until_an_erasure_says_so(kent: SqlStore) -> None:
    [number] = await add(kent, (said(), EntryKind.UPDATE, an_update()))
    with kent._write.begin() as connection:
        connection.execute(sa.update(UPDATE).values(narrative=None))
        connection.execute(sa.update(PROOF).where(PROOF.c.entry == number, PROOF.c.field == "narrative").values(salt=None))

    assert await broken_at(kent) == number


async def test_a_change_past_the_triggers_is_named(kent: SqlStore) -> None:
    numbers = await add(kent, *[(said(), EntryKind.UPDATE, an_update()) for _ in range(4)])
    with kent._write.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        else:
            connection.exec_driver_sql("DROP TRIGGER update_update")
        connection.execute(sa.update(UPDATE).where(UPDATE.c.entry == numbers[2]).values(status="green"))

    assert await broken_at(kent) == numbers[2]


async def test_a_row_put_in_beside_is_named(kent: SqlStore) -> None:
    numbers = await add(kent, *[(said(), EntryKind.ASKED, rows) for rows in (asked()[:2],)])
    with kent._write.begin() as connection:
        values = {"plan": "kent", "entry": numbers[0], "ref": "9.9.9", "stood": 0, "cause": "due"}
        connection.execute(sa.insert(ASKED_MILESTONE).values(**values))

    assert await broken_at(kent) == numbers[0]


async def test_many_entries_are_read_in_their_order(kent: SqlStore) -> None:
    before = (await kent.read(lambda view: view.entries.head("kent"))).entry
    await add(kent, *[(said(), EntryKind.PAUSE, [(PAUSE, {"paused": bool(n % 2)})]) for n in range(1100)])
    numbers = await kent.read(lambda view: [link.header.number for link in view.entries.links("kent", before)])

    assert numbers == list(range(before + 1, before + 1101))
    assert await broken_at(kent) is None
