"""`/milepost status 2.1` over Slack's route, beside a bare bolt app that answers a constant."""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode

from aiohttp import web
from slack_sdk.signature import SignatureVerifier

from seed.people import read_people
from store.record import SqlStore
from tests.bench.load import Side, compare, compared, free_port, request, running
from tests.bench.measure import NAME, PLANS, shipped
from tests.records import long_ago
from tests.world.listening import Listening, listen

SECRET, TOKEN = "bench-secret", "xoxb-bench"
BARE = f"""
import sys
from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.authorization import AuthorizeResult
async def authorize(**_):
    return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="{TOKEN}", bot_user_id="UB", bot_id="B")
app = AsyncApp(signing_secret="{SECRET}", authorize=authorize, process_before_response=True)
@app.command("/milepost")
async def milepost(ack):
    await ack("pong")
async def events(request):
    return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))
served = web.Application()
served.add_routes([web.post("/slack/events", events)])
web.run_app(served, host="127.0.0.1", port=int(sys.argv[1]), print=None)
"""


def command(port: int, text: str, **otherwise: str) -> bytes:
    """A signed slash command, as Slack posts it."""
    given = {
        "token": "x", "team_id": "T1", "team_domain": "bench", "channel_id": "D1", "channel_name": "directmessage",
        "user_id": "U1", "user_name": "keira", "command": "/milepost", "text": text, "api_app_id": "A1",
        "response_url": "https://hooks.slack.com/commands/T1/1/x", "trigger_id": "1.2.3", **otherwise,
    }  # fmt: skip
    return signed(port, urlencode(given).encode())


def signed(port: int, body: bytes) -> bytes:
    """What Slack posts, with its signature."""
    stamp = str(int(time.time()))
    signature = SignatureVerifier(SECRET).generate_signature(timestamp=stamp, body=body)
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": str(signature),
    }
    return request(port, "/slack/events", headers, body)


async def directory(email: str) -> Listening:
    """As much of Slack's API as answering asks for: who the bot is, and who the person is."""
    user = {"id": "U1", "team_id": "T1", "deleted": False, "is_bot": False, "profile": {"email": email, "real_name": "K"}}

    async def info(_request: web.Request) -> web.Response:
        return web.json_response({"ok": True, "user": user})

    async def test(_request: web.Request) -> web.Response:
        return web.json_response({"ok": True, "team_id": "T1", "user_id": "UB", "bot_id": "B", "url": "https://x.slack.com/"})

    async def other(_request: web.Request) -> web.Response:
        return web.json_response({"ok": True})

    app = web.Application()
    for method, answer in (("users.info", info), ("auth.test", test), ("{method}", other)):
        app.router.add_route("*", f"/api/{method}", answer)
    return await listen(app)


async def loaded(file: Path) -> str:
    """A record with the shipped plan and its people; the e-mail of one of them."""
    store = SqlStore(f"sqlite:///{file}", long_ago)
    await asyncio.to_thread(store.migrate)
    plan = shipped()
    rows = read_people((PLANS / f"{NAME}.people.csv").read_text(encoding="utf-8-sig"), plan)
    await store.transact(lambda tx: (tx.plans.save(plan), tx.people.save("p", rows)))
    await store.close()
    return rows[0].email


async def measure(folder: Path) -> None:
    """Print the rates and the medians."""
    api = await directory(await loaded(folder / "slack.db"))
    ours, bare = free_port(), free_port()
    environment = {
        "DATABASE_URL": f"sqlite:///{folder / 'slack.db'}", "PORT": str(ours), "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_SIGNING_SECRET": SECRET, "SLACK_API_URL": f"{api.url}/api/",
        "MILEPOST_COMMANDS_PER_MINUTE": "0",  # one person asks more here than anybody would be answered
    }  # fmt: skip
    async with running([sys.executable, "-m", "bot", "serve"], environment, ours) as serve:
        async with running([sys.executable, "-c", BARE, str(bare)], {}, bare) as echo:
            sides = [Side(port, [process], command(port, "status 2.1")) for port, process in ((ours, serve), (bare, echo))]
            for side in sides:
                await side.answers(8, 50)
            at_many = await compared(*sides, connections=64, each=60)
            at_one = await compared(*sides, connections=1, each=300)
    await api.close()
    compare("Slack: `status 2.1`, the same again", at_many, at_one, "bare bolt answering a constant")


def main() -> None:
    """Measure on a record of its own."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(Path(folder)))


if __name__ == "__main__":
    main()
