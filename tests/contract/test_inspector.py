"""The inspector's walk, at the command line alone: what was known each week, who changed it since, and if it is all there."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shlex
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
import pytest
import sqlalchemy as sa
from click.testing import Result
from typer.testing import CliRunner

from bot.ports.record import Tx
from bot.program.app import app
from bot.reports.snapshot import take
from bot.reports.status import status_json
from bot.rules.documents import edition
from store.record import SqlStore
from tests.world import from_0_2
from tests.world.plan import SMALL, due, load, small
from tests.world.story import Clock, Story, told, wire

MONDAYS = ("2025-03-24", "2025-03-31", "2025-04-07", "2025-04-14")
HEAD = re.compile(r"Record: entry (?P<entry>[0-9]+), (?P<digest>[0-9a-f]{16,64})")
PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1:]


class Week(NamedTuple):
    """What was known on a Monday, read on that Monday, and what was posted in the board's channel."""

    milestones: object
    posted: str


async def lived(url: str, folder: Path) -> Mapping[str, Week]:
    """Live through a month: updates, an edition that moves a date, a hand-over, and a link added late."""
    clock = Clock()
    store = SqlStore(url, clock)
    await store.transact(load)
    async with told(store, clock, [wire("recorder", clock, folder)]) as story:
        story.seat(story.wire)
        await story.bind_board()
        await say(story, "keira", "1.1.1 green all is well")
        weeks = {MONDAYS[0]: await monday(story, MONDAYS[0])}
        await say(story, "ben", "1.1.2 red no nurses, path: agency cover")
        weeks[MONDAYS[1]] = await monday(story, MONDAYS[1])
        await store.transact(new_edition)
        await say(story, "gwen", "holder Head of Inclusion leo@example.org from 2 April 2025")
        weeks[MONDAYS[2]] = await monday(story, MONDAYS[2])
        await say(story, "leo", "1.1.1 amber two posts are empty, path: agency cover until June")
        await say(story, "leo", "evidence 1.1.1 https://example.org/minutes the board's minutes")
        weeks[MONDAYS[3]] = await monday(story, MONDAYS[3])
    return weeks


async def say(story: Story, name: str, line: str) -> None:
    """Say something, and yes if it is asked for."""
    person = story.person(name)
    if "Save" in await person.says(line) or name == "gwen":
        await person.says("yes")


def new_edition(tx: Tx) -> None:
    moved = small((due(1, "2025-07-31", "Head of Inclusion"), *small().milestones[1:]))
    tx.plans.save(edition.compare(tx.plans.one(SMALL), moved).plan)


async def monday(story: Story, day: str) -> Week:
    """Come to a Monday's round, note what is then known, and go on to the next day."""
    while story.clock.moment.date() < date.fromisoformat(day):
        await story.advance(1)
    known = await story.store.read(lambda view: status_json(take(view, SMALL, story.clock())))
    posted = story.posts["recorder"][-1]
    await story.advance(1)
    return Week(known["milestones"], posted)


class Inspector:
    """Somebody at the command line of one record."""

    def __init__(self, url: str) -> None:
        self.url = url

    def run(self, *words: str, code: int = 0) -> Result:
        ran = CliRunner().invoke(app, words, env={"DATABASE_URL": self.url})
        assert ran.exit_code == code, ran.output
        return ran

    def json(self, *words: str, code: int = 0) -> Any:
        return json.loads(self.run(*words, "--json", code=code).stdout)


@pytest.fixture
def weeks(database_url: str, tmp_path: Path) -> Mapping[str, Week]:
    return asyncio.run(lived(database_url, tmp_path))


@pytest.fixture
def inspector(database_url: str, weeks: Mapping[str, Week]) -> Inspector:
    return Inspector(database_url)


def test_each_earlier_week_is_told_as_it_was_known_and_posted_then(inspector: Inspector, weeks: Mapping[str, Week]) -> None:
    for day, week in weeks.items():
        assert inspector.json("status", "--as-at", f"{day}T23:00")["milestones"] == week.milestones
        assert inspector.run("digest", "--week", day).stdout.strip() in week.posted
    posted, then = inspector.json("digest", "--week", MONDAYS[1]), inspector.json("digest", "--as-at", f"{MONDAYS[1]}T23:00")
    assert {name: then[name] for name in ("red", "amber", "moved", "totals")} == {
        name: posted[name] for name in ("red", "amber", "moved", "totals")
    }


def test_what_changed_in_the_month_is_told_by_its_history(inspector: Inspector) -> None:
    said = inspector.json("history", "1.1.1")["entries"]

    assert [(one["status"], one["capacity"]) for one in said if one["status"]] == [
        ("green", "Head of Inclusion"),
        ("amber", "Head of Inclusion"),
    ]
    kinds = [one["kind"] for one in inspector.json("record", "log")]
    assert kinds.count("edition") == 2
    assert kinds.count("evidence") == 1


def test_what_was_changed_past_milepost_is_named(inspector: Inspector) -> None:
    log = inspector.json("record", "log")
    (red,) = (one["entry"] for one in log if one["fields"].get("narrative") == "no nurses")
    with from_0_2.opened(inspector.url) as db:
        past_the_triggers(db)
        db.execute(sa.text("UPDATE \"update\" SET status = 'green' WHERE entry = :entry"), {"entry": red})

    (found,) = inspector.json("record", "verify", code=1)["plans"]

    assert (found["ok"], found["broken_at"]) == (False, red)


def past_the_triggers(db: sa.Connection) -> None:
    """Let the rest of a transaction pass the triggers that keep the record."""
    if db.dialect.name == "postgresql":
        db.execute(sa.text("SET session_replication_role = replica"))
        return
    for name in db.scalars(sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
        db.execute(sa.text(f'DROP TRIGGER "{name}"'))


def test_a_copy_put_back_elsewhere_has_the_head_that_the_channel_shows(
    inspector: Inspector, weeks: Mapping[str, Week], tmp_path: Path
) -> None:
    found = HEAD.search(weeks[MONDAYS[3]].posted)
    assert found is not None
    head = f"{SMALL}:{found['entry']}:{found['digest']}"
    with put_back(inspector, tmp_path) as elsewhere:
        assert elsewhere.json("record", "verify", "--head", head)["plans"][0]["ok"]
        assert elsewhere.json("record", "head") == inspector.json("record", "head")
        another = f"{SMALL}:{found['entry']}:{found['digest'][::-1]}"
        assert not elsewhere.json("record", "verify", "--head", another, code=1)["plans"][0]["ok"]


@contextmanager
def put_back(inspector: Inspector, folder: Path) -> Iterator[Inspector]:
    """Copy the record, and put the copy back elsewhere."""
    copy = folder / "copy"
    told = inspector.json("backup", str(copy))
    if "command" not in told:
        elsewhere = Inspector(f"sqlite:///{folder / 'elsewhere.db'}")
        elsewhere.run("restore", str(copy))
        yield elsewhere
        return
    server, _, name = inspector.url.rpartition("/")
    programs = {**os.environ, "PATH": f"{PROGRAMS[0]}:{os.environ['PATH']}"}
    subprocess.run(shlex.split(told["command"]), env=programs, check=True)
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}_elsewhere")
        elsewhere = Inspector(f"{server}/{name}_elsewhere")
        subprocess.run(["pg_restore", f"--dbname={elsewhere.url}", str(copy)], env=programs, check=True)
        yield elsewhere
        connection.execute(f"DROP DATABASE {name}_elsewhere WITH (FORCE)")
