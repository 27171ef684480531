"""The owner's month over the real plan: 39 milestones of which three moved, in at most 20 presses, on each platform.

A press is a tap; opening a list and choosing in it are two; typing counts nothing. Each is really pressed on the stand-ins.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.model.entry import By
from bot.model.plan import Plan
from bot.model.update import Status, Update
from bot.ports.record import Tx
from bot.rules import edition
from tests.bench.measure import shipped
from tests.world import story as stories
from tests.world.plan import record, row
from tests.world.story import Story
from tests.world.wires import Seat

ROLE = "Head of Inclusion"
SAID = datetime(2026, 1, 12, 10, tzinfo=UTC)
MORNING = "2026-02-02T09:30"
MOVED = ("Amber", "Red", "Amber")
MOST = 20


class Hand:
    """A person who taps with one finger, and counts the taps."""

    def __init__(self, seat: Seat) -> None:
        self.seat = seat
        self.taps = 0

    async def presses(self, label: str) -> str:
        self.taps += 1
        return await self.seat.presses(label)

    async def ticks(self, refs: list[str]) -> None:
        """Tick a box each."""
        self.taps += len(refs)
        by_action: dict[str, list[str]] = {}
        for ref in refs:
            by_action.setdefault(ref.rpartition(".")[0], []).append(ref)
        await self.seat.fills({f"moved-{action}": " ".join(some) for action, some in by_action.items()})


def theirs(plan: Plan) -> list[str]:
    return [one.ref for one in plan.milestones if ROLE in one.owners]


def last_month(tx: Tx) -> None:
    """The real plan, and what its Head of Inclusion said of each of hers a month ago."""
    plan = shipped()
    tx.plans.save(edition.compare(None, plan).plan)
    tx.people.save(plan.short, [row("keira"), row("gwen")])
    keira = next(one.id for one in tx.people.of(plan.short).persons if one.name == "Keira")
    tx.acting(By(at=SAID, person=keira, capacity=ROLE))
    for ref in theirs(plan):
        said = Update(
            plan=plan.short, ref=ref, status=Status.GREEN, narrative="On its way.", forecast=date(2026, 12, 31),
            by=keira, by_name="Keira", capacity=ROLE, at=SAID,
        )  # fmt: skip
        tx.updates.record(said)


@pytest.fixture
async def month(wire: str, tmp_path: Path) -> AsyncIterator[Story]:
    clock = stories.Clock(SAID + timedelta(days=1))
    store = await record(tmp_path / "record.db", last_month)
    async with stories.told(store, clock, [stories.wire(wire, clock, tmp_path)], shipped().short) as begun:
        begun.seat(begun.wire)
        yield begun


@pytest.mark.parametrize("wire", ["console", "slack", "teams"])
async def test_a_month_of_39_milestones_of_which_three_moved_takes_at_most_twenty_presses(month: Story) -> None:
    refs = theirs(shipped())
    assert len(refs) == 39
    moved = [refs[0], refs[17], refs[38]]
    await month.at(MORNING)
    hand = Hand(month.person("keira"))

    card = await hand.presses(next(label for label in hand.seat.buttons() if label.startswith("Update all")))
    assert "0 of 39 confirmed" in card
    await hand.presses("All as before but")
    await hand.ticks(moved)
    saved = await hand.presses("Save the others")
    assert "36 of 39 confirmed" in saved and "Saved as u" in saved
    for ref, colour in zip(moved, MOVED, strict=True):
        await hand.presses(f"{ref} {colour}")
        await hand.seat.fills({"What has happened": "Two people left.", "Path to green": "Agency cover by June."})
        saved = await hand.presses("Save")
    assert "39 of 39 confirmed" in saved
    assert hand.taps <= MOST
    assert {(await month.said_of(ref))[-1] for ref in refs if ref not in moved} == {"green On its way."}
    assert [(await month.said_of(ref))[-1] for ref in moved] == [f"{one.lower()} Two people left." for one in MOVED]
