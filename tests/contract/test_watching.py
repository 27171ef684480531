"""What whoever keeps Milepost is told of the whole database, on both of them."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from prometheus_client import CollectorRegistry, generate_latest

from bot.model.letters.letter import Ending, Letter, LetterKind, LetterState, Stop
from bot.model.letters.message import Message
from bot.model.people import Address, PersonRow
from bot.model.plan import Action, Milestone, Plan, Role
from bot.model.tenants import everywhere
from bot.model.watching import Noted, Standing, Vitals
from bot.planning.rounds import Planned, plan_round, to_nobody
from bot.ports.record import Tx
from bot.program.watching.rounds import Rounds, waited_for
from bot.program.watching.vitals import KEPT, DatabaseFigures
from bot.rules.documents import edition
from store.record import SqlStore

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
SLACK = Address(platform="slack", tenant="T1", id="U1")


def small(tx: Tx) -> None:
    step = Milestone(ref="1.1.1", text="Done.", date_text="May", due=NOW.date(), owners=("Head",))
    plan = Plan(short="kent", title="Kent", actions=(Action(ref="1.1", priority=1, title="A", milestones=(step,)),), roles=(Role(name="Head"),))
    tx.plans.save(edition.compare(None, plan).plan)
    rows = [PersonRow(role="Head", name="Ann", email="ann@x.uk"), PersonRow(role=None, name="Adi", email="adi@x.uk", rights=("admin",))]
    tx.people.save("kent", rows)


def letter(number: int, hours: float) -> Letter:
    return Letter(key=f"nudge:{number}:2026-03-02", kind=LetterKind.NUDGE, person=1, message=Message(title="x"), not_before=NOW - hours * HOUR)


@pytest.fixture
async def kent(store: SqlStore) -> SqlStore:
    await store.transact(small)
    return store


async def vitals(store: SqlStore, now: datetime = NOW) -> Vitals:
    return await store.read(lambda view: view.watching.vitals(now))


async def test_an_empty_database_has_figures_too(store: SqlStore) -> None:
    assert await vitals(store) == Vitals()


async def test_letters_are_counted_by_state_and_platform_with_the_age_of_the_oldest(kent: SqlStore) -> None:
    def work(tx: Tx) -> None:
        tx.letters.put([letter(1, 3), letter(2, 1), letter(3, -2), letter(4, 2), letter(5, 60)])
        failed = [letter(4, 2), letter(5, 60)]
        tx.letters.settle([Ending(letter=one, state=LetterState.FAILED, reason="gone") for one in failed], NOW)

    await kent.transact(work)

    found = await vitals(kent)
    waiting = Standing(state=LetterState.WAITING, platform="", count=2, oldest=NOW - 3 * HOUR)
    failed = Standing(state=LetterState.FAILED, platform="", count=1, oldest=NOW - 2 * HOUR)  # the other was planned days ago
    assert sorted(found.letters, key=lambda one: one.state) == [failed, waiting]
    assert (found.plans, found.entries) == (1, (await kent.read(lambda view: view.entries.head("kent"))).entry)


async def test_a_paused_plan_makes_nothing_late(kent: SqlStore) -> None:
    await plan_round(kent, NOW)
    later = NOW + timedelta(days=40)
    assert (await vitals(kent, later)).waits_since is not None

    await kent.transact(lambda tx: tx.letters.put([letter(1, 3).model_copy(update={"channel": "kent", "person": None})]))
    await kent.transact(lambda tx: tx.pauses.hold("kent"))

    found = await vitals(kent, later)
    assert (found.letters, found.waits_since) == ((), None)


async def test_a_round_says_how_late_it_came_also_after_another_process_stood_still(
    kent: SqlStore, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "milepost.round")
    clock = [NOW]

    await Rounds(kent, everywhere, to_nobody, lambda: clock[0]).run()
    clock[0] = NOW + timedelta(days=1)  # 09:30: hours opened at 09:00, and no round has come since
    await Rounds(kent, everywhere, to_nobody, lambda: clock[0]).run()

    assert [one.facts["late_s"] for one in caplog.records] == [0, 1800]


def test_a_plan_to_which_something_happened_is_not_late_since_its_hours_opened_long_ago() -> None:
    done = Planned((), 2, {"kent": NOW - 20 * HOUR, "surrey": NOW - HOUR})

    assert waited_for(done, NOW - 2 * HOUR) == {"kent": NOW - 2 * HOUR, "surrey": NOW - HOUR}
    assert Vitals(waits_since=NOW - 20 * HOUR, noted={Noted.ROUND: NOW - 2 * HOUR}).late(NOW) == 7200.0
    assert Vitals(noted={Noted.ROUND: NOW - 2 * HOUR}).late(NOW) == 0.0


async def test_organisations_that_refuse_and_the_last_copy_are_known(kent: SqlStore) -> None:
    for tenant in ("T1", "T2"):
        stop = Stop(address=SLACK.model_copy(update={"tenant": tenant}), whole=True, day=NOW.date(), until=NOW + HOUR, reason="no")
        await kent.transact(lambda tx, stop=stop: tx.letters.stand_still(stop))
    for hours in (5, 2):
        await kent.transact(lambda tx, hours=hours: tx.watching.note(Noted.COPY, NOW - hours * HOUR))

    found = await vitals(kent)
    assert (found.refusing, found.noted) == (("slack", "slack"), {Noted.COPY: NOW - 2 * HOUR})


async def test_a_scraper_that_never_rests_reads_the_database_once_in_a_few_seconds(kent: SqlStore) -> None:
    moments, statements = [0.0], []
    figures = DatabaseFigures(kent, None, lambda: NOW, lambda: moments[0])
    registry = CollectorRegistry()
    registry.register(figures)
    sa.event.listen(kent._read, "before_cursor_execute", lambda *given: statements.append(given[2]))

    for _ in range(50):
        await figures.refresh()
    assert len([one for one in statements if "watch_note" in one]) == 1
    assert len(statements) <= 4  # with what begins a reading, and what is paused
    told = generate_latest(registry).decode()
    assert "milepost_database_up 1.0" in told and "milepost_plans 1.0" in told

    moments[0] += KEPT
    stale = generate_latest(registry).decode()  # asked for without a new reading: nothing old passes for new
    assert "milepost_database_up 0.0" in stale and "milepost_plans" not in stale
    await figures.refresh()
    assert len([one for one in statements if "watch_note" in one]) == 2
