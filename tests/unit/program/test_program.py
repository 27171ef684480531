"""The program, as an operator or another program uses it: real commands on a real SQLite file."""

import asyncio
import csv
import json
import os
import shutil
import sqlite3
import zipfile
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

import pytest
from click.testing import Result
from typer.testing import CliRunner

from bot.model.letters.letter import LetterState
from bot.model.people import Address
from bot.model.policy import Calendar, Policy
from bot.planning.rounds import plan_round
from bot.ports.record import Tx
from bot.program.app import app
from bot.program.documents.plan_file import plan_of
from bot.program.documents.reading.packing import MOST_PACKED
from bot.program.serving.checkup import clock_told
from bot.program.serving.settings import read_settings
from bot.rules.documents import edition
from store.record import SqlStore
from tests import records
from tests.records import long_ago, settled

PLANS = Path(__file__).parents[3] / "seed" / "plans"
PLAN = PLANS / "lancashire_send_priority_action_plan.txt"
PEOPLE = PLANS / "lancashire_send_priority_action_plan.people.csv"
T = TypeVar("T")
MORNING = "2025-09-01T10:00:00+01:00"


class Program:
    """Milepost with its database in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {"DATABASE_URL": f"sqlite:///{folder / 'm.db'}"}

    def run(self, *words: str | Path, code: int = 0) -> Result:
        ran = CliRunner().invoke(app, [str(word) for word in words], env=self.environment)
        assert ran.exit_code == code, ran.output
        return ran

    def json(self, *words: str | Path) -> dict[str, list[dict[str, object]]]:
        told: dict[str, list[dict[str, object]]] = json.loads(self.run(*words, "--json").stdout)
        return told

    def changes(self, work: Callable[[Tx], object]) -> None:
        """Change the record behind the commands' back."""
        self.does(lambda store: store.transact(work))

    def does(self, work: Callable[[SqlStore], Awaitable[T]]) -> T:
        """Do something with the record behind the commands' back."""

        async def done() -> T:
            store = SqlStore(self.environment["DATABASE_URL"], long_ago)
            try:
                return await work(store)
            finally:
                await store.close()

        return asyncio.run(done())


@pytest.fixture
def fresh(tmp_path: Path) -> Program:
    return Program(tmp_path)


@pytest.fixture(scope="session")
def kept() -> Iterator[Path]:
    """A folder with the plan and its people loaded, to be copied for each test."""
    with records.folder() as folder:
        once = Program(folder)
        once.run("seed", "load", "--yes", PLAN)
        once.run("seed", "people", PEOPLE)
        yield folder


@pytest.fixture
def loaded(fresh: Program, kept: Path) -> Program:
    shutil.copytree(kept, fresh.folder, dirs_exist_ok=True)
    return fresh


def test_seed_check_counts_the_plan_and_touches_no_database(fresh: Program) -> None:
    told = fresh.json("seed", "check", PLAN)

    actions = told["actions"]
    milestones = [milestone for action in actions for milestone in action["milestones"]]  # type: ignore[attr-defined]
    assert (len(told["priorities"]), len(actions), len(milestones)) == (5, 24, 95)
    assert set(told) >= {"title", "partnership", "governance", "priorities", "actions", "roles", "warnings"}
    assert list(fresh.folder.iterdir()) == []


def test_a_document_that_is_no_plan_ends_with_one_line_that_says_why(fresh: Program) -> None:
    letter = fresh.folder / "letter.txt"
    letter.write_text("Dear all,\nthank you for coming.\n", encoding="utf-8")

    for command in ("check", "load"):
        ran = fresh.run("seed", command, letter, code=1)
        assert len(ran.stderr.splitlines()) == 1
        assert "not a plan" in ran.stderr


def test_loading_the_same_edition_again_changes_nothing(loaded: Program) -> None:
    before = loaded.json("export")["plan"]

    again = loaded.run("seed", "load", "--yes", PLAN)

    assert "Nothing to change" in again.stdout
    assert loaded.json("export")["plan"] == before


def test_the_record_says_which_file_an_edition_is_from_and_who_approved_it(fresh: Program) -> None:
    fresh.run("seed", "load", "--yes", PLAN, "--approved", "the board, 8 September 2025")

    with closing(sqlite3.connect(fresh.folder / "m.db")) as link:
        kept = link.execute("SELECT file, sha256, approved FROM edition").fetchall()
    assert kept == [(PLAN.name, sha256(PLAN.read_bytes()).hexdigest(), "the board, 8 September 2025")]


