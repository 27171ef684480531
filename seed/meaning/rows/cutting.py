"""Cut a cell of milestones that have their dates in brackets at their ends."""

from __future__ import annotations

from seed.meaning.cells import date_at_the_end, dated_parts, parts
from seed.meaning.rows.steps import Step
from seed.source import Place


def cut(at: Place, cell: str, has_date: bool) -> list[Step]:
    """Cut a cell into milestones: one ends with its bracketed date. With `has_date` the date stands in a cell of its own."""
    found, waiting = dated_parts(parts(cell))
    if not found and not has_date and len(each := [date_at_the_end(part) for part in parts(cell)]) > 1 and all(each):
        return [_in_words(Step(at, words, phrase)) for one in each if one is not None for words, phrase in [one]]
    steps = [Step(at, words, phrase) for words, phrase in found]
    if waiting:
        if steps and waiting[0].islower():
            steps[-1].text = f"{steps[-1].text} {waiting}"
        else:
            step = Step(at, waiting)
            if not has_date and (found_late := date_at_the_end(waiting)):
                step.text, step.phrase = found_late
                _in_words(step)
            steps.append(step)
    if len(steps) > 1 and len(parts(cell)) < len(steps):
        steps[0].notes.append(("milestones_split", {}))
    return steps


def _in_words(step: Step) -> Step:
    step.in_words = True
    return step
