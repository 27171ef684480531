"""What Milepost teaches people to type is never questioned when they type it."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from bot.model.people import People
from bot.rules.guard.path import names_of, of_path
from bot.wording.commands import Correct, Declare
from bot.wording.help import For, usages
from bot.wording.parse import parse
from bot.wording.sentences import words
from tests.world.plan import PLAN

ROOT = Path(__file__).parents[3]
TODAY = date(2025, 3, 3)
CARDS = {
    "a nudge": words("nudges.intro.example", {"role": "Head of Inclusion"}),
    "the month": words("month.card.example", {"ref": "1.1.1", "role": "Head of Inclusion"}),
}
TOUR = {"the tour": next(one for one in (ROOT / "README.md").read_text().splitlines() if one.strip().startswith("1.3.1 amber"))}
TAUGHT = {**{name: one.example for name, one in usages().items()}, **CARDS, **TOUR}


def all_tables() -> dict[str, object]:
    """The tables of help, each of a command."""
    return tomllib.loads((ROOT / "prompts/help.toml").read_text(encoding="utf-8"))


def paths() -> dict[str, list[str]]:
    """The paths to green in all examples, by where they stand."""
    found: dict[str, list[str]] = {}
    for name, example in TAUGHT.items():
        command = parse(example.strip(), TODAY, ())
        entries = command.entries if isinstance(command, Declare) else [command.entry] if isinstance(command, Correct) else []
        if told := [entry.path for entry in entries if entry.path]:
            found[name] = told
    return found


@pytest.mark.parametrize("name", list(all_tables()))
def test_every_command_has_its_usage_and_an_example_in_help(name: str) -> None:
    assert name in usages()


def test_help_says_whom_a_command_is_for_unless_everybody_or_an_owner_may_say_it() -> None:
    untold = [name for name, one in usages().items() if one.whose not in (For.EVERYBODY, For.OWNER) and "(" not in one.usage]

    assert untold == []


def test_the_examples_with_a_path_are_found() -> None:
    assert {"line", "same", "correct", "the month", "a nudge", "the tour"} <= set(paths())


@pytest.mark.parametrize("name", paths())
def test_a_path_that_is_taught_names_a_date_and_somebody(name: str) -> None:
    names = names_of(PLAN, People())
    assert {path: list(of_path(path, names)) for path in paths()[name]} == {path: [] for path in paths()[name]}
