"""Erasures: words that were taken out of the record for good, and what is held on one person."""

from __future__ import annotations

from datetime import date
from typing import Literal

from bot.model.noun import Moment, Noun
from bot.model.people import Address


class Removed(Noun):
    """A text was taken out: in which entry that was said, who did it, and on which day. `by` is empty if Milepost did."""

    entry: int
    by: str
    on: date


class Erased(Noun):
    """The outcome of an erasure in one plan: its own entry, the fields that were emptied, and entries that need a look.

    `letters` are the keys of our copies of letters that changed with them. `settings` are the entries of settings that name the
    person's e-mail address as one of an audience, which stays there.
    """

    plan: str
    entry: int
    removed: tuple[str, ...]
    left: tuple[int, ...] = ()
    letters: tuple[str, ...] = ()
    settings: tuple[int, ...] = ()


class Erasure(Noun):
    """An erasure as a log tells it, to be done again in an older copy: fields with the numbers of their entries.

    `whom` is set if it was a person who was erased, by the plan's own id of them.
    """

    plan: str
    why: str
    whom: str | None = None
    fields: tuple[tuple[int, str], ...] = ()


class HeldEntry(Noun):
    """An entry that somebody made, or that says something of them."""

    plan: str
    entry: int
    kind: str
    at: Moment


class HeldLetter(Noun):
    """A letter to somebody."""

    key: str
    at: Moment
    state: str


class HeldPage(Noun):
    """A link to the page of a plan that somebody was given, or a visit that it began. Neither is an entry."""

    plan: str
    kind: Literal["link", "visit"]
    until: Moment


class HeldAbsence(HeldEntry):
    """An entry that says when somebody is away, or that they act for somebody who is. `void` if it takes that back."""

    starts: date | None
    ends: date | None
    as_deputy: bool
    void: bool


class Held(Noun):
    """Everything that the record holds on one person. `absences` are entries, as they say when somebody is away. `documents` are
    the names of the files that they brought and that wait, `pages` their links to the page and visits that are not forgotten."""

    person: int
    names: tuple[str, ...]
    emails: tuple[str, ...]
    accounts: tuple[Address, ...]
    entries: tuple[HeldEntry, ...]
    letters: tuple[HeldLetter, ...]
    absences: tuple[HeldAbsence, ...]
    drafts: tuple[str, ...]
    documents: tuple[str, ...] = ()
    pages: tuple[HeldPage, ...] = ()
