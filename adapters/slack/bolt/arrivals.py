"""The steps before the listeners: each request is read once, met once, and answered here if its workspace is not served."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.listener.async_listener_completion_handler import AsyncListenerCompletionHandler
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from adapters.slack.bolt.reading import is_sound, read
from adapters.slack.front import ANSWERED_WITHIN, Front
from adapters.slack.inbound import Delivery, Heard
from adapters.slack.workspaces import Workspace, Workspaces

REMEMBERED = 2000  # events answered of late
AGAIN = ("direct", "mention", "opened", "joined")  # what Slack delivers again, being in doubt whether it arrived
ARRIVAL = "arrival"  # the name a listener finds it by: Bolt hands what is in the context over by name

Next = Callable[[], Awaitable[BoltResponse]]


@dataclass(frozen=True, slots=True)
class Arrival:
    """One request: what was delivered, the workspace that serves it if there is one, and until when Slack waits."""

    delivery: Delivery | None
    here: Workspace | None
    deadline: float

    @property
    def heard(self) -> Heard | None:
        """Return what somebody said, if anybody did."""
        return self.delivery if isinstance(self.delivery, Heard) else None


class Once:
    """Events answered of late, and those being answered now."""

    def __init__(self) -> None:
        self._answered: OrderedDict[str, asyncio.Future[None]] = OrderedDict()

    async def before(self, ident: str) -> bool:
        """Say if it was answered before. Waits for an answer under way. The caller must end a new event with `over`."""
        known = self._answered.get(ident)
        if known is not None:
            await asyncio.wait({known}, timeout=ANSWERED_WITHIN)
            if not known.cancelled():
                return True
        self._answered[ident] = asyncio.get_running_loop().create_future()
        while len(self._answered) > REMEMBERED:
            self._answered.popitem(last=False)
        return False

    def over(self, ident: str, answered: bool) -> None:
        """Note that the answer stands. If it failed, the event is answered anew when Slack delivers it again."""
        known = self._answered.get(ident)
        if known is None or known.done():
            return
        if answered:
            known.set_result(None)
        else:
            del self._answered[ident]
            known.cancel()


class Arrivals(AsyncMiddleware):
    """Reads every request before Bolt looks into it."""

    def __init__(self, workspaces: Workspaces, front: Front, once: Once) -> None:
        self._workspaces, self._front, self._once = workspaces, front, once

    async def async_process(self, *, req: AsyncBoltRequest, resp: BoltResponse, next: Next) -> BoltResponse | None:  # noqa: A002
        """Let a request by; answer what Slack would not write, what was answered before, and what nobody is served from."""
        if not is_sound(req.body):
            return BoltResponse(status=200)
        deadline = asyncio.get_running_loop().time() + ANSWERED_WITHIN
        delivery = read(req.body)
        if not isinstance(delivery, Heard) or delivery.kind not in AGAIN:
            return await self._admitted(req, delivery, deadline, next)
        if await self._once.before(delivery.id):
            return BoltResponse(status=200)
        try:
            return await self._admitted(req, delivery, deadline, next)
        except BaseException:
            self._once.over(delivery.id, answered=False)
            raise

    async def _admitted(
        self, req: AsyncBoltRequest, delivery: Delivery | None, deadline: float, let_by: Next
    ) -> BoltResponse | None:
        here = None if delivery is None else await self._workspaces.of(delivery.team, delivery.enterprise)
        req.context[ARRIVAL] = Arrival(delivery, here, deadline)
        if not isinstance(delivery, Heard) or self._front.serves(here, delivery.team):
            return await let_by()
        answer = await self._front.answer(delivery, here, deadline)
        self._once.over(delivery.id, answered=True)
        return BoltResponse(status=200, body=answer)


class Authorize(AsyncAuthorize):
    """Tells Bolt whose token a request is answered with. That was found when it arrived: Slack is not asked."""

    def __init__(self) -> None:
        pass  # the SDK's own has nothing to say, and no types

    async def __call__(self, *, context: AsyncBoltContext, **_ids: str | None) -> AuthorizeResult:
        """Return the installation that was found."""
        arrival: Arrival = context[ARRIVAL]
        here = arrival.here
        if here is None:
            return AuthorizeResult(enterprise_id=None, team_id=None)
        return AuthorizeResult(
            enterprise_id=here.enterprise, team_id=here.team, bot_token=here.token, bot_id=here.bot, bot_user_id=here.bot_user
        )


class Answered(AsyncListenerCompletionHandler):
    """Notes that a listener has come to its end."""

    def __init__(self, once: Once) -> None:
        self._once = once

    async def handle(self, request: AsyncBoltRequest, response: BoltResponse | None) -> None:
        """Note that the event is answered, so that a second delivery of it is not. If Milepost stops before that, it is not
        answered."""
        delivery = request.context[ARRIVAL].delivery
        if isinstance(delivery, Heard) and delivery.kind in AGAIN:
            self._once.over(delivery.id, answered=request.context.ack.response is not None)