def test_a_date_that_an_edition_moves_is_asked_for_by_the_file_and_the_dates_are_told(loaded: Program) -> None:
    said, plan = PLAN.read_text(encoding="utf-8"), loaded.folder / PLAN.name
    shutil.copy(PLAN.with_suffix(".roles.toml"), loaded.folder)
    loaded.does(lambda store: plan_round(store, datetime(2025, 10, 1, 9, 30, tzinfo=UTC)))
    found = next(one for one in loaded.json("status")["milestones"] if one["due"] == "2025-12-31")  # type: ignore[attr-defined, index]
    ref, at = found["ref"], said.index(found["text"].split(".")[0][:40])
    plan.write_text(said[:at] + said[at:].replace("December 2025", "March 2026", 1), encoding="utf-8")

    before, _, after = loaded.run("seed", "load", "--yes", plan).stdout.partition("x1 Asked: to move")
    assert "Asks to change the dates of 1." in before and "load it with --approved" in before and after
    (now,) = loaded.json("dates", ref)
    assert (now["due"], now["first_promised"]) == ("2025-12-31", "2025-12-31")
    assert [(one["handle"], one["state"], one["from"], one["to"]) for one in now["requests"]] == [("x1", "open", "2025-12-31", "2026-03-31")]
    assert "x1 to move" in loaded.run("dates", ref).stdout
    loaded.run("record", "undo", "--yes")
    assert loaded.json("dates", ref)[0]["requests"][0]["state"] == "withdrawn"
    loaded.run("seed", "load", "--yes", plan, "--approved", "board, 11 December 2025")
    (now,) = loaded.json("dates", ref)
    assert (now["due"], now["first_promised"]) == ("2026-03-31", "2025-12-31")
    (moved,) = [one for one in now["moves"] if one["now"] == "2026-03-31"]
    assert (moved["was"], moved["edition"], moved["approved"]) == ("2025-12-31", True, "board, 11 December 2025")
    for told in (loaded.run("dates", ref), loaded.run("history", ref)):
        assert "to 31 March 2026 by an edition of the plan, approved by board, 11 December 2025." in told.stdout


def test_a_plan_is_not_loaded_unless_the_question_is_answered_with_yes(fresh: Program) -> None:
    ran = CliRunner().invoke(app, ["seed", "load", str(PLAN)], input="n\n", env=fresh.environment)

    assert ran.exit_code == 1
    fresh.run("status", code=1)


def test_a_people_file_with_a_fault_loads_nobody_and_names_every_row(fresh: Program) -> None:
    fresh.run("seed", "load", "--yes", PLAN)
    file = fresh.folder / "people.csv"
    rows = ["role,name,email", "Independent Chair,Ann,ann@example.org", "Nobody,Bo,bo@example.org", ",Cy,not-an-address"]
    file.write_text("\n".join(rows), encoding="utf-8")

    ran = fresh.run("seed", "people", file, code=1)

    assert [line.partition(",")[0] for line in ran.stderr.splitlines()] == ["Row 3", "Row 4"]
    assert all(role["vacant"] for role in fresh.json("seed", "roles")["roles"])


def test_preview_says_who_would_be_asked_what_and_sends_nothing(loaded: Program) -> None:
    told = loaded.json("preview", "--from", "2025-09-01", "--days", "1")

    assert set(told) == {"nudges", "digests", "undeliverable", "undated"}
    first = told["nudges"][0]
    assert set(first) >= {"key", "person", "email", "role", "at", "milestones", "text"}
    assert first["at"] == "2025-09-01T09:00:00+01:00"
    assert first["milestones"] == [{"ref": "1.1.1", "kind": "catch_up", "working_days": -85}]
    assert loaded.json("preview", "--from", "2025-09-01", "--days", "1") == told


def test_a_tick_sends_what_preview_promised_and_only_once(loaded: Program) -> None:
    promised = len(loaded.json("preview", "--from", "2025-09-01", "--days", "1")["nudges"])

    first = loaded.json("tick", "--console", "--now", MORNING)
    again = loaded.json("tick", "--console", "--now", MORNING)

    assert first == {"planned": promised, "sent": promised, "failed": 0}
    assert again == {"planned": 0, "sent": 0, "failed": 0}


