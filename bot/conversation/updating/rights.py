"""The right to update: the one way to a milestone, for whoever wants to say something of it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.visit import Said
from bot.model.plan import Milestone
from bot.ports.record import View
from bot.ports.refusals import Refusal
from bot.reports.retired import in_force
from bot.rules.holders import by_id, capacity


def milestones_for(view: View, said: Said, short: str, refs: Sequence[str]) -> list[Milestone]:
    """Return milestones of a plan, for writing. Raises Refusal as `in_force` does, or Refusal("not_yours") for anyone who may
    not."""
    people, plan = view.people.of(short), view.plans.one(short)
    known = {milestone.ref: milestone for milestone in plan.milestones}
    person = by_id(people).get(said.asker.person.id)
    for ref in refs:
        milestone = known[ref] if ref in known else in_force(plan, ref)
        if person is None or capacity(people, person, milestone, said.today) is None:
            raise Refusal("not_yours", ref=ref, role=milestone.accountable or "")
    return [known[ref] for ref in refs]


def milestone_for(view: View, said: Said, short: str, ref: str) -> Milestone:
    """Return one milestone, for writing. Raises Refusal as `milestones_for` does."""
    (milestone,) = milestones_for(view, said, short, [ref])
    return milestone
