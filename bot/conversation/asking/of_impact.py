"""The impact of an action, beside what else is told of it and of its milestones."""

from __future__ import annotations

from bot.model.letters.message import Facts, Item, Message
from bot.model.measures.no_impact import ActionTold
from bot.model.snapshot import Snapshot
from bot.ports.record import View
from bot.reports.measures.impact import actions_told
from bot.rules.measures.impact import behind, why_no_impact
from bot.wording.measures import impact as wording
from bot.wording.measures import steps as worded
from bot.wording.sentences import words


def with_impact(view: View, snapshot: Snapshot, action: str, message: Message) -> Message:
    """Add the step and the measures of an action to a message about it. Nothing, while neither was ever set."""
    told = _told(view, snapshot, action)
    if told is None or not (told.steps or told.measures or told.is_delivered):
        return message
    label = words("impact.beside.label", {"ref": action})
    pairs = [(label, wording.of_action(told, snapshot.policy.zone))]
    if why := why_no_impact(told):
        pairs.append((words("impact.beside.none_label"), wording.why_on_list(why, behind(told))))
    return message.model_copy(update={"blocks": (*message.blocks, Facts(pairs=tuple(pairs)))})


def by_entry(view: View, snapshot: Snapshot, action: str) -> dict[int, Item]:
    """Return a line for each step that was set for an action, by its entry."""
    told = _told(view, snapshot, action)
    if told is None:
        return {}
    lines = worded.history(told.steps, told.priority, snapshot.policy.zone, named=action)
    return {step.id: item for step, item in zip(told.steps, lines, strict=True)}


def _told(view: View, snapshot: Snapshot, action: str) -> ActionTold | None:
    return next((one for one in actions_told(view, snapshot) if one.ref == action), None)
