"""Five hundred different people get their card on a Monday morning, and all of them answer within one minute."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

from tests.crash.clock import Clock
from tests.crash.load.areas import MONDAY, Area, Country, percentile
from tests.crash.load.fleet import ENDS, Connections, Fleet
from tests.crash.load.people import SLACKS, Heard, Town, judged_letters, judged_record
from tests.crash.load.told import Told
from tests.crash.processes import nursery

AREAS = 10
ARRIVES = 900.0  # seconds in which the morning's letters have arrived
AT_ONCE = 8  # areas that put Milepost in side by side


async def lived(
    told: Told, url: str, about: str, folder: Path, clock: Clock, country: Country, web: int, workers: int,
    doing: Callable[[Fleet, Town], Awaitable[None]],
) -> None:  # fmt: skip
    """Load all areas, put Milepost in everywhere on the Sunday, live the Monday, and judge what came of it."""
    await country.open()
    async with nursery("slack", "teams", "couriers.procrastinate") as started:
        fleet, town = Fleet(started, country.environment(url), folder), Town(country)
        try:
            clock.set(MONDAY - timedelta(hours=20))
            await told.loaded(country, url, folder)
            country.listens(await fleet.start(web))
            await everywhere(country)
            await country.slack.quiet()
            await fleet.stop()
            country.met()
            clock.set(MONDAY)
            country.listens(await fleet.start(web, workers))
            async with Connections(url) as connections:
                await doing(fleet, town)
            if connections.most:
                told.row(f"{about}: connections to the database of {web + workers} processes, at most", connections.most, "")
            await country.slack.quiet()
            told.row(f"{about}: all processes have ended after SIGTERM within", await fleet.stop(), "s", most=ENDS)
            told.wrong(about, town.heard.failed + fleet.complaints() + country.slack.judged())
            told.wrong(about, await judged_record(url, town.heard))
            told.wrong(about, await judged_letters(url, country))
        finally:
            fleet.kill()
            await country.close()


async def everywhere(country: Country) -> None:
    """Have all areas put Milepost in, some side by side."""
    free = asyncio.Semaphore(AT_ONCE)

    async def one(area: Area) -> None:
        async with free:
            await country.installs(area)

    await asyncio.gather(*map(one, country.areas))


async def arriving(country: Country) -> float:
    """Wait until all of the morning's letters have arrived; the seconds that took."""
    began, wanted = time.monotonic(), sum(area.people + 1 for area in country.areas)
    while (found := country.arrived()) < wanted:
        assert time.monotonic() - began < ARRIVES, f"{found} of {wanted} letters arrived"
        await asyncio.sleep(0.5)
    return time.monotonic() - began


async def answering(town: Town, seconds: float) -> None:
    """Everybody answers, spread over some seconds, whether those before them have been answered or not."""
    people, began = town.everybody(), time.monotonic()
    answers = []
    for number, (area, k) in enumerate(people):
        await asyncio.sleep(max(0.0, began + seconds * number / len(people) - time.monotonic()))
        answers.append(asyncio.create_task(town.answer(area, k)))
    await asyncio.gather(*answers)


def tell_ways(told: Told, about: str, heard: Heard) -> None:
    """Print how long people waited to see what they did saved, by what they did."""
    for way, waited in sorted(heard.seen.items()):
        told.row(f"{about}: {way}, {len(waited)} times: saved and seen, p50", percentile(waited, 0.5) * 1e3, "ms")
        told.row(f"{about}: {way}: saved and seen, p99", percentile(waited, 0.99) * 1e3, "ms")


async def minute(
    told: Told, url: str, about: str, folder: Path, clock: Clock, web: int, workers: int, people: int, seconds: float
) -> None:
    """Live it and tell of it."""
    country = Country(AREAS, people)

    async def doing(fleet: Fleet, town: Town) -> None:
        told.row(f"{about}: {AREAS * people} cards and {AREAS} summaries have arrived after", await arriving(country), "s")
        sent, teams = len(country.slack.sent), len(country.timed.waited)
        cpu, began = fleet.cpu(), time.monotonic()
        await answering(town, seconds)
        spent = time.monotonic() - began
        told.row(f"{about}: {len(town.heard.said)} people have answered and seen it saved after", spent, "s")
        told.row(f"{about}: CPU for each answer, of all processes", (fleet.cpu() - cpu) * 1e3 / len(town.heard.said), "ms")
        told.acknowledged(about, [one.seconds for one in country.slack.sent[sent:]], "Slack", most=SLACKS)
        told.acknowledged(about, country.timed.waited[teams:], "Teams")
        tell_ways(told, about, town.heard)

    await lived(told, url, about, folder, clock, country, web, workers, doing)
