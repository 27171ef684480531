"""The board's period as an operator or another program asks for it: real commands on a real SQLite file."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from bot.model.policy import Policy
from bot.program.app import app
from bot.rules.calendar import working_days

DUE = date.today() + timedelta(days=700)
PLAN = f"""A small plan

Ref\tAction\tMilestone\tWhen\tOwner\tImpact\tMeasure\tLink
1.1\tSet up the board\tTerms agreed. ({DUE:%B %Y})\t\tHead of Inclusion\t\t\t
1.2\tRecruit\tPosts filled. ({DUE:%B %Y})\t\tHead of Inclusion\t\t\t
2.1\tTrain\tStaff trained. ({DUE:%B %Y})\t\tHead of Training\t\t\t
"""
PEOPLE = "role,name,email,rights\nHead of Inclusion,Keira,keira@example.org,\n,Gwen,gwen@example.org,admin\n"
DAYS = working_days(Policy())
TODAY = datetime.now(UTC).date()
MEETING = DAYS.numbered(DAYS.index(TODAY) + 12)  # its window opened two working days ago


def before(count: int) -> str:
    return DAYS.numbered(DAYS.index(MEETING) - count).isoformat()


class Program:
    """Milepost with its database and its files in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file("plan.txt", PLAN)
        self.file("people.csv", PEOPLE)

    def file(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    def run(self, *words: str, code: int = 0) -> Result:
        environment = {"DATABASE_URL": f"sqlite:///{self.folder / 'm.db'}", "COLUMNS": "400"}
        told = [str(self.folder / word) if word.endswith((".txt", ".csv", ".toml")) else word for word in words]
        ran = CliRunner().invoke(app, told, env=environment)
        assert ran.exit_code == code, ran.output
        return ran

    def meets(self, *days: date) -> None:
        self.file("other.toml", f"[board]\nmeetings = [{', '.join(f'{{on = {day}}}' for day in days)}]\n")
        self.run("seed", "settings", "other.toml", "--yes")

    def told(self, *words: str) -> dict[str, object]:
        shown: dict[str, object] = json.loads(self.run("period", *words, "--json").stdout)
        return shown


@pytest.fixture
def program(tmp_path: Path) -> Program:
    made = Program(tmp_path)
    made.run("seed", "load", "--yes", "plan.txt")
    made.run("seed", "people", "people.csv")
    return made


def test_a_period_is_told_in_its_shape(program: Program) -> None:
    program.meets(MEETING)
    shown = program.told()
    expected = {
        "audience": "board",
        "number": 1,
        "meeting": MEETING.isoformat(),
        "opens": before(14),
        "owners_by": before(9),
        "leads_by": before(7),
        "freezes": before(5),
        "state": "open",
        "confirmed": 0,
        "of": 3,
        "silent": ["Head of Inclusion"],
        "narratives": {"1": False, "2": False},
    }
    assert {name: shown[name] for name in expected} == expected
    assert shown["vacant"] == ["Head of Training"]


def test_on_a_terminal_a_period_is_told_in_words_and_as_a_table_of_its_days(program: Program) -> None:
    program.meets(MEETING)
    shown = program.run("period").stdout
    assert f"Period 1, up to the board's meeting on {MEETING.day} {MEETING:%B %Y}" in shown
    assert "0 of 3 confirmed, 2 leads to write." in shown
    assert "Not confirmed yet, by the role that answers for it: Head of Inclusion" in shown
    assert "nobody holds the role: Head of Training" in shown
    assert "The record is frozen at 17:00 for the papers" in shown


def test_without_meetings_the_month_is_told_and_nobody_is_said_to_be_asked(program: Program) -> None:
    shown = program.told()
    assert shown["set"] is False
    printed = program.run("period").stdout
    assert "nobody is asked for a month's end" in printed
    assert "as no meeting of the board is set: 0 of 3 confirmed" in printed


def test_a_tick_freezes_and_the_record_says_as_at_which_moment_and_up_to_which_entry(program: Program) -> None:
    program.meets(MEETING)
    day = date.fromisoformat(before(5))
    late = datetime.combine(day + timedelta(days=1), datetime.min.time(), UTC) + timedelta(hours=9)
    program.run("tick", "--console", "--now", late.isoformat(), "--json")
    log = json.loads(program.run("record", "log", "--json").stdout)
    (freeze,) = [one for one in log if one["kind"] == "freeze"]
    upto, as_at = int(freeze["fields"]["upto"]), datetime.fromisoformat(freeze["fields"]["as_at"])
    assert 0 < upto < freeze["entry"]
    assert freeze["fields"]["meeting"] == MEETING.isoformat()
    assert as_at.date() == day
    program.run("tick", "--console", "--now", (late + timedelta(hours=1)).isoformat(), "--json")
    assert [one["kind"] for one in json.loads(program.run("record", "log", "--json").stdout)].count("freeze") == 1


def test_the_future_and_the_time_before_the_first_entry_are_refused_with_a_sentence(program: Program) -> None:
    ahead, long_ago = TODAY + timedelta(days=40), TODAY - timedelta(days=40)
    assert "still to come" in program.run("period", "--as-at", ahead.isoformat(), code=1).stderr
    assert "Nothing was recorded by then" in program.run("period", "--as-at", long_ago.isoformat(), code=1).stderr


def test_to_ask_for_a_period_creates_no_database(tmp_path: Path) -> None:
    program = Program(tmp_path)
    program.run("period", code=1)
    assert not (tmp_path / "m.db").exists()
