"""The start of `serve` with Slack alone, in CPU, beside importing the libraries that it uses.

python -m tests.bench.start
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from itertools import count
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from time import perf_counter

from tests.bench.load import free_port
from tests.bench.measure import HEAD, Spent, at_most, by_turns, row, worked
from tests.bench.program import LIBRARIES, healthy
from tests.bench.slack import SECRET, TOKEN
from tests.bench.subjects import Subject

WITH_SLACK = f"{LIBRARIES}, cryptography.fernet, slack_bolt.async_app, slack_sdk.signature, slack_sdk.web.async_client"


def importing() -> Spent:
    """Import the libraries in a process of their own."""
    began, before = perf_counter(), getrusage(RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", f"import {WITH_SLACK}"], check=True)
    after = getrusage(RUSAGE_CHILDREN)
    return Spent(perf_counter() - began, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def serving(database: Path) -> Spent:
    """Start `serve` until it is healthy."""
    port = free_port()
    environment = {
        **os.environ, "DATABASE_URL": f"sqlite:///{database}", "PORT": str(port), "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_SIGNING_SECRET": SECRET, "SLACK_API_URL": "http://127.0.0.1:1/api/",
    }  # fmt: skip
    began = perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "serve"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as serve:
        try:
            healthy(serve, port, began)
            return Spent(perf_counter() - began, worked(serve.pid))
        finally:
            serve.terminate()


def main() -> None:
    """Measure by turns: on a database that is up to date, and on a new one."""
    print(HEAD)
    baseline = "import its libraries"
    with tempfile.TemporaryDirectory() as folder:
        made, fresh = Path(folder) / "made.db", count()
        serving(made)
        again, new, bare = by_turns(
            lambda: serving(made), lambda: serving(Path(folder) / f"{next(fresh)}.db"), importing
        )
    for what, took in (("", again), (", on a new database", new)):
        name = f"start with Slack alone{what}, CPU"
        row(name, took.cpu, bare.cpu, "s", baseline, subject=Subject.START, wanted=at_most(times=1.3))


if __name__ == "__main__":
    main()