def test_status_digest_and_export_print_their_shapes(loaded: Program) -> None:
    status = loaded.json("status")
    assert len(status["milestones"]) == 95
    assert set(status["milestones"][0]) >= {
        "ref", "text", "action", "priority", "status", "reported_at", "not_reported", "overdue", "baseline", "due",
        "forecast", "owners", "first_promised", "slips", "update",
    }  # fmt: skip
    assert status["as_at"] is None
    assert {row["status"] for row in status["milestones"]} == {None}

    digest = loaded.json("digest")
    assert set(digest) >= {
        "decisions", "red", "amber", "moved", "due_soon", "not_reported", "awaiting_assurance", "totals", "overdue", "not_asked",
    }  # fmt: skip
    assert f"\n{digest['headline']}\n" in (printed := loaded.run("digest").stdout)
    assert [line for line in digest["lines"] if f"- {line}\n" not in printed] == []

    assert set(loaded.json("export")) == {"plan", "status"}


def test_status_on_a_terminal_words_each_milestones_dates(loaded: Program) -> None:
    loaded.environment["COLUMNS"] = "400"
    shown = loaded.run("status").stdout

    assert "Due 30 April 2025." in shown and "Comes round every quarter. Next due " in shown
    assert len(loaded.run("export").stdout.splitlines()) >= 96


def test_a_weeks_summary_is_told_as_it_was_posted_and_else_that_nothing_was(loaded: Program) -> None:
    short, board = "lancashire-send-priority-action-plan", Address(platform="console", tenant="local", id="board")

    def went(tx: Tx, keys: Sequence[str]) -> None:
        for key in keys:
            if key.startswith("digest"):
                settled(tx, key, LetterState.SENT, datetime.fromisoformat(MORNING))
        tx.letters.note_sent()

    refused = loaded.run("digest", "--week", "2025-09-03", code=1)
    loaded.changes(lambda tx: tx.plans.bind_board(short, board))
    planned = loaded.does(lambda store: plan_round(store, datetime.fromisoformat(MORNING)))
    loaded.changes(lambda tx: went(tx, planned))
    first = loaded.json("digest", "--week", "2025-09-03")
    text = loaded.run("digest", "--week", "2025-09-07").stdout
    loaded.changes(lambda tx: tx.plans.save(tx.plans.one(short).model_copy(update={"actions": ()})))

    assert "nothing was posted" in refused.stderr
    assert first["week"] == "2025-09-01"
    assert sum(count for counts in first["totals"].values() for count in counts.values()) == 95  # type: ignore[attr-defined]
    assert "Record: entry 1" in text
    assert loaded.json("digest", "--week", "2025-09-01") == first
    assert loaded.json("digest")["totals"] == {}


