"""The first months of a plan, lived through in real Chromium against the real demo."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import sys
from collections.abc import AsyncIterator
from pathlib import Path

from playwright.async_api import Page, async_playwright, expect

from tests.world.tools import CHROMIUM, needs_chromium

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
HANGS = 120  # seconds after which something will never come
expect.set_options(timeout=HANGS * 1000)
MILEPOST = Path(sys.executable).with_name("milepost")
pytestmark = needs_chromium


async def up(process: asyncio.subprocess.Process) -> str:
    """The address that the demo prints once it listens."""
    assert process.stdout is not None
    told = []
    async with asyncio.timeout(HANGS):
        async for line in process.stdout:
            told.append(line.decode())
            if found := re.search(r"console: (http://\S+?)/?$", told[-1].strip()):
                return found[1]
    raise AssertionError(f"the demo did not start: {told}")


@contextlib.asynccontextmanager
async def demo(folder: Path) -> AsyncIterator[str]:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {"PORT": "0"}
    process = await asyncio.create_subprocess_exec(
        MILEPOST, "demo", cwd=folder, env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    try:
        yield await up(process)
    finally:
        if process.returncode is None:
            process.terminate()
        try:
            await asyncio.wait_for(process.communicate(), HANGS)
        except TimeoutError:
            process.kill()
            await process.wait()


@contextlib.asynccontextmanager
async def reader(address: str, width: int, wrong: list[str]) -> AsyncIterator[Page]:
    async with async_playwright() as play:
        browser = await play.chromium.launch(executable_path=CHROMIUM, args=list(QUIET), timeout=HANGS * 1000)
        page = await browser.new_page(viewport={"width": width, "height": 900})
        page.set_default_timeout(HANGS * 1000)
        page.on("console", lambda told: wrong.append(told.text) if told.type == "error" else None)
        page.on("pageerror", lambda told: wrong.append(str(told)))
        await page.goto(address)
        yield page
        await browser.close()


async def be(page: Page, role: str) -> None:
    who = page.get_by_label("You are")
    name = await who.locator("option", has_text=re.compile(rf", {role}$")).inner_text()
    await who.select_option(label=name)


async def test_a_head_of_inclusion_answers_the_first_nudge(tmp_path: Path) -> None:
    wrong: list[str] = []
    async with demo(tmp_path) as address, reader(address, 1280, wrong) as page:
        await be(page, "Head of Inclusion")
        await page.evaluate("window.sameDocument = true")
        await page.get_by_role("button", name="Next event").click()
        press = page.get_by_text("Update 1.3.1", exact=True)
        await expect(press).to_be_visible()
        assert await page.evaluate("window.sameDocument"), "the card came by a reload"

        await press.click()
        form = page.locator("#form")
        await expect(form.get_by_role("heading", name="How success will be known")).to_be_visible()
        await form.get_by_role("radio", name="Amber").check()
        await form.get_by_role("button", name="Save").click()
        await expect(form.locator(".summary")).to_be_focused()
        await expect(form.locator(".summary a")).to_have_attribute("href", "#q-path")
        await form.get_by_label("Path to green").fill("A second trainer starts in March.")
        await form.get_by_role("button", name="Save").click()
        log = page.get_by_role("log")
        await expect(log.get_by_text("Saved").first).to_be_visible()
        await expect(press).to_have_count(0)

        await page.get_by_label("Write to Milepost").fill("status 1.3")
        await page.get_by_role("button", name="Send", exact=True).click()
        await expect(log).to_contain_text("status 1.3")
        await expect(log.get_by_role("article").last).to_contain_text("1.3.1")

        await page.get_by_role("button", name=re.compile("^Improvement Board")).click()
        before = await log.get_by_role("article").count()
        await page.get_by_role("button", name="+1 week").click()
        await expect(log.get_by_role("article")).to_have_count(before + 1)
        await expect(log.get_by_role("article").last).to_contain_text("the week of")
        await expect(log.get_by_role("article").last).to_contain_text("A second trainer starts in March.")
    assert wrong == []


async def test_nothing_scrolls_sideways_on_a_phone(tmp_path: Path) -> None:
    wrong: list[str] = []
    async with demo(tmp_path) as address, reader(address, 390, wrong) as page:
        await be(page, "Head of Inclusion")
        await page.get_by_role("button", name="Next event").click()
        press = page.get_by_text("Update 1.3.1", exact=True)
        await press.click()
        await expect(page.locator("#form").get_by_role("radio", name="Amber")).to_be_visible()
        assert await page.evaluate("document.documentElement.scrollWidth") <= 390
        await page.get_by_role("button", name=re.compile("^Improvement Board")).click()
        await expect(page.get_by_role("log").get_by_role("article").first).to_be_visible()
        assert await page.evaluate("document.documentElement.scrollWidth") <= 390
    assert wrong == []
