"""The board's business about one thing of the plan, a line each, beside what else is told of that."""

from __future__ import annotations

from bot.model.letters.message import Item, Items, Message, Paragraph
from bot.model.snapshot import Snapshot
from bot.ports.record import View
from bot.rules.board.business import concerns
from bot.wording import business as wording
from bot.wording.letters.sections import MOST_LINES
from bot.wording.sentences import line, words


def by_entry(view: View, snapshot: Snapshot, ref: str) -> dict[int, Item]:
    """Return a line for each piece of business that concerns a ref, by the entry that raised it."""
    found = (one for one in view.business.all(snapshot.short) if concerns(one, ref))
    return {one.id: Item(spans=wording.about_ref(one, snapshot.policy.zone)) for one in found}


def with_business(view: View, snapshot: Snapshot, ref: str, message: Message) -> Message:
    """Add the board's business that concerns a ref to a message about it, the latest if there is much. Mostly there is none."""
    lines = tuple(by_entry(view, snapshot, ref).values())
    if not lines:
        return message
    told = Items(heading=words("business.line.heading"), lines=lines[-MOST_LINES:])
    more = (Paragraph(spans=line("business.line.more", {"count": len(lines) - MOST_LINES})),) if len(lines) > MOST_LINES else ()
    return message.model_copy(update={"blocks": (*message.blocks, told, *more)})
