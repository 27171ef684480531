"""Copies rewritten without what was taken out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.rewriting import all_through, naming, probe, without_names, without_text
from tests.laws import tried

TEXT = "Waiting for the report,\nas Ada said"
GONE = "[gone]"


@pytest.mark.parametrize(
    ("said", "left"),
    [
        (TEXT, GONE),
        (f"Red: {TEXT} (Head)", f"Red: {GONE} (Head)"),
        ("Waiting for the report, as Ada said.", GONE),
        ("Waiting for the…", GONE),
        ("Waiting for the bus…", "Waiting for the bus…"),
        ("Red: 1.1.1 Step. Wanted: Waiting for the… Owner: Head.", f"Red: 1.1.1 Step. Wanted: {GONE} Owner: Head."),
        ("Waiting for the bus… and Waiting for the report, as… and", f"Waiting for the bus… and {GONE} and"),
        ("Waiting for the report", "Waiting for the report"),
        ("All is well", "All is well"),
    ],
)
def test_a_text_goes_whole_or_cut_short_and_nothing_else(said: str, left: str) -> None:
    assert without_text(TEXT, GONE)(said) == left


def test_the_halves_of_a_text_go_from_the_parts_of_a_letter_alone() -> None:
    for half in ("Waiting for the report,", "the report, as Ada said"):
        assert without_text(TEXT, GONE, pieces=True)(half) == GONE
        assert without_text(TEXT, GONE)(half) == half


def test_a_short_text_goes_only_where_it_stands_alone() -> None:
    rewrite = without_text("ok", GONE)

    assert [rewrite(said) for said in ("ok", "ok.", "it broke", "ok then")] == [GONE, GONE, "it broke", "ok then"]


def test_names_go_as_whole_words_however_they_are_written() -> None:
    rewrite = without_names(["Sam Hill", "sam@x.org", "Zoë"], "somebody")

    assert rewrite("SAM HILL and sam@x.org of Sam Hillside, zoë") == "somebody and somebody of Sam Hillside, somebody"
    assert rewrite("Samantha") == "Samantha"
    assert without_names([], "somebody")("anything") == "anything"
    assert naming(["Ann"])("Ask Ann.")
    assert not naming(["Ann"])("Annual report")


@tried(200)
@given(st.text(min_size=1).filter(str.strip), st.text(max_size=20), st.text(max_size=20))
def test_a_text_of_some_length_is_left_nowhere_in_json(text: str, before: str, after: str) -> None:
    text = f"{text} and what else"
    told = all_through({"a": [f"{before}{text}{after}", {"b": text}], "n": 1}, without_text(text, GONE))

    assert isinstance(told, dict)
    assert told["n"] == 1
    assert not any(text in said for said in (told["a"][0], told["a"][1]["b"]))
    assert probe(text) in text
