"""The sheets of the page for a plan of 1,000 milestones after three years, beside the weekly summary, which counts the same.

python -m tests.bench.sheets
"""

from __future__ import annotations

import asyncio
import time
from statistics import median

from bot.model.page.place import Colour, Place, Room
from bot.model.page.sheet import Sheet
from bot.ports.record import View
from bot.reports.page.sheets import sheet
from bot.reports.snapshot import take
from bot.reports.summary import weekly
from store.record import SqlStore
from tests.bench.long_record import NOW, filled, plan_of, save
from tests.bench.measure import at_most, head, row
from tests.bench.subjects import Subject
from tests.records import folder

MILESTONES, ENTRIES = 1_000, 12_000  # after three years: each is asked about and answered for twice a year
MOST = 1_000.0  # milliseconds, on a machine that has nothing else to do
TIMES = 1.5  # of the weekly summary, on any
PLACES = {
    "the overview": Place(),
    "the plan": Place(room=Room.PLAN),
    "what is looked for": Place(room=Room.PLAN, colour=Colour.RED, search="step"),
    "one milestone with its chain": Place(room=Room.MILESTONE, ref="1.1.1"),
    "the overview as at a year ago": Place(as_at="2025-03-02"),
}


def opened(view: View, place: Place) -> Sheet:
    """Open a sheet as the first person of the plan."""
    return sheet(view, "p", view.people.of("p").persons[0], place, NOW)


async def took(store: SqlStore, place: Place | None, times: int = 5) -> float:
    """Return the median milliseconds that a sheet takes after something new was saved. None takes the weekly summary."""
    found = []
    for _ in range(times):
        await store.transact(save)
        began = time.perf_counter()
        await store.read(lambda view: weekly(view, take(view, "p", NOW)) if place is None else opened(view, place))
        found.append(time.perf_counter() - began)
    return median(found) * 1e3


async def measure() -> None:
    """Print what each sheet takes."""
    with folder() as place:
        store = await filled(place / "record.db", plan_of(MILESTONES), ENTRIES)
        bare = await took(store, None)
        for name, where in PLACES.items():
            overview = where == Place()
            subject, wanted = (Subject.SHEET, at_most(MOST, TIMES)) if overview else (None, None)
            what = f"{name}, {MILESTONES:,} milestones, {ENTRIES:,} entries"
            row(what, await took(store, where), bare, "ms", "the weekly summary", subject=subject, wanted=wanted)
        await store.close()


def main() -> None:
    """Measure each sheet."""
    head()
    asyncio.run(measure())


if __name__ == "__main__":
    main()
