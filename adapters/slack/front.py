"""The front of the house for Slack: whatever was heard is put to the desk and answered; nothing here is a 500."""

from __future__ import annotations

import asyncio
import json
import logging
from collections import OrderedDict
from dataclasses import replace

from adapters.slack.api import SENDING, Api, CallFailed, Refused
from adapters.slack.drawing import forms
from adapters.slack.errors import reason
from adapters.slack.home import Homes
from adapters.slack.inbound import Changed, Heard, Json, Uninstalled, name_of, split_reference, text
from adapters.slack.letters import route
from adapters.slack.people import PLATFORM, Directory, People, Unknown
from adapters.slack.replies import Replies, Tell, Written
from adapters.slack.workspaces import Workspace, Workspaces
from adapters.web.background import Errands
from bot.model.letters.message import Message
from bot.model.letters.talk import Ask, Chat, Inbound, Notice, Reply, Say, Sender, Shown
from bot.model.mark import mark
from bot.model.record.remembered import Remembered
from bot.model.tenants import Serving
from bot.ports.channel import Handle, Heed
from bot.wording.sentences import words

log = logging.getLogger("milepost.slack")
ANSWERED_WITHIN = 2.4  # seconds from the request's coming in; Slack gives up after three
LINK_WITHIN = 1.0
NAMING = ("command", "direct", "mention")  # what may mention other accounts
POSTED = ("direct", "press", "mention")  # answered by messages alone, so that Slack need not wait for the end
UNSAID = ("home", "redraw", "opened", "joined")  # nobody said anything, so nobody is told what went wrong
REMEMBERED = 2000  # accounts that were closed, and those that opened their chat


