"""The words below which the card stands once something of it was saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.model.message import Actions, Block, Button, Item, Items, Message, Paragraph, Spans
from bot.model.update import update_handle
from bot.wording.commands import Chosen, Undo
from bot.wording.month.card import chosen_word
from bot.wording.sentences import line, words
from bot.wording.summary_lines import named

MOST_REFS = 12  # refs that are named of many, the rest is counted
FEW = 3  # handles that are named each by itself


def month_saved(
    ids: Sequence[int],
    refs: Mapping[Chosen, Sequence[str]],
    after: Spans | None,
    reasons: Mapping[str, Sequence[str]],
    moved: Sequence[str],
    plan: str | None,
    undo: str | None,
) -> Message:
    """Say what a save put on the record and under which handles, when the next question comes, and what was left open."""
    title = words("replies.saved.title", {"handles": _handles(ids)}) if ids else words("month.saved.nothing")
    told = [
        line("month.saved.choice", {"chosen": chosen_word(chosen), "refs": named(some, MOST_REFS)})
        for chosen, some in refs.items()
    ]
    blocks: list[Block] = [Paragraph(spans=spans) for spans in (*told, *([after] if after else ()))]
    if undo:
        button = Button(label=words("replies.saved.undo"), command=str(Undo(plan=plan, token=undo)))
        blocks.append(Actions(buttons=(button,)))
    why = tuple(Item(spans=line(f"month.left.{reason}", {"refs": named(some, MOST_REFS)})) for reason, some in reasons.items())
    blocks += [Items(heading=words("month.left.heading"), lines=why)] if why else []
    blocks += [Paragraph(spans=line("month.said.moved", {"refs": ", ".join(moved)}))] if moved else []
    return Message(title=title, blocks=tuple(blocks))


def _handles(ids: Sequence[int]) -> str:
    """Name what was saved by its handles: the first and the last of many."""
    handles = [update_handle(id_) for id_ in sorted(ids)]
    if len(handles) <= FEW:
        return ", ".join(handles)
    return words("month.saved.handles", {"first": handles[0], "last": handles[-1], "count": len(handles)})
