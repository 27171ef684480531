"""The words of a line before the tables, without what only sets them off, to keep or to compare."""

from __future__ import annotations

import re

from seed.edges import cut_end
from seed.meaning.cells import key


def tidy(text: str) -> str:
    """Return a line without its bullet, its stars and its link marks."""
    text = cut_end(re.sub(r"\A[-*\u2022#\s]+", "", text), "*")
    return re.sub(r"\[([^\[\]]*)\]\([^()]*\)", r"\1", text)


def same(one: str, other: str) -> bool:
    """Say if two lines are the same but for case and punctuation."""
    return bool(one) and key(one) == key(other)
