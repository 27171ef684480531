"""Sums of entries of some kinds: kept, with the last entry of these kinds, for as long as no other of them is made.

The entries of a plan are only ever added to, so the same entries have the same sum. What is read in place of words that were
taken out, and how people are called, hangs on the plan's version.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, NamedTuple, TypeVar

from bot.model.record.entry import EntryKind

T = TypeVar("T")


class Sum(Generic[T]):
    """The sum of all entries of these kinds, and of no others."""

    def __init__(self, *kinds: EntryKind) -> None:
        self.kinds = frozenset(kind.value for kind in kinds)


class Latest(NamedTuple):
    """The last entry of each kind that was made after `base`, up to `head`. Nothing is known of those before."""

    base: int
    head: int
    by_kind: Mapping[str, int]

    def of(self, kinds: frozenset[str], head: int) -> int | None:
        """Return an entry after which none of these kinds was made up to `head`. None if that is not known of an earlier head."""
        last = max(self.by_kind.get(kind, self.base) for kind in kinds)
        return last if last <= head else None

    def after(self, made: Mapping[str, int], head: int) -> Latest:
        """Return the same at a later head, with the last entries of each kind that were made meanwhile."""
        return Latest(self.base, head, {**self.by_kind, **made})


class Sums(NamedTuple):
    """The sums of a plan that are known, each with the version of the plan and the last entry of its kinds."""

    latest: Latest
    known: Mapping[Sum[object], tuple[int, int, object]]
