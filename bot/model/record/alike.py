"""Things made before, kept for whoever asks for them of the very same things again."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

from bot.model.record.remembered import Remembered, weight

V = TypeVar("V")
HELD = 2_000  # bytes of a thing that is held so that it stays the same


class Alike(Generic[V]):
    """Keeps what fits in `room` bytes. Things are the same if each is the same object: to compare what they hold would take
    longer than to make it anew. What is made must follow from the things and the facts alone.
    """

    def __init__(self, room: int) -> None:
        self._made: Remembered[tuple[Hashable, ...], tuple[Sequence[object], V]] = Remembered(room=room)

    def of(self, things: Sequence[object], facts: tuple[Hashable, ...], make: Callable[[], V]) -> V:
        """Return what was made of these, or make it."""
        key = (*map(id, things), *facts)
        known = self._made.get(key)
        if known is None:
            known = things, make()  # a thing that is held leaves its number to no other
            self._made.keep(key, known, size=weight(known[1]) + HELD * len(things))
        return known[1]
