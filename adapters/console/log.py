"""The console's log: all that was said on it, in a file of its own."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Callable, Sequence
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
CREATE TABLE IF NOT EXISTS file (
    message INTEGER NOT NULL,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    held BLOB NOT NULL,
    PRIMARY KEY (message, position)
);
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


# ---- the files under a message -------------------------------------------------------------


def names_of(link: sqlite3.Connection) -> dict[int, list[str]]:
    """Return the names of the files under each message that has some."""
    found: dict[int, list[str]] = {}
    for message, name in link.execute("SELECT message, name FROM file ORDER BY message, position"):
        found.setdefault(message, []).append(name)
    return found


def put_under(link: sqlite3.Connection, message: str, files: Sequence[tuple[str, bytes]]) -> None:
    """Put files under a message, in the place of those that were there, and let its page know."""
    link.execute("DELETE FROM file WHERE message = ?", (message,))
    rows = [(message, position, name, held) for position, (name, held) in enumerate(files, 1)]
    link.executemany("INSERT INTO file (message, position, name, held) VALUES (?, ?, ?, ?)", rows)
    link.execute("UPDATE message SET change = (SELECT MAX(change) + 1 FROM message) WHERE number = ?", (message,))


def held_under(
    link: sqlite3.Connection, rooms: tuple[str, str], who: str, message: str, position: str
) -> tuple[str, bytes] | None:
    """Return the name and the bytes of a file under a message in these rooms that somebody can see."""
    row = link.execute(
        "SELECT file.name, file.held FROM file JOIN message ON message.number = file.message"
        " WHERE file.message = ? AND file.position = ? AND message.room IN (?, ?) AND message.seen_by IN ('', ?)",
        (message, position, *rooms, who),
    ).fetchone()
    return (str(row[0]), bytes(row[1])) if row else None
