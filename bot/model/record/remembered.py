"""The one bounded dictionary: by count, by age, by the memory its values take. What was not asked for longest gives way."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, NamedTuple, TypeVar

from pydantic import BaseModel

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

EVER = float("-inf")
OBJECT = 500  # bytes of a noun with its dictionary, its fields aside
BOX = 64  # bytes of any other object
SLOT = 100  # bytes of a name and its place in a dictionary


class _Place(NamedTuple, Generic[V]):
    value: V
    at: float
    size: int


class Remembered(Generic[K, V]):
    """Keeps at most `most` values, or what fits in `room` bytes, or both. A value larger than a quarter of the room is not kept.

    It reads no clock: `at` is when a value was kept, and `since` asks for none that is older.
    """

    def __init__(self, most: int = 0, room: int = 0) -> None:
        self._most, self._room = most, room
        self._places: OrderedDict[K, _Place[V]] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    @property
    def bytes(self) -> int:
        """Return roughly how many bytes it takes, if its room is bounded."""
        return self._bytes

    def __len__(self) -> int:
        return len(self._places)

    def get(self, key: K, since: float = EVER) -> V | None:
        """Return what is kept under a key, unless it is older than `since`."""
        with self._lock:
            found = self._places.get(key)
            if found is None or found.at <= since:
                return None
            self._places.move_to_end(key)
            return found.value

    def keep(self, key: K, value: V, at: float = 0.0, size: int | None = None) -> None:
        """Keep a value, and let go of others until all fits. `size` is what it takes in bytes, if that is known."""
        if size is None:
            size = weight(key) + weight(value) if self._room else 0
        if size > self._room // 4:
            return
        with self._lock:
            self._let_go(key)
            self._places[key] = _Place(value, at, size)
            self._bytes += size
            while len(self._places) > self._most > 0 or self._bytes > self._room:
                self._let_go(next(iter(self._places)))

    def pop(self, key: K) -> V | None:
        """Forget a key, and return what was kept under it."""
        with self._lock:
            return self._let_go(key)

    def items(self) -> tuple[tuple[K, V], ...]:
        """Return all that is kept, the longest not asked for first."""
        with self._lock:
            return tuple((key, place.value) for key, place in self._places.items())

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._places.clear()
            self._bytes = 0

    def _let_go(self, key: K) -> V | None:
        place = self._places.pop(key, None)
        if place is None:
            return None
        self._bytes -= place.size
        return place.value


def weight(thing: object) -> int:
    """Weigh something with all it holds, in bytes, roughly."""
    total, waiting = 0, [thing]
    while waiting:
        one = waiting.pop()
        if one is None:
            total += BOX
        elif isinstance(one, str):
            total += BOX + len(one) * (1 if one.isascii() else 4)
        elif isinstance(one, tuple | list):
            total += BOX + 8 * len(one)
            waiting += one
        elif isinstance(one, dict):
            total += BOX + SLOT * len(one)
            waiting += one.values()
            waiting += one.keys()
        elif isinstance(one, BaseModel):  # asked last: it takes ten times as long as the others
            total += OBJECT
            waiting += vars(one).values()
        else:
            total += BOX
    return total
