"""The right to update: the one way to a milestone, for whoever wants to say something of it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.visit import Said
from bot.model.plan import Milestone
from bot.ports.record import View
from bot.ports.refusals import Refusal
from bot.rules.holders import by_id, capacity


def milestones_for(view: View, said: Said, short: str, refs: Sequence[str]) -> list[Milestone]:
    """Return milestones of a plan, for writing. Raises Refusal("no_such_milestone"), or Refusal("not_yours") for anyone who
    may not."""
    people, known = view.people.of(short), {milestone.ref: milestone for milestone in view.plans.one(short).milestones}
    person = by_id(people).get(said.asker.person.id)
    for ref in refs:
        if ref not in known:
            raise Refusal("no_such_milestone", ref=ref)
        if person is None or capacity(people, person, known[ref], said.today) is None:
            raise Refusal("not_yours", ref=ref, role=known[ref].accountable or "")
    return [known[ref] for ref in refs]


def milestone_for(view: View, said: Said, short: str, ref: str) -> Milestone:
    """Return one milestone, for writing. Raises Refusal as `milestones_for` does."""
    (milestone,) = milestones_for(view, said, short, [ref])
    return milestone
