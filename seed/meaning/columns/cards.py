"""Cards: little tables that have labels at their left and what belongs to them at their right. Each becomes a row."""

from __future__ import annotations

import re

from seed.meaning.columns.contents import cell_of
from seed.meaning.columns.guesses import DATES, PEOPLE
from seed.meaning.columns.layout import SURE, Headed, Section, filled_in
from seed.meaning.columns.words import Sense, senses_of, vocabulary, words_of
from seed.source import EMPTY, Cell, Line, Table

_LABEL = 60  # letters
_LEAST = 3  # labels of a card
_KNOWN = 0.6  # share of its labels that must be known
_NUMBERED = re.compile(r"([A-Za-z][A-Za-z ]{2,40}?) ?#?([A-Z]{0,3}[.-]?\d{1,3}(?:\.\d{1,3}){0,3})[.:]?")
_DEEDS = frozenset([Sense.DEED, Sense.COARSE, Sense.STEP, Sense.TASK, Sense.NAME, Sense.DETAIL])
_REF = "Ref"


def cards_in(table: Table) -> Section | None:
    """Return the cards of a table as rows under their labels, None if it is no table of cards."""
    if any(at > 1 for line in table.lines[:_LEAST] for at in filled_in(line)):
        return None
    lines = [line for line in table.lines if filled_in(line)]
    if len(lines) < _LEAST or any(at > 1 for line in lines for at in filled_in(line)):
        return None
    if " ".join(words_of(cell_of(lines[0], 1).text)) in vocabulary():
        return None  # two headings, and rows below them
    labels = [_label(cell_of(line, 0)) for line in lines]
    senses = [best for name, _ in labels if (best := _sense(name)) is not None]
    if len(senses) < _KNOWN * len(lines) or len(set(senses)) < _LEAST or not set(senses) & _DEEDS:
        return None
    return _as_rows(lines, labels) if set(senses) & (DATES | PEOPLE) else None


def _label(cell: Cell) -> tuple[str, str]:
    """Return a label without the number in it, and the number: "Action A1" is the label of action A1."""
    text = " ".join(cell.text.split()).rstrip(":") if len(cell.text) <= _LABEL else ""
    numbered = _NUMBERED.fullmatch(text)
    return (numbered[1].strip(), numbered[2]) if numbered else (text, "")


def _sense(name: str) -> Sense | None:
    senses = senses_of(name)
    best = max(senses, key=lambda sense: senses[sense], default=None)
    return best if best is not None and senses[best] >= SURE else None


def _as_rows(lines: list[Line], labels: list[tuple[str, str]]) -> Section:
    """Return the cards as rows. A card begins where the first label comes again."""
    names = list(dict.fromkeys(name for name, _ in labels if name))
    numbered = any(number for _, number in labels)
    cards: list[tuple[Line, dict[str, Cell]]] = []
    for line, (name, number) in zip(lines, labels, strict=True):
        if not cards or (name and name in cards[-1][1] and name == names[0]):
            cards.append((line, {}))
        held = cards[-1][1]
        if number:
            held[_REF] = Cell(number)
        key = name or next(reversed(held), names[0])
        had, new = held.get(key), cell_of(line, 1)
        held[key] = new if had is None else had._replace(text=f"{had.text}\n{new.text}")
    columns = ([_REF] if numbered and _REF not in names else []) + names
    body = tuple(Line(tuple(held.get(name, EMPTY) for name in columns), line.at) for line, held in cards)
    return Section(body, Headed(tuple(columns), tuple(columns), tuple(columns), (None,) * len(columns), 0, (lines[0],)))
