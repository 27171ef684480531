"""Each command of risks, put to whoever does it: what asks, what opens a form, and what is recorded."""

from __future__ import annotations

from typing import assert_never

from bot.conversation import filled
from bot.conversation.guarding import personal
from bot.conversation.office.work import propose
from bot.conversation.risks import forms
from bot.conversation.risks.doing import drawn, meant, put, recorded, said_before
from bot.conversation.risks.lists import card, risks
from bot.conversation.risks.told import told
from bot.conversation.visit import Said
from bot.model.letters.form import Answers
from bot.model.letters.talk import Ask, Fix, Reply, Say
from bot.model.risks.risk import Risk
from bot.ports.record import Tx, View
from bot.wording import commands


def look(view: View, said: Said, command: commands.RiskLook) -> Reply:
    """Answer what is asked of risks, and open their forms."""
    match command:
        case commands.Risks():
            return Say(message=risks(view, said.asker, command))
        case commands.RiskCard(handle=handle):
            return Say(message=card(view, said.asker, handle))
        case commands.RiskForm() | commands.RaiseForm() | commands.ChangeRiskForm() | commands.ScoreForm():
            form, answers = forms.form_for(view, said, command)
            return Ask(form=form, answers=answers)
    assert_never(command)


def do(tx: Tx, said: Said, command: commands.RiskWork, fresh: bool) -> Reply:
    """Record what was typed or pressed. If it is heard again, says what it did."""
    if not fresh and (before := recorded(tx, said)) is not None:
        return _say(tx, said, *before)
    change = meant(tx, said, command)
    twice = said_before(tx, change)
    if twice is not None:
        return _say(tx, said, *twice)
    if personal.found_in(tx, said.asker.short, change.texts):
        return propose(tx, said, command, fresh)
    return _say(tx, said, *put(tx, said, change))


def take_form(tx: Tx, said: Said, command: commands.RiskFilled, given: Answers, fresh: bool) -> Reply:
    """Judge a form that was sent in, and record what it says, once. One with faults is shown again."""
    given = filled.stripped(given)
    drawn_from = filled.drawn_from(command.token, given)
    before = drawn(tx, said, drawn_from) if drawn_from else None
    if before is None and not fresh:
        before = recorded(tx, said)
    if before is not None:
        return _say(tx, said, *before)
    form, _ = forms.form_for(tx, said, command)
    if faults := forms.wrong(tx, said, form, command, given):
        return Fix(form=form, answers=given, faults=faults)
    order = forms.meant(command, given)
    change = meant(tx, said, order)
    if personal.found_in(tx, said.asker.short, change.texts):
        return propose(tx, said, order, fresh)
    return _say(tx, said, *put(tx, said, change, drawn_from))


def _say(view: View, said: Said, risk: Risk, entry: int) -> Say:
    return Say(message=told(view, said, risk, entry), changed_record=True)
