"""Each command of the plan office, put to whoever does it: what only looks, and what changes the record."""

from __future__ import annotations

from typing import assert_never

from bot.conversation import introductions
from bot.conversation.office import board, chase, health, orders, preview, roles, tomorrow
from bot.conversation.updating import drafts
from bot.conversation.visit import Said
from bot.model.board.settings import BOARD
from bot.model.letters.message import Message
from bot.model.letters.talk import Asker, Draft, Reply
from bot.ports.record import Tx, View
from bot.wording import commands


def look(view: View, asker: Asker, command: commands.Look) -> Message:
    """Answer what an admin asks."""
    match command:
        case commands.SeedRoles():
            return roles.roles(view, asker)
        case commands.Preview(days=days):
            return preview.preview(view, asker, days or 14)
        case commands.Health():
            return health.health(view, asker)
        case commands.Tomorrow():
            return tomorrow.tomorrow(view, asker)
    assert_never(command)


def order(tx: Tx, said: Said, command: commands.Order, fresh: bool) -> Reply:
    """Do what an admin or a chair says."""
    match command:
        case commands.Holder() | commands.Pause() | commands.Resume() | commands.Redact():
            return propose(tx, said, command, fresh)
        case commands.Board(here=here, audience=audience):
            return board.board(tx, said, here, audience or BOARD, fresh)
        case commands.AskFor(ref=ref):
            return chase.ask_for(tx, said, ref, fresh)
        case commands.ConfirmFor(email=email, platform=platform):
            return introductions.confirm_for(tx, said, email, platform)
    assert_never(command)


def propose(tx: Tx, said: Said, command: orders.Proposed, fresh: bool) -> Reply:
    """Say what an order would change, and keep it for a yes. If it is heard again, only say it back."""
    before = tx.talk.open_draft(said.asker.person.id, said.inbound.chat.id)
    if before is not None and before.said == said.inbound.said and not fresh:
        return drafts.echo(tx, said, before)
    found = orders.proposed(tx, said, command)
    return drafts.keep(tx, said, found) if isinstance(found, Draft) else found
