"""The database's file: made for its owner alone, and the same file for as long as it is open."""

from __future__ import annotations

import contextlib
import logging
import os
from pathlib import Path

from bot.model.record.trouble import Trouble
from bot.ports.refusals import RecordAway

log = logging.getLogger("milepost.store")
OWNER_ALONE = 0o600
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
