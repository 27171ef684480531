"""The people of Slack: who speaks, and whoever is looked for, by e-mail or to see if they are gone.

Slack is asked about a speaker once. What is some minutes old is asked anew behind the answer. Many are looked for in the
directory of their workspace, which is a few calls; a few are asked about one by one.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from adapters.slack.api import Api, CallFailed, Lost, NotSent, Refused
from adapters.slack.errors import delivery_failed, reason
from adapters.slack.inbound import Json, name_of, piece, pieces, text
from adapters.slack.markup import mentioned_in, with_names
from adapters.slack.workspaces import Workspace
from adapters.web.ask_once import AskOnce
from adapters.web.background import Errands
from bot.model.letters.talk import Sender
from bot.model.people import Address
from bot.model.record.remembered import Remembered
from bot.ports.refusals import DeliveryFailed

log = logging.getLogger("milepost.slack")
PLATFORM = "slack"
FRESH = 600.0  # seconds for which Slack is not asked anew
KEPT = 14 * 86_400.0  # seconds after which somebody is as good as unknown: most are asked something every week
MOST = 5000  # people remembered
SECONDS = 1.5  # that Slack may take to say who somebody is
NOBODY = ("user_not_found", "user_not_visible", "users_not_found")
ASKING = 10.0  # seconds that Slack may take if nobody waits for an answer
AT_ONCE = 5  # questions side by side, gentle on Slack's limits
FEW = 10  # people who are looked for one by one
PAGE = 500  # accounts: Slack gives no more than 1,000 at once, and allows twenty such calls a minute
PAGES = 40  # in a workspace of more accounts the others are looked for one by one
LISTED = 600.0  # seconds a directory serves; what Slack tells of an account meanwhile is taken in
MOST_LISTED = 20  # directories kept
TRIES = 5
LONGEST_PAUSE = 60.0
PATIENCE = 2.0  # seconds a letter waits for a directory; then it is tried again later, and others go
MOST_NAMED = 5  # accounts mentioned in one message that Slack is asked about
Key = tuple[str, str]


class Unknown(Exception):
    """Slack does not say who this is, and nothing is remembered."""


@dataclass(frozen=True, slots=True)
class Face:
    """One account as Slack tells of it. `vouched` is False for whoever must not be served."""

    email: str | None
    name: str
    vouched: bool
    deleted: bool = False


NO_FACE = Face(None, "", False)


def face_of(user: Json, here: Workspace) -> Face:
    """Read what an account's own entry says. Only `is_email_confirmed: false` makes an e-mail unverified."""
    profile = piece(user, "profile")
    email = text(profile, "email").strip() or None
    if user.get("is_email_confirmed") is False:
        email = None
    name = text(profile, "real_name") or text(user, "real_name") or text(profile, "display_name") or text(user, "name")
    deleted = user.get("deleted") is True
    machine = user.get("is_bot") is True or user.get("is_workflow_bot") is True or name_of(user, "id") == "USLACKBOT"
    return Face(email, name, not (deleted or machine or _foreign(user, here)), deleted)


def _foreign(user: Json, here: Workspace) -> bool:
    """Say if an account is another workspace's. A guest is at home; so is whoever belongs to the same organisation."""
    if user.get("is_stranger") is True:
        return True
    team, org = name_of(user, "team_id"), piece(user, "enterprise_user")
    enterprise = name_of(user, "enterprise_id") or name_of(org, "enterprise_id")
    if here.enterprise and enterprise:
        return enterprise != here.enterprise
    return bool(here.team and team) and team != here.team


