"""Each question, put to whoever answers it. Takes a View, so that nothing here can write."""

from __future__ import annotations

from typing import assert_never

from bot.conversation.asking import as_at, chased, dates, evidence, helping, history, home, impact, lists, resting, status, why
from bot.conversation.board.period import period as period_now
from bot.model.letters.message import Message
from bot.model.letters.talk import Asker
from bot.model.status import Status
from bot.ports.record import View
from bot.wording import commands
from bot.wording.help import too_long
from bot.wording.settings import settings_message


def answer_question(view: View, asker: Asker, question: commands.Question) -> Message:
    """Answer one question."""
    match question:
        case commands.AsAt():
            return as_at.answer_as_at(view, asker, question, answer_question)
        case commands.Help(topic=topic):
            return helping.explain(view, asker, topic)
        case commands.Home():
            return home.home(view, asker)
        case commands.Mine():
            return lists.mine(view, asker)
        case commands.Status(about=about):
            return status.status(view, asker, about)
        case commands.Due(period=period):
            return lists.due(view, asker, period)
        case commands.Overdue():
            return lists.past_due(view, asker)
        case commands.Red():
            return lists.off_track(view, asker, Status.RED)
        case commands.Amber():
            return lists.off_track(view, asker, Status.AMBER)
        case commands.Silent():
            return lists.silent(view, asker)
        case commands.DigestNow(everything=everything):
            return status.summary(view, asker, everything)
        case commands.History(ref=ref):
            return history.history(view, asker, ref)
        case commands.Who(ref=ref):
            return history.who(view, asker, ref)
        case commands.Dates(ref=ref):
            return dates.dates(view, asker, ref)
        case commands.PeriodNow():
            return period_now(view, asker)
        case commands.Impacts(ref=ref):
            return impact.impact(view, asker, ref)
        case commands.Settings():
            return settings_message(view.plans.policy(asker.short), view.plans.one(asker.short).title)
        case commands.EvidenceIndex(about=about):
            return evidence.index(view, asker, about or "")
        case commands.Why(ref=ref):
            return why.why(view, asker, ref)
        case commands.WhenToAsk(ref=ref):
            return resting.when_to_ask(view, asker, ref)
        case commands.AllNews():
            return chased.all_news(view, asker)
        case commands.TooLong(count=count):
            return too_long(count)
        case commands.Unknown():
            return helping.guess(view, asker, question)
    assert_never(question)
