"""The page of the real demo in a real browser: a link asked for in chat, and the places that a reader comes to."""

from __future__ import annotations

import re

from aiohttp import ClientSession
from playwright.async_api import Page

from tests.world.console_demo import GWEN, colour, say

LINK = re.compile(r"http://127\.0\.0\.1:\d+(/page/open/[\w-]{43})")
SHEETS = (
    "/page",
    "/page/plan",
    "/page/plan?colour=red",
    "/page/plan?search=nothing+of+the+kind",
    "/page/milestone/2.1.2",
    "/page/action/2.1",
    "/page/measures",
    "/page/measure/m1",
    "/page/risks",
    "/page/log",
    "/page/voices",
    "/page/papers",
    "/page?as_at=yesterday",
    "/page/milestone/9.9.9",
)


async def lived(address: str) -> None:
    """Let a morning of the plan pass, and people say how their milestones stand. One measure has a reading that is late by now."""
    async with ClientSession(headers={"Origin": address}) as wire:
        async with wire.post(f"{address}/console/clock", json={"step": "next_event"}) as answer:
            assert answer.status == 200
    await colour(address)
    await say(address, GWEN, "reading m1 34 for December 2024")


async def link(address: str, who: str = GWEN) -> str:
    """Have somebody ask for a link in the demo's chat. Returns its address."""
    await say(address, who, "page")
    async with ClientSession() as wire, wire.get(f"{address}/console/messages", params={"who": who}) as answer:
        return f"{address}{LINK.findall(await answer.text())[-1]}"


async def entered(page: Page, address: str) -> None:
    """Open the page as its reader does."""
    await page.goto(await link(address))
    await page.get_by_role("button", name="Open the plan").click()
    await page.get_by_role("heading", level=1, name="Overview").wait_for()
