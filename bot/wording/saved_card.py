"""The card of what was saved: each milestone with its handle and words, and how it goes on."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model.message import Actions, Block, Button, Item, Items, Message, Paragraph, Spans
from bot.model.plan import Milestone
from bot.model.update import Update, update_handle
from bot.wording.cards import update_without_status
from bot.wording.sections import MOST_LINES
from bot.wording.sentences import line, mark, with_full_stop


def saved_card(
    lines: Sequence[tuple[Milestone, Update]],
    title: str,
    plan: Sequence[Spans] = (),
    notes: Sequence[Spans] = (),
    buttons: tuple[Button, ...] = (),
    after: Sequence[Block] = (),
) -> Message:
    """Say back in full what now stands for these milestones, under the plan's name if that must be told; `after` below it."""
    full = (_saved(lines, *one) for one in lines if not _is_short(lines, one[1]))
    items = (*_unchanged(lines), *full)
    listed: tuple[Block, ...] = (Items(lines=items),) if items else ()
    pressed: tuple[Block, ...] = (Actions(buttons=buttons),) if buttons else ()
    return Message(title=title, blocks=(*_said(plan), *listed, *_said(notes), *after, *pressed))


def _is_short(lines: Sequence[tuple[Milestone, Update]], update: Update) -> bool:
    """Say if of a statement only the handle is told: of many saved at once those that changed nothing need no more."""
    return len(lines) > MOST_LINES and update.confirms is not None


def _unchanged(lines: Sequence[tuple[Milestone, Update]]) -> tuple[Item, ...]:
    found: dict[str, list[str]] = {}
    for milestone, update in lines:
        if _is_short(lines, update):
            found.setdefault(update.status, []).append(f"{milestone.ref} ({update_handle(update.id)})")
    return tuple(
        Item(mark=mark(status), spans=line("replies.saved.unchanged", {"count": len(refs), "refs": ", ".join(refs)}))
        for status, refs in found.items()
    )


def _saved(lines: Sequence[tuple[Milestone, Update]], milestone: Milestone, update: Update) -> Item:
    facts = {"ref": milestone.ref, "handle": update_handle(update.id), "text": with_full_stop(milestone.text)}
    told = "replies.saved.item_of_several" if len(lines) > 1 else "replies.saved.item"
    return Item(mark=mark(update.status), spans=line(told, {**facts, "said": update_without_status(update)}))


def _said(sentences: Sequence[Spans]) -> tuple[Block, ...]:
    return tuple(Paragraph(spans=spans) for spans in sentences)
