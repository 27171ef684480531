"""Rounds measured: what a letter costs, what a round costs in which nothing is due, and how long a form waits meanwhile.

    python -m tests.bench.rounds [DATABASE_URL]

On a fresh SQLite file, or on an empty PostgreSQL database. The time that the processor worked says most: what else the
machine does changes the other.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from statistics import median, quantiles

from bot.model.nudge import Rounds
from bot.model.people import Holding, People, Person, PersonRow
from bot.model.plan import Action, Milestone, Plan, Role
from bot.model.policy import Policy
from bot.model.snapshot import Snapshot
from bot.model.update import Standing, Status, Update
from bot.planning.rounds import plan_round
from bot.ports.record import Tx
from bot.rules.calendar import working_days
from bot.rules.nudges import nudges_due
from store.record import SqlStore
from tests.bench.measure import at_most, head, row
from tests.bench.subjects import Subject
from tests.records import long_ago

MONDAY = datetime(2025, 9, 1, 8, 30, tzinfo=UTC)  # in London half past nine
ROLES = 13
EVERY = 0.02  # seconds between two forms
SOON = date(2027, 3, 31)


def plan_of(number: int, steps: int) -> Plan:
    """A plan of so many milestones, due over three years, each owned by one role of thirteen."""
    first = date(2024, 9, 1)
    groups = range(0, steps, 10)
    actions = tuple(
        Action(
            ref=f"1.{group // 10 + 1}",
            priority=1,
            title="All",
            milestones=tuple(
                Milestone(
                    ref=f"1.{group // 10 + 1}.{n + 1}",
                    text="A step that somebody has to take",
                    due=(day := first + timedelta(days=(group + n) * 7 % 1095)),
                    baseline=day,
                    owners=(f"Role {(group + n) % ROLES}",),
                )
                for n in range(min(10, steps - group))
            ),
        )
        for group in groups
    )
    return Plan(
        short=f"plan{number}", title=f"Plan {number}", actions=actions, roles=tuple(Role(name=f"Role {n}") for n in range(ROLES))
    )


def far(number: int) -> Plan:
    """A plan in which nothing falls due for long."""
    steps = tuple(
        Milestone(ref=f"1.1.{n}", text="A step", due=SOON, baseline=SOON, owners=(f"Role {n % ROLES}",)) for n in range(1, 11)
    )
    return Plan(
        short=f"plan{number}",
        title=f"Plan {number}",
        actions=(Action(ref="1.1", priority=1, title="All", milestones=steps),),
        roles=tuple(Role(name=f"Role {n}") for n in range(ROLES)),
    )


async def filled(url: str, plans: list[Plan]) -> SqlStore:
    """A record with these plans, thirteen people in each, of whom the first is its admin."""
    store = SqlStore(url, long_ago)
    await asyncio.to_thread(store.migrate)

    def load(tx: Tx, plan: Plan) -> None:
        tx.plans.save(plan)
        rows = [
            PersonRow(role=f"Role {n}", name=f"Person {n}", email=f"p{n}@{plan.short}.example.org", rights=("admin",) * (n == 0))
            for n in range(ROLES)
        ]
        tx.people.save(plan.short, rows)

    for plan in plans:
        await store.transact(lambda tx, plan=plan: load(tx, plan))  # type: ignore[misc]
    return store


async def worked(work: Callable[[], Awaitable[tuple[str, ...]]]) -> tuple[int, float, float]:
    """How many letters something made, and how many milliseconds it worked and took."""
    began, worked_before = time.perf_counter(), time.process_time()
    keys = await work()
    return len(keys), (time.process_time() - worked_before) * 1e3, (time.perf_counter() - began) * 1e3


NUMBER = count(1)


def save(tx: Tx) -> None:
    """Save a form: what somebody says of one milestone of the last plan."""
    short = tx.plans.all()[-1]
    person = tx.people.of(short).persons[0]
    at = MONDAY + timedelta(seconds=next(NUMBER))
    tx.updates.record(
        Update(
            plan=short,
            ref="1.1.1",
            status=Status.GREEN,
            narrative=f"All is well, {next(NUMBER)}.",
            by=person.id,
            by_name=person.name,
            capacity="Role 0",
            at=at,
        )
    )


async def forms(store: SqlStore, over: asyncio.Event, most: int = 10_000) -> list[float]:
    """Save one form after another until it is over, at most one every so often. Returns how many milliseconds each took."""
    took: list[float] = []
    while not over.is_set() and len(took) < most:
        began = time.perf_counter()
        await store.transact(save, until=time.monotonic() + 60)
        ended = time.perf_counter()
        took.append((ended - began) * 1e3)
        await asyncio.sleep(EVERY - (ended - began))
    return took


def p99(took: list[float]) -> float:
    """The 99th percentile."""
    return quantiles(took, n=100)[98] if len(took) > 1 else took[0]


async def beside(store: SqlStore, what: str, now: datetime) -> None:
    """Print how long forms wait while a round is planned, and while none is."""
    over = asyncio.Event()
    await forms(store, over, 20)
    idle = await forms(store, over, 100)
    saving = asyncio.create_task(forms(store, over))
    await asyncio.sleep(0.1)
    letters, cpu, took = await worked(lambda: plan_round(store, now))
    over.set()
    took_each = await saving
    print(f"    {letters:,} letters, {cpu:,.0f} ms of the processor, {took:,.0f} ms, {len(took_each)} forms meanwhile", flush=True)
    row(f"a form meanwhile, {what}: median", median(took_each), median(idle), "ms", "no round")
    wanted = at_most(50, 2)
    row(f"a form meanwhile, {what}: p99", p99(took_each), p99(idle), "ms", "no round", subject=Subject.WRITE_BESIDE_ROUND, wanted=wanted)


async def rounds(url: str, plans: list[Plan], what: str, forms_too: bool = True) -> None:
    """Print what one round of some plans takes, the next one with nothing new, and the next morning's."""
    store = await filled(url, plans)
    working_days(Policy()).index(SOON)  # the bank holidays are read once in the life of a process

    async def bare() -> tuple[str, ...]:
        await store.transact(lambda _: None)
        return ()

    _, empty, _ = await worked(bare)
    letters, cpu, took = await worked(lambda: plan_round(store, MONDAY))
    each, whole = cpu / max(letters, 1), f"an empty transaction (in all {took:,.0f} ms)"
    row(f"a round, {what}: a letter of {letters:,}", each, empty, "ms", whole, subject=Subject.ROUND, wanted=at_most(1) if letters else None)
    quiet = [await worked(partial(plan_round, store, MONDAY + timedelta(seconds=5 * n))) for n in range(1, 6)]
    worked_each = median(one[1] for one in quiet)
    row(f"a round, {what}: nothing due", worked_each, empty, "ms", "an empty transaction", subject=Subject.ROUND, wanted=at_most(5))
    letters, cpu, took = await worked(lambda: plan_round(store, MONDAY + timedelta(days=1)))
    each, named = (cpu / letters, f"a letter of {letters:,}") if letters else (cpu, "nothing due")
    whole, wanted = f"an empty transaction (in all {took:,.0f} ms)", at_most(1) if letters else at_most(5)
    row(f"a round, {what}: next morning, {named}", each, empty, "ms", whole, subject=Subject.ROUND, wanted=wanted)
    if forms_too:
        await beside(store, what, MONDAY + timedelta(days=30))
    await store.close()


