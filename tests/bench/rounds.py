"""Rounds measured: what a letter costs, what a round costs in which nothing is due, and how long a form waits meanwhile.

On SQLite. Each round is run three times, on copies of one record; the rows are medians.
"""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from statistics import median
from typing import NamedTuple

from bot.model.letters.nudge import Rounds
from bot.model.people import Holding, People, Person, PersonRow
from bot.model.plan import Action, Milestone, Plan, Role
from bot.model.policy import Policy
from bot.model.snapshot import Snapshot
from bot.model.status import Status
from bot.model.updates.update import Standing, Update
from bot.planning.rounds import plan_round
from bot.ports.record import Tx
from bot.program.serving.run import settle
from bot.rules.asking.nudges import nudges_due
from bot.rules.calendar import working_days
from store.record import SqlStore
from tests.bench import databases
from tests.bench.measure import ROUNDS, at_most, by_turns, head, medians, row, spent, spent_awaiting
from tests.bench.subjects import Subject
from tests.records import long_ago

MONDAY = datetime(2025, 9, 1, 8, 30, tzinfo=UTC)  # in London half past nine
ROLES = 13
EVERY = 0.05  # seconds between two forms
RUNGS = frozenset((28, 14, 7, 2, 0, -5, -10, -15, -20, -25))  # working days to a date on which its owner is asked
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
    """Save a form every so often until it is over, whether the last was saved or not. Returns how many milliseconds each waited."""
    waited: list[float] = []
    saving: set[asyncio.Task[None]] = set()

    async def one(due: float) -> None:
        await store.transact(save, until=time.monotonic() + 60)
        waited.append((time.perf_counter() - due) * 1e3)

    due = time.perf_counter()
    while not over.is_set() and len(saving) < most:
        saving.add(asyncio.create_task(one(due)))
        due += EVERY
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
    await asyncio.gather(*saving)
    return sorted(waited)


class Beside(NamedTuple):
    """Milliseconds that forms waited while a round was planned, and while none was."""

    median: float
    p99: float
    idle: float
    idle_p99: float


async def beside(store: SqlStore, now: datetime) -> Beside:
    """Return how long forms wait while a round is planned, and while none is."""
    settle()  # as `serve` does: or a search for dropped circles of objects holds everybody up for long
    over = asyncio.Event()
    await forms(store, over, 10)
    idle = await forms(store, over, 60)
    saving = asyncio.create_task(forms(store, over))
    await asyncio.sleep(0.1)
    await plan_round(store, now)
    over.set()
    waited = await saving
    return Beside(median(waited), p99(waited), median(idle), p99(idle))


def p99(waited: list[float]) -> float:
    """Return the 99th percentile of what is sorted, or the longest if there are fewer."""
    return waited[min(int(len(waited) * 0.99), len(waited) - 1)]


class Costs(NamedTuple):
    """What rounds cost: the letters of the first, seconds and CPU of that, of one right after it, and of the next morning's."""

    letters: float
    wall: float
    cpu: float
    quiet: float
    quiet_cpu: float
    morning: float
    morning_cpu: float
    empty: float
    empty_cpu: float


async def costs(store: SqlStore) -> Costs:
    """Return what a Monday's round costs, and those after it."""
    working_days(Policy()).index(SOON)  # the bank holidays are read once in the life of a process
    empty = await spent_awaiting(lambda: store.transact(lambda _: None), 20)
    keys: list[str] = []

    async def round_(now: datetime) -> None:
        keys.extend(await plan_round(store, now))

    first = await spent_awaiting(partial(round_, MONDAY))
    letters = len(keys)
    turns = iter(range(1, 6))
    quiet = await spent_awaiting(lambda: round_(MONDAY + timedelta(seconds=5 * next(turns))), 5)
    morning = await spent_awaiting(partial(round_, MONDAY + timedelta(days=1)))
    return Costs(letters, *first, *quiet, *morning, *empty)


async def thrice(folder: Path, plans: list[Plan], forms_too: bool = True) -> tuple[Costs, Beside | None]:
    """Return the medians of three runs on copies of a record with these plans."""
    whole = folder / "whole.db"
    await (await filled(f"sqlite:///{whole}", plans)).close()
    found, waits = [], []
    for number in range(ROUNDS):
        file = folder / f"{number}.db"
        shutil.copy(whole, file)
        store = SqlStore(f"sqlite:///{file}", long_ago)
        await store.open()
        found.append(await costs(store))
        if forms_too:
            waits.append(await beside(store, MONDAY + timedelta(days=30)))
        await store.close()
    return medians(found), medians(waits) if waits else None


