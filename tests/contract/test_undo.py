"""The law of undo: nothing is ever removed. Each milestone's history grows by the save, and again by its withdrawal; and what the
save opened is withdrawn with it."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from bot.model.updates.update import Standing
from bot.ports.record import View
from tests.laws import dear
from tests.world import story as stories
from tests.world.plan import record

REFS = ("1.1.1", "1.1.2")
LINES = (
    "1.1.1 green all well, https://example.org/a",
    "1.1.2 amber late, path: hire two by 30 June",
    "1.1.1 red stuck, path: mend by 3 May; 1.1.2 green, https://example.org/b",
    "1.1.1 complete, https://example.org/c",
    "no change",
    "all same except 1.1.2 red: broken, path: mend by 1 June",
    "rest same; 1.1.1 green once more",
    "1.1.1 green well, forecast 1 July 2025",
    "1.1.2 amber late, path: soon, https://example.org/d",
    "evidence 1.1.1 https://example.org/e for pupil Anna Smith",
    "evidence 1.1.2 https://example.org/f the survey, good until 30 June 2026",
    "move 1.1.2 to 30 July 2026 because a partner left",
    "drop 1.1.1 because another action does it",
    "not me 1.1.1 ben@example.org",
    "snooze 1.1.2 until {tomorrow} because of leave",
    "away {tomorrow} to {tomorrow}, deputy ben@example.org",
)
Stood = dict[str, tuple[tuple[int, ...], Counter[str], Standing]]


def stood(view: View) -> Stood:
    """Every statement of each milestone, how many withdrawals name it, and what it stands by."""
    gone = Counter(one.ref for one in view.updates.withdrawals("small") if not one.is_evidence)
    standings = view.updates.standings("small")
    return {ref: (tuple(one.id for one in view.updates.all_said("small", ref)), +Counter({ref: gone[ref]}), standings[ref]) for ref in REFS}


def last(view: View) -> int:
    """The number of the last entry."""
    return view.entries.head("small").entry


def opened(view: View) -> tuple[object, ...]:
    """All that a save may have opened and that still counts: evidence, doubts, requests, hand-overs, snoozes, absences, owners."""
    return (
        [one.number for one in view.evidence.index("small")],
        [one.id for one in view.doubts.between("small", 0, last(view))],
        [one.id for one in view.requests.all("small") if one.is_open],
        [(one.id, one.step) for one in view.absences.hand_overs("small")],
        {(one.ref, one.person, one.until, one.why) for one in view.absences.snoozes("small")},
        [(one.starts, one.ends, one.deputy) for one in view.people.of("small").absences],
        [(one.ref, one.due, one.owners, one.closed) for one in view.plans.one("small").milestones],
    )


async def _lives(folder: Path, deeds: list[tuple[str, int]]) -> None:
    clock = stories.Clock()
    store = await record(folder / "record.db")
    async with stories.told(store, clock, [stories.wire("recorder", clock, folder)]) as story:
        story.seat(story.wire)
        keira = story.person("keira")
        await keira.says("mine")  # an account that speaks for the first time is bound
        for line, days in deeds:
            clock.moment += timedelta(days=days, minutes=1)
            line = line.format(tomorrow=(clock.moment + timedelta(days=1)).date().isoformat())
            before, open_before, head = await store.read(stood), await store.read(opened), await store.read(last)
            await keira.says(line)
            await keira.says("yes")
            saved, is_saved = await store.read(stood), await store.read(last) > head
            undone = await keira.says("undo") if is_saved else ""
            after = await store.read(stood)
            assert ("Undone" in undone) is is_saved
            assert await store.read(opened) == open_before
            assert await store.read(last) >= head + 2 * is_saved
            for ref in REFS:
                new = len(saved[ref][0]) - len(before[ref][0])
                assert saved[ref][0][: len(before[ref][0])] == before[ref][0]
                assert after[ref][0] == saved[ref][0]  # what was said stays
                assert after[ref][1][ref] == before[ref][1][ref] + new  # and each has its withdrawal
                assert after[ref][2] == before[ref][2]  # what stood before stands again
            if days % 2:  # and now for good
                await keira.says(line)
                await keira.says("yes")


@dear(60)
@given(st.lists(st.tuples(st.sampled_from(LINES), st.integers(0, 40)), min_size=1, max_size=3))
def test_undo_removes_nothing_and_gives_back_what_stood(deeds: list[tuple[str, int]]) -> None:
    with TemporaryDirectory() as folder:
        asyncio.run(_lives(Path(folder), deeds))
