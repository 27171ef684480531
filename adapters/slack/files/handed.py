"""Files that Milepost hands over in Slack: put where Slack takes them, then shown in the person's own chat, or in a thread."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence

from adapters.slack.api import CallFailed, Lost, Refused
from adapters.slack.inbound import Heard, Json, name_of, piece, split_reference, text
from adapters.slack.patience import Patience
from adapters.slack.workspaces import Workspace
from bot.model.letters.message import Message
from bot.model.letters.talk import Handed
from bot.model.mark import mark
from bot.wording.sentences import words

log = logging.getLogger("milepost.slack")
MOST_TITLE = 250  # letters of a file's title
OFF = ("file_uploads_disabled", "file_upload_disabled", "restricted_action", "no_permission", "not_allowed_token_type")
FULL = ("storage_limit_reached", "over_file_size_limit", "file_too_large", "posting_to_channel_denied")


class Uploads:
    """The way of a file to Slack."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience

    async def hand(self, heard: Heard, here: Workspace, files: Sequence[Handed]) -> Message | None:
        """Hand files to whoever asked, in their own chat with Milepost and nowhere else. Returns what to say if they did not
        come."""
        try:
            theirs = heard.kind == "direct" and heard.channel
            channel = heard.channel if theirs else await self._own_chat(here, heard.user)
            comment = "" if theirs else words("deliver.slack.here")  # there the answer itself stands above them
            await self._share(here, channel, files, split_reference(heard.thread)[1] if theirs else "", comment)
        except CallFailed as why:
            log.warning("%s: a file could not be handed over (%s)", mark(heard.id), why)
            return Message(title=_sentence(why))
        return None

    async def attach(self, here: Workspace, channel: str, files: Sequence[Handed], thread: str) -> bool:
        """Put files under a message. Returns False if Slack does not take them."""
        try:
            await self._share(here, channel, files, thread)
        except CallFailed as why:
            log.warning("a file could not be put under a letter (%s)", why)
            return False
        return True

    async def _own_chat(self, here: Workspace, user: str) -> str:
        told = await self._patience.call(here, "conversations.open", {"users": user}, again_when_lost=True)
        channel = name_of(piece(told, "channel"), "id")
        if not channel:
            raise Lost("unreadable")
        return channel

    async def _share(self, here: Workspace, channel: str, files: Sequence[Handed], thread: str, comment: str = "") -> None:
        """Put every file in its place, then show all of them at once: nobody sees a part of them."""
        taken = [await self._put(here, file) for file in files]
        given: Json = {"files": json.dumps(taken), "channel_id": channel, **({"thread_ts": thread} if thread else {})}
        given |= {"initial_comment": comment} if comment else {}
        await self._patience.call(here, "files.completeUploadExternal", given, again_when_lost=False)

    async def _put(self, here: Workspace, file: Handed) -> dict[str, str]:
        title = (file.title or file.name)[:MOST_TITLE]
        given: Json = {"filename": file.name, "length": len(file.held), "alt_txt": title}
        told = await self._patience.call(here, "files.getUploadURLExternal", given, again_when_lost=True)
        address, ident = text(told, "upload_url"), text(told, "file_id")
        if not address or not ident:
            raise Lost("unreadable")
        await self._patience.upload(address, file.held)
        return {"id": ident, "title": title}


def _sentence(why: Exception) -> str:
    """Say in one sentence why a file did not come, and what to do."""
    if isinstance(why, Lost):
        return words("deliver.slack.unsure")
    error = why.error if isinstance(why, Refused) else ""
    if error == "missing_scope":
        return words("deliver.slack.scope")
    if error in OFF:
        return words("deliver.slack.off")
    return words("deliver.slack.full" if error in FULL else "deliver.slack.later")
