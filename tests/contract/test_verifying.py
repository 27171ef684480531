"""The record as an inspector verifies it at the command line, on both databases; and how a database of 0.2 comes there."""

from __future__ import annotations

import asyncio
import json
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import Result
from typer.testing import CliRunner

from adapters.couriers.lock import DelivererLock
from bot.model.record.entry import Head
from bot.program.app import app
from bot.program.serving.watch import Watch
from bot.reports.record.proof import Soundness
from store.database.engines import database_file
from store.record import SqlStore
from tests.world import from_0_2

NOW = datetime(2025, 6, 2, 10, tzinfo=UTC)


class Program:
    """Milepost at a database."""

    def __init__(self, url: str) -> None:
        self.url = url

    def run(self, *words: str, code: int = 0) -> Result:
        ran = CliRunner().invoke(app, words, env={"DATABASE_URL": self.url})
        assert ran.exit_code == code, ran.output
        return ran

    def json(self, *words: str, code: int = 0) -> Any:
        return json.loads(self.run(*words, "--json", code=code).stdout)

    def past_the_triggers(self, *statements: str) -> None:
        """Change the database with a tool that knows nothing of the record."""
        with from_0_2.opened(self.url) as db:
            if db.dialect.name == "postgresql":
                db.execute(sa.text("SET session_replication_role = replica"))
            else:
                names = db.scalars(sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all()
                for name in names:
                    db.execute(sa.text(f'DROP TRIGGER "{name}"'))
            for statement in statements:
                db.execute(sa.text(statement))


@pytest.fixture
def program(old_url: str) -> Program:
    """Milepost at a database of 0.2."""
    return Program(old_url)


@pytest.fixture
def verified(taken_over_url: str) -> Program:
    """The same, brought up to date."""
    return Program(taken_over_url)


def test_a_whole_record_is_said_to_be_so_with_its_head(verified: Program) -> None:
    head = verified.json("record", "head")["small"]

    assert verified.json("record", "verify") == {
        "plans": [
            {
                "plan": "small",
                "entries": head["entries"],
                "head": {"entry": head["entry"], "digest": head["digest"]},
                "ok": True,
                "broken_at": None,
            }
        ]
    }
    assert "small: whole." in verified.run("record", "verify").stdout


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE \"update\" SET status = 'green' WHERE entry = {entry}",
        "UPDATE entry SET capacity = 'somebody else' WHERE number = {entry}",
        "UPDATE entry SET at = (SELECT MAX(at) FROM entry) WHERE number = {entry}",
        'DELETE FROM "update" WHERE entry = {entry}',
        "UPDATE entry SET kind = 'rumour' WHERE number = {entry}",
        "UPDATE entry SET digest = 'none' WHERE number = {entry}",
    ],
)
def test_a_row_changed_past_the_triggers_is_named_by_its_entry(verified: Program, change: str) -> None:
    (held_up,) = (one for one in verified.json("record", "log") if one["fields"].get("narrative") == "still short")
    verified.past_the_triggers(change.format(entry=held_up["entry"]))

    (found,) = verified.json("record", "verify", code=1)["plans"]

    assert (found["ok"], found["broken_at"]) == (False, held_up["entry"])
    assert f"Entry {held_up['entry']}" in verified.run("record", "verify", code=1).stdout


def test_a_tail_that_was_cut_off_shows_against_a_head_kept_elsewhere(verified: Program) -> None:
    head = verified.json("record", "head")["small"]
    last = head["entry"]
    before = verified.json("record", "log")[-2]["entry"]
    with from_0_2.opened(verified.url) as db:
        digest = db.scalar(sa.text(f"SELECT digest FROM entry WHERE number = {before}"))
    verified.past_the_triggers(
        f"DELETE FROM proof WHERE entry = {last}",
        f'DELETE FROM "update" WHERE entry = {last}',
        f"DELETE FROM entry WHERE number = {last}",
        f"UPDATE head SET number = {before}, digest = '{digest}'",
    )

    assert verified.json("record", "verify")["plans"][0]["ok"]
    kept = f"small:{last}:{head['digest'][:16]}"
    assert verified.json("record", "verify", "--head", kept, code=1)["plans"][0]["broken_at"] == last


