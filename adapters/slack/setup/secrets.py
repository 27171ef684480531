"""Milepost's secrets in Slack, tried there now and then: one that stopped working is known before a letter is refused."""

from __future__ import annotations

from adapters.slack.api import Api, Lost, NotSent, Refused
from adapters.slack.errors import WORKSPACE, delivery_failed, delivery_refused, is_operators, not_installed, reason
from adapters.slack.people import PLATFORM
from adapters.slack.workspaces import Workspace, Workspaces, best
from adapters.web.refused import secret_refused
from bot.wording.sentences import words

SECONDS = 10.0


async def refused(api: Api, workspaces: Workspaces, team: str, enterprise: str) -> str | None:
    """Return why no secret of ours works in a workspace, in words for an admin. None if all do. Raises DeliveryFailed if
    Slack does not tell."""
    here = await workspaces.of(team, enterprise)
    if here is None:
        return await _unopened(workspaces, team, enterprise)
    why = await _token_refused(api, here)
    if why is None and here.unrenewed:
        secret_refused(PLATFORM)
        return words("slack.reach.unrenewed")
    return why


async def _unopened(workspaces: Workspaces, team: str, enterprise: str) -> str:
    """Say why there is no token: none of the keys opens it, or Milepost was taken off."""
    if best(await workspaces.unreadable(), team, enterprise) is None:
        return not_installed().reason
    secret_refused(PLATFORM)
    return words("slack.reach.key")


async def _token_refused(api: Api, here: Workspace) -> str | None:
    try:
        await api.call(here.token, "auth.test", {}, SECONDS)
    except Refused as why:
        if why.error not in WORKSPACE and not is_operators(why):
            raise delivery_refused(why) from why
        secret_refused(PLATFORM)
        return reason(why.error)
    except (NotSent, Lost) as why:
        raise delivery_failed(why) from why
    return None
