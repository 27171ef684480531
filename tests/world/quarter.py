"""A quarter of the real plan with three board meetings, lived through by the people of the simulated year: what papers are drawn from."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

from bot.model.board.settings import Cycle, Finding, Meeting
from bot.ports.record import Tx
from tests.world.wires.recorder import RecorderWire
from tests.world.year import ADMIN, SEED, Year, begun

MEETINGS = (date(2025, 10, 9), date(2025, 11, 13), date(2025, 12, 11))
ENDS = date(2025, 12, 5)  # the day after the papers of the third meeting were frozen
FINDINGS = {
    "F1": Finding(text="Children wait too long for their needs to be assessed, and for the therapies that they need.", refs=("1", "2.1")),
    "F2": Finding(text="Partners do not plan and pay for services together.", kind="area for improvement", refs=("2.2", "3")),
}
WRITTEN = (  # by the admin, who stands in for leads that a plan does not have
    (1, "green moved: the parents' panel met twice and read eleven plans. next: the panel reads plans before they are final. forecast: green"),
    (2, "amber moved: two of three partners signed the recovery plan. next: the third partner's board meets on 17 December. "
        "escalate: the third signature has been awaited since September. forecast: amber"),
)  # fmt: skip


@asynccontextmanager
async def lived(folder: Path, ends: date = ENDS) -> AsyncIterator[Year]:
    """A quarter up to its last day, in a record of its own."""
    async with begun(folder, lambda clock, _: RecorderWire(clock), SEED) as year:
        await year.story.store.transact(lambda tx: _keep(tx, year))
        for meeting in MEETINGS:
            await year.lives(min(_a_week_before(meeting), ends))
            await _write(year)
        await year.lives(ends)
        yield year


def _keep(tx: Tx, year: Year) -> None:
    policy = year.plan.policy
    cycle = Cycle(meetings=tuple(Meeting(on=one) for one in MEETINGS))
    tx.plans.keep_settings(year.plan.short, policy.model_copy(update={"board": cycle, "findings": FINDINGS}))


def _a_week_before(meeting: date) -> date:
    return date.fromordinal(meeting.toordinal() - 10)


async def _write(year: Year) -> None:
    """The narratives that are written; those of the other priorities stay unwritten."""
    admin = year.story.person(ADMIN)
    for number, line in WRITTEN:
        told = await admin.says(f"narrative {number} {line}")
        if "?" in told:
            await admin.says("yes")
