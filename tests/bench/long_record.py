"""A record of many entries, at few and at many milestones: what each answer takes, beside the same on a short record.

python -m tests.bench.long_record [ENTRIES [MILESTONES ...]]
"""

from __future__ import annotations

import asyncio
import hashlib
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median

from bot.model.people import PersonRow
from bot.model.plan import Action, Milestone, Plan, Role
from bot.model.record.entry import By, EntryKind
from bot.model.status import Status
from bot.model.updates.update import Update
from bot.planning.rounds import plan_round
from bot.ports.record import Tx, View
from bot.reports.record.proof import verify
from bot.reports.snapshot import as_at, take
from bot.reports.summary import weekly
from store.entries import Row
from store.record import SqlStore
from store.tables.statements import ASKED, ASKED_MILESTONE, UPDATE
from tests.bench.measure import head, row
from tests.records import folder, long_ago

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
YEARS = timedelta(days=3 * 365)  # for which the record was kept
SHORT = 1_000  # entries of the record that the long one is beside
STATUSES = (Status.GREEN, Status.AMBER, Status.RED)


def plan_of(count: int) -> Plan:
    """Return a plan of that many milestones, due over three years, ten to an action."""
    roles = [Role(name=f"Role {n}") for n in range(20)]
    actions = []
    for first in range(0, count, 10):
        number = first // 10 + 1
        steps = [
            Milestone(
                ref=f"1.{number}.{n + 1}",
                text="A step",
                due=(day := date(2025, 1, 1) + timedelta(days=(first + n) % 1095)),
                baseline=day,
                owners=(roles[(first + n) % 20].name,),
            )
            for n in range(min(10, count - first))
        ]
        actions.append(Action(ref=f"1.{number}", priority=1, title="All", milestones=tuple(steps)))
    return Plan(short="p", title="P", actions=tuple(actions), roles=tuple(roles))


def rows_of(plan: Plan, number: int, at: datetime) -> tuple[EntryKind, list[Row]]:
    """Return the rows of one entry: by turns a letter that asked about two milestones, and what was said of one of them."""
    steps = plan.milestones
    step, other = steps[number // 2 % len(steps)], steps[(number // 2 + 1) % len(steps)]
    if number % 2:
        words = {
            "status": STATUSES[number // 2 % 3].value,
            "narrative": f"What was said, {number}.",
            "path_to_green": "More staff.",
        }
        return EntryKind.UPDATE, [(UPDATE, {"ref": step.ref, "letter": f"nudge:{number - 1}", **words})]
    asked: list[Row] = [(ASKED, {"whom": "ab", "letter": f"nudge:{number}", "taken": at})]
    return EntryKind.ASKED, asked + [(ASKED_MILESTONE, {"ref": one.ref, "stood": 0, "cause": "due"}) for one in (step, other)]


async def filled(file: Path, plan: Plan, entries: int) -> SqlStore:
    """Return a record with a plan, its people and that many entries, spread over three years."""
    store = SqlStore(f"sqlite:///{file}", long_ago)
    await asyncio.to_thread(store.migrate)

    def load(tx: Tx) -> None:
        tx.acting(By(at=NOW - YEARS))
        tx.plans.save(plan)
        tx.people.save(
            "p", [PersonRow(role=one.name, name=one.name, email=f"{n}@example.org") for n, one in enumerate(plan.roles)]
        )
        for number in range(entries):
            at = NOW - YEARS * (entries - number) / entries
            kind, rows = rows_of(plan, number, at)
            by = By(at=at, capacity=f"Role {number % 20}", platform="slack", tenant="T1", account="U1", said="update")
            tx.entries.append("p", kind, by, rows)  # type: ignore[attr-defined]

    await store.transact(load)
    return store


def save(tx: Tx) -> None:
    """Save a form: what somebody says of one milestone."""
    person = tx.people.of("p").persons[0]
    tx.updates.record(
        Update(
            plan="p",
            ref="1.1.1",
            status=Status.GREEN,
            narrative=f"{time.perf_counter()}",
            by=person.id,
            by_name=person.name,
            capacity="Role 0",
            at=NOW,
        )
    )


def digest(view: View) -> object:
    """Draw up the weekly summary."""
    return weekly(view, take(view, "p", NOW))


READS: dict[str, Callable[[View], object]] = {
    "status now": lambda view: take(view, "p", NOW),
    "digest": digest,
    "status as at a year ago": lambda view: as_at(view, "p", NOW - timedelta(days=365)),
    "verify": lambda view: verify(view, "p"),
}


async def took(store: SqlStore, name: str, times: int = 3) -> float:
    """Return the median milliseconds of the processor that an answer takes, each after something new was saved."""
    found = []
    for _ in range(times):
        if name == "a form saved":
            began = time.process_time()
            await store.transact(save)
        elif name == "a round planned":
            began = time.process_time()
            await plan_round(store, NOW)
        else:
            await store.transact(save)
            began = time.process_time()
            await store.read(READS[name])
        found.append(time.process_time() - began)
    return median(found) * 1e3


async def durable(file: Path) -> None:
    """Print what it costs that each commit is on the disk before anybody is told that it was saved."""
    store = await filled(file, plan_of(10), SHORT)
    found: dict[str, list[float]] = {"FULL": [], "NORMAL": []}
    for _ in range(30):
        for mode, times in found.items():
            with store._write.connect() as connection:
                connection.connection.cursor().execute(f"PRAGMA synchronous={mode}")
            began = time.perf_counter()
            await store.transact(save)
            times.append(time.perf_counter() - began)
    await store.close()
    row("a form saved, synchronous=FULL", median(found["FULL"]) * 1e3, median(found["NORMAL"]) * 1e3, "ms", "synchronous=NORMAL")


def hashed(entries: int) -> float:
    """Return the milliseconds that it takes to hash 14 fields an entry, and nothing else."""
    began = time.process_time()
    for _ in range(entries * 14):
        hashlib.sha256(b"0123456789abcdef0123456789").digest()
    return (time.process_time() - began) * 1e3


async def at_size(place: Path, milestones: int, entries: int) -> None:
    """Print what each answer takes at so many milestones."""
    plan = plan_of(milestones)
    short = await filled(place / f"{milestones}-short.db", plan, SHORT)
    long = await filled(place / f"{milestones}-long.db", plan, entries)
    for name in ("status now", "a form saved", "a round planned", "digest"):
        beside = await took(short, name)
        row(
            f"{name}, {milestones:,} milestones", await took(long, name), beside, "ms", f"with {SHORT:,} entries, not {entries:,}"
        )
    now = await took(long, "status now")
    row(f"status as at a year ago, {milestones:,}", await took(long, "status as at a year ago"), now, "ms", "status now")
    row(f"verify {entries:,} entries", await took(long, "verify", 1), hashed(entries), "ms", "hash 14 fields an entry")
    await short.close()
    await long.close()


def main() -> None:
    """Measure at 95 and at 10,000 milestones, or at those given."""
    entries, *milestones = [int(one) for one in sys.argv[1:]] or [100_000]
    head()
    for count in milestones or (95, 10_000):
        with folder() as place:
            asyncio.run(at_size(place, count, entries))
    with tempfile.TemporaryDirectory() as place:
        asyncio.run(durable(Path(place) / "durable.db"))


if __name__ == "__main__":
    main()
