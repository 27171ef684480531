"""`python -m tests.crash.stopping`: SIGTERM under load. Each process ends within ten seconds, and nothing is lost.

While letters pour out on both platforms and people answer, one process after another is asked to stop, on SQLite the one there
is, on PostgreSQL each sort, and another takes its place. No letter may be lost or come twice, in Teams neither unless it was cut off.
"""

from __future__ import annotations

import asyncio
import random
import sys
from collections.abc import Awaitable, Callable
from datetime import date, datetime
from pathlib import Path

from store.record import SqlStore
from tests import records
from tests.crash.clock import Clock, by_real_time, under_clock
from tests.crash.month.house import House, Place
from tests.crash.month.letters import LONDON, Flights, judged, letters
from tests.crash.month.town import PLAN, Town, plan_of
from tests.crash.processes import Nursery, nursery
from tests.crash.slack_people import InSlack
from tests.crash.teams_people import InTeams
from tests.records import long_ago
from tests.world.postgres import cluster
from tests.world.teams import Fault

MOST = 10.0  # seconds in which each must have ended
MORNING = datetime(2027, 3, 8, 9, 0, 30, tzinfo=LONDON)
DUE = date(2027, 2, 1)
EACH = 40  # people on each platform
TALK = 2  # of them who talk all the time
BREATHES = 0.3  # seconds between two answers of one of them
SLOW = 0.1  # seconds in which a platform takes a letter
PATIENCE = 300


class Load:
    """A morning on which one process after another is asked to stop."""

    def __init__(self, database: str, folder: Path, clock: Clock, started: Nursery) -> None:
        self.database = database
        self.kind = "PostgreSQL" if database.startswith("postgresql") else "SQLite"
        self.clock = clock
        self.nursery = started
        self.log = folder / f"{self.kind}.log"
        self.die = random.Random(1)
        self.town = Town([f"s{n}" for n in range(EACH)], [f"t{n}" for n in range(EACH)])
        self.said: list[str] = []
        self.wrong: list[str] = []
        self._ends = False

    async def live(self) -> list[str]:
        """Live it. Returns what went wrong."""
        await self.town.open()
        self.town.slack.order("chat.postMessage", "slow", times=10**6, seconds=SLOW)
        self.town.teams.connector.faults.append(Fault(delay=SLOW, times=10**6))
        self.house = House(self.nursery, self.town.environment(self.database), self.log, self.die, self.kind == "PostgreSQL")
        self.clock.set(MORNING)
        try:
            await self.house.run(["migrate"])
            await self.town.loads(self.database, plan_of(self.town.names, {name: [DUE] for name in self.town.names}))
            self.flights = Flights(self.database)
            self.town.listens(await self.house.open())
            await self._asked()
            await self.house.close()
            return await self._judged()
        finally:
            await self.town.close()

    async def _asked(self) -> None:
        slack, teams = InSlack(self.town.slack, self.die, self.house, 10.0), InTeams(self.town.teams, self.die, self.house)
        talking = [asyncio.create_task(self._talk(slack.says, n)) for n in range(TALK)]
        talking += [asyncio.create_task(self._talk(teams.says, EACH + n)) for n in range(TALK)]
        for number, place in enumerate(reversed(self.house.places), 1):
            share = number * EACH // (len(self.house.places) + 1)
            await self._until(lambda share=share: len(self.town.slack.world.letters()) >= share)  # type: ignore[misc]
            await self._stop(place)
        await self._until(lambda: len(self.flights.all()) >= 2 * EACH and not self.flights.under_way())
        self._ends = True
        await asyncio.gather(*talking)
        await self._until(lambda: not self.flights.unsettled())

    async def _talk(self, says: Callable[[str, str, str], Awaitable[None]], at: int) -> None:
        while not self._ends:
            narrative = f"person {at} says {len(self.said)}"
            self.said.append(narrative)
            await says(self.town.names[at], f"1.{at + 1}.1", narrative)
            await asyncio.sleep(BREATHES)

    async def _stop(self, place: Place) -> None:
        busy = len(self.flights.under_way())
        took, code, last = await self.house.stop(place)
        self.flights.note()
        print(f"SIGTERM on {self.kind}, {place.name}: ended in {took:.2f} s with {code}; {busy} letters were under way, {len(self.said)} answers given", flush=True)
        if took > MOST or code != 0 or "Nothing is lost" not in last:
            self.wrong.append(f"{place.name} ended after {took:.1f} s with {code}: {last}")

    async def _until(self, true: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not true():
                await asyncio.sleep(0.2)

    async def _judged(self) -> list[str]:
        there = await letters(self.database, self.flights.all())
        wrong, figures = judged(self.town, there, self.flights.broken)
        store = SqlStore(self.database, long_ago)
        refs = [f"1.{at + 1}.1" for at in range(2 * EACH)]
        told = await store.read(lambda view: [u.narrative for ref in refs for u in view.updates.history(PLAN, ref)])
        await store.close()
        wrong += [f"{one!r} is recorded {told.count(one)} times" for one in self.said if told.count(one) != 1]
        print(f"SIGTERM on {self.kind}: {len(self.said)} answers each kept once, {figures}" if not wrong else f"SIGTERM on {self.kind}: lost or doubled")
        return [*self.wrong, *wrong]


async def all_of_them(server: str, clock: Clock) -> list[str]:
    """Stop each process on each database. Returns what went wrong."""
    with records.folder() as folder:
        async with nursery("slack", "teams", "couriers.procrastinate") as started:
            urls = (f"sqlite:///{folder}/record.db", f"{server}/postgres")
            return [sentence for url in urls for sentence in await Load(url, folder, clock, started).live()]


def main() -> None:
    """Live, and say what went wrong."""
    clock = under_clock()
    with by_real_time(cluster()) as server:
        wrong = asyncio.run(all_of_them(server, clock))
    for sentence in wrong:
        print(sentence)
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
