"""A question about the past: answered by the same code, from what had been recorded by then."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

from bot.conversation.visit import day_meant
from bot.model.message import Actions, Block, Items, Message, Paragraph
from bot.model.talk import Asker
from bot.ports.record import View
from bot.reports.past import Past, entry_by
from bot.rules.calendar import last_moment, local_day
from bot.rules.dates import Towards
from bot.wording import commands
from bot.wording.help import not_understood
from bot.wording.parse import parse
from bot.wording.sentences import line

Answer = Callable[[View, Asker, commands.Question], Message]


def answer_as_at(view: View, asker: Asker, asked: commands.AsAt, answer: Answer) -> Message:
    """Answer a question as it would have been answered at the end of a day, in the plan's zone.

    Raises Refusal if the day cannot be read, is still to come, or is before the first entry.
    """
    question = parse(asked.question, local_day(asker.now, asker.zone))
    if not isinstance(question, get_args(commands.Question)) or isinstance(question, commands.AsAt | commands.Unknown):
        return not_understood("status")
    policy, today = view.plans.policy(asker.short), local_day(asker.now, asker.zone)
    day = day_meant(view, asker.short, asked.when, today, Towards.PAST)
    moment = last_moment(day, policy.zone)
    upto = entry_by(view, asker.short, moment, asker.now)
    then = asker.model_copy(update={"now": min(moment, asker.now)})
    said = answer(Past(view, upto), then, question)
    note = Paragraph(spans=line("replies.as_at.note", {"day": day, "entry": upto}))
    return said.model_copy(update={"blocks": (note, *filter(None, map(_only_read, said.blocks)))})


def _only_read(block: Block) -> Block | None:
    """Return a block without its buttons: nothing is changed in the past. None if it is nothing but buttons."""
    if isinstance(block, Actions):
        return None
    if isinstance(block, Items):
        return block.model_copy(update={"lines": tuple(one.model_copy(update={"buttons": ()}) for one in block.lines)})
    return block
