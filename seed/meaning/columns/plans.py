"""Several plans in one file: which of them is read."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from bot.model.documents.draft import PlanDoubtKind
from seed.draft import Doubts, fold
from seed.meaning.columns.contents import cell_of
from seed.meaning.columns.families import MOST_PLANS
from seed.meaning.parts import Meaning, Part, PlanTable
from seed.source import Line, Place
from seed.words import say, short

_MOSTLY = 0.8  # of the actions of two sheets, if these are one plan


def of_one_plan(parts: Sequence[Part], doubts: Doubts) -> list[Part]:
    """Return the parts with the rows of the plan that was chosen, all of them if the file has one plan or nobody has chosen."""
    naming: dict[str, list[tuple[int, int]]] = defaultdict(list)  # the parts with a column that names plans, and its place
    for number, part in enumerate(parts):
        if isinstance(part, PlanTable):
            column = next((one for one in part.columns if one.meaning is Meaning.PLAN), None)
            if column is not None:
                naming[column.name].append((number, column.at))
    read = list(parts)
    for name, places in naming.items():
        _choose(name, places, read, doubts)
    _choose_sheet(read, doubts)
    return read


def _choose_sheet(read: list[Part], doubts: Doubts) -> None:
    """Ask which of the sheets that hold the same actions is the plan, and leave out the others."""
    deeds: dict[str, set[str]] = defaultdict(set)
    for part in read:
        if isinstance(part, PlanTable) and part.at.sheet:
            deeds[part.at.sheet] |= _deeds(part)
    sheets = [sheet for sheet, own in deeds.items() if any(_are_the_same(own, deeds[other]) for other in deeds if other != sheet)]
    if not 1 < len(sheets) <= MOST_PLANS:
        return
    together = say("choice", "together")
    alike = [part for part in read if isinstance(part, PlanTable) and part.at.sheet in sheets]
    at_all = [line.at for part in alike for line in part.body]
    listed = ", ".join(sheets)
    chosen = doubts.ask(PlanDoubtKind.TWO_PLANS, "sheets", at_all, "two_sheets", {"read": listed}, [*sheets, together], together)
    if chosen is None or chosen == together:
        return
    others = [part for part in alike if fold(part.at.sheet) != fold(chosen)]
    doubts.warn(others[0].at, "other_plans", read=chosen, count=sum(len(part.body) for part in others))
    read[:] = [part for part in read if not any(part is other for other in others)]


def _deeds(part: PlanTable) -> set[str]:
    done = [one.at for one in part.columns if one.meaning in (Meaning.ACTION, Meaning.MILESTONE)]
    return {words for line in part.body if (words := fold(" ".join(cell_of(line, at).text for at in done)))}


def _are_the_same(own: set[str], other: set[str]) -> bool:
    return min(len(own), len(other)) > 1 and len(own & other) >= _MOSTLY * max(len(own), len(other))


def _choose(name: str, places: Sequence[tuple[int, int]], read: list[Part], doubts: Doubts) -> None:
    """Ask which of the plans that a column names is read, and leave out the rows of the others."""
    rows = [(line, at) for number, at in places if isinstance(part := read[number], PlanTable) for line in part.body]
    counts = Counter(plan for line, at in rows if (plan := _plan(line, at)))
    if not 1 < len(counts) <= MOST_PLANS:
        return
    together = say("choice", "together")
    listed = ", ".join(say("doubt", "of_plan", read=short(plan), count=count) for plan, count in counts.items())
    at_all: list[Place] = [line.at._replace(column=at + 1) for line, at in rows]
    chosen = doubts.ask(
        PlanDoubtKind.TWO_PLANS, name, at_all, "two_plans", {"column": name, "read": listed}, [*counts, together], together
    )
    if chosen is None or chosen == together:
        return
    kept = 0
    for number, at in places:
        part = read[number]
        if isinstance(part, PlanTable):
            body = tuple(line for line in part.body if fold(_plan(line, at)) == fold(chosen))
            read[number], kept = part._replace(body=body), kept + len(body)
    doubts.warn(rows[0][0].at, "other_plans", read=chosen, count=len(rows) - kept)


def _plan(line: Line, at: int) -> str:
    return " ".join(cell_of(line, at).text.split())
