"""The log: what the board has asked, decided and had done, what waits first. One thing is told whole."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.board.business.meant import found_in
from bot.conversation.board.business.told import whole
from bot.conversation.visit import plan_named
from bot.model.board.business import BusinessKind, Item
from bot.model.letters.message import Actions, Block, Button, Items, Message, Paragraph
from bot.model.letters.message import Item as Line
from bot.model.letters.talk import Asker
from bot.model.people import People
from bot.model.plan import Plan
from bot.ports.record import View
from bot.rules.board import whose
from bot.wording import business as wording
from bot.wording import commands
from bot.wording.commands import Which
from bot.wording.letters.sections import MOST_LINES
from bot.wording.sentences import line, words

_KINDS = {
    Which.ACTIONS: BusinessKind.ACTION,
    Which.DECISIONS: BusinessKind.DECISION,
    Which.CHALLENGES: BusinessKind.CHALLENGE,
}


def log(view: View, asker: Asker, command: commands.Log) -> Message:
    """Tell the board's business, or one thing of it. Raises Refusal if there is no such thing."""
    if command.handle:
        return whole(view, asker, found_in(view, asker.short, command.handle))
    items, plan, people = view.business.all(asker.short), view.plans.one(asker.short), view.people.of(asker.short)
    meant = [one for one in items if command.which not in _KINDS or one.kind is _KINDS[command.which]]
    waiting, over = [one for one in meant if one.is_open], [one for one in meant if not one.is_open]
    opening = tuple(Paragraph(spans=spans) for spans in plan_named(view, asker.person.id, asker.short))
    if command.which is Which.OPEN:
        over = []
    if not waiting and not over:
        kind = _KINDS.get(command.which) if command.which is not None and items else None
        none = f"none_{kind.value}" if kind is not None else "none_open" if command.which is Which.OPEN else "none"
        title = words(f"business.log.{none}")
        return Message(title=title, blocks=(*opening, Paragraph(spans=line("business.log.how"))))
    room = len(meant) if command.which is Which.ALL else MOST_LINES
    shown, rest = waiting[:room], over[::-1][: max(room - len(waiting), 0)]
    folded = command.which is not Which.ALL
    blocks = (*_listed("waiting", shown, plan, people), *_listed("over", rest, plan, people, folded=folded))
    left = len(waiting) + len(over) - len(shown) - len(rest)
    title = words("business.log.title", {"open": len(waiting), "over": len(meant) - len(waiting)})
    return Message(title=title, blocks=(*opening, *blocks, *_left(asker, left)))


def _listed(name: str, items: Sequence[Item], plan: Plan, people: People, folded: bool = False) -> tuple[Block, ...]:
    """List some business under its heading, what is wanted soonest first."""
    if not items:
        return ()
    lines = tuple(Line(spans=wording.in_line(one, whose.answering(plan, people, one))) for one in items)
    return (Items(heading=words(f"business.log.{name}"), lines=lines, folded=folded),)


def _left(asker: Asker, left: int) -> tuple[Block, ...]:
    """Count what there is no room for, with the button that shows it."""
    if left <= 0:
        return ()
    all_ = str(commands.Log(plan=asker.plan_named, which=Which.ALL))
    button = Button(label=words("business.button.all"), command=all_, apart=True)
    return (Paragraph(spans=line("business.log.more", {"count": left})), Actions(buttons=(button,)))
