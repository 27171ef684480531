"""Six weeks of the real plan in which people say if it helped: what is asked, what is told, and what nobody may be told."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.program.app import app
from tests.world.impact_life import AGAIN, GIVEN_AWAY, SILENT, SMALL, TO_CLOSE, TO_DO, TO_PLAN, WANTED
from tests.world.real_plan import ADMIN, BEGINS
from tests.world.wires.recorder import RecorderWire
from tests.world.year import Year, begun

WEEKS = 6


async def printed(year: Year, *said: str) -> str:
    """Type a command at a command line that has the same record."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("DATABASE_URL", f"sqlite:///{year.file}")
        found = await asyncio.to_thread(CliRunner().invoke, app, list(said))
    assert found.exit_code == 0, found.output
    return found.stdout


async def test_six_weeks_of_readings_risks_and_voices(tmp_path: Path) -> None:
    async with begun(tmp_path, lambda clock, _: RecorderWire(clock)) as year:
        impact = await year.says_if_it_helped()
        await year.lives(BEGINS + timedelta(weeks=WEEKS))

        assert impact.refused == []
        assert impact.done["readings"] >= 8 and impact.done["risks"] == 2 and impact.done["closed"] >= 1, impact.done
        nothing_is_asked_twice(year)
        await what_is_late_is_told_as_late(year)
        await what_few_children_are_behind_is_told_nowhere(year, tmp_path)


def nothing_is_asked_twice(year: Year) -> None:
    for name, letters in year.story.letters.items():
        told = "\n".join(letters)
        for asks in (WANTED, AGAIN, TO_PLAN, TO_CLOSE):
            assert [one for one, count in Counter(asks.findall(told)).items() if count > 2] == [], (name, asks.pattern)
        assert [one for one, count in Counter(WANTED.findall(told)).items() if count > 1] == [], name
        assert [one for one, count in Counter(TO_DO.findall(told)).items() if count > 3] == [], name


async def what_is_late_is_told_as_late(year: Year) -> None:
    measures = json.loads(await printed(year, "measures", "--as-at", year.today.isoformat(), "--json"))
    late = {one["handle"]: one for one in measures}[SILENT]
    assert (late["latest"], late["verdict"]) == (None, "no_reading")
    told = await year.story.person(ADMIN).says("measures")
    assert f"{SILENT} " in told and "No reading yet" in told


async def what_few_children_are_behind_is_told_nowhere(year: Year, folder: Path) -> None:
    day = ("--as-at", year.today.isoformat())
    seat = year.story.person(ADMIN)
    said = [await seat.says(line) for line in ("measures", f"measure {SMALL}", "impact", "status 2", "mine", "digest")]
    papers = folder / "papers"
    shown = [
        await printed(year, "measures", *day, "--json"),
        await printed(year, "digest", *day, "--json"),
        await printed(year, "status", *day, "--json"),
        await printed(year, "stocktake", *day, "--out", str(papers), "--json"),
    ]
    letters = [told for every in (*year.story.letters.values(), *year.story.posts.values()) for told in every]
    assert year.impact is not None
    everywhere = [*said, *shown, *letters, *year.impact.heard]

    measures = {one["handle"]: one for one in json.loads(shown[0])}
    assert measures[SMALL]["latest"]["hidden"] and measures[SMALL]["latest"]["value"] is None
    assert [told[max(found.start() - 80, 0) : found.end()] for told in everywhere if (found := GIVEN_AWAY.search(told))] == []
