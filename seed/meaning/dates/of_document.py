"""The day that a document speaks of, if it names one: what its tracker says is said as at that day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from bot.model.plan import Action, Milestone
from seed.meaning.dates import read_date
from seed.meaning.parts import Part
from seed.meaning.properties import Properties
from seed.source import Cell

MOST_LOOKED_AT = 400  # letters of a line: a heading or a line of small print, and no paragraph
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_WHOLE = rf"[0-9]{{1,2}}(?:st|nd|rd|th)? (?:{_MONTHS})[a-z]{{0,6}},? [0-9]{{4}}|[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}"
_SPOKEN_OF = re.compile(
    r"\b(?:as (?:at|of)|(?:position|status|progress|situation) (?:at|on)|(?:last )?updated(?: on)?|exported(?: on)?)"
    rf" ?[:\-]? ?(?P<day>{_WHOLE})\b",
    re.IGNORECASE,
)


def day_of(parts: Iterable[Part], lines: Iterable[str]) -> date | None:
    """Return the day that a document's table of properties names, else a line before its plan ("as at 12 May 2026").

    None unless it is named whole: a month is no day, and numbers alone may be read in two ways.
    """
    named = _in_cell(Properties(parts).as_at)
    return named or next((day for line in lines if (day := _in_line(line)) is not None), None)


def with_day(actions: Sequence[Action], day: date | None) -> tuple[Action, ...]:
    """Return actions whose milestones' states are of that day."""
    if day is None:
        return tuple(actions)

    def dated(one: Milestone) -> Milestone:
        if one.imported is None:
            return one
        return one.model_copy(update={"imported": one.imported.model_copy(update={"as_at": day})})

    return tuple(action.model_copy(update={"milestones": tuple(map(dated, action.milestones))}) for action in actions)


def _in_cell(cell: Cell) -> date | None:
    if isinstance(cell.value, date):
        return cell.value
    words = " ".join(cell.text.split())
    return read_date(words).due if re.fullmatch(_WHOLE, words[:MOST_LOOKED_AT], re.IGNORECASE) else None


def _in_line(line: str) -> date | None:
    found = _SPOKEN_OF.search(" ".join(line[:MOST_LOOKED_AT].split()))
    return read_date(found["day"].replace(",", "")).due if found is not None else None
