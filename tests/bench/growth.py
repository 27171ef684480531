"""How answers and saved lines grow with the number of plans and with the size of one, each beside the smallest.

Said at the desk, without a platform. Between any two answers somebody saves something in the same plan, so none is a kept one.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count

from bot.conversation.desk import Desk
from bot.conversation.pace import Pace
from bot.model.letters.talk import Chat, Inbound, Sender
from bot.model.people import PersonRow
from bot.model.plan import Action, Milestone, Plan, Role
from bot.ports.record import Tx
from store.record import SqlStore
from tests.bench import databases
from tests.bench.measure import Spent, head, medians, row, spent_awaiting
from tests.records import long_ago

MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
PLANS, MILESTONES = (1, 15, 150, 1500), (95, 1000, 10_000)
SMALL = 10  # milestones of each of many plans
PEOPLE = 13
TIMES = 20
PATIENCE = 60.0  # seconds: what takes too long for a person is to be measured too


def plan_of(number: int, milestones: int) -> Plan:
    """Return a plan of so many milestones, ten to an action, owned by thirteen roles by turns."""
    due = MONDAY.date() + timedelta(days=200)
    actions = []
    for first in range(0, milestones, 10):
        ref = f"1.{first // 10 + 1}"
        steps = [
            Milestone(ref=f"{ref}.{n - first + 1}", text="A step is agreed.", due=due, baseline=due, owners=(f"Role {n % PEOPLE}",))
            for n in range(first, min(first + 10, milestones))
        ]
        actions.append(Action(ref=ref, priority=1, title="All", milestones=tuple(steps)))
    roles = tuple(Role(name=f"Role {n}") for n in range(PEOPLE))
    return Plan(short=f"plan{number}", title=f"Plan {number}", actions=tuple(actions), roles=roles)


async def filled(url: str, plans: list[Plan]) -> SqlStore:
    """Return a record with these plans, each with people of its own."""
    store = SqlStore(url, long_ago)
    await asyncio.to_thread(store.migrate)

    def load(tx: Tx) -> None:
        for plan in plans:
            tx.plans.save(plan)
            tx.people.save(
                plan.short,
                [PersonRow(role=f"Role {n}", name=f"Person {n}", email=f"p{n}@{plan.short}.example.org") for n in range(PEOPLE)],
            )

    await store.transact(load)
    return store


class Talk:
    """People of one plan who ask and tell by turns."""

    def __init__(self, store: SqlStore, short: str) -> None:
        self._desk = Desk(store, self._clock, pace=Pace(0), patience=PATIENCE)
        self._short = short
        self._numbers = count()

    def _clock(self) -> datetime:
        return MONDAY + timedelta(seconds=next(self._numbers))

    async def say(self, person: int, said: str) -> str:
        """Say something. Returns the answer."""
        email = f"p{person}@{self._short}.example.org"
        sender = Sender(platform="console", tenant="local", id=email, email=email, name=f"Person {person}")
        return str(await self._desk.handle(Inbound(id=f"{next(self._numbers)}", sender=sender, chat=Chat(id=email), said=said)))

    async def save(self, number: int) -> None:
        """Say a line of a milestone and save it: two messages."""
        person = number % SMALL
        offered = await self.say(person, f"1.1.{person + 1} green all is well, {number}")
        assert "Save" in offered, offered
        kept = await self.say(person, "yes")
        assert f"all is well, {number}" in kept or "Saved" in kept, kept


async def talked(store: SqlStore, short: str) -> tuple[Spent, Spent]:
    """Return what a saved line takes, and an answer about another milestone after it."""
    talk = Talk(store, short)
    for person in range(PEOPLE):
        await talk.say(person, "help")  # first contact
    saved, asked = [], []
    for number in range(TIMES):
        saved.append(await spent_awaiting(partial(talk.save, number)))
        asked.append(await spent_awaiting(partial(talk.say, number % PEOPLE, f"status 1.1.{number % SMALL + 1}")))
    return medians(saved), medians(asked)


async def measure(plans: int, milestones: int) -> tuple[Spent, Spent]:
    """Return the same on a record of so many plans of so many milestones each, in the middle one."""
    with databases.sqlite() as url:
        store = await filled(url, [plan_of(number, milestones) for number in range(plans)])
        found = await talked(store, f"plan{plans // 2}")
        await store.close()
    return found


def grown(sizes: dict[str, tuple[Spent, Spent]]) -> None:
    """Print each size beside the first."""
    first = next(iter(sizes))
    for n, what in enumerate(("a typed line saved", "`status` of a milestone after it")):
        base = sizes[first][n]
        for size, found in list(sizes.items())[1:]:
            cpu = {"cpu": found[n].cpu * 1e3, "bare_cpu": base.cpu * 1e3}
            row(f"{what}, {size}", found[n].cpu * 1e3, base.cpu * 1e3, "ms", f"CPU with {first}", **cpu)


def main() -> None:
    """Measure on records of its own."""
    head()
    grown({f"{plans:,} plans" if plans > 1 else "one plan": asyncio.run(measure(plans, SMALL)) for plans in PLANS})
    grown({f"{milestones:,} milestones": asyncio.run(measure(1, milestones)) for milestones in MILESTONES})


if __name__ == "__main__":
    main()
