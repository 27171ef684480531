"""The machine's clock is set forward and back, by an hour, a day, and over the night in which summer time begins."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.crash.clock import Clock
from tests.crash.faults.place import MONDAY, Place, place
from tests.crash.faults.postgres import cluster
from tests.crash.faults.program import start

SETTLES = 12.0  # seconds in which what is due would come, twice over
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SUNDAY = datetime(2025, 3, 30, 0, 50, tzinfo=UTC)  # ten minutes later 01:00 is 02:00 in London
ASKED = 3  # of the six people: the others answer
SLOW = 8.0  # seconds for which a letter is in the hands of one process, and the other must leave it alone


async def _begins(at: Place) -> None:
    await at.serve()
    for name in ("ben", "cleo", "dan"):
        if not await at.saves(name, f"{name} begins"):
            at.wrong.append(f"{name} could not save")


async def clock_jumps(folder: Path) -> list[str]:
    """An hour forward, two back and one forward, before, while and after the day's letters go; then a day to and fro."""
    async with place(folder, f"sqlite:///{folder}/record.db", MONDAY) as at:
        await _begins(at)
        at.clock.jump(HOUR)  # 09:56: the letters are due
        forward = await at.until(lambda: len(at.asked()) >= ASKED)
        for by in (-2 * HOUR, HOUR, -HOUR, 2 * HOUR):
            at.clock.jump(by)
            await asyncio.sleep(SETTLES / 2)
        first = dict(at.letters())
        at.clock.jump(DAY)
        await asyncio.sleep(SETTLES)
        at.clock.jump(-DAY)
        back = await _rounds_again(at)
        print(f"clock_jumps: letters {forward:.1f} s after the clock passed their hour; rounds again {back:.1f} s after it was set back a day")
        print(f"clock_jumps: {len(first)} letters on the day, {len(at.letters())} once the next day was seen early")
        at.wrong += [f"letters on one day: {sorted(first)}"] if len([key for key in first if key.startswith('nudge:')]) != ASKED else []
        if not await at.saves("ben", "ben ends"):
            at.wrong.append("ben could not save after the clock was set")
        return await at.judge()


async def _rounds_again(at: Place) -> float:
    """Wait for something that only a round does: what was saved is read by its watch. Seconds."""
    before = at.milepost.told().count("as if the clock was set back")
    return await at.until(lambda: at.milepost.told().count("as if the clock was set back") > before)


async def clock_back_before(folder: Path) -> list[str]:
    """The clock is an hour fast as Milepost starts, and is set right before the letters are due: they come at their hour."""
    async with place(folder, f"sqlite:///{folder}/record.db", MONDAY - timedelta(minutes=30)) as at:
        await _begins(at)
        at.clock.jump(HOUR / 2 - timedelta(minutes=1))
        await asyncio.sleep(SETTLES)
        at.clock.jump(-HOUR)
        await asyncio.sleep(SETTLES / 2)
        early = len(at.asked())
        at.clock.jump(HOUR + timedelta(minutes=5))
        came = await at.until(lambda: len(at.asked()) >= ASKED)
        print(f"clock_back_before: {early} letters too early, all {came:.1f} s after their hour")
        at.wrong += ["a letter came before its hour"] if early else []
        return await at.judge()


async def clock_summer(folder: Path) -> list[str]:
    """Summer time begins on the night before: Monday's letters come at 09:00 as the clock on the wall has it."""
    async with place(folder, f"sqlite:///{folder}/record.db", SUNDAY) as at:
        await _begins(at)
        for moment in (datetime(2025, 3, 30, 1, 5, tzinfo=UTC), datetime(2025, 3, 31, 7, 50, tzinfo=UTC)):
            at.clock.set(moment)
            await asyncio.sleep(SETTLES / 2)
        early = len(at.asked())
        at.clock.set(datetime(2025, 3, 31, 8, 1, tzinfo=UTC))
        came = await at.until(lambda: len(at.asked()) >= ASKED)
        print(f"clock_summer: {early} letters before 09:00 of summer time, all {came:.1f} s after")
        at.wrong += ["a letter came before its hour"] if early else []
        return await at.judge()


async def clock_of_one_machine(folder: Path) -> list[str]:
    """Two machines deliver from one database. As one has letters in hand, the other's clock is set an hour ahead: it takes none of them."""
    async with cluster(folder) as server, place(folder, server.url, MONDAY) as at:
        await _begins(at)
        (folder / "other").mkdir()
        clock = Clock(folder / "other" / "clock", MONDAY - HOUR)  # by which nothing is due yet
        other = await start(["serve"], {**at.env, **clock.env}, folder / "other.log")
        await other.listens()
        at.slack.order("chat.postMessage", "slow", times=10**6, seconds=SLOW)
        at.clock.jump(timedelta(minutes=4))
        took = await at.until(lambda: at.in_hand() >= ASKED)
        clock.set(at.clock.now() + HOUR)
        await asyncio.sleep(SLOW / 2)
        held = at.in_hand()
        came = await at.until(lambda: len(at.asked()) >= ASKED)
        await asyncio.sleep(SLOW + SETTLES)
        print(f"clock_of_one_machine: letters were in hand after {took:.1f} s, {held} of them {SLOW / 2:.0f} s later, and came {came:.1f} s after: {dict(at.letters())}")
        at.wrong += [f"only {held} letters were still in hand as the other looked"] if held < ASKED else []
        await other.stop()
        return await at.judge()


async def clock_refused(folder: Path) -> list[str]:
    """The machine's clock is ten minutes off: what Slack signed is refused, and it is told where an operator looks."""
    async with place(folder, f"sqlite:///{folder}/record.db", MONDAY) as at:
        await _begins(at)
        right = at.slack.courier.clock()
        at.clock.jump(timedelta(minutes=10))
        await asyncio.sleep(2.0)
        at.slack.courier.clock = lambda: right
        made = await at.slack.user("ben").types("/milepost status")
        _, metrics, _ = await at.milepost.asked("/metrics")
        counted = [line for line in metrics.splitlines() if line.startswith("milepost_slack_clock_refused_total")]
        logged = [line for line in at.milepost.told().splitlines() if "compare the clock" in line]
        print(f"clock_refused: status {made.status if made else 0}, {counted}, {logged}")
        at.wrong += [] if made is not None and made.status == 401 and counted and logged else ["it was not refused, or not told"]
        at.slack.courier.clock = at.clock.time
        if not await at.saves("ben", "ben ends"):
            at.wrong.append("ben could not save once the clock was right")
        return await at.judge()
