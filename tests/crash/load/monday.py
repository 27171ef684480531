"""A Monday, nine o'clock, in 150 areas at once: everybody's card, every board's summary, and people who reply as they always do."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from tests.crash.clock import Clock
from tests.crash.load.areas import Country, percentile
from tests.crash.load.fleet import Fleet
from tests.crash.load.minute import arriving, lived, tell_ways
from tests.crash.load.people import SLACKS, Heard, Town
from tests.crash.load.told import Told

PEOPLE = 20  # of each area
PACE = 1.0  # replies a second: of 3,000 people one in three answers in the first quarter of an hour


async def replying(town: Town, country: Country, over: asyncio.Event) -> None:
    """People who have their card reply, one after another at the usual pace, until it is over."""
    people, replies = town.everybody(), []
    latest = time.monotonic()
    while not over.is_set():
        ready = country.with_card()
        who = next(((area, k) for area, k in people if area.names[k] in ready), None)
        if who is not None:
            people.remove(who)
            replies.append(asyncio.create_task(town.answer(*who)))
            latest = max(latest + 1 / PACE, time.monotonic())  # that nobody had a card for a while is not made up for
        await asyncio.sleep(max(0.0, latest + 1 / PACE - time.monotonic()) if who else 0.5)
    await asyncio.gather(*replies)


async def monday(
    told: Told, url: str, about: str, folder: Path, clock: Clock, web: int, workers: int, areas: int, seconds: float
) -> None:
    """Live it and tell of it."""
    country = Country(areas, PEOPLE)

    async def doing(fleet: Fleet, town: Town) -> None:
        began, over, sent = fleet.cpu(), asyncio.Event(), len(country.slack.sent)
        replies = asyncio.create_task(replying(town, country, over))
        took = await arriving(country)
        meanwhile, all_said = town.heard, Heard()
        count = areas * (PEOPLE + 1)
        told.row(f"{about}: {areas * PEOPLE:,} cards and {areas} summaries have arrived after", took, "s")
        told.row(f"{about}: letters a second, while people reply", count / took, "/s")
        told.row(f"{about}: CPU for each letter, of all processes, replies included", (fleet.cpu() - began) * 1e3 / count, "ms")
        tell_ways(told, f"{about}, while letters go", meanwhile)
        town.heard = all_said
        await asyncio.sleep(seconds)
        over.set()
        await replies
        tell_ways(told, f"{about}, afterwards", town.heard)
        for one in (meanwhile, town.heard):
            if one.waited:
                told.row(f"{about}: p99 of {len(one.waited)} replies", percentile(one.waited, 0.99) * 1e3, "ms")
        told.acknowledged(about, [one.seconds for one in country.slack.sent[sent:]], "Slack", most=SLACKS)
        town.heard = Heard({**meanwhile.said, **town.heard.said}, {}, meanwhile.failed + town.heard.failed)

    await lived(told, url, about, folder, clock, country, web, workers, doing)
