"""Read how a milestone stands by the columns of a tracker: an imported statement, never a declaration."""

from __future__ import annotations

import re
from datetime import date

from bot.model.plan import Imported
from bot.model.status import Status
from seed.meaning.dates import read_date, serial
from seed.meaning.key import Key, State
from seed.meaning.parts import Meaning
from seed.meaning.rows.steps import Step
from seed.source import Cell

_PERCENT = re.compile(r"(\d{1,3})(?:\.\d+)?\s?%")


class States:
    """The states that a plan's key gives to cells. Most cells say one of a few things."""

    def __init__(self, key: Key) -> None:
        self._key = key
        self._known: dict[tuple[str, str], State] = {}

    def of(self, text: str, fill: str) -> State:
        """Return the state of a cell of these words and this fill."""
        known = self._known.get((text, fill))
        if known is None:
            known = self._known[text, fill] = self._key.state_of(Cell(text, fill=fill))
        return known


class _Statement:
    """A statement while it is being read."""

    __slots__ = ("colour", "progress", "status", "words")

    def __init__(self, words: list[str]) -> None:
        self.status: Status | None = None
        self.colour = ""
        self.progress: int | None = None
        self.words = words


def imported(states: States, step: Step, spare: str, done: date | None, is_done: bool) -> Imported | None:
    """Return the statement about a milestone. `spare` are words beside its date, and `is_done` that its date says so."""
    told = _Statement([spare] if spare else [])
    _state(states, told, step.cell(Meaning.STATUS))
    for meaning in (Meaning.PROGRESS, Meaning.NOTE):
        for at in step.where.columns.get(meaning, ()):
            if at < len(step.cells) and (cell := step.cells[at]).text and not cell.is_copy:
                _beside(states, told, cell, meaning)
    told.words += step.comments
    if step.where.commented:
        told.words += [cell.comment for cell in step.cells if cell.comment]
    cell = step.cell(Meaning.DONE)
    if cell.text or cell.value is not None:
        done = _done(step, told, cell) or done
    if is_done and told.status is None:
        told.status, told.colour = Status.COMPLETE, told.colour or step.phrase or step.cell(Meaning.DUE).text
    if not (told.status or told.colour or told.words or done) and told.progress is None:
        return None
    words = " ".join(" ".join(told.words).split())
    return Imported(status=told.status, colour=told.colour, words=words, progress=told.progress, done=done)


def _state(states: States, told: _Statement, cell: Cell) -> None:
    """Take a cell that says how something stands: a word or a colour, and what follows it."""
    if cell.text or cell.fill:
        told.status, told.colour, words = states.of(cell.text, cell.fill)
        if words:
            told.words.append(words)


def _beside(states: States, told: _Statement, cell: Cell, meaning: Meaning) -> None:
    """Take a cell of progress or of notes."""
    if meaning is Meaning.NOTE:
        told.words.append(cell.text)
    elif (share := _share(cell)) is not None:
        told.progress = share
    elif not told.colour and states.of(cell.text, "").colour:
        _state(states, told, cell._replace(fill=""))
    else:
        told.words.append(cell.text)


def _done(step: Step, told: _Statement, cell: Cell) -> date | None:
    """Return the day on which it is said to be done. Words that name no day are kept."""
    if isinstance(cell.value, date):
        return cell.value
    if isinstance(cell.value, float | int):
        return serial(cell.value)
    day = read_date(cell.text, day_first=step.where.day_first.get(Meaning.DONE)).due
    if day is None:
        told.words.append(cell.text)
    return day


def _share(cell: Cell) -> int | None:
    """Return a share in percent, as it is written or as a workbook holds it."""
    found = _PERCENT.fullmatch(cell.text.strip())
    if found and int(found[1]) <= 100:
        return int(found[1])
    if isinstance(cell.value, float | int) and 0 <= cell.value <= 1:
        return round(cell.value * 100)
    return None
