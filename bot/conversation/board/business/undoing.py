"""Undoing: the last thing that somebody did with the board's business counts no longer, unless somebody built on it since."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.board.business.doing import made_by
from bot.conversation.board.business.meant import refused
from bot.conversation.visit import Said, plan_named
from bot.model.board.business import BusinessState, Item
from bot.model.letters.message import Message, Paragraph
from bot.model.letters.talk import Say
from bot.model.record.entry import Entry, EntryKind
from bot.ports.record import Tx, View
from bot.ports.refusals import Refusal
from bot.wording import business as wording
from bot.wording.sentences import words

BUSINESS = frozenset({EntryKind.BUSINESS})


def take_back(tx: Tx, said: Said, saved: Sequence[Entry]) -> Say:
    """Take back what was said last of the board's business. Raises Refusal if that was done already, or others built on it."""
    for entry in saved:
        item = _item_of(tx, said, entry)
        _refuse(item, entry.header.number)
        tx.acting(said.by_as(entry.fields.get("capacity", "")))
        tx.business.take_back(item, entry.header.number)
    tx.rounds.wake(said.asker.short)
    return say_undone(tx, said, saved)


def _item_of(view: View, said: Said, entry: Entry) -> Item:
    begun = int(entry.fields.get("item", entry.header.number))
    found = made_by(view, said.asker.short, (begun,))
    if found is None:
        raise Refusal("undone_already")
    return found[0]


def _refuse(item: Item, entry: int) -> None:
    if entry == item.id and item.state is BusinessState.WITHDRAWN:
        raise Refusal("undone_already")
    if any(step.id > entry for step in item.steps):
        raise refused("undo_built", {"handle": item.handle, "how": wording.state(item)})
    if entry != item.id and all(step.id != entry for step in item.steps):
        raise Refusal("undone_already")


def say_undone(view: View, said: Said, entries: Sequence[Entry]) -> Say:
    """Say which business stands as before, and how."""
    item = _item_of(view, said, entries[0])
    gone = entries[0].header.number == item.id
    title = words(f"business.told.undone_{'raised' if gone else 'step'}", {"handle": item.handle, "state": wording.state(item)})
    plan = tuple(Paragraph(spans=spans) for spans in plan_named(view, said.asker.person.id, said.asker.short))
    return Say(message=Message(title=title, blocks=plan), in_place=said.inbound.card is not None)
