"""Words taken out of the record, as an operator does it: real commands on a real SQLite file."""

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
1.1\tSet up the board\tTerms agreed with Ada Byrne's parents. (June 2030)\t\tHead of Inclusion\t\t\t
"""
PEOPLE = "role,name,email,rights\nHead of Inclusion,Keira Mann,keira@example.org,\n,Gwen,gwen@example.org,admin\n"
FIELD = "milestone/1.1.1/text"


class Program:
    """Milepost with its database in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "m.db"

    def run(self, *words: str, code: int = 0, typed: str = "") -> Result:
        ran = CliRunner().invoke(app, list(words), typed, {"DATABASE_URL": f"sqlite:///{self.file}"})
        assert ran.exit_code == code, ran.output
        return ran

    def json(self, *words: str) -> dict[str, object]:
        told: dict[str, object] = json.loads(self.run(*words, "--json").stdout)
        return told

    def held(self) -> bytes:
        return b"".join(file.read_bytes() for file in self.folder.glob("m.db*"))

    def is_whole(self) -> bool:
        return "NOT WHOLE" not in self.run("record", "verify").stdout


@pytest.fixture(scope="module")
def loaded_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a plan of one milestone and its people loaded."""
    folder = tmp_path_factory.mktemp("erasures")
    (folder / "small.txt").write_text(PLAN, encoding="utf-8")
    (folder / "people.csv").write_text(PEOPLE, encoding="utf-8")
    once = Program(folder)
    once.run("seed", "load", "--yes", str(folder / "small.txt"))
    once.run("seed", "people", str(folder / "people.csv"))
    return folder


@pytest.fixture
def program(loaded_once: Path, tmp_path: Path) -> Program:
    shutil.copytree(loaded_once, tmp_path, dirs_exist_ok=True)
    return Program(tmp_path)


def test_a_text_is_taken_out_and_the_record_is_whole(program: Program) -> None:
    assert b"Ada Byrne" in program.held()
    told = program.json("record", "redact", "1", "--field", FIELD, "--because", "It names a child", "--yes")

    assert (told["plan"], told["removed"], told["left"]) == ("small", [FIELD], [])
    assert b"Ada Byrne" not in program.held()
    assert program.is_whole()
    assert "[removed by command line: " in program.run("status", "--json").stdout
    [entry] = [one for one in json.loads(program.run("record", "log", "--json").stdout) if one["entry"] == told["entry"]]
    assert (entry["kind"], entry["why"]) == ("erasure", "It names a child")


def test_a_reason_that_tells_who_a_child_is_is_not_kept(program: Program) -> None:
    why = "It names the child of NHS 943 476 5919"  # a made up number
    for words in (
        ("record", "redact", "1", "--field", FIELD, "--because", why, "--yes"),
        ("record", "erase", "--person", "keira@example.org", "--because", why, "--yes"),
        ("seed", "close", "small", "--yes", "because", why),
    ):
        told = program.run(*words, code=1)
        assert "NHS number" in told.output and "943" not in told.output
    assert b"476 5919" not in program.held() and b"Ada Byrne" in program.held()


def test_it_is_asked_first_and_no_is_no(program: Program) -> None:
    words = ("record", "redact", "1", "--field", FIELD, "--because", "x")
    asked = program.run(*words, typed="n\n", code=1)

    assert "Terms agreed with Ada Byrne's parents" in asked.stdout
    assert "Nobody can bring it back" in asked.output
    program.run(*words, "--json", code=1)
    assert b"Ada Byrne" in program.held()
    program.run(*words, typed="y\n")
    assert b"Ada Byrne" not in program.held()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("1", "--field", "milestone/1.1.1/due"), "is no free text. Colours, dates, refs and numbers stay on the record."),
        (("1",), "holds more than one text. Say which one to take out:"),
        (("999", "--field", FIELD), "There is no entry 999 in small."),
        (("one", "--field", FIELD), "Say an entry by its number"),
        (("c1", "--field", FIELD), "This plan has no c1 with words of its own."),
        (("s1", "--field", FIELD), "Say an entry by its number"),
    ],
)
def test_what_cannot_be_taken_out_is_refused_in_words(program: Program, words: tuple[str, ...], told: str) -> None:
    assert told in program.run("record", "redact", *words, "--because", "x", "--yes", code=1).output


def test_a_person_is_forgotten(program: Program) -> None:
    held = program.json("record", "person", "keira@example.org")
    told = program.json("record", "erase", "--person", "keira@example.org", "--because", "They asked", "--yes")

    assert held["names"] == ["Keira Mann"]
    assert told["removed"] == ["email", "name"]
    for words in (b"keira@", b"Keira"):
        assert words not in program.held()
    assert program.is_whole()
    assert "Nobody with the e-mail" in program.run("record", "person", "keira@example.org", code=1).output
    assert "Nobody in the plan" in program.run("record", "erase", "--person", "keira@example.org", "--because", "x", code=1).output


def test_a_copy_that_is_put_back_is_erased_again(program: Program) -> None:
    copy, log = program.folder / "copy", program.folder / "log.json"
    program.run("backup", str(copy))
    program.run("record", "redact", "1", "--field", FIELD, "--because", "x", "--yes")
    erased = program.run("record", "erase", "--person", "keira@example.org", "--because", "y", "--yes").output
    assert "Copies made with milepost backup still hold what was taken out." in erased
    log.write_text(program.run("record", "log", "--json").stdout, encoding="utf-8")
    for file in program.folder.glob("m.db*"):
        file.unlink()
    program.run("restore", str(copy), "--erasures", str(log))

    assert b"Ada Byrne" not in program.held()
    assert b"keira@" not in program.held()
    assert program.is_whole()


def test_what_is_no_log_is_refused_before_anything_is_put_back(program: Program) -> None:
    copy = program.folder / "copy"
    program.run("backup", str(copy))
    for file in program.folder.glob("m.db*"):
        file.unlink()
    refused = program.run("restore", str(copy), "--erasures", str(program.folder / "people.csv"), code=1)

    assert "is not what milepost record log --json prints" in refused.output
    assert not program.file.exists()


def test_a_plan_is_ended_once_and_for_a_reason(program: Program) -> None:
    program.run("seed", "close", "small", code=2)
    program.run("seed", "close", "small", "because", "signed off", typed="n\n", code=1)
    assert "small has ended." in program.run("seed", "close", "small", "because", "signed", "off", typed="y\n").stdout
    assert "has ended already" in program.run("seed", "close", "small", "because", "again", "--yes").stdout

    [entry] = [one for one in json.loads(program.run("record", "log", "--json").stdout) if one["kind"] == "plan_closed"]
    assert entry["why"] == "signed off"
    assert "No plan that has ended still has texts" in program.run("record", "retire").stdout
    assert program.run("status").stdout
