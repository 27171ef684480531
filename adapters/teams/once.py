"""What Teams sends again is answered with the same answer, not asked anew."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable

from adapters.teams.heard import Json

REMEMBERED = 2_000  # things said of late
KEPT = 200  # of them with the answer they were given, which may be a long form: Teams sends again within seconds


class Once:
    """Remembers what was said of late, and how it was answered."""

    def __init__(self) -> None:
        self._answers: OrderedDict[str, asyncio.Future[Json | None]] = OrderedDict()

    async def answered(self, inbound: str, answer: Callable[[], Awaitable[Json | None]]) -> Json | None:
        """The answer, worked out once; whoever sends the same meanwhile waits for it. One that failed is worked out anew."""
        before = self._answers.get(inbound)
        if before is not None:
            await asyncio.wait({before})
            if not before.cancelled():
                return before.result()
        told: asyncio.Future[Json | None] = asyncio.get_running_loop().create_future()
        self._answers[inbound] = told
        try:
            shown = await answer()
        except BaseException:
            self._answers.pop(inbound, None)
            told.cancel()
            raise
        told.set_result(shown)
        self._forget()
        return shown

    def _forget(self) -> None:
        while len(self._answers) > REMEMBERED:
            self._answers.popitem(last=False)
        if len(self._answers) > KEPT:
            old = list(self._answers)[-KEPT - 1]
            if self._answers[old].done():
                self._answers[old] = _nothing()


def _nothing() -> asyncio.Future[Json | None]:
    done: asyncio.Future[Json | None] = asyncio.get_running_loop().create_future()
    done.set_result(None)
    return done
