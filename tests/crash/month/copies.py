"""The copy of each night, made however often whoever makes it is killed; some are put back elsewhere, and held against the record."""

from __future__ import annotations

import asyncio
import json
import os
import random
import shlex
from contextlib import suppress
from pathlib import Path

import psycopg

from tests.crash.month.house import House, path

SOON = 1.0  # seconds, at most, until one that copies is killed
DUMPS = 0.2  # the same for PostgreSQL's own program, which takes no longer


class Copies:
    """The copies of one month's record."""

    def __init__(self, house: House, database: str, folder: Path, die: random.Random) -> None:
        self._house = house
        self._database = database
        self._on_server = database.startswith("postgresql")
        self._folder = folder
        self._die = die
        self.made = self.restored = 0

    async def night(self, name: str) -> Path:
        """Make the copy of a night. Whoever is killed over it begins again, as the next try of a timer does."""
        file = self._folder / f"{name}.copy"
        while not await (self._dumped(file) if self._on_server else self._copied(file)):
            pass
        self.made += 1
        return file

    async def _copied(self, file: Path) -> bool:
        code, told = await self._house.run(["backup", str(file)], self._soon(SOON))
        assert code in (0, -9), told
        left = [one.name for one in self._folder.glob(".*.new")]
        assert code or not left, f"what was begun is left beside a copy: {left}"
        return code == 0 or file.exists()  # a file has its name only when it is whole

    async def _dumped(self, file: Path) -> bool:
        code, told = await self._house.run(["backup", str(file), "--json"])
        assert code == 0, told
        process = await asyncio.create_subprocess_exec(*shlex.split(json.loads(told)["command"]), env={**os.environ, **path()})
        with suppress(TimeoutError):
            async with asyncio.timeout(self._soon(DUMPS)):
                assert await process.wait() == 0
        if process.returncode is None:
            process.kill()
            await process.wait()
            file.unlink(missing_ok=True)
            return False
        await self._house.until_done(["backup", "--done"], chance=0.5)
        return True

    def _soon(self, most: float) -> float | None:
        return self._die.random() * most if self._die.random() < 0.5 else None

    async def put_back(self, file: Path) -> None:
        """Put a copy back where nothing is. It must verify, and the living record must have its last entry."""
        there = await self._nowhere(file)
        code, told = await self._house.run(["restore", str(file)], database=there)
        assert code == 0, told
        code, told = await self._house.run(["record", "head", "--json"], database=there)
        assert code == 0, told
        heads = [word for plan, one in json.loads(told).items() for word in ("--head", f"{plan}:{one['entry']}:{one['digest']}")]
        code, told = await self._house.run(["record", "verify", *heads])
        assert code == 0, told
        self.restored += 1

    async def _nowhere(self, file: Path) -> str:
        if not self._on_server:
            return f"sqlite:///{file}.restored"
        server, _, name = self._database.rpartition("/")
        fresh = f"{name}-{file.stem}"
        async with await psycopg.AsyncConnection.connect(f"{server}/postgres", autocommit=True) as link:
            await link.execute(f'CREATE DATABASE "{fresh}"')  # type: ignore[call-overload]
        return f"{server}/{fresh}"
