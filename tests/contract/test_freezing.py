"""The record is frozen for the board's papers by itself: once, at the right moment, whoever looks at it and however late."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.model.board.period import Freeze
from bot.model.board.settings import Cycle, Meeting
from bot.model.people import PersonRow
from bot.model.plan import Action, Milestone, Plan
from bot.model.policy import Policy
from bot.model.status import Status
from bot.model.updates.update import Update
from bot.planning.rounds import plan_round
from bot.ports.record import Tx, View
from bot.reports.record.past import Past
from store.record import SqlStore

KENT = "kent"
BEGAN = datetime(2025, 11, 3, 9, 30, tzinfo=UTC)
DECEMBER, JANUARY = date(2025, 12, 11), date(2026, 1, 15)  # frozen on 4 December and 8 January
AT = datetime(2025, 12, 4, 17, tzinfo=UTC)
ROWS = (
    PersonRow(role="Head", name="Anna", email="anna@example.org"),
    PersonRow(role=None, name="Ed", email="ed@example.org", rights=("admin",)),
)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Office:
    """One record, in which it is always known what time it is."""

    def __init__(self, url: str) -> None:
        self.now = BEGAN
        self.store = SqlStore(url, lambda: self.now)

    async def begin(self, *meetings: date) -> None:
        milestone = Milestone(ref="1.1.1", text="Do it", due=date(2026, 12, 31), owners=("Head",))
        plan = Plan(short=KENT, title="Kent", actions=(Action(ref="1.1", priority=1, title="Do", milestones=(milestone,)),))

        def load(tx: Tx) -> None:
            tx.plans.save(plan)
            tx.people.save(KENT, ROWS)
            tx.plans.keep_settings(KENT, Policy(board=Cycle(meetings=tuple(Meeting(on=day) for day in meetings))))

        await self.store.transact(load)

    async def round(self, now: datetime) -> None:
        self.now = now
        await plan_round(self.store, now)

    async def says(self, now: datetime, status: Status = Status.GREEN) -> Update:
        self.now = now
        update = Update(plan=KENT, ref="1.1.1", status=status, by=1, by_name="Anna", capacity="Head", at=now, path_to_green="x")
        return await self.store.transact(lambda tx: tx.updates.record(update))

    async def freezes(self) -> tuple[Freeze, ...]:
        return await self.store.read(lambda view: view.periods.freezes(KENT))

    async def takes_back(self, now: datetime) -> None:
        self.now = now
        (*_, last) = await self.freezes()
        await self.store.transact(lambda tx: tx.periods.unfreeze(last, "a colour was wrong"))


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[Office]:
    made = Office(database_url)
    yield made
    await made.store.close()


async def test_it_is_frozen_at_the_closing_hour_as_it_stood_then(office: Office) -> None:
    await office.begin(DECEMBER)
    for hours in range(3):
        await office.round(datetime(2025, 12, 4, 9, tzinfo=UTC) + hours * HOUR)
    said = await office.says(AT - HOUR)
    assert await office.freezes() == ()
    await office.round(AT)
    later = await office.says(AT + HOUR, Status.RED)
    for hours in range(1, 60, 7):
        await office.round(AT + hours * HOUR)

    (freeze,) = await office.freezes()
    assert (freeze.audience, freeze.meeting, freeze.as_at, freeze.by, freeze.void) == ("board", DECEMBER, AT, None, False)
    assert said.id <= freeze.upto < freeze.id < later.id

    def status(view: View) -> Status:
        update = Past(view, freeze.upto).updates.standings(KENT)["1.1.1"].update
        assert update is not None
        return update.status

    assert await office.store.read(status) is Status.GREEN


async def test_the_entry_is_of_the_moment_of_its_round_whatever_the_machine_s_clock_says(office: Office) -> None:
    await office.begin(DECEMBER)
    await office.round(AT - HOUR)
    await plan_round(office.store, AT + HOUR)  # as `milepost tick --now` runs one

    (freeze,) = await office.freezes()
    assert freeze.at == AT + HOUR


async def test_after_an_outage_each_meeting_that_passed_gets_its_own_with_the_right_moment(office: Office) -> None:
    await office.begin(DECEMBER, JANUARY)
    await office.round(datetime(2025, 12, 3, 9, tzinfo=UTC))
    between = await office.says(datetime(2025, 12, 20, 12, tzinfo=UTC))
    await office.round(datetime(2026, 1, 20, 11, tzinfo=UTC))

    first, second = await office.freezes()
    assert [(one.meeting, one.as_at) for one in (first, second)] == [
        (DECEMBER, AT),
        (JANUARY, datetime(2026, 1, 8, 17, tzinfo=UTC)),
    ]
    assert first.upto < between.id <= second.upto
    await office.round(datetime(2026, 1, 20, 12, tzinfo=UTC))
    assert len(await office.freezes()) == 2


async def test_rounds_side_by_side_freeze_once(office: Office, database_url: str) -> None:
    await office.begin(DECEMBER)
    await office.round(AT - HOUR)
    office.now = AT + HOUR
    others = [SqlStore(database_url, lambda: office.now) for _ in range(4)]
    await asyncio.gather(*(plan_round(store, office.now) for store in (office.store, *others)))
    for store in others:
        await store.close()
    assert len(await office.freezes()) == 1


async def test_month_ends_stand_in_and_freeze_five_working_days_before(office: Office) -> None:
    await office.begin()
    for day in range(0, 60, 3):
        await office.round(BEGAN + day * DAY)
    assert [(one.meeting, one.as_at) for one in await office.freezes()] == [
        (date(2025, 11, 28), datetime(2025, 11, 21, 17, tzinfo=UTC)),
        (date(2025, 12, 31), datetime(2025, 12, 22, 17, tzinfo=UTC)),
    ]


async def test_a_plan_that_sleeps_wakes_for_its_freeze(office: Office) -> None:
    await office.begin(DECEMBER)
    await office.round(BEGAN)
    now = AT - DAY - HOUR
    while now < AT + HOUR:
        await office.round(now)
        now += timedelta(minutes=20)
        assert len(await office.freezes()) == (office.now >= AT)


async def test_a_paused_plan_freezes_and_a_closed_one_does_not(office: Office) -> None:
    await office.begin(DECEMBER)
    await office.round(BEGAN)
    await office.store.transact(lambda tx: tx.pauses.hold(KENT, why="the summer"))
    await office.round(AT + HOUR)
    assert len(await office.freezes()) == 1

    await office.store.transact(lambda tx: tx.plans.close(KENT, "done", date(2027, 1, 1)))
    await office.round(datetime(2026, 2, 28, 9, tzinfo=UTC))
    assert len(await office.freezes()) == 1


async def test_what_is_past_when_a_meeting_is_set_is_frozen_only_if_it_is_still_to_be_held(office: Office) -> None:
    await office.begin()
    await office.round(datetime(2025, 12, 8, 9, tzinfo=UTC))
    past, ahead = date(2025, 11, 20), date(2025, 12, 10)
    policy = Policy(board=Cycle(meetings=(Meeting(on=past), Meeting(on=ahead))))
    before = len(await office.freezes())
    await office.store.transact(lambda tx: tx.plans.keep_settings(KENT, policy))
    await office.round(datetime(2025, 12, 9, 9, tzinfo=UTC))
    assert [(one.meeting, one.as_at) for one in (await office.freezes())[before:]] == [
        (ahead, datetime(2025, 12, 3, 17, tzinfo=UTC))
    ]


async def test_a_freeze_taken_back_is_made_again_on_the_day_before_the_meeting_unless_an_admin_was_sooner(office: Office) -> None:
    await office.begin(DECEMBER)
    await office.round(AT)
    await office.takes_back(AT + DAY)
    for days in range(9):
        await office.round(AT + days * DAY + HOUR)
    first, second = await office.freezes()
    assert (first.void, first.why, second.void) == (True, "a colour was wrong", False)
    assert (second.meeting, second.as_at) == (DECEMBER, datetime(2025, 12, 10, 17, tzinfo=UTC))

    await office.takes_back(datetime(2025, 12, 10, 18, tzinfo=UTC))
    for hours in range(19, 48, 5):
        await office.round(datetime(2025, 12, 10, tzinfo=UTC) + hours * HOUR)
    assert [one.void for one in await office.freezes()] == [True, True]


async def test_a_meeting_that_is_put_off_is_frozen_on_its_new_day(office: Office) -> None:
    await office.begin(DECEMBER)
    await office.round(datetime(2025, 12, 1, 9, tzinfo=UTC))
    moved = Policy(board=Cycle(meetings=(Meeting(on=JANUARY),)))
    await office.store.transact(lambda tx: tx.plans.keep_settings(KENT, moved))
    for day in range(0, 50, 4):
        await office.round(datetime(2025, 12, 2, 9, tzinfo=UTC) + day * DAY)
    assert [one.meeting for one in await office.freezes()] == [JANUARY]
