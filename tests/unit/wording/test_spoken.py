"""Lines that were dictated: the ref that they begin with is read, and nothing else of them is changed."""

from __future__ import annotations

from datetime import date

import pytest

from bot.model.status import Status
from bot.wording import commands
from bot.wording.parse import parse
from bot.wording.typed.spoken import with_refs

DAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("said", "ref", "narrative"),
    [
        ("one point one point one green all done", "1.1.1", "all done"),
        ("One point twelve point twenty three is green. One point one is next", "1.12.23", "One point one is next"),
        ("milestone 1 point 1 point 2 green because two point five were hired", "1.1.2", "because two point five were hired"),
        ("In kent: one dot two dot thirty-one green", "1.2.31", ""),
        ("milestone 1.1.1 is now green because the hub opened", "1.1.1", "because the hub opened"),
    ],
)
def test_a_dictated_ref_is_read(said: str, ref: str, narrative: str) -> None:
    command = parse(said, DAY, ("kent",))
    assert isinstance(command, commands.Declare)
    (entry,) = command.entries
    assert (entry.target, entry.status, entry.narrative) == (ref, Status.GREEN, narrative)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("status one point one", "status 1.1"),
        ("history one point two point three", "history 1.2.3"),
        ("update milestone one point one point one", "update milestone 1.1.1"),
    ],
)
def test_what_is_asked_of_a_dictated_ref_is_read(said: str, meant: str) -> None:
    assert parse(said, DAY) == parse(meant, DAY)


@pytest.mark.parametrize(
    "said",
    [
        "one point two million was spent", "at one point one school left", "one point one point one point one", "we have one point one point one",
        "onepoint one point one", "one point one point ones", "point one point one", "one point one hundred point one", "100 point 1 point 1",
    ],
)  # fmt: skip
def test_what_may_be_no_ref_is_left_as_it_is(said: str) -> None:
    assert with_refs(said) == said
