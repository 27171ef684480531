"""Entries read as at an earlier one: what is the last of them then. All else that is asked of entries names its own bounds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from bot.model.record.entry import Entry, EntryKind, Head, Link
from bot.ports.entries import EntriesView


class PastEntries:
    """The entries of a plan's record, of which the last is one of the past."""

    def __init__(self, entries: EntriesView, upto: int) -> None:
        self._entries = entries
        self._upto = upto

    def head(self, short: str, upto: int | None = None) -> Head:
        return self._entries.head(short, self._upto if upto is None else min(upto, self._upto))

    def heads(self) -> Mapping[str, Head]:
        return self._entries.heads()

    def upto(self, short: str, moment: datetime) -> int:
        return self._entries.upto(short, moment)

    def told(self, short: str) -> datetime | None:
        return self._entries.told(short)

    def made(self, short: str, number: int) -> datetime | None:
        return self._entries.made(short, number)

    def kept_heads(self, short: str) -> tuple[Head, ...]:
        return self._entries.kept_heads(short)

    def links(self, short: str, after: int = 0, upto: int | None = None) -> Iterable[Link]:
        return self._entries.links(short, after, upto)

    def entry(self, short: str, number: int) -> Entry | None:
        return self._entries.entry(short, number)

    def whom(self, short: str, person: int) -> str | None:
        return self._entries.whom(short, person)

    def latest(self, short: str, person: int, kinds: Collection[EntryKind], since: datetime) -> tuple[Entry, ...]:
        return self._entries.latest(short, person, kinds, since)

    def any_about(self, short: str, about: str, kinds: Collection[EntryKind], after: int) -> bool:
        return self._entries.any_about(short, about, kinds, after)

    def abouts(self, short: str, after: int) -> Mapping[str, frozenset[str | None]]:
        return self._entries.abouts(short, after)

    def active(self, short: str, upto: int | None = None) -> Mapping[str, datetime]:
        return self._entries.active(short, upto)

    def recorded(self, short: str, inbound: str) -> tuple[int, ...]:
        return self._entries.recorded(short, inbound)
