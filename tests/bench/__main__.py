"""`make bench`: every figure beside its baseline, in one run; then the table "How fast" in Markdown.

    python -m tests.bench [--json FILE] [--into README.md] [PART ...]

Each part runs in a process of its own, one after another. A part by itself: python -m tests.bench.PART
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.bench import databases, machine
from tests.bench.measure import HEAD, KEPT, Row, kept_rows
from tests.bench.subjects import AIMS, Subject

PARTS = (
    "reading",
    "plans",
    "start",
    "rounds",
    "questions",
    "form",
    "homes",
    "lookup",
    "postgres",
    "delivery",
    "workers",
    "sendalerts",
    "growth",
    "teams",
    "papers",
    "drawing",
    "page",
)


class Run(NamedTuple):
    """What one run found: the rows, the machine, and how busy it was."""

    rows: list[Row]
    machine: str
    busy: str


def measured(part: str, server: str, kept: Path) -> bool:
    """Run one part. Returns False if it failed."""
    began = time.monotonic()
    environment = {**os.environ, KEPT: str(kept), databases.SERVER: server}
    ended = subprocess.run([sys.executable, "-m", f"tests.bench.{part}"], env=environment, check=False)
    verdict = "took" if ended.returncode == 0 else f"FAILED with {ended.returncode} after"
    print(f"-- {part} {verdict} {time.monotonic() - began:.0f} s; load {machine.load()}", flush=True)
    return ended.returncode == 0


def figure(number: float) -> str:
    """Return a number to three figures, without an exponent."""
    return f"{number:,.0f}" if abs(number) >= 100 or number == int(number) else f"{number:.3g}"


def cell(row: Row) -> str:
    """Return what a row says within the table."""
    said = f"{row.what}: {figure(row.figure)} {row.unit}".strip()
    beside = f" ({figure(row.times)} times {row.baseline})" if row.bare else ""
    return said + beside + (" **(short)**" if row.met is False else "")


class Line(NamedTuple):
    """A subject in the table."""

    what: str
    before: str
    wanted: str
    measured: str
    met: str


def lines(rows: Iterable[Row]) -> Iterator[Line]:
    """Return a line for each subject that was measured."""
    found = list(rows)
    for subject in Subject:
        about = [row for row in found if row.subject is subject]
        judged = [row for row in about if row.wanted]
        if about:
            cells, met = "; ".join(map(cell, judged or about)), {row.met for row in judged}
            verdict = "-" if not met else "yes" if met == {True} else "no" if met == {False} else "partly"
            yield Line(subject, AIMS[subject].before, AIMS[subject].wanted, cells, verdict)


def table(found: Run, *columns: str) -> str:
    """Return these columns of the table in Markdown, and under it the machine."""
    told = [columns, ["---"] * len(columns), *([getattr(line, name) for name in columns] for line in lines(found.rows))]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in told) + f"\n\n{found.machine}; {found.busy}.\n"


def put_into(file: Path, found: Run) -> None:
    """Put the table in the place of the one that a page has."""
    page = file.read_text(encoding="utf-8")
    before, begin, rest = page.partition("<!-- make bench -->\n")
    _, end, after = rest.partition("<!-- that was make bench -->")
    if not (begin and end):
        sys.exit(f"{file} has no place for the table")
    file.write_text(before + begin + table(found, "what", "wanted", "measured") + end + after, encoding="utf-8")


def run(parts: Sequence[str]) -> tuple[Run, list[str]]:
    """Run parts one after another. Returns what was found, and the parts that failed."""
    with databases.server() as server, tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "rows"
        kept.touch()
        named, load, before = machine.described(server), machine.load(), machine.busy(server)
        print(f"{named}\nload at the start: {load}\n{HEAD}", flush=True)
        failed = [part for part in parts if not measured(part, server, kept)]
        others = machine.others(before, machine.busy(server))
        busy = f"load at the start {load}, at the end {machine.load()}; other programs took {others:.0%} of the machine"
        return Run(kept_rows(kept), named, busy), failed


def main() -> None:
    """Measure the parts named, or all."""
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("parts", nargs="*", metavar="PART", help=f"one of: {', '.join(PARTS)}")
    given.add_argument("--json", type=Path, metavar="FILE", help="write the rows and the machine to this file too")
    given.add_argument("--into", type=Path, metavar="FILE", help="put the table into this page too, in the place of its last one")
    asked = given.parse_args()
    if unknown := set(asked.parts) - set(PARTS):
        given.error(f"no such part: {', '.join(sorted(unknown))}")
    found, failed = run(asked.parts or PARTS)
    print("", table(found, *Line._fields), sep="\n")
    if asked.json:
        rows = [vars(row) | {"met": row.met} for row in found.rows]
        asked.json.write_text(json.dumps(found._asdict() | {"rows": rows}, indent=1) + "\n", encoding="utf-8")
    if asked.into:
        put_into(asked.into, found)
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
