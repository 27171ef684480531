"""The page of a plan of 1,000 milestones with three years behind it: each sheet over HTTP, beside a bare page of the same server.

python -m tests.bench.page
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from aiohttp import ClientSession, CookieJar

from adapters.page.pages import routes
from adapters.web.address import public
from adapters.web.application import application, listening
from bot.conversation.page.door import Door
from bot.conversation.page.links import Hour, give, new_secret
from bot.ports.record import Tx
from store.record import SqlStore
from tests.bench.history import NOW, entries_of, filled, plan_of
from tests.bench.measure import Spent, at_most, awaited_by_turns, head, row
from tests.bench.subjects import Subject
from tests.records import folder

MILESTONES = 1_000
TIMES = 3  # each sheet in a turn
MOST_BYTES = 400_000  # of one sheet
SHEETS = (
    "/page",
    "/page/plan",
    "/page/plan?colour=red",
    "/page/plan?search=step",
    "/page/milestone/1.7.3",
    "/page?as_at=2025-06-30",
    "/page/plan?as_at=2025-06-30",
)


async def in_order() -> str | None:
    """Say that all is in order."""
    return None


class Unanswered(Exception):
    """A sheet took longer than anybody is left to wait."""


class Visit:
    """A browser that has been let in to the page of a plan. `offered` is the address of a link not opened yet."""

    def __init__(self, browser: ClientSession, at: str, offered: str) -> None:
        self._browser = browser
        self._at = at
        self.offered = offered

    async def asked(self, address: str, times: int = 1) -> Spent:
        """Ask for a sheet some times over. Returns what one took. Raises Unanswered if the page gave up."""
        began, worked = time.perf_counter(), time.process_time()
        for _ in range(times):
            async with self._browser.get(self._at + address) as answer:
                held = await answer.read()
                if answer.status == 503:
                    raise Unanswered(address)
                assert answer.status == 200 and len(held) <= MOST_BYTES, (address, answer.status, len(held))
        return Spent((time.perf_counter() - began) / times, (time.process_time() - worked) / times)


@asynccontextmanager
async def visiting(store: SqlStore) -> AsyncIterator[Visit]:
    """Serve the pages of a record, and let one of its plan's people in."""
    here = public("http://127.0.0.1")
    app = application(in_order, routes(Door(store, lambda: NOW, lambda: NOW), lambda: here))
    secrets = [new_secret(), new_secret()]

    def links(tx: Tx) -> None:
        person = tx.people.by_email("1@example.org")
        assert person is not None
        for secret in secrets:
            give(tx, person, "p", Hour(NOW, NOW), secret)

    await store.transact(links)
    async with listening(app, "127.0.0.1", 0) as server, ClientSession(cookie_jar=CookieJar(unsafe=True)) as browser:
        at = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with browser.post(f"{at}/page/open/{secrets[0]}"):
            pass
        yield Visit(browser, at, f"/page/open/{secrets[1]}")


async def main() -> None:
    """Print what each sheet takes."""
    head()
    with folder() as made:
        store = await filled(made / "m.db", plan_of(MILESTONES), entries_of(MILESTONES))
        await store.open()
        async with visiting(store) as visit:
            for path in SHEETS:
                await visit.asked(path)  # what is read once is at hand from then on
                found, least = await awaited_by_turns(partial(visit.asked, path, TIMES), partial(visit.asked, visit.offered, TIMES))
                row(
                    f"{path} of {MILESTONES:,} milestones", found.wall * 1000, least.wall * 1000, "ms", "the page of a link",
                    subject=Subject.PAGE, wanted=at_most(figure=1_000), cpu=found.cpu * 1000, bare_cpu=least.cpu * 1000,
                )  # fmt: skip
        await store.close()


if __name__ == "__main__":
    asyncio.run(main())
