"""What is loaded at the command line says first what passes from whom to whom, and can be undone: real commands, real SQLite."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from bot.program.app import app

PLAN = """A small plan

Ref\tAction\tMilestone\tWhen\tOwner\tImpact\tMeasure\tLink
1.1\tSet up the board\tTerms agreed. (June 2024)\t\tHead of Inclusion\t\t\t
1.2\tRecruit\tPosts filled. (Q1 2030)\t\tHead of Inclusion\t\t\t
"""
LATER = PLAN.replace("Posts filled.", "All posts filled.")
PEOPLE = "role,name,email,rights,from,to\nHead of Inclusion,Keira,keira@example.org,,,\n,Gwen,gwen@example.org,admin,,\n"
HANDED = "role,name,email,rights,from,to\nHead of Inclusion,Keira,keira@example.org,,,2020-01-01\n"
HANDED += "Head of Inclusion,Ben,ben@example.org,admin,,\n,Gwen,gwen@example.org,board,,\n"


class Program:
    """Milepost with its database and its files in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def file(self, name: str, text: str) -> Path:
        (self.folder / name).write_text(text, encoding="utf-8")
        return self.folder / name

    def run(self, *words: str | Path, code: int = 0, typed: str = "") -> Result:
        environment = {"DATABASE_URL": f"sqlite:///{self.folder / 'm.db'}"}
        ran = CliRunner().invoke(app, [str(word) for word in words], typed, environment)
        assert ran.exit_code == code, ran.output
        return ran

    def holders(self) -> list[str]:
        (role,) = json.loads(self.run("seed", "roles", "--json").stdout)["roles"]
        return list(role["holders"])

    def head(self) -> int:
        return int(json.loads(self.run("record", "head", "--json").stdout)["plan"]["entry"])


@pytest.fixture(scope="module")
def loaded_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    once = Program(tmp_path_factory.mktemp("undo"))
    once.run("seed", "load", "--yes", once.file("plan.txt", PLAN))
    once.run("seed", "people", once.file("people.csv", PEOPLE))
    return once.folder


@pytest.fixture
def program(loaded_once: Path, tmp_path: Path) -> Program:
    shutil.copytree(loaded_once, tmp_path, dirs_exist_ok=True)
    return Program(tmp_path)


def test_people_are_loaded_at_a_yes_if_a_role_or_a_right_passes_from_somebody(program: Program) -> None:
    handed, before = program.file("handed.csv", HANDED), program.head()

    told = program.run("seed", "people", handed, code=1, typed="n\n")
    assert "Head of Inclusion: 2 milestones move from Keira to Ben from" in told.stdout
    assert "Gwen: rights admin become board." in told.stdout
    assert (program.holders(), program.head()) == (["Keira <keira@example.org>"], before)

    program.run("seed", "people", handed, typed="y\n")
    assert program.holders() == ["Ben <ben@example.org>"]


def test_people_loaded_are_undone_and_count_again_when_the_file_is_loaded_again(program: Program) -> None:
    handed = program.file("handed.csv", HANDED)
    program.run("seed", "people", handed, "--yes")
    after = program.head()

    program.run("record", "undo", code=1, typed="n\n")
    assert "Undone." in program.run("record", "undo", "--yes").stdout
    assert program.holders() == ["Keira <keira@example.org>"] and program.head() > after
    assert "nothing to undo" in program.run("record", "undo", "--yes", code=1).stderr
    assert program.run("record", "verify").exit_code == 0

    program.run("seed", "people", handed, "--yes")
    assert program.holders() == ["Ben <ben@example.org>"]


def test_an_edition_loaded_is_undone(program: Program) -> None:
    before = json.loads(program.run("export", "--json").stdout)["plan"]
    program.run("seed", "load", "--yes", program.file("plan.txt", LATER))
    assert json.loads(program.run("export", "--json").stdout)["plan"] != before

    program.run("record", "undo", "--yes")

    assert json.loads(program.run("export", "--json").stdout)["plan"] == before


def test_the_first_edition_cannot_be_undone(tmp_path: Path) -> None:
    program = Program(tmp_path)
    program.run("seed", "load", "--yes", program.file("plan.txt", PLAN))

    assert "nothing before this" in program.run("record", "undo", "--yes", code=1).stderr


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("Head of Inclusion,Ben,ben@example.org", "Head of Inclusion would have 2 holders on"),
        (",Keira,keira.hall@example.org", "Keira is known by the e-mail keira@example.org, and this file says keira.hall@example.org."),
        (",KEIRA ,other@example.org\n,Keira,keira@example.org", "Two people would be called KEIRA: keira@example.org and other@example.org."),
    ],
)
def test_what_is_doubtful_in_a_people_file_is_named_and_asked_about(program: Program, row: str, told: str) -> None:
    before, file = program.head(), program.file("more.csv", f"role,name,email\n{row}\n")

    assert told in program.run("seed", "people", file, code=1, typed="n\n").stdout
    assert program.head() == before
    assert told in program.run("seed", "people", file, typed="y\n").stdout
    assert program.head() > before
    assert told not in program.run("seed", "people", file).stdout
