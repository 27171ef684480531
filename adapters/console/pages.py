"""The console's pages: what a browser on this machine is given, and what it sends."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from html import escape
from typing import assert_never

from aiohttp import web

from adapters.console.channel import BOARD, PLATFORM, TENANT, Console
from adapters.console.clock import ConsoleClock
from adapters.console.door import HEADERS, PAGE, answers_of, held_by, local_only, text_of, told_by
from adapters.web.application import BOUNDED
from adapters.web.look.files import FILES as LOOK
from adapters.web.look.files import KINDS, given, sent
from bot.model.letters.message import Message
from bot.model.letters.talk import MOST_FILE, Ask, Chat, FileSent, Fix, Inbound, Reply, Say, Sender, Shown, Silence
from bot.model.picture import Face, Picture
from bot.ports.channel import Handle, Heed
from bot.wording.commands import MOST_TYPED
from bot.wording.sentences import words

NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9._-]")
FILES = tuple(sorted(file.name for file in PAGE.iterdir() if file.suffix in KINDS))


@dataclass(frozen=True)
class Office:
    """The rooms behind the page: the desk that answers, who its reader may be, the plan, and the clock."""

    handle: Handle
    faces: Callable[[], Awaitable[Sequence[Face]]]
    picture: Callable[[], Awaitable[Picture]]
    title: Callable[[], Awaitable[str]]
    clock: ConsoleClock
    words: Mapping[str, str]
    heed: Heed | None = None


def routes(console: Console, office: Office) -> list[web.RouteDef]:
    """Return the console's pages, for this machine alone."""
    desk = _Pages(console, office)
    return [
        web.get("/", local_only(desk.page)),
        *(web.get(f"/console/{name}", local_only(desk.page_file)) for name in FILES),
        *(web.get(f"/console/{name}", local_only(desk.look)) for name in LOOK),
        web.get("/favicon.ico", local_only(desk.icon)),
        web.get("/console/start", local_only(desk.start)),
        web.get("/console/messages", local_only(desk.messages)),
        web.get("/console/events", local_only(desk.events)),
        web.get("/console/picture", local_only(desk.plan)),
        web.get("/console/file/{ref:[0-9]{1,12}}/{position:[0-9]{1,3}}", local_only(desk.given)),
        web.post("/console/say", local_only(desk.inbound)),
        web.post("/console/press", local_only(desk.inbound)),
        web.post("/console/form", local_only(desk.inbound)),
        web.post("/console/file", local_only(desk.file), name=BOUNDED),
        web.post("/console/clock", local_only(desk.move)),
    ]


