"""The people of Teams: asked about once, then remembered. What is some minutes old is asked anew behind the answer."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Iterable

from adapters.teams.api import Answered, Service, Unreached
from adapters.teams.inbound import PLATFORM, Json, Turn, text_at
from adapters.teams.net import Net
from adapters.teams.tokens import TokenDown, TokenRefused
from adapters.web.ask_once import AskOnce
from bot.model.letters.talk import Sender
from bot.model.noun import Noun
from bot.model.people import Address
from bot.model.record.remembered import Remembered
from bot.model.tenants import Served
from bot.ports.refusals import DeliveryFailed
from bot.wording.sentences import words

log = logging.getLogger("milepost.teams")

FRESH = 600.0  # seconds for which Teams is not asked anew
UNKNOWN = 30.0  # the same for one without an e-mail, who has to wait then: it may just have been given
KEPT = 14 * 86_400.0  # seconds after which somebody is as good as unknown: most are asked something every week
MOST_KEPT = 20_000
PATIENCE = 4.0  # seconds; the person waits, and Teams waits for fifteen
MOST_EMAIL = 254
_EMAIL = re.compile(r"[^@\s#]+@[^@\s#]+\.[^@\s#]+")


class Member(Noun):
    """One account as Teams tells of it. `tenant` is the directory that keeps it, and only it may say whose e-mail the
    account has.

    A directory that is not served may give anybody's e-mail to anyone, whatever the account's name or role says.
    """

    email: str | None = None
    name: str = ""
    account: str = ""
    tenant: str = ""
    known: bool = True


class People:
    """Asks the connector about members, one call for all who wait."""

    def __init__(self, service: Service, net: Net, served: Served, fresh: float = FRESH) -> None:
        self._service = service
        self._served = served
        self._fresh = fresh
        self._kept: Remembered[tuple[str, str], Member] = Remembered(MOST_KEPT)
        self._asking: AskOnce[tuple[str, str], Member | None] = AskOnce(net.errands)

    async def sender(self, turn: Turn) -> Sender | None:
        """Return who spoke, None if Teams does not tell just now and never did."""
        member = await self._member(turn)
        if member is None:
            return None
        return self._sender(turn.tenant, account(turn, member), member, turn.user_name)

    def _sender(self, tenant: str, id_: str, member: Member, name: str = "") -> Sender:
        ours = self._served.serves(PLATFORM, member.tenant or tenant)
        return Sender(
            platform=PLATFORM,
            tenant=tenant,
            id=id_,
            email=member.email if ours and member.tenant else None,
            name=member.name or name,
            vouched=member.known and ours,
            home=member.tenant,
        )

    async def whose(self, to: Address, route: Json) -> Sender | None:
        """Ask without haste whose an account is: nobody waits. Returns None if its conversation knows it no longer."""
        service_url, user = text_at(route, "service_url"), text_at(route, "user")
        try:
            told = await self._service.call("GET", service_url, _path(text_at(route, "conversation"), user))
        except Answered as answered:
            if answered.status == 404:
                return None
            raise DeliveryFailed(words("teams.reason.later", {"code": str(answered)}), answered.retry_after) from answered
        except (Unreached, TokenDown, TokenRefused) as wrong:
            raise DeliveryFailed(words("teams.reason.no_service"), None) from wrong
        member = read(told)
        self._keep((to.tenant, user), member)
        return self._sender(to.tenant, to.id, member)

    def left(self, tenant: str, users: Iterable[str]) -> None:
        """Forget whoever has left a conversation: they may have left altogether."""
        for user in users:
            self._kept.pop((tenant, user))

    async def _member(self, turn: Turn) -> Member | None:
        """Return what is known of whoever speaks. If it is some minutes old, Teams is asked and nobody waits for that."""
        who = (turn.tenant, turn.user)
        now = asyncio.get_running_loop().time()
        member = self._kept.get(who, since=now - KEPT)
        if member is not None and self._kept.get(who, since=now - (self._fresh if member.email else UNKNOWN)) is not None:
            return member
        asking = self._asking.begin(who, lambda: self._ask(turn, who))
        return member if member is not None and member.email else await asyncio.shield(asking) or member

    async def _ask(self, turn: Turn, who: tuple[str, str]) -> Member | None:
        try:
            async with asyncio.timeout(PATIENCE):
                told = await self._service.insist("GET", turn.service_url, _path(turn.conversation, turn.user))
            found = read(told)
        except Answered as answered:
            if turn.aside and answered.status in (403, 404):  # Milepost is not there, so Teams tells it nothing of whoever is
                return self._kept.get(who) or Member()
            if answered.status != 404:
                log.warning("who is speaking could not be asked (%s)", answered)
                return None
            found = Member()  # the signed activity says which account it is, and nothing says whose
        except (Unreached, TokenDown, TokenRefused, TimeoutError) as wrong:
            log.warning("who is speaking could not be asked (%s %s)", type(wrong).__name__, wrong)
            return None
        self._keep(who, found)
        return found

    def _keep(self, who: tuple[str, str], member: Member) -> None:
        self._kept.keep(who, member, at=asyncio.get_running_loop().time())


def _path(conversation: str, user: str) -> tuple[str, ...]:
    return ("v3", "conversations", conversation, "members", user)


def read(told: Json) -> Member:
    """Read a member's JSON. A guest's sign-in name is no address: theirs is in `email`."""
    emails = [text_at(told, name).strip() for name in ("email", "mail", "userPrincipalName")]
    good = [email for email in emails if len(email) <= MOST_EMAIL and _EMAIL.fullmatch(email)]
    return Member(
        email=good[0] if good else None,
        name=text_at(told, "name"),
        account=text_at(told, "aadObjectId") or text_at(told, "objectId"),
        tenant=text_at(told, "tenantId"),
        known=text_at(told, "userRole") != "anonymous",
    )


def account(turn: Turn, member: Member | None = None) -> str:
    """Return what a person is known by: the directory's id, else Teams's own."""
    told = member.account if member is not None and turn.account == turn.user else ""
    return told or turn.account
