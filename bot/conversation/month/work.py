"""The month's commands, each put to whoever answers it."""

from __future__ import annotations

from typing import assert_never

from bot.conversation.month import choosing, moving, reading, saving, told, waiting
from bot.conversation.updating.rights import milestone_for
from bot.conversation.visit import Said
from bot.model.letters.form import Answers
from bot.model.letters.talk import Ask, Reply, Say
from bot.ports.record import Tx, View
from bot.wording.commands import Month, MonthAsBefore, MonthBut, MonthChoice, MonthLook, MonthSave, MonthWork


def look(view: View, said: Said, command: MonthLook) -> Reply:
    """Show the card, or the form of what moved."""
    match command:
        case Month():
            page = reading.page_meant(view, said.asker, command)
            if page is not None and command.turns and said.inbound.card is not None:
                return waiting.shown(view, said, page)
            return Say(message=reading.show(view, said.asker, command))
        case MonthBut():
            return moving.ask(view, said, command)
    assert_never(command)


def work(tx: Tx, said: Said, command: MonthWork) -> Reply:
    """Do what a press on the card says."""
    match command:
        case MonthChoice():
            return choosing.choose(tx, said, command)
        case MonthSave():
            return saving.save_chosen(tx, said, command)
        case MonthAsBefore():
            return saving.as_before(tx, said, command)
    assert_never(command)


def form_of(view: View, said: Said, command: MonthChoice) -> Ask:
    """Ask the few questions of one line again, drawn from what stands now."""
    milestone = milestone_for(view, said, said.asker.short, command.ref)
    return told.ask(view, said, command, milestone, view.updates.standings(said.asker.short)[command.ref])


def below(tx: Tx, said: Said, reply: Reply) -> Reply:
    """Show the card below what was just saved or taken back, if that was said on it."""
    return saving.below(tx, said, reply)


def take(tx: Tx, said: Said, command: MonthChoice | MonthBut, given: Answers, fresh: bool) -> Reply:
    """Take a form of the card that was sent in."""
    match command:
        case MonthChoice():
            return told.take(tx, said, command, given, fresh)
        case MonthBut():
            return moving.take(tx, said, command, given)
    assert_never(command)
