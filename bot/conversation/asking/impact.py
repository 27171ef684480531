"""The impact of the plan's actions: each with its delivery, its step and its measures, or one with all steps that were set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.model.letters.message import Actions, Block, Item, Items, Message, Paragraph
from bot.model.letters.talk import Asker
from bot.model.measures.no_impact import ActionTold
from bot.model.snapshot import Snapshot
from bot.ports.record import View
from bot.ports.refusals import Refusal
from bot.reports.measures.impact import actions_told
from bot.reports.snapshot import take
from bot.rules.board import leads
from bot.rules.measures.impact import behind, has_shown_impact, why_no_impact
from bot.wording.measures import impact as wording
from bot.wording.measures import steps as worded
from bot.wording.sentences import Fact, line, words
from bot.wording.summary_lines import named

MOST_REFS = 12


def impact(view: View, asker: Asker, ref: str | None) -> Message:
    """Tell how far every action has got, those of a priority, or one. Raises Refusal if the plan has none of that ref."""
    snapshot = take(view, asker.short, asker.now)
    actions = actions_told(view, snapshot)
    if ref is None:
        return _listed(snapshot, asker, actions, words("impact.list.title"))
    milestone = snapshot.plan.known(ref)
    meant = milestone.action if milestone is not None else ref
    one = next((action for action in actions if action.ref == meant), None)
    if one is not None:
        return _history(snapshot, asker, one)
    of_priority = [action for action in actions if str(action.priority) == ref]
    if not of_priority:
        known = named([action.ref for action in actions], MOST_REFS)
        raise Refusal("fault", sentence=words("impact.refused.unknown", {"ref": ref, "known": known}))
    return _listed(snapshot, asker, of_priority, words("impact.list.title_priority", {"number": ref}))


def _listed(snapshot: Snapshot, asker: Asker, actions: Sequence[ActionTold], title: str) -> Message:
    """List actions: first those that are delivered and have shown no impact yet."""
    if not actions:
        return Message(title=title, blocks=(Paragraph(spans=line("impact.list.empty")),))
    delivered = [one for one in actions if one.is_delivered]
    none = [one for one in delivered if why_no_impact(one)]
    known = [one for one in delivered if not why_no_impact(one)]
    others = [one for one in actions if not one.is_delivered]
    counts: dict[str, Fact] = {
        "delivered": len(delivered),
        "actions": len(actions),
        "shown": sum(map(has_shown_impact, delivered)),
        "none": len(delivered) - sum(map(has_shown_impact, delivered)),
    }
    groups = (("no_impact", none), ("known", known), ("others" if delivered else "others_alone", others))
    listed = tuple(
        Items(
            heading=words(f"impact.list.{name}", {"count": len(some)}),
            lines=tuple(_line(snapshot, asker, one) for one in some),
        )
        for name, some in groups
        if some
    )
    count = Paragraph(spans=line("impact.list.count" if delivered else "impact.list.count_none", counts))
    return Message(title=title, blocks=(count, *listed, worded.scale_in_full()))


def _line(snapshot: Snapshot, asker: Asker, action: ActionTold) -> Item:
    """Return the line of an action, with the button for whoever leads it; for an admin if it is delivered, where it matters."""
    offers = _may_set(snapshot, asker, action) and (action.is_delivered or asker.person.leads(action.priority))
    button = worded.set_button(action.ref, asker.plan_named) if offers else None
    return wording.action_line(action, snapshot.policy.zone, why_no_impact(action), behind(action), button)


def _history(snapshot: Snapshot, asker: Asker, action: ActionTold) -> Message:
    """Tell of one action: how it stands, and every step that was set, with why."""
    title = words("impact.history.title", {"ref": action.ref, "title": action.title})
    blocks = tuple(_blocks(snapshot, action))
    if _may_set(snapshot, asker, action):
        blocks = (*blocks, Actions(buttons=(worded.set_button(action.ref, asker.plan_named),)))
    return Message(title=title, blocks=blocks)


def _blocks(snapshot: Snapshot, action: ActionTold) -> Iterator[Block]:
    number, zone = action.priority, snapshot.policy.zone
    facts: dict[str, Fact] = {"delivery": wording.delivery(action), "measures": wording.measures_told(action.measures)}
    yield Paragraph(spans=line("impact.history.stands", facts))
    if why := why_no_impact(action):
        yield Paragraph(spans=wording.why_on_list(why, behind(action)))
    if action.steps:
        yield Items(heading=words("impact.history.steps"), lines=tuple(worded.history(action.steps, number, zone)))
    else:
        yield Paragraph(spans=line("impact.history.nothing", {"ref": action.ref, "number": number}))
    yield worded.scale_in_full()


def _may_set(snapshot: Snapshot, asker: Asker, action: ActionTold) -> bool:
    people = snapshot.people
    person = people.one(asker.person.id) or asker.person
    return leads.capacity(people, person, action.priority, snapshot.today) is not None
