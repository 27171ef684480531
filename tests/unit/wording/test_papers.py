"""The naming of people on papers, and lists that are cut to a paper's room."""

from __future__ import annotations

from datetime import date

import pytest

from bot.model.board.paper import Bullets
from bot.model.board.settings import Audience, Names, Tone
from bot.model.letters.message import Text, plain
from bot.model.people import Holding, People, Person
from bot.wording.papers.lines import Line, listed
from bot.wording.papers.who import Who

DAY = date(2026, 3, 2)
PEOPLE = People(
    persons=(Person(id=1, name="Anna Jones", email="a@x.uk"), Person(id=2, name="Ben Mills", email="b@x.uk")),
    holdings=(Holding(role="Head", person=1, ends=date(2026, 3, 1)), Holding(role="Head", person=2, starts=DAY)),
)


def who(names: Names, tone: Tone = Tone.BOARD) -> Who:
    return Who(PEOPLE, Audience(names=names, wording=tone), DAY)


def test_a_role_is_named_as_the_audience_may_read_it_with_who_holds_it_on_that_day() -> None:
    assert [who(names).role("Head") for names in Names] == ["its owner", "Head", "Head (Ben Mills)"]
    assert who(Names.NAMES).role("Nurse") == "Nurse (vacant)"
    assert who(Names.ROLES).role(None) == "no owner named"
    assert who(Names.NAMES, Tone.PUBLIC).role("Head") == "Head", "in public words nobody is named"


@pytest.mark.parametrize(
    ("capacity", "told"),
    [
        ("Head", "Head"),
        ("deputy for Head", "deputy for Head"),
        ("admin", "programme manager"),
        ("lead:2", "lead of priority 2"),
        ("chair", "chair of the board"),
        ("command line: mallory", "the command line"),
        ("", "Milepost"),
    ],
)
def test_a_capacity_is_told_in_words_and_never_with_the_name_of_an_account(capacity: str, told: str) -> None:
    assert who(Names.ROLES).capacity(capacity, "Anna Jones") == told
    assert "Anna" not in who(Names.NONE).capacity(capacity, "Anna Jones")


def test_what_was_taken_out_names_whoever_did_it_only_where_names_are_allowed() -> None:
    mark = "[removed by Jones, Anna, 7 March 2026]"

    assert who(Names.ROLES).said(mark) == who(Names.NONE).said(mark) == "[removed, 7 March 2026]"
    assert who(Names.NAMES).said(mark) == mark
    assert who(Names.NAMES, Tone.PUBLIC).said(mark) == "[removed, 7 March 2026]"
    assert who(Names.ROLES).said("He was [removed by ambulance, it says]") == "He was [removed by ambulance, it says]"


@pytest.mark.parametrize(("lines", "shown", "rest"), [(3, 3, ""), (4, 4, ""), (6, 3, "And 3 more: r3, r4, r5.")])
def test_a_list_has_so_many_lines_and_counts_the_rest_unless_that_is_one(lines: int, shown: int, rest: str) -> None:
    (block,) = listed([Line(spans=(Text(text=f"line {n}"),), ref=f"r{n}") for n in range(lines)], 3)

    assert isinstance(block, Bullets)
    told = [plain(spans) for _, spans in block.lines]
    assert told == [*(f"line {n}" for n in range(shown)), *([rest] if rest else [])]