class People:
    """The accounts that have spoken lately."""

    def __init__(self, api: Api, errands: Errands, fresh: float = FRESH) -> None:
        self._api, self._fresh = api, fresh
        self._known: Remembered[Key, Face] = Remembered(MOST)
        self._changes: Remembered[Key, int] = Remembered(MOST)  # how often Slack has told of a change
        self._asking: AskOnce[tuple[Key, int], Face] = AskOnce(errands)

    async def sender(self, here: Workspace, team: str, user: str, home: str = "") -> Sender:
        """Return the speaker, as Slack vouches for them. Raises Unknown if Slack does not say."""
        if home and here.team and not here.enterprise and home != here.team:
            face = NO_FACE  # of another workspace, by what Slack itself wrote beside their words
        else:
            face = await self.face(here, user)
        email = face.email if face.vouched else None
        known = {"platform": PLATFORM, "tenant": team, "id": user, "home": here.id}
        return Sender(**known, email=email, name=face.name, vouched=face.vouched)

    async def named(self, here: Workspace, said: str) -> str:
        """Return words with the name of each account that is mentioned in them, as far as Slack tells it."""
        if "@" not in said:
            return said
        mentioned = mentioned_in(said)[:MOST_NAMED]
        names = dict(zip(mentioned, await asyncio.gather(*(self._name(here, user) for user in mentioned)), strict=True))
        return with_names(said, names)

    async def _name(self, here: Workspace, user: str) -> str:
        try:
            return (await self.face(here, user)).name
        except Unknown as why:
            log.info("Slack does not say who was mentioned (%s)", why)
            return ""

    async def face(self, here: Workspace, user: str) -> Face:
        """Return what is known of an account. If it is some minutes old, Slack is asked and nobody waits for that. Only for
        an account that is not known must the caller wait."""
        key = (here.token, user)
        now = asyncio.get_running_loop().time()
        known = self._known.get(key, since=now - KEPT)
        if known is None:
            try:
                return await asyncio.shield(self._ask(here, key))
            except CallFailed as failed:
                raise Unknown(str(failed)) from failed
        if self._known.get(key, since=now - self._fresh) is None:
            self._ask(here, key)
        return known

    def _ask(self, here: Workspace, key: Key) -> asyncio.Task[Face]:
        """Ask, unless that is being asked. An answer from before a change is not the answer to a question from after it."""
        count = self._changes.get(key) or 0
        return self._asking.begin((key, count), lambda: self._asked(here, key, count))

    async def _asked(self, here: Workspace, key: Key, count: int) -> Face:
        try:
            told = await self._api.call(here.token, "users.info", {"user": key[1]}, SECONDS)
            face = face_of(piece(told, "user"), here)
        except CallFailed as failed:
            if not isinstance(failed, Refused) or failed.error not in NOBODY:
                log.info("Slack does not say who somebody is (%s)", failed)
                raise
            face = NO_FACE
        if count == (self._changes.get(key) or 0):
            self._keep(key, face)
        return face

    def _keep(self, key: Key, face: Face) -> None:
        self._known.keep(key, face, at=asyncio.get_running_loop().time())

    def changed(self, here: Workspace, user: Json) -> tuple[Face | None, Face]:
        """Take in what Slack tells of an account unasked. Returns what was remembered of it, and what holds now.

        An event may say less than users.info does: unless it repeats what is known, that is asked, and at once.
        """
        key = (here.token, name_of(user, "id"))
        before, after = self._known.get(key), face_of(user, here)
        if before == after:
            return before, after
        self._known.pop(key)
        self._changes.keep(key, (self._changes.get(key) or 0) + 1)
        if after.deleted:
            self._keep(key, after)
        elif before is not None:
            self._ask(here, key)
        return before, after


# ---- many at once ----------------------------------------------------------------------------


@dataclass(slots=True)
class Listing:
    """The accounts of a workspace, as users.info would tell of each. `whole` says that there are no others."""

    faces: dict[str, tuple[str, Face]] = field(default_factory=dict)
    by_email: dict[str, str] = field(default_factory=dict)
    whole: bool = True

    def take(self, user: Json, here: Workspace) -> None:
        """Take in what Slack tells of an account, in place of what it told before."""
        id_, face = name_of(user, "id"), face_of(user, here)
        _, before = self.faces.get(id_, ("", None))
        if before is not None and before.email and self.by_email.get(before.email.casefold()) == id_:
            del self.by_email[before.email.casefold()]
        self.faces[id_] = (name_of(user, "team_id"), face)
        if face.vouched and face.email:
            self.by_email[face.email.casefold()] = id_


