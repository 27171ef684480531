"""A board's summary that failed, or may have gone, is told to the admin by the next working day's round, alarm or no alarm."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.delivery.alarm import alarm, undelivered
from bot.model.letters.letter import Ending, Letter, LetterState
from bot.model.letters.message import Message
from bot.model.people import Address, PersonRow
from bot.model.plan import Action, Milestone, Plan
from bot.model.summary import Drawn
from bot.planning.rounds import plan_round
from bot.ports.record import Tx
from store.record import SqlStore
from tests import records

MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
BOARD = Address(platform="line", tenant="t", id="board")
OTHER = Address(platform="line", tenant="t", id="other")
STEPS = (Milestone(ref="1.1.1", text="Step", owners=("Head",)),)
PLAN = Plan(short="kent", title="Kent", actions=(Action(ref="1.1", priority=1, title="Do", milestones=STEPS),))
ROWS = (
    PersonRow(role="Head", name="Anna", email="anna@example.org"),
    PersonRow(role=None, name="Ed", email="ed@example.org", rights=("admin",)),
)
ED = 2


@pytest.fixture
async def kent(store: SqlStore) -> SqlStore:
    def load(tx: Tx) -> None:
        tx.plans.save(PLAN)
        tx.people.save("kent", ROWS)
        tx.plans.bind_board("kent", BOARD)
        tx.plans.bind_board("kent", OTHER)

    def alarmed(tx: Tx) -> None:
        for letter in ("alarm:2:2026-03-02", "nudge:2:2026-03-02"):  # the day's one alarm has gone out already
            tx.letters.enqueue(Letter(key=letter, kind="alarm", person=ED, message=Message(title="Earlier"), not_before=MONDAY))

    await store.transact(load)
    await plan_round(store, MONDAY)
    await store.transact(alarmed)
    return store


async def ended(store: SqlStore, board: Address, state: LetterState, at: datetime, reason: str = "") -> None:
    monday = at.date().isoformat()
    key = f"digest:kent:{monday}:{board.platform}:{board.id}"

    def work(tx: Tx) -> None:
        tx.letters.enqueue(Letter(key=key, kind="digest", channel="kent", message=Message(title="Week"), not_before=at, address=board))
        records.settled(tx, key, state, at, reason=reason)

    await store.transact(work)


async def told(store: SqlStore, at: datetime) -> str:
    """What the admin is told by the round of that moment."""
    await plan_round(store, at)
    key = f"nudge:{ED}:{at.date().isoformat()}"
    letter = await store.read(lambda view: view.letters.one(key))
    await store.transact(lambda tx: records.settled(tx, key, LetterState.SENT, at))
    return letter.message.plain() if letter else ""


async def test_a_summary_that_failed_after_the_days_alarm_is_told_the_next_working_day_and_once(kent: SqlStore) -> None:
    await ended(kent, BOARD, LetterState.FAILED, MONDAY, "the channel is archived")
    await ended(kent, OTHER, LetterState.SENT, MONDAY)

    tuesday = await told(kent, MONDAY.replace(day=3))

    assert tuesday.count("The board summary of Kent could not be delivered: the channel is archived") == 1
    assert await told(kent, MONDAY.replace(day=4)) == ""


@pytest.mark.parametrize(("went", "told_again"), [(LetterState.SENT, 0), (LetterState.FAILED, 1)])
async def test_a_summary_that_an_alarm_told_of_is_told_again_only_if_the_alarm_did_not_go(
    kent: SqlStore, went: LetterState, told_again: int
) -> None:
    monday = MONDAY.replace(day=9)
    await ended(kent, BOARD, LetterState.FAILED, monday, "the channel is archived")
    digest = await kent.read(lambda view: view.letters.one(f"digest:kent:2026-03-09:{BOARD.platform}:{BOARD.id}"))
    assert digest is not None
    await kent.transact(lambda tx: alarm(tx, digest, undelivered(tx, digest, digest.reason), monday))
    await kent.transact(lambda tx: records.settled(tx, f"alarm:{ED}:2026-03-09", went, monday))

    tuesday = await told(kent, MONDAY.replace(day=10))
    assert tuesday.count("The board summary of Kent could not be delivered: the channel is archived") == told_again


async def test_a_summary_that_was_held_is_told_likewise(kent: SqlStore) -> None:
    await ended(kent, BOARD, LetterState.FAILED, MONDAY)

    assert "The board summary of 2 March 2026 may or may not have been delivered" in await told(kent, MONDAY.replace(day=3))


async def test_a_board_that_has_its_next_summary_is_no_longer_told_of(kent: SqlStore) -> None:
    await ended(kent, BOARD, LetterState.FAILED, MONDAY, "the channel is archived")
    await told(kent, MONDAY.replace(day=3))
    await ended(kent, BOARD, LetterState.SENT, MONDAY.replace(day=9, hour=9, minute=0))

    assert "board summary" not in await told(kent, MONDAY.replace(day=9))


async def test_a_board_that_is_still_without_is_told_of_once_a_week(kent: SqlStore) -> None:
    await ended(kent, BOARD, LetterState.FAILED, MONDAY, "the channel is archived")
    await told(kent, MONDAY.replace(day=3))

    assert "the channel is archived" in await told(kent, MONDAY.replace(day=9))


async def test_a_channel_that_is_the_boards_no_longer_is_not_told_of(kent: SqlStore) -> None:
    await ended(kent, BOARD, LetterState.FAILED, MONDAY, "the channel is archived")
    await kent.transact(lambda tx: tx.plans.unbind_board("kent", BOARD))

    assert await told(kent, MONDAY.replace(day=3)) == ""


async def test_a_summary_sent_in_parts_is_kept_whole_and_once_a_channel(kent: SqlStore) -> None:
    parts = (Message(title="Week, 1 of 2"), Message(title="Week, 2 of 2"))

    def send(tx: Tx) -> None:
        head = tx.entries.head("kent")
        for board in (BOARD, OTHER):
            key = f"digest:kent:2026-03-09:{board.platform}:{board.id}"
            drawn = Drawn(facts='{"week": "2026-03-09"}', head=head)
            whole = Letter(key=key, kind="digest", channel="kent", message=Message(title="Week"), not_before=MONDAY - timedelta(days=1), address=board, drawn=drawn)
            tx.letters.enqueue(whole)
            claimed = records.claimed(tx, key, MONDAY)
            assert claimed is not None
            first = tx.letters.split(claimed, parts)
            for _ in range(2):
                tx.letters.settle([Ending(letter=first, state=LetterState.SENT, reference="1")], MONDAY)
        for _ in range(2):
            tx.letters.note_sent()

    before = await kent.read(lambda view: view.entries.head("kent"))
    await kent.transact(send)

    posted = await kent.read(lambda view: view.plans.posted("kent", date(2026, 3, 9)))
    assert [(one.channel.id, one.message.title, one.drawn.head) for one in posted] == [
        ("board", "Week", before), ("other", "Week", before),
    ]  # fmt: skip
    assert (await kent.read(lambda view: view.entries.head("kent"))).entry == before.entry + 2
    assert await kent.read(lambda view: view.plans.posted("kent", date(2026, 3, 16))) == ()
