"""Read the tables of a Word document: its rows as they stand, with what is merged, shaded and noted in their cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from seed.source import EMPTY, Cell, Line, Place, Table
from seed.sources.bounds import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Told
from seed.sources.grid import with_one_heading
from seed.sources.office.numbering import W, value_of
from seed.sources.office.paragraphs import Paragraph, Reader, is_placeholder
from seed.sources.office.strings import local
from seed.sources.office.styles import shade_of

_SLIVER = 120  # twentieths of a point: a column so narrow is only an edge that somebody moved a little in some rows
_WRAPS = {"sdt", "sdtContent", "customXml", "ins", "moveTo"}


def inside(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Return the elements of these names in an element, also those that are wrapped into a field to fill in."""
    for each in element:
        kind = local(each)
        if kind in names:
            yield each
        elif kind in _WRAPS and not is_placeholder(each):
            yield from inside(each, *names)


def joined(paragraphs: Sequence[Paragraph]) -> tuple[list[str], list[str]]:
    """Return the words of paragraphs that stand, and those that are struck. One whose end is deleted goes on in the next."""
    stand: list[str] = []
    struck: list[str] = []
    goes_on = False
    for one in paragraphs:
        if one.words and goes_on and stand:
            stand[-1] += one.words
        elif one.words:
            stand.append(one.words)
        if one.struck:
            struck.append(one.struck)
        goes_on = one.goes_on
    return stand, struck


class Tables:
    """Reads tables. `count` is how many cells have been read, and `nested` are the tables in cells that wait to be read."""

    def __init__(self, reader: Reader, comments: dict[str, str], told: Told) -> None:
        self._reader, self._comments, self._told = reader, comments, told
        self.count = 0
        self.nested: list[etree._Element] = []

    def read(self, element: etree._Element, name: str) -> Table:
        """Return a table. `name` is how it is named in places."""
        starts = _starts(element)
        rows: list[list[Cell]] = []
        lines: list[tuple[Place, bool]] = []
        above: dict[int, tuple[int, int]] = {}
        for number, row in enumerate(inside(element, "tr"), 1):
            marks = row.find(f"{W}trPr")
            if marks is not None and (marks.find(f"{W}del") is not None or marks.find(f"{W}moveFrom") is not None):
                self._reader.seen.changes += 1
                above.clear()
                continue
            if len(rows) >= MOST_ROWS or self.count >= MOST_CELLS:
                self._told.say("table_cut", name=name, line=number)
                break
            self._reader.seen.changes += marks is not None and marks.find(f"{W}ins") is not None
            at = Place(name, number)
            self._row(row, starts, rows, above, at)
            lines.append((at, marks is not None and marks.find(f"{W}hidden") is not None))
        wide = max(map(len, rows), default=0)
        cells = (tuple(row) + (EMPTY,) * (wide - len(row)) for row in rows)
        found = tuple(Line(row, at, is_hidden) for row, (at, is_hidden) in zip(cells, lines, strict=True))
        return Table(with_one_heading(found))

    def _row(
        self, row: etree._Element, starts: Sequence[int], rows: list[list[Cell]], above: dict[int, tuple[int, int]], at: Place
    ) -> None:
        """Add a row. `above` says where the cell begins that goes on downwards in a column."""
        made: list[Cell] = []
        rows.append(made)
        grid = _number(row.find(f"{W}trPr/{W}gridBefore"), 0)
        for element in inside(row, "tc"):
            marks = element.find(f"{W}tcPr")
            span = 1 if marks is None else max(_number(marks.find(f"{W}gridSpan"), 1), 1)
            column = max(_column(starts, grid), len(made))
            across = max(_column(starts, grid + span) - column, 1)
            grid += span
            if column + across > MOST_COLUMNS:
                self._told.at("columns_cut", at, "".join(map(str, element.itertext())))
                return
            made += [EMPTY] * (column - len(made))
            cell = self._merged(marks, rows, above, column) or self._cell(element, marks, at._replace(column=column + 1))
            if not cell.is_copy:
                above[column] = (len(rows) - 1, column)
                cell = cell._replace(across=across) if across > 1 else cell
            copy = cell._replace(is_copy=True, across=1, comment="")
            made += [cell, *[copy] * (across - 1)]

    def _merged(
        self, marks: etree._Element | None, rows: list[list[Cell]], above: dict[int, tuple[int, int]], column: int
    ) -> Cell | None:
        """Return the cell that a cell only repeats, None if it stands for itself."""
        if marks is None:
            return None
        sideways, down = marks.find(f"{W}hMerge"), marks.find(f"{W}vMerge")
        if sideways is not None and value_of(sideways) != "restart" and rows[-1]:
            return rows[-1][-1]._replace(is_copy=True, comment="")
        if down is None or value_of(down) == "restart" or column not in above:
            return None
        row, at = above[column]
        first = rows[row][at]
        rows[row][at] = first._replace(down=len(rows) - row)
        return first._replace(is_copy=True, down=1, across=1, comment="")

    def _cell(self, element: etree._Element, marks: etree._Element | None, at: Place) -> Cell:
        seen = self._reader.seen
        if marks is not None and marks.find(f"{W}cellDel") is not None:
            seen.changes += 1
            return EMPTY
        seen.comments.clear()
        found = [self._reader.read(each) for each in self._paragraphs(element)]
        stand, struck = joined(found)
        for words in seen.hidden:
            self._told.at("words_hidden", at, words)
        seen.hidden.clear()
        text, is_struck = "\n".join(stand or struck), bool(struck) and not stand
        if stand and struck:
            self._told.at("words_struck", at, struck[0])
        comment = "\n".join(dict.fromkeys(self._comments[key] for key in seen.comments if key in self._comments))
        fill = shade_of(marks)
        if not (text or comment or fill):
            return EMPTY
        self.count += 1
        return Cell(self._told.cut(text, at), fill=fill, is_struck=is_struck, comment=comment)

    def _paragraphs(self, element: etree._Element) -> Iterator[etree._Element]:
        """Return the paragraphs of a cell, those of its text boxes with them. A table in it is read by itself."""
        for each in inside(element, "p", "tbl"):
            if local(each) == "tbl":
                self.nested.append(each)
            else:
                yield each
                for box in boxes(each):
                    yield from self._paragraphs(box)


def boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Return the text boxes that hang on a paragraph: each once, though Word keeps it in an older form too."""
    for each in paragraph:
        if local(each) == "txbxContent":
            yield each
        elif local(each) != "Fallback":
            yield from boxes(each)


def _starts(element: etree._Element) -> list[int]:
    """Return the column in which each column of the grid begins, and where the last ends: slivers are no columns."""
    starts = [0]
    for each in element.iterfind(f"{W}tblGrid/{W}gridCol"):
        width = str(each.get(f"{W}w", ""))
        is_sliver = width.isdecimal() and 0 < int(width) <= _SLIVER
        starts.append(starts[-1] + (not is_sliver))
    return starts


def _column(starts: Sequence[int], grid: int) -> int:
    return starts[grid] if grid < len(starts) else starts[-1] + grid - len(starts) + 1


def _number(element: etree._Element | None, otherwise: int) -> int:
    value = value_of(element)
    return int(value) if value.isdecimal() and len(value) < 6 else otherwise
