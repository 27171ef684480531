"""Somebody's own chat with Milepost, for what is said to them alone though they spoke elsewhere."""

from __future__ import annotations

from bot.conversation.visit import Said
from bot.model.people import Address
from bot.ports.record import View


def own_account(view: View, said: Said) -> Address | None:
    """Return the address that reaches whoever speaks, by the account that spoke. None if nothing was ever heard of it."""
    sender = said.inbound.sender
    account = (sender.platform, sender.tenant, sender.id)
    reached = view.accounts.reachable(said.asker.person.id)
    return next((one for one in reached if (one.platform, one.tenant, one.id) == account), None)
