"""Milepost in Teams beside the SDK by itself: an answer, proactive messages, and what a token costs."""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from statistics import median

from aiohttp import web

from adapters.teams.channel import Teams
from bot.model.letters.message import Message, Paragraph, Text
from bot.model.people import Address
from seed.people import read_people
from tests.bench.load import Side, compare, compared, free_port, request, running
from tests.bench.measure import NAME, PLANS, at_least, at_most, head, row, shipped
from tests.bench.slack import loaded
from tests.bench.subjects import Subject
from tests.world.listening import Listening, listen
from tests.world.teams.platform import TeamsPlatform

SDK = '''
import asyncio, sys, time
from aiohttp import web
from botbuilder.core import CloudAdapterBase, TurnContext
from botbuilder.schema import Activity, ConversationAccount, ChannelAccount, ConversationReference
from botframework.connector.auth import BotFrameworkAuthenticationFactory, ServiceClientCredentialsFactory
from msrest.authentication import Authentication

class Token(Authentication):
    oauth_scope = "https://api.botframework.com"
    microsoft_app_id = sys.argv[1]
    def signed_session(self, session=None):
        session = super().signed_session(session)
        session.headers["Authorization"] = "Bearer bench"
        return session

class Cached(ServiceClientCredentialsFactory):
    async def is_valid_app_id(self, app_id): return app_id == sys.argv[1]
    async def is_authentication_disabled(self): return False
    async def create_credentials(self, *_, **_more): return Token()

class Teams(CloudAdapterBase):
    async def handle(self, request):
        activity = Activity().deserialize(await request.json())
        who = await self.bot_framework_authentication.authenticate_request(activity, request.headers.get("Authorization", ""))
        await self.process_activity(who, activity, self.turn)
        return web.Response()
    async def turn(self, context: TurnContext):
        await context.send_activity("pong")

keys = sys.argv[2]
adapter = Teams(BotFrameworkAuthenticationFactory.create(
    validate_authority=True, to_channel_from_bot_login_url="https://login.example", to_channel_from_bot_oauth_scope="https://api.botframework.com",
    to_bot_from_channel_token_issuer="https://api.botframework.com", oauth_url="https://token.example",
    to_bot_from_channel_open_id_metadata_url=keys, to_bot_from_emulator_open_id_metadata_url=keys, caller_id="",
    credential_factory=Cached()))
'''
BARE = SDK + '''
served = web.Application()
served.add_routes([web.post("/api/messages", adapter.handle)])
web.run_app(served, host="127.0.0.1", port=int(sys.argv[3]), print=None)
'''
STOCK = SDK + '''
async def one(number):
    reference = ConversationReference(service_url=sys.argv[3], channel_id="msteams", bot=ChannelAccount(id="28:bot"),
        user=ChannelAccount(id="29:u"), conversation=ConversationAccount(id=f"a:{number}", tenant_id="t"))
    async def say(context): await context.send_activity("A question about your milestone.")
    await adapter.continue_conversation(reference, say, sys.argv[1])

async def main():
    began = time.perf_counter()
    await asyncio.gather(*(one(n) for n in range(int(sys.argv[4]))))
    print(int(sys.argv[4]) / (time.perf_counter() - began))
asyncio.run(main())
'''


async def connector(delay: float, tenant: str) -> Listening:
    """A service address that takes its time and accepts everything."""

    async def posted(_request: web.Request) -> web.Response:
        if delay:
            await asyncio.sleep(delay)
        return web.json_response({"id": uuid.uuid4().hex}, status=201)

    async def member(request: web.Request) -> web.Response:
        who = request.match_info["who"].removeprefix("29:")
        known = {"tenantId": tenant, "email": EMAILS[int(who.removeprefix("u"))]}
        return web.json_response({"id": f"29:{who}", "aadObjectId": f"o-{who}", "name": "K", **known})

    app = web.Application()
    app.router.add_get("/v3/conversations/{id}/members/{who}", member)
    app.router.add_route("*", "/v3/{rest:.*}", posted)
    return await listen(app)


EMAILS: list[str] = []


