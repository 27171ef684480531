"""Facts of whole columns: if the dates of numbers alone in one have the day first or the month."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from bot.model.documents.draft import PlanDoubtKind
from seed.draft import Doubts
from seed.meaning.columns.contents import cell_of
from seed.meaning.parts import Column, Meaning, Part, PlanTable
from seed.source import Place
from seed.words import say

_DATED = frozenset([Meaning.START, Meaning.DUE, Meaning.BASELINE, Meaning.RAISED, Meaning.DONE])
_LONGEST = 120  # letters of a cell in which such a date is looked for
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_WORDED = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?[ -]{_MONTH}\b|\b{_MONTH} (\d{{1,2}})(?:st|nd|rd|th)?,? ", re.IGNORECASE)
_PATTERN = re.compile(r"\b(?:(dd?[/.-]mm?)|(mm?[/.-]dd?))[/.-]yy", re.IGNORECASE)
_EITHER = re.compile(r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?![\d/-])")


class _Proof(NamedTuple):
    """The proofs that a column holds. `either` are its texts that could be read both ways, each with the date in it."""

    day_first: bool
    month_first: bool
    either: Mapping[str, str]

    @property
    def says(self) -> bool | None:
        """Return True for the day, False for the month, None if nothing is proved or both are."""
        return self.day_first if self.day_first != self.month_first else None


def with_day_first(parts: Sequence[Part], doubts: Doubts) -> tuple[Part, ...]:
    """Return the parts with what their columns of dates prove: of themselves, of their table, of the document, else as answered.

    If nothing is proved and nobody has answered it stays None: a date that could be read both ways is then no date.
    """
    plans = [(at, part) for at, part in enumerate(parts) if isinstance(part, PlanTable)]
    proofs = {(at, one.at): _proof(part, one) for at, part in plans for one in _dated(part)}
    by_document = _agreed([proof.says for proof in proofs.values()])
    open_: list[tuple[Place, str]] = []
    settled = list(parts)
    for at, part in plans:
        by_table = _agreed([proofs[at, one.at].says for one in _dated(part)])
        known: dict[int, bool | None] = {}
        for one in _dated(part):
            proof = proofs[at, one.at]
            known[one.at] = next((says for says in (proof.says, by_table, by_document) if says is not None), None)
            if proof.day_first and proof.month_first:
                known[one.at] = None
            if known[one.at] is None:
                open_ += _places(part, one, proof.either)
        columns = (one._replace(day_first=known[one.at]) if one.at in known else one for one in part.columns)
        settled[at] = part._replace(columns=tuple(columns))
    return tuple(_answered(settled, open_, doubts)) if open_ else tuple(settled)


def _dated(part: PlanTable) -> list[Column]:
    return [column for column in part.columns if column.meaning in _DATED]


def _agreed(said: Sequence[bool | None]) -> bool | None:
    known = {one for one in said if one is not None}
    return known.pop() if len(known) == 1 else None


def _proof(part: PlanTable, column: Column) -> _Proof:
    day, month = _by_pattern(column.name)
    either: dict[str, str] = {}
    cells = [cell_of(line, column.at) for line in part.body]
    for text in dict.fromkeys([cell.text for cell in cells if cell.value is None]):
        if len(text) > _LONGEST:
            continue
        for found in _EITHER.finditer(text):
            first, second = int(found[1]), int(found[3])
            if found[2] == "." or second > 12 >= first > 0 or first > 12 >= second > 0:
                day, month = day or found[2] == "." or first > 12, month or second > 12
            elif first != second and 0 < first <= 12 and 0 < second <= 12:
                either.setdefault(text, found[0])
        if not (day or month):
            day, month = _by_words(text)
    return _Proof(day, month, either)


def _places(part: PlanTable, column: Column, either: Mapping[str, str]) -> Iterator[tuple[Place, str]]:
    """Return the places at which dates stand that could be read both ways, and these dates."""
    for line in part.body:
        cell = cell_of(line, column.at)
        if cell.value is None and cell.text in either:
            yield line.at._replace(column=column.at + 1), either[cell.text]


def _by_pattern(text: str) -> tuple[bool, bool]:
    """Say if words such as "dd/mm/yyyy" stand there, or their contrary."""
    found = _PATTERN.search(text)
    return (found[1] is not None, found[2] is not None) if found else (False, False)


def _by_words(text: str) -> tuple[bool, bool]:
    """Say if a date with the name of its month has the day before it, or behind it. Whoever writes one so writes all so."""
    found = _WORDED.search(text)
    return (found[1] is not None, found[2] is not None) if found else _by_pattern(text)


def _answered(parts: Sequence[Part], open_: Sequence[tuple[Place, str]], doubts: Doubts) -> list[Part]:
    """Ask once for the document, and return the parts with the answer where nothing was proved."""
    day, month = say("choice", "day_first"), say("choice", "month_first")
    places = list(dict.fromkeys(place for place, _ in open_))
    answer = doubts.ask(PlanDoubtKind.DAY_MONTH, "dates", places, "day_month", {"read": open_[0][1]}, [day, month], day)
    if answer is None:
        return list(parts)
    return [_with_answer(part, answer == day) if isinstance(part, PlanTable) else part for part in parts]


def _with_answer(part: PlanTable, day_first: bool) -> PlanTable:
    columns = (
        one._replace(day_first=day_first) if one.meaning in _DATED and one.day_first is None else one for one in part.columns
    )
    return part._replace(columns=tuple(columns))
