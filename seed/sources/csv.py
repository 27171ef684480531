"""Read a csv file, whatever parts its cells."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, islice

from seed.encoding import decode
from seed.source import EMPTY, Cell, Document, Format, Place
from seed.sources.bounds import MOST_CELLS, MOST_COLUMNS, MOST_LETTERS, MOST_ROWS, Told
from seed.sources.grid import Row, blocks, title_of

_DELIMITERS = ",;\t|"
_LOOKED_AT = 65_536  # letters at the beginning that show what parts the cells
_MOST_LOOKED_AT = 200  # rows
_NOTHING = frozenset(["null", "NULL"])  # what programs write for a cell without words
_END = "\ue000"  # a row after the last: it is read as a row only if every quotation mark is closed


def read(held: bytes) -> Document:
    """Return the tables of a csv file. Raises NotAPlan if it is no text."""
    text = decode(held)
    told = Told()
    first, _, rest = text.partition("\n")
    said = first.strip().strip('"')
    with _cells_of_any_size(text):
        if said.lower().startswith("sep=") and len(said) == len("sep=") + 1:  # how a workbook is told what parts the cells
            rows = _rows(rest, said[-1], 1, told)
        else:
            rows = _rows(text, delimiter_of(text), 0, told)
    found = tuple(blocks(rows))
    return Document(Format.CSV, found, told.sentences(), title_of(found))


@contextmanager
def _cells_of_any_size(text: str) -> Iterator[None]:
    """Let one cell be as long as the text. It is cut afterwards, and that is told."""
    usual = csv.field_size_limit(len(text) + 2)
    try:
        yield
    finally:
        csv.field_size_limit(usual)


def delimiter_of(text: str) -> str:
    """Return what parts the cells: what cuts most rows into the same number of cells, above one."""
    beginning = text[:_LOOKED_AT]
    if len(text) > _LOOKED_AT:
        beginning = beginning.rpartition("\n")[0] or beginning

    def evenness(delimiter: str) -> tuple[float, int]:
        rows = csv.reader(_lines(beginning), delimiter=delimiter, skipinitialspace=not delimiter.isspace())
        wides = Counter(len(row) for row in islice(rows, _MOST_LOOKED_AT) if row)
        cut = {wide: count for wide, count in wides.items() if wide > 1}
        wide = max(cut, key=lambda wide: (cut[wide], wide), default=0)
        return (cut[wide] / wides.total(), wide) if cut else (0.0, 0)

    return max(_DELIMITERS, key=evenness)


def _lines(text: str) -> io.StringIO:
    return io.StringIO(text, newline="")  # line ends inside a cell stay as they are


class _Cells(dict[str, Cell]):
    """The cells of a file by their texts: many are the same. `long` are texts that were cut since anybody asked."""

    def __init__(self) -> None:
        super().__init__()
        self.long: list[str] = []

    def __missing__(self, held: str) -> Cell:
        text = held.strip()
        text = "" if text in _NOTHING else text
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        if len(text) > MOST_LETTERS:
            self.long.append(held)
            text = text[:MOST_LETTERS]
        cell = self[held] = Cell(text) if text else EMPTY
        return cell


def _rows(text: str, delimiter: str, above: int, told: Told) -> list[Row]:
    """Return the rows with words. `above` is how many lines of the file stand above the text."""
    rows: list[Row] = []
    cells, is_apart, begins, held = _Cells(), False, above + 1, 0
    for begins, row in _records(text, delimiter, above, told):
        _cut_blanks(row)
        if not row:
            is_apart = True
            continue
        if len(rows) >= MOST_ROWS or held >= MOST_CELLS:
            told.say("rows_cut", most=len(rows), line=begins)
            break
        if len(row) > MOST_COLUMNS:
            told.at("columns_cut", Place(line=begins), next(cell for cell in row[MOST_COLUMNS:] if cell.strip()))
            del row[MOST_COLUMNS:]
            _cut_blanks(row)
            if not row:
                continue
        rows.append(Row(begins, tuple(map(cells.__getitem__, row)), is_apart))
        held, is_apart = held + len(row), False
        while cells.long:
            long = cells.long.pop(0)
            told.at("cell_cut", Place("", begins, row.index(long) + 1), long)
    _tell_longer(rows, told)
    return rows


def _cut_blanks(row: list[str]) -> None:
    """Take the cells without words off the end of a row."""
    while row and (not row[-1] or row[-1].isspace()):
        row.pop()


def _records(text: str, delimiter: str, above: int, told: Told) -> Iterator[tuple[int, list[str]]]:
    """Return each row with the line that it begins in. If a quotation mark is never closed, it and what follows it is read line
    by line, for else every row below would be one cell."""
    lines = chain(_lines(text), ("\n", _END))
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=not delimiter.isspace())
    begins, row = 1, [_END]
    for row in reader:
        if row and row[-1].endswith(_END):
            break
        yield above + begins, row
        begins = reader.line_num + 1
    if row == [_END]:
        return
    told.at("quote_open", Place(line=above + begins), row[-1])
    left = islice(_lines(text), begins - 1, None)
    for number, row in enumerate(csv.reader(left, delimiter=delimiter, quoting=csv.QUOTE_NONE), begins):
        yield above + number, [cell.strip('"').replace('""', '"') for cell in row]


def _tell_longer(rows: list[Row], told: Told) -> None:
    """Tell the rows that are longer than the headings, the first row as wide as most: a comma in them was taken for an end."""
    widths = [len(row.cells) for row in rows]
    usual = max(set(widths), key=Counter(widths).__getitem__, default=0)
    headings = next((wide for wide in widths if wide >= usual), 0)
    for row, wide in zip(rows, widths, strict=True):
        if wide > headings > 1:
            told.at("row_longer", Place(line=row.at), row.cells[headings].text)
