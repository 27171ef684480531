"""Letters out: one message a second to a channel, a bounded burst to a workspace, each delivered once or honestly not."""

from __future__ import annotations

import json
import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from adapters.slack.api import SENDING, Api, CallFailed, Lost, NotSent, Refused
from adapters.slack.drawing import messages
from adapters.slack.errors import (
    delivery_failed,
    delivery_refused,
    delivery_uncertain,
    is_operators,
    is_ours,
    may_have_gone,
    not_installed,
    reason,
)
from adapters.slack.inbound import Json, moment, name_of, piece, pieces, reference, split_reference, text
from adapters.slack.pace import EACH, Pace
from adapters.slack.people import ASKING, PLATFORM, Directory, barring
from adapters.slack.workspaces import Workspace, Workspaces
from adapters.web.refused import secret_refused
from adapters.web.route import route_of
from bot.model.letters.message import Message
from bot.model.mark import mark
from bot.model.people import Address
from bot.model.record.remembered import Remembered
from bot.model.tenants import Serving, everywhere
from bot.ports.clock import Clock
from bot.ports.refusals import DeliveryFailed
from bot.wording.sentences import words

log = logging.getLogger("milepost.slack")
EVENT_TYPE = "milepost_letter"
PAGES = 5  # of history read at most
PAGE = 15  # messages: of apps that are sold, Slack answers one such call a minute, with no more than these
REFUSED_BLOCKS = ("invalid_blocks", "invalid_blocks_format")
LAID_OUT = 200  # messages kept as they were laid out, from when they are split until they are sent
BEFORE = timedelta(minutes=2)  # that Slack's clock may be behind ours


