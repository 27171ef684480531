"""A form sent in over Slack's route, by many people about many milestones, beside a bare Bolt app that acknowledges one.

python -m tests.bench.form [ENTRIES [SQLite|PostgreSQL ...]]
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import count
from urllib.parse import urlencode

import sqlalchemy as sa
from aiohttp import web

from bot.model.plan import Plan
from bot.model.record.entry import By
from bot.ports.record import Tx
from bot.rules.holders import holders
from seed.people import read_people
from store.record import SqlStore
from store.tables.statements import CONFIRMATION, UPDATE
from tests.bench import databases
from tests.bench.history import NOW, YEARS, add_years, updates_in
from tests.bench.load import Answers, answers, free_port, once, running
from tests.bench.measure import NAME, PLANS, ROUNDS, at_least, at_most, awaited_by_turns, head, row, shipped
from tests.bench.slack import SECRET, TOKEN, command, signed
from tests.bench.subjects import Subject
from tests.records import long_ago
from tests.world.listening import Listening, listen

LONG = 20_000  # entries of a record that was kept for years
MANY, EACH, ALONE = 64, 8, 100  # connections, forms of each, and forms over a connection alone
BARE = f"""
import sys
from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.authorization import AuthorizeResult
async def authorize(**_):
    return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="{TOKEN}", bot_user_id="UB", bot_id="B")
app = AsyncApp(signing_secret="{SECRET}", authorize=authorize, process_before_response=True)
@app.view("form")
async def form(ack):
    await ack()
async def events(request):
    return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))
