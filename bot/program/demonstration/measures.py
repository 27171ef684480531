"""The measures of the demo: those of the plan's own sentences that anybody understands at once, owned by roles of the plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.model.measures.measure import DataPeriod, Terms
from bot.model.measures.proposal import Assumed
from bot.model.plan import Plan
from bot.model.policy import Policy
from seed.measures.of_plan import proposed

_UNITS = ("%", "weeks")
_KEEPERS = ("data", "performance")  # in the name of a role that keeps numbers


def of_the_demo(plan: Plan, policy: Policy) -> tuple[Terms, ...]:
    """Return the measures that the demo begins with. In a real plan an admin says who owns each; nobody guesses it."""
    keepers = [role.name for role in plan.roles if any(word in role.name.lower() for word in _KEEPERS)]
    return tuple(terms.model_copy(update={"owner": _owner(plan, terms, keepers)}) for terms in _plain(plan, policy))


def quarterly(measures: Iterable[Terms]) -> tuple[Terms, ...]:
    """Return the same measures, read each quarter: the first letter of the demo is then a question about milestones."""
    return tuple(
        one.model_copy(update={"period": DataPeriod.QUARTER}) if one.period is DataPeriod.MONTH else one for one in measures
    )


def _plain(plan: Plan, policy: Policy) -> Iterator[Terms]:
    for one in proposed(plan, policy.calendar):
        several = any(doubt.kind is Assumed.SEVERAL for doubt in one.doubts)
        if one.sets_target and one.terms.unit in _UNITS and not several:
            yield one.terms


def _owner(plan: Plan, terms: Terms, keepers: list[str]) -> str:
    """Return the role that keeps the numbers of a priority, else the one that answers for the action."""
    action = next(one for one in plan.actions if one.ref in terms.actions)
    if keepers:
        return keepers[action.priority % len(keepers)]
    return next((one.accountable or "" for one in action.milestones), "")
