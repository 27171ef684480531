"""The console: a chat platform of our own on a local web page, a client of the same ports as any other."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import sqlite3
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from html import escape
from pathlib import Path
from typing import TypeVar, assert_never

from aiohttp import web

from adapters.console.clock import ConsoleClock
from adapters.console.colours import status_css
from adapters.console.door import HEADERS, PAGE, answers_of, local_only, text_of, told_by
from adapters.console.log import on_file
from bot.model.message import Message
from bot.model.people import Address
from bot.model.picture import Face, Picture
from bot.model.talk import Ask, Chat, Fix, Inbound, Reply, Say, Sender, Shown, Silence
from bot.ports.channel import Handle, Heed
from bot.wording.commands import MOST_TYPED

T = TypeVar("T")
PLATFORM = "console"
TENANT = "local"
BOARD = "board"
PULSE = 15.0  # seconds between the signs of life that let a dropped stream be noticed


Faces = Callable[[], Awaitable[Sequence[Face]]]
Entry = dict[str, object]


class Console:
    """The channel, with its own log in its own file, so that a restart loses nothing."""

    platform: str = PLATFORM
    remembers: bool = True

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = asyncio.Lock()
        self._changed = asyncio.Event()

    def parts(self, message: Message) -> tuple[Message, ...]:
        """Return the message whole: a page has room for any."""
        return (message,)

    async def open(self, to: Address) -> Address:
        """Return the address: nothing needs opening."""
        return to

    async def whose(self, to: Address) -> Sender | None:
        """Return None: everyone here is known by their e-mail."""
        return None

    async def gone(self, people: Sequence[Address]) -> Mapping[Address, str]:
        """Return nobody: a console is always there."""
        return {}

    async def barred(self, to: Address) -> str | None:
        """Return None: nobody is barred."""
        return None

    async def outsiders(self, to: Address) -> bool:
        """Return False: nobody comes here from elsewhere."""
        return False

    async def send(self, to: Address, message: Message, key: str) -> str:
        """Log a message once for its key. Returns its reference."""
        earlier = await self._logged(to, key)
        return earlier or await self.append(to.id, "", message.model_dump_json(), "", key)

    async def sent_already(self, to: Address, key: str, since: datetime) -> str | None:
        """Return the reference of the message logged under this key."""
        return await self._logged(to, key)

    async def _logged(self, to: Address, key: str) -> str | None:
        def work(link: sqlite3.Connection) -> str | None:
            row = link.execute("SELECT number FROM message WHERE room = ? AND key = ?", (to.id, key)).fetchone()
            return str(row[0]) if row else None

        return await self._with(work)

    async def rewrite(self, to: Address, reference: str, message: Message) -> bool:
        """Put a message in the place of one in the log."""
        return await self.replace(reference, to.id, "", message.model_dump_json())

    async def find(self, email: str) -> Address | None:
        """Return the address of a person: here it is their e-mail."""
        return Address(platform=PLATFORM, tenant=TENANT, id=email.lower())

    async def append(self, room: str, author: str, body: str, seen_by: str = "", key: str | None = None) -> str:
        """Add a line to a room's log; `seen_by` keeps it to one person."""

        def work(link: sqlite3.Connection) -> str:
            link.execute(
                "INSERT INTO message (change, room, seen_by, author, body, key)"
                " SELECT COALESCE(MAX(change), 0) + 1, ?, ?, ?, ?, ? FROM message WHERE true"
                " ON CONFLICT (room, key) DO NOTHING",
                (room, seen_by, author, body, key),
            )
            if key is None:
                return str(link.execute("SELECT last_insert_rowid()").fetchone()[0])
            row = link.execute("SELECT number FROM message WHERE room = ? AND key = ?", (room, key)).fetchone()
            return str(row[0])

        return await self._write(work)

    async def replace(self, reference: str, room: str, who: str, body: str) -> bool:
        """Put new content in a message that this person can see. Returns False if there is none."""

        def work(link: sqlite3.Connection) -> bool:
            done = link.execute(
                "UPDATE message SET body = ?, change = (SELECT MAX(change) + 1 FROM message)"
                " WHERE number = ? AND room = ? AND seen_by IN ('', ?) AND author = ''",
                (body, reference, room, who),
            )
            return done.rowcount > 0

        return await self._write(work)

    async def seen(self, who: str, after: int = 0) -> list[Entry]:
        """Return what one person sees of the lines changed after a point, in the order said."""

        def work(link: sqlite3.Connection) -> list[Entry]:
            rows = link.execute(
                "SELECT number, change, room, author, body FROM message"
                " WHERE change > ? AND room IN (?, ?) AND seen_by IN ('', ?) ORDER BY number",
                (after, who, BOARD, who),
            )
            return [
                {"ref": str(number), "change": change, "room": "board" if room == BOARD else "direct",
                 "author": author, "message": json.loads(body)}
                for number, change, room, author, body in rows
            ]

        return await self._with(work)

    def change(self) -> asyncio.Event:
        """Return what will be set at the next change. Take it before reading, so that none is missed."""
        return self._changed

    async def wait(self, change: asyncio.Event) -> None:
        """Wait until the log has changed, or for a pulse."""
        try:
            await asyncio.wait_for(change.wait(), PULSE)
        except TimeoutError:
            return

    def stir(self) -> None:
        """Wake every open page."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def _write(self, work: Callable[[sqlite3.Connection], T]) -> T:
        result = await self._with(work)
        self.stir()
        return result

    async def _with(self, work: Callable[[sqlite3.Connection], T]) -> T:
        async with self._lock:
            return await asyncio.to_thread(on_file, self._path, work)

    def routes(
        self,
        handle: Handle,
        faces: Faces,
        clock: ConsoleClock,
        picture: Callable[[], Awaitable[Picture]],
        words: Mapping[str, str],
        title: Callable[[], Awaitable[str]],
        heed: Heed | None = None,
    ) -> list[web.RouteDef]:
        """Return the console's pages, for this machine alone."""
        desk = _Pages(self, handle, faces, clock, picture, words, title, heed)
        return [
            web.get("/", local_only(desk.page)),
            web.get("/console/page.css", local_only(desk.page_file)),
            web.get("/console/page.js", local_only(desk.page_file)),
            web.get("/console/status.css", local_only(desk.colours)),
            web.get("/favicon.ico", local_only(desk.icon)),
            web.get("/console/start", local_only(desk.start)),
            web.get("/console/messages", local_only(desk.messages)),
            web.get("/console/events", local_only(desk.events)),
            web.get("/console/picture", local_only(desk.plan)),
            web.post("/console/say", local_only(desk.inbound)),
            web.post("/console/press", local_only(desk.inbound)),
            web.post("/console/form", local_only(desk.inbound)),
            web.post("/console/clock", local_only(desk.move)),
        ]


