"""Naming on a paper: what stands in place of words that were taken out names a person only if people may be named."""

from __future__ import annotations

from datetime import date

import pytest

from bot.model.board.settings import Audience, Names
from bot.model.people import People
from bot.wording.papers.who import Who

TAKEN_OUT = "[removed by {}, 27 November 2025]"


@pytest.mark.parametrize(
    ("names", "by", "said"),
    [
        (Names.NAMES, "Gwen", TAKEN_OUT.format("Gwen")),
        (Names.NAMES, "command line: root", "[removed, 27 November 2025]"),
        (Names.ROLES, "Gwen", "[removed, 27 November 2025]"),
        (Names.NONE, "command line: root", "[removed, 27 November 2025]"),
    ],
)
def test_nobody_is_named_who_may_not_be_and_no_user_of_a_machine_ever(names: Names, by: str, said: str) -> None:
    assert Who(People(), Audience(names=names), date(2025, 12, 1)).said(TAKEN_OUT.format(by)) == said
