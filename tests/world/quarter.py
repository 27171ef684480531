"""A quarter of the real plan with three board meetings, lived through by the people of the simulated year: what papers are drawn from."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

from bot.model.board.settings import Cycle, Finding, Meeting
from bot.model.record.entry import By
from bot.ports.record import Tx
from tests.world.measured import read_measures, set_measures
from tests.world.wires.recorder import RecorderWire
from tests.world.year import ADMIN, CHAIR, SEED, Year, begun

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

BUSINESS = {  # what the board says in the days before a meeting, and what it is answered
    MEETINGS[0]: (
        (CHAIR, "challenge 2.1 why do assessments still take longer than twenty weeks?"),
        (CHAIR, "action: bring the survey of parents to the board, owner Youth Policy Strategic Lead, by 11 December 2025"),
        (ADMIN, "2.4.2 red: both posts are still vacant, path: the Head of Inclusion appoints by 30 November 2025, forecast 31 January 2026, "
                "decision: fund two posts until April"),
    ),
    MEETINGS[1]: (
        (ADMIN, "answer c1 two agencies began on 1 October, and 71% were in time in the last week https://files.example.org/weekly-times"),
        (CHAIR, "accept c1"),
        (CHAIR, "decide d1: fund one post until April because money is short; options: two posts, or none; conditions: report in January"),
        (CHAIR, "challenge 3.2, 3.3 what do families wait for now?"),
    ),
    MEETINGS[2]: ((CHAIR, "action: publish the waiting times of each therapy, owner Head of Inclusion, by 30 January 2026"),),
}  # fmt: skip

LATE = "2.4.2"
REPORT = {
    "cause": "Both posts were advertised twice, and nobody who applied could be appointed.",
    "for_children": "Families of 140 children wait for a named case officer, and hear late about their child's plan.",
    "for_plan": "The new structure (2.4.3 and 2.4.4) starts a term later.",
    "options": "Agency cover until April (38,000 pounds). Or share two officers with the neighbouring authority (no cost, slower).",
    "recommendation": "Agency cover until April.",
    "decision_wanted": "Fund two posts until April.",
    "wanted_by": "2025-12-11",
    "lessons": "Agree the pay grade with the trade unions before posts are advertised.",
}


@asynccontextmanager
async def lived(folder: Path, ends: date = ENDS) -> AsyncIterator[Year]:
    """A quarter up to its last day, in a record of its own."""
    async with begun(folder, lambda clock, _: RecorderWire(clock), SEED) as year:
        await year.story.store.transact(lambda tx: _keep(tx, year))
        await year.says_if_it_helped()
        for meeting in MEETINGS:
            await year.lives(min(_ten_days_before(meeting), ends))
            await year.story.store.transact(lambda tx: _read(tx, year))
            await _write(year)
            for name, line in BUSINESS[meeting]:
                await _says(year, name, line)
        await _reports(year)
        await year.lives(ends)
        yield year


def _keep(tx: Tx, year: Year) -> None:
    policy = year.plan.policy
    cycle = Cycle(meetings=tuple(Meeting(on=one) for one in MEETINGS))
    tx.plans.keep_settings(year.plan.short, policy.model_copy(update={"board": cycle, "findings": FINDINGS}))
    tx.acting(By(at=year.story.clock(), capacity="admin"))
    set_measures(tx, tx.plans.one(year.plan.short), year.story.clock())
    read_measures(tx, year.plan.short, year.story.clock())


def _read(tx: Tx, year: Year) -> None:
    tx.acting(By(at=year.story.clock(), capacity="admin"))
    read_measures(tx, year.plan.short, year.story.clock())


def _ten_days_before(meeting: date) -> date:
    return date.fromordinal(meeting.toordinal() - 10)


async def _write(year: Year) -> None:
    """The narratives that are written; those of the other priorities stay unwritten."""
    for number, line in WRITTEN:
        await _says(year, ADMIN, f"narrative {number} {line}")


async def _reports(year: Year) -> None:
    """An exception report on the milestone whose forecast passed the tolerance."""
    seat = year.story.person(ADMIN)
    await seat.opens(f"exception {LATE}")
    await seat.fills(REPORT)
    said = await seat.presses("Save")
    assert "Saved" in said, said


async def _says(year: Year, name: str, line: str) -> None:
    """Somebody says a line, and yes to what it is said back as."""
    seat = year.story.person(name)
    if "?" in (await seat.says(line)).partition("\n")[0]:
        await seat.says("yes")
