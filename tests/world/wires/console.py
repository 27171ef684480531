"""The console as its page uses it: real HTTP to its routes, its log in its own file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import chain, count
from pathlib import Path

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from adapters.console.channel import BOARD, Console
from adapters.console.clock import Way
from adapters.console.pages import Office, routes
from bot.model.letters.form import Answers, Form
from bot.model.letters.message import Message
from bot.model.letters.talk import MOST_FILE
from bot.model.picture import Face, Picture
from bot.ports.channel import Handle, Heed
from bot.ports.clock import Clock
from bot.wording.sentences import all_words
from tests.world.plan import PEOPLE, STRANGER, email
from tests.world.wires import Wire
from tests.world.wires.plain import Paper, PlainSeat, Shown


class Still:
    """A clock the page cannot move: the story moves it."""

    zone = "Europe/London"
    way: Way | None = None

    def __init__(self, clock: Clock) -> None:
        self.now = clock

    async def day(self) -> datetime:
        return self.now()

    week = next_event = today = stop = day


class Page:
    """One person's page: what it shows of each room, and up to which change."""

    def __init__(self) -> None:
        self.upto = 0
        self.entries: dict[str, tuple[str, Shown]] = {}  # by reference: the room, and the message
        self.links: dict[str, list[tuple[str, str]]] = {}  # by reference: the files' names, each with the address of its link

    def hear(self, told: Sequence[Mapping[str, object]]) -> None:
        """Show what is new, and anew what was changed."""
        for entry in told:
            reference, files = str(entry["ref"]), entry["files"]
            assert isinstance(files, list)
            self.upto = max(self.upto, int(str(entry["change"])))
            self.links[reference] = [(file, f"/console/file/{reference}/{n}") for n, file in enumerate(files, 1)]
            if not entry["author"]:
                self.entries[reference] = (str(entry["room"]), Shown(reference, Message.model_validate(entry["message"])))


class ConsoleWire(Wire):
    """Milepost on its own page, which anyone the page knows may be."""

    platform = "console"

    def __init__(self, clock: Clock, folder: Path) -> None:
        self.folder = folder
        self.channel = Console(folder / "console.db", clock)
        self.clock = clock
        self.numbers = count(1)
        self.client: TestClient[web.Request, web.Application]
        self.pages: dict[str, Page] = {}  # by name

    async def open(self) -> None:
        return

    async def serve(self, handle: Handle, heed: Heed) -> None:
        async def faces() -> list[Face]:
            return [Face(email(name), name.title(), "") for name in (*PEOPLE, STRANGER)]

        async def picture() -> Picture:
            return Picture("A small plan", ())

        async def title() -> str:
            return "A small plan"

        app = web.Application()
        office = Office(handle, faces, picture, title, Still(self.clock), all_words("console"), heed)
        app.add_routes(routes(self.channel, office))
        self.client = TestClient(TestServer(app))
        await self.client.start_server()

    async def arrive(self) -> None:
        await self.refresh()

    async def refresh(self) -> None:
        """Read what every page now shows."""
        for name in (*PEOPLE, STRANGER):
            await self.read(name)

    async def read(self, name: str) -> None:
        """Read what one person's page now shows: all of it at first, and then what changed, as its stream tells."""
        if name in self.pages:
            self.pages[name].hear(await self.channel.seen(email(name), self.pages[name].upto))
            return
        answer = await self.client.get("/console/messages", params={"who": email(name)})
        assert answer.status == 200
        self.pages[name] = Page()
        self.pages[name].hear(await answer.json())

    async def post(self, path: str, told: dict[str, object]) -> dict[str, object]:
        """Send one thing as the page does."""
        origin = f"http://{self.client.host}:{self.client.port}"
        answer = await self.client.post(f"/console/{path}", json=told, headers={"Origin": origin})
        assert answer.status == 200, await answer.text()
        body: dict[str, object] = await answer.json()
        return body

    async def upload(self, who: str, number: str, name: str, held: bytes) -> None:
        """Send a file as the page does."""
        origin = f"http://{self.client.host}:{self.client.port}"
        headers = {"Origin": origin, "Content-Type": "application/octet-stream"}
        told = {"who": email(who), "id": number, "name": name, "size": f"{len(held)}"}
        sent = held if len(held) <= MOST_FILE else b""
        answer = await self.client.post("/console/file", params=told, data=sent, headers=headers)
        assert answer.status == 200, await answer.text()

    async def close(self) -> None:
        await self.client.close()

    def seat(self, name: str) -> ConsoleSeat:
        return ConsoleSeat(self, name)


class ConsoleSeat(PlainSeat):
    """One person at the page."""

    def __init__(self, wire: ConsoleWire, name: str, room: str = "direct") -> None:
        super().__init__(name)
        self.wire = wire
        self.room = room

    def at(self, room: str) -> ConsoleSeat:
        assert room == BOARD, "the console has one room"
        return ConsoleSeat(self.wire, self.name, BOARD)

    def number(self) -> str:
        return f"p{next(self.wire.numbers)}"

    def shown(self) -> list[Shown]:
        return [shown for room, shown in self.wire.pages[self.name].entries.values() if room == self.room]

    async def send(self, said: str, answers: Answers | None, card: str | None, number: str) -> Paper | None:
        told: dict[str, object] = {"who": email(self.name), "id": number, "said": said, "room": self.room}
        told |= {"card": card} if card else {}
        told |= {"answers": answers} if answers is not None else {}
        path = "form" if answers is not None else "press" if card else "say"
        back = await self.wire.post(path, told)
        await (self.wire.refresh() if self.room == BOARD else self.wire.read(self.name))
        if back["kind"] != "form":
            return None
        given, faults = back["answers"], back["faults"]
        assert isinstance(given, dict)
        assert isinstance(faults, dict)
        return Paper(Form.model_validate(back["form"]), given, faults, card)

    async def files(self) -> dict[str, bytes]:
        await self.wire.read(self.name)
        found = {}
        for name, link in chain.from_iterable(self.wire.pages[self.name].links.values()):
            answer = await self.wire.client.get(link, params={"who": email(self.name)})
            assert answer.status == 200
            found[name] = await answer.read()
        return found

    async def _bring(self, name: str, held: bytes) -> None:
        await self.wire.upload(self.name, self.number(), name, held)
        await self.wire.read(self.name)
