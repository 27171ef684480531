"""Proposed measures as other programs read them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot.model.measures.measure import Measure
from bot.model.measures.proposal import Proposal
from bot.model.plan import Plan
from bot.rules.measures.proposals import by_sentence, measure_of
from bot.wording.measures.proposals import doubt_line

Json = dict[str, object]


def proposals_json(plan: Plan, proposals: Sequence[Proposal], measures: Sequence[Measure]) -> Json:
    """Return what a plan's sentences propose, with the handle of each that is set."""
    known = by_sentence(measures)
    return {
        "plan": plan.short,
        "sentences": sum(len(action.success_measures) for action in plan.actions),
        "with_target": len({(one.sentence, one.terms.actions) for one in proposals if one.sets_target}),
        "quantities": sum(one.quantities for one in proposals),
        "proposals": [_proposal(one, measure_of(one, known)) for one in proposals],
    }


def _proposal(one: Proposal, measure: Measure | None) -> Json:
    terms = one.terms
    return {
        "number": one.number,
        "handle": measure.handle if measure is not None else None,
        "sentence": one.sentence,
        "text": terms.text,
        "actions": list(terms.actions),
        "polarity": terms.polarity.value,
        "unit": terms.unit,
        "baseline": number(terms.baseline),
        "baseline_on": terms.baseline_on.isoformat() if terms.baseline_on else None,
        "target": number(terms.target),
        "target_by": terms.target_by.isoformat() if terms.target_by else None,
        "trajectory": [{"by": point.by.isoformat(), "value": number(point.value)} for point in terms.trajectory],
        "source": terms.source,
        "period": terms.period.value,
        "resets": terms.resets,
        "owner": None,
        "voice": terms.voice.value,
        "in_words": terms.in_words,
        "sets_target": one.sets_target,
        "quantities": one.quantities,
        "doubts": [{"kind": doubt.kind.value, "message": doubt_line(doubt)} for doubt in one.doubts],
    }


def number(value: Decimal | None) -> float | int | None:
    """Return a value as a number of JSON, a whole one without a fraction."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
