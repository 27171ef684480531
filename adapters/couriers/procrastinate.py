"""The courier of many machines: each process carries what it can take, and Procrastinate on the same PostgreSQL wakes them."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import LiteralString

import procrastinate
import psycopg
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import DeleteJobCondition
from procrastinate.schema import SchemaManager
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from adapters.couriers.local import LocalCourier
from bot.model.letters.letter import Carried, Outbox
from bot.model.record.age import Age

log = logging.getLogger("milepost.courier")
QUEUE = "letters"
# Seconds for which a server may be silent before its line is given up: it is asked after, though nothing is on its way to it.
PATIENCE = {
    **{"connect_timeout": 5, "tcp_user_timeout": 30_000},
    **{"keepalives_idle": 5, "keepalives_interval": 5, "keepalives_count": 3},
}
MIGRATING = 7416210  # the advisory lock under which one process at a time brings the schema up
# What each of Procrastinate's migrations brought, the latest first: by it a database is known whose tables nobody has noted.
BROUGHT: dict[LiteralString, str] = {
    "to_regproc('procrastinate_retry_job_v2')": "03.04.00_50_post_add_retry_failed_job_procedure.sql",
    "to_regproc('procrastinate_defer_jobs_v1')": "03.02.00_50_post_batch_defer_jobs.sql",
    "to_regclass('procrastinate_workers')": "03.01.00_50_post_add_heartbeat.sql",
    "to_regproc('procrastinate_defer_job_v1')": "03.00.00_50_post_cancel_notification.sql",
}
BEFORE_THAT = "02.14.01_01_add_indexes_for_fetch_job.sql"  # the last of version 2
AT_WORK = 30  # seconds since its last sign of life for which a process counts as running
# Its own account of every job would say nothing that the letters' rows do not say.
logging.getLogger("procrastinate").setLevel(logging.WARNING)


async def age(url: str) -> Age:
    """Return how Procrastinate's tables in the database stand beside the installed Procrastinate."""
    async with await psycopg.AsyncConnection.connect(_conninfo(url), autocommit=True) as link:
        latest = await _latest(link)
    if latest is None:
        return Age.BARE
    newest = max(_migrations())
    if latest == newest:
        return Age.CURRENT
    return Age.OLDER if latest < newest else Age.NEWER


async def at_work(url: str) -> int:
    """Return how many processes carried letters of this database in the last half minute and did not say that they ended."""
    alive = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %s)"
    async with await psycopg.AsyncConnection.connect(_conninfo(url), autocommit=True) as link:
        if not await _is_there(link, "to_regclass('procrastinate_workers')"):
            return 0
        row = await (await link.execute(alive, (AT_WORK,))).fetchone()
    return int(row[0]) if row else 0


async def migrate(url: str) -> None:
    """Give the database Procrastinate's tables, or the changes of them that came since. Safe if two processes do it at once."""
    migrations = _migrations()
    async with await psycopg.AsyncConnection.connect(_conninfo(url), autocommit=True) as link:
        await link.execute("SELECT pg_advisory_lock(%s)", (MIGRATING,))
        latest = await _latest(link)
        if latest is None:
            await _apply(link, SchemaManager.get_schema(), max(migrations))
            return
        for name in sorted(migrations):
            if name > latest:
                await _apply(link, migrations[name], name)


async def _latest(link: psycopg.AsyncConnection) -> str | None:
    """Return the migration that Procrastinate's tables have come to: as noted beside them, else by what is there."""
    if not await _is_there(link, "to_regclass('procrastinate_jobs')"):
        return None
    noted = await (await link.execute("SELECT obj_description('procrastinate_jobs'::regclass)")).fetchone()
    if noted and noted[0]:
        return str(noted[0])
    for what, name in BROUGHT.items():
        if await _is_there(link, what):
            return name
    return BEFORE_THAT


async def _is_there(link: psycopg.AsyncConnection, what: LiteralString) -> bool:
    row = await (await link.execute(f"SELECT {what} IS NOT NULL")).fetchone()
    return bool(row and row[0])


def _migrations() -> dict[str, str]:
    """Return Procrastinate's migrations by name; the names are in order."""
    folder = Path(SchemaManager.get_migrations_path())
    return {file.name: file.read_text(encoding="utf-8") for file in folder.glob("*.sql")}