class Directory:
    """Looks people up, in the workspaces whose tokens it is given."""

    def __init__(self, api: Api, errands: Errands) -> None:
        self._api = api
        self._kept: Remembered[Key, Listing] = Remembered(MOST_LISTED)
        self._reading: AskOnce[Key, Listing] = AskOnce(errands)
        self._singly: Remembered[Key, list[float]] = Remembered(MOST_LISTED)  # when somebody was asked for by e-mail

    def changed(self, here: Workspace, user: Json) -> None:
        """Take in what Slack tells of an account unasked."""
        for team in (here.team, name_of(user, "team_id")):
            listing = self._kept.get((here.token, team))
            if listing is not None and name_of(user, "id"):
                listing.take(user, here)

    async def find(self, here: Workspace, email: str) -> tuple[str, str] | None:
        """Return the id and the team of whoever has this verified e-mail. Raises DeliveryFailed if Slack does not say now."""
        key = (here.token, here.team)
        listing = self._fresh(key)
        if listing is None and here.team and self._are_many(key):
            listing = await self._soon(here, here.team)
        if listing is not None:
            id_ = listing.by_email.get(email.casefold())
            if id_ is not None or listing.whole:
                return (id_, listing.faces[id_][0]) if id_ is not None else None
        return await self._find_one(here, email)

    def _fresh(self, key: Key) -> Listing | None:
        return self._kept.get(key, since=asyncio.get_running_loop().time() - LISTED)

    def _are_many(self, key: Key) -> bool:
        """Note that one more is asked for. Say if there are so many of late that all of them are asked for at once."""
        now = asyncio.get_running_loop().time()
        late = [moment for moment in self._singly.get(key) or [] if moment > now - LISTED]
        self._singly.keep(key, [*late, now][-FEW - 1 :])
        return len(late) >= FEW

    async def _soon(self, here: Workspace, team: str) -> Listing:
        """Return the directory if it is read in a moment. Raises DeliveryFailed if not: it is then asked for again."""
        reading = self._read(here, team)
        await asyncio.wait({reading}, timeout=PATIENCE)
        if not reading.done():
            raise delivery_failed(Lost("users.list"))
        try:
            return reading.result()
        except CallFailed as why:
            raise delivery_failed(why) from why

    async def _find_one(self, here: Workspace, email: str) -> tuple[str, str] | None:
        try:
            told = await self._api.call(here.token, "users.lookupByEmail", {"email": email}, ASKING)
        except CallFailed as why:
            if isinstance(why, Refused) and why.error in NOBODY:
                return None
            raise delivery_failed(why) from why
        user = piece(told, "user")
        face = face_of(user, here)
        found = face.vouched and face.email and name_of(user, "id")
        return (name_of(user, "id"), name_of(user, "team_id")) if found else None

    async def gone(self, here: Workspace, people: Sequence[Address]) -> Mapping[Address, str]:
        """Return which of these accounts are closed, each with the reason. One of which Slack does not say is left out."""
        found: dict[Address, str] = {}
        by_team: dict[str, list[Address]] = defaultdict(list)
        for to in people:
            by_team[to.tenant].append(to)
        for team, some in by_team.items():
            try:
                listing = await asyncio.shield(self._read(here, team)) if len(some) > FEW else Listing(whole=False)
            except CallFailed as why:
                log.warning("Slack does not say who is gone from %s (%s)", team, why)
                continue
            found |= {to: reason("user_disabled") for to in some if to.id in listing.faces and listing.faces[to.id][1].deleted}
            found |= await self._gone_singly(here, [to for to in some if to.id not in listing.faces])
        return found

    async def _gone_singly(self, here: Workspace, people: Iterable[Address]) -> Mapping[Address, str]:
        turns = asyncio.Semaphore(AT_ONCE)

        async def asked(to: Address) -> tuple[Address, str | None]:
            async with turns:
                try:
                    return to, await self.barred(here, to)
                except DeliveryFailed as failed:
                    log.info("Slack does not say if somebody is gone (%s)", failed.reason)
                    return to, None

        return {to: why for to, why in await asyncio.gather(*map(asked, people)) if why is not None}

    async def barred(self, here: Workspace, to: Address) -> str | None:
        """Say why a person cannot be written to now. None if they can, or if the app may not know."""
        try:
            told = await self._api.call(here.token, "users.info", {"user": to.id}, ASKING)
        except CallFailed as why:
            return barring(why)
        return reason("user_disabled") if piece(told, "user").get("deleted") is True else None

    # ---- the whole of it -----------------------------------------------------------------

    def _read(self, here: Workspace, team: str) -> asyncio.Task[Listing]:
        """Read the directory of a workspace, unless that is being done."""
        return self._reading.begin((here.token, team), lambda: self._pages(here, team))

    async def _pages(self, here: Workspace, team: str) -> Listing:
        listing, cursor = Listing(), ""
        whose = {} if here.team else {"team_id": team}  # an organisation's token reaches several
        for _ in range(PAGES):
            page = await self._page(here, {"limit": PAGE, **whose, **({"cursor": cursor} if cursor else {})})
            for user in pieces(page, "members"):
                listing.take(user, here)
            cursor = text(piece(page, "response_metadata"), "next_cursor")
            if not cursor:
                break
        listing.whole = not cursor
        key, loop = (here.token, team), asyncio.get_running_loop()
        self._kept.keep(key, listing, at=loop.time())
        loop.call_later(LISTED, self._kept.pop, key)  # whoever is in no plan is not remembered for longer
        return listing

    async def _page(self, here: Workspace, given: Json) -> Json:
        for left in reversed(range(TRIES)):
            try:
                return await self._api.call(here.token, "users.list", given, ASKING)
            except Refused as why:
                if why.status != 429 or not left:
                    raise
                await asyncio.sleep(min(why.retry_after or 1.0, LONGEST_PAUSE))
        raise AssertionError("unreachable")


def barring(why: NotSent | Lost | Refused) -> str | None:
    """Read a failed look-up: why nobody can write there, None if the app may not know. Raises DeliveryFailed if Slack does
    not say now."""
    if isinstance(why, Refused) and why.error == "missing_scope":
        return None
    no = delivery_failed(why)
    if no.is_permanent:
        return no.reason
    raise no from why
