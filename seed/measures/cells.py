"""The cells of a file of measures or readings: numbers, days, and words of a closed set."""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from enum import StrEnum
from itertools import pairwise
from typing import TypeVar

from bot.model.measures.measure import DataPeriod, Point, Polarity, Whose
from bot.rules.guard.hard import stops
from bot.wording.sentences import words
from seed.meaning.dates import YEARS, read_date
from seed.measures.table import Faults, TableRow

E = TypeVar("E", bound=StrEnum)
MOST_POINTS = 40
MOST_UNIT = 40  # letters
MOST_COMPARED = 200  # letters of a name that nobody knows, compared with those that are known
_NUMBER = re.compile(
    r"(?P<sign>[-\u2212\u2013]?) ?\u00a3? ?(?P<whole>\d{1,3}(?:[, \u00a0\u2009]\d{3}){1,3}|\d{1,12})"
    r"(?:(?P<mark>[.,])(?P<part>\d{1,6}))?"
    r" ?(?P<percent>%|per ?cent)?",
    re.IGNORECASE,
)
_YES, _NO = ("yes", "y", "true", "x", "1"), ("no", "n", "false", "0")
_MONTHS = tuple(month_name[at].lower() for at in range(1, 13))
_POLARITIES = {
    **dict.fromkeys(("h", "high", "higher", "higher is better", "up", "increase"), Polarity.HIGHER),
    **dict.fromkeys(("l", "low", "lower", "lower is better", "down", "decrease"), Polarity.LOWER),
    **dict.fromkeys(("t", "target", "near target", "near the target", "near"), Polarity.NEAR_TARGET),
}
_PERIODS = {
    **{one.value.lower(): one for one in DataPeriod},
    **dict.fromkeys(("month", "monthly", "monthly snapshot"), DataPeriod.MONTH),
    **dict.fromkeys(("rolling 12 months", "rolling year", "12 months rolling"), DataPeriod.ROLLING_YEAR),
    **dict.fromkeys(("year to date", "cumulative"), DataPeriod.YEAR_TO_DATE),
    **dict.fromkeys(("quarter", "quarterly"), DataPeriod.QUARTER),
    **dict.fromkeys(("year", "yearly", "annual", "annually"), DataPeriod.YEAR),
    **dict.fromkeys(("term", "each term"), DataPeriod.TERM),
    **dict.fromkeys(("surveys",), DataPeriod.SURVEY),
}
_VOICES = {one.value: one for one in Whose}


