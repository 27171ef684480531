"""What the command line prints of one plan holds no word, name or number of another: every command that takes a plan."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.core import TyperGroup
from typer.main import get_command
from typer.testing import CliRunner

from bot.model.people import Address
from bot.ports.record import Tx
from bot.program.app import app
from store.record import SqlStore
from tests import records
from tests.records import long_ago
from tests.world import walls
from tests.world.plan import email
from tests.world.walls import BOTH, NAMED, SIDES, let_slip

Called = tuple[str, ...]


def commands(at: object, path: Called = ()) -> Iterator[tuple[Called, list[str], bool]]:
    """Every command of the program that takes a plan: the words that call it, what more it needs, if it speaks JSON."""
    if isinstance(at, TyperGroup):
        for name, below in at.commands.items():
            yield from commands(below, (*path, name))
        return
    params = at.params  # type: ignore[attr-defined]
    options = {option for one in params for option in one.opts}
    if "--plan" in options:
        sure = ["--yes"] if "--yes" in options else []
        yield path, [(str(one.name), one.opts[0]) for one in params if one.required], sure, "--json" in options


CALLED = {path: (needed, sure, json) for path, needed, sure, json in commands(get_command(app))}
NOTHING_TO_UNDO = ("record", "undo")
READS_A_FILE = {("seed", name) for name in ("load", "people", "settings", "roles", "readings")}


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A record with both plans in it."""
    address = f"sqlite:///{records.empty(tmp_path / 'm.db')}"
    store = SqlStore(address, long_ago)

    def load(tx: Tx) -> None:
        walls.load(tx)
        known = tx.people.by_email(email(BOTH))
        assert known is not None
        account = Address(platform="slack", tenant="T1", id="U1")
        tx.accounts.reach(known, account, long_ago())
        tx.accounts.lose(account, "the account was closed", long_ago())

    async def loaded() -> None:
        await store.transact(load)
        await store.close()

    asyncio.run(loaded())
    return address


@pytest.mark.parametrize("words", [" ".join(path) for path in CALLED if path not in READS_A_FILE])
def test_what_is_printed_of_one_plan_holds_nothing_of_another(
    url: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # into which papers are written
    path = tuple(words.split())
    needed, sure, json = CALLED[path]
    for word in SIDES:
        (other,) = [one for one in SIDES if one != word]
        told = {"whom": "all", "ref": f"{SIDES[word]}.1", "entry": "1", "field": f"action/{SIDES[word]}/title", "because": "of a slip"}
        told |= {"person": email(BOTH), "email": email(BOTH), "what": "operations"}
        said = [[told[name]] if name == flag else [flag, told[name]] for name, flag in needed]
        said += [["--field", told["field"]]] if path == ("record", "redact") else []
        said += [["--from-plan"]] if path == ("seed", "measures") else []
        given = [*path, *(one for words_ in said for one in words_), *sure, "--plan", NAMED[word]]
        for form in [[], ["--json"]] if json else [[]]:
            ran = CliRunner().invoke(app, [*given, *form], env={"DATABASE_URL": url, "MILEPOST_URL": "https://milepost.example"})
            assert let_slip(ran.output, other) == [], ran.output
            assert ran.exit_code == 0 or path == NOTHING_TO_UNDO or form, ran.output