def test_a_tail_cut_off_without_care_shows_by_itself(verified: Program) -> None:
    last = verified.json("record", "head")["small"]["entry"]
    verified.past_the_triggers(
        f"DELETE FROM proof WHERE entry = {last}",
        f'DELETE FROM "update" WHERE entry = {last}',
        f"DELETE FROM entry WHERE number = {last}",
    )

    assert verified.json("record", "verify", code=1)["plans"][0]["broken_at"] == last


def test_a_head_of_another_record_is_told_from_its_own(verified: Program) -> None:
    given = f"small:3:{'ab' * 32}"

    assert verified.json("record", "verify", "--head", given, code=1)["plans"][0]["broken_at"] == 3
    assert "is no head" in verified.run("record", "verify", "--head", "small:3:abc", code=1).stderr


def test_as_at_a_day_the_head_is_the_last_entry_of_that_day(verified: Program) -> None:
    log = verified.json("record", "log")
    by_then = [one["entry"] for one in log if datetime.fromisoformat(one["at"]) < datetime(2025, 3, 31, tzinfo=UTC)]

    head = verified.json("record", "head", "--as-at", "2025-03-30")["small"]

    assert head["entry"] == by_then[-1]
    assert verified.json("record", "verify", "--as-at", "2025-03-30")["plans"][0]["head"]["digest"] == head["digest"]
    assert [one["entry"] for one in verified.json("record", "log", "--as-at", "30th of March 2025")] == by_then
    assert "26 March 2025" in verified.run("record", "head", "--as-at", "2025-03-01", code=1).stderr


def test_the_doctor_names_what_it_looked_at_and_ends_with_1_only_if_something_is_wrong(verified: Program) -> None:
    fine = verified.json("doctor")
    verified.past_the_triggers("UPDATE \"update\" SET status = 'green'")
    broken = verified.json("doctor", code=1)

    assert [set(one) for one in fine] == [{"ok", "name", "sentence", "advice"}] * len(fine)
    looked_at = [(one["name"], one["ok"]) for one in fine]
    assert looked_at[:2] == [("database", True), ("record", True)] and looked_at[-1] == ("console", True)
    assert {one["name"]: one["ok"] for one in broken} == {**dict(looked_at), "record": False}


def test_the_doctor_has_nothing_to_verify_without_a_plan(bare_url: str) -> None:
    CliRunner().invoke(app, ["migrate"], env={"DATABASE_URL": bare_url})
    found = json.loads(CliRunner().invoke(app, ["doctor", "--json"], env={"DATABASE_URL": bare_url}).stdout)

    assert {("record", None), ("plan", False)} <= {(one["name"], one["ok"]) for one in found}


async def test_what_is_watched_is_verified_once_and_then_what_is_new(taken_over_url: str) -> None:
    store = SqlStore(taken_over_url, lambda: NOW)
    watch = Watch(store)
    assert watch.found is Soundness.UNCHECKED

    assert await watch.look(NOW) == ()
    assert watch.found is Soundness.OK
    await store.transact(lambda tx: tx.pauses.let_go("small"))
    assert await watch.look(NOW) == ()
    assert watch.found is Soundness.OK
    await store.close()


async def test_the_admins_are_told_once_a_day_of_a_record_that_is_not_whole(verified: Program) -> None:
    store = SqlStore(verified.url, lambda: NOW)
    await asyncio.to_thread(verified.past_the_triggers, "UPDATE \"update\" SET status = 'green'")
    watch = Watch(store)

    told = await watch.look(NOW)

    assert watch.found is Soundness.BROKEN
    assert told == ("broken:3:2025-06-02",)
    assert await watch.look(NOW) == ()
    assert await Watch(store).look(NOW.replace(day=3)) == ("broken:3:2025-06-03",)
    await store.close()


