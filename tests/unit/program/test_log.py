"""`milepost log`: the board's business on the terminal, all of it or what waits, now and as it was known."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from bot.program.app import app
from store.record import SqlStore
from tests import records
from tests.records import long_ago
from tests.world import stock


@pytest.fixture(scope="module")
def record() -> Iterator[Path]:
    """A record in which the board has asked for something."""

    async def fill(file: Path) -> None:
        store = SqlStore(f"sqlite:///{file}", long_ago)
        await stock.made(store)
        await store.close()

    with records.folder() as made:
        asyncio.run(fill(records.empty(made / "m.db")))
        yield made / "m.db"


def ran(record: Path, *words: str, code: int = 0) -> Result:
    found = CliRunner().invoke(app, ["log", *words], env={"DATABASE_URL": f"sqlite:///{record}"})
    assert found.exit_code == code, found.output
    return found


def handles(told: Result) -> list[str]:
    return [row["handle"] for row in json.loads(told.stdout)]


def test_each_thing_is_a_line_and_json_has_all_of_it(record: Path) -> None:
    rows = json.loads(ran(record, "--json").stdout)

    assert {row["handle"] for row in rows} == set(handles(ran(record, "all", "--json")))
    lines = ran(record).stdout.splitlines()
    assert len(lines) == len(rows) > 1
    assert all(line.startswith(f"{row['handle']} ") for line, row in zip(lines, rows, strict=True))
    assert {"handle", "kind", "text", "about", "raised_by", "owner", "wanted_by", "meeting", "state", "carried", "answer"} <= set(rows[0])


def test_what_waits_and_one_kind_are_told_alone(record: Path) -> None:
    rows = json.loads(ran(record, "--json").stdout)
    assert handles(ran(record, "open", "--json")) == [one["handle"] for one in rows if one["state"] in ("open", "answered")]
    for kind in ("action", "decision", "challenge"):
        assert handles(ran(record, "--kind", kind, "--json")) == [one["handle"] for one in rows if one["kind"] == kind]


def test_the_past_knows_only_what_was_raised_by_then(record: Path) -> None:
    first = json.loads(ran(record, "--json").stdout)[0]["raised_at"]
    then = handles(ran(record, "--as-at", first, "--json"))
    assert then and len(then) < len(handles(ran(record, "--json")))


def test_another_kind_or_a_moment_before_the_record_is_refused_in_a_sentence(record: Path) -> None:
    assert "Invalid value" in ran(record, "--kind", "wish", code=2).output
    assert ran(record, "--as-at", "2001-01-01", code=1).output.count("\n") <= 2
