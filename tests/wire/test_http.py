"""The web application, asked over real HTTP."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO

import pytest
from aiohttp import ClientSession, web
from prometheus_client import REGISTRY

from adapters.web.application import BOUNDED, MOST_BODY, application, figures_alone, listening
from adapters.web.lines import Limits


async def in_order() -> str | None:
    return None


async def out_of_order() -> str | None:
    return "the database does not answer"


async def broken(_request: web.Request) -> web.Response:
    raise RuntimeError("the secret is swordfish")


async def length(request: web.Request) -> web.Response:
    return web.Response(text=str(len(await request.read())))


@asynccontextmanager
async def serving(app: web.Application, limits: Limits | None = None) -> AsyncIterator[tuple[ClientSession, str]]:
    async with listening(app, "127.0.0.1", 0, limits) as server, ClientSession() as session:
        yield session, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def answer_to(at: str, said: bytes) -> bytes:
    """All that the server says to these bytes until it closes the line."""
    reader, writer = await asyncio.open_connection("127.0.0.1", int(at.rpartition(":")[2]))
    try:
        writer.write(said)
        return await asyncio.wait_for(reader.read(), 30)
    finally:
        writer.close()


async def test_a_living_process_says_so_even_when_it_is_not_ready() -> None:
    async with serving(application(out_of_order)) as (session, at), session.get(f"{at}/healthz") as response:
        assert (response.status, await response.text()) == (200, "ok")
        assert response.headers["X-Content-Type-Options"] == "nosniff"


async def test_readiness_is_told_when_all_is_in_order() -> None:
    async with serving(application(in_order)) as (session, at), session.get(f"{at}/readyz") as response:
        assert (response.status, await response.text()) == (200, "ready\nrecord: unchecked\n")


async def test_a_record_that_is_not_whole_is_told_with_readiness_and_changes_nothing_about_it() -> None:
    app = application(in_order, record=lambda: "broken")

    async with serving(app) as (session, at), session.get(f"{at}/readyz") as response:
        assert (response.status, await response.text()) == (200, "ready\nrecord: broken\n")


async def test_what_is_not_in_order_is_told_with_its_reason() -> None:
    async with serving(application(out_of_order)) as (session, at), session.get(f"{at}/readyz") as response:
        assert (response.status, await response.text()) == (503, "the database does not answer\nrecord: unchecked\n")


async def test_readiness_is_told_in_time_of_a_database_that_hangs_and_asked_for_once() -> None:
    asked, free = [], asyncio.Event()

    async def hanging() -> str | None:
        asked.append(1)
        await free.wait()
        return None

    async with serving(application(hanging)) as (session, at):

        async def ready() -> tuple[int, str]:
            async with session.get(f"{at}/readyz") as response:
                return response.status, (await response.text()).splitlines()[0]

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


async def test_figures_told_elsewhere_are_not_told_here_and_alone_there() -> None:
    read = []

    async def refresh() -> None:
        read.append(1)

    async with serving(application(in_order, refresh=None)) as (session, at):
        async with session.get(f"{at}/metrics") as response, session.get(f"{at}/healthz") as alive:
            assert (response.status, alive.status) == (404, 200)
    async with serving(figures_alone(in_order, lambda: "ok", refresh)) as (session, at):
        answers = [await session.get(f"{at}/{name}") for name in ("metrics", "healthz", "readyz", "privacy")]
        assert [answer.status for answer in answers] == [200, 200, 200, 404]
    assert read == [1]


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


async def test_a_route_that_minds_itself_how_much_it_reads_is_given_more() -> None:
    async def taken(request: web.Request) -> web.Response:
        return web.Response(text=str(sum([len(piece) async for piece in request.content.iter_chunked(65_536)])))

    routes = [web.post("/file", taken, name=BOUNDED)]
    async with serving(application(in_order, routes)) as (session, at):
        async with session.post(f"{at}/file", data=BytesIO(b"x" * MOST_BODY * 3)) as response:
            assert (response.status, await response.text()) == (200, str(MOST_BODY * 3))


HASTE = Limits(lines=3, head=0.3, body=0.3)
HEAD = b"POST /length HTTP/1.1\r\nHost: a\r\n"


@pytest.mark.parametrize("said", [b"", b"GET /healthz", b"GET /healthz HTTP/1.1\r\nHost: a\r\nX-Long: aaaa"])
async def test_headers_that_do_not_come_in_time_are_waited_for_no_longer(said: bytes) -> None:
    async with serving(application(in_order), HASTE) as (_, at):
        assert (await answer_to(at, said)).startswith(b"HTTP/1.1 408 ")


async def test_headers_of_a_later_request_on_the_same_line_must_come_in_time_too() -> None:
    async with serving(application(in_order), HASTE) as (_, at):
        reader, writer = await asyncio.open_connection("127.0.0.1", int(at.rpartition(":")[2]))
        writer.write(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
        assert (await reader.readuntil(b"\r\n\r\nok")).startswith(b"HTTP/1.1 200 ")
        writer.write(b"GET /hea")
        assert (await asyncio.wait_for(reader.read(), 30)).startswith(b"HTTP/1.1 408 ")
        writer.close()


@pytest.mark.parametrize("more", [b"Content-Length: 9\r\n\r\nabc", b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"])
async def test_a_body_that_does_not_come_in_time_is_waited_for_no_longer_and_fills_no_log(
    more: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    async with serving(application(in_order, [web.post("/length", length)]), HASTE) as (_, at):
        assert (await answer_to(at, HEAD + more)).startswith(b"HTTP/1.1 408 ")
    assert [one.getMessage() for one in caplog.records if one.levelname in ("WARNING", "ERROR")] == []


async def test_a_body_said_to_be_too_large_is_refused_before_it_comes() -> None:
    async with serving(application(in_order, [web.post("/length", length)])) as (_, at):
        told = await answer_to(at, HEAD + b"Content-Length: 300000\r\n\r\n")
        assert told.startswith(b"HTTP/1.1 413 ")


CALLS = {
    "compressed": HEAD + b"Content-Encoding: gzip\r\nContent-Length: 9\r\n\r\nnot gzip!",  # to unpack it would be to find out
    "malformed": HEAD + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n",
    "too_large": HEAD + b"Content-Length: 300000\r\n\r\n",
    "hung_up": HEAD + b"Content-Length: 9\r\n\r\nabc",
}


@pytest.mark.parametrize("reason", CALLS)
async def test_what_a_caller_does_wrong_is_counted_by_reason_and_told_once_whoever_does_it_however_often(
    reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    before = counted(reason)
    async with serving(application(in_order, [web.post("/length", length)])) as (_, at):
        for _ in range(3):
            if reason == "hung_up":
                _, writer = await asyncio.open_connection("127.0.0.1", int(at.rpartition(":")[2]))
                writer.write(CALLS[reason])
                await writer.drain()
                await asyncio.sleep(0.05)  # until the body is waited for
                writer.transport.abort()
            else:
                assert (await answer_to(at, CALLS[reason])).split()[1].startswith(b"4")
        async with asyncio.timeout(10):
            while counted(reason) < before + 3:
                await asyncio.sleep(0.01)
    told = [one for one in caplog.records if one.levelname in ("WARNING", "ERROR")]
    assert all(one.levelname == "WARNING" and one.exc_info is None for one in told)
    assert len(told) == (1 if reason in ("compressed", "malformed") else 0)


def counted(reason: str) -> float:
    return REGISTRY.get_sample_value("milepost_refused_total", {"platform": "web", "reason": reason}) or 0.0


async def test_so_many_lines_and_no_more_and_a_line_given_up_is_free_for_another() -> None:
    slow = Limits(lines=3, head=60, body=60)
    async with serving(application(in_order), slow) as (_, at):
        port = int(at.rpartition(":")[2])
        lines = [await asyncio.open_connection("127.0.0.1", port) for _ in range(3)]
        lines[0][1].write(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
        assert (await lines[0][0].readline()).startswith(b"HTTP/1.1 200 ")
        assert (await answer_to(at, b"")).startswith(b"HTTP/1.1 503 ")
        for _, writer in lines:
            writer.close()
            await writer.wait_closed()
        async with asyncio.timeout(30):
            while not (await answer_to(at, b"GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")).startswith(b"HTTP/1.1 200 "):
                pass


async def test_an_answer_that_takes_longer_than_a_request_may_is_given() -> None:
    async def slowly(_request: web.Request) -> web.Response:
        await asyncio.sleep(0.8)
        return web.Response(text="at last")

    async with serving(application(in_order, [web.get("/slowly", slowly)]), HASTE) as (session, at):
        async with session.get(f"{at}/slowly") as response:
            assert await response.text() == "at last"


@pytest.mark.parametrize(("name", "told"), [("privacy", "What is kept about you"), ("terms", "What you agree to")])
async def test_a_page_for_anybody_says_what_is_kept_and_on_what_terms(name: str, told: str) -> None:
    async with serving(application(out_of_order)) as (session, at), session.get(f"{at}/{name}") as response:
        page = await response.text()

    assert (response.status, response.content_type) == (200, "text/html")
    assert f"<h2>{told}</h2><p>" in page and "{" not in page.partition("</style>")[2]
