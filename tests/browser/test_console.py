"""The first months of a plan, lived through in real Chromium against the real demo."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.async_api import expect

from tests.world.console_demo import DESK, HANGS, PHONE, TOUR, be, demo, gone, reader
from tests.world.judges.axe import complaints
from tests.world.tools import needs_chromium, needs_node

expect.set_options(timeout=HANGS * 1000)
pytestmark = needs_chromium


async def test_a_head_of_inclusion_answers_the_first_nudge(tmp_path: Path) -> None:
    wrong: list[str] = []
    async with demo(tmp_path) as running, reader(running.address, (1280, 900), wrong) as page:
        sends = page.get_by_role("button", name="Send a plan file")
        await expect(sends).to_be_visible()  # who is first in the list is the programme manager
        await be(page, "Head of Inclusion")
        await expect(sends).to_be_hidden()  # only an admin may send one
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
        await form.get_by_label("Path to green").fill("The Head of Inclusion has a second trainer from March.")
        await form.get_by_role("button", name="Save").click()
        log = page.get_by_role("log")
        await expect(log.get_by_text("Saved").first).to_be_visible()
        await expect(press).to_have_count(0)

        await page.get_by_label("Write to Milepost").fill("status 1.3")
        await page.get_by_role("button", name="Send", exact=True).click()
        await expect(log).to_contain_text("status 1.3")
        await expect(log.get_by_role("article").last).to_contain_text("1.3.1")
        await expect(log.get_by_role("article").last).to_be_focused()

        await page.get_by_label("Write to Milepost").fill("page")
        await page.get_by_role("button", name="Send", exact=True).click()
        address = re.compile(re.escape(running.address.rstrip("/")) + "/page/open/")
        await expect(log.get_by_role("link", name=re.compile("^Open the plan"))).to_have_attribute("href", address)

        await page.get_by_role("button", name=re.compile("^Improvement Board")).click()
        before = await log.get_by_role("article").count()
        await page.get_by_role("button", name="+1 week").click()
        await expect(log.get_by_role("article")).to_have_count(before + 1)
        await expect(log.get_by_role("article").last).to_contain_text("the week of")
        await expect(log.get_by_role("article").last).to_contain_text("The Head of Inclusion has a second trainer from March.")
    assert wrong == []


@needs_node
async def test_everyone_can_read_every_state_of_the_page(tmp_path: Path) -> None:
    """On a phone by day and at a desk by night: nothing that axe complains of, and nothing scrolls sideways, even at 320."""
    wrong: list[str] = []
    async with demo(tmp_path) as running, reader(running.address, PHONE, wrong) as page:
        for state in TOUR:
            await state(page, running)
            if state is not gone:
                assert wrong == [], state.__name__
            for (width, height), theme in ((DESK, "dark"), (PHONE, "light")):
                await page.set_viewport_size({"width": width, "height": height})
                await page.emulate_media(color_scheme=theme)
                assert await complaints(page) == [], (state.__name__, width, theme)
            for width, height in ((320, 256), (320, 640), PHONE):
                await page.set_viewport_size({"width": width, "height": height})
                assert await page.evaluate("document.documentElement.scrollWidth") <= width, (state.__name__, width)
