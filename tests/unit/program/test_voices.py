"""`milepost voices`: what families said on the terminal, now and as it was known, and counted for a year."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from bot.program.app import app
from store.record import SqlStore
from tests import records
from tests.world.families import PHONE, fill
from tests.world.plan import SMALL, load

AT = datetime(2025, 3, 18, 9, tzinfo=UTC)
SHAPE = (
    *("handle", "heard_on", "from", "count", "said", "about", "we_will", "by", "we_did", "changed", "why_not", "shareable"), "state",
)  # fmt: skip


@pytest.fixture(scope="module")
def record() -> Iterator[Path]:
    async def put(file: Path) -> None:
        moment = [AT]
        store = SqlStore(f"sqlite:///{file}", lambda: moment[0])
        await store.transact(load)
        await store.transact(lambda tx: fill(tx, SMALL, AT))
        await store.close()

    with records.folder() as made:
        asyncio.run(put(records.empty(made / "m.db")))
        yield made / "m.db"


def ran(record: Path, *words: str, code: int = 0) -> Result:
    found = CliRunner().invoke(app, ["voices", *words], env={"DATABASE_URL": f"sqlite:///{record}"})
    assert found.exit_code == code, found.output
    return found


def test_each_voice_is_a_line_and_json_has_the_shape_that_others_depend_on(record: Path) -> None:
    rows = json.loads(ran(record, "--json").stdout)

    assert len(ran(record).stdout.splitlines()) == len(rows) == 7
    assert set(SHAPE) <= set(rows[0])
    told = {name: rows[0][name] for name in ("handle", "from", "count", "said", "we_did", "changed", "shareable", "state", "why_not")}
    assert told == {
        "handle": "v1", "from": "forum", "count": 12, "said": PHONE, "we_did": "A second line is open",
        "changed": "Most calls are answered", "shareable": "yes", "state": "closed", "why_not": None,
    }  # fmt: skip
    assert (rows[1]["count"], rows[1]["fewer_than_5"], rows[1]["changed"]) == (None, True, None)
    assert (rows[2]["we_will"], rows[2]["by"], rows[2]["state"]) == ("Ask for more buses", "2030-01-01", "planned")
    assert (rows[4]["why_not"], rows[4]["state"]) == ("There is no money for it", "cannot")
    assert "fewer than 5 people" in ran(record).stdout and "3 people" not in ran(record).stdout


def test_voices_are_told_as_they_were_known(record: Path) -> None:
    (row,) = json.loads(ran(record, "--as-at", "2025-03-18", "--json").stdout)
    assert (row["state"], row["we_did"], row["changed"]) == ("open", None, None)
    assert "Nothing was recorded by then" in ran(record, "--as-at", "2020-01-01", code=1).output


def test_a_year_is_counted_for_the_local_offer_report(record: Path) -> None:
    counts = json.loads(ran(record, "--year", "2025", "--json").stdout)

    sources = {"forum": 4, "youth forum": 0, "survey": 1, "event": 1, "complaint theme": 1, "compliment": 0}
    assert counts == {
        "year": 2025, "heard": 7, "by_source": sources, "answered": 4, "changed": 1, "cannot": 1, "still_open": 5,
        "days_to_answer": 2, "days_to_close": 2,  # an entry is never earlier than the one before it
    }  # fmt: skip
    told = ran(record, "--year", "2025").stdout
    assert "Heard in 2025: 7" in told and "Still open: 5" in told and "A theme of complaints: 1" in told
    assert "Heard in 2024: 0" in ran(record, "--year", "2024").stdout
    assert "nothing was closed" in ran(record, "--year", "2024").stdout
