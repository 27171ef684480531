"""What papers tell of, on SQLite and on PostgreSQL alike: the record as it was frozen, or as it stood at a moment."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.model.board.period import Freeze
from bot.model.board.settings import Cycle, Meeting
from bot.model.people import PersonRow
from bot.model.plan import Action, Milestone, Plan, Priority
from bot.model.policy import Policy
from bot.model.record.entry import By
from bot.model.status import Status
from bot.model.updates.update import Update
from bot.ports.record import Tx
from bot.ports.refusals import Refusal
from bot.reports.papers.ground import Ground, ground
from bot.rules.documents import edition
from store.record import SqlStore

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
MARCH, APRIL = date(2026, 3, 26), date(2026, 4, 30)  # the board meets
FROZEN = datetime(2026, 3, 19, 17, tzinfo=UTC)  # five working days before


def plan() -> Plan:
    steps = tuple(
        Milestone(ref=f"1.1.{number}", text=f"Step {number}.", due=date(2026, 4, 30), owners=("Head",)) for number in (1, 2)
    )
    action = Action(ref="1.1", priority=1, title="Do", milestones=steps)
    return Plan(short="kent", title="Kent", priorities=(Priority(number=1, text="Hear families"),), actions=(action,))


@pytest.fixture
async def kent(store: SqlStore) -> SqlStore:
    def load(tx: Tx) -> None:
        tx.acting(By(at=START, capacity="command line: ed"))
        tx.plans.save(edition.compare(None, plan()).plan)
        meetings = (Meeting(on=MARCH), Meeting(on=APRIL))
        tx.plans.keep_settings("kent", Policy(board=Cycle(meetings=meetings)))
        tx.people.save("kent", [PersonRow(role="Head", name="Anna Jones", email="anna@example.org")])

    await store.transact(load)
    return store


async def says(kent: SqlStore, ref: str, status: Status, at: datetime) -> None:
    def keep(tx: Tx) -> None:
        tx.acting(By(at=at))
        head = tx.people.by_email("anna@example.org") or 0
        said = Update(plan="kent", ref=ref, status=status, narrative="Done it.", path_to_green="Hire",
                      no_evidence_reason="seen", by=head, by_name="Anna Jones", capacity="Head", at=at)  # fmt: skip
        tx.updates.record(said)

    await kent.transact(keep)


async def freezes(kent: SqlStore, at: datetime, meeting: date) -> Freeze:
    def keep(tx: Tx) -> Freeze:
        tx.acting(By(at=at))
        upto = tx.entries.upto("kent", at)
        return tx.periods.freeze(Freeze(plan="kent", meeting=meeting, as_at=at, upto=upto, at=at))

    return await kent.transact(keep)


async def drawn(kent: SqlStore, now: datetime, audience: str = "board", as_at: datetime | None = None) -> Ground:
    return await kent.read(lambda view: ground(view, "kent", audience, now, as_at))


def face(found: Ground, ref: str) -> str | None:
    update = found.snapshot.standings[ref].update
    return update.status.value if update else None


async def test_without_a_freeze_papers_tell_of_the_record_as_it_stands(kent: SqlStore) -> None:
    await says(kent, "1.1.1", Status.AMBER, START + timedelta(days=1))

    found = await drawn(kent, START + timedelta(days=2))

    assert face(found, "1.1.1") == "amber"
    assert (found.freeze, found.before, found.last_period) == (None, None, None)
    assert found.upto == found.head.entry > 0
    assert found.period.meeting == MARCH


async def test_a_frozen_paper_knows_nothing_of_what_is_said_later(kent: SqlStore) -> None:
    await says(kent, "1.1.1", Status.AMBER, START + timedelta(days=1))
    frozen = await freezes(kent, FROZEN, MARCH)
    await says(kent, "1.1.1", Status.GREEN, FROZEN + timedelta(days=1))

    for audience in ("board", "operations"):
        found = await drawn(kent, FROZEN + timedelta(days=2), audience)
        assert face(found, "1.1.1") == "amber", audience
        assert (found.freeze, found.upto, found.as_at) == (frozen, frozen.upto, FROZEN), audience
    assert face(await drawn(kent, FROZEN + timedelta(days=2), as_at=FROZEN + timedelta(days=2)), "1.1.1") == "green"


async def test_once_the_board_has_met_its_papers_are_the_next_ones_and_others_keep_the_last(kent: SqlStore) -> None:
    frozen = await freezes(kent, FROZEN, MARCH)
    after = datetime(2026, 4, 15, 9, tzinfo=UTC)

    board, operations = await drawn(kent, after), await drawn(kent, after, "operations")

    assert (board.freeze, board.period.meeting, board.before) == (None, APRIL, frozen)
    assert (operations.freeze, operations.period.meeting, operations.before) == (frozen, MARCH, None)


async def test_a_freeze_that_was_taken_back_is_not_drawn_from(kent: SqlStore) -> None:
    frozen = await freezes(kent, FROZEN, MARCH)

    def thaw(tx: Tx) -> None:
        tx.acting(By(at=FROZEN + timedelta(hours=2)))
        tx.periods.unfreeze(frozen, "too early")

    await kent.transact(thaw)

    assert (await drawn(kent, FROZEN + timedelta(days=1))).freeze is None


async def test_last_period_is_the_plan_as_at_the_freeze_before(kent: SqlStore) -> None:
    await says(kent, "1.1.1", Status.RED, START + timedelta(days=1))
    before = await freezes(kent, FROZEN, MARCH)
    await says(kent, "1.1.1", Status.GREEN, FROZEN + timedelta(days=9))
    later = datetime(2026, 4, 23, 16, tzinfo=UTC)
    now = await freezes(kent, later, APRIL)

    found = await drawn(kent, later + timedelta(days=1))

    assert (found.freeze, found.before) == (now, before)
    assert found.last_period is not None
    then = found.last_period.standings["1.1.1"].update
    assert (then and then.status, face(found, "1.1.1")) == (Status.RED, "green")


async def test_an_audience_a_moment_before_the_record_and_one_to_come_are_each_refused(kent: SqlStore) -> None:
    now = START + timedelta(days=1)
    for audience, as_at, key in (
        ("cabinet", None, "no_such_audience"),
        ("board", START - timedelta(days=3), "as_at_before"),
        ("board", START + timedelta(days=9), "as_at_future"),
    ):
        with pytest.raises(Refusal) as refused:
            await kent.read(lambda view, a=audience, m=as_at: ground(view, "kent", a, now, m))  # type: ignore[misc]
        assert refused.value.prompt_key == key
    with pytest.raises(Refusal) as refused:
        await drawn(kent, now, "cabinet")
    assert refused.value.facts == {"name": "cabinet", "audiences": "board, operations, families"}