class Letters:
    """Sends letters, and finds out what became of them."""

    def __init__(
        self,
        api: Api,
        workspaces: Workspaces,
        directory: Directory,
        clock: Clock,
        haste: float = 1.0,
        served: Serving = everywhere,
    ) -> None:
        self._api = api
        self._directory = directory
        self._served = served
        self._workspaces = workspaces
        self._clock = clock
        self._pace = Pace(clock, haste)
        self._chartless: set[str] = set()  # tokens of workspaces that refuse charts
        # letters that Slack may have taken although it said no, and since when
        self._doubtful: Remembered[str, datetime] = Remembered(10_000)
        self._said: set[tuple[str, str]] = set()  # tokens and why Slack refused them, as was logged
        # how far history was read for a letter when Slack asked for a pause
        self._read: Remembered[str, str] = Remembered(1_000)
        # messages about to be sent, as they were laid out to find if they fit: by identity, which holds while they are kept
        self._laid_out: Remembered[int, tuple[Message, Json]] = Remembered(LAID_OUT)

    def parts(self, message: Message) -> tuple[Message, ...]:
        """Return the message as Slack can take it: itself, or numbered parts."""
        whole = messages.laid_out(message)
        if whole is None:
            return messages.parts(message)
        self._laid_out.keep(id(message), (message, whole))
        return (message,)

    async def send(self, to: Address, message: Message, key: str) -> str:
        """Deliver one part once. Returns its reference, or raises DeliveryFailed or DeliveryUncertain."""
        here = await self._workspace(to)
        channel = text(route_of(to), "channel") or to.id
        since = self._doubtful.get(key)
        if since is not None and (gone := await self.sent_already(to, key, since)):
            self._doubtful.pop(key)
            return gone
        await self._pace.turn(here.token, channel)
        more: Json = {"metadata": {"event_type": EVENT_TYPE, "event_payload": {"key": key}}}
        if thread := split_reference(to.under)[1]:
            more["thread_ts"] = thread
        try:
            async with self._pace.burst(here.token):
                told = await self.post(here, channel, message, more)
        except NotSent as why:
            raise delivery_failed(why) from why
        except Lost as why:
            raise delivery_uncertain(why) from why
        except Refused as why:
            raise self._no(here, channel, key, why) from why
        self._doubtful.pop(key)
        sent = reference(name_of(told, "channel"), moment(told, "ts"))
        if not sent:
            raise delivery_uncertain(Lost("unreadable"))
        return sent

    def _no(self, here: Workspace, channel: str, key: str, why: Refused) -> DeliveryFailed:
        no = delivery_refused(why)
        if why.status == 429:
            self._pace.pause(here.token, channel, no.retry_in or EACH)
        elif may_have_gone(why):
            self._doubtful.keep(key, self._clock() - timedelta(seconds=SENDING))
        elif is_operators(why):
            self._complain(here, why)
        elif is_ours(why):
            log.error("Slack refuses letter %s: %s", mark(key), why.error)
        return no

    def _complain(self, here: Workspace, why: Refused) -> None:
        """Log what the operator must put right once for each token and reason, and not for each letter."""
        secret_refused(PLATFORM)
        if (here.token, why.error) not in self._said:
            self._said.add((here.token, why.error))
            log.error("Slack refuses the token: %s", why.error)

    async def post(
        self, here: Workspace, channel: str, message: Message, more: Mapping[str, object], seconds: float = SENDING
    ) -> Json:
        """Post with chat.postMessage: without its chart if the workspace refuses charts, and in sentences alone if it refuses
        the blocks."""
        chart = here.token not in self._chartless
        sheet = self._sheet(message, chart)
        given: Json = {**messages.QUIET, **more, "channel": channel}
        try:
            return await self._api.call(here.token, "chat.postMessage", {**given, **sheet}, seconds)
        except Refused as why:
            if why.error not in REFUSED_BLOCKS:
                raise
            if not has_chart(sheet):
                return await self._in_sentences(here, message, given, seconds)
        try:
            without = {**given, **messages.body(message, chart=False)}
            told = await self._api.call(here.token, "chat.postMessage", without, seconds)
        except Refused as why:
            if why.error not in REFUSED_BLOCKS:
                raise
            return await self._in_sentences(here, message, given, seconds)
        self._chartless.add(here.token)  # only now is it known that it was the chart
        log.info("a workspace refuses charts: their sentences stand alone from now on")
        return told

    async def _in_sentences(self, here: Workspace, message: Message, given: Json, seconds: float) -> Json:
        """Post a message whose blocks were refused as plain words, so that nothing ends in silence."""
        log.error("Slack refuses the blocks of a message, so it is said in plain words")
        alone = {**given, "text": messages.in_sentences(message)}
        return await self._api.call(here.token, "chat.postMessage", alone, seconds)

    def _sheet(self, message: Message, chart: bool) -> Json:
        """Lay a message out, unless that was just done."""
        _, whole = self._laid_out.pop(id(message)) or (message, None)
        return messages.body(message, chart) if whole is None or (has_chart(whole) and not chart) else whole

    async def sent_already(self, to: Address, key: str, since: datetime) -> str | None:
        """Return the reference of Milepost's own message with that key, sent at that moment or later. Reads one page of
        history, nearly always. A look-up that Slack interrupts goes on at the page it got to."""
        here = await self._workspace(to)
        channel = text(route_of(await self.open(to)), "channel") or to.id
        given: Json = {"channel": channel, "include_all_metadata": True, "limit": PAGE}
        given["oldest"] = f"{(since - BEFORE).timestamp():.6f}"
        thread = split_reference(to.under)[1]
        method = "conversations.replies" if thread else "conversations.history"
        given |= {"ts": thread} if thread else {}
        cursor = self._read.pop(key) or ""
        for _ in range(PAGES):
            try:
                page = await self._asked(here, method, {**given, **({"cursor": cursor} if cursor else {})})
            except DeliveryFailed:
                self._keep_place(key, cursor)
                raise
            for message in pieces(page, "messages"):
                if _is_letter(message, key, here):
                    return reference(channel, moment(message, "ts"))
            cursor = text(piece(page, "response_metadata"), "next_cursor")
            if not cursor:
                return None
        return None

    def _keep_place(self, key: str, cursor: str) -> None:
        if cursor:
            self._read.keep(key, cursor)

    async def rewrite(self, to: Address, said: str, message: Message) -> bool:
        """Put a message in place of one that was sent, without its chart if the workspace refuses charts."""
        here = await self._workspace(to)
        channel, ts = split_reference(said)
        if not ts:
            return False
        put = messages.body(messages.beginning(message), here.token not in self._chartless)
        given: Json = {**put, "channel": channel, "ts": ts}
        try:
            await self._asked(here, "chat.update", given)
        except DeliveryFailed as failed:
            if failed.retry_in is not None:
                raise
            log.info("Slack does not rewrite a message: %s", failed.reason)
            return False
        return True

    async def open(self, to: Address) -> Address:
        """Return the address with its conversation opened. A channel's needs no opening."""
        if not is_person(to) or text(route_of(to), "channel"):
            return to
        here = await self._workspace(to)
        told = await self._asked(here, "conversations.open", {"users": to.id})
        channel = name_of(piece(told, "channel"), "id")
        if not channel:
            raise delivery_failed(Lost("unreadable"))
        return to.model_copy(update={"route": route(channel, text(route_of(to), "enterprise"))})

    async def find(self, email: str) -> Address | None:
        """Find whoever has this verified e-mail in a workspace that is served and may introduce it. No other is asked."""
        installed = await self._workspaces.all()
        served = self._served()
        if served.unsure(PLATFORM):
            raise delivery_failed(Lost("auth.test"))
        for here in installed:
            if not served.introduces(PLATFORM, here.team, email, here.id):
                continue
            found = await self._directory.find(here, email)
            if found is not None:
                org = here.enterprise if here.org_wide else ""
                tenant = here.team or found[1] or here.enterprise
                return Address(platform=PLATFORM, tenant=tenant, id=found[0], route=route("", org))
        return None

    async def barred(self, to: Address) -> str | None:
        """Say why a person or a channel cannot be written to now. None if it can, or if the app may not know."""
        here = await self._workspaces.of(to.tenant, text(route_of(to), "enterprise"))
        if here is None:
            raise not_installed()
        if not self._serves(to, here):
            return why_unserved(here)
        if is_person(to):
            return await self._directory.barred(here, to)
        try:
            told = await self._api.call(here.token, "conversations.info", {"channel": to.id}, ASKING)
        except CallFailed as why:
            return barring(why)
        return why_closed(piece(told, "channel"))

    async def outsiders(self, to: Address) -> bool:
        """Say if people of other organisations read a channel, or soon will."""
        given: Json = {"channel": to.id}
        told = piece(await self._asked(await self._workspace(to), "conversations.info", given), "channel")
        return told.get("is_ext_shared") is True or told.get("is_pending_ext_shared") is True

    async def gone(self, people: Sequence[Address]) -> Mapping[Address, str]:
        """Return which of these people nobody can write to any more, each with the reason."""
        found: dict[Address, str] = {}
        asked: dict[Workspace, list[Address]] = defaultdict(list)
        for to in people:
            here = await self._workspaces.of(to.tenant, text(route_of(to), "enterprise"))
            if here is not None and self._serves(to, here):
                asked[here].append(to)
            elif here is not None:
                found[to] = why_unserved(here)
        for here, some in asked.items():
            found |= await self._directory.gone(here, some)
        return found

    async def _workspace(self, to: Address) -> Workspace:
        here = await self._workspaces.of(to.tenant, text(route_of(to), "enterprise"))
        if here is None:
            raise not_installed()
        if not self._serves(to, here):
            raise DeliveryFailed(why_unserved(here), None)
        return here

    def _serves(self, to: Address, here: Workspace) -> bool:
        """Say if letters may go there. A bot's one token reaches its own workspace alone, named yet or not."""
        served = self._served()
        return served.unsure(PLATFORM) or served.serves(PLATFORM, to.tenant, here.id)

    async def _asked(self, here: Workspace, method: str, given: Json) -> Json:
        try:
            return await self._api.call(here.token, method, given, ASKING)
        except CallFailed as why:
            raise delivery_failed(why) from why


