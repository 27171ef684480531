"""Carrying in the record, on SQLite and on PostgreSQL alike: once for each meeting, whichever process runs a round, and as at
the past too."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime

import pytest

from bot.model.board.business import BusinessKind, Deed, Item, Step
from bot.model.board.settings import Cycle, Meeting
from bot.model.people import PersonRow
from bot.model.plan import Action, Milestone, Plan
from bot.model.policy import Policy
from bot.model.record.entry import By
from bot.planning.rounds import plan_round
from bot.ports.record import Tx
from bot.reports.record.past import Past
from store.record import SqlStore

RAISED = datetime(2026, 3, 2, 10, tzinfo=UTC)
MEETINGS = (date(2026, 3, 12), date(2026, 4, 16))


@pytest.fixture
async def kent(store: SqlStore) -> SqlStore:
    steps = (Milestone(ref="1.1.1", text="Do", due=date(2026, 9, 30), owners=("Head",)),)
    plan = Plan(short="kent", title="Kent", actions=(Action(ref="1.1", priority=1, title="A", milestones=steps),))

    def load(tx: Tx) -> None:
        tx.plans.save(plan)
        tx.plans.keep_settings("kent", Policy(board=Cycle(meetings=tuple(Meeting(on=day) for day in MEETINGS))))
        rows = (("Head", "Anna", ()), (None, "Ed", ("admin",)), (None, "Cy", ("chair",)))
        tx.people.save("kent", [PersonRow(role=r, name=n, email=f"{n}@example.org", rights=rights) for r, n, rights in rows])
        tx.acting(By(at=RAISED, person=3, capacity="chair"))
        about = {"plan": "kent", "about": ("1.1.1",), "wanted_by": date(2026, 3, 5), "by": 3, "at": RAISED}
        tx.business.begin(Item.model_validate({**about, "kind": BusinessKind.CHALLENGE, "text": "Why", "owner": "Head"}))
        tx.business.begin(Item.model_validate({**about, "kind": BusinessKind.DECISION, "text": "Fund it"}))

    await store.transact(load)
    return store


async def business(kent: SqlStore) -> tuple[Item, ...]:
    return await kent.read(lambda view: view.business.all("kent"))


async def test_what_came_to_a_meeting_unanswered_is_carried_once_by_however_many_rounds_at_once(kent: SqlStore) -> None:
    await plan_round(kent, datetime(2026, 3, 12, 9, 5, tzinfo=UTC))
    assert [one.carried for one in await business(kent)] == [0, 0]

    after = datetime(2026, 3, 13, 9, 5, tzinfo=UTC)
    await asyncio.gather(*(plan_round(kent, after) for _ in range(3)))
    await plan_round(kent, after)

    challenge, decision = await business(kent)
    assert [(one.carried, one.due) for one in (challenge, decision)] == [(1, date(2026, 4, 9)), (1, date(2026, 4, 9))]
    step = challenge.last(Deed.CARRIED)
    assert step is not None
    assert (step.meeting, step.by, step.at) == (MEETINGS[0], None, after)


async def test_after_an_outage_over_two_meetings_it_is_carried_from_both_and_before_it_was_not(kent: SqlStore) -> None:
    await plan_round(kent, datetime(2026, 3, 3, 9, 5, tzinfo=UTC))
    before = (await kent.read(lambda view: view.entries.head("kent"))).entry

    await plan_round(kent, datetime(2026, 4, 20, 9, 5, tzinfo=UTC))

    challenge, _ = await business(kent)
    assert [step.meeting for step in challenge.steps] == list(MEETINGS)
    assert challenge.carried == 2
    assert (await kent.read(lambda view: Past(view, before).business.all("kent")))[0].carried == 0


async def test_a_plan_that_sleeps_wakes_for_it(kent: SqlStore) -> None:
    await plan_round(kent, datetime(2026, 3, 12, 9, 5, tzinfo=UTC))
    morning = datetime(2026, 3, 13, 9, 5, tzinfo=UTC)

    assert await kent.read(lambda view: view.rounds.due(morning)) == ("kent",)


async def test_an_answer_in_time_is_carried_nowhere(kent: SqlStore) -> None:
    def answer(tx: Tx) -> None:
        tx.acting(By(at=RAISED, person=1, capacity="Head"))
        tx.business.step(tx.business.all("kent")[0], Step(deed=Deed.ANSWERED, words="So", by=1, at=RAISED))

    await kent.transact(answer)
    await plan_round(kent, datetime(2026, 4, 20, 9, 5, tzinfo=UTC))

    assert [one.carried for one in await business(kent)] == [0, 2]
