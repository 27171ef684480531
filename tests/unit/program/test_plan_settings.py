"""A plan's settings as an operator changes and reads them: real commands on a real SQLite file."""

from __future__ import annotations

import asyncio
import json
import shutil
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from bot.model.policy import Policy
from bot.program.app import app
from bot.program.documents.plan_file import plan_of
from bot.wording.settings import as_json, changes
from seed.settings import read_settings

SHIPPED = Path(__file__).parents[3] / "seed" / "plans" / "lancashire_send_priority_action_plan.txt"
PLAN = """A small plan

Ref\tAction\tMilestone\tWhen\tOwner\tImpact\tMeasure\tLink
1.1\tSet up the board\tTerms agreed. (June 2024)\t\tHead of Inclusion\t\t\t
1.2\tRecruit\tPosts filled. (Q1 2030)\t\tHead of Inclusion\t\t\t
"""
PEOPLE = "role,name,email,rights\nHead of Inclusion,Keira,keira@example.org,\n,Gwen,gwen@example.org,admin\n"
CLOSED = (datetime.now(UTC).date(), datetime.now(UTC).date() + timedelta(days=40))
OTHER = f"""
[calendar]
closures = [{{from = {CLOSED[0]}, to = {CLOSED[1]}, what = "moving house"}}]

[asking.only."1.1"]
rungs = [3]

[status]
green = "On time."
"""


class Program:
    """Milepost with its database and its files in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file("plan.txt", PLAN)

    def file(self, name: str, text: str) -> Path:
        (self.folder / name).write_text(text, encoding="utf-8")
        return self.folder / name

    def run(self, *words: str, code: int = 0, typed: str = "") -> Result:
        environment = {"DATABASE_URL": f"sqlite:///{self.folder / 'm.db'}"}
        ran = CliRunner().invoke(app, [str(self.folder / word) if "." in word else word for word in words], typed, environment)
        assert ran.exit_code == code, ran.output
        return ran

    def in_force(self) -> dict[str, dict[str, object]]:
        found: dict[str, dict[str, object]] = json.loads(self.run("settings", "--json").stdout)
        return found


@pytest.fixture(scope="session")
def loaded_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    once = Program(tmp_path_factory.mktemp("settings"))
    once.file("people.csv", PEOPLE)
    once.run("seed", "load", "--yes", "plan.txt")
    once.run("seed", "people", "people.csv")
    return once.folder


@pytest.fixture
def program(loaded_once: Path, tmp_path: Path) -> Program:
    shutil.copytree(loaded_once, tmp_path, dirs_exist_ok=True)
    return Program(tmp_path)


def test_without_a_file_all_defaults_are_in_force_in_the_shape_of_one(program: Program) -> None:
    in_force = program.in_force()
    audiences = in_force.pop("audiences")

    assert {name: (one["names"], one["wording"], one["files"], one["cadence"]) for name, one in audiences.items()} == {
        "board": ("roles", "board", ["docx", "xlsx"], "monthly"),
        "operations": ("names", "board", ["docx", "xlsx"], "weekly"),
        "families": ("roles", "public", ["docx", "html"], "termly"),
    }
    assert in_force == {
        "board": {"meetings": [], "opens": 14, "owners_by": 9, "leads_by": 7, "papers_due": 5, "owners_again": 2},
        "business": {"ask_before": [5, 1]},
        "findings": {},
        "calendar": {"zone": "Europe/London", "division": "england", "closures": [], "terms": [], "quarters": "financial"},
        "asking": {
            "rungs": [28, 14, 7, 2, 0],
            "overdue_after": [5, 10, 15],
            "escalate_after": [20, 25],
            "cycle_months": 1,
            "opens": "09:00",
            "closes": "17:00",
            "snooze_most": 20,
            "only": {},
        },
        "digest": {"weekday": "monday", "at": "09:00", "due_soon_days": 28, "mentions": False},
        "evidence": {"remind_before": [30, 7]},
        "risk": {
            "likelihood": ["rare", "unlikely", "possible", "likely", "almost certain"],
            "impact": ["minor", "moderate", "serious", "major", "severe"],
            "bands": [{"to": 4, "word": "low"}, {"to": 9, "word": "medium"}, {"to": 15, "word": "high"}, {"to": 25, "word": "very high"}],
            "report_from": 15,
            "review_every": 1,
            "review_again": 5,
        },
        "dates": {"far_years": 3, "tolerance_days": 20, "chair_from_request": 3},
        "assurance": {"levels": ["none", "limited", "reasonable", "substantial"], "blue_from": "reasonable"},
        "retention": {"drafts_days": 30, "letters_months": 24},
        "status": {
            "not_started": "Work has not begun and is not yet late.",
            "green": "On track to be done by the due date.",
            "amber": "May be late, but there is a way back that you are in charge of.",
            "red": "Late, or will be late, or needs a decision from someone above you.",
            "complete": "Done, with evidence to show it.",
        },
    }


def test_a_change_is_shown_and_asked_about_and_kept_only_after_yes(program: Program) -> None:
    program.file("other.toml", OTHER)
    before = program.in_force()

    refused = program.run("seed", "settings", "other.toml", typed="n\n", code=1)
    assert 'status.green: "On track to be done by the due date." becomes "On time."' in refused.stdout
    assert 'asking.only."1.1".rungs: [3] (new)' in refused.stdout
    assert "no more Keira" in refused.stdout
    assert "Not kept" in refused.stderr
    assert program.in_force() == before

    assert "Kept." in program.run("seed", "settings", "other.toml", typed="y\n").stdout
    assert program.in_force()["status"]["green"] == "On time."
    assert program.in_force()["asking"]["only"] == {"1.1": {"rungs": [3]}}
    assert "moving house" in program.run("settings").stdout


BOARD = """[board]
meetings = [{on = "21 December 2025"}, {on = "15 January 2026", audience = "cabinet"}]

