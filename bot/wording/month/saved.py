"""The words below which the card stands once something of it was saved."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model.letters.message import Actions, Block, Button, Message, Paragraph, Spans
from bot.model.updates.update import handles_of
from bot.wording.commands import Chosen
from bot.wording.letters.sections import MOST_LINES
from bot.wording.month.card import chosen_word
from bot.wording.sentences import line, words
from bot.wording.summary_lines import named


def month_saved(ids: Sequence[int], notes: Sequence[Spans], buttons: tuple[Button, ...], after: Sequence[Block]) -> Message:
    """Say under which handles a save was put on the record, and what is to be told of it. `after` tells how it goes on."""
    title = words("replies.saved.title", {"handles": handles_of(ids), "before": ""}) if ids else words("month.saved.nothing")
    pressed = (Actions(buttons=buttons),) if buttons else ()
    return Message(title=title, blocks=(*(Paragraph(spans=spans) for spans in notes), *pressed, *after))


def chosen_line(chosen: Chosen, refs: Sequence[str]) -> Spans:
    """Say of which milestones the same was saved."""
    return line("month.saved.choice", {"chosen": chosen_word(chosen), "refs": named(refs, MOST_LINES)})


def still_to_tell(lacking: Sequence[str], doubted: Sequence[str], moved: Sequence[str]) -> tuple[Block, ...]:
    """Say of which milestones something is still to be told: questions left open, what does not fit, or all of one that
    moved."""
    told = (("needs", lacking), ("doubted", doubted), ("moved", moved))
    return tuple(Paragraph(spans=line(f"month.said.{what}", {"refs": ", ".join(refs)})) for what, refs in told if refs)
