"""Addresses in Slack, and how to reach whoever is there unprompted. Pure."""

from __future__ import annotations

import json

from adapters.slack.heard import Json
from bot.model.people import Address


def route(channel: str, enterprise: str = "") -> str:
    """Return how to reach somebody unprompted, as kept in an address."""
    told = {"channel": channel, "enterprise": enterprise}
    return json.dumps({name: value for name, value in told.items() if value}, sort_keys=True) if any(told.values()) else ""


def routed(to: Address) -> Json:
    """Read an address's route."""
    try:
        told = json.loads(to.route or "{}")
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def is_person(to: Address) -> bool:
    """Say if an address is a person's rather than a channel's."""
    return to.id[:1] in ("U", "W")