class _Pages:
    def __init__(self, console: Console, office: Office) -> None:
        self._console, self._office, self._clock = console, office, office.clock
        self._words = {name.removeprefix("page."): text for name, text in office.words.items()}

    async def page(self, request: web.Request) -> web.StreamResponse:
        """Return the page with its words and title in place, so that it says what it is before any script has run."""
        text = (PAGE / "page.html").read_text(encoding="utf-8")
        title = escape(await self._office.title())
        text = text.replace("<title>Milepost", f"<title>{title}").replace('id="title">Milepost', f'id="title">{title}')
        filled = re.sub(r'data-word="(\w+)">(?=</)', lambda place: f"{place[0]}{escape(self._words.get(place[1], ''))}", text)
        return web.Response(text=filled, content_type="text/html")

    async def page_file(self, request: web.Request) -> web.StreamResponse:
        return sent(PAGE / request.path.rsplit("/", 1)[-1])

    async def look(self, request: web.Request) -> web.StreamResponse:
        return given(request.path.rsplit("/", 1)[-1])

    async def icon(self, request: web.Request) -> web.StreamResponse:
        return web.Response(status=204)

    async def start(self, request: web.Request) -> web.StreamResponse:
        faces = [asdict(face) for face in await self._office.faces()]
        told = {"title": await self._office.title(), "words": self._words, "faces": faces, "zone": self._clock.zone}
        return web.json_response(told | self._moment())

    def _moment(self) -> dict[str, object]:
        """Return the clock's moment, and where it is going if it goes."""
        way = self._clock.way
        going = way and {"begins": way.begins.isoformat(), "ends": way.ends.isoformat() if way.ends else None}
        return {"now": self._clock.now().isoformat(), "going": going}

    async def messages(self, request: web.Request) -> web.StreamResponse:
        who = await self._known(request.query.get("who", ""))
        return web.json_response(await self._console.seen(who.email))

    async def plan(self, request: web.Request) -> web.StreamResponse:
        return web.json_response(asdict(await self._office.picture()))

    async def events(self, request: web.Request) -> web.StreamResponse:
        who = await self._known(request.query.get("who", ""))
        stream = web.StreamResponse(headers={**HEADERS, "Content-Type": "text/event-stream"})
        await stream.prepare(request)
        with contextlib.suppress(ConnectionResetError):  # the reader left
            await self._stream(stream, who.email)
        return stream

    async def _stream(self, stream: web.StreamResponse, who: str) -> None:
        """Tell all that one person sees, and from then on what changes. Whoever connects again is told all again."""
        after, told = 0, None
        while not self._console.ended:
            change = self._console.change()
            fresh, moment = await self._console.seen(who, after), self._moment()
            after = max([after, *(int(str(entry["change"])) for entry in fresh)])
            if fresh or moment != told:
                data = json.dumps({"whole": told is None, "messages": fresh, **moment})
                told = moment
                await stream.write(f"data: {data}\n\n".encode())
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
        return web.json_response(await self._reply(await self._office.handle(thing), thing))

    async def file(self, request: web.Request) -> web.StreamResponse:
        """Take a file that somebody chose, whole. One that is too large the page does not send, and the desk says so."""
        told = {name: request.query.get(name, "") for name in ("who", "id", "name")}
        who, press, name = await self._known(text_of(told, "who")), text_of(told, "id"), text_of(told, "name")
        if not press or not name or request.content_type != "application/octet-stream":
            raise web.HTTPBadRequest
        size = request.query.get("size", "0")
        held = await held_by(request, MOST_FILE) if size.isdecimal() and len(size) < 16 and int(size) <= MOST_FILE else None
        mine = Message(title=words("console.page.file_sent", {"name": name})).model_dump_json()
        await self._console.append(who.email, who.name, mine, "", f"said:{who.email}:{press}")
        thing = Inbound(
            id=f"console:{who.email}:{press}",
            sender=Sender(platform=PLATFORM, tenant=TENANT, id=who.email, email=who.email, name=who.name),
            chat=Chat(id=who.email),
            said="",
            files=(FileSent(name=name, size=request.content_length, held=held),),
        )
        return web.json_response(await self._reply(await self._office.handle(thing), thing))

    async def given(self, request: web.Request) -> web.StreamResponse:
        """Give a file under a message to whoever can see that message."""
        who = await self._known(request.query.get("who", ""))
        found = await self._console.given(who.email, request.match_info["ref"], request.match_info["position"])
        if found is None:
            raise web.HTTPNotFound
        name, held = found
        kept = {"Content-Disposition": f"attachment; filename=\"{NOT_IN_A_NAME.sub('_', name)}\""}
        return web.Response(body=held, content_type="application/octet-stream", headers=kept)

    async def _reply(self, reply: Reply, thing: Inbound) -> dict[str, object]:
        match reply:
            case Say() as say:
                return {"kind": "say", "ref": await self._say(say, thing)}
            case Ask(form=form, answers=answers):
                return {"kind": "form", "form": form.model_dump(mode="json"), "answers": answers, "faults": {}}
            case Fix(form=form, answers=answers, faults=faults):
                return {"kind": "form", "form": form.model_dump(mode="json"), "answers": answers, "faults": faults}
            case Silence():
                return {"kind": "silence"}
        assert_never(reply)

    async def _say(self, say: Say, thing: Inbound) -> str:
        """Say it where it belongs. Returns the reference of the message that is the answer."""
        body, room, who = say.message.model_dump_json(), thing.chat.id, thing.sender.id
        placed = say.in_place and thing.card and await self._console.replace(thing.card, room, who, body)
        if placed and thing.card:
            card = thing.card
        else:  # a thing sent again, as no answer had come, is answered once
            card = await self._console.append(room, "", body, who if say.private else "", f"answer:{thing.id}")
        if say.files:  # for whoever asked alone, though everybody here may read the answer
            here = Message(title=words("deliver.console.files")).model_dump_json()
            alone = say.private or room == who
            under = card if alone else await self._console.append(who, "", here, "", f"files:{thing.id}")
            await self._console.give(under, say.files)
        for one in say.redrawn:
            await self._console.replace(one.card, room, who, one.message.model_dump_json())
        if say.draft and self._office.heed is not None:
            told = await self._office.heed(Shown(sender=thing.sender, draft=say.draft, card=card))
            if isinstance(told, Say):  # it has come to its end meanwhile
                await self._console.replace(card, room, who, told.message.model_dump_json())
        return card

    async def move(self, request: web.Request) -> web.StreamResponse:
        steps = {
            "day": self._clock.day,
            "week": self._clock.week,
            "next_event": self._clock.next_event,
            "today": self._clock.today,
            "stop": self._clock.stop,
        }
        step = steps.get(text_of(await told_by(request), "step"))
        if step is None:
            raise web.HTTPBadRequest
        going = asyncio.ensure_future(step())
        await asyncio.sleep(0)  # it is on its way: every page tells so
        self._console.stir()
        await going
        self._console.stir()
        return web.json_response(self._moment())

    async def _known(self, email: str) -> Face:
        for face in await self._office.faces():
            if face.email.lower() == email.lower():
                return Face(face.email.lower(), face.name, face.role_line)
        raise web.HTTPBadRequest
