"""Each statement, put to whoever takes it: what opens a form, and what is put on the record at once."""

from __future__ import annotations

from typing import assert_never

from bot.conversation import introductions
from bot.conversation.absence import work as absences
from bot.conversation.evidence import adding, offers, renewing
from bot.conversation.updating import closing, sent_form, typed_update
from bot.conversation.updating.confirming import pressing
from bot.conversation.updating.undoing import taking_back
from bot.conversation.visit import Said, mark_changed
from bot.model.letters.talk import Reply
from bot.ports.record import Tx, View
from bot.wording import commands


def open_form(view: View, said: Said, command: commands.Opening) -> Reply:
    """Open the form that a statement is made with."""
    match command:
        case commands.UpdateForm(refs=refs):
            return sent_form.opened(view, said, refs)
        case commands.Change(token=token):
            return sent_form.change(view, said, token)
        case commands.OfferEvidence():
            return offers.offer(view, said, command)
        case commands.CorrectForm(number=number):
            return sent_form.correction_form(view, said, number)
    assert_never(command)


def state(tx: Tx, said: Said, command: commands.Declaration, fresh: bool) -> Reply:
    """Take what a person declares."""
    match command:
        case commands.Declare(entries=entries):
            return typed_update.take_line(tx, said, entries, fresh)
        case commands.NoChange():
            return mark_changed(pressing.press(tx, said, command, fresh))
        case commands.Choose():
            return typed_update.choose(tx, said, command, fresh)
        case commands.Save(token=token):
            return mark_changed(typed_update.save(tx, said, token, fresh))
        case commands.Discard(token=token):
            return closing.let_go(tx, said, token, fresh)
        case commands.AddEvidence():
            return mark_changed(adding.add_typed(tx, said, command, fresh))
        case commands.RenewEvidence():
            return mark_changed(renewing.renew(tx, said, command, fresh))
        case commands.Correct():
            return typed_update.take_correction(tx, said, command, fresh)
        case commands.Withdraw():
            return mark_changed(taking_back.withdraw(tx, said, command, fresh))
        case commands.Undo(token=token):
            return mark_changed(taking_back.undo(tx, said, token, fresh))
        case commands.Confirm(code=code):
            return introductions.confirm(tx, said, code, fresh)
        case commands.Refuse(code=code):
            return introductions.refuse(tx, said, code, fresh)
        case commands.Snooze() | commands.NotMe() | commands.Take() | commands.Away() | commands.Back():
            return absences.do(tx, said, command)
    assert_never(command)
