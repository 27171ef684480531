"""The people of Slack: asked about once, then remembered. What is some minutes old is asked anew behind the answer."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass

from adapters.slack.api import Api, CallFailed, Refused
from adapters.slack.inbound import Json, name_of, piece, text
from adapters.slack.workspaces import Workspace
from adapters.web.ask_once import AskOnce
from adapters.web.background import Errands
from bot.model.remembered import Remembered
from bot.model.talk import Sender

log = logging.getLogger("milepost.slack")
PLATFORM = "slack"
FRESH = 600.0  # seconds for which Slack is not asked anew
KEPT = 14 * 86_400.0  # seconds after which somebody is as good as unknown: most are asked something every week
MOST = 5000  # people remembered
SECONDS = 1.5  # that Slack may take to say who somebody is
NOBODY = ("user_not_found", "user_not_visible", "users_not_found")
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
                log.info("Slack does not say who %s is (%s)", key[1], failed)
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