served = web.Application()
served.add_routes([web.post("/slack/events", events)])
web.run_app(served, host="127.0.0.1", port=int(sys.argv[1]), print=None)
"""


class Office:
    """As much of Slack as a form needs, and whoever answers for each milestone: everybody sends in a form drawn just now."""

    def __init__(self, emails: Sequence[str], owned: Sequence[tuple[int, str]]) -> None:
        self.emails, self.owned = emails, owned
        self.newest: dict[str, int] = {}
        self.told = 0
        self._numbers = count()

    async def listen(self) -> Listening:
        """Listen on this machine."""
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self.answer)
        return await listen(app)

    async def answer(self, request: web.Request) -> web.Response:
        """Answer one call. A card that says what was saved tells under which number."""
        given = await request.text()
        match request.match_info["method"]:
            case "users.info":
                number = int((re.search(r"\bU(\d+)", given or request.query_string) or [""])[1])
                profile = {"email": self.emails[number], "real_name": "K"}
                user = {"id": f"U{number}", "team_id": "T1", "deleted": False, "is_bot": False, "profile": profile}
                return web.json_response({"ok": True, "user": user})
            case "auth.test":
                me = {"team_id": "T1", "user_id": "UB", "bot_id": "B", "url": "https://x.slack.com/"}
                return web.json_response({"ok": True, **me})
            case "chat.update":
                handle, ref = re.search(r"\bu(\d+)\b", given), re.search(r"\b\d+\.\d+\.\d+\b", given)
                if handle and ref:
                    self.told += 1
                    self.newest[ref[0]] = int(handle[1])
        return web.json_response({"ok": True, "channel": "D1", "ts": "1700000000.000001"})

    def sent_in(self, port: int) -> Callable[[], bytes]:
        """Return a load of forms of which no two are alike."""
        return lambda: self._form(port, next(self._numbers))

    def _form(self, port: int, number: int) -> bytes:
        person, ref = self.owned[number % len(self.owned)]
        card = f"D{person}:1700000000.{number:06}"
        said = f"update {ref} #u{self.newest.get(ref, 0)}"
        about = json.dumps({"say": said, "chat": f"D{person}", "card": card})
        typed = {"happened": f"We met again, {number}.", "path": "The Head of Inclusion has more staff by 30 June 2027."}
        values: dict[str, object] = {
            name: {f"answer.{name}": {"type": "plain_text_input", "value": words}} for name, words in typed.items()
        }
        values["status"] = {"answer.status": {"type": "radio_buttons", "selected_option": {"value": "amber"}}}
        view = {"type": "modal", "callback_id": "form", "id": f"V{number}", "team_id": "T1", "hash": f"{number}.a"}
        view |= {"private_metadata": json.dumps({"about": about, "kept": {}}), "state": {"values": values}}
        user = {"id": f"U{person}", "team_id": "T1"}
        payload = {"type": "view_submission", "user": user, "team": {"id": "T1"}, "view": view}
        return signed(port, urlencode({"payload": json.dumps(payload)}).encode())


async def filled(url: str, plan: Plan, entries: int) -> Office:
    """Fill a record with the shipped plan, its people and so many entries. Returns whoever answers for each milestone."""
    store = SqlStore(url, long_ago)
    await asyncio.to_thread(store.migrate)
    rows = read_people((PLANS / f"{NAME}.people.csv").read_text(encoding="utf-8-sig"), plan)

    def load(tx: Tx) -> None:
        tx.acting(By(at=NOW - YEARS))
        tx.plans.save(plan)
        tx.people.save(plan.short, rows)

    await store.transact(load)
    await add_years(store, plan, entries)
    people = await store.read(lambda view: view.people.of(plan.short))
    standings = await store.read(lambda view: view.updates.standings(plan.short))
    await store.close()
    numbers = {one.id: number for number, one in enumerate(people.persons)}
    owned = [
        (numbers[who[0].id], one.ref)
        for one in plan.milestones
        if one.accountable and (who := holders(people, one.accountable, datetime.now(UTC).date()))
    ]
    office = Office([one.email for one in people.persons], owned)
    office.newest |= {ref: standing.newest for ref, standing in standings.items()}
    return office


async def measure(url: str, entries: int, about: str) -> None:
    """Print what a form takes alone and at many connections."""
    office = await filled(url, shipped(), entries)
    api = await office.listen()
    ours, bare = free_port(), free_port()
    environment = {
        "DATABASE_URL": url, "PORT": str(ours), "SLACK_BOT_TOKEN": TOKEN, "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": f"{api.url}/api/", "MILEPOST_COMMANDS_PER_MINUTE": "0",
    }  # fmt: skip
    async with running([sys.executable, "-m", "bot", "serve"], environment, ours) as process:
        await _looked_through(ours)
        async with running([sys.executable, "-c", BARE, str(bare)], {}, bare) as beside:
            for number in range(len(office.emails)):
                await once(ours, command(ours, "help", user_id=f"U{number}", channel_id=f"D{number}"))  # first contact
            sides = (ours, process), (bare, beside)
            for port, of in sides:
                await answers(port, [of], office.sent_in(port), 8, 20)
            for many, each in ((1, ALONE), (MANY, EACH)):
                turns = [partial(answers, port, [of], office.sent_in(port), many, each) for port, of in sides]
                _print(f"{about}, at {many}", *await awaited_by_turns(*turns))
    await api.close()
    sent, kept = 8 * 20 + ROUNDS * (ALONE + MANY * EACH), await _kept(url, entries)
    row(f"forms kept of those sent in{about}", kept, sent, "", "forms sent in", subject=Subject.FORM, wanted=at_least(times=1))
    assert office.told <= kept, "somebody was told that a form was saved, and it was not"


def _print(about: str, us: Answers, bare: Answers) -> None:
    beside, each = "bare Bolt acknowledging a form", {"subject": Subject.FORM, "cpu": us.cpu * 1e3, "bare_cpu": bare.cpu * 1e3}
    row(f"a form{about}", us.rate, bare.rate, "/s", beside, **each, wanted=at_least(200) if about.endswith("64") else None)
    row(f"a form{about}, median", us.p50 * 1e3, bare.p50 * 1e3, "ms", beside, **each)
    row(f"a form{about}, p99", us.p99 * 1e3, bare.p99 * 1e3, "ms", beside, **each, wanted=at_most(1000))
    row(f"a form{about}, CPU", us.cpu * 1e3, bare.cpu * 1e3, "ms", beside, **each, wanted=at_most(5))


async def _looked_through(port: int) -> None:
    """Wait until the whole record was verified, as it is once after each start. What that takes is a row of its own."""
    asked = f"GET /readyz HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()
    async with asyncio.timeout(60):
        while b"record: ok" not in await once(port, asked):
            await asyncio.sleep(0.2)


async def _kept(url: str, entries: int) -> int:
    """Count the statements that forms made."""
    store = SqlStore(url, long_ago)

    def counted(db: sa.Connection) -> int:
        return sum(int(db.scalar(sa.select(sa.func.count()).select_from(rows)) or 0) for rows in (UPDATE, CONFIRMATION))

    found = await store.read(lambda view: counted(view._connected.db))  # type: ignore[attr-defined]
    await store.close()
    return found - updates_in(entries)


def main() -> None:
    """Measure what was named, or all."""
    kinds, (entries, *_) = sys.argv[2:], [int(one) for one in sys.argv[1:2]] or [0]
    head()
    for kind in kinds or databases.KINDS:
        with databases.KINDS[kind]() as url:
            asyncio.run(measure(url, entries, f" on {kind}" + (f" after {entries:,} entries" if entries else "")))
    if not sys.argv[1:]:
        with databases.sqlite() as url:
            asyncio.run(measure(url, LONG, f" on SQLite after {LONG:,} entries"))


if __name__ == "__main__":
    main()
