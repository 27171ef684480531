"""People in the record, on SQLite and on PostgreSQL alike: a plan's own names and rights, and what was known when."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from bot.model.people import Address, PersonRow
from bot.model.plan import Plan
from bot.model.record.entry import By, EntryKind
from bot.ports.record import Tx, View
from bot.reports.record.proof import verify
from bot.rules import chain
from store.record import SqlStore
from tests.records import paused

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = NOW.date()


def row(name: str, email: str, role: str | None = "Head", **more: object) -> PersonRow:
    return PersonRow(role=role, name=name, email=email, **more)


@pytest.fixture
async def both(store: SqlStore) -> SqlStore:
    """Two plans that both know Zoë, each by a name of its own."""

    def load(tx: Tx) -> None:
        for short, name in (("kent", "Zoë Ash"), ("essex", "Zo Ash")):
            tx.plans.save(Plan(short=short, title=short.title()))
            tx.people.save(short, [row(name, "zoe@example.org", rights=("admin",) if short == "kent" else ())])

    await store.transact(load)
    return store


async def kinds(store: SqlStore, short: str = "kent") -> list[EntryKind]:
    return await store.read(lambda view: [link.header.kind for link in view.entries.links(short)])


async def named(store: SqlStore, short: str, upto: int | None = None) -> list[tuple[str, tuple[str, ...]]]:
    people = await store.read(lambda view: view.people.of(short, upto))
    return [(person.name, person.rights) for person in people.persons]


async def test_a_plan_has_its_own_names_and_rights(both: SqlStore) -> None:
    await both.transact(lambda tx: tx.people.save("essex", [row("Zoë Ash-Oak", "zoe@example.org")]))

    assert await named(both, "kent") == [("Zoë Ash", ("admin",))]
    assert await named(both, "essex") == [("Zoë Ash-Oak", ())]
    persons = [await both.read(lambda view, s=short: view.people.of(s).persons[0]) for short in ("kent", "essex")]
    assert persons[0].id == persons[1].id  # one person, who is written to once a day


async def test_the_same_file_again_says_nothing_new(both: SqlStore) -> None:
    before = await kinds(both)
    rows = [row("Zoë Ash", "ZOE@example.org", rights=("admin",))]

    assert await both.transact(lambda tx: tx.people.save("kent", rows)) == (0, 0)
    assert await kinds(both) == before


async def test_a_change_is_an_entry_and_what_was_known_before_stays_known(both: SqlStore) -> None:
    head = (await both.read(lambda view: view.entries.head("kent"))).entry
    await both.transact(lambda tx: tx.people.save("kent", [row("Zoë Oak", "zoe@example.org", rights=("board",))]))

    assert (await kinds(both))[head:] == [EntryKind.NAME, EntryKind.RIGHT]
    assert await named(both, "kent") == [("Zoë Oak", ("board",))]
    assert await named(both, "kent", head) == [("Zoë Ash", ("admin",))]


async def test_a_hand_over_ends_one_holding_and_begins_another(both: SqlStore) -> None:
    await both.transact(lambda tx: tx.people.save("kent", [row("Ian Elm", "ian@example.org", role=None)]))
    zoe, ian = [person.id for person in (await both.read(lambda view: view.people.of("kent"))).persons]
    head = (await both.read(lambda view: view.entries.head("kent"))).entry

    assert await both.transact(lambda tx: tx.people.hold("kent", "Head", ian, DAY)) is True
    assert await both.transact(lambda tx: tx.people.hold("kent", "Head", ian, DAY)) is False

    def holdings(view: View, upto: int | None = None) -> list[tuple[int, date | None, date | None]]:
        return [(one.person, one.starts, one.ends) for one in view.people.of("kent", upto).holdings]

    assert await both.read(holdings) == [(zoe, None, date(2026, 3, 1)), (ian, DAY, None)]
    assert await both.read(lambda view: holdings(view, head)) == [(zoe, None, None)]
    assert (await kinds(both))[head:] == [EntryKind.HOLDING, EntryKind.HOLDING]


async def test_a_deputy_is_known_from_the_entry_that_names_them(both: SqlStore) -> None:
    head = (await both.read(lambda view: view.entries.head("kent"))).entry
    rows = [row("Zoë Ash", "zoe@example.org", rights=("admin",), deputy_email="dan@example.org")]
    await both.transact(lambda tx: tx.people.save("kent", rows))

    now, then = [await both.read(lambda view, u=upto: view.people.of("kent", u)) for upto in (None, head)]
    assert [holding.deputy for holding in now.holdings] == [now.persons[-1].id]
    assert [holding.deputy for holding in then.holdings] == [None]
    assert await both.transact(lambda tx: tx.people.of("kent")) == now


async def test_a_deputys_days_are_told_anew_kept_as_they_were_and_given_back(both: SqlStore) -> None:
    def of(starts: date | None) -> list[PersonRow]:
        return [row("Zoë Ash", "zoe@example.org", rights=("admin",), deputy_email="dan@example.org", deputy_starts=starts)]

    await both.transact(lambda tx: tx.people.save("kent", of(None)))
    head = (await both.read(lambda view: view.entries.head("kent"))).entry
    assert await both.transact(lambda tx: tx.people.save("kent", of(DAY))) == (0, 1)
    assert await both.transact(lambda tx: tx.people.save("kent", of(DAY))) == (0, 0)

    def days(view: View, upto: int | None = None) -> list[tuple[date | None, bool]]:
        return [(one.deputy_starts, one.deputy_noted is not None) for one in view.people.of("kent", upto).holdings]

    assert (await both.read(days), await both.read(lambda view: days(view, head))) == ([(DAY, True)], [(None, True)])
    assert (await kinds(both))[head:] == [EntryKind.DEPUTY]
    await both.transact(lambda tx: tx.people.give_back("kent", head))
    assert await both.read(days) == [(None, True)]
    assert await both.read(lambda view: verify(view, "kent").is_whole)
    with both._write.begin() as connection, pytest.raises(sa.exc.DBAPIError):
        connection.execute(sa.text("UPDATE deputy SET starts = NULL WHERE starts IS NOT NULL"))


async def test_an_account_is_bound_in_every_plan_of_its_person(both: SqlStore) -> None:
    account = Address(platform="slack", tenant="T1", id="U1")
    [person] = (await both.read(lambda view: view.people.of("kent"))).persons

    def bind(tx: Tx) -> None:
        tx.acting(By(at=NOW, platform="slack", tenant="T1", account="U1"))
        tx.accounts.reach(person.id, account, NOW)
        tx.accounts.reach(person.id, account, NOW)

    await both.transact(bind)
    for short in ("kent", "essex"):
        assert (await kinds(both, short))[-1] is EntryKind.ACCOUNT
        assert (await kinds(both, short)).count(EntryKind.ACCOUNT) == 1
        links = await both.read(lambda view, s=short: list(view.entries.links(s)))
        assert all(holds for _, holds in chain.walked(short, links))
        assert links[-1].fields["at_account"] == "U1"


async def test_names_and_e_mails_stand_in_their_own_entries_alone(both: SqlStore) -> None:
    links = await both.read(lambda view: list(view.entries.links("kent")))
    saying = {
        link.header.kind for link in links if "zoe@example.org" in link.fields.values() or "Zoë Ash" in link.fields.values()
    }

    assert saying == {EntryKind.PERSON, EntryKind.NAME}


async def test_what_a_file_changed_is_given_back_by_entries_and_counts_when_it_is_loaded_again(both: SqlStore) -> None:
    before, upto = await both.read(lambda view: (view.people.of("kent"), view.entries.head("kent").entry))
    rows = [row("Zoë Ash-Oak", "zoe@example.org", ends=DAY), row("Ben", "ben@example.org", starts=DAY, rights=("admin",))]
    await both.transact(lambda tx: tx.people.save("kent", rows))
    after, changed = await both.read(lambda view: (view.people.of("kent"), view.entries.head("kent").entry))

    def give_back(tx: Tx) -> None:
        tx.people.give_back("kent", upto)
        tx.people.forget_file("kent")

    await both.transact(give_back)
    now = await both.read(lambda view: view.people.of("kent"))
    assert now.holdings == before.holdings and now.persons[0] == before.persons[0]
    assert [(one.name, one.rights) for one in now.persons[1:]] == [("Ben", ())]
    assert await both.read(lambda view: view.people.of("kent", changed)) == after
    assert await both.transact(lambda tx: tx.people.save("kent", rows)) != (0, 0)


async def test_the_last_thing_somebody_said_is_found_with_all_that_it_made(both: SqlStore) -> None:
    person = await both.read(lambda view: view.people.by_email("zoe@example.org"))
    assert person is not None
    wanted, since = frozenset({EntryKind.PAUSE, EntryKind.BOARD}), NOW

    def says(tx: Tx, minute: int, on: bool) -> None:
        tx.acting(By(at=NOW.replace(minute=minute), person=person, inbound=f"i{minute}"))
        tx.pauses.hold("kent") if on else tx.pauses.let_go("kent")
        tx.plans.bind_board("kent", Address(platform="slack", tenant="T", id=f"C{minute}"))

    await both.transact(lambda tx: says(tx, 1, True))
    await both.transact(lambda tx: says(tx, 2, False))

    last = await both.read(lambda view: view.entries.latest("kent", person, wanted, since))
    assert [one.header.kind for one in last] == [EntryKind.PAUSE, EntryKind.BOARD]
    assert {one.fields["inbound"] for one in last} == {"i2"}
    assert await both.read(lambda view: view.entries.latest("kent", person, wanted, NOW.replace(minute=3))) == ()
    assert not await both.read(lambda view: paused(view, "kent"))
