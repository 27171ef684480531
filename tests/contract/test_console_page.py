"""The console keeps the channel's promises, in a real server and in real Chromium."""

from __future__ import annotations

import asyncio
import contextlib
import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from playwright.async_api import Locator, Page, async_playwright, expect

from adapters.console.channel import Console
from adapters.console.clock import Way
from adapters.console.pages import PAGE, Office, routes
from bot.model.letters.form import Choice, DateQ, Form, Links, Option, Prose
from bot.model.letters.message import Actions, Button, Message, Paragraph, Text
from bot.model.letters.talk import Ask, Fix, Inbound, Reply, Say
from bot.model.people import Address
from bot.model.picture import Cell, Face, Part, Picture, Row, Tally
from bot.wording.sentences import all_words
from tests.world.tools import CHROMIUM, needs_chromium

HANGS = 120_000  # milliseconds after which something will never come
expect.set_options(timeout=HANGS)
ANN = Address(platform="console", tenant="local", id="ann@example.org")
STATUSES = (Option(value="green", label="Green"), Option(value="complete", label="Complete"))
COMPLETE = ("status", ("complete",))
FORM = Form(
    title="Update",
    command="update",
    questions=(
        Choice(id="status", label="Status", options=STATUSES),
        Prose(id="why", label="Why"),
        DateQ(id="forecast", label="Forecast"),
        Links(id="link", label="Evidence link", behind="Add evidence", wanted_when=COMPLETE),
    ),
    send="Save",
)
HOSTILE = "<script>alert(1)</script>"
ANSWER = Actions(buttons=(Button(label="Answer", command="update"),))


def now() -> datetime:
    return datetime(2025, 3, 3, 9, tzinfo=UTC)


class Clock:
    """A clock that goes until it is stopped."""

    zone = "Europe/London"

    def __init__(self) -> None:
        self.way: Way | None = None
        self.stopped = asyncio.Event()

    def now(self) -> datetime:
        return now()

    async def day(self) -> datetime:
        return self.now()

    week = next_event = day

    async def today(self) -> datetime:
        self.way = Way(now() - timedelta(days=1), now() + timedelta(days=1))
        await self.stopped.wait()
        self.way = None
        return self.now()

    async def stop(self) -> datetime:
        self.stopped.set()
        return self.now()


async def handle(thing: Inbound) -> Reply:
    if thing.answers is not None:
        return Fix(form=FORM, answers=thing.answers, faults={"why": "Say a little more."})
    return Ask(form=FORM) if thing.card else Say(message=Message(title=f"Heard {thing.said}"))


async def faces() -> list[Face]:
    return [Face(ANN.id, "Ann", "Lead")]


async def picture() -> Picture:
    cell = Cell("1.1.1", HOSTILE, "amber", "Amber", "▲", "30 April 2025", "Lead", "status 1.1.1")
    return Picture("Plan", (Part(1, "First", "First of all", (Row("1.1", "Act", (cell,)),)),), (Tally("amber", "Amber", "▲", 1),))


async def title() -> str:
    return "Plan"


@dataclass
class Served:
    """The console on a port of its own, which may be gone for a while."""

    console: Console
    port: int | None = None
    server: TestServer = field(init=False)

    async def begin(self) -> None:
        app = web.Application()
        app.add_routes(routes(self.console, Office(handle, faces, picture, title, Clock(), all_words("console"))))
        self.server = TestServer(app, port=self.port)
        await self.server.start_server(shutdown_timeout=0.1)  # for the open streams; 0 would be for ever
        self.port = self.server.port

    async def end(self) -> None:
        await self.server.close()


@contextlib.asynccontextmanager
async def phone(folder: Path) -> AsyncIterator[tuple[Page, Console, Served]]:
    """Ann's phone before the console. Nothing that it runs may fail, but for what it cannot reach."""
    console, wrong = Console(folder / "log.db", now), []
    served = Served(console)
    await served.begin()
    async with asyncio.timeout(2 * HANGS / 1000), contextlib.AsyncExitStack() as stack:
        stack.push_async_callback(served.end)
        play = await stack.enter_async_context(async_playwright())
        browser = await play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"], timeout=HANGS)
        stack.push_async_callback(browser.close)
        page = await browser.new_page(viewport={"width": 390, "height": 844}, has_touch=True)
        page.set_default_timeout(HANGS)
        page.on("console", lambda told: wrong.append(told.text) if told.type == "error" and "net::" not in told.text else None)
        page.on("pageerror", lambda told: wrong.append(str(told)))
        await page.goto(str(served.server.make_url("/")))
        yield page, console, served
    assert wrong == []


