"""Entries: everything that a person, a file or an operator changes, said once and numbered within its plan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import NamedTuple

from bot.model.noun import Moment, Noun

VERSION = 1  # of the header and of how content is hashed: neither can change for entries already made


class EntryKind(StrEnum):
    """The kinds of entry. The words stand in the header, so they can't be changed."""

    EDITION = "edition"
    SETTINGS = "settings"
    PERSON = "person"
    NAME = "name"
    ACCOUNT = "account"
    RIGHT = "right"
    HOLDING = "holding"
    DEPUTY = "deputy"
    ABSENCE = "absence"
    UPDATE = "update"
    CONFIRMATION = "confirmation"
    CORRECTION = "correction"
    WITHDRAWAL = "withdrawal"
    DOUBT = "doubt"
    EVIDENCE = "evidence"
    EVIDENCE_CHECKED = "evidence_checked"
    EVIDENCE_WITHDRAWN = "evidence_withdrawn"
    ASSURANCE = "assurance"
    DATE_REQUEST = "date_request"
    DATE_DECISION = "date_decision"
    ASKED = "asked"
    DIGEST = "digest"
    SNOOZE = "snooze"
    HAND_OVER = "hand_over"
    PAUSE = "pause"
    BOARD = "board"
    FREEZE = "freeze"
    UNFREEZE = "unfreeze"
    BUSINESS = "business"
    RISK = "risk"
    MEASURE = "measure"
    READING = "reading"
    IMPACT_STEP = "impact_step"
    NARRATIVE = "narrative"
    VOICE = "voice"
    EXCEPTION = "exception"
    PAPER = "paper"
    PLAN_CLOSED = "plan_closed"
    ERASURE = "erasure"


# What somebody does about a milestone besides saying how it stands.
ACTIVITY = frozenset({EntryKind.EVIDENCE, EntryKind.DATE_REQUEST, EntryKind.EXCEPTION, EntryKind.HAND_OVER})
STATEMENTS = frozenset({EntryKind.UPDATE, EntryKind.CONFIRMATION, EntryKind.CORRECTION})


class By(Noun):
    """The author of a change to the record: the person, the moment, the capacity and the place.

    `person` is None if Milepost itself or somebody at the command line does it. `said` keeps the words as they were typed.
    `inbound` is the platform's own id of what was said, so that the same thing said twice is recorded once.
    """

    at: Moment
    person: int | None = None
    capacity: str = ""
    platform: str = ""
    tenant: str = ""
    account: str = ""
    said: str = ""
    inbound: str = ""


class Header(Noun):
    """The place of an entry in its plan. Nothing in it is anybody's words, so nothing in it is ever taken out."""

    version: int = VERSION
    plan: str
    number: int
    at: Moment
    kind: EntryKind


class Entry(Noun):
    """One entry as it is kept: its header, and every field of its content in canonical text, those taken out left out."""

    header: Header
    fields: Mapping[str, str]
    digest: str = ""


class Told(Noun):
    """An entry as it is told to people, and who made it. `by` is None if nobody of the plan did.

    In place of words that were taken out it has what is read instead.
    """

    entry: Entry
    by: int | None = None


class Head(Noun):
    """The last entry of a plan, or the last by a moment: its number and digest. Number 0 stands before the first."""

    entry: int = 0
    digest: str = ""


class Proof(NamedTuple):
    """The proof of one field: its salt, None once the field is taken out, and the leaf that stays."""

    salt: bytes | None
    leaf: bytes


class Link(NamedTuple):
    """One entry as a verifier reads it: what its rows say now, and what was hashed when it was made.

    `removed` are the fields that erasures of the record account for.
    """

    header: Header
    fields: Mapping[str, str]
    proofs: Mapping[str, Proof]
    digest: bytes
    removed: frozenset[str] = frozenset()


def canonical(value: object) -> str | None:
    """Return a value as it is hashed: a date in ISO form, a moment in UTC with microseconds. None and "" are no field at all."""
    match value:
        case None | "":
            return None
        case str():
            return str(value)
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        case date():
            return value.isoformat()
    raise TypeError(f"a value of the record can't be a {type(value).__name__}")
