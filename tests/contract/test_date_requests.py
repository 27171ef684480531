"""Date requests in the record, on SQLite and on PostgreSQL alike: what an edition may move, and what only a decision does."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from bot.conversation.office.giving_back import give_back
from bot.model.people import PersonRow
from bot.model.plan import Action, Milestone, Plan, Source
from bot.model.record.entry import By, EntryKind
from bot.model.updates.request import Asks, DateRequest, ExceptionReport, RequestState
from bot.planning import editions
from bot.planning.rounds import plan_round
from bot.ports.record import Tx, View
from bot.ports.refusals import Refusal
from bot.rules.documents import edition
from bot.rules.updates.requests import needs_chair
from store.record import SqlStore
from tests.contract.test_unreadable import fresh, spoiled

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
APRIL, MAY, JUNE, JULY = (date(2026, month, 30) for month in (4, 5, 6, 7))
REF = "1.1.1"
Answer = tuple[date | None, date | None, list[RequestState]]


def document(due: date | None, text: str = "Do") -> Plan:
    steps = (Milestone(ref=REF, text=text, due=due, owners=("Head",)), Milestone(ref="1.1.2", text="Rest", due=MAY, owners=("Head",)))
    return Plan(short="kent", title="Kent", actions=(Action(ref="1.1", priority=1, title="A", milestones=steps),))


@pytest.fixture
async def kent(store: SqlStore) -> SqlStore:
    def load(tx: Tx) -> None:
        editions.keep(tx, edition.compare(None, document(APRIL)).plan, Source(), NOW)
        rows = (("Head", "Anna", ()), (None, "Ed", ("admin",)), (None, "Cy", ("chair",)))
        tx.people.save("kent", [PersonRow(role=r, name=n, email=f"{n}@example.org", rights=rights) for r, n, rights in rows])

    await store.transact(load)
    return store


async def edited(kent: SqlStore, due: date | None, approved: str = "", text: str = "Do", at: datetime = NOW) -> tuple[DateRequest, ...]:
    """Load an edition with that date."""

    def keep(tx: Tx) -> tuple[DateRequest, ...]:
        tx.acting(By(at=at, capacity="command line: ed"))
        new = edition.compare(tx.plans.document("kent"), document(due, text))
        return editions.keep(tx, new.plan, Source(file="kent.txt", approved=approved), at)

    return await kent.transact(keep)


async def undone(kent: SqlStore) -> None:
    """Undo the last edition."""

    def undo(tx: Tx) -> None:
        tx.acting(By(at=NOW, capacity="command line: ed"))
        numbers = [link.header.number for link in tx.entries.links("kent") if link.header.kind is EntryKind.EDITION]
        last = tx.entries.entry("kent", numbers[-1])
        assert last is not None
        give_back(tx, "kent", [last])

    await kent.transact(undo)


async def stands(kent: SqlStore, upto: int | None = None) -> Answer:
    """The date in force, the first one promised, and the state of each request."""

    def read(view: View) -> Answer:
        milestone = view.plans.one("kent", upto).known(REF)
        assert milestone is not None
        return milestone.due, milestone.baseline, [one.state for one in view.requests.all("kent", upto)]

    return await kent.read(read)


async def asked(kent: SqlStore, wanted: date, at: datetime = NOW) -> DateRequest:
    def ask(tx: Tx) -> DateRequest:
        tx.acting(By(at=at, person=1, capacity="Head"))
        was = tx.plans.one("kent").known(REF)
        return tx.requests.ask(
            DateRequest(plan="kent", ref=REF, asks=Asks.MOVE, was=was.due if was else None, wanted=wanted, why="late", by=1, at=at)
        )

    return await kent.transact(ask)


async def decided(kent: SqlStore, request: DateRequest, state: RequestState, at: datetime = NOW) -> DateRequest:
    def decide(tx: Tx) -> DateRequest:
        tx.acting(By(at=at, person=2, capacity="admin"))
        return tx.requests.decide(request, state, "agreed")

    return await kent.transact(decide)


async def head(kent: SqlStore) -> int:
    return (await kent.read(lambda view: view.entries.head("kent"))).entry


async def test_before_the_first_round_an_edition_puts_a_date_right(kent: SqlStore) -> None:
    assert await edited(kent, JUNE) == ()

    assert await stands(kent) == (JUNE, APRIL, [])


async def test_after_the_first_round_a_moved_date_is_only_asked_for_by_the_file(kent: SqlStore) -> None:
    await plan_round(kent, NOW)

    (request,) = await edited(kent, JUNE)
    assert (request.handle, request.was, request.wanted, request.by, request.capacity) == ("x1", APRIL, JUNE, None, "command line: ed")
    assert await stands(kent) == (APRIL, APRIL, [RequestState.OPEN])
    before = await head(kent)
    assert await edited(kent, JUNE) == ()
    assert await head(kent) == before  # the same edition again changes nothing

    await decided(kent, request, RequestState.APPROVED)
    assert await stands(kent) == (JUNE, APRIL, [RequestState.APPROVED])
    assert await stands(kent, before) == (APRIL, APRIL, [RequestState.OPEN])
    assert await edited(kent, JUNE, text="Do it") == ()  # reworded: the date stands
    assert (await stands(kent))[0] == JUNE


async def test_an_approved_edition_overtakes_what_is_asked(kent: SqlStore) -> None:
    await plan_round(kent, NOW)
    await asked(kent, MAY)
    await edited(kent, JUNE)
    assert await stands(kent) == (APRIL, APRIL, [RequestState.OVERTAKEN, RequestState.OPEN])

    assert await edited(kent, JUNE, approved="board, 11 December 2025") == ()  # the same document, approved since
    assert await stands(kent) == (JUNE, APRIL, [RequestState.OVERTAKEN, RequestState.OVERTAKEN])
    assert await edited(kent, JULY, approved="board, 8 January 2026") == ()
    assert await stands(kent) == (JULY, APRIL, [RequestState.OVERTAKEN, RequestState.OVERTAKEN])
    moves = await kent.read(lambda view: view.plans.moves("kent"))
    assert [(move.was, move.now) for move in moves] == [(APRIL, JUNE), (JUNE, JULY)]


async def test_an_approved_edition_that_is_undone_leaves_what_counted_before(kent: SqlStore) -> None:
    await plan_round(kent, NOW)
    await decided(kent, await asked(kent, MAY), RequestState.APPROVED)
    await asked(kent, JULY)
    await edited(kent, JUNE, approved="board")
    loaded = await head(kent)
    assert await stands(kent) == (JUNE, APRIL, [RequestState.APPROVED, RequestState.OVERTAKEN])

    await undone(kent)

    assert await stands(kent) == (MAY, APRIL, [RequestState.APPROVED, RequestState.OPEN])
    assert await stands(kent, loaded) == (JUNE, APRIL, [RequestState.APPROVED, RequestState.OVERTAKEN])
    assert [(one.was, one.now) for one in await kent.read(lambda view: view.plans.moves("kent"))] == [(APRIL, MAY)]
    await edited(kent, JULY, approved="board")
    assert (await stands(kent))[0] == JULY


async def test_an_edition_that_moved_a_date_nobody_had_asked_for_has_moved_nothing_once_it_is_undone(kent: SqlStore) -> None:
    await edited(kent, JUNE, approved="board")
    await undone(kent)

    assert await stands(kent) == (APRIL, APRIL, [])
    assert await kent.read(lambda view: view.plans.moves("kent")) == ()
    await edited(kent, JUNE)
    (asks,) = await kent.read(lambda view: view.plans.moves("kent"))
    assert (asks.now, asks.approved) == (JUNE, False)


async def test_what_somebody_has_approved_of_an_edition_is_not_undone_with_it(kent: SqlStore) -> None:
    await plan_round(kent, NOW)
    (asks,) = await edited(kent, JUNE)
    await decided(kent, asks, RequestState.APPROVED)

    with pytest.raises(Refusal):
        await undone(kent)
    assert (await stands(kent))[0] == JUNE


async def test_a_move_that_an_approved_edition_makes_counts_towards_the_one_that_only_the_chair_approves(kent: SqlStore) -> None:
    await edited(kent, MAY)  # before the first round a document is put right: that is no move by anybody's leave
    await plan_round(kent, NOW)
    await edited(kent, JUNE, approved="board")
    second = await asked(kent, JULY)

    def chair_only(view: View) -> bool:
        return needs_chair(second, view.plans.moves("kent"), view.plans.policy("kent"))

    assert not await kent.read(chair_only)
    await edited(kent, APRIL, approved="board")
    assert await kent.read(chair_only)


async def test_a_document_that_catches_up_with_a_decision_asks_nothing(kent: SqlStore) -> None:
    await plan_round(kent, NOW)
    await decided(kent, await asked(kent, JUNE), RequestState.APPROVED)

    assert await edited(kent, JUNE) == ()
    assert await edited(kent, JUNE, text="Do it", approved="board") == ()
    assert await stands(kent) == (JUNE, APRIL, [RequestState.APPROVED])


async def test_a_file_that_no_longer_asks_takes_its_request_back(kent: SqlStore) -> None:
    await plan_round(kent, NOW)
    await edited(kent, JUNE)

    assert await edited(kent, APRIL) == ()
    assert await stands(kent) == (APRIL, APRIL, [RequestState.OVERTAKEN])


async def test_what_is_asked_of_a_milestone_that_an_edition_takes_out_waits_for_nobody(kent: SqlStore) -> None:
    await asked(kent, JUNE)
    (action,) = document(APRIL).actions
    less = document(APRIL).model_copy(update={"actions": (action.model_copy(update={"milestones": action.milestones[1:]}),)})

    def keep(tx: Tx) -> None:
        editions.keep(tx, edition.compare(tx.plans.document("kent"), less).plan, Source(), NOW)

    await kent.transact(keep)
    assert [one.state for one in await kent.read(lambda view: view.requests.all("kent"))] == [RequestState.OVERTAKEN]


async def test_a_decision_taken_back_leaves_no_move_and_the_past_as_it_was(kent: SqlStore) -> None:
    request = await decided(kent, await asked(kent, JUNE), RequestState.APPROVED)
    approved = await head(kent)
    assert request.decision is not None
    number = request.decision.id

    def take_back(tx: Tx) -> None:
        tx.acting(By(at=NOW, person=2, capacity="admin"))
        tx.requests.withdraw("kent", number, "")

    await kent.transact(take_back)

    assert await stands(kent) == (APRIL, APRIL, [RequestState.OPEN])
    assert await stands(kent, approved) == (JUNE, APRIL, [RequestState.APPROVED])
    standings = await kent.read(lambda view: (view.updates.standings("kent"), view.updates.standings("kent", approved)))
    assert [one[REF].slips for one in standings] == [0, 1]
    assert await kent.read(lambda view: view.updates.withdrawals("kent")) == ()  # of no statement


async def test_what_a_transaction_that_fails_has_decided_is_known_to_nobody(kent: SqlStore) -> None:
    request = await asked(kent, JUNE)

    def decide_and_fail(tx: Tx) -> None:
        tx.requests.decide(request, RequestState.APPROVED, "")
        assert tx.plans.one("kent").known(REF) != document(APRIL).known(REF)
        raise LookupError

    with pytest.raises(LookupError):
        await kent.transact(decide_and_fail)
    assert await stands(kent) == (APRIL, APRIL, [RequestState.OPEN])


async def test_an_exception_report_is_kept_whole_until_it_is_withdrawn(kent: SqlStore) -> None:
    report = ExceptionReport(plan="kent", ref=REF, cause="a partner left", for_children="waits", wanted_by=JUNE, by=1, at=NOW)

    def keep(tx: Tx) -> ExceptionReport:
        tx.acting(By(at=NOW, person=1, capacity="Head"))
        return tx.requests.report(report)

    kept = await kent.transact(keep)
    assert (kept.cause, kept.for_children, kept.wanted_by, kept.by_name) == ("a partner left", "waits", JUNE, "Anna")
    before = await head(kent)
    await kent.transact(lambda tx: tx.requests.withdraw("kent", kept.id, ""))
    assert await kent.read(lambda view: (view.requests.exceptions("kent"), view.requests.exceptions("kent", before))) == ((), (kept,))


async def test_the_view_for_plain_sql_has_the_date_in_force(kent: SqlStore) -> None:
    """It says at each step what the plan says."""

    def as_in_sql(view: View) -> object:
        query = sa.text("SELECT due, closed FROM milestone_now WHERE plan = 'kent' AND ref = '1.1.1'").columns(due=sa.Date)
        due, closed = view.plans._db.execute(query).one()  # type: ignore[attr-defined]
        return due, bool(closed)

    async def agree(due: date | None, closed: bool = False) -> None:
        assert await kent.read(as_in_sql) == (due, closed)
        assert (await stands(kent))[0] == due

    await agree(APRIL)
    await plan_round(kent, NOW)
    (first,) = await edited(kent, MAY)
    await agree(APRIL)
    await decided(kent, first, RequestState.APPROVED)
    await agree(MAY)
    await decided(kent, await asked(kent, JUNE), RequestState.APPROVED)
    await agree(JUNE)
    await edited(kent, MAY, text="Do it")
    await agree(JUNE)
    await edited(kent, JULY)
    await agree(JUNE)
    await edited(kent, JULY, approved="board")
    await agree(JULY)
    await undone(kent)
    await agree(JUNE)
    await edited(kent, JULY, approved="board")
    drop = DateRequest(plan="kent", ref=REF, asks=Asks.DROP, was=JULY, why="done elsewhere", by=1, at=NOW)
    await decided(kent, await kent.transact(lambda tx: tx.requests.ask(drop)), RequestState.APPROVED)
    await agree(JULY, closed=True)


@pytest.mark.parametrize("wrong", ["asks = 'leap'", "cause = 'fate'"])
async def test_a_request_that_cannot_be_read_leaves_the_old_date_and_spoils_no_other(kent: SqlStore, wrong: str) -> None:
    first = await asked(kent, JUNE)
    await decided(kent, first, RequestState.APPROVED)
    second = await asked(kent, JULY)
    spoiled(kent, f"UPDATE date_request SET {wrong} WHERE entry = {first.id}")
    again = fresh(kent)
    try:
        (left,) = await again.read(lambda view: view.requests.all("kent"))
        assert (left.handle, left.id) == ("x2", second.id)
        assert (await stands(again))[0] == (APRIL if "asks" in wrong else JUNE)
    finally:
        await again.close()
