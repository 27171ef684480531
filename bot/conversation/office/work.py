"""Each command of the plan office, put to whoever does it: what only looks, and what changes the record."""

from __future__ import annotations

from typing import assert_never

from bot.conversation import introductions
from bot.conversation.office import board, chase, pauses, preview, redaction, roles
from bot.conversation.visit import Said, mark_changed
from bot.model.message import Message
from bot.model.talk import Asker, Reply
from bot.ports.record import Tx, View
from bot.wording import commands


def look(view: View, asker: Asker, command: commands.Look) -> Message:
    """Answer what an admin asks."""
    match command:
        case commands.SeedRoles():
            return roles.roles(view, asker)
        case commands.Preview(days=days):
            return preview.preview(view, asker, days or 14)
    assert_never(command)


def order(tx: Tx, said: Said, command: commands.Order, fresh: bool) -> Reply:
    """Do what an admin or a chair says."""
    match command:
        case commands.Holder(role=role, email=email, starts=starts):
            return mark_changed(roles.hold(tx, said, role, email, starts))
        case commands.Pause():
            return pauses.pause(tx, said, True, fresh)
        case commands.Resume():
            return pauses.pause(tx, said, False, fresh)
        case commands.Board(here=here):
            return board.board(tx, said, here, fresh)
        case commands.AskFor(ref=ref):
            return chase.ask_for(tx, said, ref, fresh)
        case commands.ConfirmFor(email=email, platform=platform):
            return introductions.confirm_for(tx, said, email, platform)
        case commands.Redact():
            return mark_changed(redaction.redact(tx, said, command, fresh))
    assert_never(command)
