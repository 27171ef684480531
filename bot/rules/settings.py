"""A plan's settings line by line, as their file says them: a key, and its value in TOML."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping

from bot.model.policy import Policy

_BARE = re.compile(r"[\w-]+", re.ASCII)
DATES = ("from", "to", "on")


def as_lines(policy: Policy) -> dict[str, str]:
    """Return each setting that was set. What was not set has its default."""
    return lines_of(policy.model_dump(mode="json", by_alias=True, exclude_unset=True, exclude_none=True))


def of_lines(lines: Mapping[str, str]) -> Policy:
    """Return the policy that these lines say."""
    return Policy.read(tomllib.loads("\n".join(f"{key} = {value}" for key, value in lines.items())))


def lines_of(shape: Mapping[str, object]) -> dict[str, str]:
    """Return what has the shape of the file, line by line."""
    return dict(_lines("", shape))


def _lines(before: str, shape: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for name, value in shape.items():
        key = before + _key(name)
        if isinstance(value, dict) and value:
            yield from _lines(f"{key}.", value)
        else:
            yield key, _toml(value)


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else json.dumps(name, ensure_ascii=False)


def _toml(value: object) -> str:
    if isinstance(value, dict):
        said = (f"{_key(name)} = {inner if name in DATES else _toml(inner)}" for name, inner in value.items())
        return "{" + ", ".join(said) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)  # a text or a number is written in TOML as it is in JSON
