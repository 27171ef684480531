"""What was reached before, figure by figure: `reached.toml`, so that the bench itself says what has become worse.

A figure is kept as how many times its baseline it was, for that holds on another machine too.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from tests.bench.measure import Row

FILE = Path(__file__).with_name("reached.toml")
WORSE = 1.2  # times what was reached, from which on a figure counts as worse
HEAD = """\
# What was reached, as the bench compares it: how many times its baseline each figure was, or the figure itself if it has none.
# `make bench INTO=README.md` adds the figures that are not here yet; with REACHED=all it puts all that it measured in their place.
"""


def reached() -> Mapping[str, float]:
    """Read what was reached."""
    kept: dict[str, float] = tomllib.loads(FILE.read_text(encoding="utf-8"))["reached"]
    return kept


def share(row: Row, before: float) -> float:
    """Return how many times worse a figure is than what was reached: below 1 it is better."""
    now, then = (row.stands, before) if row.little_is_good else (before, row.stands)
    return now / then if then else float("inf") if now else 1.0


def compared(row: Row, before: float | None) -> str:
    """Say how a figure stands to what was reached."""
    if before is None:
        return "new"
    worse = share(row, before)
    told = f"{before:.3g} times" if row.bare else f"{before:.3g}"
    if worse > WORSE:
        return f"{told}: **{worse:.3g} times worse**"
    return f"{told}: held" if worse > 1 / WORSE else f"{told}: better"


def keep(rows: Iterable[Row], every: bool, day: date) -> None:
    """Keep what is new of these figures, or every one of them."""
    kept = dict(reached())
    found = {row.what: float(f"{row.stands:.4g}") for row in rows if row.subject and (every or row.what not in kept)}
    if not found:
        return
    lines = [f"{json.dumps(what)} = {stands!r}" for what, stands in sorted((kept | found).items())]
    FILE.write_text("\n".join([f"{HEAD}last = {day.isoformat()}", "", "[reached]", *lines, ""]), encoding="utf-8")
