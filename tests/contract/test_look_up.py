"""Who is gone is asked once a day of each tenant, by one process, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.model.people import Address, PersonRow
from bot.ports.record import Tx
from store.record import SqlStore
from tests.world.plan import small

MORNING = datetime(2025, 3, 19, 9, 0, tzinfo=UTC)
APART = timedelta(hours=12)
PLACES = {"keira": ("slack", "T1"), "ben": ("slack", "T1"), "carys": ("slack", "T2"), "gwen": ("teams", "council")}


def address(name: str) -> Address:
    platform, tenant = PLACES[name]
    return Address(platform=platform, tenant=tenant, id=name)


@pytest.fixture
async def known(store: SqlStore) -> SqlStore:
    def load(tx: Tx) -> None:
        tx.plans.save(small())
        tx.people.save("small", [PersonRow(role=None, name=name, email=f"{name}@example.org") for name in PLACES])
        for name in PLACES:
            person = tx.people.by_email(f"{name}@example.org")
            assert person is not None
            tx.accounts.reach(person, address(name), MORNING)

    await store.transact(load)
    return store


async def looked_up(store: SqlStore, now: datetime, *platforms: str) -> set[str]:
    return {one.id for one in await store.transact(lambda tx: tx.accounts.look_up(platforms, now - APART, now))}


async def test_whoever_asks_first_looks_up_every_account_of_its_platforms(known: SqlStore) -> None:
    assert await looked_up(known, MORNING, "slack") == {"keira", "ben", "carys"}
    assert await looked_up(known, MORNING, "slack", "teams") == {"gwen"}
    assert await looked_up(known, MORNING + timedelta(hours=1), "slack", "teams") == set()


async def test_the_next_morning_they_are_looked_up_anew(known: SqlStore) -> None:
    await looked_up(known, MORNING, "slack", "teams")

    assert await looked_up(known, MORNING + timedelta(hours=23), "slack", "teams") == set(PLACES)


async def test_a_clock_set_back_knows_nothing_of_a_later_look_up(known: SqlStore) -> None:
    await looked_up(known, MORNING + timedelta(days=9), "slack", "teams")

    assert await looked_up(known, MORNING, "slack", "teams") == set(PLACES)


async def test_whoever_is_lost_already_or_in_no_plan_is_not_looked_up(known: SqlStore) -> None:
    await known.transact(lambda tx: tx.accounts.lose(address("keira"), "deactivated", MORNING))

    assert await looked_up(known, MORNING, "slack") == {"ben", "carys"}