@pytest.mark.parametrize(
    "words",
    [
        ["nothing"],
        ["seed", "check"],
        ["preview", "--from", "nonsense"],
        ["preview", "--days", "0"],
        ["tick", "--now", "soon"],
        ["digest", "--week", "13"],
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2(loaded: Program, words: list[str]) -> None:
    loaded.run(*words, code=2)


def test_a_wrong_setting_ends_with_one_line(fresh: Program) -> None:
    fresh.environment["PORT"] = "x"

    assert fresh.run("status", code=1).stderr == "PORT must be a number up to 65535.\n"


def test_a_people_file_that_tells_who_a_child_is_is_refused_and_not_quoted(fresh: Program) -> None:
    fresh.run("seed", "load", "--yes", PLAN)
    people = fresh.folder / "child.people.csv"
    people.write_text("role,name,email\n,943\u00ad476\u00ad5919,a@x.uk\n", encoding="utf-8")

    told = fresh.run("seed", "people", people, code=1).stderr
    assert told.startswith("Not saved.") and "943" not in told


def test_the_people_file_says_how_much_of_it_is_new(loaded: Program) -> None:
    again = loaded.run("seed", "people", PEOPLE)

    rows = len(PEOPLE.read_text(encoding="utf-8").splitlines()) - 1
    assert again.stdout == f"0 added, 0 changed, {rows} as before.\n"

    file = loaded.folder / "people.csv"
    file.write_text(PEOPLE.read_text(encoding="utf-8") + "Chief Nursing Officer,Zoe Fresh,zoe@example.org,,,,,\n", encoding="utf-8")
    assert loaded.run("seed", "people", file, "--yes").stdout.endswith(f"1 added, 0 changed, {rows} as before.\n")


def test_secret_key_prints_a_key_that_the_settings_take_and_nothing_else(fresh: Program) -> None:
    key, other = (fresh.run("secret-key").stdout for _ in range(2))
    given = {"SLACK_CLIENT_ID": "1", "SLACK_CLIENT_SECRET": "2", "SLACK_SIGNING_SECRET": "3", "MILEPOST_SECRET_KEY": f"{key},{other}"}
    chosen = read_settings(given).slack

    assert chosen is not None and chosen.secret_keys == (key.strip(), other.strip())
    assert key != other


def test_without_a_key_no_command_of_several_workspaces_goes_on(fresh: Program) -> None:
    fresh.environment |= {"SLACK_CLIENT_ID": "1", "SLACK_CLIENT_SECRET": "2", "SLACK_SIGNING_SECRET": "3", "MILEPOST_SECRET_KEY": "a-wrong-one"}
    for command in ("migrate", "serve", "doctor"):
        ran = fresh.run(command, code=1)
        assert len(ran.stderr.splitlines()) == 1
        assert "MILEPOST_SECRET_KEY" in ran.stderr and "milepost secret-key" in ran.stderr
        assert "a-wrong-one" not in ran.output


@pytest.mark.parametrize("host", ["no-such-host.invalid", "192.0.2.7"])
def test_an_address_that_the_machine_has_not_is_named_and_the_port_is_not_blamed(loaded: Program, host: str) -> None:
    loaded.environment |= {"HOST": host, "PORT": "0"}
    told = loaded.run("serve", code=1).stderr

    assert host in told and "HOST" in told and "PORT" not in told


# ---- trying again -----------------------------------------------------------------------------


def lose(program: Program, *emails: str) -> None:
    """Mark these people unreachable."""
    now = datetime(2025, 9, 1, 9, tzinfo=UTC)

    def work(tx: Tx) -> None:
        (short,) = tx.plans.all()
        for person in tx.people.of(short).persons:
            if person.email in emails:
                address = Address(platform="slack", tenant="T1", id=f"U{person.id}")
                tx.accounts.reach(person.id, address, now)
                tx.accounts.lose(address, "account closed", now)

    async def run() -> None:
        store = SqlStore(program.environment["DATABASE_URL"], long_ago)
        await store.open()
        await store.transact(work)
        await store.close()

    asyncio.run(run())


def test_reach_tries_again_whoever_is_marked_unreachable_and_says_who(loaded: Program) -> None:
    first, second, third = [row["email"] for row in csv.DictReader(PEOPLE.read_text(encoding="utf-8").splitlines())][:3]
    lose(loaded, first, second)

    told = loaded.run("reach", first.upper()).stdout
    assert first in told and "account closed" in told and second not in told
    assert "Nobody meant" in loaded.run("reach", first).stdout

    lose(loaded, first)
    assert [one["email"] for one in loaded.json("reach", "all")["again"]] == [first, second]
    assert loaded.json("reach", third)["again"] == []
    assert loaded.json("reach", "all", "--plan", "lancashire-send-priority-action-plan")["again"] == []
    # The name is folded as it was when the plan was loaded, so that what was typed then finds the plan again.
    assert loaded.json("reach", third, "--plan", "Lancashire_SEND priority action plan")["again"] == []


def test_reach_of_nobody_ends_with_one_line(loaded: Program) -> None:
    ran = loaded.run("reach", "nobody@example.org", code=1)

    assert ran.stderr.strip() == "Nobody in the plan has the e-mail nobody@example.org."
    assert "No plan is called" in loaded.run("reach", "all", "--plan", "other", code=1).stderr


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])  # one of them has not the day of UTC, at any hour
def test_today_is_the_plans_own_day(loaded: Program, zone: str) -> None:
    loaded.changes(lambda tx: tx.plans.keep_settings("lancashire-send-priority-action-plan", Policy(calendar=Calendar(zone=zone))))
    today = datetime.now(ZoneInfo(zone)).date()
    file = loaded.folder / "people.csv"
    file.write_text(f"role,name,email,from,to\nChief Nursing Officer,Ben Invented,ben.invented@example.org,{today},{today}\n", encoding="utf-8")
    loaded.run("seed", "people", file, "--yes")

    roles = {str(role["role"]): role["holders"] for role in loaded.json("seed", "roles")["roles"]}
    assert roles["Chief Nursing Officer"] == ["Ben Invented <ben.invented@example.org>"]
    vacant = {str(one["role"]) for one in loaded.json("preview", "--days", "1")["undeliverable"]}
    assert "Chief Nursing Officer" not in vacant
    assert loaded.json("status")["as_of"] == str(today)


