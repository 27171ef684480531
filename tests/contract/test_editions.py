"""Editions in the record, on SQLite and on PostgreSQL alike: what moved stands where it moved to, and what is dropped says why."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.model.plan import Action, Milestone, Plan, Priority, Source
from bot.planning import editions
from bot.ports.record import Tx
from store.record import SqlStore

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def plan(first: tuple[str, ...], second: tuple[str, ...]) -> Plan:
    """A plan of two actions under two priorities, with milestones of these words."""
    actions = tuple(
        Action(
            ref=f"{n}.1",
            priority=n,
            title=title,
            milestones=tuple(Milestone(ref=f"{n}.1.{at}", text=text, owners=("Head",)) for at, text in enumerate(texts, 1)),
        )
        for n, title, texts in ((1, "Lead", first), (2, "Help", second))
    )
    priorities = (Priority(number=1, text="Lead well"), Priority(number=2, text="Help early"))
    return Plan(short="kent", title="Kent", priorities=priorities, actions=actions)


async def loads(store: SqlStore, read: Plan, because: str = "") -> None:
    def load(tx: Tx) -> None:
        editions.keep(tx, editions.compared(tx, read).plan, Source(because=because), NOW)

    await store.transact(load)


async def test_a_milestone_that_an_edition_moved_stands_where_it_moved_to(store: SqlStore) -> None:
    await loads(store, plan(("Appoint a chair", "Write the terms"), ("Open the hub",)))
    await loads(store, plan(("Write the terms",), ("Open the hub", "Appoint a chair")))

    moved = (await store.read(lambda view: view.plans.one("kent"))).known("1.1.1")
    assert moved is not None
    assert (moved.text, moved.action, moved.priority) == ("Appoint a chair", "2.1", 2)
    assert await store.read(lambda view: editions.compared(view, plan(("Write the terms",), ("Open the hub", "Appoint a chair"))).changes_nothing)


async def test_the_reason_for_which_a_milestone_is_dropped_is_kept_with_the_edition(store: SqlStore) -> None:
    await loads(store, plan(("Appoint a chair", "Write the terms"), ("Open the hub",)))
    await loads(store, plan(("Appoint a chair",), ("Open the hub",)), because="the board merged it into 2.1")

    head = await store.read(lambda view: view.entries.head("kent").entry)
    entry = await store.read(lambda view: view.entries.entry("kent", head))
    assert entry is not None
    assert entry.fields["why"] == "the board merged it into 2.1"
    gone = await store.read(lambda view: view.plans.dropped("kent", "1.1.2"))
    assert gone is not None
    assert (gone.entry, gone.why) == (head, "the board merged it into 2.1")
    assert await store.read(lambda view: view.plans.dropped("kent", "1.1.2", head - 1)) is None
    assert await store.read(lambda view: view.plans.dropped("kent", "1.1.1")) is None