def titled(page: Page, words: str) -> Locator:
    return page.get_by_role("article", name=words, exact=True)


def test_what_skips_to_a_part_of_the_page_finds_it_before_anything_is_drawn() -> None:
    text = (PAGE / "page.html").read_text(encoding="utf-8")

    assert set(re.findall(r'href="#([^"]+)"', text)) - set(re.findall(r' id="([^"]+)"', text)) == set()


async def test_a_key_is_sent_once_even_after_a_restart(tmp_path: Path) -> None:
    first = await Console(tmp_path / "log.db", now).send(ANN, Message(title=HOSTILE * 1600), "k")
    again = Console(tmp_path / "log.db", now)
    assert await again.send(ANN, Message(title="other"), "k") == first == await again.sent_already(ANN, "k", datetime.now(UTC))


@pytest.mark.parametrize("earlier", [False, True])
async def test_the_log_is_for_its_owner_alone(tmp_path: Path, earlier: bool) -> None:
    file = tmp_path / "log.db"
    if earlier:
        file.touch(mode=0o644)
        file.chmod(0o644)
    await Console(file, now).send(ANN, Message(title="Hello"), "k")
    assert file.stat().st_mode & 0o777 == 0o600


async def test_a_log_of_the_last_version_goes_on_and_tells_when_from_now_on(tmp_path: Path) -> None:
    file = tmp_path / "log.db"
    with closing(sqlite3.connect(file)) as link, link:
        columns = "number INTEGER PRIMARY KEY AUTOINCREMENT, change INTEGER, room TEXT, seen_by TEXT, author TEXT, body TEXT, key TEXT"
        link.execute(f"CREATE TABLE message ({columns}, UNIQUE (room, key))")
        link.execute("INSERT INTO message (change, room, seen_by, author, body) VALUES (1, ?, '', '', '{}')", (ANN.id,))
    console = Console(file, now)
    await console.send(ANN, Message(title="Hello"), "k")
    assert [entry["at"] for entry in await console.seen(ANN.id)] == ["", now().isoformat()]


async def test_what_is_sent_again_because_no_answer_came_is_answered_once(tmp_path: Path) -> None:
    console = Console(tmp_path / "log.db", now)
    served = Served(console)
    await served.begin()
    async with TestClient(served.server) as client:
        told = {"who": ANN.id, "room": "direct", "id": "1", "said": "help"}
        origin = {"Origin": f"http://{client.host}:{client.port}"}
        answers = [await (await client.post("/console/say", json=told, headers=origin)).json() for _ in range(2)]
    assert answers[0] == answers[1]
    assert [entry["ref"] for entry in await console.seen(ANN.id)] == ["1", answers[0]["ref"]]


async def test_an_open_page_is_let_go_when_milepost_stops(tmp_path: Path) -> None:
    served = Served(Console(tmp_path / "log.db", now))
    await served.begin()
    async with TestClient(served.server) as client, asyncio.timeout(HANGS / 1000):
        open_page = await client.get("/console/events", params={"who": ANN.id})
        first = await open_page.content.readline()
        served.console.end()
        await open_page.content.read()
    assert first.startswith(b'data: {"whole": true')


