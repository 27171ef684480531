"""Trouble with the record: it is away, or rows of it cannot be read."""

from __future__ import annotations

from enum import StrEnum

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


class Unread(Noun):
    """A row that cannot be read, by its kind and its number or key; the plan it belongs to, if it belongs to one."""

    kind: Kept
    key: str
    plan: str = ""
