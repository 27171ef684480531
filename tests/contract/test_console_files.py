"""Files handed over on the console: under the answer, for whoever asked alone, and through this machine's own page."""

from __future__ import annotations

from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from playwright.async_api import async_playwright

from adapters.console.channel import BOARD, Console
from adapters.console.pages import Office, routes
from bot.model.letters.message import Message
from bot.model.letters.talk import Handed, Inbound, Reply, Say
from bot.model.picture import Face
from bot.wording.sentences import all_words
from tests.contract.test_console_page import HANGS, Clock, now, picture, title
from tests.world.tools import CHROMIUM, needs_chromium

ANN, BEN = "ann@example.org", "ben@example.org"
NAME = 'high"light\r\nX: y.docx'
HELD = b"<script>the bytes of a paper</script>" * 900
FILES = (Handed(name=NAME, held=HELD, sha256=sha256(HELD).hexdigest()), Handed(name="business.xlsx", held=b"rows", sha256=""))


async def handle(thing: Inbound) -> Reply:
    return Say(message=Message(title="Here are the papers."), private=thing.said != "aloud", files=FILES)


async def faces() -> list[Face]:
    return [Face(ANN, "Ann", "Lead"), Face(BEN, "Ben", "Lead")]


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[TestClient[web.Request, web.Application]]:
    app = web.Application()
    console = Console(tmp_path / "log.db", now)
    app.add_routes(routes(console, Office(handle, faces, picture, title, Clock(), all_words("console"))))
    async with TestClient(TestServer(app)) as made:
        yield made


async def said(client: TestClient[web.Request, web.Application], words: str = "report board", room: str = "direct", number: str = "1") -> str:
    origin = {"Origin": f"http://{client.host}:{client.port}"}
    answer = await client.post("/console/say", json={"who": ANN, "room": room, "id": number, "said": words}, headers=origin)
    return str((await answer.json())["ref"])


async def seen(client: TestClient[web.Request, web.Application], who: str) -> dict[str, list[str]]:
    entries = await (await client.get("/console/messages", params={"who": who})).json()
    return {entry["ref"]: entry["files"] for entry in entries if entry["files"]}


async def test_files_stand_under_the_answer_and_come_whole_as_something_to_keep(client: TestClient[web.Request, web.Application]) -> None:
    ref = await said(client)
    assert await seen(client, ANN) == {ref: [NAME, "business.xlsx"]}

    answer = await client.get(f"/console/file/{ref}/1", params={"who": ANN})
    assert await answer.read() == HELD
    assert answer.headers["Content-Disposition"] == 'attachment; filename="high_light__X__y.docx"'
    assert answer.content_type == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("words", ["report board", "aloud"])
async def test_files_asked_for_before_the_board_are_for_the_asker_alone(client: TestClient[web.Request, web.Application], words: str) -> None:
    await said(client, words, BOARD)
    (ref,) = await seen(client, ANN)

    assert await seen(client, BEN) == {}
    assert (await client.get(f"/console/file/{ref}/1", params={"who": BEN})).status == 404
    assert (await client.get(f"/console/file/{ref}/1", params={"who": ANN})).status == 200


@pytest.mark.parametrize("path", ["9/1", "{ref}/3", "{ref}/0", "{ref}/1%27", "-1/1", "{ref}/../1"])
async def test_a_file_that_is_not_there_is_not_found(client: TestClient[web.Request, web.Application], path: str) -> None:
    ref = await said(client)
    assert (await client.get(f"/console/file/{path.format(ref=ref)}", params={"who": ANN})).status == 404


async def test_a_file_is_given_to_this_machine_alone_and_to_somebody_known(client: TestClient[web.Request, web.Application]) -> None:
    ref = await said(client)
    elsewhere = {"Host": "milepost.example.org"}
    assert (await client.get(f"/console/file/{ref}/1", params={"who": ANN}, headers=elsewhere)).status == 403
    assert (await client.get(f"/console/file/{ref}/1", params={"who": "eve@example.org"})).status == 400


async def test_an_answer_that_is_asked_for_again_has_its_files_once(client: TestClient[web.Request, web.Application]) -> None:
    assert await said(client) == await said(client)
    assert list((await seen(client, ANN)).values()) == [[NAME, "business.xlsx"]]


@needs_chromium
async def test_the_page_offers_each_file_as_a_link_that_says_what_it_does(client: TestClient[web.Request, web.Application]) -> None:
    await said(client)
    async with async_playwright() as play:
        browser = await play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"], timeout=HANGS)
        page = await browser.new_page()
        page.set_default_timeout(HANGS)
        await page.goto(str(client.make_url("/")))
        async with page.expect_download() as coming:
            await page.get_by_role("link", name="Download business.xlsx").click()
        held = Path(await (await coming.value).path()).read_bytes()
        await browser.close()
    assert held == b"rows"
