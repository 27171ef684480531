"""Five hundred different people get their card on a Monday morning, and all of them answer within one minute."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from pathlib import Path

from tests.crash.load.areas import MONDAY, Country, percentile
from tests.crash.load.clock import Clock
from tests.crash.load.fleet import ENDS, Fleet
from tests.crash.load.people import SLACKS, Town, judged_letters, judged_record
from tests.crash.load.told import Told
from tests.crash.processes import nursery

AREAS, PEOPLE = 10, 50
MINUTE = 60.0
ARRIVES = 300.0  # seconds in which the morning's letters have arrived


async def begun(country: Country, fleet: Fleet, clock: Clock, web: int, workers: int) -> float:
    """Put Milepost in everywhere on the day before, start it on Monday at nine, and wait for all letters; the seconds that took."""
    clock.put(MONDAY - timedelta(hours=20))
    country.listens(await fleet.start(web))
    for area in country.areas:
        await country.installs(area)
    await country.slack.quiet()
    await fleet.stop()
    country.met += country.in_teams()
    clock.put(MONDAY)
    country.listens(await fleet.start(web, workers))
    began = time.monotonic()
    wanted = sum(area.people for area in country.areas) + len(country.areas)
    while arrived(country) < wanted:
        assert time.monotonic() - began < ARRIVES, f"{arrived(country)} of {wanted} letters arrived"
        await asyncio.sleep(0.2)
    return time.monotonic() - began


def arrived(country: Country) -> int:
    """How many letters have arrived: Slack says of each which it is; Teams has one for each chat after what it was met with."""
    return len(country.slack.world.letters()) + country.in_teams()


async def answering(town: Town, seconds: float, most: int | None = None) -> None:
    """Everybody answers, spread over some seconds, whether those before them have been answered or not."""
    people = town.everybody()[:most]
    began = time.monotonic()
    answers = []
    for number, (area, k) in enumerate(people):
        await asyncio.sleep(max(0.0, began + seconds * number / len(people) - time.monotonic()))
        answers.append(asyncio.create_task(town.answer(area, k)))
    await asyncio.gather(*answers)


async def minute(told: Told, url: str, about: str, folder: Path, clock: Clock, web: int, workers: int, people: int = PEOPLE) -> None:
    """Live it and tell of it."""
    country = Country(AREAS, people)
    await country.open()
    async with nursery("slack", "teams") as started:
        fleet = Fleet(started, country.environment(url), folder)
        try:
            await told.loaded(country, url, folder)
            took = await begun(country, fleet, clock, web, workers)
            told.row(f"{about}: {AREAS * people} cards and {AREAS} summaries have arrived after", took, "s")
            town = Town(country)
            sent, teams = len(country.slack.sent), len(country.teams.waited)
            cpu, began = fleet.cpu(), time.monotonic()
            await answering(town, MINUTE * people / PEOPLE)
            spent = time.monotonic() - began
            told.row(f"{about}: CPU for each answer, of all processes", (fleet.cpu() - cpu) * 1e3 / len(town.heard.said), "ms")
            told.row(f"{about}: {len(town.heard.said)} people have answered and seen it saved after", spent, "s")
            told.acknowledged(about, [one.seconds for one in country.slack.sent[sent:]], "Slack", most=SLACKS)
            told.acknowledged(about, country.teams.waited[teams:], "Teams")
            for way, waited in sorted(town.heard.seen.items()):
                told.row(f"{about}: {way}, {len(waited)} times: saved and seen, p50", percentile(waited, 0.5) * 1e3, "ms")
                told.row(f"{about}: {way}: saved and seen, p99", percentile(waited, 0.99) * 1e3, "ms")
            await country.slack.quiet()
            told.row(f"{about}: all processes have ended after SIGTERM within", await fleet.stop(), "s", most=ENDS)
            told.wrong(about, town.heard.failed + fleet.complaints() + country.slack.judged())
            told.wrong(about, await judged_record(url, town.heard))
            told.wrong(about, await judged_letters(url, country))
        finally:
            fleet.kill()
            await country.close()
