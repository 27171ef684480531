"""Databases that each release left, with letters in flight, brought up to date: nothing is lost, and nothing goes twice."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from click.testing import Result
from typer.testing import CliRunner

from bot.program.app import app
from store.database.engines import database_file
from tests.contract.conftest import database
from tests.crash.organisations import Tenant
from tests.crash.processes import HANGS, nursery, without_platforms
from tests.world import from_0_2
from tests.world.releases import RELEASES, Release
from tests.world.releases.life import SAID, UNSAID, Life, morning
from tests.world.teams import TeamsPlatform

# `make upgrades` tries all of them on both databases.
ALL = os.environ.get("MILEPOST_RELEASES") == "all"
PLACES = [(release, place) for release in RELEASES for place in ("sqlite", "postgres")]
SOME = [(release, place) for release, place in PLACES if ALL or place == "sqlite" or release in (RELEASES[1], RELEASES[-1])]
IN_FLIGHT = [(release, place) for release, place in SOME if ALL or release in (RELEASES[1], RELEASES[-1])]


IN_TEAMS = ("keira", "ben", "leo", "carys")


def named(value: object) -> str:
    """Name a release, or a place, in the name of a test."""
    return value.name if isinstance(value, Release) else str(value)


@pytest.fixture
def url(release: Release, place: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The database that the release left."""
    if place == "sqlite":
        yield release.made(f"sqlite:///{tmp_path / 'm.db'}")
        return
    with database(request.getfixturevalue("postgres_server"), "template1") as made:
        yield release.made(made)


@pytest.fixture
async def life(release: Release, url: str, tmp_path: Path) -> AsyncIterator[Life]:
    """The people of the plan in Slack, which holds what it was sent before."""
    lived = Life(tmp_path, url, datetime.now(UTC).date())
    lived.hold(release.held.read_text(encoding="utf-8"))
    await lived.slack.start()
    yield lived
    await lived.slack.stop()


def run(url: str, *words: str, **more: str) -> Result:
    """Run a command of today's program."""
    ran = CliRunner().invoke(app, words, env={"DATABASE_URL": url, **more})
    assert ran.exit_code == 0, (words, ran.output, ran.exception)
    return ran


def value(url: str, query: str) -> object:
    """Return one value that the database holds."""
    with from_0_2.opened(url) as db:
        return db.scalar(sa.text(query))


@pytest.mark.parametrize(("release", "place"), SOME, ids=named)
def test_what_every_release_kept_is_told_by_this_one(url: str, release: Release) -> None:
    assert value(url, "SELECT version_num FROM alembic_version") == release.revision
    drafts, letters = (value(url, f"SELECT count(*) FROM {table}") for table in ("draft", "letter"))
    run(url, "migrate")

    run(url, "record", "verify")
    told = json.loads(run(url, "history", "1.1.1", "--json").stdout)
    assert SAID in json.dumps(told)
    status = json.loads(run(url, "status", "--json").stdout)["milestones"]
    assert {one["ref"]: one["status"] for one in status if one["status"]} == {"1.1.1": "amber"}
    assert {one["owners"][0] for one in status} == {"Head of Inclusion", "Chief Nursing Officer", "Head of Finance", "Independent Chair"}
    assert (value(url, "SELECT count(*) FROM draft"), value(url, "SELECT count(*) FROM letter")) == (drafts, letters)
    assert value(url, f"SELECT count(*) FROM draft WHERE body LIKE '%{UNSAID}%'") == 1
    assert "Gwen" in run(url, "record", "person", "gwen@example.org").stdout


@pytest.mark.parametrize(("release", "place"), IN_FLIGHT, ids=named)
async def test_letters_that_were_in_flight_at_the_upgrade_go_once(url: str, release: Release, life: Life) -> None:
    before = Counter(life.slack.world.letters())
    with from_0_2.opened(url) as db:  # whoever had them in hand died long ago
        db.execute(sa.text("UPDATE letter SET retry_at = '2026-11-01 09:00' WHERE state = 'sending'"))
    await asyncio.to_thread(run, url, "migrate")
    slack = {"SLACK_BOT_TOKEN": life.token.value, "SLACK_SIGNING_SECRET": life.slack.world.signing_secret, "SLACK_API_URL": life.slack.api_url}
    for minutes in (10, 20, 40):
        at = (morning(life.third) + timedelta(minutes=minutes)).isoformat()
        told = json.loads((await asyncio.to_thread(run, url, "tick", "--now", at, "--json", **slack)).stdout)
    assert told["failed"] == 0, told

    after = Counter(life.slack.world.letters())
    due = {f"nudge:{person}:{life.third}" for person in (1, 2, 3, 4)}
    assert due <= set(after) and max(after.values()) == 1, after
    posted = {key.partition("#")[0] for key in after if key.startswith("digest:")}
    assert len(posted) == (release.name != "0.1.0")
    assert set(before) <= set(after) == sent(url), "what a process had in hand, and all that waited, has arrived and is known to"