class _Pages:
    def __init__(
        self,
        console: Console,
        handle: Handle,
        faces: Faces,
        clock: ConsoleClock,
        picture: Callable[[], Awaitable[Picture]],
        words: Mapping[str, str],
        title: Callable[[], Awaitable[str]],
        heed: Heed | None,
    ) -> None:
        self._heed = heed
        self._console, self._handle, self._faces, self._clock = console, handle, faces, clock
        self._picture, self._title = picture, title
        self._words = {name.removeprefix("page."): text for name, text in words.items()}

    async def page(self, request: web.Request) -> web.StreamResponse:
        """Return the page with its words and title in place, so that it says what it is before any script has run."""
        text = (PAGE / "page.html").read_text(encoding="utf-8")
        title = escape(await self._title())
        text = text.replace("<title>Milepost", f"<title>{title}").replace('id="title">Milepost', f'id="title">{title}')
        filled = re.sub(r'data-word="(\w+)">(?=</)', lambda place: f"{place[0]}{escape(self._word(place[1]))}", text)
        return web.Response(text=filled, content_type="text/html")

    def _word(self, name: str) -> str:
        return self._words.get(f"page.{name}", self._words.get(name, ""))

    async def page_file(self, request: web.Request) -> web.StreamResponse:
        file = PAGE / request.path.rsplit("/", 1)[-1]
        kind = "text/css" if file.suffix == ".css" else "text/javascript"
        return web.Response(text=file.read_text(encoding="utf-8"), content_type=kind, charset="utf-8")

    async def colours(self, request: web.Request) -> web.StreamResponse:
        return web.Response(text=status_css(), content_type="text/css", charset="utf-8")

    async def icon(self, request: web.Request) -> web.StreamResponse:
        return web.Response(status=204)

    async def start(self, request: web.Request) -> web.StreamResponse:
        faces = [asdict(face) for face in await self._faces()]
        return web.json_response(
            {"title": await self._title(), "words": self._words, "faces": faces, "now": self._clock.now().isoformat()}
        )

    async def messages(self, request: web.Request) -> web.StreamResponse:
        who = await self._known(request.query.get("who", ""))
        return web.json_response(await self._console.seen(who.email))

    async def plan(self, request: web.Request) -> web.StreamResponse:
        return web.json_response(asdict(await self._picture()))

    async def events(self, request: web.Request) -> web.StreamResponse:
        who = await self._known(request.query.get("who", ""))
        last = request.headers.get("Last-Event-ID", "0")
        after = int(last) if last.isascii() and last.isdigit() and len(last) < 16 else 0
        stream = web.StreamResponse(headers={**HEADERS, "Content-Type": "text/event-stream"})
        await stream.prepare(request)
        with contextlib.suppress(ConnectionResetError):  # the reader left
            await self._stream(stream, who.email, after)
        return stream

    async def _stream(self, stream: web.StreamResponse, who: str, after: int) -> None:
        moment = ""
        while True:
            change = self._console.change()
            fresh = await self._console.seen(who, after)
            for entry in fresh:
                after = max(after, int(str(entry["change"])))
            now = self._clock.now().isoformat()
            if fresh or now != moment:
                moment = now
                data = json.dumps({"now": now, "messages": fresh})
                await stream.write(f"id: {after}\ndata: {data}\n\n".encode())
            else:
                await stream.write(b": here\n\n")
            await self._console.wait(change)

    async def inbound(self, request: web.Request) -> web.StreamResponse:
        told = await told_by(request)
        who, press, said = await self._known(text_of(told, "who")), text_of(told, "id"), text_of(told, "said")
        if not press or not said.strip():
            raise web.HTTPBadRequest
        board = told.get("room") == BOARD
        room = BOARD if board else who.email
        card = text_of(told, "card") or None
        typed = request.path.endswith("/say")
        if typed:
            mine = Message(title=said[:MOST_TYPED]).model_dump_json()
            await self._console.append(room, who.name, mine, who.email if board else "", f"said:{who.email}:{press}")
        thing = Inbound(
            id=f"console:{who.email}:{press}",
            sender=Sender(platform=PLATFORM, tenant=TENANT, id=who.email, email=who.email, name=who.name),
            chat=Chat(id=room, private=not board),
            said=said,
            answers=answers_of(told) if request.path.endswith("/form") else None,
            card=card,
        )
        return web.json_response(await self._reply(await self._handle(thing), thing))

    async def _reply(self, reply: Reply, thing: Inbound) -> dict[str, object]:
        match reply:
            case Say() as say:
                await self._say(say, thing)
                return {"kind": "say"}
            case Ask(form=form, answers=answers):
                return {"kind": "form", "form": form.model_dump(mode="json"), "answers": answers, "faults": {}}
            case Fix(form=form, answers=answers, faults=faults):
                return {"kind": "form", "form": form.model_dump(mode="json"), "answers": answers, "faults": faults}
            case Silence():
                return {"kind": "silence"}
        assert_never(reply)

    async def _say(self, say: Say, thing: Inbound) -> None:
        body, room, who = say.message.model_dump_json(), thing.chat.id, thing.sender.id
        placed = say.in_place and thing.card and await self._console.replace(thing.card, room, who, body)
        card = thing.card if placed and thing.card else await self._console.append(room, "", body, who if say.private else "")
        for one in say.redrawn:
            await self._console.replace(one.card, room, who, one.message.model_dump_json())
        if say.draft and self._heed is not None:
            told = await self._heed(Shown(sender=thing.sender, draft=say.draft, card=card))
            if isinstance(told, Say):  # it has come to its end meanwhile
                await self._console.replace(card, room, who, told.message.model_dump_json())

    async def move(self, request: web.Request) -> web.StreamResponse:
        steps = {
            "day": self._clock.day,
            "week": self._clock.week,
            "next_event": self._clock.next_event,
            "today": self._clock.today,
        }
        step = steps.get(text_of(await told_by(request), "step"))
        if step is None:
            raise web.HTTPBadRequest
        moment = await step()
        self._console.stir()
        return web.json_response({"now": moment.isoformat()})

    async def _known(self, email: str) -> Face:
        for face in await self._faces():
            if face.email.lower() == email.lower():
                return Face(face.email.lower(), face.name, face.role_line)
        raise web.HTTPBadRequest
