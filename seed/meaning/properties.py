"""The tables of a document that name the plan and its day, a label and its value in each row."""

from __future__ import annotations

from collections.abc import Iterable

from seed.meaning.columns.words import words_of
from seed.meaning.parts import OtherTable, Part, TableKind
from seed.source import EMPTY, Cell

_TITLE = (
    "plan name", "name of plan", "plan title", "document title", "title", "project name", "programme name", "board name", "plan",
)  # fmt: skip
_AS_AT = (
    "last updated", "date updated", "updated", "date of export", "export date", "exported on", "exported", "date of report",
    "date",
)  # fmt: skip


class Properties:
    """All that such tables say."""

    def __init__(self, parts: Iterable[Part]) -> None:
        self._cells: dict[str, Cell] = {}
        for part in parts:
            if isinstance(part, OtherTable) and part.kind is TableKind.PROPERTIES:
                for line in part.table.lines:
                    if len(line.cells) > 1 and line.cells[1].text:
                        self._cells.setdefault(label_of(line.cells[0].text), line.cells[1])

    @property
    def title(self) -> str:
        """Return the name of the plan, "" if none is given."""
        return " ".join(self._first(_TITLE).text.split())

    @property
    def as_at(self) -> Cell:
        """Return the cell with the day that the document speaks of, an empty one if there is none."""
        return self._first(_AS_AT)

    def _first(self, labels: Iterable[str]) -> Cell:
        return next((self._cells[label] for label in labels if label in self._cells), EMPTY)


def label_of(text: str) -> str:
    """Return a label as it is compared."""
    return " ".join(words_of(text.rstrip(": ")))
