"""Lanes: the transactions of one process that change the same plan go one after another.

Those that somebody waits for go first."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Collection
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Generic, TypeVar

T = TypeVar("T")


class Line(Generic[T]):
    """Those that wait for the same plans, each in the order in which it came: first whoever is waited for."""

    def __init__(self) -> None:
        self._waited_for: deque[T] = deque()
        self._others: deque[T] = deque()

    def __len__(self) -> int:
        return len(self._waited_for) + len(self._others)

    def __contains__(self, one: object) -> bool:
        return one in self._waited_for or one in self._others

    @property
    def first(self) -> T:
        """Return the next."""
        return (self._waited_for or self._others)[0]

    def add(self, one: T, waited_for: bool) -> None:
        """Let one wait too."""
        (self._waited_for if waited_for else self._others).append(one)

    def pop(self) -> T:
        """Take the next."""
        return (self._waited_for or self._others).popleft()


class Lanes:
    """A lane for each plan. Who waits in one needs no thread for it, so that a plan that is long in other hands holds up no
    other."""

    def __init__(self) -> None:
        self._lanes: dict[str, asyncio.Lock] = {}

    @asynccontextmanager
    async def of(self, plans: Collection[str]) -> AsyncIterator[None]:
        """Wait until the lanes of these plans are free, and keep others out of them."""
        async with AsyncExitStack() as taken:
            for short in sorted(plans):
                await taken.enter_async_context(self._lanes.setdefault(short, asyncio.Lock()))
            yield
