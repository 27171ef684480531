"""What keyboards, phones and programs write in many ways is read and compared as one."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.spelling import alike, legible, one_sign_each, plain_signs
from bot.wording.typed.cleaning import cleaned
from tests.laws import tried

SIGNS = st.text(st.sampled_from("a1 \n`'\r\"*_-\u200b\u200d\u0301\u212a\ufeff\u00a0é👩\u0338=…\x0b\u2019\u2013\u201c\u2028\u00ad"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zoë Ali", unicodedata.normalize("NFD", "zoë  ali")),
        ("Director of Children's Services", "director of children\u2019s\u00a0services"),
        ("Head of Co-production", "Head of Co\u2011production\u200b"),
        ("Efi Office", "E\ufb01 O\ufb03ce"),
        ("Straße", "STRASSE"),
    ],
)
def test_names_that_a_person_would_call_the_same_are_the_same(one: str, other: str) -> None:
    assert alike(one) == alike(other)


@pytest.mark.parametrize(("one", "other"), [("Zoë", "Zoe"), ("Ann Lee", "Annlee"), ("Co-op", "Coop")])
def test_names_that_differ_stay_apart(one: str, other: str) -> None:
    assert alike(one) != alike(other)


@pytest.mark.parametrize("clean", [legible, one_sign_each, plain_signs, alike, cleaned])
@tried(400)
@given(text=st.text() | SIGNS)
def test_what_was_cleaned_once_stays_as_it_is(clean, text: str) -> None:  # type: ignore[no-untyped-def]
    assert clean(clean(text)) == clean(text)


def test_an_emoji_of_several_keeps_what_joins_it() -> None:
    assert legible("in post 👩\u200d💻") == "in post 👩\u200d💻"
    assert legible("1.1.1\u200d green") == "1.1.1 green"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("**1.1.1** is _green_", "1.1.1 is green"),
        ("- 1.1.1 green\n\u2022 1.1.2 red", "1.1.1 green\n1.1.2 red"),
        ("about ~50 of *all* not_started", "about ~50 of all not_started"),
        ("_https://a.org/_layouts/15/a_b_ x", "_https://a.org/_layouts/15/a_b_ x"),
        ("\u201c1.1.1 green\u201d", "1.1.1 green"),
        ('"1.1.1": "green"', "1.1.1: green"),
        ('1.1.1 green "staff" in post', '1.1.1 green "staff" in post'),
    ],
)
def test_marks_around_words_are_taken_off_and_those_in_links_stay(typed: str, meant: str) -> None:
    assert cleaned(typed) == meant