def tell(what: str, found: Costs, waits: Beside | None) -> None:
    """Print the rows of one size."""
    about = {"subject": Subject.ROUND}
    empty, each = found.empty_cpu * 1e3, found.cpu / max(found.letters, 1) * 1e3
    if found.letters:
        of = f"a round of {what}"
        print(f"    {of}: {found.letters:,.0f} letters", flush=True)
        few = at_most(1) if what.endswith(("plans", "one plan")) else None  # of 10,000 milestones each letter asks about hundreds
        row(f"{of}: CPU a letter", each, empty, "ms", "an empty transaction", **about, wanted=few)
        limit = at_most(5) if what == "150 plans" else None
        row(f"{of}: in all", found.wall, found.cpu, "s", "its own CPU", **about, wanted=limit)
    for name, cpu in (("nothing due", found.quiet_cpu), ("the next morning", found.morning_cpu)):
        limit = at_most(5) if what.startswith("1,500") else None
        row(f"a round of {what}, {name}: CPU", cpu * 1e3, empty, "ms", "an empty transaction", **about, wanted=limit)
    if waits is not None:
        write = {"subject": Subject.WRITE_BESIDE_ROUND}
        row(f"a form beside a round of {what}, median", waits.median, waits.idle, "ms", "no round", **write)
        row(f"a form beside a round of {what}, p99", waits.p99, waits.idle_p99, "ms", "no round", **write, wanted=at_most(50, 2))


def sketch(steps: Sequence[Milestone], standings: Mapping[str, Standing], days: Mapping[date, int], today: int) -> list[str]:
    """Find whom a script would ask: by the working days to each date, and when it was last told of."""
    found = []
    for step in steps:
        away = days[step.due] - today if step.due else None
        update = standings[step.ref].update
        if away in RUNGS and (update is None or update.at < MONDAY):
            found.append(step.ref)
    return found


def asking() -> None:
    """Print what one milestone with an update costs a round, at three sizes."""
    people = People(
        persons=tuple(Person(id=n, name=f"P{n}", email=f"p{n}@example.org") for n in range(1, 21)),
        holdings=tuple(Holding(role=f"Role {n - 1}", person=n) for n in range(1, 21)),
    )
    ran = Rounds(first=date(2025, 1, 2), last=date(2025, 8, 29))
    owners = [(f"Role {n}",) for n in range(20)]
    days = {date(2024, 1, 1) + timedelta(days=n): n * 5 // 7 for n in range(2000)}
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

        fresh = [Snapshot(plan=plan, policy=Policy(), people=people, standings=standings, now=MONDAY) for _ in range(times * ROUNDS)]

        def due(fresh: list[Snapshot] = fresh) -> object:
            return nudges_due(fresh.pop(), (), lambda _: ran)

        def bare(steps: Sequence[Milestone] = steps, standings: dict[str, Standing] = standings) -> object:
            return sketch(steps, standings, days, days[MONDAY.date()])

        ours, base = by_turns(partial(spent, due, times), partial(spent, bare, times))
        figures = ours.cpu * 1e6 / size, base.cpu * 1e6 / size
        what = f"planning, one of {size:,} milestones with an update, CPU"
        row(what, *figures, "us", "a script's date arithmetic", subject=Subject.PLANNING, wanted=at_most(1.5))


async def measure() -> None:
    """Print every row."""
    sizes = [(f"{plans:,} plans" if plans > 1 else "one plan", [plan_of(n, 95) for n in range(plans)]) for plans in (1, 15, 150)]
    sizes += [("1,500 plans far off", [far(n) for n in range(1500)])]
    sizes += [("one plan of 10,000 milestones", [plan_of(0, 10_000)])]
    for what, plans in sizes:
        with databases.sqlite() as url:
            tell(what, *await thrice(Path(url.removeprefix("sqlite:///")).parent, plans, not what.endswith("far off")))


def main() -> None:
    """Measure everything."""
    head()
    asking()
    asyncio.run(measure())


if __name__ == "__main__":
    main()
