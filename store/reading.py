"""What every reading and change of the record begins with: its connection, and what was read before."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from functools import cached_property

import sqlalchemy as sa

from bot.model.people import People
from bot.model.plan import Plan
from bot.model.trouble import Unread
from bot.model.update import Standing
from store.columns import inserting
from store.tables.plans import PLAN
from store.unread import Noted


class Known:
    """What was read before: plans and people, kept while their plan's version stands; standings, while the stamp does."""

    def __init__(self) -> None:
        self.plans: dict[str, tuple[int, Plan]] = {}
        self.people: dict[str, tuple[int, People]] = {}
        self.standings: dict[str, tuple[str, Mapping[str, Standing]]] = {}
        self.logged: set[Unread] = set()

    def apart(self) -> Known:
        """A copy for a transaction: what it reads of its own changes is nobody else's, and may be rolled back."""
        copy = Known()
        copy.plans, copy.people, copy.logged = dict(self.plans), dict(self.people), self.logged
        return copy


class Connected:
    """A connection of the record, its stamp, and what was read before."""

    def __init__(self, connection: sa.Connection, known: Known) -> None:
        self._db = connection
        self._known = known
        self._versions: dict[str, int] = {}
        self._noted = Noted(known.logged)

    @cached_property
    def _stamp(self) -> str:
        if self._db.dialect.name == "postgresql":
            return str(self._db.exec_driver_sql("SELECT pg_current_snapshot()::text").scalar_one())
        # SQLite counts what other connections have committed, for each connection by itself. Asked of the driver and before
        # a snapshot is opened, as this is most of what a question asked again costs: what is read later can only be newer.
        cursor = self._db.connection.cursor()
        seen = cursor.execute("PRAGMA data_version").fetchone()[0]
        cursor.close()
        name = self._db.info.setdefault("name", secrets.token_hex(8))
        return f"{name}:{seen}"

    def stamp(self) -> str:
        return self._stamp


class Changing(Connected):
    """What every change needs: a row added once, and a plan's next version."""

    def _add(self, table: sa.Table, values: Mapping[str, object]) -> bool:
        """Insert a row; False where its key is there already."""
        insert = inserting(self._db, table).values(**values)
        # PostgreSQL's driver does not count the rows here, so the row itself is asked for.
        return self._db.execute(insert.returning(*table.primary_key.columns)).first() is not None

    def _touch(self, short: str) -> None:
        change = {"version": PLAN.c.version + 1, "wakes_at": None}
        self._db.execute(sa.update(PLAN).where(PLAN.c.short == short).values(**change))
        self._versions.pop(short, None)
