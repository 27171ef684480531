"""Copies put back on PostgreSQL: of a file, which is how a record moves there, and of pg_dump. Into nothing but an empty database."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from cryptography.fernet import Fernet
from typer.testing import CliRunner

from bot.program.app import app
from tests.contract.conftest import database
from tests.world import from_0_2
from tests.world.releases import RELEASES
from tests.world.releases.life import SAID

BIN = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


@pytest.fixture
def moved(postgres_server: str) -> Iterator[str]:
    """An empty database to move to."""
    with database(postgres_server, "template1") as url:
        yield url


def run(url: str, *words: str, code: int = 0, **more: str) -> str:
    """Run a command; what it printed."""
    ran = CliRunner().invoke(app, words, env={**more, "DATABASE_URL": url, "PATH": f"{BIN[-1]}:{os.environ['PATH']}"})
    assert ran.exit_code == code, (words, ran.output, ran.exception)
    return ran.output


def rows(url: str) -> dict[str, int]:
    """How many rows each table has."""
    with from_0_2.opened(url) as db:
        names = [name for name in sa.inspect(db).get_table_names() if not name.startswith("procrastinate")]
        return {name: int(db.scalar(sa.select(sa.func.count()).select_from(sa.table(name))) or 0) for name in names}


def test_a_record_moves_from_a_file_to_postgresql_whole_and_goes_on_there(tmp_path: Path, moved: str) -> None:
    url = RELEASES[-1].made(f"sqlite:///{tmp_path / 'm.db'}")
    run(url, "migrate")
    heads = json.loads(run(url, "backup", str(tmp_path / "copy.db"), "--json"))["heads"]

    told = json.loads(run(moved, "restore", str(tmp_path / "copy.db"), "--json"))

    assert told["heads"] == heads
    assert rows(moved) == rows(url)
    run(moved, "record", "verify", "--head", f"small:{heads['small']['entry']}:{heads['small']['digest']}")
    assert SAID in run(moved, "history", "1.1.1", "--json")
    people = tmp_path / "people.csv"
    people.write_text("role,name,email,rights\n,Hugo,hugo@example.org,admin\n", encoding="utf-8")
    run(moved, "seed", "people", str(people))  # numbers go on where they were
    assert json.loads(run(moved, "record", "verify", "--json"))["plans"][0]["ok"]
    assert "is not empty" in run(moved, "restore", str(tmp_path / "copy.db"), code=1)


def test_a_copy_of_pg_dump_is_put_back_verified_and_put_in_order(tmp_path: Path, moved: str, postgres_server: str) -> None:
    file = tmp_path / "m.dump"
    with database(postgres_server, "template1") as url:
        RELEASES[-1].made(url)
        run(url, "migrate")
        line = run(url, "backup", str(file)).strip()
        subprocess.run(shlex.split(line), env={**os.environ, "PATH": f"{BIN[-1]}:{os.environ['PATH']}"}, check=True)
        with from_0_2.opened(url) as db:
            waiting = db.scalar(sa.text("SELECT count(*) FROM letter WHERE state = 'sending'"))

        told = json.loads(run(moved, "restore", str(file), "--json"))

        assert rows(moved) == rows(url)
    assert told["unknown"] == waiting and told["plans"] == 1
    assert told["heads"] == {one["plan"]: one["head"] for one in json.loads(run(moved, "record", "verify", "--json"))["plans"]}
    assert "is not empty" in run(moved, "restore", str(file), code=1)


def test_what_is_no_copy_is_refused_and_leaves_the_database_empty(tmp_path: Path, moved: str) -> None:
    torn = tmp_path / "torn.dump"
    torn.write_bytes(b"PGDMP and nothing more")
    other = tmp_path / "other.txt"
    other.write_text("a plan", encoding="utf-8")

    assert "pg_restore says" in run(moved, "restore", str(torn), code=1)
    assert "is not a Milepost database" in run(moved, "restore", str(other), code=1)
    assert "There is no file" in run(moved, "restore", str(tmp_path / "none.db"), code=1)
    assert rows(moved) == {}


def test_the_installations_of_slack_move_too_if_its_variables_are_set(tmp_path: Path, moved: str) -> None:
    slack = {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "s", "SLACK_SIGNING_SECRET": "s", "MILEPOST_SECRET_KEY": Fernet.generate_key().decode()}
    file = tmp_path / "m.db"
    run(f"sqlite:///{file}", "migrate", **slack)
    with from_0_2.opened(f"sqlite:///{file}") as db:
        db.execute(sa.text("INSERT INTO slack_bots (client_id, app_id, team_id, bot_token, installed_at, is_enterprise_install) VALUES ('1.2', 'A', 'T1', 'x', '2026-11-01 09:00:00', 0)"))

    assert "slack_bots" in run(moved, "restore", str(file), code=1)
    with psycopg.connect(moved, autocommit=True) as link:
        link.execute("DROP SCHEMA public CASCADE")
        link.execute("CREATE SCHEMA public")
    run(moved, "restore", str(file), **slack)

    assert rows(moved)["slack_bots"] == 1
