"""Settings in the record: a row a key, whose value is TOML. The rows of an entry, a line each, are a settings file."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from bot.model.plan import Source
from bot.model.policy import Policy
from store.entries import Row
from store.tables.office import SETTING, SETTINGS


def rows_of(policy: Policy, source: Source) -> Iterator[Row]:
    """Give the rows of the settings: those that the file sets."""
    yield SETTINGS, {"file": source.file, "sha256": source.sha256}
    for key, value in _flat(policy.model_dump(mode="json", by_alias=True, exclude_unset=True)):
        yield SETTING, {"key": key, "value": _toml(value)}


@lru_cache(maxsize=256)
def policy_of(settings: tuple[tuple[str, str], ...]) -> Policy:
    """Return the policy that these settings make, each a key and its value. What they don't set is as it is for every plan."""
    tree = tomllib.loads("\n".join(f"{key} = {value}" for key, value in settings))
    return Policy.model_validate_json(json.dumps(tree, default=str))


def _flat(tree: Mapping[str, object], above: str = "") -> Iterator[tuple[str, object]]:
    for name, value in tree.items():
        key = above + (name if name.isidentifier() and name.isascii() else json.dumps(name))
        if isinstance(value, Mapping):
            yield from _flat(value, f"{key}.")
        elif value is not None:
            yield key, value


def _toml(value: object) -> str:
    """A value as TOML writes it in one line. What JSON would write but for a table, and TOML reads it the same."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name} = {_toml(inner)}" for name, inner in value.items() if inner is not None) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
