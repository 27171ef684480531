"""The door of Microsoft Teams: one request in, authenticated before anything else, and its answer out."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from aiohttp import web
from botbuilder.core import Bot, BotAdapter, TurnContext  # type: ignore[import-untyped]
from botbuilder.schema import Activity, ConversationReference, ResourceResponse  # type: ignore[import-untyped]

from adapters.teams.api import Service
from adapters.teams.inbound import PLATFORM, Json, Junk, Turn, parse, text_at, turn
from adapters.teams.turns.auth import WHY, Guard, KeysDown, NotAdmitted, Reason
from adapters.web.refused import Refused

MOST_BODY = 256 * 1024  # bytes; Teams sends a message of at most 100 KB
RAW, TURN, BEGAN = "milepost.raw", "milepost.turn", "milepost.began"  # what `request_of` and `began` find in a turn's state


class TeamsAdapter(BotAdapter):  # type: ignore[misc]  # the SDK has no types
    """The adapter that makes botbuilder's turn of each request. Only the answer to an invoke goes out this way.

    `replies` and `letters` post the rest themselves, on lines kept open. The SDK would open a client for each message.
    """

    def __init__(self, guard: Guard | None, service: Service) -> None:
        super().__init__()
        self._guard, self._service = guard, service
        self._refused = Refused(PLATFORM, Reason)

    async def process(self, request: web.Request, bot: Bot) -> web.Response:
        """Answer 401 if the request is not Microsoft's, 503 if that cannot be told, 400 if it is junk, else 200."""
        moment = asyncio.get_running_loop().time()
        header = request.headers.get("Authorization", "")
        if self._guard is not None and not header.startswith("Bearer "):
            return self._refuse(Reason.UNSIGNED)
        body = await _body(request)
        try:
            raw = parse(body)
            if self._guard is not None:
                await self._guard.admit(header, text_at(raw, "channelId"), text_at(raw, "serviceUrl"))
            activity = _deserialized(raw)
        except Junk:
            return web.Response(status=400)
        except NotAdmitted as wrong:
            return self._refuse(wrong.reason)
        except KeysDown:
            return self._refuse(Reason.KEYS_DOWN)
        if not self._service.serves(text_at(raw, "serviceUrl")):
            return web.Response(status=400)
        context = TurnContext(self, activity)
        context.turn_state.update({RAW: raw, TURN: turn(raw, body), BEGAN: moment})
        await self.run_pipeline(context, bot.on_turn)
        return self._response(context)

    def _refuse(self, reason: Reason) -> web.Response:
        """Refuse a request that may be anybody's. If that cannot be told, Teams sends it again."""
        self._refused.note(reason, WHY[reason])
        return web.Response(status=503, headers={"Retry-After": "2"}) if reason is Reason.KEYS_DOWN else web.Response(status=401)

    def _response(self, context: TurnContext) -> web.Response:
        answer = context.turn_state.get(self._INVOKE_RESPONSE_KEY)
        if answer is None or answer.value.body is None:
            return web.Response()
        return web.json_response(answer.value.body, status=answer.value.status)

    async def send_activities(self, context: TurnContext, activities: Sequence[Activity]) -> list[ResourceResponse]:
        """Keep the answer to an invoke for the response."""
        for activity in activities:
            if activity.type != "invokeResponse":
                raise NotImplementedError("Milepost posts by adapters.teams.replies")
            context.turn_state[self._INVOKE_RESPONSE_KEY] = activity
        return [ResourceResponse() for _ in activities]

    async def update_activity(self, context: TurnContext, activity: Activity) -> None:
        """Refuse: messages are rewritten by adapters.teams.replies."""
        raise NotImplementedError("Milepost rewrites by adapters.teams.replies")

    async def delete_activity(self, context: TurnContext, reference: ConversationReference) -> None:
        """Refuse: Milepost takes nothing back."""
        raise NotImplementedError("Milepost deletes nothing")


def request_of(context: TurnContext) -> tuple[Json, Turn]:
    """Return the request of a turn as it came, and as Milepost reads it: plain data, of which the SDK has changed nothing."""
    return context.turn_state[RAW], context.turn_state[TURN]


def began(context: TurnContext) -> float:
    """Return when the request of a turn came, in the loop's time."""
    return float(context.turn_state[BEGAN])


def _deserialized(raw: Json) -> Activity:
    """Read the body as botbuilder's activity. Raises Junk if it is none."""
    try:
        return Activity.deserialize(raw)
    except Exception as wrong:  # the SDK raises its own error and bare ones alike, with the body in their words
        raise Junk from wrong


async def _body(request: web.Request) -> bytes:
    if (request.content_length or 0) > MOST_BODY:
        raise web.HTTPRequestEntityTooLarge(max_size=MOST_BODY, actual_size=request.content_length or 0)
    body = await request.read()
    if len(body) > MOST_BODY:
        raise web.HTTPRequestEntityTooLarge(max_size=MOST_BODY, actual_size=len(body))
    return body
