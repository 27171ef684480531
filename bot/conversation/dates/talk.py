"""Each command about dates, put to whoever does it."""

from __future__ import annotations

from typing import assert_never

from bot.conversation.dates import deciding, moving
from bot.conversation.office.work import propose
from bot.conversation.updating import drafts
from bot.conversation.visit import Said
from bot.model.letters.talk import DraftState, Reply
from bot.model.updates.request import RequestState
from bot.ports.record import Tx
from bot.wording import commands
from bot.wording.parse import parse


def record(tx: Tx, said: Said, command: commands.DateRecord, fresh: bool) -> Reply:
    """Do what changes the record of dates."""
    match command:
        case commands.Move() | commands.Drop():
            return propose(tx, said, command, fresh)
        case commands.WhichDates():
            return choose(tx, said, command)
        case commands.Approve(number=number, why=why):
            return deciding.decide(tx, said, number, RequestState.APPROVED, why, fresh)
        case commands.Decline(number=number, why=why):
            return deciding.decide(tx, said, number, RequestState.DECLINED, why, fresh)
        case commands.WithdrawRequest(number=number, why=why):
            return deciding.withdraw(tx, said, number, why, fresh)
    assert_never(command)


def choose(tx: Tx, said: Said, command: commands.WhichDates) -> Reply:
    """Take which dates are meant of the move that was said back, and say it back with that."""
    draft = drafts.draft_meant(tx, said, command.token) if command.token or drafts.answered_here(tx, said) else None
    if draft is not None and draft.state is not DraftState.OPEN:
        return drafts.say_end(tx, said, draft)
    order = parse(draft.order, said.today, (draft.plan,)) if draft is not None and draft.order else None
    if draft is None or not isinstance(order, commands.Move):
        raise moving.refused("nothing_to_choose", {})
    chosen = order.model_copy(update={"scope": command.scope})
    moving.resolved(tx, said, chosen)
    return drafts.keep(tx, said, draft.model_copy(update={"order": str(chosen), "token": "", "cards": ()}))
