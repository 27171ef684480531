"""`python -m tests.shipped.nights`: the nightly copy of docs/running, taken from SQLite and from PostgreSQL, and put back."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from sqlalchemy.engine import make_url

from store.record import SqlStore
from tests.crash.processes import without_platforms
from tests.records import long_ago
from tests.shipped.locks import ROOT
from tests.world import plan
from tests.world.postgres import cluster

SCRIPT = ROOT / "docs" / "running" / "systemd" / "milepost-backup"
MILEPOST = Path(sys.executable).with_name("milepost")
OLD, KEPT, OTHER = "milepost-2020-01-01T021500.db", "milepost-2099-01-01T021500.db", "plan-2020.docx"
MONTHS = 60 * 24 * 3600


def told(url: str, *words: str | Path) -> str:
    """Run something with the record at an address. Returns what it printed."""
    environment = without_platforms() | {"DATABASE_URL": url, "MILEPOST": str(MILEPOST)}
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


async def filled(url: str) -> None:
    """Make a record with the small plan in it."""
    await asyncio.to_thread(told, url, MILEPOST, "migrate")
    store = SqlStore(url, long_ago)
    await store.open()
    await store.transact(plan.load)
    await store.close()


def copied(url: str, folder: Path) -> Path:
    """Take a night's copy beside older ones. Returns it."""
    folder.mkdir()
    for name in (OLD, KEPT, OTHER):
        (folder / name).touch()
    for name in (OLD, OTHER):
        past = (folder / name).stat().st_mtime - MONTHS
        os.utime(folder / name, (past, past))
    told(url, "sh", SCRIPT, folder, "30")
    left = {file.name for file in folder.iterdir()}
    assert {KEPT, OTHER} < left and OLD not in left, left
    (made,) = left - {KEPT, OTHER}
    assert (folder / made).stat().st_mode & 0o077 == 0, "others may read the copy"
    return folder / made


def of_sqlite(folder: Path) -> None:
    url = f"sqlite:///{folder / 'milepost.db'}"
    asyncio.run(filled(url))
    head = told(url, MILEPOST, "record", "head")
    copy = copied(url, folder / "nights")
    again = f"sqlite:///{folder / 'again.db'}"
    told(again, MILEPOST, "restore", copy)
    assert told(again, MILEPOST, "record", "head") == head
    told(again, MILEPOST, "record", "verify")


def of_postgres(folder: Path) -> None:
    with cluster() as server:
        for name in ("milepost", "again"):
            told("", "psql", "--quiet", f"--dbname={server}/postgres", f"--command=CREATE DATABASE {name}")
        asyncio.run(filled(f"{server}/milepost"))
        head = told(f"{server}/milepost", MILEPOST, "record", "head")
        copy = copied(f"{server}/milepost", folder / "nights-of-postgres")
        told("", "pg_restore", "--no-owner", "--exit-on-error", f"--dbname={make_url(f'{server}/again').render_as_string()}", copy)
        assert told(f"{server}/again", MILEPOST, "record", "head") == head
        told(f"{server}/again", MILEPOST, "record", "verify")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="milepost-nights-") as made:
        of_sqlite(Path(made))
        sys.stdout.write("   SQLite: copied, older copies let go, put back, the same head, verified\n")
        of_postgres(Path(made))
        sys.stdout.write("   PostgreSQL: dumped, put back into an empty database, the same head, verified\n")
