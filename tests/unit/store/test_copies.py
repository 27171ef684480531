"""Copies: taken while the record is in use, whole, never over anything; put back only where nothing is."""

from __future__ import annotations

import asyncio
import fcntl
import json
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy.exc import OperationalError
from typer.testing import CliRunner

from bot.model.letters.letter import Asked, Letter, LetterState
from bot.model.letters.message import Message
from bot.model.people import PersonRow
from bot.model.plan import Action, Milestone, Plan
from bot.model.record.trouble import Trouble
from bot.model.status import Status
from bot.model.updates.update import Update
from bot.ports.record import Tx
from bot.program.app import app
from store.database.copies import Flaw, flaw_of
from store.database.troubles import trouble_of
from store.record import SqlStore
from tests import records
from tests.crash.processes import nursery
from tests.records import long_ago

STEPS = (Milestone(ref="1.1.1", text="Step", owners=("Head",)),)
PLAN = Plan(short="kent", title="Kent", actions=(Action(ref="1.1", priority=1, title="Do", milestones=STEPS),))
ANNA = PersonRow(role="Head", name="Anna", email="anna@example.org")


def load(tx: Tx) -> None:
    tx.plans.save(PLAN)
    tx.people.save("kent", [ANNA])


def an_update(number: int) -> Update:
    return Update(
        plan="kent", ref="1.1.1", status=Status.GREEN, narrative=str(number), by=1, by_name="Anna", capacity="owner",
        at=datetime(2026, 3, 2, 9, tzinfo=UTC) + timedelta(minutes=number), drawn_from=f"form {number}",
    )  # fmt: skip


def a_letter(key: str, since: timedelta) -> Letter:
    asked = (Asked(plan="kent", ref="1.1.1", kind="due"),)
    opens = datetime.now(UTC) - since
    return Letter(key=key, kind="nudge", person=1, message=Message(title="Hello"), asked=asked, not_before=opens)


