"""A PostgreSQL of one's own that can be stopped, stalled, filled up and put out of reach."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import psycopg

from tests.crash.faults.program import machine_has

HERE, THERE = "10.213.7.1", "10.213.7.2"


class Missing(Exception):
    """This machine lacks what a scenario needs."""


async def ran(*words: str, cwd: Path | None = None) -> str:
    """Run a program; what it printed. Fails if it does."""
    process = await asyncio.create_subprocess_exec(
        *words, cwd=cwd, stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    told, _ = await process.communicate()
    assert process.returncode == 0, f"{words}: {told.decode(errors='replace')}"
    return told.decode(errors="replace")


class Cluster:
    """One server with its own folder and port, in a network of its own if asked."""

    def __init__(self, home: Path, host: str = "127.0.0.1", network: str = "") -> None:
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
        if not found:
            raise Missing("no PostgreSQL server is installed under /usr/lib/postgresql")
        self._programs = found[-1].parent
        self._home, self._data = home, home / "data"
        self._host, self._network = host, network
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self._stalled: list[int] = []

    @property
    def url(self) -> str:
        """The address of the database."""
        return f"postgresql://postgres@{self._host}:{self._port}/milepost"

    @property
    def admin(self) -> str:
        """An address that is there before the database is."""
        return f"postgresql://postgres@{self._host}:{self._port}/postgres"

    async def _run(self, program: str, *words: str) -> str:
        within = ["ip", "netns", "exec", self._network] if self._network else []
        user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        # What it leaves running must not hold the pipe that we read.
        line = " ".join([str(self._programs / program), *words, ">", str(self._home / "out"), "2>&1"])
        return await ran(*within, *user, "sh", "-c", line, cwd=self._home)

    async def make(self) -> None:
        """Make it, start it, and make the database."""
        self._home.mkdir(exist_ok=True)
        if os.geteuid() == 0:
            shutil.chown(self._home, "postgres", "postgres")
        await self._run("initdb", "-D", str(self._data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
        with (self._data / "pg_hba.conf").open("a") as rules:
            rules.write("host all all 10.213.7.0/30 trust\n")
        await self.start()
        async with await psycopg.AsyncConnection.connect(self.admin, autocommit=True) as link:
            await link.execute("CREATE DATABASE milepost")

    async def start(self, *options: str) -> None:
        """Start it."""
        given = [f"-p {self._port}", "-c listen_addresses=*", f"-c unix_socket_directories={self._home}", *options]
        await self._run("pg_ctl", "-D", str(self._data), "-w", "-l", str(self._home / "log"), "-o", f'"{" ".join(given)}"', "start")

    async def stop(self, how: str = "fast") -> None:
        """Stop it."""
        await self._run("pg_ctl", "-D", str(self._data), "-w", "-m", how, "stop")

    async def is_down(self) -> bool:
        """Whether it has ended by itself."""
        try:
            await self._run("pg_ctl", "-D", str(self._data), "status")
        except AssertionError:
            return True
        return False

    def _processes(self) -> list[int]:
        main = int((self._data / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{main}/task/{main}/children").read_text().split()
        return [main, *map(int, children)]

    def stall(self) -> None:
        """Halt every process of it: its machine answers, and it does not."""
        self._stalled = self._processes()
        for pid in self._stalled:
            os.kill(pid, signal.SIGSTOP)

    def go_on(self) -> None:
        """Let them go on."""
        for pid in self._stalled:
            os.kill(pid, signal.SIGCONT)
        self._stalled = []

    async def end(self) -> None:
        """End it, whatever it is at."""
        self.go_on()
        if (self._data / "postmaster.pid").exists() and not await self.is_down():
            await self.stop("immediate")


class Far:
    """A network of its own on this machine, out of which answers can be kept."""

    name = "milepost-faults"

    async def make(self) -> None:
        """Make it."""
        if not machine_has("ip"):
            raise Missing("a network of one's own needs root and iproute2")
        await ran("ip", "netns", "add", self.name)
        await ran("ip", "link", "add", "mpf0", "type", "veth", "peer", "name", "mpf1", "netns", self.name)
        await ran("ip", "addr", "add", f"{HERE}/30", "dev", "mpf0")
        await ran("ip", "link", "set", "mpf0", "up")
        await ran("ip", "-n", self.name, "addr", "add", f"{THERE}/30", "dev", "mpf1")
        for link in ("mpf1", "lo"):
            await ran("ip", "-n", self.name, "link", "set", link, "up")

    async def silence(self) -> None:
        """From now on nothing that is sent from there arrives, and nobody is told."""
        await ran("ip", "-n", self.name, "route", "add", "blackhole", f"{HERE}/32")

    async def heard(self) -> None:
        """What is sent from there arrives again."""
        await ran("ip", "-n", self.name, "route", "del", "blackhole", f"{HERE}/32")

    async def end(self) -> None:
        """Take it away."""
        await ran("ip", "netns", "del", self.name)


@asynccontextmanager
async def cluster(folder: Path) -> AsyncIterator[Cluster]:
    """A running server with an empty database."""
    made = Cluster(folder / "postgres")
    try:
        await made.make()
        yield made
    finally:
        await made.end()


@asynccontextmanager
async def far_cluster(folder: Path) -> AsyncIterator[tuple[Cluster, Far]]:
    """A running server in a network of its own."""
    far = Far()
    await far.make()
    made = Cluster(folder / "postgres", THERE, far.name)
    try:
        await made.make()
        yield made, far
    finally:
        await made.end()
        await far.end()
