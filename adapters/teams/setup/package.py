"""The app package an administrator uploads to Teams: a manifest of a published schema, two icons, one zip."""

from __future__ import annotations

import json
from importlib.resources import files
from io import BytesIO
from urllib.parse import urlsplit
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from adapters.teams.inbound import EVIDENCE, Json
from bot.wording.sentences import all_words, words

SCHEMA = "1.25"  # the first with all we use
FILES_VERSION = "1.1.1"  # of the package that lets files pass: Teams takes it in the place of the one that does not
SLASH_SCHEMA = "1.30"  # the first published one with slash commands
VERSION = "1.1.0"  # of the package, and not of Milepost: raise it with whatever is changed in the package, or Teams refuses it
ACCENT = "#0F4C5C"
NOWHERE = "https://example.org"  # stands in if the schema wants a site and the operator gave none
ICONS = ("color.png", "outline.png")
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same package is the same bytes


def package(app_id: str, url: str, slash: bool = False, with_files: bool = False) -> bytes:
    """Make the zip to upload. `url` is Milepost's public address; `slash` offers slash commands too, and `with_files` lets
    files pass, both ways, in people's own chat with Milepost."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        _add(archive, "manifest.json", json.dumps(manifest(app_id, url, slash, with_files), indent=2).encode())
        for icon in ICONS:
            _add(archive, icon, (files("adapters.teams.setup") / "icons" / icon).read_bytes())
    return made.getvalue()


def _add(archive: ZipFile, name: str, content: bytes) -> None:
    entry = ZipInfo(name, LONG_AGO)
    entry.compress_type = ZIP_DEFLATED
    archive.writestr(entry, content)


def manifest(app_id: str, url: str, slash: bool = False, with_files: bool = False) -> Json:
    """Describe the app as Teams shows it and lets it in."""
    schema = SLASH_SCHEMA if slash else SCHEMA
    site = url.rstrip("/") or NOWHERE
    host = urlsplit(url).hostname
    return {
        "$schema": f"https://developer.microsoft.com/json-schemas/teams/v{schema}/MicrosoftTeams.schema.json",
        "manifestVersion": schema,
        "version": FILES_VERSION if with_files else VERSION,
        "id": app_id,
        "developer": {
            "name": words("teams.app.developer"),
            "websiteUrl": site,
            "privacyUrl": f"{site}/privacy",
            "termsOfUseUrl": f"{site}/terms",
        },
        "name": {"short": words("teams.app.name"), "full": words("teams.app.full_name")},
        "description": {"short": words("teams.app.short"), "full": words("teams.app.full")},
        "icons": {"color": ICONS[0], "outline": ICONS[1]},
        "accentColor": ACCENT,
        "defaultInstallScope": "personal",
        "defaultGroupCapability": {"team": "bot", "groupchat": "bot"},
        "supportsChannelFeatures": "tier1",  # shared and private channels too: the check at the upload wants it said
        "bots": [_bot(app_id, slash, with_files)],
        "composeExtensions": [{"botId": app_id, "commands": [_action()]}],
        "permissions": ["identity", "messageTeamMembers"],
        "validDomains": [host] if host else [],
    }


def _bot(app_id: str, slash: bool, with_files: bool) -> Json:
    bot: Json = {
        "botId": app_id,
        "scopes": ["personal", "team", "groupChat"],
        "supportsFiles": with_files,
        "isNotificationOnly": False,
        "commandLists": [_menu("menu", ["personal"], slash), _menu("room_menu", ["team", "groupChat"], slash)],
    }
    return {**bot, "supportsTargetedMessages": True} if slash else bot


def _action() -> Json:
    """Describe the action in the menu of every message, whoever wrote it."""
    title, told = words("teams.app.evidence"), words("teams.app.evidence_told")
    return {"id": EVIDENCE, "type": "action", "title": title, "description": told, "context": ["message"], "fetchTask": True}


def _menu(table: str, scopes: list[str], slash: bool) -> Json:
    """List the commands of one table of `prompts/teams.toml`, each named by what a person then types."""
    entries = {name.partition(".")[2]: text for name, text in all_words("teams").items() if name.startswith(f"{table}.")}
    menu: Json = {
        "scopes": scopes,
        "commands": [{"title": title, "description": text} for title, text in entries.items()],
    }
    return {**menu, "triggers": ["mention", "slash"]} if slash else menu
