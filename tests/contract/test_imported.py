"""What a plan's tracker said, in the record on SQLite and on PostgreSQL alike: each state once, with the edition that said it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.model.people import PersonRow
from bot.model.plan import Action, Imported, Milestone, Plan, Source
from bot.model.record.entry import By
from bot.model.status import Status
from bot.planning import editions
from bot.ports.record import Tx, View
from bot.reports.record.past import Past
from bot.reports.snapshot import take
from bot.reports.status import imported_json, status_json
from bot.rules.documents import edition
from store.record import SqlStore

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
LATER = NOW + timedelta(days=30)
REF = "1.1.1"
GREEN = Imported(status=Status.GREEN, colour="G", words="All well.", progress=60, done=date(2026, 2, 1), as_at=date(2026, 2, 27))
RED = Imported(status=Status.RED, colour="Red", words="Off track.")


def document(said: Imported | None) -> Plan:
    step = Milestone(ref=REF, text="Do", due=date(2026, 9, 30), owners=("Head",), imported=said)
    return Plan(short="kent", title="Kent", actions=(Action(ref="1.1", priority=1, title="A", milestones=(step,)),))


async def loaded(store: SqlStore, said: Imported | None, file: str, at: datetime) -> None:
    def keep(tx: Tx) -> None:
        tx.acting(By(at=at, capacity="command line: ed"))
        editions.keep(tx, edition.compare(None, document(said)).plan, Source(file=file), at)

    await store.transact(keep)


@pytest.fixture
async def kent(store: SqlStore) -> SqlStore:
    await loaded(store, GREEN, "tracker.xlsx", NOW)
    row = PersonRow(role="Head", name="Anna", email="anna@example.org")
    await store.transact(lambda tx: tx.people.save("kent", [row]))
    return store


async def stands(store: SqlStore) -> Imported | None:
    return await store.read(lambda view: view.plans.one("kent").milestones[0].imported)


async def said(store: SqlStore, upto: int | None = None) -> list[tuple[Status | None, str]]:
    found = await store.read(lambda view: view.updates.imported("kent", REF, upto))
    return [(one.status, one.file) for one in found]


async def test_all_of_it_is_kept_with_its_file_its_day_and_its_edition(kent: SqlStore) -> None:
    first = await kent.read(lambda view: view.plans.first("kent"))
    assert await stands(kent) == GREEN.model_copy(update={"file": "tracker.xlsx", "since": NOW, "first": first})


async def test_a_state_without_a_day_of_its_own_is_of_the_local_day_it_was_loaded(store: SqlStore) -> None:
    await loaded(store, RED, "late.xlsx", datetime(2026, 6, 1, 23, 30, tzinfo=UTC))
    there = await stands(store)
    assert there is not None and (there.file, there.as_at) == ("late.xlsx", date(2026, 6, 2))


async def test_each_state_is_told_once_with_the_edition_that_said_it_first_and_the_past_knows_no_later_one(kent: SqlStore) -> None:
    before = await kent.read(lambda view: view.entries.head("kent").entry)
    await loaded(kent, RED, "april.xlsx", LATER)
    await loaded(kent, await stands(kent), "may.xlsx", LATER + timedelta(days=30))  # it says what it said before

    assert await said(kent) == [(Status.GREEN, "tracker.xlsx"), (Status.RED, "april.xlsx")]
    assert await said(kent, before) == [(Status.GREEN, "tracker.xlsx")]
    told = await kent.read(lambda view: imported_json(Past(view, before), "kent", REF))
    assert told == [
        {
            "entry": 1, "capacity": "imported from tracker.xlsx, as at 27 February 2026", "status": "green", "words": "All well.",
            "progress": 60, "done": "2026-02-01", "file": "tracker.xlsx", "as_at": "2026-02-27",
        }
    ]  # fmt: skip


async def test_the_status_shape_has_it_and_no_status_of_anybody(kent: SqlStore) -> None:
    def shape(view: View) -> object:
        return status_json(take(view, "kent", NOW))["milestones"]

    (row,) = await kent.read(shape)  # type: ignore[misc]
    assert (row["status"], row["face"], row["imported"]["status"]) == (None, "imported", "green")
