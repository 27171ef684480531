"""Taking a free text out of the record for good."""

from __future__ import annotations

from bot.conversation.office.board import say_noted
from bot.conversation.visit import Said
from bot.model.talk import Reply
from bot.ports.record import Tx
from bot.ports.refusals import Refusal
from bot.reports.erasures import text_meant
from bot.wording import commands
from bot.wording.sentences import words


def redact(tx: Tx, said: Said, command: commands.Redact, fresh: bool) -> Reply:
    """Take the text named out of an entry, for a reason. Who says it again reads the same."""
    short = said.asker.short
    made = () if fresh else tx.entries.recorded(short, said.inbound.id)
    if made:
        return say_noted(words("erasures.chat.done", {"number": command.number, "entry": made[0]}))
    field, _ = text_meant(tx, short, command.number, command.field or None)
    if not command.why:
        raise Refusal("redact_why", number=str(command.number))
    done = tx.erasures.redact(short, command.number, field, command.why)
    return say_noted(words("erasures.chat.done", {"number": command.number, "entry": done.entry}))
