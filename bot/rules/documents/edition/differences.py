"""Differences between a plan as it stands and a new document that was fitted to it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.model.documents.edition import ActionChange, ActionPart, Change, Part, Whole
from bot.model.plan import Imported, Milestone, Plan

_PARTS = {
    Part.TEXT: ("text",),
    Part.DATE: ("date_text", "start", "due", "open_ended", "recurrence"),
    Part.OWNERS: ("owners",),
    Part.PLACE: ("stands_in", "stands_under"),
    Part.IMPORTED: ("imported",),
    Part.REF: ("source_ref",),
}
_OF_ACTIONS = {
    ActionPart.TITLE: ("title",),
    ActionPart.PLACE: ("priority",),
    ActionPart.IMPACT: ("impact",),
    ActionPart.MEASURES: ("success_measures",),
    ActionPart.LINKS: ("strategy_links",),
    ActionPart.REF: ("source_ref",),
}


def changes(before: Mapping[str, Milestone], after: Mapping[str, Milestone], stands: Plan) -> tuple[Change, ...]:
    """Return what the document says otherwise of each milestone, beside how it stands with all that was decided since."""
    in_force = {one.ref: one for one in stands.milestones}
    found = []
    for ref, new in after.items():
        old = before.get(ref)
        parts = () if old is None else tuple(part for part, fields in _PARTS.items() if differ(old, new, fields))
        if old is not None and parts:
            found.append(Change(was=in_force.get(ref, old), now=new, parts=parts))
    return tuple(found)


def actions(before: Plan, after: Plan) -> tuple[ActionChange, ...]:
    """Return the actions that are new, gone, or said otherwise."""
    old, new = ({one.ref: one for one in plan.actions} for plan in (before, after))
    found = [ActionChange(was=None, now=one) for ref, one in new.items() if ref not in old]
    for ref, was in old.items():
        now = new.get(ref)
        parts = () if now is None else tuple(part for part, fields in _OF_ACTIONS.items() if differ(was, now, fields))
        if parts or now is None:
            found.append(ActionChange(was=was, now=now, parts=parts))
    return tuple(found)


def whole(before: Plan, after: Plan) -> tuple[Whole, ...]:
    """Return which parts of the plan as a whole differ."""
    told = [part for part in Whole if getattr(before, part.value) != getattr(after, part.value)]
    known = {one.ref: one.sheet for one in before.milestones}
    moved = any(known.get(one.ref, one.sheet) != one.sheet for one in after.milestones)
    return (*told, *((Whole.SHEETS,) if moved and Whole.SHEETS not in told else ()))


def same_state(old: Imported | None, new: Imported | None) -> bool:
    """Say if two imported statements say the same, whichever file they came with."""
    if old is None or new is None:
        return old is new
    return not differ(old, new, ("status", "colour", "words", "progress", "done"))


def differ(old: object, new: object, fields: tuple[str, ...]) -> bool:
    """Say if two values of one kind differ in any of these fields."""
    return any(getattr(old, field) != getattr(new, field) for field in fields)
