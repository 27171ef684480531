"""The database's file: made for its owner alone, whole before it has its name, and the same file for as long as it is open."""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
import tempfile
from pathlib import Path

from bot.model.record.trouble import Trouble
from bot.ports.refusals import RecordAway

log = logging.getLogger("milepost.store")
OWNER_ALONE = 0o600
NEW = ".new"  # how a file is called at its end until it is whole
BEGINS = b"SQLite format 3\0"
BESIDE = ("-wal", "-shm", "-journal")  # SQLite gives these the rights that the database has


def beside(path: Path) -> tuple[Path, ...]:
    """Return the files that SQLite keeps beside a database."""
    return tuple(path.with_name(path.name + ending) for ending in BESIDE)


def made_private(path: Path) -> None:
    """Make the file, if there is none, for its owner alone. Take from others what an older Milepost left them."""
    if path.parent.is_dir() and not path.exists():
        with contextlib.suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, OWNER_ALONE))
    for file in (path, *beside(path)):
        with contextlib.suppress(OSError):  # not there, or another user's
            if file.stat().st_mode & 0o077:
                file.chmod(OWNER_ALONE)


def begun(target: Path) -> tuple[int, Path]:
    """Make a new file for its owner alone in the target's folder. Returns what holds it, to be closed at the end, and it."""
    while True:
        held, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=NEW, dir=target.parent)
        with contextlib.suppress(OSError):  # of a file system that holds nothing: what is left there stays
            fcntl.flock(held, fcntl.LOCK_EX)
        if os.path.lexists(name):
            return held, Path(name)
        os.close(held)  # it was taken for one that was left, in the moment before it was held


def sweep(folder: Path) -> None:
    """Remove what was left in a folder by those who were killed: files that nobody holds."""
    for left in folder.glob(f".*.????????{NEW}"):
        with contextlib.suppress(OSError):  # another's, or gone by now
            _remove(left)


def _remove(left: Path) -> None:
    opened = os.open(left, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.read(opened, len(BEGINS)) in (b"", BEGINS):
            for one in (left, *beside(left)):
                one.unlink(missing_ok=True)
    finally:
        os.close(opened)


class OpenFile:
    """Knows if the file at the path is still the one that was opened first. Once it is not, it never is again."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._opened: tuple[int, int] | None = None
        self._gone = False
        self.keeps_wal = False  # not on every disk

    def opened(self) -> None:
        """Note that a connection was opened. Raises RecordAway if it is to another file than the first."""
        if self._opened is None:
            self._opened = self._there()
        elif not self.same():
            raise RecordAway(Trouble.GONE)

    def same(self) -> bool:
        """Look again. What is written to a file that nobody can find is lost with the process."""
        if not self._gone and self._opened is not None and self._there() != self._opened:
            self._gone = True
            log.critical("%s was moved, deleted or replaced while it was open: nothing more is taken", self._path)
        return not self._gone

    def kept(self) -> bool:
        """Look again after a commit, while its connection is open: the WAL must be there too, for the commit is in it alone."""
        if self.same() and self.keeps_wal and not self._wal().exists():
            self._gone = True
            log.critical("%s was deleted while the database was open: nothing more is taken", self._wal())
        return not self._gone

    def _wal(self) -> Path:
        return beside(self._path.resolve())[0]  # SQLite follows a link before it names it

    def needed(self) -> None:
        """Raise RecordAway once the file is known to be gone."""
        if self._gone:
            raise RecordAway(Trouble.GONE)

    def _there(self) -> tuple[int, int] | None:
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino
