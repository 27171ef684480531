"""The workspaces Milepost is installed in, and the token for each: one by its bot token, or several by installation."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import sqlalchemy as sa

from adapters.slack.api import Api, CallFailed, Lost, NotSent, Refused
from adapters.slack.errors import is_operators
from adapters.slack.setup.keyring import UNREADABLE, SealedInstallations
from adapters.slack.setup.rotation import Rotation
from adapters.web.ask_once import AskOnce
from adapters.web.refused import secret_refused
from bot.model.record.remembered import Remembered
from bot.wording.sentences import words

log = logging.getLogger("milepost.slack")
AGAIN = 10.0  # seconds until Slack is asked again who we are, after it did not answer
KEPT = 60.0  # seconds an installation is remembered: another process may have installed anew
MOST = 5_000  # teams whose installation is remembered


@dataclass(frozen=True, slots=True)
class Workspace:
    """One installation: its workspace, its token, and Milepost's ids there. `team` is empty for a whole organisation's."""

    team: str
    enterprise: str
    token: str
    bot: str = ""
    bot_user: str = ""
    org_wide: bool = False
    expires: bool = False  # the token does, and must be renewed
    unrenewed: bool = False  # it is time for that, and Slack refuses

    @property
    def id(self) -> str:
        """Return the id the installation is listed by: its workspace's, or the whole organisation's."""
        return self.team or self.enterprise

    def serves(self, team: str, enterprise: str) -> bool:
        """Say if people of this team belong here, as far as its ids tell."""
        return team in (self.team, "") or (self.enterprise != "" and self.enterprise in (enterprise, team))


class Workspaces(Protocol):
    """The installations, and the token of each."""

    async def of(self, team: str, enterprise: str = "") -> Workspace | None:
        """Return the installation that serves a team. None if there is none."""
        ...

    async def all(self) -> tuple[Workspace, ...]:
        """Return every installation there is."""
        ...

    async def unreadable(self) -> tuple[Workspace, ...]:
        """Return the installations whose token none of the keys opens: they must be made again."""
        ...

    async def forget(self, team: str, enterprise: str, org_wide: bool) -> None:
        """Forget an installation that was taken off: its token is void."""
        ...


class OneWorkspace:
    """The workspace of the one bot token. Slack is asked once which that is; until it says, any team is taken for it."""

    def __init__(self, api: Api, token: str) -> None:
        self._api = api
        self._token = token
        self._known: Workspace | None = None
        self._asking: AskOnce[str, None] = AskOnce()
        self._ask_after = 0.0
        self._refused = False
        self._complained = ""  # why Slack did not tell, as it was logged last

    @property
    def own(self) -> str:
        """Return the id of the token's workspace. Empty until Slack has told."""
        return self._known.id if self._known is not None else ""

    @property
    def refused(self) -> bool:
        """Say if Slack refused the token when it was asked last."""
        return self._refused

    async def of(self, team: str, enterprise: str = "") -> Workspace | None:
        known = self._known or await self._learn()
        if known is None:
            return Workspace(team=team, enterprise=enterprise, token=self._token)
        return known if known.serves(team, enterprise) else None

    async def all(self) -> tuple[Workspace, ...]:
        known = self._known or await self._learn()
        return (known or Workspace(team="", enterprise="", token=self._token),)

    async def unreadable(self) -> tuple[Workspace, ...]:
        return ()

    async def forget(self, team: str, enterprise: str, org_wide: bool) -> None:
        # The token is the operator's to replace; there is nothing of ours to delete.
        return

    async def _learn(self) -> Workspace | None:
        if asyncio.get_running_loop().time() >= self._ask_after:
            await self._asking.ask(self._token, self._ask)
        return self._known

    async def _ask(self) -> None:
        try:
            told = await self._api.call(self._token, "auth.test", {}, 1.5)
        except CallFailed as failed:
            self._ask_after = asyncio.get_running_loop().time() + AGAIN
            self._complain(failed)
            return
        self._complained, self._refused = "", False
        text = {name: str(told.get(name) or "") for name in ("team_id", "enterprise_id", "bot_id", "user_id")}
        org_wide = told.get("is_enterprise_install") is True
        self._known = Workspace(
            text["team_id"], text["enterprise_id"], self._token, text["bot_id"], text["user_id"], org_wide
        )


    def _complain(self, failed: NotSent | Lost | Refused) -> None:
        """Log why Slack does not tell, once for each reason. A token that it refuses is the operator's to replace."""
        self._refused = isinstance(failed, Refused) and is_operators(failed)
        if self._refused:
            secret_refused("slack")
        said, self._complained = self._complained, str(failed)
        if said == self._complained:
            return
        if isinstance(failed, Refused) and is_operators(failed):
            log.error("%s", words("slack.start.bot_token", {"error": failed.error}))
        else:
            log.warning("Slack does not say whose bot token this is (%s)", failed)


