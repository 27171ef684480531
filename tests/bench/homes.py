"""Forms saved while 36 Homes are open, beside the same with none open; and how often Slack is asked who speaks.

python -m tests.bench.homes
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import NamedTuple

from aiohttp import web

from tests.bench import databases
from tests.bench.form import Office, filled
from tests.bench.load import answers, free_port, once, running
from tests.bench.measure import ROUNDS, at_most, awaited_by_turns, head, row, shipped
from tests.bench.slack import SECRET, TOKEN, command, signed
from tests.bench.subjects import Subject

HOMES, SAVES = 36, 40  # Homes that are open, and forms of each turn, sent one after another


class Side(NamedTuple):
    """A Milepost of its own, with the office that it serves."""

    port: int
    process: int
    office: Counting


class Counting(Office):
    """An office that counts the calls it has."""

    calls: Counter[str]

    async def answer(self, request: web.Request) -> web.Response:
        """Answer one call."""
        self.calls[request.match_info["method"]] += 1
        return await super().answer(request)


@asynccontextmanager
async def served(url: str) -> AsyncIterator[Side]:
    """Serve a record with the shipped plan. Everybody has spoken."""
    office = await filled(url, shipped(), 0)
    counting = Counting(office.emails, office.owned)
    counting.newest, counting.calls = office.newest, Counter()
    api, port = await counting.listen(), free_port()
    environment = {
        "DATABASE_URL": url, "PORT": str(port), "SLACK_BOT_TOKEN": TOKEN, "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": f"{api.url}/api/", "MILEPOST_COMMANDS_PER_MINUTE": "0",
    }  # fmt: skip
    async with running([sys.executable, "-m", "bot", "serve"], environment, port) as process:
        for number in range(len(office.emails)):
            await once(port, command(port, "help", user_id=f"U{number}", channel_id=f"D{number}"))
        yield Side(port, process, counting)
    await api.close()


def opening(port: int, person: int) -> bytes:
    """Return what Slack tells once somebody has opened their Home."""
    event = {"type": "app_home_opened", "user": f"U{person}", "channel": f"D{person}", "tab": "home"}
    body = {"type": "event_callback", "team_id": "T1", "event_id": f"Ev{person}", "event": event}
    return signed(port, json.dumps(body).encode())


async def measure(url: str, other: str) -> None:
    """Print what a save takes, and what it makes of the Homes."""
    async with served(url) as open_, served(other) as closed:
        for person in range(min(HOMES, len(open_.office.emails))):
            await once(open_.port, opening(open_.port, person))
        drawn = open_.office.calls["views.publish"]
        sides = [partial(answers, one.port, [one.process], one.office.sent_in(one.port), 1, SAVES) for one in (open_, closed)]
        us, bare = await awaited_by_turns(*sides)
        await asyncio.sleep(3.0)  # what was saved last is drawn by then
        again = open_.office.calls["views.publish"] - drawn
        asked, people = open_.office.calls["users.info"], len(open_.office.emails)
    beside = "the same with no Home open"
    row(f"a save with {HOMES} Homes open, median", us.p50 * 1e3, bare.p50 * 1e3, "ms", beside, subject=Subject.HOMES)
    wanted = at_most(50, 2)
    row(f"a save with {HOMES} Homes open, p99", us.p99 * 1e3, bare.p99 * 1e3, "ms", beside, subject=Subject.HOMES, wanted=wanted)
    row(f"a save with {HOMES} Homes open, CPU", us.cpu * 1e3, bare.cpu * 1e3, "ms", beside, subject=Subject.HOMES)
    saves = ROUNDS * SAVES
    row(f"Homes drawn after {saves} saves", again, saves * drawn, "", "every open Home after each", subject=Subject.HOMES)
    said = saves + people + drawn
    row(f"users.info for {said} things said", asked, people, "", "once a person", subject=Subject.SPEAKER, wanted=at_most(times=1))


def main() -> None:
    """Measure on two records of the same."""
    head()
    with databases.sqlite() as url, databases.sqlite() as other:
        asyncio.run(measure(url, other))


if __name__ == "__main__":
    main()
