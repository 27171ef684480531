"""The record's verbs for the board's business."""

from __future__ import annotations

from typing import Protocol

from bot.model.board.business import Item, Step


class BusinessView(Protocol):
    """The verbs that read business."""

    def all(self, short: str, upto: int | None = None) -> tuple[Item, ...]:
        """Return every piece of business of a plan, oldest first, each with what was done with it up to an entry."""
        ...


class BusinessTx(BusinessView, Protocol):
    """The verbs that raise business and do something with it."""

    def begin(self, item: Item) -> Item:
        """Record a new piece of business, and return it as it is read back, with its handle."""
        ...

    def step(self, item: Item, step: Step) -> Item:
        """Record what was done with a piece of business, and return it as it is read back."""
        ...

    def take_back(self, item: Item, number: int, why: str = "") -> Item:
        """Let an entry of a piece of business count no longer, and return the piece as it is read back.

        It is the entry of a step, or the one that raised it: then it is withdrawn.
        """
        ...
