"""The route to somebody, as an address keeps it: JSON of the platform's own making. Pure."""

from __future__ import annotations

import json

from bot.model.people import Address


def route_of(to: Address) -> dict[str, object]:
    """Return what an address's route holds, nothing if it holds none."""
    try:
        told = json.loads(to.route or "{}")
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