def test_a_file_beyond_the_most_is_refused_before_it_is_read(fresh: Program, tmp_path: Path) -> None:
    """10 MB of a plan are read; one byte more is refused, and both are named."""
    file = tmp_path / "plan.txt"
    text = PLAN.read_bytes()
    file.write_bytes(text.ljust(1_100_000, b"\n"))
    fresh.run("seed", "check", file)

    file.write_bytes(text.ljust(MOST_PACKED + 1, b"\n"))
    for command in (("seed", "check", file), ("seed", "load", "--yes", file)):
        told = fresh.run(*command, code=1).output
        assert "plan.txt" in told and str(MOST_PACKED + 1) in told.replace(",", ""), told


def loads(program: Program, file: Path, *words: str, code: int = 0) -> str:
    """Load the shipped document under a file's name; what was said of it."""
    if not file.exists():
        shutil.copy(PLAN, file)
    ran = program.run("seed", "load", "--yes", file, *words, code=code)
    return ran.stdout + ran.stderr


def plans(program: Program) -> list[str]:
    with closing(sqlite3.connect(program.folder / "m.db")) as link:
        return [str(short) for (short,) in link.execute("select short from plan order by position")]


def test_a_plan_gets_a_short_name_that_can_be_said_and_is_told_it(fresh: Program, tmp_path: Path) -> None:
    said = loads(fresh, tmp_path / "My plan, Café 2025.txt")

    assert plans(fresh) == ["my-plan-cafe-2025"]
    assert "Its short name is my-plan-cafe-2025." in said
    assert "this edition is loaded already" in loads(fresh, tmp_path / "My plan, Café 2025.txt")


def test_a_plan_that_has_a_name_keeps_it_for_ever(fresh: Program, tmp_path: Path) -> None:
    shutil.copy(PLAN, tmp_path / "old.txt")
    read, _ = asyncio.run(plan_of(tmp_path / "old.txt"))
    fresh.run("migrate")
    fresh.changes(lambda tx: tx.plans.save(edition.compare(None, read.plan.model_copy(update={"short": "my plan 2025"})).plan))

    assert "this edition is loaded already" in loads(fresh, tmp_path / "my plan 2025.txt")
    refused = loads(fresh, tmp_path / "My Plan: 2025.txt", code=1)

    assert "My Plan: 2025.txt" in refused
    assert "old.txt" in refused
    assert "--plan 'my plan 2025'" in refused
    assert plans(fresh) == ["my plan 2025"]


def test_a_name_that_folds_onto_another_plans_is_refused_and_names_both_files(fresh: Program, tmp_path: Path) -> None:
    loads(fresh, tmp_path / "a, b.txt")

    refused = loads(fresh, tmp_path / "A b.txt", code=1)

    assert ("A b.txt" in refused, "a, b.txt" in refused, plans(fresh)) == (True, True, ["a-b"])
    assert "this edition is loaded already" in loads(fresh, tmp_path / "A b.txt", "--plan", "a-b")
    loads(fresh, tmp_path / "A b.txt", "--plan", "Another One")
    assert plans(fresh) == ["a-b", "another-one"]


@pytest.mark.parametrize("words", [["status"], ["history", "1.1.1"], ["export"], ["settings"], ["record", "verify"], ["record", "log"], ["digest"]])
def test_what_only_reads_makes_no_database_and_names_the_path_it_looked_at(fresh: Program, words: list[str]) -> None:
    said = fresh.run(*words, code=1)

    assert str(fresh.folder / "m.db") in said.output
    assert not (fresh.folder / "m.db").exists()


def test_a_head_that_differs_is_told_apart_from_an_entry_that_was_changed(loaded: Program) -> None:
    plan = "lancashire-send-priority-action-plan"
    said = loaded.run("record", "verify", "--head", f"{plan}:1:{'0' * 16}", code=1).stdout

    assert "differs from a head kept elsewhere, at entry 1" in said
    assert "is not as it was made" not in said
    assert "differs from a head kept elsewhere" in loaded.run("record", "verify", "--head", f"{plan}:9999:{'0' * 16}", code=1).stdout