def asking() -> None:
    """Print what one milestone with an update costs a round, at three sizes."""
    people = People(
        persons=tuple(Person(id=n, name=f"P{n}", email=f"p{n}@example.org") for n in range(1, 21)),
        holdings=tuple(Holding(role=f"Role {n - 1}", person=n) for n in range(1, 21)),
    )
    ran = Rounds(first=date(2025, 1, 2), last=date(2025, 8, 29))
    owners = [(f"Role {n}",) for n in range(20)]
    said = [MONDAY - timedelta(days=n % 200, minutes=n % 1440) for n in range(5000)]
    for size, times in ((100, 50), (10_000, 5), (1_000_000, 1)):
        dues = [date(2024, 9, 1) + timedelta(days=n % 1095) for n in range(1, size + 1)]
        steps = tuple(
            Milestone.model_construct(ref=f"1.1.{n}", text="A step", due=due, owners=owners[n % 20])
            for n, due in enumerate(dues, 1)
        )
        standings = {
            step.ref: Standing.model_construct(
                ref=step.ref,
                update=Update.model_construct(
                    id=n, plan="p", ref=step.ref, status=Status.GREEN, by=1, by_name="P1", capacity="Role 1", at=said[n * 7 % 5000]
                ),
            )
            for n, step in enumerate(steps)
        }
        plan = Plan.model_construct(
            short="p", title="P", actions=(Action.model_construct(ref="1.1", priority=1, title="All", milestones=steps),), roles=()
        )
        took, base = [], []
        for _ in range(times):
            snapshot = Snapshot(plan=plan, policy=Policy(), people=people, standings=standings, now=MONDAY)
            began = time.process_time()
            nudges_due(snapshot, (), lambda _: ran)
            took.append(time.process_time() - began)
            began = time.process_time()
            for step in steps:
                (standings[step.ref].update, step.due)
            base.append(time.process_time() - began)
        each, bare = median(took) * 1e6 / size, median(base) * 1e6 / size
        named = f"nudges_due, one of {size:,} with an update"
        row(named, each, bare, "us", "read due and update", subject=Subject.PLANNING, wanted=at_most(1.5))


async def measure(address: Callable[[str], str]) -> None:
    """Print every row. `address` gives the database of each."""
    for plans in (1, 15, 150):
        await rounds(address(f"plans{plans}"), [plan_of(n, 95) for n in range(plans)], f"{plans:,} plans")
    await rounds(address("many"), [far(n) for n in range(1500)], "1,500 plans far off", forms_too=False)
    for steps in (1000, 10_000):
        await rounds(address(f"steps{steps}"), [plan_of(0, steps)], f"{steps:,} milestones")


def main() -> None:
    """Measure everything."""
    head()
    asking()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(lambda name: f"sqlite:///{Path(folder) / name}.db"))


if __name__ == "__main__":
    main()
