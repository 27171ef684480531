"""What every part of the record begins with: the connection, and what was read before."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from functools import cached_property

import sqlalchemy as sa

from bot.model.people import People
from bot.model.plan import Plan
from bot.model.trouble import Unread
from bot.model.update import Standing
from bot.ports.refusals import Refusal
from store.columns import inserting
from store.tables.plans import PLAN
from store.unread import Noted


class Known:
    """What was read before: plans and people, kept while their plan's version stands; standings, while the stamp does.

    Standings are kept for each connection: the stamp of one says nothing to another, and they take turns.
    """

    def __init__(self) -> None:
        self.plans: dict[str, tuple[int, Plan]] = {}
        self.people: dict[str, tuple[int, People]] = {}
        self.standings: dict[tuple[str, str], tuple[str, Mapping[str, Standing]]] = {}
        self.logged: set[Unread] = set()

    def apart(self) -> Known:
        """A copy for a transaction: what it reads of its own changes is nobody else's, and may be rolled back."""
        copy = Known()
        copy.plans, copy.people, copy.logged = dict(self.plans), dict(self.people), self.logged
        return copy


class Connected:
    """What the parts of one reading share: its connection and stamp, what was read before, and what could not be read."""

    def __init__(self, connection: sa.Connection, known: Known) -> None:
        self.db = connection
        self.known = known
        self.versions: dict[str, int] = {}
        self.noted = Noted(known.logged)

    @property
    def name(self) -> str:
        """What tells this connection from others."""
        name: str = self.db.info.setdefault("name", secrets.token_hex(8))
        return name

    @cached_property
    def stamp(self) -> str:
        """What is equal for two readings if nothing was committed between them."""
        if self.db.dialect.name == "postgresql":
            return str(self.db.exec_driver_sql("SELECT pg_current_snapshot()::text").scalar_one())
        # SQLite counts what other connections have committed, for each connection by itself. Asked of the driver and before
        # a snapshot is opened, as this is most of what a question asked again costs: what is read later can only be newer.
        cursor = self.db.connection.cursor()
        seen = cursor.execute("PRAGMA data_version").fetchone()[0]
        cursor.close()
        return f"{self.name}:{seen}"


class Part:
    """One subject's part of a reading. Another subject that it needs is handed to it."""

    def __init__(self, connected: Connected) -> None:
        self._connected = connected
        self._db = connected.db
        self._known = connected.known
        self._noted = connected.noted

    def _version(self, short: str) -> int:
        versions = self._connected.versions
        if short not in versions:
            versions[short] = self._read_version(short)
        return versions[short]

    def _read_version(self, short: str) -> int:
        version = self._db.scalar(sa.select(PLAN.c.version).where(PLAN.c.short == short))
        if version is None:
            shorts = self._db.scalars(sa.select(PLAN.c.short).order_by(PLAN.c.position))
            raise Refusal("unknown_plan", plan=short, plans=", ".join(shorts))
        return int(version)


class Changing(Part):
    """What every change needs: a row added once, and a plan's next version."""

    def _add(self, table: sa.Table, values: Mapping[str, object]) -> bool:
        """Insert a row; False where its key is there already."""
        insert = inserting(self._db, table).values(**values)
        # PostgreSQL's driver does not count the rows here, so the row itself is asked for.
        return self._db.execute(insert.returning(*table.primary_key.columns)).first() is not None

    def _touch(self, short: str) -> None:
        change = {"version": PLAN.c.version + 1, "wakes_at": None}
        self._db.execute(sa.update(PLAN).where(PLAN.c.short == short).values(**change))
        self._connected.versions.pop(short, None)
