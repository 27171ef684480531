"""Teams on this machine: the key server, the login, the connector, and people who use Milepost over real, signed HTTP."""

from __future__ import annotations

import asyncio
import json
import ssl
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from io import BytesIO
from uuid import uuid4

from aiohttp import ClientSession, ClientTimeout, web

from adapters.teams.settings import TeamsSettings
from tests.world.listening import listen
from tests.world.teams import keys
from tests.world.teams.client import Screen, Seat
from tests.world.teams.connector import Connector
from tests.world.teams.directory import Conversation, Directory, Json, Person
from tests.world.teams.login import Login

APP = "b0707b07-0000-4000-8000-000000000001"
SECRET = "not-a-secret-in-any-tenant"
HANGS = 60.0  # seconds after which something will never come
HOME = "7e9a4700-0000-4000-8000-00000000home"


@dataclass(frozen=True)
class Answered:
    """How Milepost answered a request."""

    status: int
    text: str
    after: float = 0.0  # seconds for which it asks Teams to wait before it sends the request again

    @property
    def body(self) -> Json:
        """Return the JSON of the answer, empty if there is none."""
        found = json.loads(self.text) if self.text else {}
        assert isinstance(found, dict), self.text
        return found


class TeamsPlatform:
    """Everything Teams is to Milepost. `milepost` is where Milepost listens, once it does."""

    def __init__(self, app_id: str = APP, secret: str = SECRET, tenant: str = HOME) -> None:
        self.app_id = app_id
        self.secret = secret
        self.tenant = tenant
        self.directory = Directory()
        self.keys = keys.KeyServer()
        self.login = Login(app_id, secret, tenant)
        self.connector = Connector(app_id, self.directory, self.login)
        self.milepost = ""
        self.base = ""
        self.captured: list[Json] = []
        self.files: dict[str, bytes] = {}  # as SharePoint keeps them, each at an address that is its own key
        self.places: dict[str, bytes | None] = {}  # of files that somebody accepted, by the key in the address that takes each
        self.busy_places: list[int] = []  # how the next uploads are answered instead
        self.screens: dict[Person, Screen] = {}
        self.on_call: Callable[[str, str], bool] = lambda step, stage: True
        self.clock: Callable[[], float] = time.time  # by which it signs

    async def start(self, tls: ssl.SSLContext | None = None) -> None:
        """Listen on a free port of this machine, with a certificate if one is given."""
        app = web.Application(client_max_size=1024 * 1024, middlewares=[self._watched])
        app.add_routes([*self.keys.routes(), *self.login.routes(), *self.connector.routes(), web.get("/sharepoint/{key}", self._file)])
        app.add_routes([web.put("/sharepoint/uploads/{key}", self._put)])
        self._listening = await listen(app, tls=tls)
        self.base = self._listening.url
        self.keys.base = self.login.base = self.base
        self._session = ClientSession(timeout=ClientTimeout(total=15))  # Teams waits no longer

    async def close(self) -> None:
        """Stop listening."""
        await self._session.close()
        await self._listening.close()

    @web.middleware
    async def _watched(self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> web.StreamResponse:
        """Tell whoever watches that a call has arrived, which may say that it is lost on the way, and that it has been done."""
        name = step(request.method, request.path, await request.read())
        if not self.on_call(name, "arrived"):
            raise web.HTTPBadGateway
        answered = await handler(request)
        self.on_call(name, "accepted")
        return answered

    def settings(self, *tenants: str) -> TeamsSettings:
        """What an operator would set, for these tenants, or for the app's own."""
        return TeamsSettings(
            app_id=self.app_id,
            password=self.secret,
            tenant_id=self.tenant,
            openid_url=self.keys.url,
            login_url=self.login.url,
            tenants=tenants or (self.tenant,),
            reads_files=True,
        )

    def environment(self, *tenants: str) -> dict[str, str]:
        """The same as environment variables."""
        return {
            "MICROSOFT_APP_ID": self.app_id,
            "MICROSOFT_APP_PASSWORD": self.secret,
            "MICROSOFT_APP_TENANT_ID": self.tenant,
            "MICROSOFT_APP_TYPE": "SingleTenant",
            "MICROSOFT_OPENID_URL": self.keys.url,
            "MICROSOFT_LOGIN_URL": self.login.url,
            "MILEPOST_TEAMS_TENANTS": ",".join(tenants or (self.tenant,)),
        }

    def keeps(self, held: bytes) -> str:
        """Keep a file, and return the address it is fetched from."""
        key = uuid4().hex
        self.files[key] = held
        return f"{self.base}/sharepoint/{key}"

    async def _file(self, request: web.Request) -> web.StreamResponse:
        held = self.files.get(request.match_info["key"])
        return web.Response(status=404) if held is None else web.Response(body=held, content_type="application/octet-stream")

    def place_for(self, name: str) -> Json:
        """Make a place for a file in somebody's OneDrive, as Teams does once they accept it."""
        key = uuid4().hex
        self.places[key] = None
        url = f"{self.base}/sharepoint/uploads/{key}"
        content = f"{self.base}/sharepoint/{key}/{name}"
        return {"contentUrl": content, "name": name, "uploadUrl": url, "uniqueId": str(uuid4()), "fileType": name.rpartition(".")[2]}

    async def _put(self, request: web.Request) -> web.StreamResponse:
        """Take a file whole, once: the address is the key, and the range must be that of all its bytes."""
        key, held = request.match_info["key"], await request.read()
        if "Authorization" in request.headers:
            return web.Response(status=401)
        if self.busy_places:
            return web.Response(status=self.busy_places.pop(0), headers={"Retry-After": "1"})
        if key not in self.places or self.places[key] is not None:
            return web.Response(status=404)
        if request.headers.get("Content-Range") != f"bytes 0-{len(held) - 1}/{len(held)}":
            return web.Response(status=416)
        self.places[key] = held
        return web.json_response({"id": key}, status=201)

    # ---- people ------------------------------------------------------------------------------

    def person(self, name: str, tenant: str = "", **more: object) -> Person:
        """Add an account, in the app's own tenant unless another is named."""
        return self.directory.person(name, tenant or self.tenant, **more)  # type: ignore[arg-type]

    def user(self, name: str) -> Seat:
        """A person in their own chat with Milepost."""
        return Seat(self, self.directory.people[name])

    def screen(self, person: Person) -> Screen:
        """What this person's Teams shows."""
        return self.screens.setdefault(person, Screen())

    def place(self, name: str) -> Conversation:
        """The group chat or channel of that name."""
        return next(c for c in self.directory.conversations.values() if c.name == name)

    # ---- requests ------------------------------------------------------------------------------

    def token(self, service_url: str, key: keys.Key = keys.GOOD, **changed: object) -> str:
        """A token as the channel makes one for this service address; claims may be changed, None takes one out."""
        return key.sign(keys.claims(self.app_id, service_url, self.clock, **changed))

    async def deliver(self, activity: Json) -> Answered:
        """Send an activity as Teams does, signed with the right key."""
        self.captured.append(activity)
        return await self.post(activity, f"Bearer {self.token(str(activity.get('serviceUrl')))}")

    async def post(self, body: object, header: str | None) -> Answered:
        """Send anything, with any Authorization header or none."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {"Content-Type": "application/json; charset=utf-8"} | ({"Authorization": header} if header is not None else {})
        async with self._session.post(f"{self.milepost}/api/messages", data=BytesIO(raw), headers=headers) as answered:
            return Answered(answered.status, await answered.text(), float(answered.headers.get("Retry-After", 0)))

    async def until(self, true: Callable[[], bool]) -> None:
        """Return once something holds that a call to the connector brings about."""
        async with self.connector.arrived:
            await asyncio.wait_for(self.connector.arrived.wait_for(true), HANGS)

    async def quiet(self, heard: int) -> None:
        """Return when the connector was asked to show something after the first `heard` calls, and nothing follows."""
        await self.until(lambda: any(call.method != "GET" for call in self.connector.calls[heard:]))
        async with self.connector.arrived:
            try:
                while True:
                    await asyncio.wait_for(self.connector.arrived.wait(), 0.02)
            except TimeoutError:
                return


def step(method: str, path: str, body: bytes) -> str:
    """What is asked of Teams, in a word."""
    if method == "GET":
        return "member" if "members" in path else "keys"
    if "/activities" in path:
        return method.lower()
    if path.startswith("/login"):
        return "token"
    return "thread" if b'"isGroup": true' in body else "create"
