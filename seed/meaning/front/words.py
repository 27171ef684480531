"""The words of a line before the tables, without what only sets them off, to keep or to compare."""

from __future__ import annotations

import re
from functools import lru_cache

from seed.edges import cut_end


def tidy(text: str) -> str:
    """Return a line without its bullet, its stars and its link marks."""
    text = cut_end(re.sub(r"\A[-*\u2022#\s]+", "", text), "*")
    return re.sub(r"\[([^\[\]]*)\]\([^()]*\)", r"\1", text)


def same(one: str, other: str) -> bool:
    """Say if two lines are the same but for case and punctuation."""
    return bool(one) and key(one) == key(other)


@lru_cache(maxsize=256)
def key(text: str) -> str:
    """Return a line without case and punctuation, to compare by."""
    return re.sub(r"\W+", "", text).casefold()
