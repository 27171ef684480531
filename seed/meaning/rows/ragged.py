"""The rows of tables cut out of running text, one after another over all page breaks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from seed.draft import Doubts
from seed.meaning.cells import dangles
from seed.meaning.groups import Group, Groups
from seed.meaning.parts import Meaning, PlanTable
from seed.meaning.rows.fitting import fit
from seed.meaning.rows.steps import Row, Where
from seed.words import say
from seed.words import short as brief

Item = Row | Group | PlanTable | None  # None ends the priority above it


class Ragged:
    """The rows of a document's ragged tables. A row that nothing stands above goes on from the line before it."""

    def __init__(self, groups: Groups, is_owner: Callable[[str], bool], doubts: Doubts) -> None:
        self._groups, self._is_owner, self._doubts = groups, is_owner, doubts
        self._last = ("", -1)  # the page and line of the row before

    def rows(self, plan: PlanTable, where: Where) -> Iterator[Row | Group]:
        """Return the rows of a table, and the priorities that rows of their own name in it."""
        for line in plan.body:
            filled = [cell.text.strip() for cell in line.cells if cell.text.strip()]
            if not filled:
                continue
            if len(filled) == 1 and (group := self._named(filled[0], plan, line.at.line)):
                self._last = ("", -1)
                yield group
                continue
            row = fit(line, plan, self._last != (line.at.sheet, line.at.line - 1), self._is_owner)
            row.where = where
            self._last = (line.at.sheet, line.at.line)
            yield row

    def _named(self, words: str, plan: PlanTable, line: int) -> Group | None:
        return self._groups.line(words, plan.at._replace(line=line), numbered=False)


def settled(items: Iterable[Item], doubts: Doubts) -> list[Item]:
    """Move prose in a row whose cells slid unevenly to the column in which its sentence goes on."""
    items = list(items)
    for at in range(len(items) - 1, -1, -1):
        row = items[at]
        if not isinstance(row, Row) or not row.moved or Meaning.IMPACT not in row.cells or Meaning.MEASURE in row.cells:
            continue
        if _measured(row, items[at + 1] if at + 1 < len(items) else None):
            row.cells[Meaning.MEASURE] = row.cells.pop(Meaning.IMPACT)
        else:
            read = brief(row.cells[Meaning.IMPACT])
            doubts.warn(row.at, "cell_column_doubtful", read=read, column=say("column", "impact"))
    return items


def _measured(row: Row, after: Item | None) -> bool:
    """Say if the sentence under the impact of a row goes on under the measures of the row after it."""
    if not isinstance(after, Row) or Meaning.REF in after.cells or Meaning.IMPACT in after.cells:
        return False
    if dangles(row.cells[Meaning.IMPACT]):
        return after.cells.get(Meaning.MEASURE, " ")[0].islower()
    return after.moved and Meaning.MEASURE in after.cells
