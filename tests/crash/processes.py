"""Milepost as real processes that can be killed with -9 at any moment."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from tests.crash.zygote import TOLD, WHERE

HANGS = 300  # seconds after which something will never come
TELLS = 20  # seconds in which one that stands still says where, if it can
ROOT = Path(__file__).parents[2]


class Nursery:
    """Starts Mileposts one after another."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._turn = asyncio.Lock()

    async def _ask(self, asked: Mapping[str, object]) -> int:
        async with self._turn:
            assert self._process.stdin is not None and self._process.stdout is not None
            self._process.stdin.write(json.dumps(asked).encode() + b"\n")
            await self._process.stdin.drain()
            return int(await self._process.stdout.readline())

    async def start(self, args: list[str], env: Mapping[str, str], log: Path) -> Milepost:
        """Start `milepost` with some arguments."""
        before = log.stat().st_size if log.exists() else 0
        pid = await self._ask({"args": args, "env": dict(env), "log": str(log)})
        return Milepost(self, pid, log, before)

    async def ended(self, pid: int) -> int:
        """The exit code of one that has ended or is about to."""
        return await self._ask({"wait": pid})


class Milepost:
    """One running Milepost."""

    def __init__(self, nursery: Nursery, pid: int, log: Path, before: int) -> None:
        self._nursery = nursery
        self.pid = pid
        self.log = log
        self._before = before
        self.killed = False
        self.code: int | None = None

    def kill(self) -> None:
        """kill -9, at once."""
        if not self.killed and self.code is None:
            self.killed = True
            os.kill(self.pid, signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to end."""
        if not self.killed and self.code is None:
            os.kill(self.pid, signal.SIGTERM)

    async def end(self) -> int:
        """Wait until it has ended, without keeping the nursery from others; its exit code."""
        while self.code is None and not self.gone():
            await asyncio.sleep(0.01)
        if self.code is None:
            self.code = await self._nursery.ended(self.pid)
        return self.code

    def told(self) -> str:
        """What it has printed; its log may begin with what others printed before it."""
        return self.log.read_bytes()[self._before :].decode() if self.log.exists() else ""

    async def where(self) -> str:
        """Have it print where its threads and tasks stand; all that it has printed."""
        os.kill(self.pid, WHERE)
        with suppress(TimeoutError):
            async with asyncio.timeout(TELLS):
                while TOLD not in self.told():
                    await asyncio.sleep(0.01)
        return self.told()

    def gone(self) -> bool:
        """Whether it is a zombie, waiting to be taken note of."""
        try:
            stat = Path(f"/proc/{self.pid}/stat").read_text()
        except OSError:
            return True
        return stat.rpartition(")")[2].split()[0] == "Z"


def without_platforms() -> dict[str, str]:
    """This process's environment without anything that switches a platform on."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "MICROSOFT_", "MILEPOST_"))}


@asynccontextmanager
async def nursery(*platforms: str) -> AsyncIterator[Nursery]:
    """A process to start Mileposts from, with the adapters of some platforms imported."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.crash.zygote",
        *platforms,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        cwd=ROOT,
        env=without_platforms(),
    )
    try:
        assert process.stdout is not None
        assert (await process.stdout.readline()).strip() == b"ready"
        yield Nursery(process)
    finally:
        assert process.stdin is not None
        process.stdin.close()  # it ends by itself then, and whoever it started with it
        await process.wait()


async def listening(one: Milepost) -> str:
    """The address that a Milepost prints once it listens, in what it has added to its log."""
    async with asyncio.timeout(HANGS):
        while True:
            gone = one.gone()
            if found := re.search(r"listening on (http://\S+)\n", one.told()):
                return found[1]
            assert not gone, one.told()
            await asyncio.sleep(0.01)
