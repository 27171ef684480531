"""The titles of tables that say what these are."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files

from seed.meaning.parts import TableKind

MOST_CAPTION = 80  # letters
_MOST_BEHIND = 3  # words behind the beginning of a title
_WORDS = re.compile(r"\w+")


class _Captions:
    """The words of titles by kind: such as are a whole title, begin one, or end one."""

    def __init__(self) -> None:
        read = tomllib.loads((files("seed.meaning.columns") / "captions.toml").read_text(encoding="utf-8"))
        self.whole = {words: TableKind(kind) for kind, lists in read.items() for words in lists.get("whole", ())}
        self.begins = [(f"{words} ", TableKind(kind)) for kind, lists in read.items() for words in lists.get("begins", ())]
        self.ends = [(f" {words}", TableKind(kind)) for kind, lists in read.items() for words in lists.get("ends", ())]


@cache
def _captions() -> _Captions:
    return _Captions()


@lru_cache(maxsize=4096)
def kind_of_caption(caption: str) -> TableKind | None:
    """Return what a title says of the table below it, None if it could be any."""
    words = " ".join(_WORDS.findall(caption.casefold())) if len(caption) <= MOST_CAPTION else ""
    if not words:
        return None
    known = _captions()
    if words in known.whole:
        return known.whole[words]
    ended = next((kind for end, kind in known.ends if f" {words}".endswith(end)), None)
    return ended or next((kind for begin, kind in known.begins if _begins(words, begin)), None)


def _begins(words: str, begin: str) -> bool:
    """Say if a title begins so and soon ends: "Closed actions since May" does, "Completed actions are shown in blue" does not."""
    return f"{words} ".startswith(begin) and words.count(" ") - begin.count(" ") < _MOST_BEHIND


def kind_of_captions(captions: Sequence[str]) -> TableKind | None:
    """Return what the nearest title says that says anything. They stand from the furthest to the nearest."""
    return next((kind for caption in reversed(captions) if (kind := kind_of_caption(caption)) is not None), None)