@needs_chromium
async def test_a_person_reads_presses_and_mends_a_form_on_a_phone(tmp_path: Path) -> None:
    async with phone(tmp_path) as (page, console, _):
        await page.get_by_label("Write to Milepost").fill("help")
        await page.keyboard.press("Enter")
        await expect(titled(page, "Heard help")).to_be_focused()
        await expect(titled(page, "Heard help").get_by_role("time")).to_have_text("09:00")
        await expect(page.get_by_role("button", name="New message below")).to_be_hidden()

        for number in range(8):
            await console.send(ANN, Message(title=f"Letter {number}"), f"l{number}")
        await console.send(ANN, Message(title="A nudge", blocks=(Paragraph(spans=(Text(text=HOSTILE),)), ANSWER)), "live")
        press = page.get_by_role("button", name="Answer")
        await page.get_by_role("button", name="New message below").click()
        await expect(press).to_be_in_viewport()
        await expect(page.get_by_role("button", name="Send", exact=True)).to_be_in_viewport()
        await page.get_by_label("Write to Milepost").focus()
        await console.send(ANN, Message(title="The newest"), "newest")
        await expect(titled(page, "The newest")).to_be_in_viewport()
        await press.click()

        link = page.get_by_label("Evidence link")
        await expect(link).to_be_hidden()
        await page.get_by_label("Complete").check()
        await expect(link).to_be_visible()
        await page.locator("input[type=date]").fill("2027-03-12")
        await expect(page.get_by_label("Forecast", exact=True)).to_have_value("12 March 2027")
        await page.get_by_label("Why").fill("Because")
        await expect(page.get_by_role("button", name="Save")).to_be_in_viewport()
        await page.get_by_role("button", name="Save").click()
        await expect(page.locator(".summary")).to_be_focused()
        assert await page.get_by_label("Why").input_value() == "Because"
        assert await page.evaluate("document.documentElement.scrollWidth") <= 390


@needs_chromium
async def test_what_is_half_written_outlasts_a_reload_and_a_server_that_is_gone(tmp_path: Path) -> None:
    async with phone(tmp_path) as (page, console, served):
        await console.send(ANN, Message(title="A nudge", blocks=(ANSWER,)), "first")
        await page.get_by_role("button", name="Answer").click()
        await page.get_by_label("Why").fill("Half a sen")
        await console.send(ANN, Message(title="Another", blocks=(ANSWER,)), "second")
        await expect(page.locator("article", has_text="Another")).to_be_attached()
        await page.get_by_role("button", name="Your messages").click()
        await page.get_by_label("Write to Milepost").fill("1 green")
        await page.reload()
        await expect(page.get_by_label("Why")).to_have_value("Half a sen")
        await page.get_by_role("button", name="Close").click()
        await titled(page, "Another").get_by_role("button", name="Answer").click()
        await expect(page.get_by_label("Why")).to_have_value("Half a sen")
        await page.get_by_role("button", name="Your messages").click()
        await expect(page.get_by_label("Write to Milepost")).to_have_value("1 green")

        await served.end()
        await expect(page.get_by_role("alert").filter(has_text="not answering")).to_be_visible()
        await page.keyboard.press("Escape")
        await page.get_by_role("button", name="Send", exact=True).click()
        await served.begin()
        await expect(titled(page, "Heard 1 green")).to_be_focused()
        await expect(page.get_by_text("not answering")).to_be_hidden()
        await expect(page.get_by_label("Write to Milepost")).to_have_value("")
        await page.get_by_role("button", name="Update").click()
        await expect(page.get_by_label("Why")).to_have_value("Half a sen")


@needs_chromium
async def test_the_plan_opens_a_milestone_and_the_clock_can_be_stopped_on_its_way(tmp_path: Path) -> None:
    async with phone(tmp_path) as (page, _, _):
        await page.get_by_role("button", name="The plan").click()
        await page.get_by_role("button", name="1.1.1 Amber").tap()
        await expect(titled(page, "Heard status 1.1.1")).to_be_focused()
        await page.set_viewport_size({"width": 1440, "height": 900})
        await page.get_by_role("button", name="1.1.1 Amber").focus()
        await expect(page.locator("#pointed")).to_contain_text("30 April 2025")
        await page.keyboard.press("Enter")
        await expect(titled(page, "Heard status 1.1.1")).to_have_count(2)

        await page.get_by_role("button", name="Today").click()
        way = page.get_by_role("progressbar", name="On the way to Tuesday 4 March 2025")
        await expect(way).to_have_js_property("value", 0.5)
        await page.get_by_role("button", name="Stop here").click()
        await expect(page.get_by_role("button", name="Today")).to_be_focused()
        await expect(way).to_be_hidden()
