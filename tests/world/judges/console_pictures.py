"""Draws the console's page in each of its states, as the demo really shows it: `python -m tests.world.judges.console_pictures [FOLDER]`.

At a phone's and a desk's width, light and dark, into docs/pictures unless another folder is named; and the README's into docs/.
"""

from __future__ import annotations

import asyncio
import base64
import sys
import tempfile
from pathlib import Path

from playwright.async_api import Page

from tests.world.console_demo import DESK, PHONE, TOUR, demo, reader

DOCS = Path(__file__).parents[3] / "docs"
SIZES = {"phone": PHONE, "desk": DESK}
THEMES = ("light", "dark")
README = ("plan", "desk", "light")
SMALL = {"format": "webp", "quality": 40}


async def draw(page: Page, file: Path) -> None:
    """Write what is in sight to a small file."""
    await page.evaluate("document.fonts.ready.then(() => new Promise(requestAnimationFrame)).then(() => undefined)")
    wire = await page.context.new_cdp_session(page)
    shot = await wire.send("Page.captureScreenshot", SMALL)
    file.write_bytes(base64.b64decode(shot["data"]))
    await wire.detach()


async def main(folder: Path) -> None:
    """Draw every state."""
    folder.mkdir(parents=True, exist_ok=True)
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as home:
        async with demo(Path(home)) as running, reader(running.address, PHONE, wrong) as page:
            for number, state in enumerate(TOUR, 1):
                await state(page, running)
                for size, (width, height) in SIZES.items():
                    await page.set_viewport_size({"width": width, "height": height})
                    for theme in THEMES:
                        await page.emulate_media(color_scheme=theme)
                        await draw(page, folder / f"console-{number}-{state.__name__}-{size}-{theme}.webp")
                        if (state.__name__, size, theme) == README:
                            await page.screenshot(path=DOCS / "console.png")
                            await page.get_by_role("article").last.screenshot(path=DOCS / "answer.png")
                await page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
            print("\n".join(wrong))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]) if sys.argv[1:] else DOCS / "pictures"))
