"""Find the headings of a document that name its priorities: those that say so, else those that tell its tables apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from seed.meaning.groups import headed
from seed.meaning.parts import Part, PlanTable
from seed.source import Heading, Prose

_ACTION = re.compile(
    r"(?:(?:action|recommendation|objective)\s+(?P<worded>[A-Z]?\d{1,3})|(?P<ref>\d{1,2}\.\d{1,3}))[.:)]?\s+(?P<words>\S.*)",
    re.IGNORECASE,
)
Path = tuple[Heading, ...]


def paths_of(parts: Iterable[Part]) -> list[Path]:
    """Return the headings over each plan table, the highest first. The first line of a sheet is one below its name."""
    paths: list[Path] = []
    over: list[Heading] = []
    for part in parts:
        first = isinstance(part, Prose) and bool(over) and over[-1].is_sheet
        if isinstance(part, Heading) or (isinstance(part, Prose) and first):
            heading = part if isinstance(part, Heading) else Heading(part.text, 1, part.at)
            over = [one for one in over if _rank(one) < _rank(heading)]
            over.append(heading)
        elif isinstance(part, PlanTable):
            paths.append(tuple(over))
    return paths


def priorities_among(paths: Sequence[Path]) -> list[Heading | None]:
    """Return for each table the heading that names its priority, None if none does."""
    named = [_named(path) for path in paths]
    if any(named):
        return named
    for depth in range(1, max(map(len, paths), default=0) + 1):
        nearest = [path[-min(depth, len(path))] if path else None for path in paths]
        if len({one.text for one in nearest if one}) > 1:
            return nearest
    return [None] * len(paths)


def action_in(path: Path, priority: Heading | None) -> tuple[str, str] | None:
    """Return the number and the words of the heading over a table that names its action: it is numbered, and stands below that of
    its priority."""
    if priority is None or not path or path[-1] is priority or priority not in path:
        return None
    found = _ACTION.match(path[-1].text)
    return (found["ref"] or found["worded"], found["words"]) if found else None


def _named(path: Path) -> Heading | None:
    """Return the highest heading that calls itself a priority, the name of a sheet only if no other does."""
    found = [one for one in path if headed(one.text)]
    return next((one for one in found if not one.is_sheet), found[0] if found else None)


def _rank(heading: Heading) -> int:
    return 0 if heading.is_sheet else heading.level
