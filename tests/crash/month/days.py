"""The month itself: its days, what people do on them, and what must hold at the end."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path

from store.record import SqlStore
from tests.crash.clock import Clock
from tests.crash.month.house import House
from tests.crash.month.letters import LONDON, Flights, judged, letters, twice_a_day
from tests.crash.month.town import PLAN, Town, plan_of
from tests.crash.processes import Nursery
from tests.crash.slack_people import InSlack
from tests.crash.teams_people import InTeams
from tests.records import long_ago
from tests.world.slack.world import Call

IN_SLACK, IN_TEAMS, IN_BOTH = ("ada", "ben", "cleo", "dan"), ("eve", "finn", "gus", "hana"), ("iris", "jack")
FIRST = date(2027, 3, 8)  # a Monday; the clocks change in the third week, and Easter takes two days of the month
WEEKS = 4
HOLIDAYS = (date(2027, 3, 26), date(2027, 3, 29))
MEETS = date(2027, 4, 8)  # its window is open from the second week, and freezes in the last
OPENS = 9  # o'clock in London
STANDS = 240  # real seconds after which a day will never settle
STILL = 3.0  # real seconds without a change after which what is in flight is a dead process's
FORGOTTEN = timedelta(seconds=31)  # until others take what a dead process had in hand
SETTLED = 0.5  # real seconds between looks
HURRIES = 10.0  # real seconds until somebody who was not answered does it again
MOST_KILLS, BETWEEN = 3, 2.0  # while people talk, on a day, and the seconds between them, about


def working_days() -> Iterator[date]:
    """Return the working days of the month."""
    days = (FIRST + timedelta(days=n) for n in range(7 * WEEKS))
    return (day for day in days if day.weekday() < 5 and day not in HOLIDAYS)


class Month:
    """One Milepost's month, made of a seed."""

    def __init__(self, seed: int, database: str, folder: Path, clock: Clock, nursery: Nursery, days: int = 31) -> None:
        self.seed = seed
        self.database = database
        self.many = database.startswith("postgresql")
        self.folder = folder
        self.clock = clock
        self.most = days
        self.die = random.Random(seed)
        self.town = Town(IN_SLACK, IN_TEAMS, IN_BOTH)
        self.nursery = nursery
        self.said: list[str] = []
        self.days = self.copies = 0
        self._left = 0  # calls of a platform until some are killed, 0 for none
        self.town.slack.server.on_call = self._in_slack
        self.town.teams.on_call = self._in_teams

    async def live(self) -> tuple[list[str], str]:
        """Live the month. Returns what went wrong, and the figures."""
        await self.town.open()
        self.house = House(self.nursery, self.town.environment(self.database), self.folder / f"{self.seed}.log", self.die, self.many)
        try:
            return await self._lived()
        finally:
            await self.town.close()

    async def _lived(self) -> tuple[list[str], str]:
        self.clock.set(self._at(FIRST - timedelta(days=3), 12))
        await self._commands(["migrate"], chance=0.8)
        await self.town.loads(self.database, plan_of(self.town.names, self._dates()), [MEETS])
        self.flights, self.store = Flights(self.database), SqlStore(self.database, long_ago)
        self.house.on_kill = self.flights.note
        self.slack = InSlack(self.town.slack, self.die, self.house, HURRIES)
        self.teams = InTeams(self.town.teams, self.die, self.house)
        self.town.listens(await self.house.open())
        try:
            for day in islice(working_days(), self.most):
                await self._day(day)
        finally:
            await self.house.close()
        wrong = await self._judged()
        await self.store.close()
        return wrong

    def _dates(self) -> dict[str, list[date]]:
        """Choose when each person's milestones are due, so that each working day asks somebody."""
        return {name: [FIRST + timedelta(days=self.die.randrange(-20, 60)) for _ in range(self.die.randint(3, 6))] for name in self.town.names}

    def _at(self, day: date, hour: int, minute: int = 0) -> datetime:
        return datetime(day.year, day.month, day.day, hour, minute, 5, tzinfo=LONDON)

    # ---- a day

    async def _day(self, day: date) -> None:
        """The morning's letters, what people say to them, and whatever else is run that day; somebody is killed over each."""
        self.days += 1
        self._left = self.die.randint(1, 12)
        self.clock.set(self._at(day, OPENS))
        await self._settled()
        killing = asyncio.create_task(self._killing())
        try:
            await asyncio.gather(*(self._talk(name, n) for n, name in enumerate(self.die.sample(self.town.names, 4))))
            if self.die.random() < 0.3:
                await self._copy()
            if self.die.random() < 0.2:
                await self._commands(["migrate"], chance=0.5)
        finally:
            killing.cancel()
            with suppress(asyncio.CancelledError):
                await killing
        self.clock.set(self._at(day, 14, self.die.randrange(60)))
        await self._settled()

    async def _killing(self) -> None:
        for _ in range(self.die.randint(1, MOST_KILLS)):
            await self.house.again()
            await asyncio.sleep(self.die.expovariate(1 / BETWEEN))
            self.house.kill_some()

    async def _talk(self, name: str, number: int) -> None:
        """Somebody answers: their latest question by its button, a typed line, or a form."""
        narrative = f"month {self.seed} day {self.days} turn {number}"
        where = self.slack if name in IN_SLACK or (name in IN_BOTH and self.die.random() < 0.5) else self.teams
        self.said.append(narrative)
        if self.die.random() < 0.4 and await where.answers(name, narrative):
            return
        await where.says(name, f"1.{self.town.names.index(name) + 1}.1", narrative)

    async def _copy(self) -> None:
        """Copy the record, killed or not. A copy that is said to be made is whole."""
        if self.many:
            return
        file = self.folder / f"{self.seed}-{self.days}.copy"
        code, told = await self.house.run(["backup", str(file)], self.die.random() * 0.8 if self.die.random() < 0.5 else None)
        assert code in (0, -9), told
        if code == 0:
            self.copies += 1
            code, told = await self.house.run(["restore", str(file)], database=f"sqlite:///{file}.restored")
            assert code == 0, told

    async def _commands(self, args: list[str], chance: float) -> None:
        """Run a command again and again until it is not killed."""
        while True:
            code, told = await self.house.run(args, self.die.random() * 2 if self.die.random() < chance else None)
            assert code in (0, -9), told
            if code == 0:
                return

    # ---- the platforms

    def _in_slack(self, call: Call, stage: str) -> None:
        self._called("post" if call.method == "chat.postMessage" else call.method)

    def _in_teams(self, step: str, stage: str) -> bool:
        """A call whose sender dies while it is on its way may be lost, or not."""
        kills = self.house.kills
        self._called(step)
        return kills == self.house.kills or stage != "arrived" or self.die.random() < 0.5

    def _called(self, step: str) -> None:
        if self._left and step in ("post", "thread"):
            self._left -= 1
            if not self._left:
                self.house.kill_some()

    # ---- until all is calm

    async def _settled(self) -> None:
        """Wait until each round has run and each letter has ended. What a dead process had in hand others take once it is forgotten."""
        ends, since, before = time.monotonic() + STANDS, time.monotonic(), [""]
        while True:
            now = self.clock.now()
            due, ready = await self.store.read(lambda view, now=now: (view.rounds.due(now), view.letters.outbox(now, now).ready))
            open_ = self.flights.open()
            if not due and not ready and not open_:
                return
            if open_ != before:
                since, before = time.monotonic(), open_
            elif open_ and time.monotonic() - since > STILL:
                self.clock.jump(FORGOTTEN)
                since = time.monotonic()
            assert time.monotonic() < ends, f"it never settles: due {due}, ready {ready}, in flight {open_}"
            await self.house.again()
            await asyncio.sleep(SETTLED)

    # ---- what must hold

    async def _judged(self) -> tuple[list[str], str]:
        there = await letters(self.database, self.flights.all())
        wrong, figures = judged(self.town, there, self.flights.broken)
        wrong += twice_a_day(there)
        refs = [f"1.{at}.{n}" for at in range(1, len(self.town.names) + 1) for n in range(1, 7)]
        told = await self.store.read(lambda view: [u.narrative for ref in refs for u in view.updates.history(PLAN, ref)])
        wrong += [f"{one!r} is recorded {told.count(one)} times" for one in self.said if told.count(one) != 1]
        code, printed = await self.house.run(["record", "verify", "--json"])
        if code or not all(plan["ok"] for plan in json.JSONDecoder().raw_decode(printed[printed.index("{") :])[0]["plans"]):
            wrong.append(f"the record does not verify: {printed}")
        wrong += self.town.slack.world.offences
        killed = ", ".join(f"{name} {count}" for name, count in sorted(self.house.killed.items()))
        return wrong, f"{self.days} days, {self.house.kills} kills ({killed}), {len(self.said)} answers each kept once, {figures}; {self.copies} copies whole"