def test_a_lost_board_is_listed_and_let_go_at_the_command_line(loaded: Program) -> None:
    (short,) = loaded.json("record", "head")
    here = Address(platform="slack", tenant="T", id="C9")

    def lose(tx: Tx) -> None:
        tx.plans.bind_board(short, here)
        tx.plans.lose_board(short, here, "the channel is archived", datetime(2025, 9, 1, tzinfo=UTC))

    loaded.changes(lose)

    said = "C9 on Slack takes no more summaries: the channel is archived. To let it go"
    for command in (("seed", "roles"), ("seed", "board")):
        assert said in loaded.run(*command).stdout
    assert said in loaded.run("doctor", code=1).stdout
    assert loaded.json("seed", "roles")["lost_boards"][0]["channel"] == "C9"
    assert "has the id C1" in loaded.run("seed", "board", "--gone", "C1", code=1).stderr
    assert "No channel gets the weekly summary" in loaded.run("seed", "board", "--gone", "C9").stdout
    assert loaded.json("seed", "roles")["lost_boards"] == []

    loaded.changes(lambda tx: tx.plans.bind_board(short, here, "operations"))
    assert "C9 on Slack is that of the audience operations." in loaded.run("seed", "board").stdout
    assert loaded.json("seed", "board") == {"boards": [], "audiences": [{"audience": "operations", "platform": "slack", "channel": "C9"}]}
    loaded.run("seed", "board", "--gone", "C9")
    assert loaded.json("seed", "board")["audiences"] == []

    def mix(tx: Tx) -> None:
        tx.plans.bind_board(short, here)
        tx.plans.save(tx.plans.one(short).model_copy(update={"short": "other"}))
        tx.plans.bind_board("other", here)

    loaded.changes(mix)
    assert f"the weekly summary of {short}, and also of other, whose people are not the same" in loaded.run("doctor", code=1).stdout


def test_a_milestone_taken_out_keeps_its_status_and_history_at_the_command_line(loaded: Program) -> None:
    (short,) = loaded.json("record", "head")

    def take_out(tx: Tx) -> None:
        plan = tx.plans.one(short)
        first, *others = plan.actions
        shorter = first.model_copy(update={"milestones": first.milestones[1:]})
        tx.plans.save(edition.compare(plan, plan.model_copy(update={"actions": (shorter, *others)})).plan)

    before = loaded.json("status")["milestones"][0]["ref"]
    loaded.changes(take_out)

    assert [one["ref"] for one in loaded.json("status")["retired"]] == [before]
    assert f"with their history kept: {before}" in loaded.run("status").stdout
    assert loaded.json("history", str(before))["retired"] is True
    assert "took" in loaded.run("history", str(before)).stdout


def test_the_example_that_the_readme_says_to_copy_is_read_and_loaded_without_a_doubt(fresh: Program) -> None:
    for kind in ("txt", "people.csv", "settings.toml"):
        shutil.copy(PLANS / f"example.{kind}", fresh.folder / f"our-plan.{kind}")

    assert "Nothing doubtful" in fresh.run("seed", "check", fresh.folder / "our-plan.txt").stdout
    assert "Its settings are taken" in fresh.run("seed", "load", "--yes", fresh.folder / "our-plan.txt").stdout
    fresh.run("seed", "people", "--yes", fresh.folder / "our-plan.people.csv")
    told = fresh.run("preview", "--from", "1 March 2027", "--days", "20").stdout
    assert "Cai Invented (Director of Education): 2.1.1 due" in told


def test_a_people_file_leaves_alone_what_it_has_no_column_for_and_never_takes_the_last_admin(fresh: Program) -> None:
    for kind in ("txt", "people.csv"):
        shutil.copy(PLANS / f"example.{kind}", fresh.folder / f"our-plan.{kind}")
    fresh.run("seed", "load", "--yes", fresh.folder / "our-plan.txt")
    whole = fresh.folder / "our-plan.people.csv"
    later = whole.read_text(encoding="utf-8").replace("1.4.27,31.3.28", "1.4.2090,")
    whole.write_text(later, encoding="utf-8")
    fresh.run("seed", "people", "--yes", whole)
    before = fresh.json("seed", "roles")
    assert "Clinical Officer: Dee Placeholder <dee@health.example> from 1 April 2090" in fresh.run("seed", "roles").stdout
    assert "Designated Clinical Officer (Dee Placeholder from 1 April 2090)" in fresh.run("doctor").stdout

    few = fresh.folder / "few.csv"
    rows = list(csv.reader(whole.read_text(encoding="utf-8").splitlines()))
    few.write_text("\n".join(",".join(row[:3]) for row in rows), encoding="utf-8")
    assert fresh.run("seed", "people", few).stdout == f"0 added, 0 changed, {len(rows) - 1} as before.\n"
    assert fresh.json("seed", "roles") == before

    none = fresh.folder / "none.csv"
    none.write_text("role,name,email,rights\n,Fay Fictional,fay@council.example,\n", encoding="utf-8")
    assert "takes the right admin from Fay Fictional" in fresh.run("seed", "people", none, "--yes", code=1).stderr


