"""The ticker, as the program stops."""

import asyncio
import logging
from datetime import UTC, datetime, timedelta

import pytest

from adapters.ticker import AT_LEAST, Ticker


@pytest.mark.parametrize(("takes", "ended"), [(0.1, ["begun", "ended"]), (60.0, ["begun", "given up"])])
async def test_a_tick_under_way_may_end_for_a_while_and_is_no_fault_in_the_log(
    takes: float, ended: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    begun, told = asyncio.Event(), []

    async def tick() -> None:
        told.append("begun")
        begun.set()
        try:
            await asyncio.sleep(takes)
            told.append("ended")
        except asyncio.CancelledError:
            told.append("given up")
            raise

    ticker = Ticker(0.01, tick)
    ticker.start()
    await asyncio.wait_for(begun.wait(), 30)
    await ticker.stop(5.0 if takes < 1 else 0.01)
    await asyncio.sleep(0)

    assert told == ended
    assert [one for one in caplog.records if one.levelno >= logging.WARNING and "max" not in one.getMessage()] == []


async def test_a_clock_that_is_set_back_an_hour_holds_up_a_few_ticks_and_not_an_hour(caplog: pytest.LogCaptureFixture) -> None:
    every, ticks = 0.05, asyncio.Semaphore(0)

    async def tick() -> None:
        ticks.release()

    ticker = Ticker(every, tick)
    ticker.start()
    await asyncio.wait_for(ticks.acquire(), 30)
    ticker._job.modify(next_run_time=datetime.now(UTC) + timedelta(hours=1))  # as the scheduler sees it then
    while not ticks.locked():
        await ticks.acquire()
    began = asyncio.get_running_loop().time()
    await asyncio.wait_for(ticks.acquire(), 30)
    await ticker.stop(1.0)

    assert asyncio.get_running_loop().time() - began >= AT_LEAST / 2
    assert "as if the clock was set back" in caplog.text
