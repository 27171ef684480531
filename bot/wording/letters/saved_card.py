"""The card of what was saved: each milestone with its handle and words, and how it goes on."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model.letters.message import Actions, Block, Button, Item, Items, Message, Paragraph, Spans
from bot.model.plan import Milestone
from bot.model.updates.update import Update, update_handle
from bot.wording.documents.refs import ref_of
from bot.wording.letters.cards import update_without_status
from bot.wording.letters.sections import MOST_LINES
from bot.wording.sentences import Fact, line, mark, with_full_stop

Saved = tuple[Milestone, Update]


def saved_card(
    lines: Sequence[Saved],
    title: str,
    plan: Sequence[Spans] = (),
    notes: Sequence[Spans] = (),
    buttons: tuple[Button, ...] = (),
    after: Sequence[Block] = (),
) -> Message:
    """Say back in full what now stands for these milestones, under the plan's name if that must be told; `after` below it."""
    groups = _alike(lines) if len(lines) > MOST_LINES else [[one] for one in lines]
    items = tuple(_item(group, len(lines)) for group in groups)
    listed: tuple[Block, ...] = (Items(lines=items),) if items else ()
    pressed: tuple[Block, ...] = (Actions(buttons=buttons),) if buttons else ()
    return Message(title=title, blocks=(*_said(plan), *listed, *_said(notes), *after, *pressed))


def _alike(lines: Sequence[Saved]) -> list[list[Saved]]:
    """Put together, of many, those that changed nothing, and those of which the same was said."""
    found: dict[object, list[Saved]] = {}
    for one in lines:
        update = one[1]
        words_said = "" if update.confirms is not None else update_without_status(update)
        found.setdefault((update.status, update.confirms is None, words_said), []).append(one)
    return list(found.values())


def _item(group: Sequence[Saved], count: int) -> Item:
    milestone, update = group[0]
    handle, said = update_handle(update.id), update_without_status(update)
    facts: dict[str, Fact] = {"ref": ref_of(milestone), "handle": handle, "text": with_full_stop(milestone.text), "said": said}
    facts |= {"count": len(group), "refs": ", ".join(f"{one.ref} ({update_handle(said.id)})" for one, said in group)}
    told = "item_of_several" if count > 1 else "item"
    if count > MOST_LINES and update.confirms is not None:
        told = "unchanged"
    elif len(group) > 1:
        told = "alike"
    return Item(mark=mark(update.status), spans=line(f"replies.saved.{told}", facts))


def _said(sentences: Sequence[Spans]) -> tuple[Block, ...]:
    return tuple(Paragraph(spans=spans) for spans in sentences)
