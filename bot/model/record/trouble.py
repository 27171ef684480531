"""Trouble with the record: it is away, or rows of it cannot be read."""

from __future__ import annotations

from enum import StrEnum

from bot.model.mark import mark
from bot.model.noun import Noun


class Trouble(StrEnum):
    """The trouble with a reading or a transaction that did not end as it should. Worded in `prompts/replies.toml`."""

    BUSY = "busy"  # in time it could not be done; it is undone for certain
    AWAY = "away"  # the database cannot be reached, or the line to it was cut; it is undone for certain
    FULL = "full"  # the disk of the database has no room; it is undone for certain
    DOUBT = "doubt"  # it may be on the record, or not
    GONE = "gone"  # the file that is open is no longer the file at its path: nothing more is taken


class Kept(StrEnum):
    """The kinds of rows that may be unreadable. Each has its words in `prompts/nudges.toml`."""

    PLAN = "plan"
    POLICY = "policy"
    PEOPLE = "people"
    ENTRY = "entry"
    EVIDENCE = "evidence"
    DRAFT = "draft"
    DOCUMENT = "document"
    LETTER = "letter"


NAMES_SOMEBODY = (Kept.LETTER, Kept.DRAFT, Kept.DOCUMENT)  # whose keys hold a person's number, or open something


class Unread(Noun):
    """A row that cannot be read, by its kind and its number or key; the plan it belongs to, if it belongs to one."""

    kind: Kept
    key: str
    plan: str = ""

    @property
    def logged(self) -> str:
        """Return what the log may say of it: a key that tells who somebody is stands there by its mark alone."""
        return f"{self.kind.value} {mark(self.key) if self.kind in NAMES_SOMEBODY else self.key}"
