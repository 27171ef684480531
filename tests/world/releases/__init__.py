"""Databases as each release left them, after three days of a small plan. `python -m tests.world.releases` makes them anew."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import NamedTuple

from tests.world import from_0_2

HERE = Path(__file__).parent


class Release(NamedTuple):
    """A state of the program that somebody may have run: its commit, and the migration that its databases have come to."""

    name: str
    commit: str
    revision: str

    @property
    def dump(self) -> Path:
        """The database that it left, as SQL of SQLite, packed."""
        return HERE / f"{self.name}.sql.gz"

    @property
    def held(self) -> Path:
        """What Slack held of its letters."""
        return HERE / f"{self.name}.json"

    def made(self, url: str) -> str:
        """Make the database that it left at an address where none is yet. Returns the address."""
        return from_0_2.made_of(gzip.decompress(self.dump.read_bytes()).decode(), self.revision, url)


RELEASES = (
    Release("0.1.0", "479987e0", "0001"),
    Release("0.2.0", "28560f1e", "0003"),
    Release("tenants", "712b57c5", "0009"),
    Release("record", "f506cf71", "0011"),
    Release("lanes", "dba883e3", "0015"),
    Release("deputies", "ba96bbe4", "0018"),
    Release("trust", "b5eb6e30", "0019"),
    Release("any_plan", "78938807", "0020"),
    Release("board", "b8f7fb49", "0021"),
)
