"""Cut signs off the end of a text, one at a time: a pattern would try each run of signs anew."""

from __future__ import annotations


def cut_end(text: str, signs: str) -> str:
    """Return the text without the blanks and signs at its end."""
    end = len(text)
    while end and (text[end - 1] in signs or text[end - 1].isspace()):
        end -= 1
    return text[:end]


def cut_word(text: str, word: str) -> str:
    """Return the text without the word at its end, if it stands there by itself."""
    before = text.removesuffix(word)
    return text if before[-1:].isalnum() or before[-1:] == "_" else before
