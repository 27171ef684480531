"""Microsoft Teams: `POST /api/messages` in, letters and replies out. Composed of one part a noun, each in its own module."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime

from aiohttp import web

from adapters.teams.api import Service
from adapters.teams.drawing import messages
from adapters.teams.files.sent import Files
from adapters.teams.inbound import PLATFORM
from adapters.teams.letters import Letters, no_token
from adapters.teams.net import Net
from adapters.teams.pace import conversations, tenants
from adapters.teams.people import FRESH, People
from adapters.teams.replies import Talk
from adapters.teams.settings import TeamsSettings
from adapters.teams.tokens import TokenDown, TokenRefused, token_urls, tokens
from adapters.teams.turns.auth import Guard, KeysDown, cloud, is_loopback
from adapters.teams.turns.door import TeamsAdapter
from adapters.teams.turns.front import ANSWERED_WITHIN, TeamsBot
from adapters.web.route import route_of
from bot.model.letters.message import Message
from bot.model.letters.talk import FileSent, Handed, Sender
from bot.model.people import Address
from bot.model.tenants import Served, of_platform
from bot.ports.channel import Finding, Handle, Heed
from bot.ports.clock import Clock
from bot.ports.refusals import DeliveryFailed
from bot.wording.sentences import words

log = logging.getLogger("milepost.teams")


class Teams:
    """The channel. `haste` is how many times the published limits its Teams allows; the real one allows them once. `fresh` are
    the seconds for which it is not asked anew about somebody it told of, `patience` those for which a press may wait.
    """

    platform: str = PLATFORM
    remembers: bool = False  # no way to ask Teams if a letter arrived

    @property
    def hands_files(self) -> bool:
        """Say if the operator lets Milepost send files. In a channel or a group chat no bot can."""
        return self._settings.sends_files

    def __init__(
        self,
        settings: TeamsSettings,
        clock: Clock,
        haste: float = 1.0,
        fresh: float = FRESH,
        patience: float = ANSWERED_WITHIN,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._patience = patience
        self._net = Net()
        where = cloud(settings)
        local = is_loopback(settings.openid_url) or is_loopback(settings.login_url)
        threads = conversations(haste)
        tenant = where.shared_tenant if settings.app_type == "MultiTenant" else settings.tenant_id
        self._tokens = tokens(settings, token_urls(where.login_url, tenant), where.scope, self._net)
        self._service = Service(self._net, self._tokens, local, settings.anonymous)
        self._guard = None if settings.anonymous else Guard(settings.app_id, where, self._net)
        self._served = of_platform(PLATFORM, settings.tenants)
        self._people = People(self._service, self._net, self._served, fresh)
        self._letters = Letters(self._service, settings.app_id, threads, tenants(haste))
        self._files = Files(self._net, settings.reads_files, local or settings.anonymous)
        self._talk = Talk(self._service, self._net, threads, local or settings.anonymous)

    def routes(self, handle: Handle, heed: Heed) -> list[web.RouteDef]:
        """Return the route to which the Bot Framework brings activities."""
        adapter = TeamsAdapter(self._guard, self._service)
        bot = TeamsBot(self._served, self._people, self._talk, handle, heed, self._net.errands, self._patience)

        async def messages(request: web.Request) -> web.Response:
            return await adapter.process(request, bot)

        return [web.post("/api/messages", messages)]

    async def listen(self, handle: Handle, heed: Heed) -> None:
        """Do nothing: Teams calls us, so there is nothing to listen to."""

    def deaf(self) -> str | None:
        """Return None: Teams calls us, so nothing here can be cut."""
        return None

    async def start(self) -> None:
        """Fetch keys and token before anyone needs them. Whoever does not answer is asked again when it matters."""
        if self._guard is not None:
            self._net.start(_tried(self._guard))
            self._net.start(self._warm())

    async def _warm(self) -> None:
        try:
            await self._tokens.get()
        except (TokenDown, TokenRefused):
            log.warning("Teams letters and replies wait until Microsoft gives the app a token")

    async def close(self) -> None:
        """Let what is being posted end, and close the connections."""
        await self._net.close()

    # ---- the channel ------------------------------------------------------------------------

    def parts(self, message: Message) -> tuple[Message, ...]:
        """Split a message into the parts that Teams needs."""
        return messages.parts(message)

    async def open(self, to: Address) -> Address:
        """Return the address with the person's own conversation in its route. Raises DeliveryFailed as `send` does."""
        self._must_serve(to)
        return await self._letters.open(to)

    async def send(self, to: Address, message: Message, key: str) -> str:
        """Post one part. Returns its reference."""
        self._must_serve(to)
        return await self._letters.send(to, message, key)

    async def attach(self, to: Address, reference: str, files: Sequence[Handed]) -> None:
        """Do nothing: a bot can hand over files in somebody's own chat alone, to whoever asks for them."""

    async def sent_already(self, to: Address, key: str, since: datetime) -> str | None:
        """Return None: Teams cannot tell. Raises DeliveryFailed as long as it does not answer at all."""
        if self._served.serves(PLATFORM, to.tenant):
            await self._letters.answers(to, key)
        return None

    async def rewrite(self, to: Address, reference: str, message: Message) -> bool:
        """Put a message in place of one that was posted."""
        self._must_serve(to)
        return await self._letters.rewrite(to, reference, message)

    async def find(self, email: str) -> Address | None:
        """Return None: Teams does not look people up. We meet them through the installed app."""
        return None

    async def whose(self, to: Address) -> Sender | None:
        """Return whose an account is that installed the app before Teams said so."""
        return await self._people.whose(to, route_of(to))

    async def gone(self, people: Sequence[Address]) -> Mapping[Address, str]:
        """Return whoever is in a tenant that is not served. Of all others Teams tells only on sending."""
        return {to: self._unserved(to) for to in people if not self._served.serves(PLATFORM, to.tenant)}

    async def fetch(self, file: FileSent, most: int) -> bytes:
        """Return a file that somebody sent, from where Teams keeps it."""
        return await self._files.fetch(file, most)

    async def barred(self, to: Address) -> str | None:
        """Return why nobody may be written to in a tenant that is not served. None for all others: Teams tells only on
        sending."""
        return None if self._served.serves(PLATFORM, to.tenant) else self._unserved(to)

    async def secret_refused(self, to: Address) -> str | None:
        """Return Microsoft's reason if it gives the app no token any more, which it is asked for anew."""
        if self._settings.anonymous or not self._served.serves(PLATFORM, to.tenant):
            return None
        try:
            await self._tokens.prove()
        except TokenRefused as refused:
            return no_token(str(refused))
        except TokenDown as down:
            raise DeliveryFailed(words("teams.reason.no_login"), None) from down
        return None

    async def outsiders(self, to: Address) -> bool:
        """Return False: Teams does not tell a bot who shares a channel."""
        return False

    def _must_serve(self, to: Address) -> None:
        if not self._served.serves(PLATFORM, to.tenant):
            raise DeliveryFailed(self._unserved(to), None)

    @staticmethod
    def _unserved(to: Address) -> str:
        return words("teams.reason.not_served", {"tenant": to.tenant})

    # ---- who is served ----------------------------------------------------------------------

    def served(self) -> Served:
        """Return the tenants whose people may speak. If none is listed, any may, which happens on this machine alone."""
        return self._served

    async def refusal(self) -> str | None:
        """Return None: nothing keeps Milepost from starting."""
        return None

    def is_shut(self) -> bool:
        """Return False: no token is asked for before there is something to send."""
        return False

    # ---- the doctor -------------------------------------------------------------------------

    async def examine(self, boards: Sequence[Address] = ()) -> tuple[Finding, ...]:
        """Look if the registration works and the board's channels can be reached. Returns a line for each."""
        if self._settings.anonymous:
            return (_finding(False, "anonymous"),)
        return (
            _finding(bool(self._settings.app_id), "app", app=self._settings.app_id),
            Finding(ok=None, sentence=words(f"teams.doctor.type_{self._settings.app_type}")),
            _finding(bool(self._settings.tenants), "tenants", tenants=", ".join(one.id for one in self._settings.tenants)),
            await self._secret(),
            await self._keys(),
            Finding(ok=None, sentence=words("teams.doctor.address")),
            *[await self._board(address) for address in boards if address.platform == PLATFORM],
        )

    async def _secret(self) -> Finding:
        try:
            await self._tokens.get()
        except TokenRefused as refused:
            return _finding(False, "identity" if self._settings.app_type == "UserAssignedMSI" else "secret", code=str(refused))
        except TokenDown as down:
            return _finding(False, "login", code=str(down))
        return _finding(True, "secret")

    async def _keys(self) -> Finding:
        try:
            await (self._guard.keys.fetch() if self._guard is not None else asyncio.sleep(0))
        except KeysDown:
            return _finding(False, "keys")
        return _finding(True, "keys")

    async def _board(self, board: Address) -> Finding:
        try:
            reason = await self._letters.look(board)
        except DeliveryFailed as failed:
            return Finding(ok=None, sentence=words("teams.doctor.board_unchecked", {"board": board.id, "reason": failed.reason}))
        return _finding(reason is None, "board", board=board.id, reason=reason or "")


async def _tried(guard: Guard) -> None:
    try:
        await guard.keys.fetch()
    except KeysDown:
        log.warning("Teams is answered 503 until Microsoft's key server can be reached")


def _finding(ok: bool, what: str, **facts: str) -> Finding:
    return Finding(ok=ok, sentence=words(f"teams.doctor.{what}{'' if ok else '_wrong'}", facts))
