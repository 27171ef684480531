"""Read the lines of a plan document into rows, and the headings of its priorities."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.model.not_a_plan import NotAPlan
from bot.model.spelling import legible
from seed.draft import Doubts
from seed.meaning import front
from seed.meaning.cells import dangles
from seed.meaning.tables import Column, Heading, Row, cells_of, fit, furniture, heading_of
from seed.meaning.titles import Titles
from seed.source import Place
from seed.words import say
from seed.words import short as brief


class Rows:
    """The lines of a document. What stands before its first table is the introduction, which may list the priorities."""

    def __init__(self, text: str, doubts: Doubts) -> None:
        flat = legible(text).replace("\x00", "")
        self.lines = flat.split("\n")
        self._doubts = doubts
        first = next((at for at, line in enumerate(self.lines) if heading_of(line)), None)
        if first is None:
            raise NotAPlan(say("not_a_plan", "no_table"))
        self._first = first
        self.headers = furniture(self.lines)
        self._all_headers = front.key(" ".join(self.headers))
        self.intro = self.lines[:first]
        self.listed = {n[0]: n[1] for line in self.intro if (n := front.priority_heading(line)) and n[1]}
        self._by_words = {front.key(words): number for number, words in reversed(self.listed.items())}
        self.found: dict[int, str] = {}
        self._current: int | None = None

    def read(self, titles: Titles) -> list[Row | int]:
        """Return the rows, and before the rows of each priority its number, or 0 if it has none."""
        self._heading_line(next((line for line in reversed(self.intro) if line.strip()), ""))
        return self._settle_columns(self._read(titles))

    def owner_cells(self) -> list[str]:
        """Return the cells of all owner columns."""
        heading, cells = heading_of(self.lines[self._first]), []
        for line in self.lines[self._first + 1 :]:
            heading = heading_of(line) or heading
            if heading and heading.delimiter in line and Column.OWNER in heading.columns:
                parts = cells_of(line, heading.delimiter, len(heading.columns))
                at = heading.columns.index(Column.OWNER)
                cells += parts[at : at + 1] if len(parts) == len(heading.columns) else []
        return cells

    def _heading_line(self, line: str, number: int = 0) -> bool:
        """Take a line as the heading of a priority, if it is one: numbered, or the words of one listed before."""
        found = front.priority_heading(line)
        words = front.tidy(line)
        listed = self._by_words.get(front.key(words))
        if listed is not None:
            found = (listed, self.listed[listed], True)
        if found is None or not (found[1] or found[2]):
            return False
        if found[0] in self.found and found[1] and not front.same(found[1], self.found[found[0]]):
            if not found[2]:
                return False
            self._doubts.warn(Place(line=number), "line_not_read", read=line.strip())
        self._current = found[0]
        known = self.listed.get(found[0], "")
        self.found.setdefault(found[0], known if front.same(known, found[1]) or not found[1] else found[1])
        return True

    def _read(self, titles: Titles) -> Iterable[Row | int]:
        heading = heading_of(self.lines[self._first])
        assert heading is not None
        yield self._current or 0
        self._spare_columns(self._first + 1, heading)
        gap = False
        for number, line in enumerate(self.lines[self._first + 1 :], start=self._first + 2):
            again = heading_of(line)
            if not line.strip() or line.strip() in self.headers or re.match(r"^[\s|:\-+=]+$", line):
                gap = True
            elif again:
                heading, gap = again, True
            elif heading.delimiter in line.strip(" ") or (heading.delimiter == "  " and line.startswith("  ")):
                row = fit(number, line, heading, gap, titles.starts_owner)
                filled = [cell for cell in cells_of(line, heading.delimiter) if cell]
                named = front.priority_heading(filled[0]) if len(filled) == 1 else None
                if named and named[2]:
                    self._heading_line(filled[0], number)
                    yield named[0]
                    continue
                yield row
                gap = False
            elif self._heading_line(line, number):
                yield self._current or 0
                gap = True
            else:
                if front.key(line) != self._all_headers:
                    self._doubts.warn(Place(line=number), "line_not_read", read=line.strip())
                gap = True

    def _spare_columns(self, line: int, heading: Heading) -> None:
        for name, column in zip(heading.names, heading.columns, strict=True):
            if column is Column.OTHER and name:
                self._doubts.warn(Place(line=line), "column_not_read", read=name)

    def _settle_columns(self, rows: Iterable[Row | int]) -> list[Row | int]:
        """Move prose in a row whose cells slid unevenly to the column in which its sentence goes on."""
        items = list(rows)
        for at in range(len(items) - 1, -1, -1):
            row = items[at]
            if (
                not isinstance(row, Row)
                or not row.moved
                or Column.IMPACT not in row.cells
                or Column.MEASURE in row.cells
            ):
                continue
            after = items[at + 1] if at + 1 < len(items) else None
            text = row.cells[Column.IMPACT]
            goes_on = (
                isinstance(after, Row)
                and Column.REF not in after.cells
                and (
                    after.cells.get(Column.MEASURE, " ")[0].islower() and Column.IMPACT not in after.cells
                    if dangles(text)
                    else after.moved and Column.MEASURE in after.cells and Column.IMPACT not in after.cells
                )
            )
            if goes_on:
                cells = {k: v for k, v in row.cells.items() if k is not Column.IMPACT} | {Column.MEASURE: text}
                items[at] = row.model_copy(update={"cells": cells})
            else:
                self._doubts.warn(Place(line=row.line), "cell_column_doubtful", read=brief(text), column=say("column", "impact"))
        return items
