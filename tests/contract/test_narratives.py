"""What leads write, on SQLite and on PostgreSQL alike: kept word for word, taken back, and known as at any entry."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.model.board.period import Narrative
from bot.model.people import PersonRow
from bot.model.plan import Action, Milestone, Plan, Priority
from bot.model.record.entry import By, EntryKind
from bot.model.status import Status
from bot.ports.record import Tx
from bot.reports.record.past import Past
from store.record import SqlStore

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
MEETING = date(2026, 3, 19)
LEE = 1


@pytest.fixture
async def kent(store: SqlStore) -> SqlStore:
    def load(tx: Tx) -> None:
        steps = (Milestone(ref="2.1.1", text="Do", due=date(2026, 6, 1)),)
        actions = (Action(ref="2.1", priority=2, title="A", milestones=steps),)
        tx.plans.save(Plan(short="kent", title="Kent", priorities=(Priority(number=2, text="Two"),), actions=actions))
        tx.people.save("kent", [PersonRow(role=None, name="Lee", email="lee@example.org", rights=("lead:2",))])

    await store.transact(load)
    return store


def wrote(tx: Tx, moved: str, status: Status = Status.AMBER) -> Narrative:
    tx.acting(By(at=NOW, person=LEE, capacity="lead of priority 2"))
    return tx.periods.narrate(
        Narrative(
            plan="kent",
            priority=2,
            meeting=MEETING,
            status=status,
            moved=moved,
            next='More "of it" – €',
            forecast=Status.GREEN,
            drawn_from="form 2026-03-19-0",
            by=LEE,
            capacity="lead of priority 2",
            at=NOW,
        )
    )


async def test_it_is_read_back_as_it_was_written_and_hashed_with_the_priority_it_is_about(kent: SqlStore) -> None:
    made = await kent.transact(lambda tx: wrote(tx, "It began.\nThen more."))
    entry = await kent.read(lambda view: view.entries.entry("kent", made.id))

    assert await kent.read(lambda view: view.periods.narratives("kent")) == (made,)
    assert (made.moved, made.next, made.escalate, made.by_name) == ("It began.\nThen more.", 'More "of it" – €', "", "Lee")
    assert entry is not None
    assert (entry.header.kind, entry.fields["about"], entry.fields["capacity"]) == (EntryKind.NARRATIVE, "2", "lead of priority 2")


async def test_what_is_taken_back_counts_no_longer_but_did_as_at_then(kent: SqlStore) -> None:
    first = await kent.transact(lambda tx: wrote(tx, "one"))
    second = await kent.transact(lambda tx: wrote(tx, "two", Status.RED))
    await kent.transact(lambda tx: tx.periods.take_back("kent", second.id, "it is not red"))

    assert await kent.read(lambda view: view.periods.narratives("kent")) == (first,)
    assert await kent.read(lambda view: Past(view, second.id).periods.narratives("kent")) == (first, second)
    assert await kent.read(lambda view: Past(view, first.id).periods.narratives("kent")) == (first,)
    assert await kent.read(lambda view: view.updates.withdrawals("kent")) == ()  # no statement was
    head = await kent.read(lambda view: view.entries.head("kent").entry)
    gone = await kent.read(lambda view: view.entries.entry("kent", head))
    assert gone is not None
    assert (gone.header.kind, gone.fields["withdraws"], gone.fields["why"]) == (EntryKind.WITHDRAWAL, str(second.id), "it is not red")
