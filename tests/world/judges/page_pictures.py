"""Draws the page as an inspector sees it at the end of a simulated quarter: `python -m tests.world.judges.page_pictures [FOLDER] [RECORD]`.

At a phone's and a desk's width, into docs/pictures unless another folder is named. A quarter takes minutes, so a record that was lived
before can be drawn instead.
"""

from __future__ import annotations

import asyncio
import base64
import shutil
import sys
import tempfile
from datetime import UTC, datetime, time
from pathlib import Path

from aiohttp import ClientSession, CookieJar
from playwright.async_api import Page, async_playwright

from adapters.page.pages import routes
from adapters.web.address import public
from adapters.web.application import application, listening
from bot.conversation.page.door import Door
from bot.conversation.page.links import Hour, give, new_secret
from bot.model.people import PersonRow
from bot.ports.record import Tx
from store.record import SqlStore
from tests.world import quarter
from tests.world.console_demo import DESK, PHONE, QUIET
from tests.world.tools import CHROMIUM

PICTURES = Path(__file__).parents[3] / "docs" / "pictures"
NOW = datetime.combine(quarter.ENDS, time(15, 30), UTC)
AS_AT = f"as_at={quarter.MEETINGS[-2].isoformat()}"
TALLEST = {PHONE: 1700, DESK: 1500}  # pixels: what a picture shows of a long sheet
INSPECTOR = "inspector@example.org"
SHEETS = {
    "overview": f"/page?{AS_AT}",
    "assured": f"/page/plan?colour=assured&{AS_AT}",
    "chain": f"/page/milestone/1.2.4?{AS_AT}",
    "measures": "/page/measures",
    "run-chart": "/page/measure/m1",
    "risks": "/page/risks",
}
SMALL = {"format": "webp", "quality": 40, "captureBeyondViewport": True}


async def well() -> None:
    """Say that all is well."""


async def draw(page: Page, file: Path, size: tuple[int, int]) -> None:
    """Write a sheet from its top to a small file. A sheet wider than its screen is a mistake."""
    width, height = size
    await page.set_viewport_size({"width": width, "height": height})
    await page.evaluate("document.fonts.ready.then(() => undefined)")
    tall, wide = await page.evaluate("[document.documentElement.scrollHeight, document.documentElement.scrollWidth]")
    assert wide <= width, f"{file.stem} is {wide} pixels wide"
    wire = await page.context.new_cdp_session(page)
    clip = {"x": 0, "y": 0, "width": width, "height": min(tall, TALLEST[size]), "scale": 1}
    shot = await wire.send("Page.captureScreenshot", SMALL | {"clip": clip})
    file.write_bytes(base64.b64decode(shot["data"]))
    await wire.detach()


def link(tx: Tx) -> str:
    """Let an inspector in, and give them a link."""
    (short,) = tx.plans.all()
    tx.people.save(short, [PersonRow(role=None, name="An Inspector", email=INSPECTOR, rights=("observer",))])
    person = next(one for one in tx.people.of(short).persons if one.email == INSPECTOR)
    secret = new_secret()
    give(tx, person.id, short, Hour(NOW, NOW), secret)
    return secret


async def visit(address: str, secret: str) -> str:
    """Press the button behind a link. Returns the cookie of the visit."""
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as wire:
        async with wire.post(f"{address}/page/open/{secret}", allow_redirects=False) as answer:
            return answer.cookies["milepost"].value


async def draw_record(file: Path, folder: Path) -> None:
    """Draw the sheets of a record."""
    store = SqlStore(f"sqlite:///{file}", lambda: NOW)
    await store.open()
    app = application(well, routes(Door(store, lambda: NOW, lambda: NOW), lambda: public("http://127.0.0.1")))
    secret = await store.transact(link)
    async with listening(app, "127.0.0.1", 0) as server, async_playwright() as play:
        address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        browser = await play.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        page = await browser.new_page()
        await page.context.add_cookies([{"name": "milepost", "value": await visit(address, secret), "url": address}])
        for name, path in SHEETS.items():
            answer = await page.goto(address + path)
            assert answer is not None and answer.ok, f"{path} answers {answer and answer.status}"
            for shape, size in (("phone", PHONE), ("desk", DESK)):
                await draw(page, folder / f"page-{name}-{shape}.webp", size)
        await browser.close()
    await store.close()


async def main(folder: Path, lived: Path | None) -> None:
    """Draw every sheet, of a quarter that was lived before or of one that is lived now."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        file = Path(home) / "record.db"
        if lived is not None:
            shutil.copy(lived, file)
        else:
            async with quarter.lived(Path(home)):
                pass
        await draw_record(file, folder)


if __name__ == "__main__":
    folder_, lived_ = (*map(Path, sys.argv[1:]), None, None)[:2]
    asyncio.run(main(folder_ or PICTURES, lived_))
