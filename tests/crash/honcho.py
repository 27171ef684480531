"""`python -m tests.crash.honcho`: the README's many processes, literally, with the Procfile under honcho and PostgreSQL.

Half of them are killed amid the delivery of some hundred letters, on both platforms, as often as is asked. Honcho then ends the
others and itself, and is started again, as a service manager would. Every letter must arrive once; in Teams, which cannot tell,
a letter that was under way at a kill may come once more.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import signal
import sys
import time
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import psycopg

from bot.model.letters.letter import LetterState
from tests.crash.clock import Clock, by_real_time, under_clock
from tests.crash.month.letters import LONDON, Flights, judged, letters, twice_a_day
from tests.crash.month.town import Town, plan_of
from tests.crash.processes import ROOT, without_platforms
from tests.world.postgres import cluster
from tests.world.slack.world import Call

BIN = Path(sys.executable).parent
START = ("start", "-c", "web=2,worker=2", "web", "worker")
MORNING = datetime(2027, 3, 8, 9, 0, 30, tzinfo=LONDON)
DUE = date(2027, 2, 1)
PATIENCE = 600  # real seconds in which all letters must have ended
CALM = 0.5


class Honcho:
    """The Procfile's processes, as honcho runs them."""

    def __init__(self, env: dict[str, str]) -> None:
        self._env = env
        self.pids: list[int] = []  # of all processes, in the order of the Procfile
        self.said = ""

    async def start(self) -> None:
        """Start them, and take note of each."""
        self.pids, self.said = [], ""
        self._process = await asyncio.create_subprocess_exec(
            str(BIN / "honcho"), "--no-colour", *START, cwd=ROOT, env=self._env, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
        )
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            self.said += line.decode()
            if found := re.search(r"system\s*\| (?:web|worker)\.\d started \(pid=(\d+)\)", line.decode()):
                self.pids.append(int(found[1]))

    def kill_half(self, die: random.Random) -> int:
        """kill -9 one of the two that serve and one of the two that deliver, each with the shell that started it."""
        chosen = (die.choice(self.pids[:2]), die.choice(self.pids[2:]))
        for pid in chosen:
            os.killpg(pid, signal.SIGKILL)
        return len(chosen)

    async def ended(self) -> int:
        """Wait until honcho has ended."""
        code = await self._process.wait()
        await self._reading
        return code

    async def stop(self) -> float:
        """Ask honcho to end. Returns how long that took."""
        began = time.monotonic()
        if self._process.returncode is None:
            self._process.send_signal(signal.SIGTERM)
        await self.ended()
        return time.monotonic() - began


class Morning:
    """A morning on which some hundred letters go out, and half of those who carry them die."""

    def __init__(self, clock: Clock, server: str, people: int, kills: int, seed: int) -> None:
        half = people // 2
        self.clock = clock
        self.database = f"{server}/postgres"
        self.die = random.Random(seed)
        self.town = Town([f"s{n}" for n in range(half)], [f"t{n}" for n in range(people - half)])
        self.people = people
        self.left = kills  # times that half of them are still to be killed
        self.killed = 0
        self._calls = 0
        self.town.slack.server.on_call = self._in_slack
        self.town.teams.on_call = self._in_teams

    async def live(self) -> list[str]:
        """Live it. Returns what went wrong."""
        await self.town.open()
        env = {**without_platforms(), **self.town.environment(self.database), "PATH": f"{BIN}:{os.environ['PATH']}"}
        del env["HOST"], env["PORT"]  # honcho and the Procfile say where each listens
        self.clock.set(MORNING)
        release = await asyncio.create_subprocess_exec(str(BIN / "honcho"), "run", "milepost", "migrate", cwd=ROOT, env=env)
        assert await release.wait() == 0
        await self.town.loads(self.database, plan_of(self.town.names, {key: [DUE] for key in self.town.names}))
        self.flights, self.honcho = Flights(self.database), Honcho(env)
        try:
            return await self._delivered()
        except TimeoutError:
            return [f"it came to a stop: {await self._standing()}, {self.killed} killed; the last that was said:", *self.honcho.said.splitlines()[-40:]]
        finally:
            await self.honcho.stop()
            await self.town.close()

    async def _delivered(self) -> list[str]:
        self._arm()
        await self.honcho.start()
        async with asyncio.timeout(PATIENCE):
            while not await self._all_ended():
                if self.honcho._process.returncode is not None:
                    await self.honcho.ended()
                    assert self.killed, self.honcho.said
                    self._arm()
                    await self.honcho.start()
                await asyncio.sleep(CALM)
        addresses = sorted(re.findall(r"listening on (\S+)", self.honcho.said))
        took = await self.honcho.stop()
        there = await letters(self.database, self.flights.all())
        wrong, figures = judged(self.town, there, self.flights.broken)
        wrong += twice_a_day(there) + ([] if len(addresses) == 2 else [f"they listen on {addresses}"])
        nudged = {one.person for one in there if one.state is LetterState.SENT and one.person}
        wrong += [] if len(nudged) == self.people else [f"{len(nudged)} of {self.people} people were written to"]
        print(f"honcho, 2 web and 2 worker on {' and '.join(addresses)}: {self.killed} killed, {figures}; asked to stop, all ended in {took:.1f} s")
        return wrong

    async def _all_ended(self) -> bool:
        states = await self._standing()
        there = sum(states.values())
        return there >= self.people and there == sum(states[one] for one in (LetterState.SENT, LetterState.FAILED, LetterState.WITHDRAWN))

    async def _standing(self) -> Counter[str]:
        """Return how many letters there are in each state."""
        async with await psycopg.AsyncConnection.connect(self.database) as link:
            return Counter(dict(await (await link.execute("SELECT state, count(*) FROM letter GROUP BY state")).fetchall()))

    # ---- killing

    def _arm(self) -> None:
        self._calls = self.die.randint(self.people // 8, self.people // 3) if self.left else 0

    def _in_slack(self, call: Call, stage: str) -> None:
        self._called(call.method == "chat.postMessage")

    def _in_teams(self, step: str, stage: str) -> bool:
        self._called(step == "post")
        return True

    def _called(self, is_letter: bool) -> None:
        if self._calls and is_letter and len(self.honcho.pids) == 4:
            self._calls -= 1
            if not self._calls:
                self.left -= 1
                self.killed += self.honcho.kill_half(self.die)
                self.flights.note()


def main() -> None:
    """Read the command line and live a morning."""
    parser = argparse.ArgumentParser(prog="python -m tests.crash.honcho", description=__doc__)
    parser.add_argument("--people", type=int, default=300, help="how many are written to")
    parser.add_argument("--kills", type=int, default=2, help="how often half of the processes are killed")
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    clock = under_clock()
    with by_real_time(cluster()) as server:
        wrong = asyncio.run(Morning(clock, server, asked.people, asked.kills, asked.seed).live())
    for sentence in wrong:
        print(f"honcho, seed {asked.seed}: {sentence}")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
