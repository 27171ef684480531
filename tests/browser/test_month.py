"""A month of 39 milestones cleared by hand on a phone, in real Chromium against the real demo."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.async_api import Page, expect

from tests.bench.measure import shipped
from tests.world.console_demo import HANGS, KEIRA, PHONE, be, demo, reader, say
from tests.world.tools import needs_chromium

expect.set_options(timeout=HANGS * 1000)
pytestmark = needs_chromium

ROLE = "Head of Inclusion"
MOST = 20  # presses
COUNTED = "window.taps = 0; addEventListener('click', (event) => { window.taps += event.detail ? 1 : 0 }, true)"


async def next_month(page: Page) -> None:
    """Five weeks on: what was said then is of the month before."""
    for _ in range(5):
        await page.get_by_role("button", name="+1 week").click()
        await expect(page.locator("#steps")).to_be_visible()


async def test_a_month_of_39_of_which_three_moved_takes_at_most_twenty_taps_on_a_phone(tmp_path: Path) -> None:
    wrong: list[str] = []
    refs = [one.ref for one in shipped().milestones if ROLE in one.owners]
    moved = [refs[0], refs[17], refs[38]]
    async with demo(tmp_path) as running, reader(running.address, PHONE, wrong) as page:
        await be(page, ROLE)
        await say(running.address, KEIRA, ", ".join(f"{ref} green, forecast 31 December 2027" for ref in refs), "yes")
        await next_month(page)
        log = page.get_by_role("log")
        await page.get_by_label("Write to Milepost").fill("month")
        await page.get_by_role("button", name="Send", exact=True).click()
        await expect(log.get_by_text("Your month: 0 of 39 confirmed")).to_be_visible()

        await page.evaluate(COUNTED)
        await log.get_by_role("button", name="All as before but").click()
        for ref in moved:
            await page.locator("#form").get_by_role("checkbox", name=re.compile(f"^{re.escape(ref)} ")).check()
        await page.locator("#form").get_by_role("button", name="Save the others").click()
        await expect(log.get_by_text("Your month: 36 of 39 confirmed")).to_be_visible()
        for done, ref in enumerate(moved, 37):
            await log.get_by_role("button", name=re.compile(f"^{re.escape(ref)} Amber")).click()
            await page.locator("#form").get_by_label("Path to green").fill("The Head of Inclusion buys agency cover by 3 June.")
            await page.locator("#form").get_by_role("button", name="Save").click()
            await expect(log.get_by_text(f"Your month: {done} of 39 confirmed")).to_be_visible()
        assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
        assert 0 < await page.evaluate("window.taps") <= MOST
    assert wrong == []
