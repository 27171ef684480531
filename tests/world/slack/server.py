"""Slack over HTTP: the Web API, response addresses, OAuth and Socket Mode, with the faults that were ordered."""

from __future__ import annotations

import asyncio
import base64
import json
import secrets
import time
from collections.abc import Callable

from aiohttp import WSMsgType, web

from tests.world.listening import Listening, listen
from tests.world.slack.api import FORM_ONLY, METHODS, OUR_BUGS, Asked, judged_body
from tests.world.slack.world import Call, Json, Order, Posted, SlackError, Token, World

BURST = 3  # messages a channel takes at once, then one a second
A_MINUTE = {"chat.postMessage": 300, "users.lookupByEmail": 50, "users.info": 100, "users.list": 20, "conversations.history": 50, "views.publish": 100}
MOST_RESPONSES = 5
RESPONSE_LIFE = 1800.0


class Socket:
    """One Socket Mode connection of the app."""

    def __init__(self, ws: web.WebSocketResponse, request: web.Request) -> None:
        self.ws = ws
        self._request = request
        self.waiting: dict[str, asyncio.Future[Json]] = {}

    async def deliver(self, kind: str, payload: Json, more: Json) -> Json:
        """Send one envelope and wait for its acknowledgement, which may carry a payload."""
        envelope = secrets.token_hex(8)
        acknowledged: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self.waiting[envelope] = acknowledged
        accepts = kind in ("slash_commands", "interactive")
        await self.ws.send_json(
            {"envelope_id": envelope, "type": kind, "payload": payload, "accepts_response_payload": accepts, **more}
        )
        async with asyncio.timeout(10):
            return await acknowledged

    def cut(self) -> None:
        """End it without a word, as a network does."""
        assert self._request.transport is not None
        self._request.transport.abort()


