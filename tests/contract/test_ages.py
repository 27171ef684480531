"""A program and a database of different ages: each command says so in one line, and changes nothing."""

from __future__ import annotations

import asyncio
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
import typer
from procrastinate.schema import SchemaManager
from typer.testing import CliRunner

from adapters.couriers import procrastinate
from adapters.couriers.lock import DelivererLock
from bot.model.record.age import Age
from bot.program.app import app
from store.database.engines import database_file, engine_url
from store.record import SqlStore
from tests.contract.conftest import database
from tests.records import empty, long_ago
from tests.world import from_0_2

PLANS = Path(__file__).parents[2] / "seed" / "plans"
PLAN, PEOPLE, SETTINGS = (str(PLANS / f"example.{ending}") for ending in ("txt", "people.csv", "settings.toml"))
# Every command that opens the record, with what it must be given.
OPENS = {
    "preview": [], "tick": ["--console"], "status": [], "history": ["1.1.1"], "dates": [], "digest": [], "health": [], "log": [],
    "risks": [], "measures": [], "voices": [], "page": ["--email", "gwen@example.org"], "period": [], "report": ["board"],
    "stocktake": [], "settings": [], "export": [], "reach": ["all"], "doctor": [], "serve": [], "work": [],
    "seed load": [PLAN, "--yes"], "seed people": [PEOPLE], "seed roles": [], "seed board": [],
    "seed close": ["small", "because", "it is done", "--yes"], "seed measures": ["--from-plan"],
    "seed settings": [SETTINGS, "--yes"], "record undo": ["--yes"], "record verify": [], "record head": [], "record log": [],
    "record redact": ["1", "--field", "narrative", "--because", "why"],
    "record erase": ["--person", "gwen@example.org", "--because", "why"], "record person": ["gwen@example.org"],
    "record retire": [], "evidence index": [],
}  # fmt: skip
# Those that open no record, bring it up to date, or are tried elsewhere (copies in tests/unit/store, readings beside measures).
OTHERS = {"migrate", "demo", "secret-key", "backup", "restore", "seed check", "seed template", "seed readings", "manifest slack", "manifest teams"}


def commands(of: typer.core.TyperGroup, before: str = "") -> set[str]:
    """Return every command by its whole name."""
    found = set()
    for name, one in of.commands.items():
        found |= commands(one, f"{before}{name} ") if isinstance(one, typer.core.TyperGroup) else {f"{before}{name}"}
    return found


def told(url: str, name: str) -> str:
    """Return the one line with which a command refuses."""
    ran = CliRunner().invoke(app, [*name.split(), *OPENS[name]], env={"DATABASE_URL": url, "MILEPOST_URL": "https://m.example"})
    assert ran.exit_code == 1, (name, ran.output)
    assert len(ran.stderr.splitlines()) == 1 and ran.stdout == "", (name, ran.output)
    return ran.stderr


def revision(url: str) -> object:
    with from_0_2.opened(url) as db:
        return db.scalar(sa.text("SELECT version_num FROM alembic_version"))


def from_the_future(url: str) -> None:
    with from_0_2.opened(url) as db:
        db.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))


def opening(url: str) -> list[str]:
    """Return the commands that open the record. On a file `work` opens nothing: it waits."""
    return [name for name in OPENS if name != "work" or database_file(url) is None]


def test_every_command_is_known_here() -> None:
    group = typer.main.get_command(app)
    assert isinstance(group, typer.core.TyperGroup)

    assert commands(group) == set(OPENS) | OTHERS


def test_a_newer_program_changes_no_older_database_but_by_migrate(old_url: str) -> None:
    for name in opening(old_url):
        assert "run: milepost migrate" in told(old_url, name), name

    assert revision(old_url) == from_0_2.ITS_REVISION
    ran = CliRunner().invoke(app, ["migrate"], env={"DATABASE_URL": old_url})
    assert ran.exit_code == 0, ran.output
    assert CliRunner().invoke(app, ["record", "verify"], env={"DATABASE_URL": old_url}).exit_code == 0


def test_a_program_older_than_its_database_refuses_at_every_command(taken_over_url: str) -> None:
    from_the_future(taken_over_url)

    for name in opening(taken_over_url):
        line = told(taken_over_url, name)
        assert "made by a newer Milepost" in line and (engine_url(taken_over_url).database or "") in line, name
    ran = CliRunner().invoke(app, ["migrate"], env={"DATABASE_URL": taken_over_url})
    assert ran.exit_code == 1 and "made by a newer Milepost" in ran.stderr
    assert revision(taken_over_url) == "9999"


