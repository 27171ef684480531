"""What a round takes: the day's first, in which letters are due, and one after it, in which nothing is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from typing import NamedTuple

from bot.planning.rounds import plan_round
from store.record import SqlStore
from tests.bench import growing
from tests.bench.measure import Spent, medians, spent_awaiting

APART = timedelta(seconds=5)  # from one round to the next, as `serve` has them


class Rounded(NamedTuple):
    """What rounds took on a copy of a record."""

    due: Spent
    quiet: Spent
    letters: int


async def nothing() -> None:
    """Do nothing before."""


async def rounded(store: SqlStore, now: datetime) -> Rounded:
    """Return what the rounds of a moment take, and of those after it."""
    keys: list[str] = []
    later = count(1)

    async def due() -> None:
        keys.extend(await plan_round(store, now))

    async def quiet() -> None:
        keys.extend(await plan_round(store, now + next(later) * APART))

    first = await spent_awaiting(due)
    letters = len(keys)
    after = await growing.sampled(nothing, quiet)
    assert letters and len(keys) == letters, "letters were due in a round in which none should have been"
    return Rounded(first, after, letters)


def tell_rounds(tell: Callable[[str, Spent], None], found: list[Rounded]) -> None:
    """Print what rounds took on several copies."""
    due, quiet = medians(one.due for one in found), medians(one.quiet for one in found)
    letters = found[0].letters
    tell("a round with letters due", due)
    tell("the same round, a letter", Spent(due.wall / letters, due.cpu / letters))
    tell("a round with nothing due", quiet)
