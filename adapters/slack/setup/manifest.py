"""The app manifest: what Slack is to be told of Milepost, with the fewest scopes. Pure."""

from __future__ import annotations

from bot.wording.sentences import words

Json = dict[str, object]

EVENTS_PATH = "/slack/events"
REDIRECT_PATH = "/slack/oauth_redirect"
MOST_DESCRIPTION = 4000
LEAST_DESCRIPTION = 174

SCOPES: dict[str, str] = {  # scope -> what it is for; nothing else is asked for
    "commands": "/milepost and the message shortcut",
    "chat:write": "nudges, digests and answers",
    "im:write": "to open a conversation with whoever is to be nudged",
    "im:history": "to hear what people write to Milepost, and to see whether a nudge was delivered before sending it again",
    "app_mentions:read": "to answer where it is mentioned in a channel",
    "users:read": "to tell a person of this workspace from a bot, a leaver or somebody from elsewhere",
    "users:read.email": "to match people to the plan by their e-mail",
    "channels:read": "to check that a public board channel is open to it",
    "groups:read": "the same for a private board channel",
    "channels:history": "to see whether a digest was delivered before sending it again",
    "groups:history": "the same in a private board channel",
}
READS_FILES = {"files:read": "to read a plan that an admin sends as a file"}
SENDS_FILES = {"files:write": "to send a paper as a file to whoever asks for it"}
EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "member_joined_channel",
    "message.im",
    "team_join",
    "tokens_revoked",
    "user_change",
)


def scopes(read_files: bool, send_files: bool = False) -> dict[str, str]:
    """Return the scopes that are asked for, each with what it is for."""
    return {**SCOPES, **(READS_FILES if read_files else {}), **(SENDS_FILES if send_files else {})}


def manifest(url: str, socket: bool, rotate: bool = False, read_files: bool = False, send_files: bool = False) -> Json:
    """Return the manifest for an app served at `url`, or over Socket Mode, which needs no address. With `rotate` its tokens
    expire, and are renewed: for installation by OAuth alone. With `read_files` an admin may send a plan as a file, and with
    `send_files` papers come as files."""
    address = f"{url.rstrip('/')}{EVENTS_PATH}"
    events: Json = {"bot_events": list(EVENTS)}
    interactivity: Json = {"is_enabled": True}
    command: Json = {
        "command": "/milepost",
        "description": words("slack.manifest.command"),
        "usage_hint": words("slack.manifest.usage"),
        "should_escape": True,
    }
    if not socket:
        events["request_url"] = interactivity["request_url"] = command["url"] = address
    oauth: Json = {"scopes": {"bot": list(scopes(read_files, send_files))}}
    if url:  # where Slack returns to when Milepost is installed from its own pages
        oauth["redirect_urls"] = [f"{url.rstrip('/')}{REDIRECT_PATH}"]
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": words("slack.manifest.name"),
            "description": words("slack.manifest.description"),
            "long_description": words("slack.manifest.long_description"),
            "background_color": "#1f3a5f",
        },
        "features": {
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False},
            "bot_user": {"display_name": words("slack.manifest.name"), "always_online": True},
            "shortcuts": [
                {
                    "name": words("slack.manifest.shortcut"),
                    "type": "message",
                    "callback_id": "use_as_evidence",
                    "description": words("slack.manifest.shortcut_description"),
                }
            ],
            "slash_commands": [command],
        },
        "oauth_config": oauth,
        "settings": {
            "event_subscriptions": events,
            "interactivity": interactivity,
            "org_deploy_enabled": True,
            "socket_mode_enabled": socket,
            "token_rotation_enabled": rotate,
        },
    }
