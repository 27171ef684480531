"""A link to the page opens once, whichever process is asked, on both databases."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.conversation.page.door import Door
from bot.conversation.page.links import Hour, give, new_secret
from bot.model.page.place import Place
from bot.model.people import Address, PersonRow
from bot.ports.record import Tx
from bot.ports.refusals import Refusal
from store.record import SqlStore
from tests.world import plan

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def given(tx: Tx) -> str:
    plan.load(tx)
    person = tx.people.by_email(plan.email("keira"))
    assert person is not None
    return give(tx, person, plan.SMALL, Hour(NOW, NOW), new_secret()).secret


async def test_two_processes_share_links_and_visits_and_of_many_who_press_one_is_let_in(store: SqlStore, database_url: str) -> None:
    other = SqlStore(database_url, lambda: NOW)
    await other.open()
    try:
        here, there = (Door(one, lambda: NOW, lambda: NOW) for one in (store, other))
        secret = await store.transact(given)
        await there.welcome(secret)
        pressed = await asyncio.gather(*(door.enter(secret) for door in (here, there) * 4), return_exceptions=True)
        (entered,) = (one for one in pressed if not isinstance(one, BaseException))
        refused = [one.prompt_key for one in pressed if isinstance(one, Refusal)]
        assert refused == ["page_link_used"] * 7

        for door in (here, there):
            assert (await door.sheet(entered.secret, Place())).plan_title == "A small plan"
        row = PersonRow(role="Head of Inclusion", name="Keira", email=plan.email("keira"), ends=(NOW - timedelta(days=1)).date())
        await store.transact(lambda tx: tx.people.save(plan.SMALL, [row]))
        with pytest.raises(Refusal, match="page_no_right"):
            await there.sheet(entered.secret, Place())
        await here.leave(entered.secret)
        with pytest.raises(Refusal, match="page_visit_ended"):
            await there.sheet(entered.secret, Place())
    finally:
        await other.close()


async def test_whoever_has_no_account_any_more_is_shown_out_and_opens_no_link(store: SqlStore) -> None:
    door, here = Door(store, lambda: NOW, lambda: NOW), Address(platform="slack", tenant="T1", id="U1")
    visit, unused = (await door.enter(await store.transact(given))).secret, await store.transact(given)

    def closed(tx: Tx) -> None:
        person = tx.people.by_email(plan.email("keira"))
        assert person is not None
        tx.accounts.reach(person, here, NOW)
        tx.accounts.reach(person, here.model_copy(update={"platform": "teams"}), NOW)
        tx.accounts.lose(here, "the Slack account is deactivated", NOW)

    await store.transact(closed)
    await door.sheet(visit, Place())  # by the account in Teams
    await store.transact(lambda tx: tx.accounts.lose(here.model_copy(update={"platform": "teams"}), "no such account", NOW))
    for asked in (door.sheet(visit, Place()), door.welcome(unused), door.enter(unused)):
        with pytest.raises(Refusal, match="page_visit_ended"):
            await asked


async def test_who_asks_what_is_held_on_them_is_told_of_links_and_visits(store: SqlStore) -> None:
    door = Door(store, lambda: NOW, lambda: NOW)
    visit = (await door.enter(await store.transact(given))).secret
    held = await store.read(lambda view: view.erasures.held(plan.email("keira")))
    assert held is not None
    assert [(one.plan, one.kind, one.until - NOW) for one in held.pages] == [
        (plan.SMALL, "link", timedelta(minutes=10)),
        (plan.SMALL, "visit", timedelta(hours=12)),
    ]

    await door.leave(visit)
    held = await store.read(lambda view: view.erasures.held(plan.email("keira")))
    assert held is not None and [one.kind for one in held.pages] == ["link"]
