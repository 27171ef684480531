"""The real demo and a real browser before it, and a walk through the states of its page."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from itertools import count
from pathlib import Path

from aiohttp import ClientSession
from playwright.async_api import Page, async_playwright, expect

from tests.world.tools import CHROMIUM

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
HANGS = 120  # seconds after which something will never come
MILEPOST = Path(sys.executable).with_name("milepost")
TYPED = count(1)  # what is said again under an id that was heard is not heard twice
PHONE, DESK = (390, 844), (1440, 900)
KEIRA, GWEN = "keira.example@example.org", "gwen.example@example.org"
SAID = (  # by whom, so that the plan has every colour
    (GWEN, "1.1.2 green, 1.1.3 green, 1.2.2 green, 1.4.1 green, 2.3.1 green, 2.6.1 green, 3.1.1 green, 3.1.2 green, 4.2.1 green, 5.2.1 green"),
    (GWEN, "1.1.1 complete: she began in January https://example.org/minutes/january"),
    (GWEN, "4.1.1 complete: published in both languages https://example.org/local-offer"),
    (GWEN, "1.2.1 amber: two of five services have no measures, path: health agrees its own by May"),
    (GWEN, "3.2.1 red: no supplier bid, path: a second round in May, decision: agree the higher price"),
    (KEIRA, "1.3.2 green, 2.1.3 green, 2.1.4 green, 2.2.1 green, 2.4.1 green"),
    (KEIRA, "2.1.2 red: no agency had anyone, path: a second round in May, decision: agree cover until June"),
    (KEIRA, "2.1.1 amber: seven of ten have started, path: three more begin on 1 April"),
)
WAITS = "2.2.2 amber: one of three partners has not signed, path: the ICB signs on 6 May"


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


class Demo:
    """The demo in a process of its own, which can be ended before its time."""

    def __init__(self, process: asyncio.subprocess.Process, address: str) -> None:
        self.process, self.address = process, address

    async def end(self) -> None:
        if self.process.returncode is None:
            self.process.terminate()
        try:
            await asyncio.wait_for(self.process.communicate(), HANGS)
        except TimeoutError:
            self.process.kill()
            await self.process.wait()


@contextlib.asynccontextmanager
async def demo(folder: Path, milepost: Path = MILEPOST) -> AsyncIterator[Demo]:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {"PORT": "0"}
    process = await asyncio.create_subprocess_exec(
        milepost, "demo", cwd=folder, env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    try:
        running = Demo(process, await up(process))
        yield running
    finally:
        await Demo(process, "").end()


@contextlib.asynccontextmanager
async def reader(address: str, size: tuple[int, int], wrong: list[str]) -> AsyncIterator[Page]:
    async with async_playwright() as play:
        browser = await play.chromium.launch(executable_path=CHROMIUM, args=list(QUIET), timeout=HANGS * 1000)
        page = await browser.new_page(viewport={"width": size[0], "height": size[1]})
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


async def colour(address: str) -> None:
    """Let several people say how their milestones stand, and one of them say what is not saved yet."""
    numbers = count(1)
    async with ClientSession(headers={"Origin": address}) as wire:
        for who, said in [*((who, one) for who, line in SAID for one in (line, "yes")), (KEIRA, WAITS)]:
            told = {"who": who, "room": "direct", "id": f"colour{next(numbers)}", "said": said}
            async with wire.post(f"{address}/console/say", json=told) as answer:
                assert answer.status == 200, await answer.text()


async def say(address: str, who: str, *lines: str) -> None:
    """Have somebody type some lines, one after another."""
    async with ClientSession(headers={"Origin": address}) as wire:
        for said in lines:
            told = {"who": who, "room": "direct", "id": f"typed{next(TYPED)}", "said": said}
            async with wire.post(f"{address}/console/say", json=told) as answer:
                assert answer.status == 200, await answer.text()


# ---- the states of the page, in the order in which they can be come to ----------------------


async def start(page: Page, running: Demo) -> None:
    await be(page, "Head of Inclusion")
    await expect(page.get_by_text("Nothing here yet")).to_be_visible()


async def asked(page: Page, running: Demo) -> None:
    await page.get_by_role("button", name="Next event").click()
    await expect(page.get_by_text("Update 1.3.1", exact=True)).to_be_visible()


async def form(page: Page, running: Demo) -> None:
    await page.get_by_text("Update 1.3.1", exact=True).click()
    await page.locator("#form").get_by_role("radio", name="Amber").check()
    await page.locator("#form").get_by_label("What has happened").fill("Two of the three partners have signed.")


async def mistakes(page: Page, running: Demo) -> None:
    await page.locator("#form").get_by_role("button", name="Save").click()
    await expect(page.locator("#form .summary")).to_be_focused()


async def saved(page: Page, running: Demo) -> None:
    await page.locator("#form").get_by_label("Path to green").fill("The Head of Inclusion has it signed on 6 May.")
    await page.locator("#form").get_by_role("button", name="Save").click()
    await expect(page.get_by_role("log").get_by_text("Saved").first).to_be_visible()


async def narrative(page: Page, running: Demo) -> None:
    await page.get_by_label("Write to Milepost").fill("narrative 2")
    await page.get_by_label("Write to Milepost").press("Enter")
    await expect(page.locator("#form").get_by_text("What moved").first).to_be_visible()


async def plan(page: Page, running: Demo) -> None:
    await colour(running.address)
    await page.reload()
    await expect(page.locator(".chip .s-red").first).to_be_attached()
    if await page.get_by_role("button", name="The plan").is_visible():
        await page.get_by_role("button", name="The plan").click()


async def board(page: Page, running: Demo) -> None:
    await page.get_by_role("button", name="+1 week").click()
    await expect(page.locator("#steps")).to_be_visible()
    await page.get_by_role("button", name=re.compile("^Improvement Board")).click()
    await expect(page.get_by_role("log").get_by_role("article").last).to_contain_text("the week of")


async def gone(page: Page, running: Demo) -> None:
    await page.get_by_role("button", name="Your messages").click()
    await page.get_by_label("Write to Milepost").fill("2.7.1 green: ten of twelve districts are mapped")
    await running.end()
    await expect(page.get_by_role("alert").filter(has_text="not answering")).to_be_visible()


State = Callable[[Page, Demo], Awaitable[None]]
TOUR: tuple[State, ...] = (start, asked, form, mistakes, saved, narrative, plan, board, gone)
