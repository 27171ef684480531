"""Letters on Teams: a conversation opened if there is none, and one part posted whole or not at all."""

from __future__ import annotations

import asyncio
import json
import logging

from adapters.teams.api import PASSING, Answered, Service, Unreached, activities
from adapters.teams.drawing import messages
from adapters.teams.inbound import PLATFORM, Json, reference, text_at
from adapters.teams.pace import Pace, later
from adapters.teams.tokens import TokenDown, TokenRefused
from adapters.web.outgoing import DISTRUSTED
from adapters.web.refused import secret_refused
from adapters.web.route import route_of
from bot.model.letters.letter import Standstill
from bot.model.letters.message import Message
from bot.model.mark import mark
from bot.model.people import Address
from bot.model.record.remembered import Remembered
from bot.ports.refusals import DeliveryFailed, DeliveryUncertain
from bot.wording.sentences import words

log = logging.getLogger("milepost.teams")

MOST_PATIENCE = 10.0  # seconds a letter waits for its turn here; longer, and it waits in the outbox
BUG_RETRY = 3600.0  # seconds until a letter is tried again that Teams calls malformed
SECRET_RETRY = 300.0  # the same while Microsoft gives the app no token
FIRST, MOST = 2.0, 120.0  # seconds between tries: the first pause, and the longest
MOST_TRIED = 5_000
GONE = {  # Teams's code for a 403 or 404 -> the reason an admin reads
    "ConversationBlockedByUser": "blocked",
    "MessageWritesBlocked": "blocked",
    "BotNotInConversationRoster": "removed",
    "ForbiddenOperationException": "removed",
    "ConversationNotFound": "no_conversation",
    "UserNotFound": "no_user",
}
WHOLE = {"BotDisabledByAdmin": "disabled"}  # the same of a whole tenant: nobody in it is to blame


