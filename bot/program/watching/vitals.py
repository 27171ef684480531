"""The figures of the whole database and of this machine, read at most every few seconds, however often they are asked for."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from prometheus_client import REGISTRY
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from adapters.web.ask_once import AskOnce
from bot.model.letters.letter import LetterState
from bot.model.watching import Noted, Pool, Vitals
from bot.ports.clock import Clock
from bot.program.serving.checkup import last_copy
from bot.program.watching.lines import NOWHERE
from store.record import SqlStore

KEPT = 5.0  # seconds for which what was read is told again
PATIENCE = 1.0  # seconds for which a scraper waits for the database
COUNTED = (LetterState.WAITING, LetterState.SENDING, LetterState.UNKNOWN, LetterState.FAILED)


class DatabaseFigures(Collector):
    """Tells how the whole database stands. What could not be read lately is left out, so that nothing old passes for new."""

    def __init__(self, store: SqlStore, file: Path | None, clock: Clock, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._store, self._file, self._clock, self._monotonic = store, file, clock, monotonic
        self._asking: AskOnce[str, Vitals] = AskOnce()
        self._read: tuple[float, Vitals] | None = None

    async def refresh(self) -> None:
        """Read anew, if the last reading is no longer fresh. If the database does not answer soon, nothing is told of it."""
        if self._fresh() is not None:
            return
        now = self._clock()
        asked = self._asking.begin("vitals", lambda: self._store.read(lambda view: view.watching.vitals(now)))
        await asyncio.wait({asked}, timeout=PATIENCE)
        if asked.done() and not asked.cancelled() and asked.exception() is None:
            self._read = (self._monotonic(), asked.result())

    def _fresh(self) -> Vitals | None:
        return self._read[1] if self._read is not None and self._monotonic() - self._read[0] < KEPT else None

    def describe(self) -> Iterable[GaugeMetricFamily]:
        """Name nothing: what is told may differ from time to time."""
        return ()

    def collect(self) -> Iterable[Metric]:
        """Return what was read last, and what this machine knows by itself."""
        vitals, now = self._fresh(), self._clock()
        yield _one("milepost_database_up", "1 if the database answered when it was last asked for figures.", vitals is not None)
        yield from _pool(self._store.pool())
        if self._file is not None and self._file.parent.is_dir():
            disk = shutil.disk_usage(self._file.parent)
            yield _one("milepost_disk_free_bytes", "Room left where the database lies.", disk.free)
            yield _one("milepost_disk_bytes", "Room in all where the database lies.", disk.total)
        if vitals is not None:
            yield from _letters(vitals, now)
            yield _one("milepost_database_bytes", "The size of the database, without what is written ahead.", vitals.size)
            yield _one("milepost_plans", "Plans in the database.", vitals.plans)
            yield _one("milepost_record_entries", "Entries of all plans.", vitals.entries)
            late = "Seconds for which a plan has waited for a round, none having come meanwhile."
            yield _one("milepost_rounds_late_seconds", late, vitals.late(now))
            yield _refusing(vitals)
        copied = last_copy(self._file, vitals.noted.get(Noted.COPY) if vitals is not None else None)
        if copied is not None:
            yield _one("milepost_backup_age_seconds", "Seconds since the last copy that was noted.", _age(copied, now))


@contextmanager
def told(figures: DatabaseFigures) -> Iterator[DatabaseFigures]:
    """Have these figures told by /metrics until the end."""
    REGISTRY.register(figures)
    try:
        yield figures
    finally:
        REGISTRY.unregister(figures)


def _letters(vitals: Vitals, now: datetime) -> Iterator[GaugeMetricFamily]:
    count = GaugeMetricFamily(
        "milepost_outbox_letters",
        "Letters that might have gone by now, by state and platform; of those that failed, those of the last day.",
        labels=["state", "platform"],
    )
    ages = GaugeMetricFamily(
        "milepost_outbox_oldest_seconds", "Seconds since the oldest of them might have gone.", labels=["state", "platform"]
    )
    for one in vitals.letters:
        place = (one.state.value, one.platform or NOWHERE)
        count.add_metric(place, one.count)
        if one.state is not LetterState.FAILED:
            ages.add_metric(place, _age(one.oldest, now))
    for state in {*COUNTED} - {one.state for one in vitals.letters}:
        count.add_metric((state.value, NOWHERE), 0)
    yield count
    yield ages


def _refusing(vitals: Vitals) -> GaugeMetricFamily:
    family = GaugeMetricFamily(
        "milepost_refusing_organisations", "Organisations that take no letters for now, by platform.", labels=["platform"]
    )
    for platform in ("slack", "teams"):
        family.add_metric((platform,), vitals.refusing.count(platform))
    return family


def _pool(pool: Pool) -> Iterator[Metric]:
    yield _one("milepost_database_connections", "Connections of this process that are open.", pool.open)
    yield _one("milepost_database_connections_in_use", "Those of them that are in use.", pool.in_use)
    yield _one("milepost_database_waiting", "Pieces of work that wait for their turn with one.", pool.waiting)
    full = CounterMetricFamily("milepost_database_full", "Times that the database had no room for what was to be written.")
    full.add_metric((), pool.full)
    yield full


def _one(name: str, said: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, said, value=float(value))


def _age(since: datetime | None, now: datetime) -> float:
    return max((now - since).total_seconds(), 0.0) if since is not None else 0.0
