"""Slack, whole: one app of bolt's over HTTP or Socket Mode, the letters out, the installations and the doctor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_sdk.signature import SignatureVerifier

from adapters.slack.api import Api, CallFailed
from adapters.slack.bolt.app import bolt_app
from adapters.slack.bolt.door import Door
from adapters.slack.files.handed import Uploads
from adapters.slack.files.sent import Files
from adapters.slack.front import Front
from adapters.slack.home import USUAL as USUAL_RESTS
from adapters.slack.home import Homes, Rests
from adapters.slack.inbound import split_reference, text
from adapters.slack.letters import Letters
from adapters.slack.patience import Patience
from adapters.slack.people import FRESH, PLATFORM, Directory, People
from adapters.slack.replies import Replies
from adapters.slack.settings import SlackSettings
from adapters.slack.setup import doctor, secrets
from adapters.slack.setup.install import Installation
from adapters.slack.setup.manifest import EVENTS_PATH
from adapters.slack.socket import USUAL, Line, Pauses
from adapters.slack.workspaces import OneWorkspace, Workspaces
from adapters.web.background import Errands
from adapters.web.route import route_of
from bot.model.letters.message import Message
from bot.model.letters.talk import FileSent, Handed, Sender
from bot.model.people import Address
from bot.model.tenants import Served, besides, together
from bot.ports.channel import Finding, Handle, Heed
from bot.ports.clock import Clock
from bot.wording.sentences import words

NOBODY = Served()


class Slack:
    """Slack as a channel. Implements `bot.ports.channel.Channel`, and brings what people say to the desk.

    `haste` is how many times the published limit on a channel its Slack allows; the real one allows it once. `elsewhere` is
    what is served on other platforms: a workspace that is not the only one may introduce people of its own domains alone.
    `pauses` are the patience of its socket, `fresh` the seconds for which it is not asked anew about somebody it told of.
    `rests` are the pauses in which what its Homes show is left as it is.
    """

    platform = PLATFORM
    remembers = True

    @property
    def hands_files(self) -> bool:
        """Say if the operator lets Milepost send files."""
        return self._settings.sends_files

    def __init__(
        self,
        settings: SlackSettings,
        clock: Clock,
        database_url: str,
        haste: float = 1.0,
        elsewhere: Served = NOBODY,
        pauses: Pauses = USUAL,
        fresh: float = FRESH,
        rests: Rests = USUAL_RESTS,
    ) -> None:
        self._settings = settings
        self._elsewhere = elsewhere
        self._api = Api(settings.api_url)
        self._installation = Installation(settings, database_url, self._api) if settings.client_id else None
        self._one = OneWorkspace(self._api, settings.bot_token)
        self._workspaces: Workspaces = self._installation.workspaces if self._installation else self._one
        self._errands = Errands(CallFailed)
        self._directory = Directory(self._api, self._errands)
        self._letters = Letters(self._api, self._workspaces, self._directory, clock, haste, self._everywhere)
        self._line = Line(self._api, settings.app_token, self._errands, pauses)
        self._people = People(self._api, self._errands, fresh)
        self._homes = Homes(self._api, self._errands, rests)
        self._files = Files(self._api, self._workspaces, settings.reads_files)
        self._uploads = Uploads(Patience(self._api, self._letters))
        self._replies = Replies(self._api, self._letters, self._errands)
        self._bolt: AsyncApp | None = None

    # ---- the port ----------------------------------------------------------------------------

    def parts(self, message: Message) -> tuple[Message, ...]:
        """Return the message as Slack can take it: itself, or numbered parts."""
        return self._letters.parts(message)

    async def open(self, to: Address) -> Address:
        """Return the address with its direct message opened, and named in its route."""
        return await self._letters.open(to)

    async def send(self, to: Address, message: Message, key: str) -> str:
        """Deliver one part once. Returns its reference, or raises DeliveryFailed or DeliveryUncertain."""
        return await self._letters.send(to, message, key)

    async def attach(self, to: Address, reference: str, files: Sequence[Handed]) -> None:
        """Put files into the thread of a message that was sent, if the operator lets Milepost send files."""
        channel, ts = split_reference(reference)
        here = await self._workspaces.of(to.tenant, text(route_of(to), "enterprise"))
        if self._settings.sends_files and here is not None and ts:
            await self._uploads.attach(here, channel, files, ts)

    async def sent_already(self, to: Address, key: str, since: datetime) -> str | None:
        """Return the reference of an earlier delivery of this key, by the metadata in the conversation's history."""
        return await self._letters.sent_already(to, key, since)

    async def rewrite(self, to: Address, reference: str, message: Message) -> bool:
        """Put a message in place of one that was sent."""
        return await self._letters.rewrite(to, reference, message)

    async def find(self, email: str) -> Address | None:
        """Find whoever has this e-mail in a workspace Milepost is installed in."""
        return await self._letters.find(email)

    async def whose(self, to: Address) -> Sender | None:
        """Return None: Slack tells with the account whose it is, so nobody waits to be asked about."""
        return None

    async def gone(self, people: Sequence[Address]) -> Mapping[Address, str]:
        """Return which of these people nobody can write to any more: asked of the whole workspace if they are many."""
        return await self._letters.gone(people)

    async def fetch(self, file: FileSent, most: int) -> bytes:
        """Return a file that somebody sent, from where Slack keeps it."""
        return await self._files.fetch(file, most)

    async def barred(self, to: Address) -> str | None:
        """Say why somebody or some channel cannot be written to there now."""
        return await self._letters.barred(to)

    async def secret_refused(self, to: Address) -> str | None:
        """Return why Slack takes no token of ours there any more, or lets nobody there be heard."""
        served, enterprise = self.served(), text(route_of(to), "enterprise")
        if not served.unsure(PLATFORM) and not served.serves(PLATFORM, to.tenant, enterprise):
            return None
        why = await secrets.refused(self._api, self._workspaces, to.tenant, enterprise)
        return why or self._line.refused()

    async def outsiders(self, to: Address) -> bool:
        """Say if a channel is shared with another organisation (Slack Connect), or is about to be."""
        return await self._letters.outsiders(to)

    @property
    def showing(self) -> bool:
        """Say if something must still be shown, though Slack was answered."""
        return self._errands.under_way

    # ---- who is served ----------------------------------------------------------------------

    def served(self) -> Served:
        """Return the workspaces listed, and the bot token's own, which has no id until Slack has told it."""
        listed = self._settings.workspaces
        if self._installation is not None:
            return Served(tenants=tuple((PLATFORM, one) for one in listed))
        return besides(PLATFORM, listed, self._one.own)

    def _everywhere(self) -> Served:
        return together(self.served(), self._elsewhere)

    async def refusal(self) -> str | None:
        """Say why Milepost must not start: it may be installed in any workspace, and none is listed."""
        if self._installation is None or self._settings.workspaces:
            return None
        found = ", ".join(here.id for here in await self._workspaces.all())
        return words("slack.install.none_listed", {"ids": found}) if found else words("slack.install.none_at_all")

    def is_shut(self) -> bool:
        """Say if Slack refused the one bot token when it was asked last. Each installation has a token of its own."""
        return self._installation is None and self._one.refused

    # ---- the house ---------------------------------------------------------------------------

    async def start(self) -> None:
        """Open what is needed. That Slack does not answer now is no reason not to start."""
        self._api.start()
        if self._installation is not None:
            await self._installation.start()
        else:
            await self._workspaces.all()

    async def close(self) -> None:
        """Let what is being shown be shown, and close every connection."""
        await self._errands.drain()
        await self._api.close()
        if self._installation is not None:
            await self._installation.close()

    async def examine(self, boards: Sequence[Address]) -> tuple[Finding, ...]:
        """Return what the doctor finds."""
        return await doctor.examine(self._settings, self._api, self._workspaces, self._letters, boards, self.served())

    def routes(self, handle: Handle, heed: Heed) -> list[web.RouteDef]:
        """Return the route Slack delivers to, if a signing secret proves that it is Slack, and the pages that install
        Milepost."""
        app = self._app(handle, heed)
        routes = []
        if self._settings.signing_secret:
            door = Door(app, SignatureVerifier(self._settings.signing_secret))
            routes.append(web.post(EVENTS_PATH, door.delivered))
        if self._installation is not None and app.oauth_flow is not None:
            routes += self._installation.routes(app.oauth_flow)
        return routes

    async def listen(self, handle: Handle, heed: Heed) -> None:
        """Listen over Socket Mode until cancelled, if an app token is set. Connects again whenever the line is cut."""
        if self._settings.app_token:
            await self._line.keep(self._app(handle, heed))

    def deaf(self) -> str | None:
        """Say why nothing said in Slack can be heard over its socket, if that has been so for too long."""
        return self._line.deaf()

    def _app(self, handle: Handle, heed: Heed) -> AsyncApp:
        """Return the one app, over HTTP and Socket Mode alike: what comes over both is still answered once."""
        if self._bolt is not None:
            return self._bolt
        front = Front(
            self._api,
            self._workspaces,
            self._people,
            self._directory,
            self._replies,
            self._homes,
            self._errands,
            handle,
            heed,
            self.served,
        )
        oauth = self._installation.settings if self._installation is not None else None
        self._bolt = bolt_app(self._api.client, self._workspaces, front, oauth)
        return self._bolt
