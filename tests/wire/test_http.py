"""The web application, asked over real HTTP."""

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from io import BytesIO

from aiohttp import ClientSession, web

from adapters.http import MOST_BODY, application


async def in_order() -> str | None:
    return None


async def out_of_order() -> str | None:
    return "the database does not answer"


async def broken(_request: web.Request) -> web.Response:
    raise RuntimeError("the secret is swordfish")


async def length(request: web.Request) -> web.Response:
    return web.Response(text=str(len(await request.read())))


@asynccontextmanager
async def serving(app: web.Application) -> AsyncIterator[tuple[ClientSession, str]]:
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        addresses: Sequence[tuple[str, int]] = runner.addresses
        async with ClientSession() as session:
            yield session, f"http://127.0.0.1:{addresses[0][1]}"
    finally:
        await runner.cleanup()


async def test_a_living_process_says_so_even_when_it_is_not_ready() -> None:
    async with serving(application(out_of_order)) as (session, at), session.get(f"{at}/healthz") as response:
        assert (response.status, await response.text()) == (200, "ok")
        assert response.headers["X-Content-Type-Options"] == "nosniff"


async def test_readiness_is_told_when_all_is_in_order() -> None:
    async with serving(application(in_order)) as (session, at), session.get(f"{at}/readyz") as response:
        assert (response.status, await response.text()) == (200, "ready")


async def test_what_is_not_in_order_is_told_with_its_reason() -> None:
    async with serving(application(out_of_order)) as (session, at), session.get(f"{at}/readyz") as response:
        assert (response.status, await response.text()) == (503, "the database does not answer")


async def test_readiness_is_told_in_time_of_a_database_that_hangs_and_asked_for_once() -> None:
    asked, free = [], asyncio.Event()

    async def hanging() -> str | None:
        asked.append(1)
        await free.wait()
        return None

    async with serving(application(hanging)) as (session, at):

        async def ready() -> tuple[int, str]:
            async with session.get(f"{at}/readyz") as response:
                return response.status, await response.text()

        late = await asyncio.wait_for(asyncio.gather(*(ready() for _ in range(5))), 3)
        async with session.get(f"{at}/healthz") as alive:
            assert alive.status == 200
        free.set()
        assert await ready() == (200, "ready")

    assert late == [(503, "the database does not answer")] * 5
    assert len(asked) == 2


async def test_figures_are_in_the_form_prometheus_reads() -> None:
    async with serving(application(in_order)) as (session, at), session.get(f"{at}/metrics") as response:
        assert response.status == 200
        assert response.headers["Content-Type"].startswith("text/plain")
        assert "# TYPE " in await response.text()


async def test_a_route_that_fails_gives_a_number_and_no_details() -> None:
    routes = [web.post("/broken", broken)]
    async with serving(application(in_order, routes)) as (session, at), session.post(f"{at}/broken") as response:
        assert response.status == 500
        assert re.fullmatch(r"failed \([0-9a-f]{8}\)", await response.text())


async def test_a_body_over_the_limit_is_refused_and_one_at_the_limit_is_read() -> None:
    async with serving(application(in_order, [web.post("/length", length)])) as (session, at):
        async with session.post(f"{at}/length", data=BytesIO(b"x" * MOST_BODY)) as response:
            assert (response.status, await response.text()) == (200, str(MOST_BODY))
        async with session.post(f"{at}/length", data=BytesIO(b"x" * (MOST_BODY + 1))) as response:
            assert response.status == 413
