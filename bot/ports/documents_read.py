"""The record's verbs for documents that were read and wait for answers. They are no part of the record's entries."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from bot.model.documents.document_read import DocumentRead, Waiting


class DocumentsReadView(Protocol):
    """The verbs that read documents that wait."""

    def one(self, token: str) -> DocumentRead | None:
        """Return the document of that token. None if there is none, or no longer."""
        ...

    def latest(self, short: str, person: int | None = None) -> DocumentRead | None:
        """Return the document of a plan that was brought or taken up last, by this person if one is given. None if there is
        none."""
        ...

    def brought(self, person: int) -> DocumentRead | None:
        """Return the document that this person brought or took up last, of whichever plan. None if there is none."""
        ...

    def waiting(self, short: str) -> Waiting | None:
        """Return what is to be told of that document, which takes no time to read. None if there is none."""
        ...

    def before(self, moment: datetime) -> bool:
        """Say if any document is kept that was brought before a moment, and has no open questions about what is loaded."""
        ...


class DocumentsReadTx(DocumentsReadView, Protocol):
    """The verbs that change documents that wait."""

    def keep(self, document: DocumentRead) -> str:
        """Keep a document and return its token."""
        ...

    def answer(self, token: str, answers: Mapping[str, str]) -> None:
        """Note answers to its doubts beside those that are there. An empty one takes an answer back. It is not loaded then."""
        ...

    def take_up(self, token: str, person: int, moment: datetime) -> None:
        """Note that somebody has a document in hand. What they type without naming one means this one."""
        ...

    def place(self, token: str, short: str) -> None:
        """Note of which plan a document is."""
        ...

    def show(self, token: str, mark: str) -> None:
        """Note what was said of a document last, before it was to be loaded."""
        ...

    def count_open(self, token: str, count: int) -> None:
        """Note how many questions about a document are open."""
        ...

    def load(self, token: str) -> None:
        """Note that an edition was made of a document. What the same person brought for its plan before is forgotten."""
        ...

    def let_go(self, token: str) -> None:
        """Forget one document."""
        ...

    def forget(self, moment: datetime, shorts: tuple[str, ...]) -> None:
        """Forget the documents of these plans that were brought before a moment. One that is loaded stays while questions about
        it are open."""
        ...

    def forget_homeless(self, moment: datetime) -> None:
        """Forget the documents of plans that were never loaded that were brought before a moment."""
        ...
