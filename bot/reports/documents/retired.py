"""Milestones that an edition took out of their plan: what was said of them stays readable."""

from __future__ import annotations

from bot.model.letters.message import Spans
from bot.model.plan import Milestone, Plan
from bot.model.snapshot import Snapshot
from bot.model.updates.update import Update
from bot.ports.record import View
from bot.ports.refusals import Refusal
from bot.rules.updates.standing import local_day
from bot.wording.sentences import Fact, line, with_full_stop


def known(plan: Plan, ref: str) -> Milestone:
    """Return a milestone for reading, taken out or not. Raises Refusal if the plan never had it."""
    milestone = plan.known(ref)
    if milestone is None:
        raise Refusal("no_such_milestone", ref=ref)
    return milestone


def taken_out(view: View, snapshot: Snapshot, ref: str) -> Spans:
    """Say that an edition took a milestone out, when, and why if a reason was given."""
    gone = view.plans.dropped(snapshot.short, ref)
    if gone is None:
        return line("replies.status.retired", {"ref": ref})
    facts: dict[str, Fact] = {"ref": ref, "day": local_day(gone.at, snapshot.policy), "why": with_full_stop(gone.why)}
    return line("replies.status.retired_because" if gone.why else "replies.status.retired_on", facts)


def in_force(plan: Plan, ref: str) -> Milestone:
    """Return a milestone of which something may be said. Raises Refusal if the plan has it not, or it has ended."""
    for milestone in plan.milestones:
        if milestone.ref == ref:
            if milestone.closed:
                raise Refusal("milestone_closed", ref=ref)
            return milestone
    raise Refusal("milestone_retired" if plan.has_retired(ref) else "no_such_milestone", ref=ref)


def last_said(view: View, short: str, ref: str) -> Update | None:
    """Return what was said last of a milestone and not taken back since."""
    said = view.updates.history(short, ref)
    return said[-1] if said else None


def retired_json(view: View, snapshot: Snapshot) -> list[dict[str, object]]:
    """Return the milestones that were taken out of a plan, each as it last stood."""
    return [_row(view, snapshot.short, one) for one in snapshot.plan.retired]


def _row(view: View, short: str, milestone: Milestone) -> dict[str, object]:
    update, gone = last_said(view, short, milestone.ref), view.plans.dropped(short, milestone.ref)
    return {
        "ref": milestone.ref,
        "text": milestone.text,
        "status": update.status.value if update else None,
        "reported_at": update.at.isoformat() if update else None,
        "update": update.id if update else None,
        "due": milestone.due.isoformat() if milestone.due else None,
        "owners": list(milestone.owners),
        "taken_out": gone.at.isoformat() if gone else None,
        "because": gone.why if gone else "",
    }
