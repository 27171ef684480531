"""`make bench`: every figure beside its baseline, in one run; then the chapter "How fast" in Markdown.

    python -m tests.bench [--json FILE] [--into README.md] [--reached new|all] [PART ...]

Each part runs in a process of its own, one after another. A part by itself: python -m tests.bench.PART
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from tests.bench import databases, machine, reached
from tests.bench.growing import kept_grown
from tests.bench.measure import HEAD, KEPT, kept_rows
from tests.bench.tables import Run, page, verdict

PARTS = (
    "reading",
    "plans",
    "start",
    "rounds",
    "questions",
    "memory",
    "form",
    "homes",
    "guard",
    "lookup",
    "postgres",
    "delivery",
    "workers",
    "sendalerts",
    "teams",
    "verify",
    "papers",
    "drawing",
    "page",
    "many_plans",
    "long_plan",
)
LIMIT = 400.0  # seconds after which a part is ended: none takes half of it on an idle machine of two cores
GRACE = 10.0  # seconds in which a part that is ended may put away what it has made


def measured(part: str, server: str, kept: Path) -> bool:
    """Run one part. Returns False if it failed, or took too long."""
    began = time.monotonic()
    environment = {**os.environ, KEPT: str(kept), databases.SERVER: server}
    with subprocess.Popen([sys.executable, "-m", f"tests.bench.{part}"], env=environment, start_new_session=True) as running:
        try:
            verdict = "took" if running.wait(LIMIT) == 0 else f"FAILED with {running.returncode} after"
        except subprocess.TimeoutExpired:
            verdict = "TOOK TOO LONG and was ended after"
        finally:
            end(running)
    print(f"-- {part} {verdict} {time.monotonic() - began:.0f} s; load {machine.load()}", flush=True)
    return verdict == "took"


def end(part: subprocess.Popen[bytes]) -> None:
    """End a part with all that it has started, which is a group of processes of its own."""
    for with_what in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(part.pid, with_what)
        with suppress(subprocess.TimeoutExpired):
            part.wait(GRACE)


def put_into(file: Path, told: str) -> None:
    """Put the chapter in the place of the one that a page has."""
    text = file.read_text(encoding="utf-8")
    before, begin, rest = text.partition("<!-- make bench -->\n")
    _, end_, after = rest.partition("<!-- that was make bench -->")
    if not (begin and end_):
        sys.exit(f"{file} has no place for the figures")
    file.write_text(f"{before}{begin}\n{told}\n{end_}{after}", encoding="utf-8")


def run(parts: Sequence[str]) -> Run:
    """Run parts one after another. Returns what was found."""
    with databases.server() as server, tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "rows"
        kept.touch()
        named, load, before = machine.described(server), machine.load(), machine.busy(server)
        began = time.monotonic()
        print(f"{named}\nload at the start: {load}\n{HEAD}", flush=True)
        failed = [part for part in parts if not measured(part, server, kept)]
        others = machine.others(before, machine.busy(server))
        took = f"The run took {(time.monotonic() - began) / 60:.0f} minutes; load at the start {load}, at the end {machine.load()}"
        busy = f"{took}; other programs took {others:.0%} of the machine"
        return Run(kept_rows(kept), kept_grown(kept), named, busy, failed, set(parts) == set(PARTS))


def main() -> None:
    """Measure the parts named, or all."""
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("parts", nargs="*", metavar="PART", help=f"one of: {', '.join(PARTS)}")
    given.add_argument("--json", type=Path, metavar="FILE", help="write the figures and the machine to this file too")
    given.add_argument("--into", type=Path, metavar="FILE", help="put the chapter into this page too, in the place of its last one")
    given.add_argument("--reached", choices=("new", "all"), help="keep the figures that are new, or all, as those that were reached")
    asked = given.parse_args()
    if unknown := set(asked.parts) - set(PARTS):
        given.error(f"no such part: {', '.join(sorted(unknown))}")
    found, before = run(asked.parts or PARTS), reached.reached()
    told = page(found, before)
    print("", told, verdict(found.rows, before), sep="\n")
    if asked.json:
        rows = [vars(row) | {"times": row.times, "met": row.met} for row in found.rows]
        grown = [one._asdict() for one in found.grown]
        asked.json.write_text(json.dumps(found._asdict() | {"rows": rows, "grown": grown}, indent=1) + "\n", encoding="utf-8")
    if asked.into:
        put_into(asked.into, told)
    if asked.reached:
        reached.keep(found.rows, asked.reached == "all", datetime.now(UTC).date())
    if found.failed:
        sys.exit(f"failed: {', '.join(found.failed)}")


if __name__ == "__main__":
    main()
