"""The doctor's look at Slack: tokens, scopes, the event address and the board channels, a line for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from adapters.slack.api import Api, CallFailed, Lost, NotSent, Refused
from adapters.slack.errors import delivery_failed
from adapters.slack.inbound import text
from adapters.slack.letters import Letters
from adapters.slack.people import PLATFORM
from adapters.slack.settings import SlackSettings
from adapters.slack.setup.manifest import EVENTS_PATH, scopes
from adapters.slack.workspaces import Workspace, Workspaces
from bot.model.people import Address
from bot.model.tenants import Served
from bot.ports.channel import Finding
from bot.ports.refusals import DeliveryFailed
from bot.wording.sentences import Fact, words

SECONDS = 10.0


async def examine(
    settings: SlackSettings,
    api: Api,
    workspaces: Workspaces,
    letters: Letters,
    boards: Sequence[Address],
    served: Served,
) -> tuple[Finding, ...]:
    """Look at everything that must be in order for Milepost to hear and to speak in Slack."""
    installed = await workspaces.all()
    inert = [here for here in installed if here.id and not served.serves(PLATFORM, here.team, here.id)]
    wanted = scopes(settings.reads_files, settings.sends_files)
    findings = [finding for here in installed if here not in inert for finding in await _token(api, here, wanted)]
    findings += [_bad("renewal", {"team": here.id}) for here in installed if here.unrenewed]
    findings += [_bad("unlisted", {"team": here.id}) for here in inert]
    findings += unreadable(await workspaces.unreadable())
    if not findings:
        findings.append(_bad("nowhere"))
    findings += [*_events(settings), *await _socket(api, settings)]
    for board in boards:
        if board.platform == PLATFORM:
            findings.append(await _board(letters, board))
    return tuple(findings)


def unreadable(installations: Sequence[Workspace]) -> list[Finding]:
    """Return a fault for each installation that must be made again, because none of the keys opens its token."""
    return [_bad("unreadable", {"team": here.id}) for here in installations]


async def _token(api: Api, here: Workspace, wanted: Mapping[str, str]) -> list[Finding]:
    try:
        answer = await api.ask(here.token, "auth.test", {}, SECONDS)
    except CallFailed as why:
        team = here.team or here.enterprise or words("slack.doctor.workspace")
        return [_bad("token", {"team": team, "reason": delivery_failed(why).reason})]
    team = text(answer.body, "team") or here.team
    missing = [scope for scope in wanted if scope not in answer.scopes]
    found = [_good("token", {"team": team, "user": text(answer.body, "user")})]
    if not answer.scopes:
        return [*found, _unchecked("scopes_unknown", {"team": team})]
    if not missing:
        return [*found, _good("scopes", {"team": team})]
    return [*found, *(_bad("scope", {"team": team, "scope": scope, "why": wanted[scope]}) for scope in missing)]


def _events(settings: SlackSettings) -> Iterator[Finding]:
    if settings.app_token and not settings.signing_secret:
        return
    if not settings.signing_secret:
        yield _bad("secret")
    elif settings.app_token:
        yield _unchecked("secret_besides", {"path": EVENTS_PATH})
    else:
        yield _unchecked("secret", {"path": EVENTS_PATH})


async def _socket(api: Api, settings: SlackSettings) -> list[Finding]:
    if not settings.app_token:
        return []
    try:
        await api.call(settings.app_token, "apps.connections.open", {}, SECONDS)
    except Refused as why:
        return [_bad("socket", {"reason": why.error})]
    except (NotSent, Lost) as why:
        return [_unchecked("socket_unheard", {"reason": delivery_failed(why).reason})]
    return [_good("socket")]


async def _board(letters: Letters, board: Address) -> Finding:
    try:
        reason = await letters.barred(board)
    except DeliveryFailed as why:
        return _unchecked("board", {"channel": board.id, "reason": why.reason})
    return _bad("board", {"channel": board.id, "reason": reason}) if reason else _good("board", {"channel": board.id})


def _good(key: str, facts: dict[str, Fact] | None = None) -> Finding:
    return Finding(ok=True, sentence=words(f"slack.doctor.{key}_good", facts or {}))


def _bad(key: str, facts: dict[str, Fact] | None = None) -> Finding:
    return Finding(ok=False, sentence=words(f"slack.doctor.{key}_bad", facts or {}))


def _unchecked(key: str, facts: dict[str, Fact] | None = None) -> Finding:
    return Finding(ok=None, sentence=words(f"slack.doctor.{key}_unchecked", facts or {}))
