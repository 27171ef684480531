"""Cut a cell of milestones that have their dates in brackets at their ends."""

from __future__ import annotations

from seed.meaning.cells import date_at_the_end, dated_parts, parts
from seed.meaning.rows.steps import Step
from seed.source import Place


def cut(at: Place, cell: str, has_date: bool) -> list[Step]:
    """Cut a cell into milestones: one ends with its bracketed date. With `has_date` the date stands in a cell of its own."""
    found, waiting = dated_parts(parts(cell))
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
    if len(steps) > 1 and len(parts(cell)) < len(steps):
        steps[0].notes.append(("milestones_split", {}))
    return steps
