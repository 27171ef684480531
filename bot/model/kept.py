"""A dictionary bounded by the memory that its values take: what was not asked for longest gives way."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

from pydantic import BaseModel

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

OBJECT = 500  # bytes of a noun with its dictionary, its fields aside
BOX = 64  # bytes of any other object
SLOT = 100  # bytes of a name and its place in a dictionary


class Kept(Generic[K, V]):
    """Keeps what fits in so many bytes. Anything larger than a quarter of it is not kept at all."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[K, tuple[V, int]] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    @property
    def bytes(self) -> int:
        """What is kept takes about so many bytes."""
        return self._bytes

    def get(self, key: K) -> V | None:
        """What is kept under a key."""
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                return None
            self._kept.move_to_end(key)
            return found[0]

    def keep(self, key: K, value: V) -> None:
        """Keep a value, and let go of others until all fits."""
        size = weight(key) + weight(value)
        if size > self._most // 4:
            return
        with self._lock:
            self._bytes += size - self._kept.pop(key, (value, 0))[1]
            self._kept[key] = value, size
            while self._bytes > self._most:
                _, (_, freed) = self._kept.popitem(last=False)
                self._bytes -= freed


def weight(thing: object) -> int:
    """About how many bytes something takes, with all it holds."""
    total, waiting = 0, [thing]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            total += BOX + len(one) * (1 if one.isascii() else 4)
        elif isinstance(one, BaseModel):
            total += OBJECT
            waiting += vars(one).values()
        elif isinstance(one, dict):
            total += BOX + SLOT * len(one)
            waiting += one.values()
            waiting += one.keys()
        elif isinstance(one, tuple | list):
            total += BOX + 8 * len(one)
            waiting += one
        else:
            total += BOX
    return total