class Place:
    """A folder with a record in it, perhaps."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "milepost.db"
        self.url = f"sqlite:///{self.file}"

    def run(self, *words: str | Path, code: int = 0, url: str = "") -> Result:
        ran = CliRunner().invoke(app, [str(word) for word in words], env={"DATABASE_URL": url or self.url})
        assert ran.exit_code == code, ran.output
        return ran

    def refused(self, *words: str | Path) -> str:
        """The one line a command ends with that is refused."""
        ran = self.run(*words, code=1)
        (only,) = ran.stderr.splitlines()
        return str(only)

    async def open(self) -> SqlStore:
        store = SqlStore(self.url, long_ago)
        await asyncio.to_thread(store.migrate)
        return store

    async def said(self) -> list[str]:
        store = await self.open()
        history = await store.read(lambda view: view.updates.history("kent", "1.1.1"))
        await store.close()
        return [update.narrative for update in history]


@pytest.fixture
async def here(tmp_path: Path) -> Place:
    (tmp_path / "here").mkdir()
    place = Place(tmp_path / "here")
    store = await place.open()
    await store.transact(load)
    await store.transact(lambda tx: tx.updates.record(an_update(0)))
    await store.close()
    return place


@pytest.fixture
def there(tmp_path: Path) -> Place:
    (tmp_path / "there").mkdir()
    return Place(tmp_path / "there")


async def test_a_copy_holds_what_is_still_beside_the_file_and_restores_whole(here: Place, there: Place) -> None:
    store = await here.open()
    await store.transact(lambda tx: tx.updates.record(an_update(1)))  # in the WAL alone, as long as the store is open
    copy = there.folder / "copy.db"

    told = json.loads((await asyncio.to_thread(here.run, "backup", copy, "--json")).stdout)
    await store.close()
    restored = json.loads((await asyncio.to_thread(there.run, "restore", copy, "--json")).stdout)

    head = json.loads((await asyncio.to_thread(there.run, "record", "head", "--json")).stdout)["kent"]
    heads = {"kent": {"entry": 6, "digest": head["digest"]}}
    assert told == {"file": str(copy), "plans": 1, "entries": 6, "heads": heads, "bytes": copy.stat().st_size}
    assert restored["heads"] == heads
    assert {name: restored[name] for name in ("file", "plans", "entries")} == {"file": str(there.file), "plans": 1, "entries": 6}
    assert await there.said() == ["0", "1"]
    assert copy.stat().st_mode & 0o777 == 0o600
    assert there.file.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in there.folder.iterdir()) == ["copy.db", "milepost.db", "milepost.lock"]


def test_a_copy_whose_record_is_not_whole_is_put_back_only_if_one_says_so(here: Place, there: Place) -> None:
    copy = there.folder / "copy.db"
    here.run("backup", copy)
    with closing(sqlite3.connect(copy)) as link, link:
        link.execute("DROP TRIGGER update_update")
        link.execute('UPDATE "update" SET status = \'red\'')

    assert "entry 5 of kent is not as it was made" in there.refused("restore", copy)
    assert sorted(path.name for path in there.folder.iterdir()) == ["copy.db", "milepost.lock"]

    assert "entry 5 of kent" in there.run("restore", copy, "--even-broken").stderr
    assert "Entry 5" in there.run("record", "verify", code=1).stdout


async def test_copies_taken_while_others_write_are_each_of_one_moment(here: Place, there: Place) -> None:
    store, stop = await here.open(), asyncio.Event()
    numbers = iter(range(1, 100_000))

    def two(tx: Tx) -> None:
        tx.updates.record(an_update(next(numbers)))
        tx.updates.record(an_update(next(numbers)))

    async def write() -> None:
        while not stop.is_set():
            await store.transact(two)
            await asyncio.sleep(0.01)  # a busy hour's worth of updates in a second, and not a year's

    async with nursery() as started:
        writing = asyncio.create_task(write())
        for number in range(2):
            copying = ["backup", str(there.folder / f"{number}.db")]
            one = await started.start(copying, {"DATABASE_URL": here.url}, there.folder / "log")
            assert await one.end() == 0, one.told()
        stop.set()
        await writing
    await store.close()

    taken = []
    for number in range(2):
        await asyncio.to_thread(there.run, "restore", there.folder / f"{number}.db")
        said = await there.said()
        assert said == [str(n) for n in range(len(said))]
        taken.append(len(said))
        for file in there.folder.glob("milepost.db*"):
            file.unlink()
    assert taken[0] < taken[1]
    assert all(count % 2 == 1 for count in taken), "half a transaction was copied"


async def test_what_was_under_way_is_put_in_order(here: Place, there: Place) -> None:
    store = await here.open()
    now = datetime.now(UTC)

    def waiting(tx: Tx) -> None:
        for key, since in (("nudge:1:2026-03-02", 30), ("nudge:1:2026-03-03", 2), ("nudge:1:2026-03-04", 40)):
            tx.letters.enqueue(a_letter(key, timedelta(hours=since)))
        assert records.claimed(tx, "nudge:1:2026-03-04", now) is not None

    await store.transact(waiting)
    await store.close()
    await asyncio.to_thread(here.run, "backup", there.folder / "copy.db")
    told = json.loads((await asyncio.to_thread(there.run, "restore", there.folder / "copy.db", "--json")).stdout)

    restored = await there.open()
    found = await restored.read(lambda view: [view.letters.one(f"nudge:1:2026-03-0{day}") for day in (2, 3, 4)])
    held = await restored.read(lambda view: view.rounds.held_over("kent", now.date() + timedelta(days=1)))
    await restored.close()
    assert [one.state for one in found if one] == [LetterState.WITHDRAWN, LetterState.WAITING, LetterState.UNKNOWN]
    assert (told["withdrawn"], told["unknown"]) == (1, 1)
    assert {day.isoformat() for day in held[1]} == {"2026-03-02"}, "the next round does not ask what was given up"


def test_what_is_in_a_copy_is_said_in_words_that_fit_one_as_well(here: Place, there: Place) -> None:
    copy = there.folder / "copy.db"

    assert "looked through: plans 1, entries of the record 5, bytes " in here.run("backup", copy).stdout
    restored = there.run("restore", copy).stdout
    assert "looked through: plans 1, entries of the record 5, bytes " in restored and "will not be sent: 0." in restored


def test_nothing_is_written_over(here: Place, there: Place) -> None:
    copy = there.folder / "copy.db"
    here.run("backup", copy)
    before = copy.read_bytes()

    assert "there already" in here.refused("backup", copy)
    assert "there already" in here.refused("restore", copy)
    (there.folder / "milepost.db-wal").write_bytes(b"left by another")
    assert "milepost.db-wal is there already" in there.refused("restore", copy)
    assert copy.read_bytes() == before


def test_what_somebody_who_was_killed_left_of_a_copy_goes_with_the_next_and_nothing_else_does(here: Place, there: Place) -> None:
    whole = here.file.read_bytes()
    left, held, foreign = (there.folder / f".{name}.db.abc_1234.new" for name in ("monday", "tuesday", "wednesday"))
    for file, holds in ((left, whole), (left.with_name(f"{left.name}-journal"), b"j"), (held, whole), (foreign, b"somebody's notes")):
        file.write_bytes(holds)
    with held.open("rb") as by_another:
        fcntl.flock(by_another, fcntl.LOCK_EX)
        here.run("backup", there.folder / "thursday.db")

    assert {file.name for file in there.folder.iterdir()} == {held.name, foreign.name, "thursday.db"}


def test_a_file_that_cannot_be_put_back_is_refused_in_one_line_that_says_why(here: Place, there: Place) -> None:
    copy = there.folder / "copy.db"
    here.run("backup", copy)
    note, other, broken, short, newer = (there.folder / name for name in ("note.txt", "other.db", "broken.db", "short.db", "new.db"))
    note.write_text("Dear all, thank you for coming to the board on Thursday. " * 40)
    with closing(sqlite3.connect(other)) as link:
        link.execute("CREATE TABLE plan (short TEXT)")
    whole = copy.read_bytes()
    middle = len(whole) // 3 // 4096 * 4096
    broken.write_bytes(whole[:middle] + b"\xff" * 8192 + whole[middle + 8192 :])
    short.write_bytes(whole[: len(whole) // 2])
    shutil.copyfile(copy, newer)
    with closing(sqlite3.connect(newer)) as link, link:
        link.execute("UPDATE alembic_version SET version_num = '9999'")

    assert "There is no file" in there.refused("restore", there.folder / "nowhere.db")
    assert "note.txt is not a Milepost database" in there.refused("restore", note)
    assert "other.db is not a Milepost database" in there.refused("restore", other)
    assert "broken.db is damaged" in there.refused("restore", broken)
    assert "short.db is damaged" in there.refused("restore", short)
    assert "new.db was made by a newer Milepost" in there.refused("restore", newer)
    assert not there.file.exists()
    assert list(there.folder.glob(".*")) == [], "something was left behind"


def test_a_place_without_a_record_has_nothing_to_copy_and_gets_none(there: Place) -> None:
    assert str(there.file) in there.refused("backup", there.folder / "copy.db")
    assert list(there.folder.iterdir()) == []


def test_a_folder_that_is_not_there_takes_no_copy(here: Place) -> None:
    assert "cannot be written" in here.refused("backup", here.folder / "nowhere" / "copy.db")


def test_postgresql_is_copied_by_its_own_program_named_without_the_password(there: Place) -> None:
    url = "postgresql://anna:swordfish@db.example.org:5433/plans?sslmode=require"
    told = there.run("backup", "copy.dump", url=url).stdout

    assert told.startswith("pg_dump ")
    assert "--file=copy.dump" in told
    assert "anna@db.example.org:5433/plans" in told
    assert "swordfish" not in told
    assert json.loads(there.run("backup", "copy.dump", "--json", url=url).stdout)["command"] == told.strip()


def test_a_disk_without_room_to_read_on_is_full_and_nothing_on_it_is_damaged() -> None:
    """SQLite says so of a full disk as soon as a database is opened that nobody else has open."""
    failed = sqlite3.OperationalError("disk I/O error")
    failed.sqlite_errorname = "SQLITE_IOERR_SHMSIZE"

    assert trouble_of(OperationalError("SELECT", {}, failed)) is Trouble.FULL
    assert flaw_of(failed) is Flaw.NO_ROOM