class Installed:
    """The workspaces kept by the installation flow, in the record's own database."""

    def __init__(self, store: SealedInstallations, rotation: Rotation | None = None) -> None:
        self._store = store
        self._rotation = rotation
        self._kept: Remembered[tuple[str, str], Workspace] = Remembered(MOST)

    async def of(self, team: str, enterprise: str = "") -> Workspace | None:
        now = asyncio.get_running_loop().time()
        kept = self._kept.get((team, enterprise), since=now - KEPT)
        if kept is not None:
            return kept
        found = best([one for one in await self._latest() if one.token != UNREADABLE], team, enterprise)
        if found is not None:
            found = await self._fresh(found)
            self._kept.keep((team, enterprise), found, at=now)
        else:
            self._kept.pop((team, enterprise))
        return found

    async def all(self) -> tuple[Workspace, ...]:
        return tuple([await self._fresh(one) for one in await self._latest() if one.token != UNREADABLE])

    async def _fresh(self, one: Workspace) -> Workspace:
        """Return an installation with a token that has not expired, if Slack gives one."""
        if self._rotation is None or not one.expires:
            return one
        token = await self._rotation.token(one.team, one.enterprise, one.org_wide, one.token)
        return replace(one, token=token, unrenewed=self._rotation.is_refused(one.team, one.enterprise))

    async def unreadable(self) -> tuple[Workspace, ...]:
        return tuple(one for one in await self._latest() if one.token == UNREADABLE)

    async def _latest(self) -> list[Workspace]:
        c = self._store.bots.c
        query = (
            sa.select(
                *(c.enterprise_id, c.team_id, c.bot_token, c.bot_id, c.bot_user_id, c.is_enterprise_install),
                c.bot_token_expires_at,
            )
            .where(c.client_id == self._store.client_id, c.bot_token.is_not(None))
            .order_by(c.installed_at.desc())
        )
        async with self._store.engine.connect() as connection:
            rows = (await connection.execute(query)).mappings().all()
        latest: dict[tuple[str, str], Workspace] = {}
        for row in rows:
            one = _workspace(dict(row))
            latest.setdefault((one.enterprise, one.team), one)
        return list(latest.values())

    async def forget(self, team: str, enterprise: str, org_wide: bool) -> None:
        where = {"enterprise_id": enterprise or None, "team_id": None if org_wide else team or None}
        await self._store.async_delete_bot(**where)
        await self._store.async_delete_installation(**where)
        self._kept.clear()

    def changed(self) -> None:
        """Note that an installation was saved: what was remembered is looked up anew."""
        self._kept.clear()


def _workspace(row: Mapping[str, object]) -> Workspace:
    text = {name: str(value or "") for name, value in row.items()}
    org_wide, expires = bool(row["is_enterprise_install"]), row["bot_token_expires_at"] is not None
    team = "" if org_wide else text["team_id"]
    return Workspace(team, text["enterprise_id"], text["bot_token"], text["bot_id"], text["bot_user_id"], org_wide, expires)


def best(known: Sequence[Workspace], team: str, enterprise: str) -> Workspace | None:
    """Return the team's own installation, else its organisation's. If no organisation is named, the only one there is serves."""
    own = [one for one in known if one.team and one.team == team]
    orgs = [one for one in known if one.org_wide]
    named = [one for one in orgs if one.enterprise in (enterprise, team)]
    if own or named:
        return (own or named)[0]
    return orgs[0] if len(orgs) == 1 and not enterprise else None
