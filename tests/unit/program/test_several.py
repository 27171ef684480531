"""`seed load` and `seed people` given the files of many plans at once, as a supplier does who runs Milepost for many areas."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.program.test_program import Program

PLAN = (
    "Our plan\nPriority 1: Better\nRef\tAction\tMilestone\tWhen\tOwner\n"
    "1.1\tAct well\tWrite the plan\tMarch 2037\tHead of Care\n"
)
PEOPLE = "role,name,email,rights\nHead of Care,{name},{email},admin\n"
AREAS = ("kent", "essex", "devon")


@pytest.fixture
def areas(tmp_path: Path) -> Program:
    for area in AREAS:
        (tmp_path / f"{area}.txt").write_text(PLAN, encoding="utf-8")
        (tmp_path / f"{area}.people.csv").write_text(PEOPLE.format(name=f"Head {area}", email=f"head@{area}.example"), encoding="utf-8")
    return Program(tmp_path)


def held(program: Program) -> dict[str, list[str]]:
    """The plans that are loaded, and who is in each."""
    return program.does(lambda store: store.read(lambda view: {short: [one.email for one in view.people.of(short).persons] for short in view.plans.all()}))


def test_each_of_several_files_is_a_plan_of_its_own_with_its_own_people(areas: Program) -> None:
    told = areas.run("seed", "load", "--yes", *(areas.folder / f"{area}.txt" for area in AREAS)).stdout
    areas.run("seed", "people", "--yes", *(areas.folder / f"{area}.people.csv" for area in AREAS))

    assert [line for line in told.splitlines() if line.startswith("Loaded as")] == [f"Loaded as {area}." for area in AREAS]
    assert held(areas) == {area: [f"head@{area}.example"] for area in AREAS}


def test_what_is_wrong_with_one_file_keeps_no_other_from_being_loaded(areas: Program) -> None:
    bad, gone = areas.folder / "bad.txt", areas.folder / "gone.txt"
    bad.write_text("A letter to nobody.", encoding="utf-8")
    files = [areas.folder / "kent.txt", bad, gone, areas.folder / "devon.txt"]
    (areas.folder / "devon.people.csv").write_text("role,name,email\nHead of Nothing,A,a@devon.example\n", encoding="utf-8")

    told = areas.run("seed", "load", "--yes", *files, code=1)
    of_people = areas.run("seed", "people", "--yes", *(areas.folder / f"{one}.people.csv" for one in ("devon", "essex", "kent")), code=1)

    assert f"2 of 4 files were taken. Not taken, each for the reason said under its name: {bad}, {gone}." in told.stderr
    assert "Head of Nothing" in of_people.stderr and "No plan is called essex. Loaded: kent, devon" in of_people.stderr
    assert "1 of 3 files were taken." in of_people.stderr
    assert held(areas) == {"kent": ["head@kent.example"], "devon": []}


def test_all_of_them_may_be_given_again_once_it_is_put_right(areas: Program) -> None:
    areas.run("seed", "load", "--yes", areas.folder / "kent.txt")
    told = areas.run("seed", "load", "--yes", areas.folder / "kent.txt", areas.folder / "devon.txt").stdout

    assert "Nothing to change: this edition is loaded already." in told and "Loaded as devon." in told


def test_what_is_meant_for_one_file_is_refused_for_several(areas: Program) -> None:
    told = areas.run("seed", "load", "--plan", "north", areas.folder / "kent.txt", areas.folder / "devon.txt", code=2)

    assert "--plan goes with one file" in told.stderr
    assert not (areas.folder / "m.db").exists()
