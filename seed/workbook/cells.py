"""The cells of a workbook that came back, read into parts of a plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from bot.model.plan import Plan, Role
from bot.model.policy import Calendar
from bot.model.spelling import alike
from bot.model.status import Status
from bot.model.updates.update import Face
from bot.wording.sentences import day, mark
from seed.meaning.dates import Reading, read_date
from seed.source import Cell

_OTHER_WORDS = {"blue": Status.COMPLETE, "completed": Status.COMPLETE, "done": Status.COMPLETE}
_SILENT = (Face.NOT_YET_ASKED, Face.ASKED, Face.NOT_REPORTED)
WHOLE = 100


def dated(cell: Cell, calendar: Calendar) -> tuple[Reading, str | None]:
    """Return the date of a cell, and how it is written. A workbook of ours has the day before the month."""
    if isinstance(cell.value, date):
        return Reading(due=cell.value), day(cell.value)
    text = " ".join(cell.text.split())
    return (read_date(text, calendar, day_first=True), text) if text else (Reading(), None)


def owners(text: str, roles: Sequence[Role]) -> tuple[str, ...]:
    """Return the roles of a cell. They are parted by semicolons or lines, or by commas if each part is a role of the plan."""
    known = {alike(spelling): role.name for role in roles for spelling in (role.name, *role.aliases)}
    found: list[str] = []
    for part in text.replace("\n", ";").split(";"):
        words = " ".join(part.split())
        pieces = [known.get(alike(piece)) for piece in words.split(",")]
        if words and alike(words) not in known and all(pieces):
            found += [piece for piece in pieces if piece]
        elif words:
            found.append(known.get(alike(words), words))
    return tuple(dict.fromkeys(found))


def words_of(plan: Plan) -> dict[str, Status]:
    """Return the words by which a status is known: ours, and those that the plan's own tracker used, folded."""
    own = (one.imported for one in plan.milestones if one.imported is not None)
    theirs = {alike(one.colour): one.status for one in own if one.colour and one.status is not None}
    return {**theirs, **_OTHER_WORDS, **{alike(mark(one.value).word): one for one in Status}}


def is_silence(cell: Cell) -> bool:
    """Say if a cell holds the word by which Milepost says that nobody has answered: it comes with a row that was copied."""
    return alike(cell.text) in {alike(mark(face.value).word) for face in _SILENT}


def status_words() -> str:
    """Return the words of a status, to choose from."""
    return ", ".join(mark(one.value).word for one in Status)


def share(cell: Cell) -> int | None:
    """Return the share of a cell in percent, None if it is none."""
    text = cell.text.strip().removesuffix("%").strip()
    if isinstance(cell.value, int | float) and "%" not in cell.text and 0 <= cell.value <= 1:
        return round(cell.value * WHOLE)
    return int(text) if text.isdecimal() and int(text) <= WHOLE else None


def numbers(text: str) -> tuple[int, ...] | None:
    """Return the numbers that a text lists, None if it is no list of numbers."""
    parts = text.replace(",", " ").replace(";", " ").split()
    return tuple(map(int, parts)) if all(part.isdecimal() for part in parts) else None


def lines(text: str) -> tuple[str, ...]:
    """Return the lines of a text that are not empty."""
    return tuple(flat for part in text.split("\n") if (flat := " ".join(part.split())))


def unknown(named: Iterable[str], roles: Sequence[Role]) -> tuple[str, ...]:
    """Return those that are no roles yet."""
    names = {role.name for role in roles}
    return tuple(name for name in named if name not in names)