async def _apply(link: psycopg.AsyncConnection, script: str, name: str) -> None:
    """Run one of Procrastinate's scripts, and note beside its table which migration that has come to."""
    async with link.transaction():
        await link.execute(script.encode())
        await link.execute(sql.SQL("COMMENT ON TABLE procrastinate_jobs IS {}").format(sql.Literal(name)))


class ProcrastinateCourier:
    """Carries letters in any number of processes on any number of machines.

    The letters' rows say what may be taken and in which order, and what a dead process had in hand (`LettersTx.claim`). A
    job stands for no letter. It wakes one process, and lasts as long as that has something to carry: the next wakes another.
    """

    def __init__(
        self,
        url: str,
        carry: Callable[[str], Awaitable[Carried | None]],
        outbox: Callable[[], Awaitable[Outbox]],
        hands: int = 80,
        every: float = 5.0,
        heartbeat: float = 10.0,
        dead_after: float = 30.0,
    ) -> None:
        self._own = LocalCourier(carry, outbox, hands, every, self._call_another)
        self._every = every
        self._heartbeat = heartbeat
        self._dead_after = dead_after
        self._stopping = asyncio.Event()
        connector = procrastinate.PsycopgConnector(conninfo=_conninfo(url), min_size=1, max_size=4, timeout=every)
        self._app = procrastinate.App(connector=connector)
        self._job = self._app.task(name="milepost.join", queue=QUEUE, queueing_lock=QUEUE)(self._own.carry_all)
        self._working: asyncio.Task[None] | None = None

    async def wake(self, keys: Sequence[str]) -> None:
        """Take note that letters were committed and may go. If they are many, other processes are called as well."""
        await self._own.wake(keys)

    def stop(self) -> None:
        """End `run` after the letters under way."""
        self._stopping.set()
        self._own.stop()
        if self._working is not None:
            self._working.cancel()

    async def run(self) -> None:
        """Carry what may go until stopped, whoever put it there."""
        async with self._app.open_async():
            carrying = asyncio.create_task(self._own.run())
            forgetting = asyncio.create_task(self._forget_the_dead())
            try:
                while not self._stopping.is_set():
                    await self._listen()
            finally:
                self.stop()
                forgetting.cancel()  # it may wait for a database that is away
                await carrying
                await asyncio.gather(forgetting, return_exceptions=True)

    async def _listen(self) -> None:
        worker = self._app.run_worker_async(
            queues=[QUEUE],
            name="milepost",
            concurrency=1,  # who has something to carry is not called again
            fetch_job_polling_interval=self._every,
            delete_jobs=DeleteJobCondition.ALWAYS,
            install_signal_handlers=False,
            update_heartbeat_interval=self._heartbeat,
            stalled_worker_timeout=self._dead_after,
        )
        self._working = asyncio.create_task(worker)
        try:
            await self._working
        except asyncio.CancelledError:  # the worker lets its job end first
            if not self._stopping.is_set():
                raise
        except ConnectorException as failed:
            log.warning("the courier lost its database and starts again (%s)", type(failed.__cause__ or failed).__name__)
            await self._rest()
        except Exception:
            log.exception("the courier failed and starts again")
            await self._rest()

    async def _rest(self) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), self._every)

    async def _call_another(self) -> None:
        """Wake another process that has nothing to carry, or the next that will have nothing."""
        try:
            await self._job.defer_async()
        except AlreadyEnqueued:
            return
        except ConnectorException as failed:  # each looks for itself in a few seconds
            log.warning("no other process could be called (%s)", type(failed.__cause__ or failed).__name__)

    async def _forget_the_dead(self) -> None:
        """Let the jobs of dead processes wake others. Their letters come back by themselves."""
        jobs = self._app.job_manager
        while not self._stopping.is_set():
            try:
                for job in await jobs.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=self._dead_after):
                    await jobs.retry_job(job)
            except ConnectorException as failed:  # among others if another process was first, or another is called already
                log.info("a dead process's job was left alone: %s", type(failed).__name__)
            await self._rest()


def _conninfo(url: str) -> str:
    """Return the address as the driver itself takes it, with our patience if it names none."""
    given = conninfo_to_dict(f"postgresql://{url.partition('://')[2]}")
    return make_conninfo("", **{**PATIENCE, **given})
