"""One process delivers, everything that waits, in order."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from adapters.couriers.local import LocalCourier
from adapters.couriers.lock import DelivererLock
from bot.model.letters.letter import Carried, LetterState, Outbox

HOLDER = """
import sys
from pathlib import Path
from adapters.couriers.lock import DelivererLock
lock = DelivererLock(Path(sys.argv[1]))
print(lock.acquire(), flush=True)
sys.stdin.read()
"""
SENT = Carried(state=LetterState.SENT)


class Letters:
    """Letters that wait until they are carried. One named in `broken` raises once; one in `stuck` takes until `freed`."""

    def __init__(self, *keys: str, broken: Sequence[str] = (), stuck: Sequence[str] = ()) -> None:
        self.keys = list(keys)
        self.broken = set(broken)
        self.stuck = set(stuck)
        self.freed = asyncio.Event()
        self.carried: list[str] = []
        self.under_way = 0
        self.most = 0
        self.looked = 0
        self.changed = asyncio.Condition()

    async def outbox(self) -> Outbox:
        self.looked += 1
        return Outbox(ready=tuple((key, key.split(":")[1]) for key in self.keys))

    async def carry(self, key: str) -> Carried | None:
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        try:
            for _ in range(3 if key.endswith(":a") else 1):
                await asyncio.sleep(0)  # the first of a lane is the slowest: only the lane keeps the order
            if key in self.stuck:
                await self.freed.wait()
            if key in self.broken:
                self.broken.remove(key)
                raise RuntimeError(key)
        finally:
            self.under_way -= 1
        return await self.done(key)

    async def done(self, key: str) -> Carried | None:
        async with self.changed:
            if key not in self.keys:
                return None
            self.carried.append(key)
            self.keys.remove(key)
            self.changed.notify_all()
        return SENT

    async def until(self, *keys: str) -> None:
        async with self.changed:
            await asyncio.wait_for(self.changed.wait_for(lambda: set(keys) <= set(self.carried)), 60)


@asynccontextmanager
async def carrying(letters: Letters, every: float = 60, hands: int = 20) -> AsyncIterator[LocalCourier]:
    courier = LocalCourier(letters.carry, letters.outbox, hands=hands, every=every)
    running = asyncio.create_task(courier.run())
    yield courier
    courier.stop()
    letters.freed.set()
    await asyncio.wait_for(running, 60)


async def test_what_waits_is_carried_and_what_comes_later_when_woken() -> None:
    letters = Letters("nudge:1:a", "nudge:2:a")
    async with carrying(letters) as courier:
        await letters.until("nudge:1:a", "nudge:2:a")
        letters.keys.append("nudge:3:a")
        await courier.wake(["nudge:3:a"])
        await letters.until("nudge:3:a")


async def test_letters_to_one_person_keep_their_order() -> None:
    letters = Letters("nudge:1:a", "nudge:2:a", "news:1:b", "news:2:b", "nudge:1:c")
    async with carrying(letters):
        await letters.until(*letters.keys)

    assert [key for key in letters.carried if ":1:" in key] == ["nudge:1:a", "news:1:b", "nudge:1:c"]
    assert [key for key in letters.carried if ":2:" in key] == ["nudge:2:a", "news:2:b"]


async def test_a_letter_that_cannot_be_carried_keeps_its_place_and_holds_up_no_other_conversation() -> None:
    letters = Letters("nudge:1:a", "nudge:1:b", "nudge:2:a", broken=["nudge:1:a"])
    async with carrying(letters, every=0.01):
        await letters.until("nudge:1:a", "nudge:1:b", "nudge:2:a")

    assert letters.carried == ["nudge:2:a", "nudge:1:a", "nudge:1:b"]


async def test_what_others_have_taken_is_not_looked_for_one_by_one() -> None:
    others = Letters(*(f"nudge:{n}:a" for n in range(100)))
    calls, asked = 0, 0

    async def call() -> None:
        nonlocal calls
        calls += 1

    async def carry(key: str) -> Carried | None:
        nonlocal asked
        asked += 1
        others.keys = [f"nudge:{n}:b" for n in range(5)] if asked == 1 else others.keys  # another takes all of those
        return await others.carry(key)

    courier = LocalCourier(carry, others.outbox, hands=4, every=60, plenty=call)
    running = asyncio.create_task(courier.run())
    await others.until(*(f"nudge:{n}:b" for n in range(5)))
    courier.stop()
    await asyncio.wait_for(running, 60)

    assert calls >= 1
    assert asked < 20


async def test_a_slow_conversation_holds_up_nobody_who_comes_later() -> None:
    letters = Letters("nudge:1:a", "nudge:1:b", stuck=["nudge:1:a"])
    async with carrying(letters) as courier:
        await asyncio.sleep(0)
        letters.keys.append("nudge:2:a")
        await courier.wake(["nudge:2:a"])
        await letters.until("nudge:2:a")

        assert letters.carried == ["nudge:2:a"]


async def test_no_more_than_so_many_are_under_way_side_by_side() -> None:
    letters = Letters(*(f"nudge:{n}:a" for n in range(30)))
    async with carrying(letters, hands=4):
        await letters.until(*letters.keys)

    assert letters.most == 4


async def test_the_courier_looks_again_at_the_moment_the_outbox_names() -> None:
    letters = Letters("nudge:1:a")

    async def outbox() -> Outbox:
        letters.looked += 1
        return Outbox(pause=0.01) if letters.looked == 1 else await Letters.outbox(letters)

    courier = LocalCourier(letters.carry, outbox, every=60)
    running = asyncio.create_task(courier.run())
    await letters.until("nudge:1:a")
    courier.stop()
    await asyncio.wait_for(running, 60)


async def test_a_letter_that_asks_for_it_is_looked_at_again_in_so_many_seconds() -> None:
    letters = Letters("nudge:1:a")
    seen: set[str] = set()

    async def once(key: str) -> Carried | None:
        if key in seen:
            return await letters.carry(key)
        seen.add(key)
        return Carried(state=LetterState.WAITING, again=0.01)

    courier = LocalCourier(once, letters.outbox, every=60)
    running = asyncio.create_task(courier.run())
    await letters.until("nudge:1:a")
    courier.stop()
    await asyncio.wait_for(running, 60)


async def test_a_letter_that_is_not_ours_to_carry_is_not_looked_at_again_and_again() -> None:
    letters = Letters("nudge:1:a")

    seen = asyncio.Event()

    async def not_ours(key: str) -> Carried | None:
        seen.set()
        return None

    courier = LocalCourier(not_ours, letters.outbox, every=60)
    running = asyncio.create_task(courier.run())
    await seen.wait()
    for _ in range(50):
        await asyncio.sleep(0)
    courier.stop()
    await asyncio.wait_for(running, 60)

    assert letters.looked == 1


def test_a_second_deliverer_is_refused_until_the_first_lets_go(tmp_path: Path) -> None:
    first, second = DelivererLock(tmp_path / "lock"), DelivererLock(tmp_path / "lock")
    assert first.acquire()
    assert not second.acquire()
    first.release()
    assert second.acquire()
    second.release()


def test_the_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    mine = DelivererLock(tmp_path / "lock")
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path / "lock")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "True\n"
        assert not mine.acquire()
        other.kill()
        other.wait()

    assert mine.acquire()
    mine.release()