class Front:
    """Answers what people say and do in Slack, and takes note of what Slack tells of their accounts."""

    def __init__(
        self,
        api: Api,
        workspaces: Workspaces,
        people: People,
        directory: Directory,
        replies: Replies,
        homes: Homes,
        errands: Errands,
        handle: Handle,
        heed: Heed,
        served: Serving,
    ) -> None:
        self._api, self._workspaces, self._people, self._directory = api, workspaces, people, directory
        self._replies, self._homes, self._errands = replies, homes, errands
        self._handle, self._heed, self._served = handle, heed, served
        self._met: Remembered[tuple[str, str], bool] = Remembered(REMEMBERED)
        self._gone: OrderedDict[tuple[str, str], None] = OrderedDict()

    async def answer(self, heard: Heard | None, here: Workspace | None, deadline: float) -> str:
        """Put what was said to the desk. Returns the body of the answer to Slack's request. Never raises."""
        if heard is None:
            return ""
        if heard.files or heard.kind in POSTED:  # to read a file, or to load a long plan, may take longer than Slack waits
            await self._errands.within(self._answered(heard, here, deadline), mark(heard.id), deadline)
            return ""
        if heard.kind == "command":
            return await self._in_time(heard, here, deadline)
        return await self._answered(heard, here, deadline)

    async def _in_time(self, heard: Heard, here: Workspace | None, deadline: float) -> str:
        """Answer a command while Slack waits. What takes longer goes on, and its answer comes over the response url."""
        working = self._errands.begin(self._answered(heard, here, deadline))
        await asyncio.wait({working}, timeout=max(deadline - asyncio.get_running_loop().time(), 0.0))
        if working.done():
            return working.result()
        self._errands.start(self._late(heard, working), mark(heard.id))
        return json.dumps({"response_type": "ephemeral", "text": words("deliver.slack.slow")})

    async def _late(self, heard: Heard, working: asyncio.Task[str]) -> None:
        body = await working
        if body:
            await self._api.respond(heard.url, body, SENDING)

    async def _answered(self, heard: Heard, here: Workspace | None, deadline: float) -> str:
        try:
            body = await self._answer(heard, here, deadline)
        except Exception:
            log.exception("%s failed", mark(heard.id))
            body = await self._excuse(heard, here)
        return body.text if isinstance(body, Written) else json.dumps(body) if body else ""

    def serves(self, here: Workspace | None, team: str) -> bool:
        """Say if the workspace is listed. If not, nothing is asked of Slack, and the desk says the one thing it may."""
        return here is not None and self._served().serves(PLATFORM, team, here.id)

    # ---- what people say --------------------------------------------------------------------

    async def _answer(self, heard: Heard, here: Workspace | None, deadline: float) -> Json:
        if heard.kind in ("opened", "joined"):
            if here is not None and self.serves(here, heard.team):
                await self._errands.within(self._greets(heard, here), mark(heard.id), deadline)
            return {}
        if heard.kind == "shortcut" and here is not None and self.serves(here, heard.team):
            linked = await self._linked(heard, here)
            if isinstance(linked, Say):
                return await self._replies.show(heard, here, linked, deadline)
            heard = linked
        sender = await self._sender(heard, here)
        if sender is None:
            return await self._unknown(heard, here, deadline)
        if here is not None and sender.vouched and heard.kind in NAMING:
            heard = replace(heard, said=await self._people.named(here, heard.said))
        answers = _answers(heard) if heard.kind == "submit" else None
        reply = await self._handle(_inbound(heard, sender, answers))
        if isinstance(reply, Say) and reply.touched:
            self._homes.changed(heard, reply.touched, self.home_of)
        if here is not None and heard.kind == "home":
            if isinstance(reply, Say):
                await self._errands.within(self._homes.show(heard, here, reply), mark(heard.id), deadline)
            return {}
        if here is not None and heard.kind == "redraw":
            if isinstance(reply, Ask):
                left = deadline - asyncio.get_running_loop().time()
                await self._replies.redraw(heard, here, reply.form, left)
            return {}
        shown = await self._replies.show(heard, here, reply, deadline, self._telling(sender, reply))
        if heard.kind == "submit" and not shown and isinstance(reply, Say):
            return await self._next_page(heard, sender)
        return shown

    async def _greets(self, heard: Heard, here: Workspace) -> None:
        """Say in a channel that Milepost has come to it, and welcome whoever opens their own chat with it for the first
        time."""
        if heard.kind == "joined":
            hello = Say(message=Message(title=words("slack.hello.room")), private=False)
            return await self._replies.say(heard, here, hello)
        who = (heard.team, heard.user)
        sender = None if self._met.get(who) else await self._sender(heard, here)
        if sender is None:
            return None
        self._met.keep(who, value=True)
        reply = await self._heed(Notice(sender=sender, route=_route(heard)))
        return await self._replies.say(heard, here, reply) if isinstance(reply, Say) else None

    def _telling(self, sender: Sender, reply: Reply) -> Tell | None:
        """Return the call that tells the desk which message carries a draft's buttons. None if the reply carries none."""
        if not isinstance(reply, Say) or not reply.draft:
            return None
        draft = reply.draft

        async def tell(card: str) -> Reply:
            return await self._heed(Shown(sender=sender, draft=draft, card=card))

        return tell

    async def _next_page(self, heard: Heard, sender: Sender) -> Json:
        """Ask anew for the next page after one page of a very long form. The desk knows what was just saved."""
        if not heard.memo.get("more"):
            return {}
        again = replace(heard, id=f"{heard.id}:next", card="")
        reply = await self._handle(_inbound(again, sender, None))
        return self._replies.next_page(heard, reply) if isinstance(reply, Ask) else {}

    async def home_of(self, heard: Heard) -> tuple[Workspace | None, Reply | None]:
        """Return what somebody's Home must show now."""
        here = await self._workspaces.of(heard.team, heard.enterprise)
        sender = await self._sender(heard, here)
        if here is None or sender is None:
            return here, None
        return here, await self._handle(_inbound(heard, sender, None))

    async def _sender(self, heard: Heard, here: Workspace | None) -> Sender | None:
        if self._served().unsure(PLATFORM):
            log.warning("%s: Slack does not say whose bot token this is", mark(heard.id))
            return None
        if here is None or not self.serves(here, heard.team):
            home = here.id if here is not None else ""
            return Sender(platform=PLATFORM, tenant=heard.team, id=heard.user, vouched=False, home=home)
        try:
            return await self._people.sender(here, heard.team, heard.user, heard.home)
        except Unknown as why:
            log.warning("%s: Slack does not say who that is (%s)", mark(heard.id), why)
            return None

    async def _unknown(self, heard: Heard, here: Workspace | None, deadline: float) -> Json:
        if heard.kind in UNSAID:
            return {}
        return await self._replies.show(heard, here, _saying("who"), deadline)

    async def _linked(self, heard: Heard, here: Workspace) -> Heard | Say:
        """Turn the shortcut on a message into a command that names the message. Returns words if its address cannot be had."""
        given = {"channel": heard.channel, "message_ts": heard.ts}
        try:
            told = await self._api.call(here.token, "chat.getPermalink", given, LINK_WITHIN)
        except CallFailed as why:
            log.info("%s: no link to the message (%s)", mark(heard.id), why)
            return _saying("no_link" if isinstance(why, Refused) else "no_link_now")
        link = text(told, "permalink")
        return replace(heard, said=f"evidence {link}") if link else _saying("no_link_now")

    async def _excuse(self, heard: Heard, here: Workspace | None) -> Json:
        """Log an unforeseen failure once with its number. The person reads the number."""
        number = mark(heard.id)
        say = Say(message=Message(title=words("replies.trouble.bug", {"number": number})))
        try:
            deadline = asyncio.get_running_loop().time() + 0.5
            return {} if heard.kind in UNSAID else await self._replies.show(heard, here, say, deadline)
        except Exception:
            log.exception("%s: nor could that be said", mark(heard.id))
            return {}

    # ---- what Slack tells unasked ----------------------------------------------------------------

    async def uninstalled(self, gone: Uninstalled) -> None:
        """Forget a workspace that Milepost was taken off."""
        log.warning("Milepost was taken off workspace %s", gone.team or gone.enterprise)
        await self._workspaces.forget(gone.team, gone.enterprise, gone.org_wide)

    async def account(self, changed: Changed, here: Workspace | None) -> None:
        """Take note of a change to an account, and tell the desk if it was closed or opened again."""
        user = name_of(changed.user, "id")
        if here is None or not user or not self.serves(here, changed.team):
            return
        self._directory.changed(here, changed.user)
        before, after = self._people.changed(here, changed.user)
        key = (changed.team, user)
        email = after.email if after.vouched else None
        known = {"platform": PLATFORM, "tenant": changed.team, "id": user, "home": here.id}
        sender = Sender(**known, email=email, name=after.name, vouched=after.vouched)
        if after.deleted:
            self._gone[key] = None
            while len(self._gone) > REMEMBERED:
                self._gone.popitem(last=False)
            await self._heed(Notice(sender=sender, gone=reason("user_disabled")))
        elif key in self._gone or (before is not None and before.deleted):
            self._gone.pop(key, None)
            await self._heed(Notice(sender=sender))


def _saying(key: str) -> Say:
    return Say(message=Message(title=words(f"slack.reply.{key}")))


def _answers(heard: Heard) -> dict[str, str]:
    kept = forms.unpack(heard.view.get("private_metadata"))[1]
    return {**kept, **forms.answers_of(heard.view.get("state"))}


def _inbound(heard: Heard, sender: Sender, answers: dict[str, str] | None) -> Inbound:
    return Inbound(
        id=heard.id,
        sender=sender,
        chat=Chat(id=heard.channel or heard.user, private=heard.private, thread=heard.thread or None),
        said=heard.said,
        answers=answers,
        card=heard.card or None,
        route=_route(heard),
        edited=heard.edited,
        files=heard.files,
    )


def _route(heard: Heard) -> str:
    """Return how to reach the speaker unprompted, if what they said tells: in their own conversation with Milepost.

    A command may be typed in any conversation, also in one between two other people.
    """
    enterprise = heard.enterprise if heard.org_wide else ""
    theirs = heard.kind in ("direct", "opened") or (bool(split_reference(heard.card)[0]) and heard.private and not heard.fleeting)
    return route(heard.channel if theirs else "", enterprise)
