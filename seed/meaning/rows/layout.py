"""The places of the words, the action, the reference and the priority of a row in one whole table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from seed.meaning.groups import kind_in
from seed.meaning.parts import Meaning, PlanTable
from seed.meaning.rows.steps import Where
from seed.source import Line

_PROSE = (Meaning.IMPACT, Meaning.MEASURE, Meaning.LINK)
_OBJECTIVES = ("objective", "goal", "aim", "outcome")
_ALL = 100  # percent
_LONGEST = 6  # letters of a share


class Layout(NamedTuple):
    """The columns of a whole table, counted from 0; None if there is none.

    `words` are those of a milestone, `title` those of its action if they stand apart. An empty priority or title means the one
    above it, unless the table writes it out in each row. `prose` are those of what an action should change, how that will be
    known, and what it links to.
    """

    words: int
    title: int | None
    ref: int | None
    title_ref: int | None
    group: int | None
    due: int | None
    owner: int | None
    title_goes_on: bool
    group_goes_on: bool
    group_kind: str
    prose: tuple[tuple[Meaning, int], ...]
    where: Where


def where_of(plan: PlanTable, sheet: int) -> Where:
    """Return the columns of a table by their meaning."""
    columns: dict[Meaning, list[int]] = {}
    for column in plan.columns:
        if column.meaning is not Meaning.NONE:
            columns.setdefault(column.meaning, []).append(column.at)
    width = max((column.at for column in plan.columns), default=-1) + 1
    names = {column.at: column.name for column in plan.columns}
    return Where(
        {meaning: tuple(places) for meaning, places in columns.items()},
        tuple(names.get(at, "") for at in range(width)),
        {column.meaning: column.day_first for column in reversed(plan.columns)},
        sheet,
        not plan.table.ragged,
        any(cell.comment for line in plan.body for cell in line.cells),
        {at: scale for at in columns.get(Meaning.PROGRESS, ()) if (scale := _scale(plan.body, at))},
    )


def below_priority(plan: PlanTable) -> PlanTable:
    """Return a table that stands under a heading of a priority: its column of objectives names actions, and what leads to them
    are milestones."""
    group = next((one for one in plan.columns if one.meaning is Meaning.PRIORITY), None)
    if group is None or kind_in(group.name) not in _OBJECTIVES or any(one.meaning is Meaning.MILESTONE for one in plan.columns):
        return plan
    lower = {Meaning.PRIORITY: Meaning.ACTION, Meaning.ACTION: Meaning.MILESTONE}
    return plan._replace(columns=tuple(one._replace(meaning=lower.get(one.meaning, one.meaning)) for one in plan.columns))


def _scale(body: Sequence[Line], at: int) -> int:
    """Return by how much the numbers of a column are hundredths: 1 if any is above 1, else 100. 0 if they are no shares."""
    numbers = [_number(line.cells[at].text) for line in body if at < len(line.cells) and line.cells[at].text]
    known = [number for number in numbers if number is not None and 0 <= number <= _ALL]
    if not numbers or len(known) < len(numbers):
        return 0
    return 1 if max(known) > 1 else _ALL


def _number(text: str) -> float | None:
    """Return the number that a short text is."""
    try:
        return float(text.rstrip("% ")) if len(text) <= _LONGEST and text[:1].isdecimal() else None
    except ValueError:
        return None


def layout_of(plan: PlanTable, where: Where) -> Layout:
    """Return where the parts of a row stand."""
    milestone, action = where.first(Meaning.MILESTONE), where.first(Meaning.ACTION)
    words = milestone if milestone is not None else action
    if words is None:
        words = 0
    title = action if milestone is not None else None
    group = where.first(Meaning.PRIORITY)
    owner = where.first(Meaning.OWNER)
    return Layout(
        words=words,
        title=title,
        ref=where.first(Meaning.REF),
        title_ref=where.first(Meaning.ACTION_REF),
        group=group,
        due=where.first(Meaning.DUE),
        owner=owner if owner is not None else where.first(Meaning.ACCOUNTABLE),
        title_goes_on=title is not None and not written_out(plan.body, title),
        group_goes_on=group is not None and not written_out(plan.body, group),
        group_kind=kind_in(where.names[group]) if group is not None else "",
        prose=tuple((meaning, at) for meaning in _PROSE for at in where.columns.get(meaning, ())),
        where=where,
    )


def written_out(body: Sequence[Line], at: int) -> bool:
    """Say if a column writes the same words out in row after row, so that an empty cell means none."""
    last = ""
    for line in body:
        if at < len(line.cells) and (cell := line.cells[at]).text and not cell.is_copy:
            if cell.text == last:
                return True
            last = cell.text
    return False
