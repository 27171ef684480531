"""`milepost serve` and its commands as real processes, each with a world of its own: a clock, a disk, a network."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import aiohttp

from tests.crash.processes import ROOT, without_platforms

STARTS = 60.0  # seconds in which a process listens, or a command ends


class Program:
    """A running `milepost`."""

    def __init__(self, process: asyncio.subprocess.Process, log: Path, before: int) -> None:
        self._process = process
        self._log = log
        self._before = before
        self.url = ""

    @property
    def running(self) -> bool:
        """Whether it has not ended."""
        return self._process.returncode is None

    def told(self) -> str:
        """What it has printed and logged."""
        return self._log.read_bytes()[self._before :].decode(errors="replace")

    async def listens(self) -> str:
        """Wait until it listens; its address."""
        async with asyncio.timeout(STARTS):
            while not (found := re.search(r"listening on (http://\S+)\n", self.told())):
                assert self.running, self.told()
                await asyncio.sleep(0.02)
        self.url = found[1]
        return self.url

    async def stop(self) -> float:
        """Ask it to end, and wait; the seconds that took."""
        began = time.monotonic()
        if self.running:
            self._process.send_signal(signal.SIGTERM)
            await asyncio.wait_for(self._process.wait(), STARTS)
        return time.monotonic() - began

    def kill(self) -> None:
        """kill -9."""
        if self.running:
            self._process.kill()

    async def ends(self) -> int:
        """Wait until it has ended; its exit code."""
        return await asyncio.wait_for(self._process.wait(), STARTS)

    async def asked(self, path: str) -> tuple[int, str, float]:
        """GET a page: its status, its text, and the seconds that took."""
        began = time.monotonic()
        try:
            async with (
                aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session,
                session.get(f"{self.url}{path}") as answer,
            ):
                return answer.status, await answer.text(), time.monotonic() - began
        except (aiohttp.ClientError, TimeoutError) as failed:
            return 0, type(failed).__name__, time.monotonic() - began


async def start(args: Sequence[str], env: Mapping[str, str], log: Path, through: Sequence[str] = ()) -> Program:
    """Start `milepost` with arguments; `through` are the words of a program that starts it."""
    before = log.stat().st_size if log.exists() else 0
    with log.open("ab") as written:
        process = await asyncio.create_subprocess_exec(
            *through,
            sys.executable,
            "-m",
            "bot",
            *args,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=written,
            stderr=written,
            cwd=ROOT,
            env={**without_platforms(), **env},
        )
    return Program(process, log, before)


async def command(args: Sequence[str], env: Mapping[str, str], log: Path) -> tuple[int, str]:
    """Run one command to its end; its exit code and what it printed."""
    one = await start(args, env, log)
    return await one.ends(), one.told()


def machine_has(program: str) -> bool:
    """Whether this machine lets us use a program that only root may."""
    return os.geteuid() == 0 and any((Path(folder) / program).exists() for folder in os.environ["PATH"].split(":"))
