"""Proposed measures beside those that are set: what is left to set, and which sentences have changed since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.model.measures.measure import Measure
from bot.model.measures.proposal import Proposal
from bot.model.plan import Plan
from bot.model.spelling import alike


def by_sentence(measures: Iterable[Measure]) -> Mapping[tuple[str, str], Measure]:
    """Return measures by each sentence and action that they were ever set for."""
    return {
        (alike(step.terms.text), action): one
        for one in measures
        for step in one.steps
        if step.terms is not None
        for action in step.terms.actions
    }


def measure_of(proposal: Proposal, known: Mapping[tuple[str, str], Measure]) -> Measure | None:
    """Return the measure that was set for a proposal. None if there is none yet."""
    keys = ((alike(proposal.terms.text), action) for action in proposal.terms.actions)
    return next((known[key] for key in keys if key in known), None)


def left(proposals: Sequence[Proposal], measures: Iterable[Measure]) -> tuple[Proposal, ...]:
    """Return the proposals for which no measure is set yet."""
    known = by_sentence(measures)
    return tuple(one for one in proposals if measure_of(one, known) is None)


def chosen(proposals: Sequence[Proposal], said: str) -> tuple[Proposal, ...] | str:
    """Return the proposals whose numbers are named, as in "1,4-9". Returns the part that names none."""
    by_number = {one.number: one for one in proposals}
    found: dict[int, Proposal] = {}
    for part in said.replace(" ", ",").split(","):
        if not part:
            continue
        first, dash, last = part.partition("-")
        if not (first.isdecimal() and (last.isdecimal() or not dash)) or len(part) > 11:
            return part
        numbers = range(int(first), int(last or first) + 1)
        named = [by_number[number] for number in by_number if number in numbers]
        if not named or (not dash and int(first) not in by_number):
            return part
        found |= {one.number: one for one in named}
    return tuple(found[number] for number in sorted(found)) if found else said


def sentence_changed(measure: Measure, then: Plan, now: Plan) -> bool:
    """Say if a measure stands for a sentence that its plan had when it was set, and has no more."""
    return not measure.is_closed and not stands_for(measure, now) and stands_for(measure, then)


def stands_for(measure: Measure, plan: Plan) -> bool:
    """Say if the words of a measure are a sentence of one of its actions. That of one part of a sentence says so in brackets."""
    text = alike(measure.terms.text)
    sentences = (alike(one) for action in plan.actions if action.ref in measure.terms.actions for one in action.success_measures)
    return any(text == one or text.endswith(f" in: {one})") for one in sentences)
