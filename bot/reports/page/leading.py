"""Leading on: from a ref that something is about to where that is shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.model.letters.message import Text
from bot.model.page.place import Place, Room
from bot.model.page.sheet import Line, Lines
from bot.reports.page.ground import Ground
from bot.wording.sentences import words
from bot.wording.summary import priority_name
from bot.wording.summary_lines import cut

TITLE = 120  # letters of what a ref is


def to_refs(ground: Ground, refs: Sequence[str]) -> tuple[Lines, ...]:
    """Return a list of what some refs are, each leading there. Nothing if there are none."""
    lines = tuple(_lines(ground, refs))
    return (Lines(caption=words("page.leading.about"), lines=lines),) if lines else ()


def to_ref(ground: Ground, ref: str) -> tuple[str, Place] | None:
    """Return what a ref is, and the place where it is shown. None if the plan has it not."""
    plan = ground.snapshot.plan
    if (milestone := plan.known(ref)) is not None:
        return f"{ref} {cut(milestone.text, TITLE).text}", ground.to(Place(room=Room.MILESTONE, ref=ref))
    for action in plan.actions:
        if action.ref == ref:
            return f"{ref} {cut(action.title, TITLE).text}", ground.to(Place(room=Room.ACTION, ref=ref))
    for priority in plan.priorities:
        if str(priority.number) == ref:
            told = words("page.plan.priority", {"number": ref, "name": priority_name(priority.text)})
            return told, ground.to(Place(room=Room.PLAN, priority=priority.number))
    return None


def _lines(ground: Ground, refs: Sequence[str]) -> Iterator[Line]:
    for ref in refs:
        found = to_ref(ground, ref)
        if found is not None:
            yield Line(spans=(Text(text=found[0]),), to=found[1])
