"""With METRICS_PORT the figures are told at an address of their own and nowhere else: real processes, real HTTP."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import ClientSession

from tests import records
from tests.crash.processes import HANGS, Milepost, nursery, without_platforms

AT = re.compile(r"(listening|figures)[^\n]*?(http://[\d.]+:\d+)")


@asynccontextmanager
async def running(kind: str, url: str, folder: Path) -> AsyncIterator[dict[str, str]]:
    """A process with its figures apart. Yields where it listens to people (a worker nowhere), and where it tells its figures."""
    async with nursery("couriers.procrastinate") as started:
        env = {**without_platforms(), "DATABASE_URL": url, "PORT": "0", "METRICS_PORT": "0"}
        one = await started.start([kind], env, folder / "log")
        try:
            yield await told_at(one, 2 if kind == "serve" else 1)
        finally:
            one.stop()
            assert await one.end() == 0, one.told()


async def told_at(one: Milepost, addresses: int) -> dict[str, str]:
    async with asyncio.timeout(HANGS):
        while len(found := dict(AT.findall(one.told()))) < addresses:
            assert not one.gone(), one.told()
            await asyncio.sleep(0.02)
    return found


@pytest.mark.parametrize(("kind", "database"), [("serve", "sqlite"), ("work", "postgres")])
async def test_figures_are_told_at_their_own_port_alone(kind: str, database: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    url = f"sqlite:///{records.empty(tmp_path / 'm.db')}" if database == "sqlite" else request.getfixturevalue("postgres_database")
    async with running(kind, url, tmp_path) as at, ClientSession() as session:

        async def asked(door: str, path: str) -> tuple[int, str]:
            async with session.get(at[door] + path) as answer:
                return answer.status, await answer.text()

        status, figures = await asked("figures", "/metrics")
        assert status == 200 and "milepost_database_up 1.0" in figures and "milepost_database_bytes" in figures
        assert [(await asked("figures", sign))[0] for sign in ("/healthz", "/readyz", "/", "/slack/events", "/page")] == [200, 200, 404, 404, 404]
        if kind == "serve":
            assert [(await asked("listening", sign))[0] for sign in ("/healthz", "/readyz", "/metrics")] == [200, 200, 404]
