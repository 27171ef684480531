"""What measuring over Slack's route needs: signed commands, a bare bolt app that answers a constant, a record, a directory."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from urllib.parse import urlencode

from aiohttp import web
from slack_sdk.signature import SignatureVerifier

from seed.people import read_people
from store.record import SqlStore
from tests.bench.load import request
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


async def directory(emails: list[str]) -> Listening:
    """As much of Slack's API as answering asks for: who the bot is, and who somebody is."""

    async def answer(request: web.Request) -> web.Response:
        if request.match_info["method"] != "users.info":
            me = {"team_id": "T1", "user_id": "UB", "bot_id": "B", "url": "https://x.slack.com/"}
            return web.json_response({"ok": True, **me})
        given = await request.post()
        number = int(str(given.get("user") or request.query["user"]).removeprefix("U"))
        profile = {"email": emails[number % len(emails)], "real_name": "K"}
        user = {"id": f"U{number}", "team_id": "T1", "deleted": False, "is_bot": False, "profile": profile}
        return web.json_response({"ok": True, "user": user})

    app = web.Application()
    app.router.add_route("*", "/api/{method}", answer)
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