def test_one_that_runs_says_at_readyz_that_its_database_has_become_newer(taken_over_url: str) -> None:
    store = SqlStore(taken_over_url, long_ago)
    assert store.ready() is None
    from_the_future(taken_over_url)

    assert "newer milepost" in (store.ready() or "")
    asyncio.run(store.close())


def test_a_file_that_somebody_delivers_from_is_not_brought_up_to_date(tmp_path: Path) -> None:
    url = f"sqlite:///{empty(tmp_path / 'm.db')}"
    with from_0_2.opened(url) as db:
        db.execute(sa.text("UPDATE alembic_version SET version_num = '0021'"))
    lock = DelivererLock(tmp_path / "m.lock")
    assert lock.acquire()
    ran = CliRunner().invoke(app, ["migrate"], env={"DATABASE_URL": url})
    lock.release()

    assert ran.exit_code == 1 and "is delivering on it" in ran.stderr
    assert revision(url) == "0021"


# ---- Procrastinate's tables ---------------------------------------------------------------


def steps_to(before: str) -> list[Path]:
    """Return Procrastinate's own migrations up to one."""
    steps = sorted(Path(SchemaManager.get_migrations_path()).glob("*.sql"))
    return [step for step in steps if step.name[: len(before)] <= before]


def scheme(url: str) -> set[tuple[str, ...]]:
    """Return what Procrastinate has in a database: its functions with what they do, and the columns of its tables."""
    functions = "SELECT proname, pg_get_function_identity_arguments(oid), prosrc FROM pg_proc WHERE proname LIKE 'procrastinate%'"
    columns = "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_name LIKE 'procrastinate%'"
    with psycopg.connect(url) as link:
        return {*link.execute(functions).fetchall(), *link.execute(columns).fetchall()}


@pytest.mark.parametrize("noted", [True, False])
@pytest.mark.parametrize("before", ["02.14.01_01", "03.00.00_50", "03.02.00_50"])
def test_the_tables_of_an_older_procrastinate_are_known_and_brought_up_to_date(postgres_server: str, before: str, noted: bool) -> None:
    with database(postgres_server, "template1") as old, database(postgres_server, "template1") as new:
        with psycopg.connect(old, autocommit=True) as link:
            for step in steps_to(before):
                link.execute(step.read_bytes())
            if noted:
                link.execute(f"COMMENT ON TABLE procrastinate_jobs IS '{steps_to(before)[-1].name}'".encode())
        assert [asyncio.run(procrastinate.age(url)) for url in (old, new)] == [Age.OLDER, Age.BARE]
        for url in (old, new, new):
            asyncio.run(procrastinate.migrate(url))

        assert scheme(old) == scheme(new)
        assert [asyncio.run(procrastinate.age(url)) for url in (old, new)] == [Age.CURRENT] * 2


def test_who_delivers_asks_for_migrate_if_procrastinate_is_newer_than_its_tables_and_refuses_if_it_is_older(postgres_database: str) -> None:
    older, newer = steps_to("03.02.00_50")[-1].name, "99.00.00_01_pre_something.sql"
    asyncio.run(procrastinate.migrate(postgres_database))
    for note, line in ((older, "run: milepost migrate"), (newer, "newer Procrastinate")):
        with psycopg.connect(postgres_database, autocommit=True) as link:
            link.execute(f"COMMENT ON TABLE procrastinate_jobs IS '{note}'".encode())
        for name in ("serve", "work"):
            assert line in told(postgres_database, name)


def test_a_database_that_somebody_delivers_from_is_not_brought_up_to_date(postgres_database: str) -> None:
    asyncio.run(procrastinate.migrate(postgres_database))
    with psycopg.connect(postgres_database, autocommit=True) as link:
        link.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
        link.execute("UPDATE alembic_version SET version_num = '0021'")
    ran = CliRunner().invoke(app, ["migrate"], env={"DATABASE_URL": postgres_database})

    assert ran.exit_code == 1 and "1 in the last half minute" in ran.stderr
    assert revision(postgres_database) == "0021"


def test_who_only_looks_makes_no_tables_on_postgresql(postgres_server: str) -> None:
    with database(postgres_server, "template1") as url:
        assert "nothing of Milepost" in told(url, "status")
        with psycopg.connect(url) as link:
            assert link.execute("SELECT count(*) FROM pg_class WHERE relname = 'alembic_version'").fetchone() == (0,)
