"""Each command of the board's cycle, put to whoever does it."""

from __future__ import annotations

from typing import assert_never

from bot.conversation.board import freezing, narrative
from bot.conversation.office.work import propose
from bot.conversation.visit import Said
from bot.model.letters.talk import Reply
from bot.ports.record import Tx
from bot.wording import commands


def do(tx: Tx, said: Said, command: commands.CycleWork, fresh: bool) -> Reply:
    """Do what changes the record of the cycle."""
    match command:
        case commands.Narrate():
            if narrative.asks_first(tx, said, command, fresh):
                return propose(tx, said, command, fresh)
            return narrative.narrate(tx, said, command, fresh)
        case commands.WithdrawNarrative():
            return narrative.withdraw(tx, said, command, fresh)
        case commands.FreezeNow():
            return freezing.freeze_now(tx, said, fresh)
        case commands.Unfreeze(why=why):
            return freezing.unfreeze(tx, said, why, fresh)
    assert_never(command)
