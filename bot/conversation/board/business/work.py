"""Each command of the board's business, put to whoever does it: what asks, what opens a form, and what is recorded."""

from __future__ import annotations

from typing import assert_never

from bot.conversation import filled
from bot.conversation.board.business import answering, forms, offered
from bot.conversation.board.business.doing import drawn, meant, put, recorded
from bot.conversation.board.business.log import log
from bot.conversation.board.business.meant import Change
from bot.conversation.board.business.told import told
from bot.conversation.guarding import personal
from bot.conversation.office.work import propose
from bot.conversation.updating import closing
from bot.conversation.visit import Said
from bot.model.board.business import Item
from bot.model.letters.form import Answers
from bot.model.letters.talk import Ask, Fix, Reply, Say
from bot.ports.record import Tx, View
from bot.rules.board import business as rules
from bot.wording import commands


def look(view: View, said: Said, command: commands.BusinessLook) -> Reply:
    """Answer what is asked of the board's business, and open its forms."""
    match command:
        case commands.Log():
            return Say(message=log(view, said.asker, command))
        case (
            commands.ChallengeForm()
            | commands.ActionForm()
            | commands.DecideForm()
            | commands.AnswerForm()
            | commands.NotAcceptedForm()
        ):
            form, answers = forms.form_for(view, said, command)
            return Ask(form=form, answers=answers)
    assert_never(command)


def do(tx: Tx, said: Said, command: commands.BusinessWork, fresh: bool) -> Reply:
    """Record what was typed or pressed. If it is heard again, says what it did."""
    if not fresh and (before := recorded(tx, said)) is not None:
        return _say(tx, said, *before)
    change = meant(tx, said, command)
    twice = rules.said_before(tx.business.all(said.asker.short), change.item, change.step)
    if twice is not None:
        return _say(tx, said, *twice)
    if personal.found_in(tx, said.asker.short, change.texts):
        return propose(tx, said, command, fresh)
    return _say(tx, said, *put(tx, said, change))


def take_form(tx: Tx, said: Said, command: commands.BusinessForm, given: Answers, fresh: bool) -> Reply:
    """Judge a form that was sent in, and record what it says, once. One with faults is shown again."""
    given = filled.stripped(given)
    drawn_from = filled.drawn_from(command.token, given)
    before = drawn(tx, said, drawn_from) if drawn_from else None
    if before is None and not fresh:
        before = recorded(tx, said)
    if before is not None:
        return _say(tx, said, *before)
    form, _ = forms.form_for(tx, said, command)
    if faults := forms.wrong(tx, said, form, given):
        return Fix(form=form, answers=given, faults=faults)
    order = forms.meant(tx, said, command, given)
    change = _change(tx, said, order, given)
    if personal.found_in(tx, said.asker.short, change.texts):
        return propose(tx, said, _with_links(order, given), fresh)
    item, entry = put(tx, said, change, drawn_from)
    kept = offered.kept_for(tx, said, command.token)
    redrawn = closing.used_up(tx, said, kept, (entry,)) if kept is not None else ()
    return _say(tx, said, item, entry).model_copy(update={"redrawn": redrawn})


def _change(view: View, said: Said, order: commands.BusinessWork, given: Answers) -> Change:
    """Return what a form changes. The links of an answer stand in a question of their own there."""
    if isinstance(order, commands.Answer):
        return answering.answer(view, said, order, "\n".join(filled.links(given)))
    return meant(view, said, order)


def _with_links(order: commands.BusinessWork, given: Answers) -> commands.BusinessWork:
    """Return an answer with its links among its words, as it would be typed."""
    if not isinstance(order, commands.Answer):
        return order
    return order.model_copy(update={"text": " ".join([order.text, *filled.links(given)])})


def _say(view: View, said: Said, item: Item, entry: int) -> Say:
    return Say(message=told(view, said, item, entry), changed_record=True)
