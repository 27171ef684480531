"""Whoever asks what is being asked already waits for the same answer; what is said again is answered again the same."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Hashable
from typing import Generic, TypeVar

from adapters.web.background import Errands
from bot.model.record.remembered import Remembered

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")

SAID = 2_000  # things said of late
KEPT = 200  # of them with the answer they were given, which may be a long form: a platform sends again within seconds


class AskOnce(Generic[K, T]):
    """Asks one question at a time for each key. Whoever waits may go: the question is asked to its end."""

    def __init__(self, errands: Errands | None = None) -> None:
        self._errands = errands or Errands()
        self._asking: dict[K, asyncio.Task[T]] = {}

    async def ask(self, key: K, question: Callable[[], Coroutine[object, object, T]]) -> T:
        """Return the answer, or raise what the question raised, to all who wait for it."""
        return await asyncio.shield(self.begin(key, question))

    def begin(self, key: K, question: Callable[[], Coroutine[object, object, T]]) -> asyncio.Task[T]:
        """Ask, unless it is being asked already."""
        asking = self._asking.get(key)
        if asking is None:
            asking = self._asking[key] = self._errands.begin(question())
            asking.add_done_callback(lambda done: self._ended(key, done))
        return asking

    def _ended(self, key: K, asking: asyncio.Task[T]) -> None:
        del self._asking[key]
        if not asking.cancelled():
            asking.exception()  # taken up by whoever waits; if nobody does any more, it is not worth a warning


class AnswerOnce(Generic[T]):
    """Remembers what was said of late, and how it was answered."""

    def __init__(self, said: int = SAID, kept: int = KEPT) -> None:
        self._answering: dict[str, asyncio.Future[None]] = {}
        self._said: Remembered[str, bool] = Remembered(said)
        self._answers: Remembered[str, T] = Remembered(kept)

    async def answered(self, said: str, answer: Callable[[], Awaitable[T]], seconds: float | None = None) -> T | None:
        """Return the answer, worked out once. Whoever sends the same meanwhile waits for it, `seconds` at most. One that
        failed is worked out anew. None if it is not known yet, or no longer."""
        while (before := self._answering.get(said)) is not None:
            await asyncio.wait({before}, timeout=seconds)
            if not before.done():
                return None
        if self._said.get(said):
            return self._answers.get(said)
        self._answering[said] = working = asyncio.get_running_loop().create_future()
        try:
            given = await answer()
            self._said.keep(said, value=True)
            self._answers.keep(said, given)
            return given
        finally:
            del self._answering[said]
            working.set_result(None)
