"""Settings in the record: a row a key, whose value is TOML. The rows of an entry, a line each, are a settings file."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from bot.model.plan import Source
from bot.model.policy import Policy
from bot.rules.settings import as_lines, of_lines
from store.entries import Row
from store.tables.office import SETTING, SETTINGS


def rows_of(policy: Policy, source: Source) -> Iterator[Row]:
    """Give the rows of the settings: those that the file sets."""
    yield SETTINGS, {"file": source.file, "sha256": source.sha256}
    for key, value in as_lines(policy).items():
        yield SETTING, {"key": key, "value": value}


@lru_cache(maxsize=256)
def policy_of(settings: tuple[tuple[str, str], ...]) -> Policy:
    """Return the policy that these settings make, each a key and its value. What they don't set is as it is for every plan."""
    return of_lines(dict(settings))
