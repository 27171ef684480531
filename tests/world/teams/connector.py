"""The Bot Connector's API under regional service addresses: conversations, activities and members, as strict as Teams."""

from __future__ import annotations

import asyncio
import json
import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from tests.world.teams import cards
from tests.world.teams.directory import Conversation, Directory, Json, Person, Posted
from tests.world.teams.limits import Fault, Throttle
from tests.world.teams.login import Login

MOST = 100 * 1024  # bytes of a message's JSON as UTF-16
AIM = 80 * 1024  # bytes below which Microsoft says to stay
REGIONS = ("emea", "uk")
CONSENT = "application/vnd.microsoft.teams.card.file.consent"
FILES = (CONSENT, "application/vnd.microsoft.teams.card.file.info")


@dataclass(frozen=True)
class Call:
    """One request the connector had: what it was, where, what it carried, how it was answered, and why so if it was refused."""

    method: str
    path: str
    body: Json
    status: int
    why: str = ""


class _No(Exception):
    """A refusal, with the code Teams gives."""

    def __init__(self, status: int, code: str, message: str = "", headers: dict[str, str] | None = None) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.message = message or code
        self.headers = headers or {}


class Connector:
    """Takes what the bot sends, and refuses what Teams would."""

    def __init__(self, app_id: str, directory: Directory, login: Login) -> None:
        self._bot = f"28:{app_id}"
        self._directory = directory
        self._login = login
        self._throttle = Throttle()
        self.throttles = False
        self.faults: list[Fault] = []
        self.calls: list[Call] = []
        self.arrived = asyncio.Condition()
        self.largest = 0
        self.most_at_once = 0
        self._now_in = 0

    def routes(self) -> list[web.RouteDef]:
        """The API, once for every region."""
        at = f"/{{region:{'|'.join(REGIONS)}}}/v3/conversations"
        one, activities = f"{at}/{{conversation}}", f"{at}/{{conversation}}/activities"
        return [
            web.post(at, self._route(self._create)),
            web.post(activities, self._route(self._post)),
            web.post(f"{activities}/{{activity}}", self._route(self._post)),
            web.put(f"{activities}/{{activity}}", self._route(self._put)),
            web.delete(f"{activities}/{{activity}}", self._route(self._delete)),
            web.get(f"{one}/members", self._route(self._members)),
            web.get(f"{one}/members/{{member}}", self._route(self._member)),
            web.get(f"{one}/pagedmembers", self._route(self._paged)),
        ]

    def sent(self, method: str = "POST") -> list[Call]:
        """What was taken by that method."""
        return [call for call in self.calls if call.method == method and call.status < 300]

    def _route(
        self, work: Callable[[web.Request, Json], Awaitable[tuple[int, object]]]
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def answer(request: web.Request) -> web.StreamResponse:
            self._now_in += 1
            self.most_at_once = max(self.most_at_once, self._now_in)
            try:
                return await self._answer(request, work)
            finally:
                self._now_in -= 1

        return answer

    async def _answer(
        self, request: web.Request, work: Callable[[web.Request, Json], Awaitable[tuple[int, object]]]
    ) -> web.StreamResponse:
        raw = await request.read()
        body: Json = {}
        headers: dict[str, str] = {}
        why = ""
        fault = self._fault(request, raw)
        try:
            if fault:
                await asyncio.sleep(fault.delay)
            if not self._login.good(request.headers.get("Authorization", "")):
                raise _No(401, "Unauthorized", "Authorization has been denied for this request.")
            if fault and fault.status:
                after = {"Retry-After": fault.retry_after} if fault.retry_after is not None else {}
                raise _No(fault.status, fault.code, headers=after)
            body = self._read(raw)
            status, told = await work(request, body)
        except _No as no:
            status, headers, why = no.status, no.headers, no.message
            told = {"error": {"code": no.code, "message": no.message}}
        self.calls.append(Call(request.method, request.path, body, status, why))
        async with self.arrived:
            self.arrived.notify_all()
        if fault and fault.dropped and request.transport is not None:
            request.transport.abort()
        return web.json_response(told, status=status, headers=headers)

    def _fault(self, request: web.Request, raw: bytes) -> Fault | None:
        """What this call is to meet. One that begins a thread names its channel in the body."""
        named = request.match_info.get("conversation", "").partition(";")[0]
        for fault in self.faults:
            here = fault.where is None or fault.where.id == named or (not named and fault.where.id.encode() in raw)
            if here and fault.method == request.method:
                fault.times -= 1
                if fault.times <= 0:
                    self.faults.remove(fault)
                return fault
        return None

    def _read(self, raw: bytes) -> Json:
        if not raw:
            return {}
        try:
            text = raw.decode("utf-8")
            found = json.loads(text)
        except ValueError:
            raise _No(400, "BadSyntax") from None
        if not isinstance(found, dict):
            raise _No(400, "BadSyntax")
        size = len(text.encode("utf-16-le", "surrogatepass"))
        self.largest = max(self.largest, size)
        if size > MOST:
            raise _No(413, "MessageSizeTooBig", f"{size} bytes")
        return found

    # ---- conversations ---------------------------------------------------------------------

    async def _create(self, request: web.Request, body: Json) -> tuple[int, object]:
        if body.get("isGroup") is True:
            return await self._new_thread(request, body)
        tenant, members = _at(body, "channelData", "tenant", "id") or body.get("tenantId"), body.get("members")
        if not tenant or not isinstance(members, list) or len(members) != 1:
            raise _No(400, "BadArgument", "one member and a tenant are needed")
        person = self._person(members[0].get("id"))
        if person is None or person.tenant != tenant:
            raise _No(404, "UserNotFound")
        if person.region != request.match_info["region"]:
            raise _No(404, "ConversationNotFound", "not of this region")
        known = self._directory.personal(person)
        if person.blocked or not (known.installed if known else self._directory.shares_a_team(person)):
            raise _No(403, "ForbiddenOperationException", "The bot is not installed for this user.")
        self._throttled(person.id)
        opened = self._directory.open_personal(person)
        return 201, {"id": opened.id}

    async def _new_thread(self, request: web.Request, body: Json) -> tuple[int, object]:
        channel = self._directory.conversations.get(str(_at(body, "channelData", "channel", "id")))
        activity = body.get("activity")
        if channel is None or channel.kind != "channel":
            raise _No(404, "ConversationNotFound")
        if not isinstance(activity, dict):
            raise _No(400, "BadArgument", "an activity is needed")
        self._may_write(request, channel)
        post = self._keep(channel, activity, None)
        return 201, {"id": f"{channel.id};messageid={post.id}", "activityId": post.id}

    def _person(self, identity: object) -> Person | None:
        return next((p for p in self._directory.people.values() if identity in (p.id, p.aad)), None)

    def _conversation(self, request: web.Request) -> tuple[Conversation, str | None]:
        """The conversation asked for, and the thread if its id names one."""
        identity, _, thread = request.match_info["conversation"].partition(";messageid=")
        found = self._directory.conversations.get(identity)
        if found is None or found.region != request.match_info["region"]:
            raise _No(404, "ConversationNotFound", "Conversation not found.")
        if thread and thread not in found.posted:
            raise _No(404, "ConversationNotFound", "No such thread.")
        return found, thread or None

    def _may_write(self, request: web.Request, there: Conversation) -> None:
        if not there.installed:
            raise _No(403, "BotNotInConversationRoster", "The bot is not part of the conversation roster.")
        if there.kind == "personal" and there.members[0].blocked:
            raise _No(403, "MessageWritesBlocked", "The user blocked the bot.")
        self._throttled(request.match_info.get("conversation", there.id))

    def _throttled(self, thread: str) -> None:
        wait = self._throttle.wait(thread) if self.throttles else 0.0
        if wait:
            raise _No(429, "Throttled", "Too many requests.", {"Retry-After": str(math.ceil(wait))})

    # ---- activities --------------------------------------------------------------------------

    async def _post(self, request: web.Request, body: Json) -> tuple[int, object]:
        there, thread = self._conversation(request)
        if there.kind != "personal" and any(one.get("contentType") in FILES for one in body.get("attachments") or []):  # type: ignore[attr-defined]
            raise _No(400, "BadArgument", "files are handed over in personal chats alone")
        replied = request.match_info.get("activity")
        if replied is not None and there.kind != "personal" and replied not in there.posted:
            raise _No(400, "BadArgument", "replies to no activity of this conversation")
        self._may_write(request, there)
        if body.get("type") == "typing":
            return 201, {"id": self._directory.number()}
        under = there.posted[replied].thread or replied if there.kind == "channel" and replied else thread
        return 201, {"id": self._keep(there, body, under).id}

    def _keep(self, there: Conversation, activity: Json, thread: str | None) -> Posted:
        check(activity)
        post = Posted(self._directory.number(), there, activity, None, thread)
        there.posted[post.id] = post
        return post

    async def _put(self, request: web.Request, body: Json) -> tuple[int, object]:
        post = self._own(request)
        check(body)
        post.versions.append(post.activity)
        post.activity = body
        return 200, {"id": post.id}

    async def _delete(self, request: web.Request, _body: Json) -> tuple[int, object]:
        self._own(request).deleted = True
        return 200, {}

    def _own(self, request: web.Request) -> Posted:
        there, _ = self._conversation(request)
        post = there.posted.get(request.match_info["activity"])
        if post is None or post.deleted:
            raise _No(404, "ActivityNotFoundInConversation")
        if post.by is not None:
            raise _No(403, "ForbiddenOperationException", "not the bot's own message")
        self._may_write(request, there)
        return post

    # ---- members -----------------------------------------------------------------------------

    async def _members(self, request: web.Request, _body: Json) -> tuple[int, object]:
        return 200, [person.member() for person in self._roster(request).members]

    async def _paged(self, request: web.Request, _body: Json) -> tuple[int, object]:
        size = int(request.query.get("pageSize", "50"))
        members = [person.member() for person in self._roster(request).members]
        more = {"continuationToken": "more"} if len(members) > size else {}
        return 200, {"members": members[:size], **more}

    def _roster(self, request: web.Request) -> Conversation:
        there, _ = self._conversation(request)
        if not there.installed:
            raise _No(403, "BotNotInConversationRoster", "The bot is not part of the conversation roster.")
        return there

    async def _member(self, request: web.Request, _body: Json) -> tuple[int, object]:
        there = self._roster(request)
        person = self._person(request.match_info["member"])
        if person is None or person not in there.members:
            raise _No(404, "MemberNotFoundInConversation")
        return 200, person.member()


def check(activity: Json) -> None:
    """Refuse what Teams would not show, or a screen reader could not announce."""
    if activity.get("type") != "message":
        raise _No(400, "BadArgument", f"unknown activity type {activity.get('type')}")
    attachments = activity.get("attachments") or []
    if not isinstance(attachments, list):
        raise _No(400, "BadArgument", "attachments are a list")
    for attachment in attachments:
        if attachment.get("contentType") == cards.CARD:
            wrong = cards.faults(attachment["content"])
            if wrong:
                raise _No(400, "BadArgument", "; ".join(wrong))
        if attachment.get("contentType") in FILES and not _is_file_card(attachment):
            raise _No(400, "BadArgument", "no card of a file")
    if not activity.get("text") and not (attachments and activity.get("summary")):
        raise _No(400, "BadArgument", "a message needs text, or cards and a summary")


def _is_file_card(attachment: Json) -> bool:
    """Whether it is a whole card of consent, or of a file that is there."""
    content = attachment.get("content")
    if not isinstance(content, dict) or not attachment.get("name"):
        return False
    if attachment["contentType"] == CONSENT:
        contexts = content.get("acceptContext"), content.get("declineContext")
        return all(isinstance(one, dict) for one in contexts) and isinstance(content.get("sizeInBytes"), int) and bool(content.get("description"))
    return bool(attachment.get("contentUrl") and content.get("uniqueId") and content.get("fileType"))


def _at(found: object, *names: str) -> object:
    for name in names:
        found = found.get(name) if isinstance(found, dict) else None
    return found
