"""Things made before, kept for whoever asks for them of the very same things again."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Generic, NamedTuple, TypeVar

from bot.model.record.remembered import Remembered, weight

V = TypeVar("V")
HELD = 2_000  # bytes of a thing that is held so that it stays the same


class _Made(NamedTuple, Generic[V]):
    things: Sequence[object]  # one that is held leaves its number to no other
    value: V
    is_weighed: bool


class Alike(Generic[V]):
    """Keeps what fits in `room` bytes. Things are the same if each is the same object: to compare what they hold would take
    longer than to make it anew. What is made must follow from the things and the facts alone.

    Most is asked for once, and to weigh it takes as long as to make it: until it is asked for again it counts as much as the
    things that it was made of.
    """

    def __init__(self, room: int) -> None:
        self._made: Remembered[tuple[Hashable, ...], _Made[V]] = Remembered(room=room)

    def of(self, things: Sequence[object], facts: tuple[Hashable, ...], make: Callable[[], V]) -> V:
        """Return what was made of these, or make it."""
        key = (*map(id, things), *facts)
        known = self._made.get(key)
        if known is None:
            known = _Made(things, make(), is_weighed=False)
            self._made.keep(key, known, size=2 * HELD * len(things))
        elif not known.is_weighed:
            self._made.pop(key)
            self._made.keep(key, known._replace(is_weighed=True), size=weight(known.value) + HELD * len(known.things))
        return known.value
