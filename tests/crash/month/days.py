"""The month itself: its days, what people do on them, and what must hold at the end."""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path

from bot.model.letters.letter import Letter, LetterKind, LetterState
from bot.ports.record import View
from store.record import SqlStore
from tests.crash.clock import Clock
from tests.crash.month import due
from tests.crash.month.copies import Copies
from tests.crash.month.house import House
from tests.crash.month.letters import LONDON, Flights, judged, letters, twice_a_day
from tests.crash.month.town import PLAN, Town, plan_of
from tests.crash.processes import Nursery
from tests.crash.slack_people import InSlack
from tests.crash.teams_people import InTeams
from tests.records import long_ago
from tests.world import fair
from tests.world.slack.world import Call

IN_SLACK, IN_TEAMS, IN_BOTH = ("ada", "ben", "cleo", "dan"), ("eve", "finn", "gus", "hana"), ("iris", "jack")
FIRST = date(2027, 3, 8)  # a Monday; the clocks change after the third week, and Easter takes two days of the month
WEEKS = 5
HOLIDAYS = (date(2027, 3, 26), date(2027, 3, 29), date(2027, 5, 3))
MONTH_END = date(2027, 3, 31)
MEETS = date(2027, 4, 8)  # its window is open from the second week, freezes in the fourth, and ends in the last
OPENS, CLOSES, NIGHT = 9, 17, 2  # o'clock in London
EVERY_COPY = 4  # nights, until one that was made is put back
STANDS = 240  # real seconds after which a day will never settle
ROUND = 6.0  # seconds, within which a round begins and has written what it writes
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
        self.kind = "postgres" if self.many else "sqlite"
        self.folder = folder
        self.clock = clock
        self.most = days
        self.die = random.Random(seed)
        self.town = Town(IN_SLACK, IN_TEAMS, IN_BOTH)
        self.nursery = nursery
        self.said: list[str] = []
        self.lived: list[date] = []
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
        await self.house.until_done(["migrate"], chance=0.8)
        self.plan = plan_of(self.town.names, self._dates(), MONTH_END)
        await self.town.loads(self.database, self.plan, [MEETS])
        self.flights, self.store = Flights(self.database), SqlStore(self.database, long_ago)
        self.house.on_kill = self.flights.note
        self.copies = Copies(self.house, self.database, self.folder, self.die)
        self.slack = InSlack(self.town.slack, self.die, self.house, HURRIES)
        self.teams = InTeams(self.town.teams, self.die, self.house)
        self.town.listens(await self.house.open())
        try:
            for day in islice(working_days(), self.most):
                began = time.monotonic()
                await self._day(day)
                print(f"  {self.kind}, {day:%a %d %b}: {time.monotonic() - began:.0f} s, {self.house.kills} kills", file=sys.stderr, flush=True)
            await self._rewritten()
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
        """A day: what falls to its morning, to its closing hour and to the night before, and what people say. Over each somebody is killed."""
        await self._night(day)
        self.lived.append(day)
        await self._falls(day, OPENS)
        killing = asyncio.create_task(self._killing())
        try:
            await asyncio.gather(*(self._talk(name, n) for n, name in enumerate(self.die.sample(self.town.names, 4))))
            if self.die.random() < 0.2:
                await self.house.until_done(["migrate"], chance=0.5)
        finally:
            killing.cancel()
            with suppress(asyncio.CancelledError):
                await killing
        await self._falls(day, 14, self.die.randrange(60))
        await self._falls(day, CLOSES)

    async def _night(self, day: date) -> None:
        """The night before a day, which may be the one in which the clocks change: a copy is made."""
        for night in (day - timedelta(days=n) for n in reversed(range((day - self.lived[-1]).days if self.lived else 1))):
            await self._falls(night, NIGHT)
            copy = await self.copies.night(f"{self.seed}-{night:%d-%m}")
            if self.copies.made % EVERY_COPY == 0:
                await self.copies.put_back(copy)

    async def _falls(self, day: date, hour: int, minute: int = 0) -> None:
        """Come to an hour, and wait until what falls to it is done. Somebody is killed amid the letters, if there are any, or the round."""
        self._left = self.die.randint(1, 12)
        self.clock.set(self._at(day, hour, minute))
        killing = asyncio.create_task(self._killed_within(ROUND)) if self.die.random() < 0.5 else None
        await self._settled()
        if killing is not None:
            await killing

    async def _killed_within(self, seconds: float) -> None:
        await asyncio.sleep(self.die.random() * seconds)
        self.house.kill_some()

    async def _killing(self) -> None:
        for _ in range(self.die.randint(1, MOST_KILLS)):
            await self.house.again()
            await asyncio.sleep(self.die.expovariate(1 / BETWEEN))
            self.house.kill_some()

    async def _talk(self, name: str, number: int) -> None:
        """Somebody answers: their latest question by its button, a typed line, or a form."""
        narrative = f"month {self.seed} day {len(self.lived)} turn {number}"
        where = self.slack if name in IN_SLACK or (name in IN_BOTH and self.die.random() < 0.5) else self.teams
        self.said.append(narrative)
        if self.die.random() < 0.4 and await where.answers(name, narrative):
            return
        theirs = self.plan.actions[self.town.names.index(name)].milestones
        await where.says(name, self.die.choice(theirs).ref, narrative)

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
            waits, ready = await self.store.read(lambda view, now=now: (view.rounds.due(now), view.letters.outbox(now, now).ready))
            open_ = self.flights.open()
            self.flights.remember()
            if not waits and not ready and not open_:
                return
            if open_ != before:
                since, before = time.monotonic(), open_
            elif open_ and time.monotonic() - since > STILL:
                self.clock.jump(FORGOTTEN)
                since = time.monotonic()
            assert time.monotonic() < ends, f"it never settles: due {waits}, ready {ready}, in flight {open_}"
            await self.house.again()
            await asyncio.sleep(SETTLED)

    async def _rewritten(self) -> None:
        """Wait a while until each card that was answered says so where it stands."""
        with suppress(TimeoutError):
            async with asyncio.timeout(STANDS):
                while await self.store.read(lambda view: view.letters.to_rewrite()):
                    await asyncio.sleep(SETTLED)

    # ---- what must hold

    async def _judged(self) -> tuple[list[str], str]:
        there = await letters(self.database, self.flights.all(), self.flights.words)
        wrong, figures = judged(self.town, there, self.flights.broken)
        wrong += twice_a_day(there) + await self.store.read(lambda view: self._due(view, there))
        said = await self.store.read(lambda view: [u.narrative for one in self.plan.milestones for u in view.updates.history(PLAN, one.ref)])
        wrong += [f"{one!r} is recorded {said.count(one)} times" for one in self.said if said.count(one) != 1]
        code, printed = await self.house.run(["record", "verify", "--json"])
        if code or not all(plan["ok"] for plan in json.JSONDecoder().raw_decode(printed[printed.index("{") :])[0]["plans"]):
            wrong.append(f"the record does not verify: {printed}")
        wrong += self.town.slack.world.offences + self.house.complaints()
        killed = ", ".join(f"{name} {count}" for name, count in sorted(self.house.killed.items()))
        copies = f"{self.copies.made} copies, {self.copies.restored} of them put back"
        return wrong, f"{len(self.lived)} days, {self.house.kills} kills ({killed}), {sum(said.count(one) == 1 for one in self.said)} of {len(self.said)} answers kept once, {figures}; {copies}"

    def _due(self, view: View, there: Sequence[Letter]) -> list[str]:
        """Return what had to come and did not, and what was asked again though it was answered."""
        calendar = due.Calendar(self.lived, HOLIDAYS)
        people = view.people.of(PLAN)
        owners = {one.role: one.person for one in people.holdings}
        said = {one.ref: view.updates.history(PLAN, one.ref) for one in self.plan.milestones}
        written = [view.entries.made(PLAN, number) or self.clock.now() for number in range(1, view.entries.head(PLAN).entry + 1)]
        sent = [one for one in there if one.kind is LetterKind.NUDGE and one.state is LetterState.SENT]
        again = [f"{ref} was asked about again though it was answered: {key}, {kind}" for key, ref, kind in fair.judged(view, PLAN, sent, self.clock.now()).again]
        return [
            *due.summaries(calendar, there),
            *due.alarms(there),
            *due.in_parts(self.plan.milestones, calendar, there),
            *due.questions(calendar, self.plan.milestones, said, owners, there),
            *due.freezes(calendar, MEETS, view.periods.freezes(PLAN), written),
            *again,
            *(f"{one.key} was never rewritten where it stands" for one in view.letters.to_rewrite()),
        ]
