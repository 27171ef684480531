"""The door of Microsoft Teams: one request in, authenticated before anything else, and its answer out."""

from __future__ import annotations

import asyncio
import logging

from aiohttp import web

from adapters.teams.api import Service
from adapters.teams.auth import Guard, KeysDown, NotAdmitted
from adapters.teams.heard import PLATFORM, Json, Junk, Said, Turn, Way, parse, said, text_at, turn
from adapters.teams.people import People, account
from adapters.teams.replies import Talk, Tell
from adapters.web.ask_once import AnswerOnce
from bot.model.message import Message
from bot.model.talk import Inbound, Notice, Reply, Say, Sender, Shown, Silence
from bot.model.tenants import Served
from bot.ports.channel import Handle, Heed
from bot.wording.sentences import words

log = logging.getLogger("milepost.teams")

MOST_BODY = 256 * 1024  # bytes; Teams sends a message of at most 100 KB
GREETED = 60.0  # seconds in which putting the app in is told twice: as an installation and as a new member


class Door:
    """One request: who sent it is found out first; then what it says goes to the desk, and the reply back."""

    def __init__(
        self,
        served: Served,
        guard: Guard | None,
        service: Service,
        people: People,
        talk: Talk,
        handle: Handle,
        heed: Heed,
    ) -> None:
        self._served = served
        self._guard, self._service, self._people, self._talk = guard, service, people, talk
        self._handle, self._heed = handle, heed
        self._greeted: dict[str, float] = {}
        self._once: AnswerOnce[Json | None] = AnswerOnce()

    async def enter(self, request: web.Request) -> web.StreamResponse:
        """401 for whoever is not Microsoft, 503 where that cannot be told, 400 for junk; else 200, whatever was said."""
        header = request.headers.get("Authorization", "")
        if self._guard is not None and not header.startswith("Bearer "):
            return web.Response(status=401)
        body = await _body(request)
        try:
            activity = parse(body)
            if self._guard is not None:
                await self._guard.admit(header, text_at(activity, "channelId"), text_at(activity, "serviceUrl"))
        except Junk:
            return web.Response(status=400)
        except NotAdmitted as wrong:
            log.info("a request was not Microsoft's (%s)", wrong)
            return web.Response(status=401)
        except KeysDown:
            return web.Response(status=503, headers={"Retry-After": "2"})
        if not self._service.serves(text_at(activity, "serviceUrl")):
            return web.Response(status=400)
        shown = await self._answer(activity, turn(activity, body))
        return web.Response() if shown is None else web.json_response(shown)

    async def _answer(self, activity: Json, here: Turn) -> Json | None:
        """What goes into the response. In a tenant that is not served a button says so, and nothing is read or sent anywhere."""
        if not self._serves(here):
            log.info("an activity of another tenant was left alone")
            return self._talk.at_a_loss(here, words("replies.refusal.not_served"))
        heard = said(activity)
        if heard is not None:
            return await self._once.answered(f"{_ident(here, heard)} {here.user}", lambda: self._said(here, heard))
        if here.kind in ("installationUpdate", "conversationUpdate"):
            await self._noticed(here)
        return self._talk.at_a_loss(here)

    def _serves(self, here: Turn) -> bool:
        whole = here.conversation and here.user and not here.from_bot
        return bool(whole) and self._served.serves(PLATFORM, here.tenant)

    # ---- something was said -----------------------------------------------------------------

    async def _said(self, here: Turn, heard: Said) -> Json | None:
        sender = await self._people.sender(here)
        if sender is None:
            nobody = Say(message=Message(title=words("teams.trouble.people")))
            return await self._talk.show(here, heard, nobody)
        inbound = Inbound(
            id=_ident(here, heard),
            sender=sender,
            chat=here.chat,
            said=heard.said,
            answers=heard.answers,
            card=None if heard.way is Way.TYPED else heard.card or here.pressed,
            route=here.route,
            edited=heard.edited,
        )
        reply = await self._handle(inbound)
        return await self._talk.show(here, heard, reply, self._telling(sender, reply))

    def _telling(self, sender: Sender, reply: Reply) -> Tell | None:
        """How the desk is told where the buttons of a draft stand, if the reply carries some."""
        if not isinstance(reply, Say) or not reply.draft:
            return None
        draft = reply.draft

        async def tell(card: str) -> Reply:
            return await self._heed(Shown(sender=sender, draft=draft, card=card))

        return tell

    # ---- the app came or went ---------------------------------------------------------------

    async def _noticed(self, here: Turn) -> None:
        update = here.kind == "installationUpdate"
        if here.bot_joined or (update and here.action == "add"):  # an upgrade of the app says nothing of the person
            await self._joined(here)
        elif here.private and (here.bot_left or (update and here.action == "remove")):
            self._greeted.pop(here.conversation, None)
            await self._heed(Notice(sender=_unasked(here), route=here.route, gone=words("teams.gone.removed")))

    async def _joined(self, here: Turn) -> None:
        """A person's own chat is answered as the desk says. A group or channel hears how to speak to Milepost, and nobody
        in it is welcomed before everyone: whoever speaks there is met then."""
        if not self._first(here):
            return
        if not here.private:
            await self._talk.say(here, Message(title=words("teams.hello.room")))
            return
        # the signed activity says how to reach them, and comes once: whose the account is may take longer to be told
        await self._heed(Notice(sender=_unasked(here), route=here.route, later=True))
        sender = await self._people.sender(here)
        reply = await self._heed(Notice(sender=sender, route=here.route)) if sender is not None else Silence()
        if isinstance(reply, Say):
            await self._talk.say(here, reply.message)

    def _first(self, here: Turn) -> bool:
        """Whether the app's coming was not told a moment ago in other words."""
        now = asyncio.get_running_loop().time()
        self._greeted = {where: moment for where, moment in self._greeted.items() if now - moment < GREETED}
        first = here.conversation not in self._greeted
        self._greeted[here.conversation] = now
        return first


def _ident(here: Turn, heard: Said) -> str:
    """What is said once. An edited message keeps its id, and is answered once however often it is edited."""
    return f"{here.inbound_id}:edited" if heard.edited else here.inbound_id


def _unasked(here: Turn) -> Sender:
    """Who somebody is as far as the activity itself tells: whoever has gone can no longer be asked about."""
    return Sender(platform=PLATFORM, tenant=here.tenant, id=account(here), name=here.user_name)


async def _body(request: web.Request) -> bytes:
    if (request.content_length or 0) > MOST_BODY:
        raise web.HTTPRequestEntityTooLarge(max_size=MOST_BODY, actual_size=request.content_length or 0)
    body = await request.read()
    if len(body) > MOST_BODY:
        raise web.HTTPRequestEntityTooLarge(max_size=MOST_BODY, actual_size=len(body))
    return body
