"""Read how a milestone stands by the columns of a tracker: an imported statement, never a declaration."""

from __future__ import annotations

import re
from datetime import date

from bot.model.status import Status
from seed.meaning.dates import read_date, serial
from seed.meaning.key import Key, State
from seed.meaning.parts import Meaning
from seed.meaning.rows.steps import Said, Step
from seed.source import Cell

_PERCENT = re.compile(r"(\d{1,3})(?:\.\d+)?\s?%")


_YES = frozenset(["yes", "y", "true", "checked", "x", "ticked", "\u2713", "\u2714"])
_NO = frozenset(["no", "n", "false", "unchecked"])


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


def imported(states: States, step: Step, spare: str, done: date | None, is_done: bool) -> Said:
    """Return the statement about a milestone, empty if there is none. `spare` are words beside its date, and `is_done` that its
    date says so."""
    said: Said = {}
    words = [spare] if spare else []
    _state(states, said, words, step.cell(Meaning.STATUS))
    for meaning in (Meaning.PROGRESS, Meaning.NOTE):
        for at in step.where.columns.get(meaning, ()):
            if at < len(step.cells) and (cell := step.cells[at]).text and not cell.is_copy:
                if meaning is Meaning.NOTE:
                    words.append(cell.text)
                else:
                    _progress(states, said, words, cell, step.where.scales.get(at, 0))
    words += step.comments
    if step.where.commented:
        words += [cell.comment for cell in step.cells if cell.comment]
    if Meaning.DONE in step.where.columns:
        done = _done(states, said, words, step) or done
    if done:
        said["done"] = done
    if is_done and "status" not in said:
        said["status"] = Status.COMPLETE
        said.setdefault("colour", step.phrase or step.cell(Meaning.DUE).text)
    if words:
        said["words"] = " ".join(" ".join(words).split())
    return said


def _state(states: States, said: Said, words: list[str], cell: Cell) -> None:
    """Take a cell that says how something stands: a word or a colour, and what follows it."""
    if cell.text or cell.fill:
        status, colour, rest = states.of(cell.text, cell.fill)
        if status:
            said["status"] = status
        if colour:
            said["colour"] = colour
        if rest:
            words.append(rest)


def _progress(states: States, said: Said, words: list[str], cell: Cell, scale: int) -> None:
    """Take a cell of progress: a share, a state, or words. `scale` says how the numbers of its column are read."""
    share = _share(cell, scale)
    if share is not None:
        said["progress"] = share
    elif "colour" not in said and states.of(cell.text, "").colour:
        _state(states, said, words, cell._replace(fill=""))
    else:
        words.append(cell.text)


def _done(states: States, said: Said, words: list[str], step: Step) -> date | None:
    """Return the day on which it is said to be done. An answer says if it is, and other words that name no day are kept."""
    cell = step.cell(Meaning.DONE)
    if isinstance(cell.value, date):
        day: date | None = cell.value
    elif isinstance(cell.value, float | int):
        day = serial(cell.value)
    else:
        day = read_date(cell.text, day_first=step.where.day_first.get(Meaning.DONE)).due if cell.text else None
    if day is not None and "status" not in said and "colour" not in said:
        said["status"] = Status.COMPLETE
    if not cell.text or day is not None:
        return day
    folded = cell.text.strip().casefold()
    state = states.of(cell.text, "")
    if folded in _YES and "status" not in said:
        said["status"] = Status.COMPLETE
        said.setdefault("colour", cell.text.strip())
    elif state.status is not None and "status" not in said:
        _state(states, said, words, cell._replace(fill=""))
    elif folded not in _YES | _NO:
        words.append(cell.text)
    return None


def _share(cell: Cell, scale: int) -> int | None:
    """Return a share in percent, as it is written or as a workbook holds it."""
    found = _PERCENT.fullmatch(cell.text.strip())
    if found and int(found[1]) <= 100:
        return int(found[1])
    if scale and cell.value is None and not found:
        return round(float(cell.text) * scale)
    if isinstance(cell.value, float | int) and scale == 1:
        return round(cell.value)
    if isinstance(cell.value, float | int) and 0 <= cell.value <= 1:
        return round(cell.value * 100)
    return None
