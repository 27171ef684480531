"""Several plans in one file: which of them is read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.model.draft import PlanDoubtKind
from seed.draft import Doubts, fold
from seed.meaning.columns.contents import cell_of
from seed.meaning.columns.families import MOST_PLANS
from seed.meaning.parts import Column, Meaning
from seed.source import Line
from seed.words import say, short


def one_plan(lines: tuple[Line, ...], columns: Sequence[Column], doubts: Doubts) -> tuple[Line, ...]:
    """Return the rows of the plan that was chosen, all of them if the file has one plan or nobody has chosen."""
    column = next((one for one in columns if one.meaning is Meaning.PLAN), None)
    if column is None:
        return lines
    names = [" ".join(cell_of(line, column.at).text.split()) for line in lines]
    counts = Counter(name for name in names if name)
    if not 1 < len(counts) <= MOST_PLANS:
        return lines
    listed = ", ".join(say("doubt", "of_plan", read=short(name), count=count) for name, count in counts.items())
    together = say("choice", "together")
    chosen = doubts.ask(
        PlanDoubtKind.TWO_PLANS, column.name, [line.at._replace(column=column.at + 1) for line in lines],
        "two_plans", {"column": column.name, "read": listed}, [*counts, together], together,
    )  # fmt: skip
    if chosen is None or chosen == together:
        return lines
    kept = tuple(line for line, name in zip(lines, names, strict=True) if fold(name) == fold(chosen))
    doubts.warn(lines[0].at, "other_plans", read=chosen, count=len(lines) - len(kept))
    return kept
