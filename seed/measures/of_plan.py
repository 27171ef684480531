"""The measures that a plan's own sentences propose."""

from __future__ import annotations

from collections.abc import Iterator

from bot.model.measures.proposal import Proposal
from bot.model.plan import Plan
from bot.model.policy import Calendar
from bot.rules.dates import ANYWHERE
from seed.measures.sentence import read_sentence


def proposed(plan: Plan, calendar: Calendar = ANYWHERE) -> tuple[Proposal, ...]:
    """Return what each success measure of a plan proposes, those with a number first, each kind in the order of the plan."""
    found = sorted(_all(plan, calendar), key=lambda one: (not one.sets_target, one.terms.in_words))
    return tuple(one.model_copy(update={"number": number}) for number, one in enumerate(found, 1))


def _all(plan: Plan, calendar: Calendar) -> Iterator[Proposal]:
    for action in plan.actions:
        for sentence in dict.fromkeys(action.success_measures):
            for read in read_sentence(sentence, action.ref, calendar):
                yield Proposal(sentence=sentence, terms=read.terms, quantities=read.quantities, doubts=read.doubts)
