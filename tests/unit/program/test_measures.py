"""`milepost measures` and `milepost preview`: measures on the terminal, now and as they were known, and whose reading is asked."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from bot.model.measures.measure import Measure, MeasureDeed, MeasureStep, Point, Reading, Terms
from bot.model.record.entry import By
from bot.ports.record import Tx
from bot.program.app import app
from store.record import SqlStore
from tests import records
from tests.records import long_ago
from tests.world import plan as world

FIRST, THEN = datetime(2025, 3, 3, 9, tzinfo=UTC), datetime(2025, 5, 6, 9, tzinfo=UTC)
TERMS = Terms(
    text="Plans in 20 weeks",
    actions=("1.1",),
    unit="%",
    baseline=Decimal(17),
    baseline_on=date(2024, 12, 31),
    target=Decimal(60),
    target_by=date(2026, 12, 31),
    trajectory=(Point(by=date(2025, 3, 31), value=Decimal("32.5")),),
    owner=world.ROLES[0],
)
SHAPE = {
    "handle", "text", "actions", "polarity", "unit", "baseline", "baseline_on", "target", "target_by", "trajectory", "source",
    "period", "owner", "latest", "verdict", "direction",
}  # fmt: skip


@pytest.fixture(scope="module")
def record() -> Iterator[Path]:
    """A record with a measure that was read twice, the second time by so few that it is hidden."""

    def work(tx: Tx) -> None:
        world.load(tx)
        for at, value, few, of in ((FIRST, "34", 17, 50), (THEN, "6", 3, 50)):
            tx.acting(By(at=at))
            if at == FIRST:
                measure = tx.measures.begin(Measure(plan=world.SMALL, steps=(MeasureStep(deed=MeasureDeed.SET, terms=TERMS, at=at),)))
            day = at.date().replace(day=1) - timedelta(days=1)
            told = {"as_at": day, "value": Decimal(value), "numerator": few, "denominator": of, "note": "as counted", "at": at}
            measure = tx.measures.read(measure, Reading.model_validate(told))

    async def fill(file: Path) -> None:
        store = SqlStore(f"sqlite:///{file}", long_ago)
        await store.transact(work)
        await store.close()

    with records.folder() as made:
        asyncio.run(fill(records.empty(made / "m.db")))
        yield made / "m.db"


def ran(record: Path, *words: str) -> Result:
    found = CliRunner().invoke(app, [*words], env={"DATABASE_URL": f"sqlite:///{record}"})
    assert found.exit_code == 0, found.output
    return found


def test_json_has_the_shape_and_hides_what_must_be(record: Path) -> None:
    (row,) = json.loads(ran(record, "measures", "--json").stdout)

    assert row.keys() >= SHAPE
    assert (row["handle"], row["actions"], row["polarity"], row["period"], row["owner"]) == ("m1", ["1.1"], "H", "MS", world.ROLES[0])
    assert (row["baseline"], row["baseline_on"], row["target"], row["target_by"]) == (17, "2024-12-31", 60, "2026-12-31")
    assert row["trajectory"] == [{"by": "2025-03-31", "value": 32.5}]
    assert (row["verdict"], row["direction"], row["latest"]["as_at"]) == ("no_reading", "too_few", "2025-04-30")
    assert [row["latest"][name] for name in ("value", "numerator", "denominator", "note")] == [None, None, None, ""]


def test_the_past_knows_what_was_read_by_then(record: Path) -> None:
    (row,) = json.loads(ran(record, "measures", "--json", "--as-at", "2025-03-05").stdout)

    assert (row["latest"]["value"], row["latest"]["denominator"], row["verdict"]) == (34, 50, "on_trajectory")
    assert "On course: m1 Plans in 20 weeks. 34% (17 of 50) for February 2025." in ran(record, "measures", "--as-at", "2025-03-05").stdout


def test_a_preview_shows_whose_reading_is_asked_for(record: Path) -> None:
    shown = json.loads(ran(record, "preview", "--from", "2025-05-30", "--days", "14", "--json").stdout)

    told = [one for one in shown["nudges"] if "m1 Reading wanted for May 2025" in one["text"]]
    assert [(one["person"], one["at"][:10]) for one in told] == [("Keira", "2025-06-02")]
    again = [one for one in shown["nudges"] if "m1 Still no reading for May 2025" in one["text"]]
    assert [one["at"][:10] for one in again] == ["2025-06-09"]
