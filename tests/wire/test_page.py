"""The page over real HTTP, with a real record behind it: headers, cookies, methods, and what is kept out of logs."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession, CookieJar
from prometheus_client import generate_latest

from adapters.page.pages import routes
from adapters.page.turnstile import AT_ONCE, MOST_FAILED, WAITING
from adapters.web.address import public
from adapters.web.application import application, listening
from bot.conversation.page.door import Door
from bot.conversation.page.links import Hour, give, new_secret
from bot.model.board.paper import Drawn
from bot.model.page.place import Place
from bot.model.page.sheet import Sheet
from bot.ports.page import Entered, Offered, Shut
from bot.ports.record import Tx
from bot.ports.refusals import Refusal
from store.record import SqlStore
from tests.world.plan import SMALL, email, record
from tests.world.story import Clock

SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


async def in_order() -> str | None:
    return None


class Site:
    """A server with the page on it, and somebody before it whose browser keeps cookies."""

    def __init__(self, store: SqlStore, clock: Clock, browser: ClientSession, at: str) -> None:
        self.store, self.clock, self.browser, self.at = store, clock, browser, at

    async def link(self, name: str = "keira") -> str:
        """Give somebody a link. Returns its path."""
        secret = new_secret()

        def work(tx: Tx) -> None:
            person = tx.people.by_email(email(name))
            assert person is not None
            give(tx, person, SMALL, Hour(self.clock(), self.clock()), secret)

        await self.store.transact(work)
        return f"/page/open/{secret}"

    async def asks(self, method: str, path: str, **more: object) -> tuple[int, str, dict[str, str]]:
        """Ask for something. Returns the status, the words and the headers of the answer."""
        async with self.browser.request(method, f"{self.at}{path}", allow_redirects=False, **more) as answer:  # type: ignore[arg-type]
            return answer.status, await answer.text(), dict(answer.headers)


@asynccontextmanager
async def site(tmp_path: Path, url: str | None = "http://127.0.0.1") -> AsyncIterator[Site]:
    clock, store = Clock(), await record(tmp_path / "record.db")
    where = public(url) if url is not None else None
    app = application(in_order, routes(Door(store, clock, clock), lambda: where))
    async with listening(app, "127.0.0.1", 0) as server, ClientSession(cookie_jar=CookieJar(unsafe=True)) as browser:
        yield Site(store, clock, browser, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    await store.close()


async def test_a_link_shows_one_button_which_lets_in_once(tmp_path: Path) -> None:
    async with site(tmp_path) as here:
        path = await here.link()
        for method in ("GET", "HEAD", "GET"):
            status, shown, headers = await here.asks(method, path)
            assert status == 200 and SAFE.items() <= headers.items() and "Set-Cookie" not in headers
        assert re.findall("<button[^>]*>([^<]*)", shown) == ["Open the plan"]
        assert shown.count("<form") == 1 and f'action="{path}"' in shown and "Keira" not in shown

        status, _, headers = await here.asks("POST", path)
        assert (status, headers["Location"]) == (303, "/page")
        assert (await here.asks("GET", "/page"))[0] == 200
        for method in ("GET", "POST"):
            status, told, _ = await here.asks(method, path)
            assert status == 410 and "used already" in told and "type page" in told


@pytest.mark.parametrize(
    ("url", "name", "secure"),
    [("https://milepost.example/plans", "__Host-milepost", True), ("http://127.0.0.1:8080", "milepost", False)],
)
async def test_the_cookie_is_for_this_host_alone_and_no_script_reads_it(tmp_path: Path, url: str, name: str, secure: bool) -> None:
    async with site(tmp_path, url) as here:
        _, _, headers = await here.asks("POST", await here.link(), headers={"X-Forwarded-Proto": "gopher"})
        cookie, *said = [part.strip() for part in headers["Set-Cookie"].split(";")]
        assert re.fullmatch(rf"{name}=[\w-]{{43}}", cookie)
        assert set(said) == {"HttpOnly", "Max-Age=43200", "Path=/", "SameSite=Lax", *(["Secure"] if secure else [])}
        assert headers["Location"] == ("/plans/page" if secure else "/page")

        _, _, headers = await here.asks("POST", "/page/leave", headers={"Cookie": cookie})
        ended, *said = [part.strip() for part in headers["Set-Cookie"].split(";")]
        assert ended.startswith(f"{name}=") and "Max-Age=0" in said and ("Secure" in said) is secure
        status, told, _ = await here.asks("GET", "/page", headers={"Cookie": cookie})
        assert status == 403 and "Your visit has ended" in told


async def test_of_two_who_press_at_once_one_is_let_in(tmp_path: Path) -> None:
    async with site(tmp_path) as here:
        path = await here.link()
        answers = await asyncio.gather(*(here.asks("POST", path) for _ in range(6)))
        assert sorted(status for status, _, _ in answers) == [303, 410, 410, 410, 410, 410]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://127.0.0.1", "Sec-Fetch-Site": "same-origin"}, 303),
        ({"Origin": "null", "Sec-Fetch-Site": "same-origin"}, 303),
        ({"Origin": "http://127.0.0.1"}, 303),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "null", "Referer": "https://elsewhere.example/x"}, 403),
        ({"Origin": "null", "Sec-Fetch-Site": "none"}, 403),
        ({"Origin": "null", "Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "http://127.0.0.1", "Sec-Fetch-Site": "same-site"}, 403),
    ],
)
async def test_a_form_of_another_site_opens_nothing_and_uses_nothing_up(tmp_path: Path, headers: dict[str, str], status: int) -> None:
    async with site(tmp_path) as here:
        path = await here.link()
        assert (await here.asks("POST", path, headers=headers))[0] == status
        assert (await here.asks("GET", path))[0] == (410 if status == 303 else 200)


@pytest.mark.parametrize(
    ("method", "path", "status", "allowed"),
    [
        ("OPTIONS", "/page", 405, "GET, HEAD"),
        ("PUT", "/page/plan", 405, "GET, HEAD"),
        ("DELETE", "/page/open/abc", 405, "GET, HEAD, POST"),
        ("OPTIONS", "/page/open/abc", 405, "GET, HEAD, POST"),
        ("GET", "/page/leave", 405, "POST"),
        ("PUT", "/page/leave", 405, "POST"),
        ("POST", "/page", 405, "GET, HEAD"),
        ("GET", "/page/nowhere", 404, None),
        ("GET", "/page/plan/1/2/3", 404, None),
        ("GET", "/page/../../etc/passwd", 404, None),
        ("GET", "/page/look/..%2Fpages.py", 404, None),
        ("GET", f"/page?search={'a' * 3_000}", 414, None),
        ("GET", "/page?colour=mauve", 400, None),
        ("GET", "/page/plan?leaf=-1", 400, None),
        ("GET", "/page", 403, None),
        ("GET", "/page/open/%F0%9F%92%A9", 404, None),
    ],
)
async def test_whatever_is_asked_for_is_answered_in_words_and_with_the_same_headers(
    tmp_path: Path, method: str, path: str, status: int, allowed: str | None
) -> None:
    async with site(tmp_path) as here:
        found, told, headers = await here.asks(method, path)
        assert found == status
        if path.startswith("/page/") and "look" not in path and ".." not in path:
            assert SAFE.items() <= headers.items() and "default-src 'none'" in headers["Content-Security-Policy"]
            assert "<h1>The page did not open</h1>" in told
        assert headers.get("Allow") == allowed


async def test_without_an_address_all_of_the_page_is_off(tmp_path: Path) -> None:
    async with site(tmp_path, None) as here:
        for method, path in (("GET", "/page"), ("GET", await here.link()), ("POST", await here.link()), ("POST", "/page/leave")):
            status, told, _ = await here.asks(method, path)
            assert status == 404 and "Pages are off here" in told


async def test_a_policy_forbids_all_that_the_page_does_not_need(tmp_path: Path) -> None:
    async with site(tmp_path) as here:
        await here.asks("POST", await here.link())
        _, shown, headers = await here.asks("GET", "/page")
        policy = dict(part.strip().partition(" ")[::2] for part in headers["Content-Security-Policy"].split(";"))
        assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'" and "script-src" not in policy
        assert not re.search(r"<script|<style| style=| on\w+=", shown)
        for name in re.findall('(?:href|src)="([^"]*/look/[^"]*)"', shown):
            status, _, headers = await here.asks("GET", name)
            assert status == 200 and headers["X-Content-Type-Options"] == "nosniff"


async def test_no_secret_is_in_a_log_or_a_figure(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with site(tmp_path) as here:
        good, late = await here.link(), await here.link()
        _, _, headers = await here.asks("POST", good)
        visit = headers["Set-Cookie"].partition("=")[2].partition(";")[0]
        await here.asks("GET", "/page/plan?search=swordfish")
        await here.asks("GET", good)
        here.clock.moment += timedelta(hours=1)
        await here.asks("GET", late)
        figures = generate_latest().decode()
    for secret in (good[11:], late[11:], visit, "swordfish"):
        assert secret not in caplog.text and secret not in figures
    assert 'milepost_refused_total{platform="page",reason="page_link_late"}' in figures


class Broken:
    """A door that fails."""

    async def welcome(self, secret: str) -> Offered:
        raise RuntimeError(secret)

    async def enter(self, secret: str) -> Entered:
        raise RuntimeError(secret)

    async def sheet(self, visit: str, place: Place) -> Sheet:
        raise RuntimeError(visit)

    async def file(self, visit: str, name: str, place: Place) -> Drawn:
        raise RuntimeError(visit)

    async def leave(self, visit: str) -> None:
        raise RuntimeError(visit)


async def test_a_fault_of_ours_is_logged_by_its_route_and_told_by_a_number(caplog: pytest.LogCaptureFixture) -> None:
    where = public("http://127.0.0.1")
    async with listening(application(in_order, routes(Broken(), lambda: where)), "127.0.0.1", 0) as server, ClientSession() as browser:
        at = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with browser.get(f"{at}/page/open/swordfish") as answer:
            told = await answer.text()
            assert answer.status == 500 and "swordfish" not in told
    assert "/page/open/{secret}" in caplog.messages[-1] and all("swordfish" not in message for message in caplog.messages)


async def test_links_that_open_nothing_are_slowed_down_and_good_ones_are_not(tmp_path: Path) -> None:
    async with site(tmp_path) as here:
        found = [(await here.asks("GET", f"/page/open/{number}"))[0] for number in range(MOST_FAILED + 2)]
        assert set(found[:MOST_FAILED]) == {404} and set(found[MOST_FAILED:]) == {429}
        status, told, headers = await here.asks("GET", "/page/open/again")
        assert status == 429 and headers["Retry-After"] == "60" and "That was a lot at once" in told
        assert (await here.asks("POST", await here.link()))[0] == 303


class Slow(Broken):
    """A door before which everybody waits."""

    def __init__(self) -> None:
        self.opens, self.inside, self.most = asyncio.Event(), 0, 0

    async def welcome(self, secret: str) -> Offered:
        self.inside += 1
        self.most = max(self.most, self.inside)
        await self.opens.wait()
        self.inside -= 1
        raise RuntimeError(secret)


async def test_no_more_wait_at_once_than_there_is_room_for(caplog: pytest.LogCaptureFixture) -> None:
    where, door = public("http://127.0.0.1"), Slow()
    async with listening(application(in_order, routes(door, lambda: where)), "127.0.0.1", 0) as server, ClientSession() as browser:
        at = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"

        async def ask() -> int:
            async with browser.get(f"{at}/page/open/x") as answer:
                return answer.status

        async with ClientSession() as other:
            asked = [asyncio.create_task(ask()) for _ in range(AT_ONCE)]
            while door.inside < AT_ONCE:
                await asyncio.sleep(0.01)
            waiting = [asyncio.create_task(_ask_with(other, at)) for _ in range(WAITING)]
            assert (await asyncio.wait(waiting, timeout=0.5))[0] == set()
            door.opens.set()
            assert set(await asyncio.gather(*asked, *waiting)) == {500}
    assert door.most == AT_ONCE


async def _ask_with(browser: ClientSession, at: str) -> int:
    return await _asked(browser, f"{at}/page/open/x")


class Drawing(Broken):
    """A door behind which papers take for ever."""

    def __init__(self) -> None:
        self.waiting = 0

    async def file(self, visit: str, name: str, place: Place) -> Drawn:
        self.waiting += 1
        await asyncio.Event().wait()
        raise RuntimeError(name)

    async def welcome(self, secret: str) -> Offered:
        raise Refusal(Shut.USED)


async def test_nobody_waits_for_papers_that_others_have_drawn() -> None:
    where, door = public("http://127.0.0.1"), Drawing()
    async with listening(application(in_order, routes(door, lambda: where)), "127.0.0.1", 0) as server, ClientSession() as browser:
        at = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        taken = [asyncio.create_task(_asked(browser, f"{at}/page/file/papers/a.docx")) for _ in range(AT_ONCE + 1)]
        while door.waiting < AT_ONCE:
            await asyncio.sleep(0.01)
        async with asyncio.timeout(20):
            assert await _ask_with(browser, at) == 410
        for one in taken:
            one.cancel()
        await asyncio.wait(taken)


async def _asked(browser: ClientSession, address: str) -> int:
    async with browser.get(address) as answer:
        return answer.status
