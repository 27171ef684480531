"""What is installed is what was tried: the lock files agree, hold hashes, and keep to what `pyproject.toml` asks for."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.shipped.locks import ROOT, RUNNING, WORKING, other_lines, pins

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
EXTRAS = PROJECT["optional-dependencies"]
RUNS = [*PROJECT["dependencies"], *EXTRAS["papers"], *EXTRAS["pdf"], *EXTRAS["postgres"]]

# Imports every module, and prints the packages that those came from.
IMPORTS = """
import importlib, importlib.metadata, json, pathlib, sys
for room in ("bot", "adapters", "store", "seed"):
    for file in pathlib.Path(room).rglob("*.py"):
        if "migrations" not in file.parts and file.stem != "__main__":
            importlib.import_module(".".join(file.with_suffix("").parts).removesuffix(".__init__"))
owners = importlib.metadata.packages_distributions()
print(json.dumps(sorted({name for module in sys.modules for name in owners.get(module.partition(".")[0], ())})))
"""


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


def test_whatever_milepost_imports_is_installed_to_run() -> None:
    """What tests need may bring by chance what Milepost needs too: then nothing is missing but where it is only run."""
    done = subprocess.run([sys.executable, "-c", IMPORTS], cwd=ROOT, capture_output=True, text=True, check=True)
    imported = {canonicalize_name(name) for name in json.loads(done.stdout)}

    assert {"aiohttp", "slack-bolt", "botbuilder-core", "greenlet"} <= imported
    assert imported - set(pins(RUNNING)) - {"milepost", "setuptools"} == set(), "setuptools puts itself into every start where it is"


@pytest.mark.parametrize(("lock", "asked"), [(WORKING, [*RUNS, *EXTRAS["test"]]), (RUNNING, RUNS)], ids=["working", "running"])
def test_the_lock_keeps_to_every_bound(lock: Path, asked: list[str]) -> None:
    held = pins(lock)
    wants = [Requirement(one) for one in asked]
    assert [str(want) for want in wants if held.get(canonicalize_name(want.name), "0") not in want.specifier] == []
