"""The demo's clock goes one way at a time, and stops when it is told to."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from bot.program.demonstration.demo_clock import DemoClock

BEGINS = datetime(2025, 3, 3, 9, tzinfo=UTC)
DAY = timedelta(days=1)


class Days:
    """The rounds of a clock that opens each day, the third of which sends a letter."""

    def __init__(self, pause: bool = False) -> None:
        self.ran: list[datetime] = []
        self.kept: list[datetime] = []
        self.pause = asyncio.Event()
        if not pause:
            self.pause.set()
        self.clock = DemoClock(BEGINS, "Europe/London", self.run, lambda now: now + DAY, self.keep, lambda: BEGINS + 300 * DAY)

    async def run(self, moment: datetime) -> int:
        self.ran.append(moment)
        await self.pause.wait()
        return int(len(self.ran) == 3)

    async def keep(self, moment: datetime) -> None:
        self.kept.append(moment)


async def test_the_next_event_is_the_moment_of_the_next_letter() -> None:
    days = Days()
    assert await days.clock.next_event() == days.clock.now() == BEGINS + 3 * DAY
    assert days.clock.way is None


async def test_somebody_is_heard_after_the_round_of_the_moment_and_before_the_next() -> None:
    days = Days()
    moment = await days.clock.day()
    assert moment < days.clock.heard() < BEGINS + 2 * DAY


async def test_a_way_is_told_and_stops_after_the_round_that_runs_and_none_begins_beside_it() -> None:
    days = Days(pause=True)
    going = asyncio.create_task(days.clock.today())
    await asyncio.sleep(0)
    assert days.clock.way is not None
    assert (days.clock.way.begins, days.clock.way.ends) == (BEGINS, BEGINS + 300 * DAY)
    assert await days.clock.week() == BEGINS + DAY, "a week was gone beside the way to today"
    await days.clock.stop()
    days.pause.set()
    assert await going == BEGINS + DAY == days.clock.now()
    assert days.ran == days.kept == [BEGINS + DAY]
    assert days.clock.way is None


async def test_a_stopped_clock_goes_on_when_it_is_moved_again() -> None:
    days = Days()
    await days.clock.stop()
    assert await days.clock.day() == BEGINS + DAY
