"""Refusals of words that may never be kept: what was found, and how to say it without. They are never quoted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.model.letters.message import Spans
from bot.model.updates.guard import Stop
from bot.wording.sentences import line, words


def in_one(stops: Sequence[Stop]) -> str:
    """Say in one run of sentences that nothing was saved, and why."""
    told = {part: " ".join(words(f"guard.stop_{part}.{stop.value}") for stop in stops) for part in ("found", "instead")}
    return words("guard.stop.form", told)


def one_by_one(stops: Iterable[Stop]) -> list[Spans]:
    """Say of each what was found, and then how to say it without."""
    return [line(f"guard.{part}.{stop.value}") for stop in stops for part in ("stop_found", "stop_instead")]
