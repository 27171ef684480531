"""Rows of a workbook that came back without the Milepost ref that they were given with: each known by what stands in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from bot.model.documents.workbook import Book, BookColumn, Holds, Value
from bot.model.spelling import legible
from seed.workbook.rows import Came, Row, written

_Given = dict[BookColumn, Value]
_SAME = frozenset((Holds.MILESTONE, Holds.START, Holds.DUE, Holds.OWNER, Holds.ACCOUNTABLE, Holds.CONTRIBUTOR))
# What must be as it was given: with its action first, as several actions may have a milestone of the same words.
_PASSES = (_SAME | {Holds.ACTION}, _SAME)


def known_again(there: Sequence[Came], book: Book) -> tuple[list[Came], list[tuple[Row, str]]]:
    """Return the sheets with each row under its ref that has the words, dates and owners of one that did not come back, or its
    words alone if no other has them. Beside them each such row, with what stood in place of its ref."""
    rows = [row for came in there for row in came.rows]
    counted = Counter(row.ref for row in rows)
    missing = _Missing(book, set(counted))
    loose = [n for n, row in enumerate(rows) if row.given is None or (counted[row.ref] > 1 and Holds.MILESTONE in _changed(row))]
    found: dict[int, Row] = {}
    for same in _PASSES:
        for n in loose:
            if n not in found and (row := missing.take(rows[n], same)):
                found[n] = row
    left = [n for n in loose if n not in found]
    often = Counter(_words(rows[n].holding(Holds.MILESTONE).text) for n in left)
    for n in left:
        if often[_words(rows[n].holding(Holds.MILESTONE).text)] == 1 and (row := missing.only(rows[n])):
            found[n] = row
    numbered = iter(range(len(rows)))
    whole = [came._replace(rows=tuple(found.get(n, row) for row, n in zip(came.rows, numbered, strict=False))) for came in there]
    return whole, [(row, rows[n].ref) for n, row in sorted(found.items())]


class _Missing:
    """The rows that were given and did not come back under their refs, by their words."""

    def __init__(self, book: Book, came: set[str]) -> None:
        self._by_words: dict[str, dict[str, _Given]] = {}
        for sheet in book.sheets:
            for row in sheet.rows:
                given = dict(zip(sheet.columns, row.cells, strict=True))
                words = next((_words(str(value)) for column, value in given.items() if column.holds is Holds.MILESTONE), "")
                if row.ref not in came and words:
                    self._by_words.setdefault(words, {})[row.ref] = given

    def take(self, row: Row, same: frozenset[Holds]) -> Row | None:
        """Return a row as the first missing one whose cells of these kinds are the same, None if there is none."""
        return self._taken(row, (one for one in self._of(row) if not _changed(one) & same))

    def only(self, row: Row) -> Row | None:
        """Return a row as the one missing row that has its words, None if none has or several have."""
        of_it = list(self._of(row))
        return self._taken(row, iter(of_it)) if len(of_it) == 1 else None

    def _of(self, row: Row) -> Iterator[Row]:
        cells = {column: cell for column, cell in row.cells.items() if column.holds is not Holds.OUR_REF}
        for ref, given in self._by_words.get(_words(row.holding(Holds.MILESTONE).text), {}).items():
            yield Row(ref=ref, at=row.at, cells=cells, given=given)

    def _taken(self, row: Row, of_it: Iterator[Row]) -> Row | None:
        one = next(of_it, None)
        if one is not None:
            del self._by_words[_words(row.holding(Holds.MILESTONE).text)][one.ref]
        return one


def _changed(row: Row) -> set[Holds]:
    return {column.holds for column, _ in row.changed()}


def _words(text: str) -> str:
    return " ".join(legible(written(text)).split())
