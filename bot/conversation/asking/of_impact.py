"""The impact of an action, beside what else is told of it; and the measures and risks of somebody, beside their milestones."""

from __future__ import annotations

from bot.model.letters.message import Actions, Block, Button, Facts, Item, Message, Paragraph
from bot.model.letters.talk import Asker
from bot.model.snapshot import Snapshot
from bot.ports.record import View
from bot.reports.measures.impact import action_told
from bot.rules.holders import answers_for
from bot.rules.measures.impact import behind, why_no_impact
from bot.wording.commands import Measures, Risks
from bot.wording.measures import impact as wording
from bot.wording.measures import steps as worded
from bot.wording.sentences import line, words
from bot.wording.summary_lines import named

MOST_NAMED = 12


def with_impact(view: View, snapshot: Snapshot, action: str, message: Message) -> Message:
    """Add the step and the measures of an action to a message about it. Nothing, while neither was ever set."""
    told = action_told(view, snapshot, action)
    if told is None or not (told.steps or told.measures or told.is_delivered):
        return message
    label = words("impact.beside.label", {"ref": action})
    pairs = [(label, wording.of_action(told, snapshot.policy.zone))]
    if why := why_no_impact(told):
        pairs.append((words("impact.beside.none_label"), wording.why_on_list(why, behind(told))))
    return message.model_copy(update={"blocks": (*message.blocks, Facts(pairs=tuple(pairs)))})


def by_entry(view: View, snapshot: Snapshot, action: str) -> dict[int, Item]:
    """Return a line for each step that was set for an action, by its entry."""
    told = action_told(view, snapshot, action)
    if told is None:
        return {}
    lines = worded.history(told.steps, told.priority, snapshot.policy.zone, named=action)
    return {step.id: item for step, item in zip(told.steps, lines, strict=True)}


def besides(view: View, snapshot: Snapshot, asker: Asker) -> tuple[Block, ...]:
    """Name the measures and the risks of the roles that somebody holds or acts for, with a button that lists them all."""
    roles = answers_for(snapshot.people, asker.person.id, snapshot.today)
    measures, risks = view.measures.unread(snapshot.short), view.risks.all(snapshot.short)
    theirs = {
        "measures": [one.handle for one in measures if not one.is_closed and one.terms.owner in roles],
        "risks": [one.handle for one in risks if not one.is_closed and one.terms.owner in roles],
    }
    lists = {"measures": Measures(plan=asker.plan_named), "risks": Risks(plan=asker.plan_named)}
    told = [name for name, handles in theirs.items() if handles]
    buttons = tuple(Button(label=words(f"replies.besides.{name}_button"), command=str(lists[name]), apart=True) for name in told)
    facts = {name: {"handles": named(theirs[name], MOST_NAMED), "first": theirs[name][0]} for name in told}
    said = [Paragraph(spans=line(f"replies.besides.{name}", facts[name])) for name in told]
    return (*said, Actions(buttons=buttons)) if told else ()
