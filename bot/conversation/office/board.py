"""The board's channels, to which the weekly summary goes."""

from __future__ import annotations

from bot.conversation.visit import Said
from bot.model.message import Message
from bot.model.people import Address
from bot.model.talk import Inbound, Reply, Say
from bot.ports.record import Tx
from bot.ports.refusals import Refusal
from bot.wording.sentences import words


def board(tx: Tx, said: Said, here: bool) -> Reply:
    """Bind this channel as the board's, or unbind it."""
    if said.inbound.chat.private:
        raise Refusal("board_needs_channel")
    address = board_address(said.inbound)
    if not here:
        tx.plans.unbind_board(said.asker.short, address)
        return Say(message=Message(title=words("replies.admin.board_gone")), private=False)
    tx.plans.bind_board(said.asker.short, address)
    title = words("replies.admin.board_here", {"plan": tx.plans.one(said.asker.short).title})
    return Say(message=Message(title=title), private=False)


def board_address(inbound: Inbound) -> Address:
    """Return the channel in which something was said, as the board's."""
    sender = inbound.sender
    return Address(platform=sender.platform, tenant=sender.tenant, id=inbound.chat.id, route=inbound.route)


def say_noted(sentence: str) -> Say:
    """Say in one sentence what was noted."""
    return Say(message=Message(title=sentence))
