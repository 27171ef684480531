"""The record's verbs for entries as such: what was said when, and the proof that it still stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Protocol

from bot.model.letters.talk import Matter
from bot.model.record.entry import Entry, EntryKind, Head, Link


class EntriesView(Protocol):
    """The verbs that read entries. The verbs of other subjects alone add them."""

    def head(self, short: str, upto: int | None = None) -> Head:
        """Return the last entry of a plan, or the last up to that number. Its number is 0 if there is none."""
        ...

    def heads(self) -> Mapping[str, Head]:
        """Return the last entry of each plan. A plan without entries is left out."""
        ...

    def upto(self, short: str, moment: datetime) -> int:
        """Return the number of the last entry made by a moment. 0 if none was. Nothing later was known then."""
        ...

    def told(self, short: str) -> datetime | None:
        """Return when the last entry was made of which a round may tell. That a letter went is none of those."""
        ...

    def made(self, short: str, number: int) -> datetime | None:
        """Return when the entry of that number was made. None if the plan has no such entry."""
        ...

    def kept_heads(self, short: str) -> tuple[Head, ...]:
        """Return the heads of the plan that are kept beside its entries: the last one, and those in posted summaries."""
        ...

    def links(self, short: str, after: int = 0, upto: int | None = None) -> Iterable[Link]:
        """Give a plan's entries in their order, as a verifier reads them: rows, proof, and what erasures took out."""
        ...

    def entry(self, short: str, number: int) -> Entry | None:
        """Return the entry of that number. None if the plan has no such entry."""
        ...

    def whom(self, short: str, person: int) -> str | None:
        """Return the id by which the plan's entries speak of somebody. None for whoever does not belong to the plan."""
        ...

    def latest(self, short: str, person: int, kinds: Collection[EntryKind], since: datetime) -> tuple[Entry, ...]:
        """Return the entries of the last thing said by somebody that made one of those kinds. Empty if that was before a
        moment."""
        ...

    def any_about(self, short: str, about: str, kinds: Collection[EntryKind], after: int) -> bool:
        """Say if an entry of one of those kinds was made about something, a ref or a handle, after the entry of that number, and
        counts still."""
        ...

    def abouts(self, short: str, after: int) -> Mapping[str, frozenset[str | None]]:
        """Return what entries made after one are about, with the ids of those who made them. That a letter went is left out."""
        ...

    def active(self, short: str, upto: int | None = None) -> Mapping[str, datetime]:
        """Return when something was last done about each milestone besides saying how it stands, up to that entry."""
        ...

    def recorded(self, short: str, inbound: str) -> tuple[int, ...]:
        """Return the numbers of the entries that one thing said made, in their order."""
        ...


class EntriesTx(EntriesView, Protocol):
    """The verb that tells of the entries of one transaction."""

    def touched(self) -> tuple[Matter, ...]:
        """Return what the entries are about that this transaction has made, each once."""
        ...
