"""Cut a cell of milestones that have their dates in brackets at their ends."""

from __future__ import annotations

from collections.abc import Sequence

from seed.meaning.cells import date_at_the_end, dated_parts, parts
from seed.meaning.rows.steps import Step
from seed.source import Place


def cut(at: Place, cell: str, has_date: bool) -> list[Step]:
    """Cut a cell into milestones: one ends with its bracketed date. With `has_date` the date stands in a cell of its own."""
    several = parts(cell)
    found, waiting = dated_parts(several)
    if not found and not has_date and len(several) > 1 and all(dated := [date_at_the_end(one) for one in several]):
        return _each(at, [one for one in dated if one is not None])
    steps = [Step(at, words, phrase) for words, phrase in found]
    if waiting:
        if steps and waiting[0].islower():
            steps[-1].text = f"{steps[-1].text} {waiting}"
        else:
            step = Step(at, waiting)
            if not has_date and (found_late := date_at_the_end(waiting)):
                step.text, step.phrase = found_late
                step.in_words = True
            steps.append(step)
    if len(steps) > 1 and len(several) < len(steps):
        steps[0].notes.append(("milestones_split", {}))
    return steps


def _each(at: Place, dated: Sequence[tuple[str, str]]) -> list[Step]:
    """Return a milestone for each paragraph, as each ends with a date of its own."""
    steps = []
    for words, said in dated:
        _, _, phrase = said.rpartition(": ")
        step = Step(at, words.removesuffix(phrase).rstrip(" :"), phrase)
        step.in_words = True
        steps.append(step)
    return steps
