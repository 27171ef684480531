"""`milepost seed template` writes what a newcomer needs, and never over a file of theirs unasked."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.program.app import app


@pytest.mark.parametrize(("name", "written"), [("plan.xlsx", ["plan.xlsx"]), ("plan.CSV", ["plan.CSV", "plan.people.csv"])])
def test_the_files_are_written_and_the_next_step_is_named(tmp_path: Path, name: str, written: list[str]) -> None:
    ran = CliRunner().invoke(app, ["seed", "template", str(tmp_path / name)])

    assert ran.exit_code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(written)
    assert "milepost seed check" in ran.stdout


@pytest.mark.parametrize(("answer", "kept"), [("n\n", True), ("y\n", False), ("", True)])
def test_a_file_that_is_there_is_written_over_only_with_a_yes(tmp_path: Path, answer: str, kept: bool) -> None:
    at = tmp_path / "plan.people.csv"
    at.write_text("ours", encoding="utf-8")
    CliRunner().invoke(app, ["seed", "template", str(tmp_path / "plan.csv")], input=answer)

    assert (at.read_text(encoding="utf-8") == "ours") is kept
    assert (tmp_path / "plan.csv").exists() is not kept


@pytest.mark.parametrize("name", ["plan.docx", "plan", "no folder/plan.xlsx"])
def test_what_cannot_be_written_is_told_in_one_line(tmp_path: Path, name: str) -> None:
    ran = CliRunner().invoke(app, ["seed", "template", str(tmp_path / name)])

    assert ran.exit_code == 1
    assert len(ran.stderr.splitlines()) == 1
