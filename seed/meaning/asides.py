"""Leave out the sheets behind a plan that only explain it: they have sentences and no table."""

from __future__ import annotations

from collections.abc import Sequence

from seed.draft import Doubts
from seed.meaning.parts import OtherTable, Part, PlanTable
from seed.source import Heading
from seed.words import short


def without_asides(parts: Sequence[Part], doubts: Doubts) -> list[Part]:
    """Return the parts without the lines of such sheets. Each sheet is told once, not line by line. What stands before the plan
    introduces it, and stays."""
    begun = False
    tables = {part.at.sheet for part in parts if isinstance(part, PlanTable | OtherTable)}
    kept: list[Part] = []
    told: set[str] = set()
    for part in parts:
        begun = begun or isinstance(part, PlanTable)
        if not begun or not part.at.sheet or part.at.sheet in tables or isinstance(part, PlanTable | OtherTable):
            kept.append(part)
        elif not (isinstance(part, Heading) and part.is_sheet) and part.at.sheet not in told:
            told.add(part.at.sheet)
            doubts.warn(part.at, "sheet_not_read", sheet=part.at.sheet, read=short(part.text))
    return kept
