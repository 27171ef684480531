"""The rows of a csv file by their headings, whatever program saved it."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bot.model.documents.not_a_plan import NotAPlan
from bot.model.measures.files import FileFaults, TableKind
from bot.model.spelling import legible
from bot.wording.sentences import words
from seed.encoding import decode

MOST_ROWS = 2_000
MOST_CELL = 2_000  # letters
_DELIMITERS = ",;\t"
_LOOKED_AT = 4096  # bytes at the beginning of a file
_FORMULAS = ("=", "+", "-", "@")


class Faults:
    """The faults of a file, in the order of its rows."""

    def __init__(self) -> None:
        self._found: list[tuple[int, str]] = []
        self._formulas: set[tuple[int, str]] = set()

    def add(self, row: int, column: str, name: str, **facts: str | int) -> None:
        """Note a fault by its row and column. A formula is the only fault of its cell: nothing else is known of that."""
        if (row, column) in self._formulas:
            return
        if name == "formula":
            self._formulas.add((row, column))
        what = words(f"proposals.fault.{name}", facts)
        self._found.append((row, words("proposals.file.fault", {"row": row, "column": column, "what": what})))

    def stop(self) -> None:
        """Raise FileFaults if there are any."""
        if self._found:
            raise FileFaults([told for _, told in sorted(self._found, key=lambda one: one[0])])


class TableRow(NamedTuple):
    """A row as a spreadsheet counts it, the headings being row 1, with its cells by their heading."""

    number: int
    cells: Mapping[str, str]


class Table(NamedTuple):
    """The rows of a file that say something, and the headings that it has."""

    headings: tuple[str, ...]
    rows: tuple[TableRow, ...]
    delimiter: str
    faults: Faults


def read_table(held: bytes, columns: Sequence[str], needed: Sequence[str], more: Sequence[str] = ()) -> Table:
    """Read a file with these headings, in any order. Raises FileFaults if it is no such table.

    What is wrong with single cells is in its faults, to be told with all that is found later.
    """
    try:
        text = legible(decode(held)).replace("\x00", "")
    except NotAPlan:
        raise FileFaults((words("proposals.file.no_text"),)) from None
    first, _, rest = text.partition("\n")
    said = first.strip().strip('"').lower()
    above = int(said.startswith("sep=") and len(said) == len("sep=,"))
    delimiter = said[-1] if above else max(_DELIMITERS, key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(rest if above else text, newline=""), delimiter=delimiter))
    except csv.Error:
        raise FileFaults((words("proposals.file.not_csv"),)) from None
    headings = tuple(" ".join(cell.split()).lower().replace(" ", "_") for cell in rows[0]) if rows else ()
    faults = list(_heading_faults(headings, columns, needed, more))
    if not faults and len(rows) > MOST_ROWS + 1:
        faults.append(words("proposals.file.too_many_rows", {"count": len(rows) - 1, "most": MOST_ROWS}))
    if faults:
        raise FileFaults(faults)
    cell_faults = Faults()
    found = [_row(at, headings, cells, cell_faults) for at, cells in enumerate(rows[1:], 2 + above) if any(map(str.strip, cells))]
    if not found:
        raise FileFaults((words("proposals.file.empty"),))
    return Table(headings, tuple(found), delimiter, cell_faults)


def _heading_faults(headings: Sequence[str], columns: Sequence[str], needed: Sequence[str], more: Sequence[str]) -> list[str]:
    usual = ",".join((*columns, *more))
    known = {*columns, *more}
    lacking = [words("proposals.file.no_heading", {"read": one, "columns": usual}) for one in needed if one not in headings]
    odd = [
        words("proposals.file.heading_unknown", {"read": one[:60], "columns": usual})
        for one in headings
        if one and one not in known
    ]
    twice = [words("proposals.file.heading_twice", {"read": one}) for one in sorted(known) if headings.count(one) > 1]
    return lacking + odd + twice


def _row(number: int, headings: Sequence[str], cells: Sequence[str], faults: Faults) -> TableRow:
    if any(cell.strip() for cell in cells[len(headings) :]):
        faults.add(number, words("proposals.file.whole_row"), "too_many")
    said: dict[str, str] = {}
    for heading, cell in zip(headings, cells, strict=False):
        text = _plain(" ".join(cell.split()))
        if text is None:
            faults.add(number, heading, "formula")
        elif len(text) > MOST_CELL:
            faults.add(number, heading, "long", most=MOST_CELL)
        said[heading] = (text or "")[:MOST_CELL]
    return TableRow(number, said)


def _plain(text: str) -> str | None:
    """Return a cell as it was meant: Excel guards words with an equals sign and quotes, and Milepost with an apostrophe.

    Returns None if it is a formula, as nothing in a file is worked out.
    """
    if text.startswith("'") and text[1:2] in _FORMULAS and len(text) > 1:
        return text[1:]
    if not text.startswith("="):
        return text
    inner = text[1:].strip()
    if len(inner) > 1 and inner[0] == inner[-1] == '"' and '"' not in inner[1:-1].replace('""', ""):
        return inner[1:-1].replace('""', '"').strip()
    return inner if inner.replace(".", "", 1).replace("-", "", 1).isdecimal() else None


def kind_of_table(held: bytes) -> TableKind | None:
    """Return what a csv file is by its headings: one of measures, or of readings. None if it is neither."""
    first = held[:_LOOKED_AT].decode("utf-8", "replace").lstrip("\ufeff").split("\n", 1)
    said = first[1] if first[0].lower().startswith(("sep=", '"sep=')) and len(first) > 1 else first[0]
    delimiter = max(_DELIMITERS, key=said.count)
    headings = {" ".join(cell.strip(' "\r').split()).lower().replace(" ", "_") for cell in said.split("\n")[0].split(delimiter)}
    if headings >= {"m", "as_at"}:
        return TableKind.READINGS
    return TableKind.MEASURES if "text" in headings and headings & {"handle", "polarity", "baseline", "target_by"} else None
