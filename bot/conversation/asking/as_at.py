"""A question about the past: answered by the same code, from what had been recorded by then."""

from __future__ import annotations

from collections.abc import Callable

from bot.conversation.assuring.check import check
from bot.conversation.board.business.log import log
from bot.conversation.measures.card import shown as measures
from bot.conversation.office.health import health
from bot.conversation.risks.lists import card, risks
from bot.conversation.visit import day_meant
from bot.conversation.voices.listing import one_voice, voices
from bot.model.letters.message import Actions, Block, Items, Message, Paragraph
from bot.model.letters.talk import Asker
from bot.ports.record import View
from bot.ports.refusals import Refusal
from bot.reports.record.past import Past, entry_by
from bot.rules.calendar import last_moment, local_day
from bot.rules.dates import Towards
from bot.wording import commands
from bot.wording.help import not_understood
from bot.wording.parse import parse
from bot.wording.sentences import line

NOW_ONLY = (commands.Home, commands.AllNews, commands.WhenToAsk)  # questions about what is now, or comes
Answer = Callable[[View, Asker, commands.Question], Message]


def answer_as_at(view: View, asker: Asker, asked: commands.AsAt, answer: Answer) -> Message:
    """Answer a question as it would have been answered at the end of a day, in the plan's zone.

    Raises Refusal if the day cannot be read, is still to come, or is before the first entry, or if it is about now alone.
    """
    question = parse(asked.question, local_day(asker.now, asker.zone))
    if isinstance(question, commands.AsAt | commands.Unknown):
        return not_understood("status")
    told = _told(question, answer)
    if told is None:
        raise Refusal("as_at_now_only", said=str(question))
    policy, today = view.plans.policy(asker.short), local_day(asker.now, asker.zone)
    day = day_meant(view, asker.short, asked.when, today, Towards.PAST)
    moment = last_moment(day, policy.zone)
    upto = entry_by(view, asker.short, moment, asker.now)
    then = asker.model_copy(update={"now": min(moment, asker.now)})
    said = told(Past(view, upto), then)
    note = Paragraph(spans=line("replies.as_at.note", {"day": day, "entry": upto}))
    return said.model_copy(update={"blocks": (note, *filter(None, map(_only_read, said.blocks)))})


def _told(question: commands.Command, answer: Answer) -> Callable[[View, Asker], Message] | None:
    """Return what answers a question from a record of the past. None if it is about what is or comes, or no question."""
    if isinstance(question, commands.Check):
        return check
    if isinstance(question, commands.Health):
        return health
    if isinstance(question, commands.Log):
        return lambda view, asker: log(view, asker, question)
    if isinstance(question, commands.Measures | commands.MeasureCard):
        return lambda view, asker: measures(view, asker, question)
    if isinstance(question, commands.Risks):
        return lambda view, asker: risks(view, asker, question)
    if isinstance(question, commands.RiskCard):
        return lambda view, asker: card(view, asker, question.handle)
    if isinstance(question, commands.Voices):
        return lambda view, asker: voices(view, asker, question)
    if isinstance(question, commands.OneVoice):
        return lambda view, asker: one_voice(view, asker, question.handle)
    if isinstance(question, NOW_ONLY) or not isinstance(question, commands.Question):
        return None
    return lambda view, asker: answer(view, asker, question)


def _only_read(block: Block) -> Block | None:
    """Return a block without its buttons: nothing is changed in the past. None if it is nothing but buttons."""
    if isinstance(block, Actions):
        return None
    if isinstance(block, Items):
        return block.model_copy(update={"lines": tuple(one.model_copy(update={"buttons": ()}) for one in block.lines)})
    return block
