"""Numbers: a list of milestones bears them, so that a line may name those of the list last shown by them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.conversation.meant import last_list
from bot.conversation.visit import Said
from bot.model.letters.message import Block, Item, Items, Message
from bot.model.letters.talk import ListShown, Say
from bot.model.record.alike import Alike
from bot.model.updates.update import Standing
from bot.ports.record import View
from bot.wording import commands

_LISTS = (commands.Mine, commands.Due, commands.Overdue, commands.Red, commands.Amber, commands.Silent, commands.Status)
_UPDATES = re.compile(rf"(?:in .+: )?update (?P<ref>{commands.REF})", re.ASCII)
_ONE = re.compile(commands.REF, re.ASCII)
_NUMBERED: Alike[Item] = Alike(8 * 1024 * 1024)  # bytes of lines with their numbers: lines are mostly the same as before
_BEARING: Alike[tuple[Message, tuple[str, ...]]] = Alike(8 * 1024 * 1024)  # bytes of lists: asked again, each is the same
FEWEST = 2  # lines: one alone needs no number, and takes none from the card that asked


def _bears_numbers(question: commands.Question) -> bool:
    """Say if a question is answered with a list."""
    return isinstance(question, _LISTS) and not (isinstance(question, commands.Status) and _ONE.fullmatch(question.about or ""))


def numbered(view: View, said: Said, question: commands.Question, message: Message) -> Say:
    """Put a number before each milestone of a list that the asker may update, and tell which stands under which, if that is
    not known as the last list already."""
    if not _bears_numbers(question):
        return Say(message=message)
    bearing, found = _BEARING.of((message,), (), lambda: _bearing(message))
    if len(found) < FEWEST:
        return Say(message=message)
    asker, chat = said.asker, said.inbound.chat.id
    standings = view.updates.standings(asker.short)
    refs = tuple((ref, _newest(standings, ref)) for ref in found)
    last = last_list(view, said.inbound, asker.person.id, asker.plans, asker.now).values()
    known = [(one.plan, one.ref, one.stood) for one in last] == [(asker.short, *one) for one in refs]
    shown = ListShown(person=asker.person.id, chat=chat, at=asker.now, plan=asker.short, refs=refs)
    return Say(message=bearing, listed=None if known else shown)


def _newest(standings: Mapping[str, Standing], ref: str) -> int:
    return standings[ref].newest if ref in standings else 0


def _bearing(message: Message) -> tuple[Message, tuple[str, ...]]:
    """Return a message with its lines numbered, and the milestones under these numbers."""
    found: dict[str, int] = {}
    blocks = tuple(_numbered(block, found) for block in message.blocks)
    return message.model_copy(update={"blocks": blocks}), tuple(found)


def _numbered(block: Block, found: dict[str, int]) -> Block:
    if not isinstance(block, Items):
        return block
    lines = []
    for item in block.lines:
        ref = _ref_of(item)
        lines.append(_with_number(item, found.setdefault(ref, len(found) + 1)) if ref else item)
    return block.model_copy(update={"lines": tuple(lines)})


def _with_number(item: Item, number: int) -> Item:
    return _NUMBERED.of((item,), (number,), lambda: item.model_copy(update={"number": number}))


def _ref_of(item: Item) -> str | None:
    """Return the milestone that a line's first button updates. None if it has none."""
    said = _UPDATES.fullmatch(item.buttons[0].command) if item.buttons else None
    return said["ref"] if said is not None else None


def without_numbers(say: Say) -> Say:
    """Return the same without its numbers: they could not be noted."""
    blocks = tuple(_bare(block) for block in say.message.blocks)
    return say.model_copy(update={"message": say.message.model_copy(update={"blocks": blocks}), "listed": None})


def _bare(block: Block) -> Block:
    if not isinstance(block, Items):
        return block
    return block.model_copy(update={"lines": tuple(item.model_copy(update={"number": None}) for item in block.lines)})
