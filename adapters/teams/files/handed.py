"""Files that Milepost hands over in Teams: a card asks whoever asked for one if they want it, then it goes to their OneDrive.

A card of consent carries the command that gives the file again: nothing is kept meanwhile, and whoever accepts is asked about
their rights anew.
"""

from __future__ import annotations

import asyncio

import aiohttp

from adapters.teams.api import PASSING, TRIES
from adapters.teams.files.places import Place
from adapters.teams.files.sent import may_hold
from adapters.teams.net import Net, readable
from adapters.teams.pace import later
from bot.model.letters.talk import Handed
from bot.wording.sentences import words

Json = dict[str, object]
CONSENT = "application/vnd.microsoft.teams.card.file.consent"
INFO = "application/vnd.microsoft.teams.card.file.info"
PATIENCE = aiohttp.ClientTimeout(total=30.0, sock_connect=4.0)
MOST_ADDED = 6  # letters that OneDrive adds to the name of a file if there is one of that name
LONGEST_WAIT = 10.0  # seconds that a file waits for OneDrive to have room for it


class NotPut(Exception):
    """OneDrive did not take a file. Its words are the kind of trouble, and no address."""


def asks(file: Handed) -> Json:
    """Draw the card that asks if somebody wants a file."""
    context: Json = {"say": file.again}
    content: Json = {
        "description": file.title or file.name,
        "sizeInBytes": len(file.held),
        "acceptContext": context,
        "declineContext": context,
    }
    card: Json = {"contentType": CONSENT, "name": file.name, "content": content}
    return {"type": "message", "summary": words("deliver.teams.asks", {"file": file.name}), "attachments": [card]}


def stands(file: Handed, place: Place, local: bool) -> Json:
    """Say that a file stands in its place, with the card that opens it there if that is in SharePoint."""
    name = place.name if _is_for(place.name, file.name) else file.name
    said = words("deliver.teams.stands", {"file": name})
    told: Json = {"type": "message", "textFormat": "plain", "text": said}
    if not may_hold(place.content, local):
        return told
    card: Json = {
        "contentType": INFO,
        "contentUrl": place.content,
        "name": name,
        "content": {"uniqueId": place.unique, "fileType": place.kind},
    }
    return {**told, "attachments": [card]}


def _is_for(told: str, name: str) -> bool:
    """Say if a client tells the name of a file, or that name with a number as OneDrive adds one."""
    stem, dot, kind = name.rpartition(".")
    return told.startswith(stem) and told.endswith(dot + kind) and len(told) <= len(name) + MOST_ADDED and told.isprintable()


class Putting:
    """The way of a file to somebody's OneDrive. `local` lets it be on this machine too, if Microsoft's keys or logins are."""

    def __init__(self, net: Net, local: bool) -> None:
        self._net, self.local = net, local

    async def put(self, place: Place, held: bytes) -> None:
        """Put a file in its place: no token goes with it, nothing is followed from there. Raises NotPut."""
        if not may_hold(place.url, self.local):
            raise NotPut("elsewhere")
        for tried in range(TRIES):
            wait = later(tried, 0.4, 2.0)
            try:
                status, asked = await self._once(place.url, held)
            except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as failed:
                trouble = readable(failed)
            else:
                if status < 300:
                    return
                trouble, wait = f"http {status}", asked if asked is not None else wait
                if status not in PASSING or wait > LONGEST_WAIT:
                    raise NotPut(trouble)
            if tried + 1 == TRIES:
                raise NotPut(trouble)
            await asyncio.sleep(wait)

    async def _once(self, url: str, held: bytes) -> tuple[int, float | None]:
        span = f"bytes 0-{len(held) - 1}/{len(held)}"
        headers = {"Content-Type": "application/octet-stream", "Content-Range": span}
        async with self._net.session.put(url, data=held, headers=headers, timeout=PATIENCE, allow_redirects=False) as answer:
            await answer.read()
            told = answer.headers.get("Retry-After", "").strip()
            return answer.status, float(told) if told.isascii() and told.isdigit() else None
