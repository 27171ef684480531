"""The sentences of the readers, from `prompts/seed.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def _sentences() -> dict[str, dict[str, str]]:
    return tomllib.loads((files("prompts") / "seed.toml").read_text(encoding="utf-8"))


def say(table: str, key: str, **facts: object) -> str:
    """Return the sentence of that name with its facts in place."""
    return _sentences()[table][key].format(**facts)


def says(table: str, key: str) -> bool:
    """Say if there is a sentence of that name."""
    return key in _sentences()[table]


def short(text: str, most: int = 60) -> str:
    """Return the first words of a text, enough to know it by."""
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[:most].rsplit(" ", 1)[0] + " ..."
