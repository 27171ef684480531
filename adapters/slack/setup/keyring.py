"""The operator's keys, and Slack's own store of installations, whose tokens they encrypt and open."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from slack_sdk.oauth.installation_store.sqlalchemy import AsyncSQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import AsyncSQLAlchemyOAuthStateStore
from sqlalchemy.ext.asyncio import AsyncEngine

SECRET = ("bot_token", "bot_refresh_token", "user_token", "user_refresh_token")
SEALED = "gAAAAA"  # how everything begins that Fernet wrote, until the year 2106
UNREADABLE = ""  # what a token reads as that none of the keys opens


class Keyring:
    """The operator's keys: the first seals, each opens."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        self._first = Fernet(keys[0])
        self._all = MultiFernet([Fernet(key) for key in keys])

    def seal(self, token: str) -> str:
        """Seal a token with the first key."""
        return self._first.encrypt(token.encode()).decode()

    def open(self, kept: str) -> str:
        """Open a token that was kept. Empty if no key opens it."""
        return _opened(self._all, kept)

    def to_seal_anew(self, kept: str) -> str | None:
        """Return the token, if it was kept plain or by an older key. None if the first key sealed it, or none opens it."""
        if not is_sealed(kept):
            return kept
        if _opened(self._first, kept) != UNREADABLE:
            return None
        return self.open(kept) or None


def is_sealed(kept: str) -> bool:
    """Say if a token was kept sealed, by whichever key."""
    return kept.startswith(SEALED)


def _opened(key: Fernet | MultiFernet, kept: str) -> str:
    try:
        return key.decrypt(kept.encode()).decode()
    except InvalidToken:
        return UNREADABLE


class Sealed(sa.types.TypeDecorator[str]):
    """A text that is sealed on its way into the database and opened on its way out."""

    impl = sa.Text
    cache_ok = True

    def __init__(self, keyring: Keyring) -> None:
        super().__init__()
        self.keyring = keyring

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> str | None:
        """Seal."""
        return None if value is None else self.keyring.seal(value)

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> str | None:
        """Open."""
        return None if value is None else self.keyring.open(value)


class SealedInstallations(AsyncSQLAlchemyInstallationStore):
    """The store as Slack's library has it; only what its database holds of a token is unreadable to others."""

    def __init__(self, client_id: str, engine: AsyncEngine, keyring: Keyring) -> None:
        super().__init__(client_id, engine)
        self._keyring = keyring
        for column in self._secret():
            column.type = Sealed(keyring)

    def _secret(self) -> list[sa.Column[str]]:
        return [table.c[name] for table in (self.bots, self.installations) for name in SECRET if name in table.c]

    async def seal_anew(self, of_older_keys: bool) -> int:
        """Seal with the first key what was kept plain, and what an older key sealed if that is meant. Returns how many tokens it
        sealed."""
        done = 0
        async with self.engine.begin() as connection:
            for column in self._secret():
                id_, raw = column.table.c["id"], sa.type_coerce(column, sa.Text)
                for row, kept in (await connection.execute(sa.select(id_, raw).where(column.is_not(None)).order_by(id_))).all():
                    token = self._keyring.to_seal_anew(kept) if of_older_keys or not is_sealed(kept) else None
                    if token is not None:
                        change = sa.update(self._table(column)).where(id_ == row, raw == kept).values({column: token})
                        done += (await connection.execute(change)).rowcount
        if done and self.engine.dialect.name == "sqlite":
            await self._empty_the_log()
        return done

    def _table(self, column: sa.Column[str]) -> sa.Table:
        return self.bots if column.table is self.bots else self.installations

    async def _empty_the_log(self) -> None:
        """Write SQLite's log into its file, or what was kept plain would stay readable there."""
        async with self.engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


class States(AsyncSQLAlchemyOAuthStateStore):
    """The state given to a browser that begins to install: good once, for a while, and not kept longer."""

    async def async_issue(self, *args: object, **kwargs: object) -> str:
        """Issue a new state, and clear those that have expired. The end of the new one tells what the store takes for now."""
        issued = str(await super().async_issue(*args, **kwargs))
        c = self.oauth_states.c
        async with self.engine.begin() as connection:
            ends = (await connection.execute(sa.select(c.expire_at).where(c.state == issued))).scalar_one()
            now = ends - timedelta(seconds=self.expiration_seconds)
            await connection.execute(self.oauth_states.delete().where(c.expire_at <= now))
        return issued
