"""The ticker, as the program stops."""

import asyncio
import logging

import pytest

from adapters.ticker import Ticker


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