# ---- what may stand where a file or a database should ------------------------------------


def standing(folder: Path, what: str) -> Path:
    """Something that is not what was meant, by its name."""
    at = folder / what
    match what:
        case "folder":
            at.mkdir()
        case "pipe":
            os.mkfifo(at)
        case "binary":
            at.write_bytes(bytes(range(256)) * 20)
        case "empty":
            at.touch()
        case "text":
            at.write_text("Dear all, thank you for coming.\n", encoding="utf-8")
        case "below a file":
            (folder / "file").write_text("x", encoding="utf-8")
            return folder / "file" / "x"
        case "long name":
            return folder / ("x" * 300)
        case "plan.docx" | "plan.xlsx":
            with zipfile.ZipFile(at, "w") as packed:
                packed.writestr("word/document.xml" if what == "plan.docx" else "xl/workbook.xml", "<x/>")
        case "plan.pdf":
            at.write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + b"1" * 2_000_000)
        case "others":
            with closing(sqlite3.connect(at)) as link:
                link.execute("CREATE TABLE theirs (a)")
                link.commit()
        case _:
            assert what == "nothing"
    return at


NO_TEXTS = ("folder", "pipe", "binary", "empty", "text", "below a file", "long name", "plan.docx", "plan.pdf", "others", "nothing")


@pytest.mark.parametrize("command", ["check", "load", "people"])
@pytest.mark.parametrize("given", ["", ".."])
def test_a_name_that_names_no_file_ends_a_command_with_one_line(loaded: Program, command: str, given: str) -> None:
    ran = loaded.run("seed", command, given, code=1)

    assert "is a folder. Name a file in it." in ran.stderr and len(ran.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "asked",
    [
        ("status", "--as-at", "9999-12-31"),
        ("status", "--as-at", "0001-01-01T00:00:00Z"),
        ("preview", "--from", "9999-12-31", "--days", "30"),
        ("tick", "--console", "--now", "9999-12-31T23:59:59Z"),
        ("tick", "--console", "--now", "0001-01-01T00:00:00Z"),
        ("digest", "--week", "0001-01-01"),
    ],
)
def test_a_day_at_the_ends_of_the_calendar_is_refused_in_words(loaded: Program, asked: tuple[str, ...]) -> None:
    ran = loaded.run(*asked, code=2)

    assert "is too far away" in " ".join(ran.stderr.replace("│", " ").split()) and "Traceback" not in ran.output


@pytest.mark.parametrize("what", NO_TEXTS)
def test_whatever_stands_where_a_file_should_ends_a_command_with_one_line(loaded: Program, tmp_path: Path, what: str) -> None:
    at = standing(tmp_path, what)

    for words in (["seed", "check", at], ["seed", "people", at], ["restore", tmp_path / "m.db", "--erasures", at]):
        ran = loaded.run(*words, code=1)
        assert "Traceback" not in ran.output and "log says where" not in ran.output
        assert len(ran.stderr.splitlines()) == 1 or "Row 1" in ran.stderr


@pytest.mark.parametrize(
    ("what", "told"),
    [("plan.docx", "broken or missing"), ("plan.xlsx", "broken or missing"), ("plan.pdf", "This PDF"), ("folder", "a folder")],
)
def test_a_file_that_only_begins_as_one_that_is_read_is_told_to_be_broken(fresh: Program, tmp_path: Path, what: str, told: str) -> None:
    assert told in fresh.run("seed", "check", standing(tmp_path, what), code=1).stderr


