"""The files that people send in Slack: found in what they say, and fetched from Slack's own place for them, nowhere else."""

from __future__ import annotations

import json

from adapters.slack.api import Api, CallFailed, Refused
from adapters.slack.inbound import Json, name_of, piece, pieces, text
from adapters.slack.workspaces import Workspaces
from adapters.web.files import checked
from bot.model.letters.talk import FileSent
from bot.ports.refusals import Refusal

MOST_FILES = 10  # of one message that are looked at; Slack takes no more
FETCHED_WITHIN = 30.0  # seconds
_AWAY = ("tombstone", "hidden_by_limit", "external")  # what is deleted, too old to be shown, or kept elsewhere


def files_of(event: Json, team: str, enterprise: str) -> tuple[FileSent, ...]:
    """Return the files of a message, each with where it is and the installation that may fetch it."""
    return tuple(_file(one, team, enterprise) for one in pieces(event, "files")[:MOST_FILES])


def _file(told: Json, team: str, enterprise: str) -> FileSent:
    size = told.get("size")
    shared = told.get("file_access") == "check_file_info"
    where = {
        "id": name_of(told, "id"),
        "url": "" if shared or text(told, "mode") in _AWAY else _address(told),
        "ask": shared,
        "team": team,
        "enterprise": enterprise,
    }
    return FileSent(
        name=text(told, "name")[:200] or text(told, "title")[:200],
        size=size if isinstance(size, int) and size >= 0 else None,
        place=json.dumps(where),
    )


def _address(told: Json) -> str:
    return text(told, "url_private_download") or text(told, "url_private")


class Files:
    """The way to Slack's files. `reads` is False unless the operator lets Milepost read files."""

    def __init__(self, api: Api, workspaces: Workspaces, reads: bool) -> None:
        self._api, self._workspaces, self._reads = api, workspaces, reads

    async def fetch(self, file: FileSent, most: int) -> bytes:
        """Return a file. Raises Refusal if files are off, or if Slack does not give it."""
        if not self._reads:
            raise Refusal("files_off")
        where = json.loads(file.place)
        here = await self._workspaces.of(where["team"], where["enterprise"])
        if here is None:
            raise Refusal("file_not_given", file=file.name)
        try:
            address = await self._asked(here.token, where["id"]) if where["ask"] else str(where["url"])
            held = await self._api.download(here.token, address, most, FETCHED_WITHIN) if address else None
        except Refused as why:
            raise Refusal("file_scope" if why.error == "missing_scope" else "file_not_given", file=file.name) from why
        except CallFailed as why:
            raise Refusal("file_not_now", file=file.name) from why
        if held is None:
            raise Refusal("file_not_given", file=file.name)
        return checked(file, held, most)

    async def _asked(self, token: str, file: str) -> str:
        """Ask where a file is that another organisation's workspace shares."""
        told = await self._api.call(token, "files.info", {"file": file}, FETCHED_WITHIN)
        return _address(piece(told, "file"))
