"""Several `milepost serve` and `milepost work` on one database, and one front before those that serve."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Mapping
from pathlib import Path

import psycopg

from tests.crash.front import Front
from tests.crash.processes import Milepost, Nursery, listening

TICKS = os.sysconf("SC_CLK_TCK")
ENDS = 10.0  # seconds in which one that is asked to stop has ended


class Connections:
    """Counts the connections to a database of PostgreSQL's while something goes on, but for its own."""

    def __init__(self, url: str) -> None:
        self._url = url if url.startswith("postgresql") else ""
        self.most = 0

    async def __aenter__(self) -> Connections:
        self._counting = asyncio.create_task(self._count())
        return self

    async def __aexit__(self, *raised: object) -> None:
        self._counting.cancel()
        await asyncio.gather(self._counting, return_exceptions=True)

    async def _count(self) -> None:
        if not self._url:
            return
        async with await psycopg.AsyncConnection.connect(self._url, autocommit=True) as link:
            while True:
                found = await link.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
                self.most = max(self.most, (await found.fetchone() or (0,))[0])
                await asyncio.sleep(0.2)


class Fleet:
    """The processes of one Milepost."""

    def __init__(self, nursery: Nursery, env: Mapping[str, str], folder: Path) -> None:
        self._nursery, self._env, self._folder = nursery, env, folder
        self._door: Front | None = None
        self.running: list[Milepost] = []
        self.address = ""

    async def start(self, web: int = 1, workers: int = 0) -> str:
        """Start so many of each; the address at which they are reached."""
        kinds = ["serve"] * web + ["work"] * workers
        self.running = [
            await self._nursery.start([kind], self._env, self._folder / f"{kind}-{n}.log") for n, kind in enumerate(kinds)
        ]
        addresses = [await listening(one) for one in self.running[:web]]
        if web == 1:
            self.address = addresses[0]
        else:
            self._door = Front(*addresses)
            await self._door.start()
            self.address = self._door.url
        return self.address

    async def stop(self) -> float:
        """Ask all of them to end; seconds until the last has. One that does not end well is told with what it printed."""
        began = time.monotonic()
        for one in self.running:
            one.stop()
        try:
            async with asyncio.timeout(ENDS * 6):
                codes = [await one.end() for one in self.running]
        finally:
            self.kill()
        assert not any(codes), (codes, [one.told()[-2000:] for one in self.running])
        if self._door is not None:
            await self._door.stop()
        self.running = []
        return time.monotonic() - began

    def kill(self) -> None:
        """End whatever still runs."""
        for one in self.running:
            one.kill()

    def cpu(self) -> float:
        """Seconds of CPU that all of them have used so far."""
        spent = 0
        for one in self.running:
            fields = Path(f"/proc/{one.pid}/stat").read_text().rpartition(")")[2].split()
            spent += int(fields[11]) + int(fields[12])
        return spent / TICKS

    def complaints(self) -> list[str]:
        """What any of them has logged as an error."""
        told = [line for log in sorted(self._folder.glob("*.log")) for line in log.read_text(errors="replace").splitlines()]
        return [line[:300] for line in told if " ERROR " in line or "Traceback" in line]
