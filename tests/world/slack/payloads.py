"""The bodies Slack posts to an app, built from what the world holds at that moment."""

from __future__ import annotations

import re
import secrets

from tests.world.slack.api import message_json, view_json
from tests.world.slack.world import Conversation, Json, Posted, Team, Token, User, View, World

_URL = re.compile(r"https?://[^\s<>|]+")
_EMAIL = re.compile(r"(?<![\w.:/@-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def escaped(text: str) -> str:
    """What a client makes of typed text before anything else."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def linked(text: str) -> str:
    """Typed text as a message event carries it: escaped, addresses and e-mails in angle brackets."""
    typed = escaped(text)
    return _EMAIL.sub(lambda m: f"<mailto:{m[0]}|{m[0]}>", _URL.sub(lambda m: f"<{m[0]}>", typed))


def install_of(world: World, team: Team) -> Token:
    """The installation that serves a workspace."""
    found = [t for t in world.tokens.values() if t.kind == "bot" and not t.revoked and world.serves(t, team.id)]
    return found[-1] if found else Token("", "bot", team.id, team.enterprise, ())


def envelope(world: World, team: Team, event: Json) -> Json:
    """An event as the Events API delivers it."""
    org = install_of(world, team).team is None
    seconds = int(world.now())
    wrapped: Json = {
        "token": world.token_word,
        "team_id": team.id,
        "api_app_id": world.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": f"Ev{secrets.token_hex(5).upper()}",
        "event_time": seconds,
        "authorizations": [
            {
                "enterprise_id": team.enterprise,
                "team_id": None if org else team.id,
                "user_id": team.bot,
                "is_bot": True,
                "is_enterprise_install": org,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": f"4-{secrets.token_hex(20)}",
    }
    return {**wrapped, "enterprise_id": team.enterprise} if team.enterprise else wrapped


def message_event(post: Posted, conversation: Conversation, user: User) -> Json:
    """A message someone typed."""
    event: Json = {
        "type": "message",
        "channel": conversation.id,
        "user": user.id,
        "text": post.text,
        "ts": post.ts,
        "event_ts": post.ts,
        "channel_type": conversation.kind,
        "client_msg_id": secrets.token_hex(16),
        "team": user.team,
        "blocks": post.blocks,
    }
    if post.thread_ts:
        event |= {"thread_ts": post.thread_ts, "parent_user_id": user.id}
    if user.team != conversation.team:
        event |= {"user_team": user.team, "source_team": user.team}
    return event


def file_event(post: Posted, conversation: Conversation, user: User, file: Json) -> Json:
    """A message with a file, with or without words."""
    return {**message_event(post, conversation, user), "subtype": "file_share", "files": [file], "upload": False}


def own_event(world: World, post: Posted, conversation: Conversation, changed: bool) -> Json:
    """The bot's own message, which comes back to the app as an event; or its change."""
    shown = message_json(world, post)
    more: Json = {"channel": conversation.id, "channel_type": conversation.kind, "event_ts": post.ts}
    if not changed:
        return {**shown, **more}
    before = {**shown, "text": post.versions[-1][0]} if post.versions else shown
    return {"type": "message", "subtype": "message_changed", "message": shown, "previous_message": before, "ts": world.ts(), "hidden": True, **more}


def edited_event(post: Posted, before: str, conversation: Conversation, user: User, ts: str) -> Json:
    """A message someone changed after it was sent."""
    whole = message_event(post, conversation, user)
    shown = {name: value for name, value in whole.items() if name not in ("channel", "channel_type", "event_ts")}
    return {
        "type": "message",
        "subtype": "message_changed",
        "message": {**shown, "edited": {"user": user.id, "ts": ts}},
        "previous_message": {**shown, "text": before},
        "channel": conversation.id,
        "channel_type": conversation.kind,
        "hidden": True,
        "ts": ts,
        "event_ts": ts,
    }


def mention_event(post: Posted, conversation: Conversation, user: User) -> Json:
    """A message in a channel that names the bot."""
    event = message_event(post, conversation, user)
    del event["channel_type"]
    return {**event, "type": "app_mention"}


def command(world: World, team: Team, user: User, conversation: Conversation, text: str, response_url: str) -> Json:
    """A slash command, as the fields of a form."""
    word, _, rest = text.partition(" ")
    fields: Json = {
        "token": world.token_word,
        "team_id": team.id,
        "team_domain": team.domain,
        "channel_id": conversation.id,
        "channel_name": conversation.name,
        "user_id": user.id,
        "user_name": user.name,
        "command": word,
        "text": linked(rest.strip()) if world.escapes else escaped(rest.strip()),
        "api_app_id": world.app_id,
        "is_enterprise_install": "true" if install_of(world, team).team is None else "false",
        "response_url": response_url,
        "trigger_id": world.trigger(user.id, team.id),
    }
    if team.enterprise:
        fields |= {"enterprise_id": team.enterprise, "enterprise_name": "Organisation"}
    return fields


def _common(world: World, team: Team, user: User) -> Json:
    return {
        "token": world.token_word,
        "api_app_id": world.app_id,
        "team": {"id": team.id, "domain": team.domain},
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team},
        "enterprise": {"id": team.enterprise, "name": "Organisation"} if team.enterprise else None,
        "is_enterprise_install": install_of(world, team).team is None,
        "trigger_id": world.trigger(user.id, team.id),
    }


