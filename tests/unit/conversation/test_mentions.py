"""The words of a mention, without the refs that are kept beside them."""

from __future__ import annotations

import pytest

from bot.conversation.mentions import _without_refs


@pytest.mark.parametrize(
    ("said", "refs", "left"),
    [
        ("1.1.2 why so late?", ("1.1.2",), "why so late?"),
        ("2.1, 1.1.1 what now?", ("2.1", "1.1.1"), "what now?"),
        ("2.1 and 1.1.1: what now?", ("2.1", "1.1.1"), "what now?"),
        ("priority 2 why so slow?", ("2",), "why so slow?"),
        ("Is anybody in school? 1.1.2", ("1.1.2",), "Is anybody in school?"),
        ("Is it true of 1.1.2?", ("1.1.2",), "Is it true of 1.1.2?"),
        ("and what of 1.1.2 now?", ("1.1.2",), "and what of 1.1.2 now?"),
        ("1.1.2?", ("1.1.2",), "1.1.2?"),
    ],
)
def test_refs_around_the_words_are_left_out_and_those_within_stay(said: str, refs: tuple[str, ...], left: str) -> None:
    assert _without_refs(said, refs) == left
