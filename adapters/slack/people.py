"""The people of Slack: asked of Slack, remembered for a few seconds, and for longer while Slack does not answer."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from adapters.slack.api import Api, CallFailed, Refused
from adapters.slack.inbound import Json, name_of, piece, text
from adapters.slack.workspaces import Workspace
from adapters.web.ask_once import AskOnce
from bot.model.remembered import Remembered
from bot.model.talk import Sender

PLATFORM = "slack"
FRESH = 5.0  # seconds
KEPT = 3600.0  # seconds an answer serves while Slack gives no other
MOST = 5000  # people remembered
NOBODY = ("user_not_found", "user_not_visible", "users_not_found")


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

    def __init__(self, api: Api) -> None:
        self._api = api
        self._known: Remembered[tuple[str, str], Face] = Remembered(MOST)
        self._asking: AskOnce[tuple[str, str], Face] = AskOnce()

    async def sender(self, here: Workspace, team: str, user: str, home: str = "", seconds: float = 1.5) -> Sender:
        """Return the speaker, as Slack vouches for them. Raises Unknown if Slack does not say."""
        if home and here.team and not here.enterprise and home != here.team:
            face = NO_FACE  # of another workspace, by what Slack itself wrote beside their words
        else:
            face = await self.face(here, user, seconds)
        email = face.email if face.vouched else None
        known = {"platform": PLATFORM, "tenant": team, "id": user, "home": here.id}
        return Sender(**known, email=email, name=face.name, vouched=face.vouched)

    async def face(self, here: Workspace, user: str, seconds: float = 1.5) -> Face:
        """Return what Slack says of an account, at most a few seconds old if Slack answers. One question at a time for each."""
        key = (here.token, user)
        now = asyncio.get_running_loop().time()
        if (fresh := self._known.get(key, since=now - FRESH)) is not None:
            return fresh
        known = self._known.get(key, since=now - KEPT)
        try:
            return await self._asking.ask(key, lambda: self._ask(here, user, seconds))
        except CallFailed as failed:
            if known is not None:
                return known
            raise Unknown(str(failed)) from failed

    async def _ask(self, here: Workspace, user: str, seconds: float) -> Face:
        try:
            told = await self._api.call(here.token, "users.info", {"user": user}, seconds)
            face = face_of(piece(told, "user"), here)
        except Refused as refused:
            if refused.error not in NOBODY:
                raise
            face = NO_FACE
        self._keep((here.token, user), face)
        return face

    def _keep(self, key: tuple[str, str], face: Face) -> None:
        self._known.keep(key, face, at=asyncio.get_running_loop().time())

    def changed(self, here: Workspace, user: Json) -> tuple[Face | None, Face]:
        """Take in what Slack tells of an account unasked: what was remembered of it, and what holds now."""
        key = (here.token, name_of(user, "id"))
        before = self._known.pop(key)
        after = face_of(user, here)
        if after.deleted:
            self._keep(key, after)  # else asked anew: an event may say less than users.info does
        return before, after