def why_unserved(here: Workspace) -> str:
    """Say why nobody is written to in a workspace that is not listed."""
    return words("slack.reach.not_served", {"team": here.id})


def why_closed(channel: Json) -> str | None:
    """Say why a channel cannot be posted in, by what conversations.info says of it."""
    if channel.get("is_archived") is True:
        return reason("is_archived")
    if channel.get("is_member") is False and channel.get("is_im") is not True:
        return reason("not_in_channel")
    return None


def has_chart(sheet: Mapping[str, object]) -> bool:
    """Say if some blocks hold Slack's own chart."""
    blocks = sheet.get("blocks")
    return isinstance(blocks, list) and any(isinstance(one, dict) and one.get("type") == "data_visualization" for one in blocks)


def _is_letter(message: Json, key: str, here: Workspace) -> bool:
    metadata = piece(message, "metadata")
    carries = text(metadata, "event_type") == EVENT_TYPE and piece(metadata, "event_payload").get("key") == key
    whose = name_of(message, "bot_id")
    return carries and (not here.bot or not whose or whose == here.bot)


def route(channel: str, enterprise: str = "") -> str:
    """Return how to reach somebody unprompted, as kept in an address."""
    told = {"channel": channel, "enterprise": enterprise}
    return json.dumps({name: value for name, value in told.items() if value}, sort_keys=True) if any(told.values()) else ""


def is_person(to: Address) -> bool:
    """Say if an address is a person's rather than a channel's."""
    return to.id[:1] in ("U", "W")
