"""The deliveries of Slack, read with distrust: any field may be missing or of the wrong type. Pure: no network, no clock."""

from __future__ import annotations

import json
from urllib.parse import parse_qsl

from adapters.slack.drawing.forms import unpack
from adapters.slack.files.sent import files_of
from adapters.slack.inbound import (
    Changed,
    Delivery,
    Heard,
    Json,
    Kind,
    Uninstalled,
    digest,
    moment,
    name_of,
    piece,
    pieces,
    reference,
    text,
)
from adapters.slack.markup import without_escapes, without_markup, without_mention
from bot.wording.commands import MOST_TYPED

SHORTCUT = "use_as_evidence"
_TYPED_SUBTYPES = (None, "file_share", "thread_broadcast")

# ---- the body ------------------------------------------------------------------------------


def body_of(raw: str, content_type: str) -> Json | None:
    """Return the body of a request as one object, or None if it is none.

    Read here and not by bolt, which takes a command that speaks of a "payload" for one that has none.
    """
    try:
        if content_type.startswith("application/json") or raw.startswith("{"):
            read = json.loads(raw)
        else:
            fields = dict(parse_qsl(raw, keep_blank_values=True, max_num_fields=100))
            read = json.loads(fields["payload"]) if "payload" in fields and "command" not in fields else fields
    except (ValueError, RecursionError):
        return None
    return read if isinstance(read, dict) else None


def is_sound(body: Json) -> bool:
    """Say if bolt can look into a body. It trusts the types of what Slack delivers, and Slack's own are never wrong."""
    if "command" in body:
        return isinstance(body["command"], str) and "type" not in body
    match body.get("type"):
        case "event_callback":
            return isinstance(piece(body, "event").get("type"), str)
        case "block_actions":
            return _is_first_an_action(body.get("actions"))
        case "view_submission" | "view_closed":
            view = piece(body, "view")
            return isinstance(view.get("callback_id"), str) and view.get("type") in ("modal", "home")
        case "shortcut" | "message_action":
            return isinstance(body.get("callback_id"), str)
        case "block_suggestion":
            return isinstance(body.get("action_id"), str)
        case kind:
            return kind == "url_verification"


def _is_first_an_action(actions: object) -> bool:
    first = actions[0] if isinstance(actions, list) and actions else None
    return isinstance(first, dict) and isinstance(first.get("action_id"), str)


def read(body: Json) -> Delivery | None:
    """Return what was delivered, None for what Milepost does not listen to, and for junk."""
    kind = text(body, "type")
    if "command" in body:
        return _command(body)
    if kind == "event_callback":
        return _event(body)
    if kind == "block_actions":
        return _pressed(body)
    if kind == "view_submission":
        return _submitted(body)
    if kind == "message_action" and text(body, "callback_id") == SHORTCUT:
        return _shortcut(body)
    return None


# ---- what people do ------------------------------------------------------------------------


def _command(body: Json) -> Heard | None:
    team, user, channel = name_of(body, "team_id"), name_of(body, "user_id"), name_of(body, "channel_id")
    enterprise = name_of(body, "enterprise_id")
    if not (team or enterprise) or not user:
        return None
    trigger = name_of(body, "trigger_id")
    return Heard(
        kind="command",
        id=f"slack:{trigger or digest(body)}",
        team=team or enterprise,
        user=user,
        channel=channel,
        said=_typed(text(body, "text")),
        enterprise=enterprise,
        org_wide=_yes(body.get("is_enterprise_install")),
        trigger=trigger,
        url=text(body, "response_url"),
    )


def _event(body: Json) -> Delivery | None:
    event = piece(body, "event")
    kind = text(event, "type")
    here = next(iter(pieces(body, "authorizations")), {})
    team = name_of(here, "team_id") or name_of(body, "team_id")
    enterprise = name_of(here, "enterprise_id") or name_of(body, "enterprise_id")
    org_wide = _yes(here.get("is_enterprise_install"))
    if not (team or enterprise):
        return None
    if kind in ("user_change", "team_join"):
        return Changed(team or enterprise, enterprise, piece(event, "user"))
    if kind == "app_uninstalled" or (kind == "tokens_revoked" and piece(event, "tokens").get("bot")):
        return Uninstalled(team, enterprise, org_wide)
    channel, edited = name_of(event, "channel"), _edited(event, kind)
    event = edited or event
    user = name_of(event, "user")
    said = "" if edited else _said(event, kind, name_of(here, "user_id"))
    if not user or not channel or said is None:
        return None
    where: dict[str, Kind] = {"message": "direct", "app_mention": "mention", "member_joined_channel": "joined"}
    where["app_home_opened"] = "home" if said else "opened"
    files = files_of(event, team or enterprise, enterprise) if where[kind] == "direct" and not edited else ()
    ident = f"edited:{channel}:{moment(event, 'ts')}" if edited else name_of(body, "event_id") or digest(body)
    return Heard(
        kind=where[kind],
        id=f"slack:{ident}",
        edited=edited is not None,
        team=team or enterprise,
        user=user,
        channel="" if where[kind] == "home" else channel,
        said=said,
        enterprise=enterprise,
        org_wide=org_wide,
        home=name_of(event, "user_team") or name_of(event, "team"),
        thread=reference(channel, moment(event, "thread_ts")),
        ts=moment(event, "ts"),
        files=files,
    )


