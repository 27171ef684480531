"""The right to update: the one way to a milestone, for whoever wants to say something of it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.visit import Said
from bot.model.people import People
from bot.model.plan import Milestone
from bot.ports.record import View
from bot.ports.refusals import Refusal
from bot.reports.documents.retired import in_force
from bot.rules.holders import by_id, capacity, held_before, holders
from bot.wording.sentences import words


def milestones_for(view: View, said: Said, short: str, refs: Sequence[str]) -> list[Milestone]:
    """Return milestones of a plan, for writing. Raises Refusal as `in_force` does, or Refusal("not_yours"),
    Refusal("no_longer_yours") or Refusal("unowned") for anyone who may not."""
    people, plan = view.people.of(short), view.plans.one(short)
    known = {milestone.ref: milestone for milestone in plan.milestones if not milestone.closed}
    person = by_id(people).get(said.asker.person.id)
    for ref in refs:
        milestone = known[ref] if ref in known else in_force(plan, ref)
        if person is None or capacity(people, person, milestone, said.today) is None:
            raise _not_theirs(people, said, milestone)
    return [known[ref] for ref in refs]


def _not_theirs(people: People, said: Said, milestone: Milestone) -> Refusal:
    """Return why somebody may not update a milestone. Whoever held its role is told who holds it now."""
    role = held_before(people, said.asker.person.id, milestone.owners, said.today)
    if role is None:
        named = {"ref": milestone.ref, "role": _either(milestone.owners)}
        return Refusal("not_yours", **named) if milestone.owners else Refusal("unowned", ref=milestone.ref)
    who = ", ".join(people.named_apart(one) for one in holders(people, role, said.today))
    return Refusal("no_longer_yours", ref=milestone.ref, role=role, who=who)


def _either(roles: Sequence[str]) -> str:
    """Name some roles of which any one will do."""
    *others, last = roles or ("",)
    return words("replies.said.either", {"others": ", ".join(others), "last": last}) if others else last


def milestone_for(view: View, said: Said, short: str, ref: str) -> Milestone:
    """Return one milestone, for writing. Raises Refusal as `milestones_for` does."""
    (milestone,) = milestones_for(view, said, short, [ref])
    return milestone