def sent(url: str) -> set[str]:
    """Return the keys of the letters of which the database says that they went to Slack."""
    with from_0_2.opened(url) as db:
        return set(db.scalars(sa.text("SELECT key FROM letter WHERE state = 'sent' AND platform = 'slack'")))


def moved_to_teams(url: str, tenant: Tenant) -> None:
    """Have the people of this record be in Teams. What one of them is sent was under way when the process died; others wait."""
    with from_0_2.opened(url) as db:
        for number, name in enumerate(IN_TEAMS, 1):
            account = tenant.account(name)
            values = {"tenant": account.tenant, "id": account.id, "route": account.route, "person": number}
            db.execute(sa.text("UPDATE address SET platform = 'teams', tenant = :tenant, address = :id, route = :route WHERE person = :person"), values)
            state = "sending" if number == 1 else "waiting"
            times = "not_before = '2026-11-02 09:00', not_after = '2099-11-02 17:00', retry_at = '2026-11-02 09:00'"
            change = f"UPDATE letter SET platform = 'teams', address = :address, state = :state, {times} WHERE person = :person AND state = 'sending'"
            db.execute(sa.text(change), {"address": account.model_dump_json(), "state": state, "person": number})


@pytest.mark.parametrize(("release", "place", "deliverer"), [(RELEASES[-1], "sqlite", "serve"), (RELEASES[-1], "postgres", "work")], ids=named)
async def test_letters_for_teams_that_were_in_flight_at_the_upgrade_are_carried_by_whoever_delivers(
    url: str, tmp_path: Path, deliverer: str
) -> None:
    teams = TeamsPlatform()
    tenant = Tenant(teams, IN_TEAMS)
    await teams.start()
    moved_to_teams(url, tenant)
    await asyncio.to_thread(run, url, "migrate")
    open_ = "SELECT count(*) FROM letter WHERE platform = 'teams' AND state IN ('waiting', 'sending', 'unknown')"
    assert value(url, open_) == len(IN_TEAMS)
    async with nursery("teams", "couriers.procrastinate") as started:
        one = await started.start([deliverer], {**without_platforms(), **tenant.environment(), "DATABASE_URL": url, "PORT": "0"}, tmp_path / "log")
        async with asyncio.timeout(HANGS):
            while value(url, open_):
                assert not one.gone(), one.told()
                await asyncio.sleep(0.1)
        one.stop()
        assert await one.end() == 0, one.told()

    posted = [len(teams.user(name).posts()) for name in IN_TEAMS]
    sent = value(url, "SELECT count(*) FROM letter WHERE platform = 'teams' AND state = 'sent'")
    assert min(posted) == 1 and sum(posted) == sent, (posted, sent)
    await teams.close()


def under_way(url: str) -> bool:
    """Say if a migration has the database to itself at this moment."""
    if (file := database_file(url)) is None:
        with psycopg.connect(url) as link:
            asked = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 7416209 AND granted"
            return (link.execute(asked).fetchone() or (0,))[0] > 0
    with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as link:
        try:
            link.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
        link.execute("ROLLBACK")
        return False


@pytest.mark.parametrize(("release", "place"), [one for one in SOME if one[0] is RELEASES[1] and (ALL or one[1] == "sqlite")], ids=named)
def test_a_migration_that_is_killed_half_way_changes_nothing_and_can_be_run_again(url: str, release: Release) -> None:
    environment = {**os.environ, "DATABASE_URL": url}
    with subprocess.Popen([sys.executable, "-m", "bot", "migrate"], env=environment, stderr=subprocess.DEVNULL) as migrating:
        while not under_way(url):
            assert migrating.poll() is None, "it ended before it was seen"
            time.sleep(0.002)
        migrating.kill()
    assert migrating.returncode == -signal.SIGKILL
    assert value(url, "SELECT version_num FROM alembic_version") == release.revision

    run(url, "migrate")

    run(url, "record", "verify")
    assert SAID in run(url, "history", "1.1.1", "--json").stdout
