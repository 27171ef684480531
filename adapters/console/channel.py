"""The console: a chat platform of our own on a local web page, a client of the same ports as any other."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from adapters.console.log import held_under, names_of, on_file, put_under
from adapters.web.files import checked
from bot.model.board.paper import Drawn
from bot.model.letters.message import Message
from bot.model.letters.talk import FileSent, Handed, Sender
from bot.model.people import Address
from bot.ports.clock import Clock

T = TypeVar("T")
PLATFORM = "console"
TENANT = "local"
BOARD = "board"
PULSE = 15.0  # seconds between the signs of life that let a dropped stream be noticed

Entry = dict[str, object]


class Console:
    """The channel, with its own log in its own file, so that a restart loses nothing."""

    platform: str = PLATFORM
    remembers: bool = True
    hands_files: bool = True

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path = path
        self._clock = clock
        self._lock = asyncio.Lock()
        self._changed = asyncio.Event()
        self.ended = False

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

    async def fetch(self, file: FileSent, most: int) -> bytes:
        """Return the file: the page sent it whole."""
        return checked(file, file.held, most)

    async def barred(self, to: Address) -> str | None:
        """Return None: nobody is barred."""
        return None

    async def secret_refused(self, to: Address) -> str | None:
        """Return None: there is no secret."""
        return None

    async def outsiders(self, to: Address) -> bool:
        """Return False: nobody comes here from elsewhere."""
        return False

    async def send(self, to: Address, message: Message, key: str) -> str:
        """Log a message once for its key. Returns its reference."""
        earlier = await self._logged(to, key)
        return earlier or await self.append(to.id, "", message.model_dump_json(), "", key)

    async def attach(self, to: Address, reference: str, files: Sequence[Handed]) -> None:
        """Put files under a message."""
        await self.give(reference, files)

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

        said_at = self._clock().isoformat()

        def work(link: sqlite3.Connection) -> str:
            link.execute(
                "INSERT INTO message (change, room, seen_by, author, body, key, said_at)"
                " SELECT COALESCE(MAX(change), 0) + 1, ?, ?, ?, ?, ?, ? FROM message WHERE true"
                " ON CONFLICT (room, key) DO NOTHING",
                (room, seen_by, author, body, key, said_at),
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
                "SELECT number, change, room, author, body, said_at FROM message"
                " WHERE change > ? AND room IN (?, ?) AND seen_by IN ('', ?) ORDER BY number",
                (after, who, BOARD, who),
            )
            files = names_of(link)
            return [
                {"ref": str(number), "change": change, "room": "board" if room == BOARD else "direct",
                 "author": author, "at": said_at, "message": json.loads(body), "files": files.get(number, [])}
                for number, change, room, author, body, said_at in rows
            ]

        return await self._with(work)

    async def give(self, reference: str, files: Sequence[Drawn]) -> None:
        """Put files under a message, in the place of those that were there."""

        def work(link: sqlite3.Connection) -> None:
            put_under(link, reference, [(file.name, file.held) for file in files])

        await self._write(work)

    async def given(self, who: str, reference: str, position: str) -> tuple[str, bytes] | None:
        """Return the name and the bytes of a file under a message that this person can see. None if there is none."""
        return await self._with(lambda link: held_under(link, (who, BOARD), who, reference, position))

    def change(self) -> asyncio.Event:
        """Return what will be set at the next change. Take it before reading, so that none is missed."""
        return self._changed

    async def wait(self, change: asyncio.Event) -> None:
        """Wait until the log has changed, or for a pulse."""
        try:
            await asyncio.wait_for(change.wait(), PULSE)
        except TimeoutError:
            return

    def end(self) -> None:
        """Let every open page go: nothing more will be told."""
        self.ended = True
        self.stir()

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
