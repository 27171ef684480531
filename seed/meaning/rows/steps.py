"""Actions and milestones while they are being read: nothing is settled about them yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from seed.meaning.cells import key
from seed.meaning.groups import Group
from seed.meaning.parts import Meaning
from seed.source import EMPTY, Cell, Place

Facts = dict[str, str]
Said = dict[str, object]  # what is said of a part of the plan, by the names of its fields: it is checked with the part above it


class Where(NamedTuple):
    """The columns of a table by their meaning, counted from 0, and if those of dates have the day before the month.

    `sheet` is the number of its sheet in the plan. `whole` says that its cells are as somebody wrote them,
    `commented` that comments hang on some. `scales` are of columns of numbers that are shares: by how much these are hundredths.
    """

    columns: Mapping[Meaning, tuple[int, ...]]
    names: tuple[str, ...] = ()
    day_first: Mapping[Meaning, bool | None] = {}
    sheet: int = 0
    whole: bool = True
    commented: bool = False
    scales: Mapping[int, int] = {}

    def first(self, meaning: Meaning) -> int | None:
        """Return the first column of a meaning."""
        found = self.columns.get(meaning)
        return found[0] if found else None


NOWHERE = Where({})


class Row:
    """One row of a table cut out of running text: its place, its cells by their meaning, and if something stood between it and
    the row above."""

    def __init__(self, at: Place, cells: dict[Meaning, str], after_break: bool = False) -> None:
        self.at, self.cells, self.after_break = at, cells, after_break
        self.spare: list[tuple[str, str]] = []
        self.doubtful = self.moved = False
        self.where = NOWHERE


class Step:
    """A milestone while it is being read. `cells` are those of its row, which `where` tells the meaning of."""

    __slots__ = (
        "at", "cells", "comments", "in_words", "notes", "owners", "phrase", "places", "source_ref", "text", "undated", "where",
    )  # fmt: skip

    def __init__(self, at: Place, text: str | None, phrase: str | None = None) -> None:
        self.at, self.text, self.phrase = at, text, phrase
        self.cells: tuple[Cell, ...] = ()
        self.where = NOWHERE
        self.owners: list[str] | None = None
        self.comments: list[str] = []
        self.in_words = self.undated = False
        self.source_ref: str | None = None
        self.notes: list[tuple[str, Facts]] = []
        self.places: list[Place] = [at]

    def cell(self, meaning: Meaning) -> Cell:
        """Return the first cell of a meaning that holds anything."""
        cells = self.cells
        for at in self.where.columns.get(meaning, ()):
            if at < len(cells) and ((cell := cells[at]).text or cell.fill):
                return cell
        return EMPTY


class Deed:
    """An action while it is being read. `source` is the document's own reference for it."""

    def __init__(self, at: Place, source: str | None, title: str, group: Group | None) -> None:
        self.at, self.source, self.title, self.group = at, source, title, group
        self._key: str | None = None  # worked out if it is asked for
        self.number = 0  # of its priority, once that is settled
        self.keeps = True  # if its source may be its reference
        self.impact: list[str] = []
        self.paragraphs: list[str] = []  # of its success measures
        self.links: dict[int, None] = {}
        self.steps: list[Step] = []
        self.notes: list[tuple[Place, str, Facts]] = []

    def called(self, title: str) -> bool:
        """Say if these words are its title, but for case and signs."""
        if self._key is None:
            self._key = key(self.title)
        return bool(title) and key(title) == self._key

    def take(self, other: Deed) -> None:
        """Take the milestones of another action, and what that one should change."""
        self.steps += other.steps
        self.impact += other.impact
        self.paragraphs += other.paragraphs
        self.links |= other.links
        self.notes += other.notes

    def go_on(self, title: str) -> None:
        """Add to the title, and to its key. To work the key out anew for each row would take the square of a long title."""
        self._key = (key(self.title) if self._key is None else self._key) + key(title)
        self.title = f"{self.title} {title}".strip()
