"""The files that people send in their own chat in Teams: found in an activity, and fetched from SharePoint, nowhere else."""

from __future__ import annotations

import json
from collections.abc import Mapping

import aiohttp

from adapters.teams.net import Net
from adapters.teams.settings import LOOPBACK
from adapters.web.files import checked, held_of, origin_of
from bot.model.letters.talk import FileSent
from bot.ports.refusals import Refusal

SENT = "application/vnd.microsoft.teams.file.download.info"  # the attachment that stands for a file
SHAREPOINT = ".sharepoint.com"
MOST_FILES = 10  # of one message that are looked at
MOST_ADDRESS = 8_000  # letters: the address holds its own key
PATIENCE = aiohttp.ClientTimeout(total=30.0)


def files_of(activity: Mapping[str, object]) -> tuple[FileSent, ...]:
    """Return the files of a message in somebody's own chat with Milepost, each with where it is."""
    attached = activity.get("attachments")
    found = [one for one in attached if isinstance(one, dict)] if isinstance(attached, list) else []
    return tuple(_file(one) for one in found[:MOST_FILES] if one.get("contentType") == SENT)


def _file(told: Mapping[str, object]) -> FileSent:
    content = told.get("content")
    address = content.get("downloadUrl") if isinstance(content, dict) else None
    name = told.get("name")
    url = address if isinstance(address, str) and len(address) <= MOST_ADDRESS else ""
    return FileSent(name=name[:200] if isinstance(name, str) else "", place=json.dumps({"url": url}))


class Files:
    """The way to files that Teams keeps in SharePoint. `reads` is False unless the operator lets Milepost read files, and
    `local` lets them come from this machine too, if Microsoft's keys or logins do."""

    def __init__(self, net: Net, reads: bool, local: bool) -> None:
        self._net, self._reads, self._local = net, reads, local

    async def fetch(self, file: FileSent, most: int) -> bytes:
        """Return a file. Raises Refusal if files are off, or if it is not given. The address holds its own key: no token goes
        with it, and nothing is followed from there."""
        if not self._reads:
            raise Refusal("files_off")
        url = str(json.loads(file.place)["url"])
        if not may_hold(url, self._local):
            raise Refusal("file_not_given", file=file.name)
        try:
            async with self._net.session.get(url, timeout=PATIENCE, allow_redirects=False) as answer:
                held = await held_of(answer, most) if answer.status == 200 else None
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as failed:
            raise Refusal("file_not_now", file=file.name) from failed
        if held is None:
            raise Refusal("file_not_given", file=file.name)
        return checked(file, held, most)


def may_hold(url: str, local: bool) -> bool:
    """Say if a file may be fetched from this address, or put there. If `local`, it may be on this machine too."""
    origin = origin_of(url)
    if origin is None:
        return False
    if origin.host in LOOPBACK:
        return local and origin.scheme in ("http", "https")
    return origin.host.endswith(SHAREPOINT) and origin.scheme == "https" and origin.port in (None, 443)
