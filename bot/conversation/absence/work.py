"""Each command about absences, put to whoever does it."""

from __future__ import annotations

from typing import assert_never

from bot.conversation.absence import away, handing_over, snoozing
from bot.conversation.visit import Said, mark_changed
from bot.model.letters.talk import Reply
from bot.ports.record import Tx
from bot.wording import commands


def do(tx: Tx, said: Said, command: commands.AbsenceWork) -> Reply:
    """Do what somebody says of who is away, what is left alone, and whose a milestone is."""
    reply = _done(tx, said, command)
    return mark_changed(reply) if tx.entries.recorded(said.asker.short, said.inbound.id) else reply


def _done(tx: Tx, said: Said, command: commands.AbsenceWork) -> Reply:
    match command:
        case commands.Snooze():
            return snoozing.snooze(tx, said, command)
        case commands.NotMe():
            return handing_over.not_me(tx, said, command)
        case commands.Take():
            return handing_over.take(tx, said, command)
        case commands.Away():
            return away.go(tx, said, command)
        case commands.Back():
            return away.come_back(tx, said)
    assert_never(command)
