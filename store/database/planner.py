"""The one planner: of all processes that share a PostgreSQL database, one plans a round at a time.

It is a lock of the connection that took it. If its process dies, the next that looks has it.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from store.database.in_hand import PLANNER


def take_over(engine: sa.Engine) -> sa.Connection | None:
    """Become the planner. Returns None if another process is."""
    connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    taken = False
    try:
        taken = bool(connection.scalar(sa.select(sa.func.pg_try_advisory_lock(PLANNER))))
    finally:
        if not taken:
            connection.close()
    return connection if taken else None


def hand_back(connection: sa.Connection) -> None:
    """Be the planner no longer. If the database doesn't answer, the connection is dropped, and the lock with it."""
    try:
        connection.execute(sa.select(sa.func.pg_advisory_unlock(PLANNER)))
    except DBAPIError:
        connection.invalidate()
        raise
    finally:
        connection.close()
