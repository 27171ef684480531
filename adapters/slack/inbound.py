"""The things heard of Slack, as plain data, and the small readers that take them from JSON with distrust. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Literal

from bot.model.letters.talk import FileSent

Json = dict[str, object]
Kind = Literal["command", "direct", "mention", "press", "redraw", "submit", "home", "shortcut", "opened", "joined"]

_ID = re.compile(r"[A-Za-z0-9_.:-]{1,120}", re.ASCII)
_TS = re.compile(r"[0-9]{1,12}\.[0-9]{1,8}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Heard:
    """One thing somebody said in Slack, and all that is needed to answer it. An absent text is empty.

    `home` is the speaker's own workspace if Slack tells. `card` is the reference of the message that carried the
    button or that asked for the form; `fleeting` says that this message can be rewritten through its `url` alone.
    """

    kind: Kind
    id: str
    team: str
    user: str
    channel: str = ""
    said: str = ""
    enterprise: str = ""
    org_wide: bool = False
    home: str = ""
    thread: str = ""
    ts: str = ""
    card: str = ""
    fleeting: bool = False
    trigger: str = ""
    url: str = ""
    edited: bool = False
    view: Json = field(default_factory=dict)
    memo: Json = field(default_factory=dict)
    files: tuple[FileSent, ...] = ()

    @property
    def private(self) -> bool:
        """Say if the conversation is with one person alone. What is said in no conversation is said in private."""
        return not self.channel or self.channel.startswith("D")


@dataclass(frozen=True, slots=True)
class Changed:
    """An account was changed: what users.info would now say of it."""

    team: str
    enterprise: str
    user: Json


@dataclass(frozen=True, slots=True)
class Uninstalled:
    """The app was taken off a workspace, or its bot's token was revoked."""

    team: str
    enterprise: str
    org_wide: bool


Delivery = Heard | Changed | Uninstalled


def text(part: Mapping[str, object], name: str) -> str:
    """Read a text of an object, empty if there is none."""
    value = part.get(name)
    return value if isinstance(value, str) else ""


def piece(part: Mapping[str, object], name: str) -> Json:
    """Read an object of an object, empty if there is none."""
    value = part.get(name)
    return value if isinstance(value, dict) else {}


def pieces(part: Mapping[str, object], name: str) -> list[Json]:
    """Read the objects of a list of an object."""
    value = part.get(name)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def name_of(part: Mapping[str, object], name: str) -> str:
    """Read an id of an object, empty if there is none or it is no id."""
    value = part.get(name)
    return value if isinstance(value, str) and _ID.fullmatch(value) else ""


def moment(part: Mapping[str, object], name: str) -> str:
    """Read a message's ts."""
    value = part.get(name)
    return value if isinstance(value, str) and _TS.fullmatch(value) else ""


def reference(channel: str, ts: str) -> str:
    """Return the name that Milepost gives a message of Slack's."""
    return f"{channel}:{ts}" if channel and ts else ""


def split_reference(card: str) -> tuple[str, str]:
    """Return the channel and the ts of a reference."""
    channel, _, ts = card.partition(":")
    return (channel, ts) if _ID.fullmatch(channel) and _TS.fullmatch(ts) else ("", "")


def digest(*parts: object) -> str:
    """Return a short fingerprint of some JSON."""
    return sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()[:32]
