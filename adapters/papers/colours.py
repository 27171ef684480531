"""The colours of paper: each status as everywhere else, on light ground. Beside each stand its shape and its word."""

from __future__ import annotations

from bot.model.letters.message import Mark
from bot.wording.looks import Colours, look


def colours(mark: Mark) -> Colours:
    """Return the ground and ink of a status, as `RRGGBB`."""
    light = look(mark.status).light
    return Colours(light.ground[1:].upper(), light.ink[1:].upper())