class Letters:
    """Carries letters to people's own chats, to group chats and to channels."""

    def __init__(self, service: Service, app_id: str, threads: Pace, tenants: Pace) -> None:
        self._service = service
        self._bot = f"28:{app_id}"
        self._threads, self._tenants = threads, tenants
        self._tried: Remembered[str, int] = Remembered(MOST_TRIED)

    async def open(self, to: Address) -> Address:
        """Return the address with the person's own conversation in its route. A channel's is as it is."""
        route = route_of(to)
        if is_room(to, route) or text_at(route, "conversation"):
            return to
        user = text_at(route, "user") or to.id
        asked: Json = {
            "isGroup": False,
            "bot": {"id": self._bot_of(route)},
            "members": [{"id": user}],
            "tenantId": to.tenant,
            "channelData": {"tenant": {"id": to.tenant}},
        }
        told = await self._deliver(to, f"{to.tenant}|{user}", ("v3", "conversations"), asked, f"open {to.id}", again=True)
        conversation = text_at(told, "id")
        if not conversation:
            raise DeliveryFailed(words("teams.reason.odd"), BUG_RETRY)
        return to.model_copy(update={"route": json.dumps({**route, "conversation": conversation}, sort_keys=True)})

    async def send(self, to: Address, message: Message, key: str) -> str:
        """Post one part. Returns its reference."""
        route = route_of(to)
        room, thread = text_at(route, "channel"), to.under.rpartition("|")[0]
        if thread:
            said = {**self._said(to, message), "conversation": {"id": thread}}
            told = await self._deliver(to, thread, activities(thread), said, key)
            return reference(thread, text_at(told, "id"))
        if is_room(to, route) and "@thread.v2" not in room:
            return await self._new_thread(to, room, message, key)
        conversation = room if is_room(to, route) else text_at(route_of(await self.open(to)), "conversation")
        said = {**self._said(to, message), "conversation": {"id": conversation}}
        told = await self._deliver(to, conversation, activities(conversation), said, key)
        return reference(conversation, text_at(told, "id"))

    async def _new_thread(self, to: Address, channel: str, message: Message, key: str) -> str:
        asked: Json = {
            "isGroup": True,
            "bot": {"id": self._bot_of(route_of(to))},
            "tenantId": to.tenant,
            "channelData": {"channel": {"id": channel}, "tenant": {"id": to.tenant}},
            "activity": self._said(to, message),
        }
        told = await self._deliver(to, channel, ("v3", "conversations"), asked, key)
        thread = text_at(told, "id")
        return reference(thread, text_at(told, "activityId") or thread.rpartition("messageid=")[2])

    async def rewrite(self, to: Address, said: str, message: Message) -> bool:
        """Put a message in place of one that was posted. Returns False if Teams does not let us."""
        conversation, _, activity = said.rpartition("|")
        put = self._said(to, messages.beginning(message))
        whole = {**put, "id": activity, "conversation": {"id": conversation}}
        path = activities(conversation, activity)
        try:
            await self._service.insist("PUT", text_at(route_of(to), "service_url"), path, whole)
        except Answered as answered:
            log.info("Teams does not rewrite a message: %s", answered)
            if answered.status in PASSING or answered.status >= 500:
                raise DeliveryFailed(words("teams.reason.later", {"code": str(answered.status)}), FIRST) from answered
            return False
        except (Unreached, TokenDown, TokenRefused) as wrong:
            raise DeliveryFailed(words("teams.reason.no_service"), FIRST) from wrong
        return True

    async def look(self, to: Address) -> str | None:
        """Say why a board's chat or channel cannot be written to, as Teams says. None if it can. Raises DeliveryFailed if
        Teams does not say."""
        path = ("v3", "conversations", text_at(route_of(to), "channel"), "pagedmembers")
        try:
            await self._service.insist("GET", text_at(route_of(to), "service_url"), path, query="?pageSize=1")
        except Answered as answered:
            if answered.status == 403 or answered.code in GONE:
                return _no(answered.code, answered.code).reason
            raise DeliveryFailed(words("teams.reason.later", {"code": str(answered)}), FIRST) from answered
        except (Unreached, TokenDown, TokenRefused) as wrong:
            raise DeliveryFailed(words("teams.reason.no_service"), FIRST) from wrong
        return None

    async def answers(self, to: Address, key: str) -> None:
        """Return if Teams answers just now of where a letter goes. Raises DeliveryFailed if it does not.

        A letter that may have come is not repeated before that: else a Teams that takes letters and never says so would be
        given one after another.
        """
        route = route_of(to)
        conversation = text_at(route, "channel" if is_room(to, route) else "conversation")
        if not conversation:
            return
        path = ("v3", "conversations", conversation, "pagedmembers")
        try:
            await self._service.call("GET", text_at(route, "service_url"), path, query="?pageSize=1")
        except Answered as answered:
            if answered.status in PASSING or answered.status >= 500:
                pause = answered.retry_after or self._pause(key)
                raise DeliveryFailed(words("teams.reason.later", {"code": str(answered.status)}), pause) from answered
        except TokenRefused as refused:
            raise DeliveryFailed(no_token(str(refused)), SECRET_RETRY) from refused
        except (Unreached, TokenDown) as wrong:
            raise DeliveryFailed(_unreached(wrong), self._pause(key)) from wrong

    def _said(self, to: Address, message: Message) -> Json:
        route = route_of(to)
        said: Json = {**messages.activity(message), "from": {"id": self._bot_of(route)}, "channelId": "msteams"}
        return said if is_room(to, route) else {**said, "recipient": {"id": text_at(route, "user") or to.id}}

    def _bot_of(self, route: Json) -> str:
        return text_at(route, "bot") or self._bot

    async def _deliver(self, to: Address, thread: str, path: tuple[str, ...], body: Json, key: str, again: bool = False) -> Json:
        """Make one call at its turn. Raises what went wrong, as the post understands it. `again` says that twice is as good
        as once."""
        await self._turn(thread, to.tenant)
        try:
            told = await self._service.call("POST", text_at(route_of(to), "service_url"), path, body)
        except Answered as answered:
            raise self._refused(answered, thread, to.tenant, key) from answered
        except Unreached as unreached:
            if unreached.taken and not again:
                raise DeliveryUncertain(words("teams.reason.uncertain")) from unreached
            raise DeliveryFailed(_unreached(unreached), self._pause(key)) from unreached
        except TokenDown as down:
            raise DeliveryFailed(_unreached(down), self._pause(key)) from down
        except TokenRefused as refused:
            raise DeliveryFailed(no_token(str(refused)), SECRET_RETRY, Standstill.TENANT) from refused
        self._tried.pop(key)
        return told

    async def _turn(self, thread: str, tenant: str) -> None:
        now = asyncio.get_running_loop().time()
        paces = ((self._threads, thread), (self._tenants, tenant))
        wait = max(pace.wait(name, now) for pace, name in paces)
        if wait > MOST_PATIENCE:
            raise DeliveryFailed(words("teams.reason.busy"), wait)
        for pace, name in paces:
            pace.take(name, now)
        if wait:
            await asyncio.sleep(wait)

    def _refused(self, answered: Answered, thread: str, tenant: str, key: str) -> DeliveryFailed:
        code = answered.code or str(answered.status)
        if answered.status in PASSING or answered.status >= 500:
            pause = self._pause(key)
            if answered.status == 429:
                pause = pause if answered.retry_after is None else answered.retry_after + later(0, 0.5, 0.5)
                now = asyncio.get_running_loop().time()
                self._threads.hold(thread, now, pause)
                self._tenants.hold(tenant, now, 0.0)  # whichever limit it was, the others go more slowly from now on
            elif answered.retry_after is not None:
                pause = max(pause, answered.retry_after)
            return DeliveryFailed(words("teams.reason.later", {"code": code}), pause)
        if answered.status == 401:
            secret_refused(PLATFORM)
            return DeliveryFailed(no_token(code), SECRET_RETRY, Standstill.TENANT)
        if answered.status in (403, 404):
            return _no(answered.code, code)
        log.error("letter %s was not taken by Teams (%s): this is a fault of Milepost's", mark(key), answered)
        return DeliveryFailed(words("teams.reason.malformed", {"code": code}), BUG_RETRY)

    def _pause(self, key: str) -> float:
        tried = self._tried.get(key) or 0
        self._tried.keep(key, tried + 1)
        return later(tried, FIRST, MOST)


def _unreached(why: Unreached | TokenDown) -> str:
    """Say what could not be reached, Teams or its login, and if that is for a certificate that this machine does not trust."""
    if str(why) in DISTRUSTED:
        return words("teams.reason.certificate")
    return words("teams.reason.no_service" if isinstance(why, Unreached) else "teams.reason.no_login")


def _no(code: str, told: str) -> DeliveryFailed:
    """Read a 403 or 404: of the person, of the whole tenant, or of neither. Then it is tried again on another day."""
    if code in GONE:
        return DeliveryFailed(words(f"teams.reason.{GONE[code]}"), None)
    if code in WHOLE:
        return DeliveryFailed(words(f"teams.reason.{WHOLE[code]}"), None, Standstill.TENANT)
    return DeliveryFailed(words("teams.reason.refused", {"code": told}), None, Standstill.ADDRESS)


def no_token(code: str) -> str:
    """Say that Milepost's own secret does not work, which nobody who is written to can help."""
    return words("teams.reason.secret", {"code": code})


def is_room(to: Address, route: Json) -> bool:
    """Say if the address is a group chat's or a channel's: it is named by it, a person by the directory."""
    return to.platform == PLATFORM and text_at(route, "channel") == to.id