class Server:
    """Serves a World on a port of the loopback."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.sockets: list[Socket] = []
        self.greeted = 0  # sockets that were ever open
        self.tickets: set[str] = set()
        self.changed = asyncio.Event()
        self.busy = 0
        self.on_posted: Callable[[str, Asked, Json], None] = lambda method, asked, answer: None
        self.on_call: Callable[[Call, str], None] = lambda call, stage: None
        self._listening: Listening | None = None
        self.clock = time.monotonic  # of its limits
        self._buckets: dict[tuple[str, str], tuple[float, float]] = {}
        self.url = ""

    async def start(self, port: int = 0) -> None:
        """Listen."""
        app = web.Application(client_max_size=8 * 1024 * 1024)
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_post("/response/{ticket}", self._response_url)
        app.router.add_get("/socket/{ticket}", self._socket)
        app.router.add_get("/files/{file}/{name}", self._file)
        app.router.add_post("/upload/v1/{key}", self._upload)
        self._listening = await listen(app, port)
        self.url = self._listening.url
        self.world.uploads_at = f"{self.url}/upload/v1"

    async def stop(self) -> None:
        """Close every connection."""
        for socket in self.sockets:
            await socket.ws.close()
        if self._listening is not None:
            await self._listening.close()

    @property
    def api_url(self) -> str:
        """What SLACK_API_URL is set to."""
        return f"{self.url}/api/"

    def tell(self) -> None:
        """Wake whoever waits for something to change."""
        self.changed.set()
        self.changed = asyncio.Event()

    # ---- the Web API

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        self.busy += 1
        try:
            call = Call(method, {}, None, at=time.monotonic())
            self.world.calls.append(call)
            return await self._ordered(request, call)
        finally:
            self.busy -= 1
            self.tell()

    async def _ordered(self, request: web.Request, call: Call) -> web.StreamResponse:
        try:
            call.args, body_token = await arguments(request, call.method)
        except SlackError as error:
            return self._answer(call, error_json(error))
        call.token = self._token(request, body_token)
        self.on_call(call, "arrived")
        order = self.world.ordered(call.method, call.args)
        if order is not None and order.kind == "slow":
            await asyncio.sleep(order.seconds)
        if order is not None and order.kind in ("html", "junk", "limited", "error"):
            if order.accept and order.kind in ("html", "junk"):
                self._call(call)
            return self._broken(call, order)
        if order is not None and order.kind == "dead":  # an address where nobody answers
            return self._answer(call, {"ok": True, "url": f"ws://127.0.0.1:1/socket/{secrets.token_hex(12)}"})
        response = self._limited(call) or self._answer(call, self._call(call))
        self.on_call(call, "accepted")
        if order is not None and order.kind == "late":  # it says how things stood when it was asked
            await asyncio.sleep(order.seconds)
        if order is not None and order.kind == "drop":
            assert request.transport is not None
            request.transport.abort()
        return response

    def _token(self, request: web.Request, body_token: str) -> Token | None:
        header = request.headers.get("Authorization", "")
        given = header.removeprefix("Bearer ") if header.startswith("Bearer ") else body_token
        return self.world.tokens.get(given) or (Token(given, "", None, None, ()) if given else None)

    def _call(self, call: Call) -> Json:
        try:
            if call.method == "oauth.v2.access":
                return {"ok": True, **oauth_access(self.world, call.args)}
            if call.method == "apps.connections.open":
                return {"ok": True, **self._connection(call.token)}
            if call.method not in METHODS:
                raise SlackError("unknown_method", req_method=call.method)
            needed, work = METHODS[call.method]
            asked = Asked(self.world, allowed(call.token, needed), call.args)
            answer = {"ok": True, **work(asked)}
            self.on_posted(call.method, asked, answer)
            return answer
        except SlackError as error:
            return error_json(error)

    def _answer(self, call: Call, answer: Json) -> web.Response:
        call.status, call.answer = 200, answer
        error = answer.get("error")
        if error in OUR_BUGS:
            self.world.offences.append(f"{call.method}: {error} {answer.get('response_metadata', answer.get('needed', ''))}")
        headers = {}
        if call.token is not None and call.token.scopes:
            headers = {"x-oauth-scopes": ",".join(call.token.scopes), "x-slack-req-id": secrets.token_hex(8)}
            headers["x-accepted-oauth-scopes"] = ",".join(METHODS.get(call.method, ((), None))[0])
        return web.json_response(answer, headers=headers)

    def _broken(self, call: Call, order: Order) -> web.Response:
        if order.kind == "limited":
            return self._too_many(call, order.seconds)
        if order.kind == "error":
            return self._answer(call, {"ok": False, "error": order.error})
        call.status = order.status if order.kind == "html" else 200
        if order.kind == "html":
            page = "<!DOCTYPE html><html><head><title>Server Error</title></head><body>Something went wrong</body></html>"
            return web.Response(status=order.status, text=page, content_type="text/html")
        return web.Response(status=200, text="upstream says hello", content_type="text/plain")

    def _too_many(self, call: Call, seconds: float) -> web.Response:
        call.status, call.answer = 429, {"ok": False, "error": "ratelimited"}
        return web.json_response(call.answer, status=429, headers={"Retry-After": str(max(1, round(seconds)))})

    def _limited(self, call: Call) -> web.Response | None:
        token = call.token
        team = self.world.teams.get(token.team or "") if token is not None else None
        if team is None or not team.limits:
            return None
        buckets = []
        if call.method in ("chat.postMessage", "chat.postEphemeral"):
            buckets.append(((call.method, str(call.args.get("channel"))), BURST, 1.0))
        if call.method in A_MINUTE:
            buckets.append(((call.method, team.id), A_MINUTE[call.method], A_MINUTE[call.method] / 60))
        for name, most, rate in buckets:
            now = self.clock()
            left, at = self._buckets.get(name, (float(most), now))
            left = min(float(most), left + (now - at) * rate)
            if left < 1:
                return self._too_many(call, (1 - left) / rate)
            self._buckets[name] = (left - 1, now)
        return None

    # ---- files

    async def _file(self, request: web.Request) -> web.StreamResponse:
        """Give a file to a token that may read files. Any other is shown the page to sign in on, as Slack does."""
        token = self._token(request, "")
        if token is None or "files:read" not in token.scopes or token.revoked:
            return web.Response(text="<!DOCTYPE html><title>Sign in</title>", content_type="text/html")
        held = self.world.files.get(request.match_info["file"])
        return web.Response(status=404) if held is None else web.Response(body=held, content_type="application/octet-stream")

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        """Take the bytes of a file that was announced, all of them. The address is the key: no token belongs here."""
        self.busy += 1
        try:
            call = Call("upload", {"key": request.match_info["key"]}, None, at=time.monotonic())
            self.world.calls.append(call)
            if "Authorization" in request.headers:
                self.world.offences.append("a token was sent to where files are put")
            order = self.world.ordered("upload", call.args)
            held = await request.read()
            if order is not None:
                return self._broken(call, order)
            there = self.world.uploads.get(request.match_info["key"])
            call.status = 404 if there is None else 200 if len(held) == there.length else 400
            if there is not None and call.status == 200:
                there.held = held
            return web.Response(status=call.status, text=f"OK - {len(held)}", content_type="text/plain")
        finally:
            self.busy -= 1
            self.tell()

    # ---- response addresses

    def response_url(self, channel: str, user: str, original: Posted | None) -> str:
        """A fresh address that takes five answers in half an hour."""
        ticket = secrets.token_hex(12)
        self.world.response_urls[ticket] = {
            "channel": channel,
            "user": user,
            "uses": 0,
            "until": self.world.now() + RESPONSE_LIFE,
            "original": original,
        }
        return f"{self.url}/response/{ticket}"

    async def _response_url(self, request: web.Request) -> web.StreamResponse:
        self.busy += 1
        try:
            call = Call("response_url", {}, None, at=time.monotonic())
            self.world.calls.append(call)
            try:
                call.args = await request.json()
            except ValueError:
                call.args = {}
            self.on_call(call, "arrived")
            order = self.world.ordered("response_url", call.args)
            if order is not None and order.kind in ("html", "junk", "limited", "error"):
                return self._broken(call, order)
            try:
                self._respond(request.match_info["ticket"], call.args)
            except SlackError as error:
                call.status, call.answer = 404 if error.error.endswith("_url") else 400, error_json(error)
                self.world.offences.append(f"response_url: {call.answer}")
                return web.json_response(call.answer, status=call.status)
            call.status = 200
            self.on_call(call, "accepted")
            if order is not None and order.kind == "drop":
                assert request.transport is not None
                request.transport.abort()
            return web.Response(text="ok")
        finally:
            self.busy -= 1
            self.tell()

    def _respond(self, ticket: str, body: object) -> None:
        known = self.world.response_urls.get(ticket)
        if known is None:
            raise SlackError("invalid_url")
        if self.world.now() > float(str(known["until"])):
            raise SlackError("expired_url")
        if int(str(known["uses"])) >= MOST_RESPONSES:
            raise SlackError("used_url")
        known["uses"] = int(str(known["uses"])) + 1
        if not isinstance(body, dict):
            raise SlackError("invalid_payload")
        original = known["original"]
        assert original is None or isinstance(original, Posted)
        respond(self.world, body, str(known["channel"]), str(known["user"]), original)

    # ---- Socket Mode

    def _connection(self, token: Token | None) -> Json:
        if token is None or token.revoked or token.value not in self.world.tokens:
            raise SlackError("invalid_auth" if token else "not_authed")
        if token.kind != "app":
            raise SlackError("not_allowed_token_type")
        ticket = secrets.token_hex(12)
        self.tickets.add(ticket)
        return {"url": f"{self.url.replace('http', 'ws')}/socket/{ticket}"}

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["ticket"] not in self.tickets:
            return web.Response(status=403)
        self.tickets.discard(request.match_info["ticket"])
        order = self.world.ordered("socket", {})
        ws = web.WebSocketResponse(autoping=order is None or order.kind != "silent")
        await ws.prepare(request)
        if order is not None and order.kind == "error":
            await ws.send_json({"type": "disconnect", "reason": order.error, "debug_info": {"host": "applink"}})
            await ws.close()
            return ws
        socket = Socket(ws, request)
        self.sockets.append(socket)
        self.greeted += 1
        hello = {"type": "hello", "num_connections": len(self.sockets), "connection_info": {"app_id": self.world.app_id}}
        await ws.send_json({**hello, "debug_info": {"host": "applink", "approximate_connection_time": 18060}})
        self.tell()
        try:
            async for message in ws:
                if message.type is WSMsgType.TEXT:
                    self._acknowledged(socket, message.data)
        finally:
            self.sockets.remove(socket)
            self.tell()
        return ws

    def _acknowledged(self, socket: Socket, text: str) -> None:
        answer = json.loads(text)
        waiting = socket.waiting.pop(answer.get("envelope_id", ""), None)
        if waiting is None:
            self.world.offences.append(f"socket: acknowledged what was not sent: {text[:80]}")
        elif not waiting.done():
            waiting.set_result(answer)


# ---- what the routes are made of ------------------------------------------------------------


async def arguments(request: web.Request, method: str) -> tuple[Json, str]:
    """The arguments of a call, from the query, a form or JSON; and the token if it came among them."""
    args: Json = dict(request.query)
    kind = request.content_type
    if request.method == "POST" and kind == "application/json" and method not in FORM_ONLY:
        raw = await request.read()
        try:
            given = json.loads(raw or b"{}")
        except ValueError:
            raise SlackError("invalid_json") from None
        if not isinstance(given, dict):
            raise SlackError("json_not_object")
        return {**args, **given}, ""
    if request.method == "POST" and kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
        args |= dict(await request.post())
    basic = request.headers.get("Authorization", "")
    if method == "oauth.v2.access" and basic.startswith("Basic "):
        args["client_id"], _, args["client_secret"] = base64.b64decode(basic[6:]).decode().partition(":")
    token = args.pop("token", "")
    return args, str(token)


def allowed(token: Token | None, needed: tuple[str, ...]) -> Token:
    """The token, if it may call a method that needs one of some scopes."""
    if token is None:
        raise SlackError("not_authed")
    if not token.kind:
        raise SlackError("invalid_auth")
    if token.revoked:
        raise SlackError("token_revoked")
    if token.kind == "app":
        raise SlackError("not_allowed_token_type")
    if needed and not set(needed) & set(token.scopes):
        raise SlackError("missing_scope", needed=needed[0], provided=",".join(token.scopes))
    return token


def error_json(error: SlackError) -> Json:
    """The body of a refusal."""
    return {"ok": False, "error": error.error, **error.more}


def respond(world: World, body: Json, channel: str, user: str, original: Posted | None) -> None:
    """Do what an answer to a command or a press says: a message, a replacement or a deletion."""
    known = {"text", "blocks", "response_type", "replace_original", "delete_original", "thread_ts", "mrkdwn", "attachments", "metadata", "unfurl_links", "unfurl_media"}
    if set(body) - known:
        raise SlackError("invalid_payload", fields=sorted(set(body) - known))
    if body.get("delete_original"):
        if original is not None:
            original.deleted = True
        return
    conversation = world.conversations[channel]
    team = world.teams[conversation.team]
    text, blocks = judged_body(body.get("text"), body.get("blocks"), team)
    if body.get("replace_original") and original is not None:
        original.versions.append((original.text, original.blocks))
        original.text, original.blocks = text, blocks
        return
    kind = body.get("response_type", "ephemeral")
    if kind not in ("ephemeral", "in_channel"):
        raise SlackError("invalid_payload", response_type=kind)
    seen_by = user if kind == "ephemeral" else None
    thread = body.get("thread_ts")
    world.posts.append(
        Posted(channel, world.ts(), team.bot, text, blocks, team.bot_id, thread_ts=str(thread) if thread else None, seen_by=seen_by)
    )


def oauth_access(world: World, args: Json) -> Json:
    """oauth.v2.access"""
    if args.get("client_id") != world.client_id:
        raise SlackError("invalid_client_id")
    if args.get("client_secret") != world.client_secret:
        raise SlackError("bad_client_secret")
    if args.get("grant_type") == "refresh_token":
        return _refreshed(world, str(args.get("refresh_token")))
    code = world.codes.get(str(args.get("code")))
    if code is None:
        raise SlackError("invalid_code")
    if code.get("used"):
        raise SlackError("code_already_used")
    if args.get("redirect_uri") and code.get("redirect_uri") and args["redirect_uri"] != code["redirect_uri"]:
        raise SlackError("bad_redirect_uri")
    code["used"] = True
    team = world.teams[str(code["team"])]
    org = bool(code.get("org"))
    scopes = tuple(str(code["scopes"]).split(","))
    token = world.token(None if org else team.id, scopes, team.enterprise)
    return {
        "access_token": token.value,
        "token_type": "bot",
        "scope": ",".join(scopes),
        "bot_user_id": team.bot,
        "app_id": world.app_id,
        "team": None if org else {"id": team.id, "name": team.name},
        "enterprise": {"id": team.enterprise, "name": "Organisation"} if team.enterprise else None,
        "is_enterprise_install": org,
        "authed_user": {"id": str(code["user"])},
        **_expiring(world, token),
    }


def _expiring(world: World, token: Token) -> Json:
    """What goes with a token that expires, if the app's do."""
    if world.expires_in is None:
        return {}
    refresh = f"xoxe-1-{len(world.refreshes)}"
    world.refreshes[refresh] = token
    return {"refresh_token": refresh, "expires_in": world.expires_in}


def _refreshed(world: World, refresh: str) -> Json:
    """A new token in exchange for a refresh token, which is good once."""
    old = world.refreshes.pop(refresh, None)
    if old is None:
        raise SlackError("invalid_refresh_token")
    new = world.token(old.team, old.scopes, old.enterprise)
    return {"access_token": new.value, "token_type": "bot", **_expiring(world, new)}
