"""Measures that moved in a week: by their verdict or direction, never by a value alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.model.measures.moved import MeasureMoved
from bot.model.measures.standing import MeasureTold


def moved(now: Iterable[MeasureTold], before: Mapping[int, MeasureTold]) -> tuple[MeasureMoved, ...]:
    """Return the measures that moved since they stood as `before`, by the entries that set them. A closed one has not."""
    both = (MeasureMoved(now=one, was=before.get(one.measure.id)) for one in now if not one.measure.is_closed)
    return tuple(one for one in both if _has_moved(one))


def _has_moved(one: MeasureMoved) -> bool:
    if one.was is None or one.first:
        return one.now.latest is not None
    return (one.now.verdict, one.now.direction) != (one.was.verdict, one.was.direction)
