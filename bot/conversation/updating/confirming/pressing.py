"""A press on "No change": saved at once, for the card shows what it says again."""

from __future__ import annotations

from bot.conversation.updating.confirming import keeping
from bot.conversation.updating.confirming.batch import confirm
from bot.conversation.updating.saving import say_standing
from bot.conversation.visit import Said
from bot.model.talk import Reply
from bot.ports.record import Tx
from bot.ports.refusals import Refusal
from bot.wording.commands import NoChange
from bot.wording.sentences import words


def press(tx: Tx, said: Said, command: NoChange, fresh: bool) -> Reply:
    """Save what may stay as it was, and go on with what may not. Delivered again, it says what stands."""
    if not fresh:
        return say_standing(tx, said, command.refs, words("replies.saved.already"))
    stood = command.stood
    if stood is None:
        raise Refusal("gone")
    found = confirm(tx, said, command.refs, command.token, stood, said.inbound.card)
    if not found.saved:
        return keeping.ask_or_tell(tx, said, found.left)
    return keeping.on_card(tx, said, found.saved, found.left)