def action_of(element: Json, block: Json, **more: object) -> Json:
    """One action of a press or a choice."""
    action: Json = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "action_ts": secrets.token_hex(4),
    }
    if element["type"] == "button":
        action |= {name: element[name] for name in ("text", "value", "style") if name in element}
    return {**action, **more}


def press(
    world: World, team: Team, user: User, post: Posted, conversation: Conversation, action: Json, response_url: str
) -> Json:
    """A press on a message. The body of an ephemeral message does not come with it."""
    payload: Json = {
        "type": "block_actions",
        **_common(world, team, user),
        "container": {
            "type": "message",
            "message_ts": post.ts,
            "channel_id": conversation.id,
            "is_ephemeral": post.seen_by is not None,
        },
        "channel": {"id": conversation.id, "name": conversation.name},
        "state": {"values": {}},
        "response_url": response_url,
        "actions": [action],
    }
    if post.thread_ts:
        payload["container"] = {**payload["container"], "thread_ts": post.thread_ts}  # type: ignore[dict-item]
    if post.seen_by is None:
        payload["message"] = message_json(world, post)
    return payload


def view_press(world: World, team: Team, user: User, view: View, action: Json) -> Json:
    """A press or a choice in a modal or a Home."""
    return {
        "type": "block_actions",
        **_common(world, team, user),
        "container": {"type": "view", "view_id": view.id},
        "view": view_json(world, view, state=True),
        "actions": [action],
    }


def submission(world: World, team: Team, user: User, view: View) -> Json:
    """A modal sent in."""
    return {
        "type": "view_submission",
        **_common(world, team, user),
        "view": view_json(world, view, state=True),
        "response_urls": [],
    }


def closing(world: World, team: Team, user: User, view: View) -> Json:
    """A modal closed without sending it in."""
    payload = {"type": "view_closed", **_common(world, team, user), "view": view_json(world, view, state=True), "is_cleared": False}
    del payload["trigger_id"]
    return payload


def shortcut(
    world: World, team: Team, user: User, post: Posted, conversation: Conversation, callback: str, response_url: str
) -> Json:
    """A message shortcut chosen from a message's menu."""
    return {
        "type": "message_action",
        **_common(world, team, user),
        "callback_id": callback,
        "channel": {"id": conversation.id, "name": conversation.name},
        "message_ts": post.ts,
        "message": message_json(world, post, metadata=False),
        "response_url": response_url,
        "action_ts": post.ts,
    }


def user_change(world: World, user: User) -> Json:
    """An account that changed, as the event carries it."""
    profile: Json = {"real_name": user.real_name, "display_name": user.name, "team": user.team}
    if user.email:
        profile["email"] = user.email
    shown: Json = {
        "id": user.id,
        "team_id": user.team,
        "name": user.name,
        "deleted": user.deleted,
        "profile": profile,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": int(world.now()),
    }
    return {"type": "user_change", "user": shown, "cache_ts": int(world.now()), "event_ts": world.ts()}
