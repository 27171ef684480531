"""What only asks, by different people about different things while somebody writes, beside bare Bolt that answers a constant.

python -m tests.bench.questions [sqlite|postgres ...]
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import count, cycle

from bot.model.people import PersonRow
from bot.model.status import Status
from bot.model.updates.update import Update
from bot.ports.record import Tx
from seed.people import read_people
from store.record import SqlStore
from tests.bench import databases
from tests.bench.load import Side, compare, compared, free_port, once, running
from tests.bench.measure import NAME, PLANS, at_least, at_most, head, shipped
from tests.bench.slack import BARE, SECRET, TOKEN, command, directory
from tests.bench.subjects import Subject
from tests.records import long_ago

MANY, EACH, ALONE = 64, 15, 120  # connections, requests of each, and requests of one alone
EVERY = 0.05  # seconds from one update that is saved beside to the next


def people() -> list[PersonRow]:
    """Return the rows of the shipped people's file."""
    return read_people((PLANS / f"{NAME}.people.csv").read_text(encoding="utf-8-sig"), shipped())


def update(ref: str, number: int) -> Update:
    """Return an update of a milestone by the first person."""
    at, words = datetime.now(UTC), f"What was said of it, {number}."
    return Update(plan="p", ref=ref, status=Status.GREEN, narrative=words, by=1, by_name="", capacity="admin", at=at)


async def filled(url: str) -> None:
    """Load the shipped plan and its people, and say something of every milestone."""
    store = SqlStore(url, long_ago)
    await asyncio.to_thread(store.migrate)
    plan, rows = shipped(), people()

    def load(tx: Tx) -> None:
        tx.plans.save(plan)
        tx.people.save("p", rows)
        for number, milestone in enumerate(plan.milestones):
            tx.updates.record(update(milestone.ref, number))

    await store.transact(load)
    await store.close()


async def write(url: str) -> None:
    """Save an update of one milestone after the other, until stopped."""
    store = SqlStore(url, lambda: datetime.now(UTC))
    for number, milestone in enumerate(cycle(shipped().milestones)):
        began, said = time.monotonic(), update(milestone.ref, number)
        await store.transact(lambda tx, said=said: tx.updates.record(said))  # type: ignore[misc]
        await asyncio.sleep(max(0.0, began + EVERY - time.monotonic()))


def asking(port: int, told: str, who: Sequence[int], texts: Sequence[str]) -> Callable[[], bytes]:
    """Return what asks each time as another person, of something else, in another place: none is a kept answer.

    What doesn't fit in one message goes on over `told`.
    """
    numbers = count()

    def one() -> bytes:
        number = next(numbers)
        user, said = who[number % len(who)], texts[number % len(texts)]
        return command(port, said, user_id=f"U{user}", channel_id=f"C{number}", trigger_id=f"{number}.1", response_url=told)

    return one


def busiest() -> tuple[int, int]:
    """Return the number of whoever answers for most milestones, and how many these are."""
    held: dict[str, set[str]] = {}
    for one in people():
        held.setdefault(one.email, set()).add(one.role or "")
    steps = shipped().milestones
    owned = [sum(bool(roles & set(step.owners)) for step in steps) for roles in held.values()]
    return owned.index(max(owned)), max(owned)


@asynccontextmanager
async def serving(url: str) -> AsyncIterator[tuple[int, int, int, str]]:
    """Serve a filled record to everybody of the plan, whom it has met. Gives the port, the process, how many they are, and
    a response url."""
    emails = list(dict.fromkeys(one.email for one in people()))
    api = await directory(emails)
    port = free_port()
    environment = {
        "DATABASE_URL": url, "PORT": str(port), "SLACK_BOT_TOKEN": TOKEN, "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": f"{api.url}/api/", "MILEPOST_COMMANDS_PER_MINUTE": "0",
    }  # fmt: skip
    async with running([sys.executable, "-m", "bot", "serve"], environment, port) as process:
        for number in range(len(emails)):
            await once(port, command(port, "help", user_id=f"U{number}", channel_id=f"D{number}"))
        yield port, process, len(emails), f"{api.url}/api/respond"
    await api.close()


@asynccontextmanager
async def written(url: str) -> AsyncIterator[None]:
    """Let another process save updates beside."""
    with subprocess.Popen([sys.executable, "-m", "tests.bench.questions", "write", url]) as writer:
        try:
            yield
        finally:
            writer.terminate()


async def questions(url: str, named: str) -> None:
    """Measure what is asked most, beside bare Bolt, by turns."""
    await filled(url)
    bare, (owner, owned) = free_port(), busiest()
    async with serving(url) as (port, process, persons, told), running([sys.executable, "-c", BARE, str(bare)], {}, bare) as other:
        plain = Side(bare, [other], lambda: command(bare, "status 2.1"))  # signed anew each time, as ours
        refs = [f"status {action.ref}" for action in shipped().actions]
        for subject, what, who, texts, times in (
            (Subject.STATUS, "`status REF`", range(persons), refs, 2),
            (Subject.MINE, f"`mine` ({owned})", [owner], ["mine"], 6),
        ):
            ours = Side(port, [process], asking(port, told, who, texts))
            async with written(url):
                for side in (ours, plain):
                    await side.answers(8, 2 * persons // 8)
                at_one = await compared(ours, plain, connections=1, each=ALONE)
                at_many = await compared(ours, plain, connections=MANY, each=EACH)
            compare(
                f"{what} on {named}, writes between", at_many, at_one, "bare Bolt answering a constant",
                subject=subject, at_many_wanted=at_least(times=1 / times), at_one_wanted=at_most(times=times),
            )  # fmt: skip


async def measure(named: str) -> None:
    """Measure one of the parts, each on a record of its own."""
    with databases.KINDS["PostgreSQL" if named == "postgres" else "SQLite"]() as url:
        await questions(url, "PostgreSQL" if named == "postgres" else "SQLite")


def main() -> None:
    """Measure the parts named, or all. `write URL` is the writer beside."""
    match sys.argv[1:]:
        case ["write", url]:
            asyncio.run(write(url))
        case named:
            head()
            for one in named or ("sqlite", "postgres"):
                asyncio.run(measure(one))


if __name__ == "__main__":
    main()
