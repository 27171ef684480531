"""`make bench`: every figure beside its baseline, in one run; then the table "How fast" in Markdown.

    python -m tests.bench [--json FILE] [PART ...]

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
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.bench import databases, machine
from tests.bench.measure import HEAD, KEPT, Row, kept_rows
from tests.bench.subjects import AIMS, Subject

PARTS = ("reading", "start", "questions", "teams", "delivery", "sendalerts", "growth")


def measured(part: str, server: str, kept: Path) -> bool:
    """Run one part. Returns False if it failed."""
    began = time.monotonic()
    environment = {**os.environ, KEPT: str(kept), databases.SERVER: server}
    ended = subprocess.run([sys.executable, "-m", f"tests.bench.{part}"], env=environment, check=False)
    verdict = "took" if ended.returncode == 0 else f"FAILED with {ended.returncode} after"
    print(f"-- {part} {verdict} {time.monotonic() - began:.0f} s; load {machine.load()}", flush=True)
    return ended.returncode == 0


def cell(row: Row) -> str:
    """Return what a row says within the table."""
    verdict = "" if row.met is None else ", met" if row.met else ", **short**"
    return f"{row.what}: {row.figure:.3g} {row.unit}, {row.times:.2f} of {row.baseline}{verdict}"


def table(rows: Iterable[Row]) -> Iterator[str]:
    """Return the lines of the table in Markdown: a line for each subject that was measured."""
    found = list(rows)
    yield "| what | before | wanted | measured |"
    yield "|---|---|---|---|"
    for subject in Subject:
        cells = "; ".join(cell(row) for row in found if row.subject is subject)
        if cells:
            yield f"| {subject} | {AIMS[subject].before} | {AIMS[subject].wanted} | {cells} |"


def main() -> None:
    """Measure the parts named, or all."""
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("parts", nargs="*", metavar="PART", help=f"one of: {', '.join(PARTS)}")
    given.add_argument("--json", type=Path, help="write the rows and the machine to this file too")
    asked = given.parse_args()
    if unknown := set(asked.parts) - set(PARTS):
        given.error(f"no such part: {', '.join(sorted(unknown))}")
    with databases.server() as server, tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "rows"
        kept.touch()
        head, load, before = machine.described(server), machine.load(), machine.busy(server)
        print(f"{head}\nload at the start: {load}\n{HEAD}", flush=True)
        failed = [part for part in asked.parts or PARTS if not measured(part, server, kept)]
        rows, others = kept_rows(kept), machine.others(before, machine.busy(server))
    print("", *table(rows), "", head, sep="\n")
    print(f"load at the start: {load}; at the end: {machine.load()}; other programs took {others:.0%} of the machine")
    if asked.json:
        told = {"machine": head, "load": load, "others": others, "rows": [vars(row) | {"met": row.met} for row in rows]}
        asked.json.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
