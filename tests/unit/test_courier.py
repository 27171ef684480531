"""One process delivers, everything that waits, in order."""

import asyncio
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from adapters.courier_local import DelivererLock, LocalCourier

HOLDER = """
import sys
from pathlib import Path
from adapters.courier_local import DelivererLock
lock = DelivererLock(Path(sys.argv[1]))
print(lock.acquire(), flush=True)
sys.stdin.read()
"""


class Outbox:
    """Letters that wait until they are carried; a letter named in `broken` fails once."""

    def __init__(self, *keys: str, broken: Sequence[str] = ()) -> None:
        self.keys = list(keys)
        self.broken = set(broken)
        self.carried: list[str] = []
        self.empty = asyncio.Event()

    async def waiting(self) -> Sequence[str]:
        return tuple(self.keys)

    async def deliver(self, key: str) -> None:
        for _ in range(3 if key.endswith(":a") else 1):
            await asyncio.sleep(0)  # the first of a lane is the slowest: only the lane keeps the order
        if key in self.broken:
            self.broken.remove(key)
            raise RuntimeError(key)
        self.keys.remove(key)
        self.carried.append(key)
        if not self.keys:
            self.empty.set()


async def carry(outbox: Outbox, *later: str) -> None:
    courier = LocalCourier(outbox.deliver, outbox.waiting, every=0.01 if not later else 60)
    running = asyncio.create_task(courier.run())
    await asyncio.wait_for(outbox.empty.wait(), 5)
    if later:
        outbox.empty.clear()
        outbox.keys += later
        await courier.wake(later)
        await asyncio.wait_for(outbox.empty.wait(), 5)
    courier.stop()
    await asyncio.wait_for(running, 5)


async def test_what_waits_is_carried_and_what_comes_later_when_woken() -> None:
    outbox = Outbox("nudge:1:a", "nudge:2:a")

    await carry(outbox, "nudge:3:a")

    assert sorted(outbox.carried) == ["nudge:1:a", "nudge:2:a", "nudge:3:a"]


async def test_letters_to_one_person_keep_their_order() -> None:
    outbox = Outbox("nudge:1:a", "nudge:2:a", "news:1:b", "news:2:b", "nudge:1:c")

    await carry(outbox)

    assert [key for key in outbox.carried if ":1:" in key] == ["nudge:1:a", "news:1:b", "nudge:1:c"]
    assert [key for key in outbox.carried if ":2:" in key] == ["nudge:2:a", "news:2:b"]


async def test_a_letter_that_fails_holds_up_no_other_and_is_tried_again() -> None:
    outbox = Outbox("nudge:1:a", "nudge:1:b", "nudge:2:a", broken=["nudge:1:a"])

    await carry(outbox)

    assert sorted(outbox.carried) == ["nudge:1:a", "nudge:1:b", "nudge:2:a"]
    assert outbox.carried.index("nudge:1:b") < outbox.carried.index("nudge:1:a")


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
