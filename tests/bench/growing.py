"""How something grows: what one of it takes at each size, and how many times the smallest that is.

Each figure is kept as a line beside the rows, for whoever runs all parts.
"""

from __future__ import annotations

import json
import os
from collections.abc import Awaitable, Callable, Iterable, Sequence
from math import inf, isinf
from pathlib import Path
from statistics import median
from typing import NamedTuple

from tests.bench.measure import KEPT, Spent, spent_awaiting

LEAST, MOST = 3, 15  # how often something is done for one figure,
ENOUGH, SLOW = 2.0, 8.0  # and the seconds after which it is often enough; if one took so long, once is
NEVER = Spent(inf, inf)  # what was not answered in time takes


class Grown(NamedTuple):
    """What one thing takes at one size, in milliseconds. `of` says what grows, and on which database."""

    of: str
    what: str
    size: str
    wall: float
    cpu: float

    @property
    def said(self) -> str:
        """Return what it takes, in words."""
        if isinf(self.wall):
            return "no answer in time"
        return f"{figure(self.wall / 1e3)} s" if self.wall >= 10_000 else f"{figure(self.wall)} ms"


def figure(number: float) -> str:
    """Return a number to three figures, without an exponent."""
    return f"{number:,.0f}" if abs(number) >= 100 or number == int(number) else f"{number:.3g}"


async def sampled(before: Callable[[], Awaitable[object]], work: Callable[[], Awaitable[object]]) -> Spent:
    """Do something some times over, each after something else. Returns the medians of what it took."""
    taken = list[Spent]()
    while (passed := sum(one.wall for one in taken)) < SLOW and (len(taken) < LEAST or (len(taken) < MOST and passed < ENOUGH)):
        await before()
        taken.append(await spent_awaiting(work))
    return Spent(median(one.wall for one in taken), median(one.cpu for one in taken))


def tell(of: str, size: str, what: str, taken: Spent) -> None:
    """Print one figure, and keep it for whoever runs all parts."""
    found = Grown(of, what, size, taken.wall * 1e3, taken.cpu * 1e3)
    print(f"{of:<58} {size:>18}  {what:<42} {found.wall:>11.3f} ms, CPU {found.cpu:>11.3f} ms", flush=True)
    if KEPT in os.environ:
        with Path(os.environ[KEPT]).open("a", encoding="utf-8") as kept:
            kept.write(json.dumps({"grown": found}) + "\n")


def kept_grown(file: Path) -> list[Grown]:
    """Read the figures that were kept."""
    lines = (json.loads(line) for line in file.read_text(encoding="utf-8").splitlines())
    return [Grown(*line["grown"]) for line in lines if "grown" in line]


def tables(found: Sequence[Grown]) -> Iterable[str]:
    """Yield a table in Markdown of each thing that grows: a line for what is done, a column a size."""
    for of in dict.fromkeys(one.of for one in found):
        about = [one for one in found if one.of == of]
        sizes = list(dict.fromkeys(one.size for one in about))
        lines = [["", *sizes], ["---"] * (len(sizes) + 1)]
        for what in dict.fromkeys(one.what for one in about):
            by_size = {one.size: one for one in about if one.what == what}
            least = next(iter(by_size.values()))
            lines.append([what, *(_cell(by_size.get(size), least) for size in sizes)])
        yield "\n".join([f"**{of}**", "", *(f"| {' | '.join(cells)} |" for cells in lines)])


def _cell(one: Grown | None, least: Grown) -> str:
    if one is None:
        return "not measured"
    return one.said if one is least or isinf(one.wall) else f"{one.said} ({figure(one.wall / least.wall)} times)"
