"""Bolt's app, and its listeners. No listener acknowledges before the desk has answered: by then the record is committed."""

from __future__ import annotations

import logging
import re

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.bolt.arrivals import ARRIVAL, Answered, Arrival, Arrivals, Authorize, Once
from adapters.slack.bolt.reading import SHORTCUT
from adapters.slack.drawing.forms import FORM
from adapters.slack.front import Front
from adapters.slack.inbound import Changed, Json, Uninstalled
from adapters.slack.workspaces import Workspaces

log = logging.getLogger("milepost.slack")
ANY = re.compile("")
BOLT = "milepost.slack.bolt"


def bolt_app(client: AsyncWebClient, workspaces: Workspaces, front: Front, oauth: AsyncOAuthSettings | None) -> AsyncApp:
    """Return the app that answers whatever Slack delivers."""
    once = Once()
    logger = logging.getLogger(BOLT)
    # Bolt warns at every start of a token in the environment that it is not to use. On its lowest level it tells what
    # people say.
    logger.setLevel(logging.ERROR)
    app = AsyncApp(
        name=BOLT,  # bolt gives the logger of that name the level of its own
        logger=logger,
        client=client,
        signing_secret="none",  # noqa: S106  # the door has verified the signature, over the raw bytes
        request_verification_enabled=False,
        process_before_response=True,
        before_authorize=Arrivals(workspaces, front, once),
        authorize=Authorize(),
        oauth_settings=oauth,
        ssl_check_enabled=False,  # at the door too
        ignoring_self_events_enabled=False,  # what bots say is read as nobody's
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )
    app.listener_runner.listener_completion_handler = Answered(once)
    _listen(app, front)
    _listen_to_the_rest(app)
    return app


async def dispatch(app: AsyncApp, body: Json) -> BoltResponse | None:
    """Return Bolt's answer to a body that was read already. None if it holds what Slack would not write."""
    try:
        asked = AsyncBoltRequest(body=body, mode="socket_mode")
    except (TypeError, ValueError, AttributeError, LookupError, RecursionError):
        return None  # bolt trusts the types of what Slack delivers; Slack's own are never wrong
    return await app.async_dispatch(asked)


def _listen(app: AsyncApp, front: Front) -> None:
    """Listen to what people do, and to what Slack tells of them. The first listener that matches answers, so what is asked
    most stands first."""

    @app.command(ANY)
    async def command(ack: AsyncAck, arrival: Arrival) -> None:
        await ack(await front.answer(arrival.heard, arrival.here, arrival.deadline))

    @app.event("message")
    async def message(ack: AsyncAck, arrival: Arrival) -> None:
        await ack(await front.answer(arrival.heard, arrival.here, arrival.deadline))

    @app.action(ANY)
    async def action(ack: AsyncAck, arrival: Arrival) -> None:
        await ack(await front.answer(arrival.heard, arrival.here, arrival.deadline))

    @app.view(FORM)
    async def form(ack: AsyncAck, arrival: Arrival) -> None:
        await ack(await front.answer(arrival.heard, arrival.here, arrival.deadline))

    @app.event("app_mention")
    async def mention(ack: AsyncAck, arrival: Arrival) -> None:
        await ack(await front.answer(arrival.heard, arrival.here, arrival.deadline))

    @app.event("member_joined_channel")
    async def joined(ack: AsyncAck, arrival: Arrival) -> None:
        await ack(await front.answer(arrival.heard, arrival.here, arrival.deadline))

    @app.event("app_home_opened")
    async def home(ack: AsyncAck, arrival: Arrival) -> None:
        await ack(await front.answer(arrival.heard, arrival.here, arrival.deadline))

    @app.shortcut(SHORTCUT)
    async def shortcut(ack: AsyncAck, arrival: Arrival) -> None:
        await ack(await front.answer(arrival.heard, arrival.here, arrival.deadline))

    @app.event(re.compile("^(user_change|team_join)$"))
    async def account(arrival: Arrival) -> None:
        if isinstance(arrival.delivery, Changed):
            await front.account(arrival.delivery, arrival.here)

    @app.event(re.compile("^(app_uninstalled|tokens_revoked)$"))
    async def uninstalled(arrival: Arrival) -> None:
        if isinstance(arrival.delivery, Uninstalled):
            await front.uninstalled(arrival.delivery)


def _listen_to_the_rest(app: AsyncApp) -> None:
    """Acknowledge what nobody asked for, and what fails: bolt's own answers, a 404 among them, are for its developers."""

    async def nothing(ack: AsyncAck) -> None:
        await ack()

    for listens in (app.event(ANY), app.view(ANY), app.view_closed(ANY), app.shortcut(ANY), app.options(ANY)):
        listens(nothing)

    @app.error
    async def failed(error: Exception, context: AsyncBoltContext) -> BoltResponse:
        arrival = context.get(ARRIVAL)
        what = type(arrival.delivery).__name__ if arrival is not None else "a request"
        log.error("%s failed", what, exc_info=error)
        return BoltResponse(status=200)
