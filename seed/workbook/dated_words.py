"""Words of a milestone that came back with a date written into them, as many a plan's own document has its dates."""

from __future__ import annotations

from typing import NamedTuple

from bot.model.documents.workbook import Holds
from seed.meaning.cells import dated_parts, parts
from seed.workbook.rows import Row


class DatedWords(NamedTuple):
    """The words without their date, the phrase that is the milestone's date, and dates that are told as they are not taken."""

    words: str
    phrase: str = ""
    spare: str = ""


def dated_words(row: Row, text: str, before: str) -> DatedWords:
    """Return words as they came back: with one new date in brackets at their end, if no column of the row says another. `before`
    is what the milestone said."""
    found, rest = dated_parts(parts(text))
    new = [phrase for _, phrase in found if phrase not in before]
    if not new:
        return DatedWords(text)
    if len(found) == 1 and found[0][0] and not rest and _is_free(row):
        return DatedWords(*found[0])
    return DatedWords(text, spare="; ".join(new))


def _is_free(row: Row) -> bool:
    """Say if no column of dates says anything else: it is empty, or it is our own and was not touched."""
    if not row.holding(Holds.DUE).text.strip():
        return True
    is_ours = all(column.is_ours for column in row.cells if column.holds is Holds.DUE)
    return row.given is not None and is_ours and all(column.holds is not Holds.DUE for column, _ in row.changed())
