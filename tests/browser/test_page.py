"""The page in real Chromium: at a desk and on a phone, by day and by night, by keyboard alone, and on paper."""

from __future__ import annotations

import io
from pathlib import Path

import pdfplumber
from playwright.async_api import expect

from tests.world.console_demo import DESK, HANGS, PHONE, demo, reader
from tests.world.judges.axe import complaints
from tests.world.page_demo import SHEETS, entered, link, lived
from tests.world.tools import needs_chromium, needs_node

expect.set_options(timeout=HANGS * 1000)
pytestmark = needs_chromium
LOST = "404 (Not Found)"  # the browser's own word for a sheet that is not there


@needs_node
async def test_everyone_can_read_every_sheet(tmp_path: Path) -> None:
    """On a phone and at a desk, light and dark: nothing that axe complains of, nothing scrolls sideways, and nothing is blocked."""
    wrong: list[str] = []
    async with demo(tmp_path) as running, reader(running.address, PHONE, wrong) as page:
        await lived(running.address)
        await page.goto(await link(running.address))
        assert await complaints(page) == []
        await page.get_by_role("button", name="Open the plan").click()
        for path in SHEETS:
            await page.goto(running.address + path)
            for (width, height), theme in ((DESK, "dark"), (PHONE, "light")):
                await page.set_viewport_size({"width": width, "height": height})
                await page.emulate_media(color_scheme=theme)
                assert await complaints(page) == [], (path, width, theme)
            for width, height in ((320, 640), PHONE, DESK):
                await page.set_viewport_size({"width": width, "height": height})
                assert await page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
            await page.emulate_media(forced_colors="active")
            assert await page.locator("main").is_visible()
            await page.emulate_media(forced_colors="none")
    assert [one for one in wrong if LOST not in one] == []


async def test_by_keyboard_alone_somebody_finds_what_is_red_and_leaves(tmp_path: Path) -> None:
    wrong: list[str] = []
    async with demo(tmp_path) as running, reader(running.address, DESK, wrong) as page:
        await lived(running.address)
        await page.goto(await link(running.address))
        await page.keyboard.press("Tab")
        await expect(page.get_by_role("link", name="Skip to the main part")).to_be_focused()
        await page.keyboard.press("Enter")
        await page.keyboard.press("Tab")
        await expect(page.get_by_role("button", name="Open the plan")).to_be_focused()
        assert await page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("heading", level=1, name="Overview")).to_be_visible()
        assert "/page/open/" not in page.url

        await page.get_by_role("link", name="Plan", exact=True).focus()
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("navigation", name="Parts of the page").locator("[aria-current=page]")).to_have_text("Plan")
        await page.locator("summary", has_text="Find milestones").focus()
        await page.keyboard.press("Enter")
        await page.locator("select[name=colour]").focus()
        await page.keyboard.type("Red")
        await page.locator("input[name=search]").focus()
        await page.keyboard.press("Enter")
        await page.wait_for_url("**colour=red**")
        await page.locator("a[href*='milestone/2.1.2']").focus()
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("heading", level=1, name="Milestone 2.1.2")).to_be_visible()
        await expect(page.locator(".chain")).to_contain_text("no agency had anyone")

        await page.get_by_role("button", name="Leave the page").focus()
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("heading", level=1, name="You have left the page")).to_be_visible()
        assert await page.context.cookies() == []
    assert wrong == []


async def test_it_prints_on_paper_without_what_only_a_screen_has(tmp_path: Path) -> None:
    wrong: list[str] = []
    async with demo(tmp_path) as running, reader(running.address, DESK, wrong) as page:
        await lived(running.address)
        await entered(page, running.address)
        await page.emulate_media(color_scheme="dark")
        for path, least in (("/page/milestone/2.1.2", ["Milestone 2.1.2", "Red", "no agency had anyone"]), ("/page/plan", ["1.1.1", "5.4"])):
            await page.goto(running.address + path)
            with pdfplumber.open(io.BytesIO(await page.pdf(format="A4"))) as printed:
                text = "\n".join(one.extract_text() for one in printed.pages)
                assert len(printed.pages) <= 11
            assert [word for word in least if word not in text] == []
            assert "All about action" not in text and "Leave the page" not in text and "See this page as at" not in text
    assert wrong == []


async def test_a_paper_is_taken_to_be_kept(tmp_path: Path) -> None:
    wrong: list[str] = []
    async with demo(tmp_path) as running, reader(running.address, PHONE, wrong) as page:
        await lived(running.address)
        await entered(page, running.address)
        await page.get_by_role("link", name="Papers").click()
        async with page.expect_download() as taken:
            await page.locator("a.file", has_text="Highlight report (Word)").first.click()
        file = await taken.value
        held = Path(await file.path()).read_bytes()
        assert file.suggested_filename.startswith("highlight-") and file.suggested_filename.endswith(".docx") and held[:2] == b"PK"
    assert wrong == []
