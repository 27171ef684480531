"""The deliverer's lock: one process delivers from a file of this machine."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path


class DelivererLock:
    """A file beside the database that one delivering process holds; the system frees it when that process dies."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._held: int | None = None

    def acquire(self) -> bool:
        """Take the lock. Returns False if another process has it."""
        if self._held is not None:
            return True
        opened = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(opened)
            return False
        self._held = opened
        return True

    def release(self) -> None:
        """Give the lock back."""
        if self._held is not None:
            os.close(self._held)
            self._held = None
