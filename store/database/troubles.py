"""The errors of a database, by what they mean: somebody else has it, it cannot be reached, or its disk is full."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError, OperationalError

from bot.model.record.trouble import Trouble

# PostgreSQL: a deadlock, and a row that another transaction has added since this one looked for it. Seen anew, it is there.
AGAIN = ("40P01", "23505")
HELD = ("55P03", "57014", "25P03")  # PostgreSQL: somebody else has had for too long what was waited for, or it took too long
DISK_FULL = "53100"
NO_ROOM_TO_READ = "SQLITE_IOERR_SHMSIZE"  # reading needs a small file beside the database, too
CUT = ("57P01", "57P02", "57P05")  # PostgreSQL says so before it cuts a line, and the driver may read that before it is cut


def trouble_of(failed: DBAPIError) -> Trouble | None:
    """Return what keeps the record from answering. None if the fault is in what was asked of it."""
    state, name = _state(failed), _name(failed)
    if name in ("SQLITE_FULL", NO_ROOM_TO_READ) or state == DISK_FULL:
        return Trouble.FULL
    if name in ("SQLITE_BUSY", "SQLITE_LOCKED") or name.startswith("SQLITE_BUSY_") or state in HELD or state in AGAIN:
        return Trouble.BUSY
    return Trouble.AWAY if is_lost(failed) or isinstance(failed, OperationalError) else None


def is_lost(failed: DBAPIError) -> bool:
    """Say if the line to the database was cut. Another can be opened."""
    return failed.connection_invalidated or _state(failed) in CUT


def may_be_done_again(failed: DBAPIError) -> bool:
    """Say if a transaction that failed so before its commit may succeed at once."""
    return _state(failed) in AGAIN


def undone_by_rule(failed: DBAPIError) -> bool:
    """Say if a commit that failed so is undone for certain. SQLite writes what makes a commit valid last: if there was no
    room, that is not on the disk."""
    return _state(failed) in (*AGAIN, DISK_FULL) or _name(failed) in ("SQLITE_BUSY", "SQLITE_FULL")


def _state(failed: DBAPIError) -> str | None:
    return getattr(failed.orig, "sqlstate", None)


def _name(failed: DBAPIError) -> str:
    return getattr(failed.orig, "sqlite_errorname", "") or ""
