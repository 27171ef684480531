"""The most that is read of one document. What is beyond is left out, and told."""

from __future__ import annotations

from collections import defaultdict

from seed.source import Place, letters
from seed.words import say, short

MOST_SHEETS = 100
MOST_ROWS = 20_000  # of one sheet or table
MOST_COLUMNS = 200
MOST_CELLS = 200_000  # with words, of one document
MOST_LETTERS = 32_767  # of one cell: what a workbook allows
MOST_COPIES = 200_000  # of merged cells
MOST_NAMED = 5  # places in one sentence


class Told:
    """The sentences of a reader: what it left out. What happened in many cells is one sentence, with the first of its places."""

    def __init__(self) -> None:
        self._said: dict[str, None] = {}
        self._places: dict[tuple[str, str], list[Place]] = defaultdict(list)
        self._words: dict[tuple[str, str], str] = {}

    def say(self, key: str, **facts: object) -> None:
        """Tell something of the whole document or a sheet, once."""
        self._said[say("told", key, **facts)] = None

    def at(self, key: str, place: Place, words: str = "") -> None:
        """Tell what happened in a cell, with the first words that it happened to."""
        self._places[place.sheet, key].append(place)
        self._words.setdefault((place.sheet, key), short(words))

    def sentences(self) -> tuple[str, ...]:
        """Return all that is told, what belongs to many cells at the end."""
        inside = (
            say("told", key, count=len(places), places=named(places), read=self._words[sheet, key])
            for (sheet, key), places in self._places.items()
        )
        return (*self._said, *inside)

    def cut(self, text: str, at: Place) -> str:
        """Return as much of a cell's text as is read."""
        if len(text) <= MOST_LETTERS:
            return text
        self.at("cell_cut", at, text)
        return text[:MOST_LETTERS]


def named(places: list[Place]) -> str:
    """Return the first places in words, the name of their sheet once."""
    cells = [f"{letters(at.column)}{at.line}" if at.column else str(at._replace(sheet="")) for at in places[:MOST_NAMED]]
    listed = ", ".join(cells) + (" ..." if len(places) > MOST_NAMED else "")
    return f"{places[0].sheet}, {listed}" if places[0].sheet else listed