def questions(port: int, service_url: str, platform: TeamsPlatform) -> Callable[[], bytes]:
    """Signed personal messages, no two alike: who asks, of which action, and in which minute."""
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {platform.token(service_url)}"}
    actions = [action.ref for action in shipped().actions]
    number = count()

    def one() -> bytes:
        asked = next(number)
        who, ref = f"u{asked % len(EMAILS)}", actions[asked // len(EMAILS) % len(actions)]
        activity = {
            "type": "message", "id": str(asked), "timestamp": f"2026-01-01T09:{asked % 60:02d}:00Z", "channelId": "msteams", "serviceUrl": service_url,
            "from": {"id": f"29:{who}", "name": "K", "aadObjectId": f"o-{who}"}, "recipient": {"id": f"28:{platform.app_id}", "name": "Milepost"},
            "conversation": {"id": f"a:{who}", "conversationType": "personal", "tenantId": platform.tenant}, "text": f"status {ref}",
            "textFormat": "plain", "channelData": {"tenant": {"id": platform.tenant}},
        }  # fmt: skip
        return request(port, "/api/messages", headers, json.dumps(activity).encode())

    return one


async def answering(folder: Path, platform: TeamsPlatform) -> None:
    """The answer to a signed message, reply posted, beside a bare echo."""
    await loaded(folder / "teams.db")
    people = (PLANS / f"{NAME}.people.csv").read_text(encoding="utf-8-sig")
    EMAILS[:] = dict.fromkeys(row.email for row in read_people(people, shipped()))
    service = await connector(0.0, platform.tenant)
    service_url = f"{service.url}/"
    ours, bare = free_port(), free_port()
    environment = {**platform.environment(), "DATABASE_URL": f"sqlite:///{folder / 'teams.db'}", "PORT": str(ours)}
    echo = [sys.executable, "-W", "ignore", "-c", BARE, platform.app_id, platform.keys.url, str(bare)]
    serve = [sys.executable, "-m", "bot", "serve"]
    async with running(serve, environment, ours) as process, running(echo, {}, bare) as beside:
        asked = [questions(port, service_url, platform) for port in (ours, bare)]
        sides = [Side(ours, [process], asked[0]), Side(bare, [beside], asked[1])]
        for side in sides:
            await side.answers(1, len(EMAILS))
        at_many = await compared(*sides, connections=64, each=6)
        at_one = await compared(*sides, connections=1, each=60)
    await service.close()
    compare("Teams: `status`", at_many, at_one, "bare botbuilder echo", subject=Subject.TEAMS_ANSWERS)
    row("Teams: tokens fetched for all of these", platform.login.fetches, 1, "", "one a lifetime")


async def sending(platform: TeamsPlatform, count: int = 400) -> None:
    """Proactive messages, 100 in flight, to a service that takes 100 ms, beside the SDK's own way."""
    service = await connector(0.1, platform.tenant)
    service_url = f"{service.url}/"
    teams = Teams(platform.settings(), _clock)
    await teams.start()
    message = Message(title="A question about your milestone.", blocks=(Paragraph(spans=(Text(text="How does it stand?"),)),))
    addresses = [
        Address(platform="teams", tenant=platform.tenant, id=f"u{n}", route=teams_route(service_url, platform, n))
        for n in range(count)
    ]
    places = asyncio.Semaphore(100)

    async def one(to: Address) -> None:
        async with places:
            await teams.send(to, message, f"nudge:{to.id}:2026-01-01")

    await asyncio.gather(*(one(to) for to in addresses[:20]))
    rates, stock = [], []
    for _ in range(3):
        began = time.perf_counter()
        await asyncio.gather(*(one(to) for to in addresses))
        rates.append(count / (time.perf_counter() - began))
        command = [sys.executable, "-W", "ignore", "-c", STOCK, platform.app_id, platform.keys.url, service_url, "100"]
        process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
        told, _ = await process.communicate()
        stock.append(float(told))
    await teams.close()
    await service.close()
    row(
        "Teams: proactive, 100 in flight, 100 ms each", median(rates), median(stock), "/s", "stock botbuilder's continue_conversation",
        subject=Subject.TEAMS_SENDS, wanted=at_least(times=14),
    )  # fmt: skip


def teams_route(service_url: str, platform: TeamsPlatform, number: int) -> str:
    """How a person is reached, as the adapter keeps it."""
    return json.dumps(
        {"service_url": service_url, "tenant": platform.tenant, "user": f"29:{number}", "bot": f"28:{platform.app_id}", "conversation": f"a:{number}"}
    )


async def token_stall(platform: TeamsPlatform) -> None:
    """How long the loop stands still while a token that takes 200 ms is fetched."""
    platform.login.delay = 0.2
    service = await connector(0.0, platform.tenant)
    service_url = f"{service.url}/"
    teams = Teams(platform.settings(), _clock)
    await teams.start()
    to = Address(platform="teams", tenant=platform.tenant, id="u", route=teams_route(service_url, platform, 1))
    longest, before, going = 0.0, time.perf_counter(), asyncio.create_task(teams.send(to, Message(title="Hello."), "k"))
    while not going.done():
        await asyncio.sleep(0.001)
        now = time.perf_counter()
        longest, before = max(longest, now - before), now
    await going
    platform.login.delay = 0.0
    await teams.close()
    await service.close()
    what = "Teams: longest stall during a token fetch"
    row(what, longest * 1e3, 20.0, "ms", "what is allowed", subject=Subject.TEAMS_SENDS, wanted=at_most(20))


def _clock() -> datetime:
    return datetime.now(UTC)


async def measure(folder: Path) -> None:
    """Print the figures of Teams."""
    platform = TeamsPlatform()
    await platform.start()
    await answering(folder, platform)
    await sending(platform)
    await token_stall(platform)
    await platform.close()


def main() -> None:
    """Measure on a record of its own."""
    head()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(Path(folder)))


if __name__ == "__main__":
    main()
