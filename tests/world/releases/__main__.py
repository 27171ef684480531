"""Make the dumps anew: each release is taken out of git, and its own programs live three days. Names alone make only these.

Each is lived on SQLite; the same life on PostgreSQL is part of `make upgrades`.
"""

from __future__ import annotations

import asyncio
import gzip
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.world.releases import RELEASES, Release
from tests.world.releases.life import Life

ROOT = Path(__file__).parents[3]


def checked_out(release: Release, into: Path) -> Path:
    """Put the files of a release into a folder."""
    into.mkdir()
    tar = subprocess.run(["git", "archive", release.commit], cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout
    subprocess.run(["tar", "-x", "-C", str(into)], input=tar, check=True)
    return into


async def lived(release: Release, folder: Path, url: str) -> Life:
    """Live three days with a release on a database that is empty."""
    life = Life(folder, url, datetime.now(UTC).date(), checked_out(release, folder / "code"))
    await life.slack.start()
    try:
        await life.live()
    finally:
        await life.slack.stop()
    return life


def make(release: Release) -> None:
    """Make one dump, and what Slack held."""
    with TemporaryDirectory() as made:
        file = Path(made) / "milepost.db"
        life = asyncio.run(lived(release, Path(made), f"sqlite:///{file}"))
        with closing(sqlite3.connect(file)) as link:
            (revision,) = link.execute("SELECT version_num FROM alembic_version").fetchone()
            assert revision == release.revision, (release, revision)
            release.dump.write_bytes(gzip.compress("\n".join(link.iterdump()).encode(), mtime=0))
    release.held.write_text(life.held() + "\n", encoding="utf-8")


if __name__ == "__main__":
    for one in RELEASES:
        if one.name in (sys.argv[1:] or [each.name for each in RELEASES]):
            make(one)
            print(one.name, one.dump.stat().st_size)
