"""Reading the shipped plan, beside a script that reads its cells and dates and understands nothing."""

from __future__ import annotations

import csv
import re
from datetime import datetime

from tests.bench.measure import NAME, PLANS, by_turns, head, row, shipped, spent

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DATE = re.compile(rf"(?:(\d{{1,2}})(?:st|nd|rd|th)? )?({MONTHS}|Sept|Oct|Nov|Dec|Jan|Feb|Mar|Apr|Jun|Jul|Aug) (20\d\d)")


def cells(text: str) -> int:
    """Read a plan as a script would: its cells, and a date of each that tells of one. Returns how many dates there are."""
    found = 0
    for line in csv.reader(text.splitlines(), delimiter="\t"):
        for day, month, year in (told for cell in line for told in DATE.findall(cell)):
            found += bool(datetime.strptime(f"{day or 1} {month[:3]} {year}", "%d %b %Y"))
    return found


def main() -> None:
    """Print how long it takes."""
    head()
    text = (PLANS / f"{NAME}.txt").read_text(encoding="utf-8-sig")
    assert cells(text) > 80
    ours, bare = by_turns(lambda: spent(shipped, 3), lambda: spent(lambda: cells(text), 10))
    cpu = {"cpu": ours.cpu * 1e3, "bare_cpu": bare.cpu * 1e3}
    row("read the shipped plan (95 milestones)", ours.wall * 1e3, bare.wall * 1e3, "ms", "csv, and strptime of each date", **cpu)


if __name__ == "__main__":
    main()