@pytest.mark.parametrize("what", ["folder", "pipe", "binary", "empty", "text", "below a file", "long name", "others", "nothing"])
def test_whatever_stands_where_the_database_should_is_named_and_left_alone(fresh: Program, tmp_path: Path, what: str) -> None:
    at = standing(tmp_path, what)
    fresh.environment["DATABASE_URL"] = f"sqlite:///{at}"
    before = at.stat() if what not in ("below a file", "long name", "nothing") else None

    for words in (["status"], ["tick", "--console"], ["doctor"], ["reach", "all"], ["seed", "people", PEOPLE]):
        told = fresh.run(*words, code=1)
        assert str(at) in told.output and "Traceback" not in told.output
    if before is None:
        return
    after = at.stat()
    assert (after.st_mode, after.st_size, after.st_mtime) == (before.st_mode, before.st_size, before.st_mtime)


def test_a_database_of_a_later_milepost_is_left_alone(loaded: Program) -> None:
    with closing(sqlite3.connect(loaded.folder / "m.db")) as link:
        link.execute("UPDATE alembic_version SET version_num = '9999'")
        link.commit()

    assert "made by a newer Milepost" in loaded.run("status", code=1).stderr


@pytest.mark.parametrize("url", ["postgresql://u:secret@127.0.0.1:1/x", "postgresql://u:secret@h:port/x", "mysql://x", "words", "sqlite://"])
def test_an_address_of_no_database_is_one_line_without_its_password(fresh: Program, url: str) -> None:
    fresh.environment["DATABASE_URL"] = url
    told = fresh.run("status", code=1).stderr

    assert len(told.splitlines()) == 1 and "secret" not in told and "DATABASE_URL" in told


def test_a_tick_without_a_platform_plans_nothing_unless_the_letters_may_stay_here(loaded: Program) -> None:
    assert "nothing was planned" in loaded.run("tick", "--now", MORNING, code=1).stderr
    assert loaded.json("tick", "--console", "--now", MORNING)["planned"]


def test_the_version_is_told(fresh: Program) -> None:
    assert fresh.run("--version").stdout == f"milepost {version('milepost')}\n"
    assert "--install-completion" in fresh.run("--help").stdout


# ---- the doctor --------------------------------------------------------------------------


def examined(program: Program, code: int = 0) -> dict[str, dict[str, object]]:
    return {str(one["name"]): one for one in json.loads(program.run("doctor", "--json", code=code).stdout)}


def test_the_doctor_looks_at_the_plan_its_people_and_the_last_copy(loaded: Program) -> None:
    found = examined(loaded)

    assert "95 milestones" in str(found["plan"]["sentence"])
    assert [found[name]["advice"] for name in ("people", "admin", "vacancies")] == [False] * 3
    assert "none was made" in str(found["backup"]["sentence"]) and found["backup"]["advice"]
    loaded.run("backup", loaded.folder / "copy.db")
    assert "0 days old" in str(examined(loaded)["backup"]["sentence"])
    assert "to note" not in loaded.run("doctor").stdout


def test_the_doctor_names_what_a_plan_lacks(fresh: Program) -> None:
    fresh.run("migrate")
    assert examined(fresh, code=1)["plan"]["ok"] is False
    fresh.run("seed", "load", "--yes", PLAN)
    assert examined(fresh, code=1)["people"]["ok"] is False
    file = fresh.folder / "people.csv"
    file.write_text("role,name,email\nIndependent Chair,Ann,ann@example.org\n", encoding="utf-8")
    fresh.run("seed", "people", file)

    found = examined(fresh, code=1)
    assert found["admin"]["ok"] is False
    assert found["vacancies"]["advice"] and "31 of 32 are vacant" in str(found["vacancies"]["sentence"])


@pytest.mark.parametrize(
    ("theirs", "ok", "told"),
    [
        (datetime(2026, 3, 2, 9, 30, 20, tzinfo=UTC), True, "by 20 seconds"),
        (datetime(2026, 3, 2, 9, 24, tzinfo=UTC), False, "360 seconds ahead of that of Slack"),
        (datetime(2026, 3, 2, 9, 36, tzinfo=UTC), False, "360 seconds behind that of Slack"),
        (None, None, "told no time"),
    ],
)
def test_a_clock_that_is_minutes_off_is_named(theirs: datetime | None, ok: bool | None, told: str) -> None:
    found = clock_told("slack", theirs, datetime(2026, 3, 2, 9, 30, tzinfo=UTC))

    assert found.ok is ok and told in found.sentence
