"""The record's verbs for erasures, and the words that stand in place of what was taken out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from bot.model.record.erasure import Erased, Erasure, Held, Removed


class Instead(Protocol):
    """The words that stand in place of what was taken out. The record reads them in wherever it was."""

    def text(self, removed: Removed) -> str:
        """Return what stands in place of a text."""
        ...

    def copy(self, entry: int) -> str:
        """Return what stands in place of a text in a copy of a message, by the entry that says why."""
        ...

    def person(self) -> str:
        """Return what stands in place of a name."""
        ...


class ErasuresView(Protocol):
    """The verbs that read what can be taken out, and what was."""

    def removed(self, short: str) -> Mapping[tuple[int, str], Removed]:
        """Return what was taken out of a plan's entries, by entry and field."""
        ...

    def texts(self, short: str, entry: int) -> Mapping[str, str]:
        """Return the free texts of an entry by their fields: those that can be taken out.

        Raises Refusal("no_entry") if the plan has no such entry.
        """
        ...

    def text(self, short: str, entry: int, field: str) -> str:
        """Return one free text of an entry. Raises Refusal if the field holds none, or none any more."""
        ...

    def held(self, email: str) -> Held | None:
        """Return everything that is held on the person of that e-mail. None if nobody is known by it."""
        ...


class ErasuresTx(ErasuresView, Protocol):
    """The verbs that take words out for good. Each leaves an entry that says who did it, when and why."""

    def redact(self, short: str, entry: int, field: str, why: str) -> Erased:
        """Take a free text out of an entry, out of all others that hold it, and out of our copies of letters and drafts.

        Raises Refusal as `text` does.
        """
        ...

    def erase(self, email: str, why: str, plan: str | None = None) -> tuple[Erased, ...]:
        """Take out what tells who somebody is, in all their plans or in one of them. Returns what that did in each plan.

        What they still hold ends the day before. Raises Refusal if nobody is known by that e-mail.
        """
        ...

    def empty(self, short: str, why: str) -> Erased | None:
        """Take all free texts out of a plan that has ended. What says why it ended and why words went stays. None if there
        are none left."""
        ...

    def again(self, erasure: Erasure) -> tuple[Erased, ...]:
        """Do an erasure again in a record that was put back from a copy made before it. What is gone already is left alone."""
        ...

    def rewritten(self, key: str) -> None:
        """Note that a letter was rewritten where it was posted, or never can be."""
        ...
