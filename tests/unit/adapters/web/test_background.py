"""Work that goes on behind a request."""

from __future__ import annotations

import asyncio

import pytest

from adapters.web.background import Errands


async def test_a_failure_is_logged_once_and_raised_to_nobody(caplog: pytest.LogCaptureFixture) -> None:
    async def wrong() -> None:
        raise ValueError("what was typed")

    errands = Errands()
    await errands.start(wrong(), "slack:1")

    assert [record.getMessage() for record in caplog.records] == ["slack:1 could not be shown"]


async def test_a_platform_that_is_away_is_logged_in_one_line(caplog: pytest.LogCaptureFixture) -> None:
    async def away() -> None:
        raise ConnectionError("ClientConnectorDNSError")

    await Errands((ConnectionError,)).start(away(), "slack:1")

    (record,) = caplog.records
    assert (record.levelname, record.exc_info) == ("WARNING", None)
    assert record.getMessage() == "slack:1 could not be shown (ConnectionError ClientConnectorDNSError)"


async def test_what_is_begun_has_an_outcome_for_whoever_waits() -> None:
    async def work() -> int:
        return 3

    assert await Errands().begin(work()) == 3


async def test_what_takes_longer_than_the_deadline_goes_on_and_is_awaited_at_the_end() -> None:
    errands, may, done = Errands(), asyncio.Event(), []

    async def slow() -> None:
        await may.wait()
        done.append(1)

    await errands.within(slow(), "slow", asyncio.get_running_loop().time() + 0.001)
    assert (errands.under_way, done) == (True, [])
    may.set()
    await errands.drain()

    assert (errands.under_way, done) == (False, [1])


async def test_what_does_not_end_is_stopped() -> None:
    errands = Errands()
    task = errands.begin(asyncio.Event().wait())
    await errands.drain(0.001)

    assert task.cancelled()