def _edited(event: Json, kind: str) -> Json | None:
    """Return the message that its own writer changed after it was sent, as it is now. None for any other event.

    In a direct message Slack tells of it so. It does too when a link is unfolded, and then nothing was edited. A mention that
    is edited comes as a second mention.
    """
    if kind == "app_mention":
        return event if "edited" in event and not event.get("bot_id") and not text(event, "channel").startswith("D") else None
    if kind != "message" or text(event, "subtype") != "message_changed" or text(event, "channel_type") != "im":
        return None
    now, before = piece(event, "message"), piece(event, "previous_message")
    by = name_of(piece(now, "edited"), "user")
    mine = by and by == name_of(now, "user") == name_of(before, "user") and not now.get("bot_id")
    return now if mine and text(now, "text") != text(before, "text") else None


def _said(event: Json, kind: str, bot: str) -> str | None:
    """Return what somebody said with an event, None if nobody said anything to Milepost."""
    if kind == "app_home_opened":
        return {"home": "home", "messages": ""}.get(text(event, "tab"))
    if kind == "member_joined_channel":
        return "" if bot and name_of(event, "user") == bot else None
    # Bots' messages and its own, edits, deletions and joins are nobody speaking.
    if event.get("bot_id") or event.get("hidden") or "edited" in event or event.get("subtype") not in _TYPED_SUBTYPES:
        return None
    said = text(event, "text")
    if kind == "message":
        called = bot if bot and f"<@{bot}" in said else None  # by name, though in private nobody need be
        if text(event, "channel_type") != "im":
            return None
        return _typed(said, called) if said.strip() else "" if pieces(event, "files") else None
    if kind == "app_mention" and not text(event, "channel").startswith("D"):
        return _typed(said, bot)
    return None


def _typed(said: str, mentioned: str | None = None) -> str:
    """Return what was typed, without the mention that called the bot. What is too long for the desk is not read here either."""
    bare = without_escapes(said)
    if len(bare) > MOST_TYPED:
        return bare
    return without_markup(said if mentioned is None else without_mention(said, mentioned)).strip() or "help"


def _where(body: Json) -> tuple[str, str, str, bool, str] | None:
    """Read an interaction's team, enterprise, user, if it is installed org-wide, and the person's own workspace."""
    user, team, enterprise = piece(body, "user"), piece(body, "team"), piece(body, "enterprise")
    home = name_of(user, "team_id")
    at = name_of(piece(body, "view"), "app_installed_team_id") or name_of(team, "id") or home
    org = name_of(enterprise, "id") or name_of(team, "enterprise_id")
    who = name_of(user, "id")
    return (at or org, org, who, _yes(body.get("is_enterprise_install")), home) if who and (at or org) else None


def _pressed(body: Json) -> Heard | None:
    where = _where(body)
    action = next(iter(pieces(body, "actions")), None)
    if where is None or action is None:
        return None
    team, enterprise, user, org_wide, home = where
    view, container, message = piece(body, "view"), piece(body, "container"), piece(body, "message")
    trigger = name_of(body, "trigger_id")
    ident = f"slack:{trigger or digest(user, container, action)}"
    if text(view, "type") == "modal":
        memo = _memo(view)
        return Heard(
            kind="redraw", id=ident, team=team, user=user, channel=name_of(memo, "chat"), said=text(memo, "say"),
            enterprise=enterprise, org_wide=org_wide, home=home, thread=text(memo, "thread"), view=view, memo=memo,
        )  # fmt: skip
    command = text(action, "value") or text(piece(action, "selected_option"), "value")
    if not command.strip():
        return None  # a link was followed
    channel = name_of(piece(body, "channel"), "id") or name_of(container, "channel_id")
    ts = moment(container, "message_ts") or moment(message, "ts")
    thread = moment(container, "thread_ts") or moment(message, "thread_ts")
    return Heard(
        kind="press",
        id=ident,
        team=team,
        user=user,
        channel=channel,
        said=command,
        enterprise=enterprise,
        org_wide=org_wide,
        home=home,
        thread=reference(channel, thread) if thread != ts else "",
        ts=ts,
        card=reference(channel, ts),
        fleeting=container.get("is_ephemeral") is True,
        trigger=trigger,
        url=text(body, "response_url"),
    )


def _submitted(body: Json) -> Heard | None:
    where, view = _where(body), piece(body, "view")
    memo = _memo(view)
    if where is None or not text(memo, "say"):
        return None
    team, enterprise, user, org_wide, home = where
    state = piece(piece(view, "state"), "values")
    return Heard(
        kind="submit",
        # Slack does not change the hash of a view whose faults were shown: what is typed makes it another sending.
        id=f"slack:{name_of(view, 'id')}:{digest(text(view, 'private_metadata'), state)}",
        team=team,
        user=user,
        channel=name_of(memo, "chat"),
        said=text(memo, "say"),
        enterprise=enterprise,
        org_wide=org_wide,
        home=home,
        thread=text(memo, "thread"),
        card=text(memo, "card"),
        fleeting=memo.get("fleeting") is True,
        trigger=name_of(body, "trigger_id"),
        url=text(memo, "url"),
        view=view,
        memo=memo,
    )


def _shortcut(body: Json) -> Heard | None:
    where = _where(body)
    message = piece(body, "message")
    channel, ts = name_of(piece(body, "channel"), "id"), moment(body, "message_ts") or moment(message, "ts")
    if where is None or not channel or not ts:
        return None
    team, enterprise, user, org_wide, home = where
    return Heard(
        kind="shortcut",
        id=f"slack:{name_of(body, 'trigger_id') or digest(body)}",
        team=team,
        user=user,
        channel=channel,
        said="evidence",
        enterprise=enterprise,
        org_wide=org_wide,
        home=home,
        ts=ts,
        trigger=name_of(body, "trigger_id"),
        url=text(body, "response_url"),
    )


def _memo(view: Json) -> Json:
    """Return what Milepost wrote on the back of its own form."""
    try:
        told = json.loads(unpack(view.get("private_metadata"))[0] or "{}")
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _yes(value: object) -> bool:
    return value is True or value == "true"