async def test_an_old_entry_that_was_changed_is_found_at_night_and_the_admins_are_told_when_all_is_whole_again(
    verified: Program,
) -> None:
    store = SqlStore(verified.url, lambda: NOW)
    watch, night = Watch(store), NOW.replace(day=3, hour=2)
    await watch.look(NOW)
    kept = 'CREATE TABLE kept AS SELECT plan, entry, status FROM "update"'
    await asyncio.to_thread(verified.past_the_triggers, kept, "UPDATE \"update\" SET status = 'green'")

    assert await watch.look(NOW) == () and watch.found is Soundness.OK  # what was verified is not verified again by day
    assert await watch.look_through(NOW) == ()
    assert await watch.look_through(night) == ()
    assert await watch.look(night) == ("broken:3:2025-06-03",) and watch.found is Soundness.BROKEN
    as_it_was = 'SELECT status FROM kept WHERE kept.plan = "update".plan AND kept.entry = "update".entry'
    await asyncio.to_thread(verified.past_the_triggers, f'UPDATE "update" SET status = ({as_it_was})')

    assert await watch.look_through(night + timedelta(hours=1)) == ()  # once a night
    assert await watch.look_through(night + timedelta(days=1)) == ("fault:3:2025-06-04",)
    assert await watch.look(night + timedelta(days=1)) == () and watch.found is Soundness.OK
    await store.close()


async def test_a_head_that_is_no_longer_there_is_missed(verified: Program) -> None:
    store = SqlStore(verified.url, lambda: NOW)
    watch, head = Watch(store), Head()
    await watch.look(NOW)
    head = await store.read(lambda view: view.entries.head("small"))
    gone = f"DELETE FROM proof WHERE entry = {head.entry}", f'DELETE FROM "update" WHERE entry = {head.entry}'
    await asyncio.to_thread(verified.past_the_triggers, *gone, f"DELETE FROM entry WHERE number = {head.entry}")

    await watch.look(NOW)

    assert watch.found is Soundness.BROKEN
    await store.close()


# ---- from 0.2 ----------------------------------------------------------------------------


def test_what_was_taken_over_and_what_looks_different_is_said_beside_the_answer(program: Program) -> None:
    ran = program.run("migrate")

    assert json.loads(program.run("record", "verify", "--json").stdout)["plans"][0]["ok"]
    assert "updates: 7 before, 7 now" in ran.stderr
    assert "1.1.1 of small shows amber now; it showed green." in ran.stderr
    assert "1.1.2 of small shows red now; it showed green." in ran.stderr
    assert program.run("record", "verify").stderr == ""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The file of a database of 0.2."""
    return tmp_path / "record.db"


def test_a_database_of_0_2_is_copied_first_for_its_owner_alone(file: Path) -> None:
    program = Program(from_0_2.made(f"sqlite:///{file}"))
    before = file.read_bytes()

    ran = program.run("migrate")

    (copy,) = file.parent.glob("record-before-record-*.db")
    assert str(copy) in ran.stderr
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert len(copy.read_bytes()) == len(before)


def test_a_database_of_0_2_that_somebody_delivers_from_is_left_alone(file: Path) -> None:
    program = Program(from_0_2.made(f"sqlite:///{file}"))
    lock = DelivererLock((database_file(program.url) or file).with_suffix(".lock"))
    assert lock.acquire()

    ran = program.run("migrate", code=1)

    assert "Stop that one first" in ran.stderr
    with from_0_2.opened(program.url) as db:
        assert db.scalar(sa.text("SELECT COUNT(*) FROM milestone_update")) == 7
    assert list(file.parent.glob("record-before-record-*")) == []
    lock.release()
    assert "What it held is entries of the record now" in program.run("migrate").stderr
