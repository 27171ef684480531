"""The console's log: all that was said on it, in a file of its own."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
PRIVATE = 0o600
SCHEMA = """
CREATE TABLE IF NOT EXISTS message (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    change INTEGER NOT NULL,
    room TEXT NOT NULL,
    seen_by TEXT NOT NULL,
    author TEXT NOT NULL,
    body TEXT NOT NULL,
    key TEXT,
    said_at TEXT NOT NULL DEFAULT '',
    UNIQUE (room, key)
);
CREATE INDEX IF NOT EXISTS message_change ON message (change);
"""


def on_file(path: Path, work: Callable[[sqlite3.Connection], T]) -> T:
    """Do one piece of work on the console's file."""
    _keep_private(path)
    with closing(sqlite3.connect(path, timeout=30)) as link, link:
        link.execute("PRAGMA secure_delete = ON")  # a message rewritten leaves nothing of what it said
        link.executescript(SCHEMA)
        _tell_when(link)
        return work(link)


def _tell_when(link: sqlite3.Connection) -> None:
    """Give a log of Milepost 0.2 the column that says when. What was said before then is told without."""
    if not any(name == "said_at" for _, name, *_ in link.execute("PRAGMA table_info(message)")):
        link.execute("ALTER TABLE message ADD COLUMN said_at TEXT NOT NULL DEFAULT ''")


def _keep_private(path: Path) -> None:
    """Let nobody else on this machine read the file, made now or before. SQLite's own files beside it are like it."""
    path.touch(mode=PRIVATE)
    if stat.S_IMODE(path.stat().st_mode) != PRIVATE:
        path.chmod(PRIVATE)
