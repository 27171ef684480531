"""Whether a server's memory stays flat while very many different things are said to it."""

from __future__ import annotations

import asyncio

from tests.bench import databases
from tests.bench.load import latencies
from tests.bench.measure import at_most, head, resident, row, shipped
from tests.bench.questions import MANY, asking, filled, serving, written
from tests.bench.subjects import Subject

INBOUNDS, PORTION = 25_000, 5_000  # things said in all, and after how many of them memory is looked at


async def memory(url: str) -> None:
    """Measure how the memory of a server grows while different things are said to it."""
    await filled(url)
    texts = [f"{what} {one.ref}" for one in shipped().milestones for what in ("status", "history", "who")]
    async with serving(url) as (port, process, persons, told), written(url):
        load = asking(port, told, range(persons), texts)
        held = []
        for _ in range(INBOUNDS // PORTION):
            await latencies(port, load, MANY, PORTION // MANY)
            held.append(resident(process))
    print(f"    memory after each {PORTION:,}, in MiB:", *(f"{one:.0f}" for one in held), flush=True)
    what = f"memory after {INBOUNDS:,} different inbounds"
    row(what, held[-1], held[0], "MiB", f"after {PORTION:,}", subject=Subject.MEMORY, wanted=at_most(times=1.1))


def main() -> None:
    """Measure on a record of its own."""
    head()
    with databases.sqlite() as url:
        asyncio.run(memory(url))


if __name__ == "__main__":
    main()
