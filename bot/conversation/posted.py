"""The messages that Milepost posted: which buttons are on them, so that no other is written over."""

from __future__ import annotations

from datetime import datetime

from bot.conversation.updating import drafts
from bot.model.letters.message import Message
from bot.model.letters.talk import Pressed, Reply, Say, Shown, Silence
from bot.ports.record import Tx, View


def carried(view: View, pressed: Pressed) -> Reply:
    """Return a reply in the place of the message pressed, if that is known to carry the button. Else nothing."""
    known = view.talk.carries(pressed.card, pressed.button)
    return Say(message=Message(title=pressed.button), in_place=True) if known else Silence()


def placed(tx: Tx, shown: Shown, now: datetime) -> Reply:
    """Note which buttons a message carries. If its draft has ended meanwhile, returns what to show there instead."""
    if shown.buttons:
        tx.talk.note_buttons(shown.card, shown.buttons, now)
    message = drafts.note_card(tx, shown.draft, shown.card) if shown.draft else None
    return Say(message=message, in_place=True) if message is not None else Silence()
