"""Text is read whatever program saved it, and what is no text is refused in a sentence."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.documents.not_a_plan import NotAPlan
from seed.encoding import decode
from tests.laws import tried

SAID = "Action\tLead\nMend the children’s “front door” – soon\tHead of Café, £5\n"


@pytest.mark.parametrize(
    "held",
    [
        SAID.encode(),
        codecs.BOM_UTF8 + SAID.encode(),
        SAID.encode("utf-16"),
        codecs.BOM_UTF16_BE + SAID.encode("utf-16-be"),
        SAID.encode("utf-16-le"),
        SAID.encode("utf-16-be"),
        SAID.encode("utf-32"),
        SAID.encode("cp1252"),
        SAID.encode("mac_roman"),
        SAID.encode("cp1252") + b"\x1a",
    ],
    ids=["utf-8", "its mark", "utf-16", "big", "no mark", "big without a mark", "utf-32", "Windows", "Macintosh", "DOS"],
)
def test_a_text_is_the_same_in_whatever_it_was_saved(held: bytes) -> None:
    assert decode(held) == SAID


@given(st.text(st.characters(min_codepoint=32, exclude_categories=("Cs", "Cc")), max_size=200))
@tried(100)
def test_any_text_in_utf_8_is_read_as_it_is(text: str) -> None:
    held = text.encode()
    if not held.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        assert decode(held) == text


@pytest.mark.parametrize("held", [b"Action\x00Lead\n", bytes(range(256)) * 20, b"\x01\x02\x03\x04\x05\x06\x07", b"\xff\xfe\xd8"])
def test_what_is_no_text_is_refused_in_a_sentence(held: bytes) -> None:
    with pytest.raises(NotAPlan, match=r"^This file is not text\. .* try again\.$"):
        decode(held)


def test_nothing_is_a_text_without_words() -> None:
    assert decode(b"") == ""


def test_a_long_text_of_an_old_code_page_is_read_in_a_moment() -> None:
    held = (SAID * 20_000).encode("mac_roman")

    assert decode(held).count("children’s") == 20_000