[audiences.cabinet]
people = ["keira@example.org", "clerk@elsewhere.org"]
approver = "Mayor"
"""


def test_what_may_be_a_slip_is_said_before_the_question_and_keeps_nothing_back(program: Program) -> None:
    program.file("board.toml", BOARD)

    told = json.loads(program.run("seed", "settings", "board.toml", "--json", "--yes").stdout)["warnings"]
    assert [one.partition(",")[0] for one in told] == [
        "Take care: 21 December 2025",
        "Take care: the plan knows nobody with the e-mail clerk@elsewhere.org of audience cabinet",
        "Take care: the plan has no role Mayor",
    ]
    shown = program.run("seed", "settings", "board.toml").stdout
    assert "Take care: 21 December 2025, a meeting of board, is a day off" in shown and "Nothing to change" in shown
    in_force = program.in_force()
    assert in_force["board"]["meetings"] == [{"on": "2025-12-21", "audience": "board"}, {"on": "2026-01-15", "audience": "cabinet"}]
    assert list(in_force["audiences"]) == ["board", "operations", "families", "cabinet"]


def test_a_meeting_shows_the_letters_that_its_window_brings(program: Program) -> None:
    soon = datetime.now(UTC).date() + timedelta(days=25)
    program.file("board.toml", f"[board]\nmeetings = [{{on = {soon.isoformat()}}}]\n")

    shown = json.loads(program.run("seed", "settings", "board.toml", "--json").stdout)
    assert [one["key"] for one in shown["changes"]] == ["board.meetings"]
    asked = [one["now"] for one in shown["letters"]["nudges"] if one["now"]]
    assert asked
    assert "Kept." in program.run("seed", "settings", "board.toml", typed="y\n").stdout


def test_as_json_nothing_is_asked_and_without_yes_nothing_is_kept(program: Program) -> None:
    program.file("other.toml", OTHER)

    shown = json.loads(program.run("seed", "settings", "other.toml", "--json").stdout)
    assert [one["key"] for one in shown["changes"]] == ["calendar.closures", 'asking.only."1.1".rungs', "status.green"]
    assert {one["was"]["person"] for one in shown["letters"]["nudges"]} == {"Keira"}
    assert [one["now"] for one in shown["letters"]["nudges"]] == [None] * len(shown["letters"]["nudges"])
    assert shown["kept"] is False
    assert program.in_force()["status"]["green"] != "On time."

    assert json.loads(program.run("seed", "settings", "other.toml", "--json", "--yes").stdout)["kept"] is True
    assert program.in_force()["status"]["green"] == "On time."


def test_a_file_that_changes_nothing_says_so_and_asks_nothing(program: Program) -> None:
    program.file("same.toml", "[digest]\nweekday = 'monday'\n")

    told = program.run("seed", "settings", "same.toml").stdout
    assert "Nothing to change" in told
    assert "stay as they are" in told


def test_every_fault_is_told_on_a_line_of_its_own_and_nothing_is_kept(program: Program) -> None:
    program.file("wrong.toml", '[asking]\nrungs = [1, 2]\n\n[boards]\nopens = 14\n\n[asking.only."7.7"]\nrungs = [1]\n')

    ran = program.run("seed", "settings", "wrong.toml", "--yes", code=1)
    assert [line.partition(":")[0] for line in ran.stderr.splitlines()] == [
        "Line 2, asking.rungs",
        "Line 4, boards",
        'Line 7, asking.only."7.7"',
    ]


def test_the_first_load_takes_the_settings_beside_the_plan_and_a_later_one_only_says_that_they_differ(tmp_path: Path) -> None:
    program = Program(tmp_path)
    program.file("plan.settings.toml", '[calendar]\nquarters = "calendar"\n[status]\nred = "Late."\n')

    assert "Its settings are taken from" in program.run("seed", "load", "--yes", "plan.txt").stdout
    assert program.in_force()["status"]["red"] == "Late."
    milestones = json.loads(program.run("status", "--json").stdout)["milestones"]
    assert [one["due"] for one in milestones] == ["2024-06-30", "2030-03-31"]

    assert "differs" not in program.run("seed", "load", "--yes", "plan.txt").stdout
    program.file("plan.settings.toml", '[calendar]\nquarters = "calendar"\n[status]\nred = "Very late."\n')
    assert "differs from the settings in force: status.red." in program.run("seed", "load", "--yes", "plan.txt").stdout
    assert program.in_force()["status"]["red"] == "Late."


def test_a_plan_with_a_fault_in_the_settings_beside_it_is_neither_checked_nor_loaded(tmp_path: Path) -> None:
    program = Program(tmp_path)
    program.file("plan.settings.toml", "[asking]\nrung = [3]\n")

    for command in ("check", "load"):
        ran = program.run("seed", command, "plan.txt", code=1)
        assert ran.stderr == "Line 2, asking.rung: this is not a setting that Milepost knows. Did you mean rungs?\n"
    program.run("settings", code=1)


def test_the_shipped_plan_has_settings_that_say_all_that_is_so_without_them() -> None:
    draft, policy = asyncio.run(plan_of(SHIPPED))
    said = tomllib.loads(SHIPPED.with_suffix(".settings.toml").read_text(encoding="utf-8"))

    assert policy == read_settings(SHIPPED.with_suffix(".settings.toml").read_text(encoding="utf-8"), draft.plan)
    assert [one.key for one in changes(Policy(), policy or Policy())] == ["calendar.terms"]
    assert {section: set(values) for section, values in as_json(Policy()).items() if isinstance(values, dict)} == {
        section: {*values, *(["only"] if section == "asking" else [])} for section, values in said.items()
    }
