"""How things grow with the number of plans: one small plan, 15, 150 and 1,500, on both databases.

python -m tests.bench.many_plans [PLANS ...]
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

from bot.model.people import PersonRow
from bot.model.plan import Action, Milestone, Plan, Role
from bot.ports.record import Tx
from store.record import SqlStore
from tests.bench import databases, growing
from tests.bench.history import NOW
from tests.bench.measure import Spent
from tests.bench.rounding import Rounded, rounded, tell_rounds
from tests.bench.talking import OWNERS, Talk
from tests.records import long_ago

SIZES = (1, 15, 150, 1_500)
STEPS, DUE = 10, 2  # milestones of each plan, and owners whose milestones are due on the day, so that they have a letter each
FEW, TIMES = 15, 3  # plans up to which a round is measured so often, each on a copy of its own
PORTION = 50  # plans that are loaded in one transaction


def plan_of(number: int) -> Plan:
    """Return a small plan, of which half is due today."""
    steps = []
    for n in range(STEPS):
        due = NOW.date() + timedelta(days=0 if n % OWNERS < DUE else 200)
        steps.append(Milestone(ref=f"1.1.{n + 1}", text="A step is agreed.", due=due, baseline=due, owners=(f"Role {n % OWNERS}",)))
    roles = tuple(Role(name=f"Role {n}") for n in range(OWNERS))
    action = Action(ref="1.1", priority=1, title="All", milestones=tuple(steps))
    return Plan(short=f"plan{number}", title=f"Plan {number}", actions=(action,), roles=roles)


def email(plan: int, person: int) -> str:
    """Return the e-mail of one of a plan's people."""
    return f"p{person}@plan{plan}.example.org"


def load(tx: Tx, numbers: range) -> None:
    """Put some plans on the record, each with people of its own."""
    for number in numbers:
        plan = plan_of(number)
        tx.plans.save(plan)
        rows = [PersonRow(role=one.name, name=f"Person {n}", email=email(number, n)) for n, one in enumerate(plan.roles)]
        tx.people.save(plan.short, rows)


async def filled(file: Path, count: int) -> None:
    """Make a record of so many plans."""
    store = SqlStore(f"sqlite:///{file}", long_ago)
    await asyncio.to_thread(store.migrate)
    for first in range(0, count, PORTION):
        await store.transact(partial(load, numbers=range(first, min(first + PORTION, count))))
    await store.close()


async def measured(url: str, plan: int, tell: Callable[[str, Spent], None] | None) -> Rounded:
    """Measure rounds on a copy, and if somebody wants to hear it what people of one plan ask and tell."""
    store = SqlStore(url, long_ago)
    await store.open()
    found = await rounded(store, NOW)
    if tell is not None:
        await Talk(store, NOW + timedelta(hours=1), partial(email, plan)).all(tell)
    await store.close()
    return found


def grown(record: Path, kind: str, plans: int) -> None:
    """Print what everything takes with so many plans."""
    tell = partial(growing.tell, f"With the number of plans, on {kind}", f"{plans:,} plans" if plans > 1 else "one plan")
    found = []
    for more in reversed(range(TIMES if plans <= FEW else 1)):
        with databases.copy_of(record, kind) as url:
            found.append(asyncio.run(measured(url, plans // 2, None if more else tell)))
    tell_rounds(tell, found)


def main() -> None:
    """Measure at the sizes named, or at all."""
    with tempfile.TemporaryDirectory(prefix="milepost-bench-") as folder, databases.server():
        for plans in [int(one) for one in sys.argv[1:]] or SIZES:
            record = Path(folder) / f"{plans}.db"
            asyncio.run(filled(record, plans))
            for kind in databases.KINDS:
                grown(record, kind, plans)


if __name__ == "__main__":
    main()