class Cells:
    """The cells of one row. What cannot be used is noted in `faults`, with the row and the column."""

    def __init__(self, row: TableRow, faults: Faults, delimiter: str = ",") -> None:
        self.row, self._faults, self._delimiter = row, faults, delimiter

    def wrong(self, column: str, name: str, **facts: str | int) -> None:
        """Note a fault."""
        self._faults.add(self.row.number, column, name, **facts)

    def text(self, column: str, most: int = 2_000) -> str:
        """Return the words of a cell. What tells who a child is, is a fault and not quoted."""
        said = self.row.cells.get(column, "")
        if stops(said):
            self.wrong(column, "child")
            return ""
        if len(said) > most:
            self.wrong(column, "long", most=most)
        return said

    def number(self, column: str, unit: str = "") -> Decimal | None:
        """Return the number of a cell, None if it is empty or none."""
        said = self.row.cells.get(column, "")
        return self.as_number(column, said, unit) if said else None

    def as_number(self, column: str, said: str, unit: str = "") -> Decimal | None:
        """Return a number as people and spreadsheets write it: 34 %, 1,234, £1,200. None with a fault if it is none."""
        named = unit.casefold() if unit[:1].isalpha() else ""
        bare = said[: -len(named)].rstrip() if named and said.casefold().endswith(named) else said
        found = _NUMBER.fullmatch(bare)
        if found is None:
            self.wrong(column, "number", read=said[:60])
            return None
        if found["mark"] == "," and self._delimiter != ";":
            self.wrong(column, "comma", read=said[:60])
            return None
        if found["percent"] and unit not in ("", "%", "% of the baseline", "percentage points"):
            self.wrong(column, "percent", read=said[:60], unit=unit)
            return None
        whole = re.sub(r"\D", "", found["whole"])
        value = Decimal(f"{'-' if found['sign'] else ''}{whole}{'.' + found['part'] if found['part'] else ''}")
        if unit == "%" and not 0 <= value <= 100:
            self.wrong(column, "out_of_range", read=said[:60])
            return None
        return value

    def count(self, column: str) -> int | None:
        """Return the whole number of a cell, None if it is empty or none."""
        said = self.row.cells.get(column, "").replace(",", "").replace(" ", "")
        if not said:
            return None
        if not (said.isascii() and said.isdecimal()) or len(said) > 9:
            self.wrong(column, "count", read=said[:60])
            return None
        return int(said)

    def day(self, column: str) -> date | None:
        """Return the day of a cell, None if it is empty or none. A month means its last day."""
        said = self.row.cells.get(column, "")
        return self.as_day(column, said) if said else None

    def as_day(self, column: str, said: str) -> date | None:
        """Return a day as people write it. None with a fault if it is none."""
        read = read_date(said, day_first=True)
        is_whole = read.problem is None and read.start is None and not read.open_ended and read.recurrence is None
        if read.due is None or not is_whole or read.due.year not in YEARS:
            self.wrong(column, "day", read=said[:60])
            return None
        return read.due

    def flag(self, column: str) -> bool:
        """Say if a cell says yes."""
        said = self.row.cells.get(column, "").lower()
        if said and said not in (*_YES, *_NO):
            self.wrong(column, "yes_no", read=self.row.cells[column][:60])
        return said in _YES

    def one_of(self, column: str, choices: Mapping[str, E], told: str) -> E | None:
        """Return the member of a closed set that a cell names, None if it is empty or names none."""
        said = self.row.cells.get(column, "").lower()
        if said and said not in choices:
            self.wrong(column, told, read=self.row.cells[column][:60])
        return choices.get(said)

    def polarity(self, column: str) -> Polarity | None:
        """Return which values are better."""
        return self.one_of(column, _POLARITIES, "polarity")

    def period(self, column: str) -> DataPeriod | None:
        """Return the period that a reading is of."""
        return self.one_of(column, _PERIODS, "period")

    def voice(self, column: str) -> Whose | None:
        """Return whose voice it is."""
        return self.one_of(column, _VOICES, "voice")

    def month(self, column: str) -> int | None:
        """Return the number of a month that a cell names."""
        said = self.row.cells.get(column, "").lower()
        if not said:
            return None
        found = next((at for at, name in enumerate(_MONTHS, 1) if said in (name, name[:3], str(at))), None)
        if found is None:
            self.wrong(column, "month", read=self.row.cells[column][:60])
        return found

    def known(self, column: str, said: str, names: Mapping[str, str], told: str) -> str | None:
        """Return what a name means, by names that are known, folded. None with a fault that offers the nearest."""
        found = names.get(said.casefold())
        if found is None:
            near = get_close_matches(said[:MOST_COMPARED], list(names.values()), n=1)
            nearest = words("proposals.fault.nearest", {"read": near[0]}) if near else ""
            self.wrong(column, told, read=said[:60], nearest=nearest)
        return found

    def points(self, column: str, unit: str) -> tuple[Point, ...]:
        """Return the points of a cell such as 2025-12-31=40; 2026-12-31=60. They must rise by their days."""
        found: list[Point] = []
        said = [part.strip() for part in self.row.cells.get(column, "").split(";") if part.strip()]
        if len(said) > MOST_POINTS:
            self.wrong(column, "points_many", most=MOST_POINTS)
        for part in said[:MOST_POINTS]:
            day, sign, value = (piece.strip() for piece in part.partition("="))
            if not (day and sign and value):
                self.wrong(column, "point", read=part[:60])
                continue
            by, number = self.as_day(column, day), self.as_number(column, value, unit)
            if by is not None and number is not None:
                found.append(Point(by=by, value=number))
        if any(one.by >= other.by for one, other in pairwise(found)):
            self.wrong(column, "points_order")
        return tuple(found)


def names_of(spellings: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return names by their spellings, folded."""
    return {spelling.casefold(): name for spelling, name in spellings}
