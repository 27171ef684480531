"""The courier of many machines: letters as Procrastinate jobs on the same PostgreSQL. The letter's row stays the truth."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import math
from collections.abc import Awaitable, Callable, Sequence

import procrastinate
import psycopg
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException, UniqueViolation
from procrastinate.jobs import DeleteJobCondition, Job, Status
from procrastinate.retry import BaseRetryStrategy, RetryDecision
from procrastinate.schema import SchemaManager

from bot.model.letter import Carried, LetterState, Outbox

log = logging.getLogger("milepost.courier")
QUEUE = "letters"
MIGRATING = 7416210  # the advisory lock under which one process at a time brings the schema up
# Its own account of every job would say twice what the letters' rows say.
logging.getLogger("procrastinate").setLevel(logging.WARNING)


async def migrate(url: str) -> None:
    """Give the database Procrastinate's tables, if it has none. Safe if two processes do it at once."""
    async with await psycopg.AsyncConnection.connect(_conninfo(url)) as link:
        await link.execute("SELECT pg_advisory_xact_lock(%s)", (MIGRATING,))
        found = await (await link.execute("SELECT to_regclass('procrastinate_jobs')")).fetchone()
        if found is None or found[0] is None:
            await link.execute(SchemaManager.get_schema())


class Again(Exception):
    """The letter must be looked at again in n seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class AsAsked(BaseRetryStrategy):
    """A job comes again when its letter asks for it. One that broke does not: the outbox knows what still waits."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """Return when the job runs again, if it does."""
        if not isinstance(exception, Again):
            return None
        return RetryDecision(retry_in={"milliseconds": math.ceil(exception.seconds * 1000)})


class ProcrastinateCourier:
    """Carries letters in any number of processes on any number of machines.

    A job's lock is its letter's lane, so that a conversation is in one pair of hands at a time; its queueing lock is the
    letter's key. What a dead process had in hand is found by its missing heartbeat and looked up on the platform.
    """

    def __init__(
        self,
        url: str,
        carry: Callable[[str], Awaitable[Carried | None]],
        outbox: Callable[[], Awaitable[Outbox]],
        abandon: Callable[[Sequence[str], float], Awaitable[None]],
        hands: int = 20,
        every: float = 5.0,
        heartbeat: float = 10.0,
        dead_after: float = 30.0,
    ) -> None:
        self._carry = carry
        self._outbox = outbox
        self._abandon = abandon
        self._every = every
        self._dead_after = dead_after
        self._stopping = asyncio.Event()
        self._app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=_conninfo(url), min_size=1, max_size=6))
        self._job = self._app.task(name="milepost.carry", queue=QUEUE, retry=AsAsked())(self._one)
        self._hands = hands
        self._heartbeat = heartbeat
        self._working: asyncio.Task[None] | None = None

    async def wake(self, keys: Sequence[str]) -> None:
        """Take note that letters were committed and may go."""
        if keys:
            await self._hand_over()

    def stop(self) -> None:
        """End `run` after the letters under way."""
        self._stopping.set()
        if self._working is not None:
            self._working.cancel()

    async def run(self) -> None:
        """Carry what any process hands over until stopped. See to what dead ones left and lost wakes forgot."""
        async with self._app.open_async():
            seeing_to = asyncio.create_task(self._see_to_the_rest())
            try:
                while not self._stopping.is_set():
                    await self._work()
            finally:
                self._stopping.set()
                await seeing_to

    async def _work(self) -> None:
        worker = self._app.run_worker_async(
            queues=[QUEUE],
            name="milepost",
            concurrency=self._hands,
            fetch_job_polling_interval=min(self._every, 1.0),  # a job that comes again is not told of
            delete_jobs=DeleteJobCondition.ALWAYS,
            install_signal_handlers=False,
            update_heartbeat_interval=self._heartbeat,
            stalled_worker_timeout=self._dead_after,
        )
        self._working = asyncio.create_task(worker)
        try:
            await self._working
        except asyncio.CancelledError:  # the worker lets its jobs end first
            if not self._stopping.is_set():
                raise
        except Exception:
            log.exception("the courier lost its database and starts again")
            await self._rest()

    async def _one(self, key: str) -> None:
        carried = await self._carry(key)
        if carried is not None and carried.more:
            await self._hand_over()
        if carried is not None and carried.state is LetterState.SENDING:
            # Whoever has it has not got its job, which is here: after so long they are dead, and took it just before.
            await self._abandon([key], self._dead_after)
        if carried is not None and carried.again is not None:
            # A letter in other hands keeps its lane to itself until those have done with it.
            raise Again(min(carried.again, self._every) if carried.state is LetterState.SENDING else carried.again)

    async def _see_to_the_rest(self) -> None:
        while not self._stopping.is_set():
            try:
                await self._recover()
                await self._hand_over()
            except Exception:
                log.exception("the outbox could not be handed over")
            await self._rest()

    async def _rest(self) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), self._every)

    async def _recover(self) -> None:
        """Take the jobs of dead processes away. Whoever is handed their letters next looks them up."""
        jobs = self._app.job_manager
        stalled = list(await jobs.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=self._dead_after))
        keys = [str(job.task_kwargs["key"]) for job in stalled]
        # What was taken after its process fell silent is in other hands by now. Half leaves room for clocks that differ.
        await self._abandon(keys, self._dead_after / 2)
        for job in stalled:
            try:
                await jobs.retry_job(job)  # it keeps its place among the letters of its lane
            except UniqueViolation:  # the letter has another job already
                await jobs.finish_job(job, Status.FAILED, delete_job=True)
            except ConnectorException as failed:
                log.info("another process saw to job %s first: %s", job.id, type(failed).__name__)

    async def _hand_over(self) -> None:
        """Make a job of every letter that may be worked on and has none."""
        outbox = await self._outbox()
        known = await self._under_way([key for key, _ in outbox.ready])
        jobs = [
            self._job.configure(lock=lane, queueing_lock=key).make_new_job(key=key)
            for key, lane in outbox.ready
            if key not in known
        ]
        try:
            await self._app.job_manager.batch_defer_jobs_async(jobs) if jobs else None
        except AlreadyEnqueued:  # another process is handing over the same letters
            for job in jobs:
                with contextlib.suppress(AlreadyEnqueued):
                    await self._app.job_manager.defer_job_async(job)

    async def _under_way(self, keys: Sequence[str]) -> set[str]:
        rows = await self._app.connector.execute_query_all_async(
            "SELECT queueing_lock FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND queueing_lock = ANY(%(keys)s)",
            keys=list(keys),
        )
        return {str(row["queueing_lock"]) for row in rows}


def _conninfo(url: str) -> str:
    """Return the address as the driver itself takes it."""
    return f"postgresql://{url.partition('://')[2]}"
