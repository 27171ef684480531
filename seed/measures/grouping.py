"""The figures of a sentence that belong together: the targets of one measure with their days, and its baseline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from seed.measures.days import Named
from seed.measures.roles import Cast, Part

_GLUE = re.compile(
    r"(?:\W|\u00b7|\b(?:and|then|to|by|in|at|the|end|of|rising|increasing|falling|reducing|improving|further|target|"
    r"with|least|onwards|"
    r"from|or|more|no|than|a|is|again|per|academic|school|financial|year|up|down|at least|\d{4}|weeks?|days?|months?)\b)*",
    re.IGNORECASE,
)
_NOT_BY = re.compile(r"\b(?:from|since|starting|beginning|until|launched in|published in) ?(?:the )?\Z", re.IGNORECASE)
_SINCE = re.compile(
    r"\b(?:compared (?:with|to)|against|on|than|since|from|versus)(?: (?:the|a|those of|levels? (?:of|in)))* ?\Z", re.IGNORECASE
)
_WINDOW = 40  # letters before a day that say what it is


class Group(NamedTuple):
    """The targets of one measure, in their order: several if each is to be reached by a day of its own."""

    targets: tuple[tuple[Cast, Named | None], ...]
    baseline: Cast | None = None
    baseline_on: Named | None = None

    @property
    def start(self) -> int:
        """Return where its first target stands."""
        return self.targets[0][0].start

    @property
    def end(self) -> int:
        """Return where its last target ends."""
        return self.targets[-1][0].end

    def distance(self, other: Cast) -> int:
        """Return how many letters lie between it and another figure."""
        return min(abs(self.start - other.end), abs(other.start - self.end))


def groups_in(bare: str, figures: Sequence[Cast], days: Sequence[Named]) -> tuple[Group, ...]:
    """Return the measures of a sentence: the targets of each, with their days, and the baseline that stands nearest."""
    figures = [_was(bare, one, figures, days) for one in figures]
    wanted = [one for one in figures if one.part in (Part.TARGET, Part.CHANGE)]
    if not wanted:
        return ()
    starts = [one for one in figures if one.part is Part.BASELINE]
    beside = {one: _day_beside(bare, one, figures, days) for one in (*wanted, *starts)}
    taken = {day for day in beside.values() if day is not None}
    since = next((day for day in days if day not in taken and _SINCE.search(_before(bare, day))), None)
    begins = {day for day in days if _NOT_BY.search(_before(bare, day))}
    apart = _apart(bare, figures)
    free = [day for day in days if day not in taken and day is not since and day not in begins]
    free = [day for day in free if _brackets(bare, day.start) not in apart]
    shared = free[0] if len(free) == 1 else None
    beside |= _ahead(bare, wanted, days)
    lone = {day for one, day in beside.items() if day is not None and one in wanted and day not in begins}
    if shared is None and len(lone) == 1 and len(wanted) > 1:
        shared = next(iter(lone))
    groups: list[Group] = []
    for one in wanted:
        found = beside[one]
        day = found if found is not None and (found in lone) else shared
        if one.is_national and day is not None and not day.is_by:
            day = None  # it says when the country had it
        last = groups[-1].targets[-1] if groups else None
        if last is not None and _goes_on(bare, last, (one, day)):
            groups[-1] = groups[-1]._replace(targets=(*groups[-1].targets, (one, day)))
        else:
            groups.append(Group(((one, day),)))
    for start in starts:
        distances = [group.distance(start) for group in groups]
        nearest = distances.index(min(distances))
        if groups[nearest].baseline is None:
            groups[nearest] = groups[nearest]._replace(baseline=start, baseline_on=beside[start])
    if since is not None:
        groups = [group if group.baseline_on else group._replace(baseline_on=since) for group in groups]
    return tuple(groups)


def _was(bare: str, one: Cast, figures: Sequence[Cast], days: Sequence[Named]) -> Cast:
    """Return a target in brackets as the baseline that it is, if its day is before that of the one ahead, or that has none."""
    inside = _brackets(bare, one.start)
    ahead = next((other for other in reversed(figures) if other.end <= one.start and other.part is Part.TARGET), None)
    if one.part is not Part.TARGET or inside is None or ahead is None or _brackets(bare, ahead.start) == inside:
        return one
    start = one._replace(part=Part.BASELINE)
    now, then = _day_beside(bare, ahead, figures, days), _day_beside(bare, start, figures, days)
    is_before = then is not None and (now is None or not _follows(now, then))
    return start if is_before else one


def _brackets(bare: str, at: int) -> tuple[int, int] | None:
    """Return where the brackets open and close that a place stands in. None if it stands in none."""
    opened = bare.rfind("(", 0, at)
    if opened < 0 or bare.find(")", opened, at) >= 0:
        return None
    closed = bare.find(")", at)
    return opened, closed if closed >= 0 else len(bare)


def _apart(bare: str, figures: Sequence[Cast]) -> set[tuple[int, int] | None]:
    """Return the brackets in which a figure stands: the days there are its own."""
    return {around for one in figures if (around := _brackets(bare, one.start)) is not None}


def _ahead(bare: str, wanted: Sequence[Cast], days: Sequence[Named]) -> dict[Cast, Named | None]:
    """Return the days of targets that each stand right behind theirs: "2024/25 45%, 2025/26 60%". Empty if they do not."""
    ends = {day.end: day for day in days}
    found = {one: next((ends[at] for at in range(one.start, one.start - 4, -1) if at in ends), None) for one in wanted}
    stands_so = len(wanted) > 1 and all(
        day is not None and not bare[day.end : one.start].strip(" :-") for one, day in found.items()
    )
    return dict(found) if stands_so else {}


def _before(bare: str, day: Named) -> str:
    return bare[max(day.start - _WINDOW, 0) : day.start]


def _day_beside(bare: str, one: Cast, figures: Sequence[Cast], days: Sequence[Named]) -> Named | None:
    """Return the day that follows a figure before the next one, in the same brackets if it stands in some. That of a baseline
    may stand before it there, and nothing was so "by" its day."""
    inside, is_start = _brackets(bare, one.start), one.part is Part.BASELINE
    later = [other.start for other in figures if other.start >= one.end and other.part is not Part.CONDITION]
    until = min(later, default=len(bare))
    apart = _apart(bare, figures)
    mine = [day for day in days if (around := _brackets(bare, day.start)) == inside or (inside is None and around not in apart)]
    after = next((day for day in mine if one.end <= day.start < until), None)
    if is_start and after is None and inside is not None:
        after = next((day for day in mine if day.end <= one.start and not bare[day.end : one.start].strip(" :,-\u2013")), None)
    if is_start and after is not None and after.is_by:
        return None
    if after is not None and _SINCE.search(_before(bare, after)) and one.part is not Part.BASELINE:
        return None
    return after


def _goes_on(bare: str, last: tuple[Cast, Named | None], one: tuple[Cast, Named | None]) -> bool:
    """Say if a target is the next point of the measure before it: of the same kind, by a later day, with nothing new between."""
    (before, day_before), (now, day) = last, one
    if day_before is None or day is None or day is day_before or not _follows(day_before, day):
        return False
    if before.figure.unit != now.figure.unit or before.part is not now.part:
        return False
    return _GLUE.fullmatch(bare, before.end, now.start) is not None


def _follows(before: Named, after: Named) -> bool:
    return before.day is None or after.day is None or before.day < after.day
