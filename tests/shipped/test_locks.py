"""What is installed is what was tried: the lock files agree, hold hashes, and keep to what `pyproject.toml` asks for."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.shipped.locks import ROOT, RUNNING, WORKING, other_lines, pins

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
EXTRAS = PROJECT["optional-dependencies"]
RUNS = [*PROJECT["dependencies"], *EXTRAS["papers"], *EXTRAS["pdf"], *EXTRAS["postgres"]]


@pytest.mark.parametrize("lock", [WORKING, RUNNING], ids=lambda lock: lock.name)
def test_a_lock_holds_packages_with_their_hashes_and_names_no_place_to_fetch_them_from(lock: Path) -> None:
    assert list(other_lines(lock)) == []
    assert "://" not in lock.read_text()


def test_what_runs_is_what_was_worked_with() -> None:
    working, running = pins(WORKING), pins(RUNNING)
    assert len(running) > 50
    assert {name: version for name, version in running.items() if working.get(name) != version} == {}


def test_nothing_that_only_tests_need_is_installed_to_run() -> None:
    only_tests = {canonicalize_name(Requirement(asked).name) for asked in EXTRAS["test"]} - {
        canonicalize_name(Requirement(asked).name) for asked in RUNS
    }
    assert only_tests & set(pins(RUNNING)) == set()


@pytest.mark.parametrize(("lock", "asked"), [(WORKING, [*RUNS, *EXTRAS["test"]]), (RUNNING, RUNS)], ids=["working", "running"])
def test_the_lock_keeps_to_every_bound(lock: Path, asked: list[str]) -> None:
    held = pins(lock)
    wants = [Requirement(one) for one in asked]
    assert [str(want) for want in wants if held.get(canonicalize_name(want.name), "0") not in want.specifier] == []
