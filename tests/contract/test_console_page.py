"""The console keeps the channel's promises, in a real server and in real Chromium."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import async_playwright, expect

from adapters.console.channel import Console
from adapters.console.clock import Way
from adapters.console.pages import Office, routes
from bot.model.form import Form, Prose
from bot.model.message import Actions, Button, Message, Paragraph, Text
from bot.model.people import Address
from bot.model.picture import Cell, Face, Part, Picture, Row, Tally
from bot.model.talk import Ask, Fix, Inbound, Reply, Say
from bot.wording.sentences import all_words
from tests.world.tools import CHROMIUM, needs_chromium

HANGS = 120_000  # milliseconds after which something will never come
expect.set_options(timeout=HANGS)
ANN = Address(platform="console", tenant="local", id="ann@example.org")
FORM = Form(title="Update", command="update", questions=(Prose(id="why", label="Why"),), send="Save")
HOSTILE = "<script>alert(1)</script>"


def now() -> datetime:
    return datetime(2025, 3, 3, 9, tzinfo=UTC)


class Clock:
    zone = "Europe/London"
    way: Way | None = None

    def now(self) -> datetime:
        return now()

    async def day(self) -> datetime:
        return self.now()

    week = next_event = today = stop = day


async def handle(thing: Inbound) -> Reply:
    if thing.answers is not None:
        return Fix(form=FORM, answers=thing.answers, faults={"why": "Say a little more."})
    return Ask(form=FORM) if thing.card else Say(message=Message(title=f"Heard {thing.said}"))


async def faces() -> list[Face]:
    return [Face(ANN.id, "Ann", "Lead")]


async def picture() -> Picture:
    cell = Cell("1.1.1", HOSTILE, "amber", "Amber", "▲", "30 April 2025", "Lead", "status 1.1.1")
    return Picture("Plan", (Part(1, "First", (Row("1.1", "Act", (cell,)),)),), (Tally("amber", "Amber", "▲", 1),))


async def title() -> str:
    return "Plan"


def server(console: Console) -> TestServer:
    app = web.Application()
    app.add_routes(routes(console, Office(handle, faces, picture, title, Clock(), all_words("console"))))
    return TestServer(app)


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


@needs_chromium
async def test_a_person_reads_presses_and_mends_a_form_on_a_phone(tmp_path: Path) -> None:
    console = Console(tmp_path / "log.db", now)
    wrong: list[str] = []
    async with server(console) as served, async_playwright() as play:
        browser = await play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"], timeout=HANGS)
        page = await browser.new_page(viewport={"width": 390, "height": 844})
        page.set_default_timeout(HANGS)
        page.on("console", lambda told: wrong.append(told.text) if told.type == "error" else None)
        page.on("pageerror", lambda told: wrong.append(str(told)))
        await page.goto(str(served.make_url("/")))
        blocks = (Paragraph(spans=(Text(text=HOSTILE),)), Actions(buttons=(Button(label="Answer", command="update"),)))
        await page.get_by_label("Write to Milepost").fill("help")
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("Heard help")).to_be_visible()
        await console.send(ANN, Message(title="A nudge", blocks=blocks), "live")
        await page.get_by_role("button", name="Answer").click()
        await page.get_by_label("Why").fill("Because")
        await page.get_by_role("button", name="Save").click()
        await expect(page.locator(".summary")).to_be_focused()
        assert await page.get_by_label("Why").input_value() == "Because"
        assert await page.evaluate("document.documentElement.scrollWidth") <= 390
        await page.screenshot(path=tmp_path / "phone.png", full_page=True)
        await browser.close()
    assert wrong == []
