"""The record's verbs for papers that were issued."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.model.board.paper import Drawn, Issue


class PapersView(Protocol):
    """The verbs that read issued papers."""

    def issues(self, short: str, upto: int | None = None) -> tuple[Issue, ...]:
        """Return every issue of a plan's papers, oldest first."""
        ...

    def files(self, short: str, entry: int) -> tuple[Drawn, ...]:
        """Return the files of the issue of that entry as they were issued; none if words in them were taken out since."""
        ...


    def forgotten(self, short: str) -> tuple[Issue, ...]:
        """Return the issues whose bytes were taken away, and that no later one takes the place of."""
        ...


class PapersTx(PapersView, Protocol):
    """The verbs that issue papers."""

    def issue(self, issue: Issue, files: Sequence[Drawn]) -> Issue:
        """Record an issue and keep its files, and return it as it is read back."""
        ...

    def forget(self, short: str, entry: int) -> bool:
        """Take away the bytes of an issue, as words in them were taken out of the record. Returns if there were any."""
        ...
