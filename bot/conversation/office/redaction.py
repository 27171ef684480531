"""Taking a free text out of the record for good."""

from __future__ import annotations

from bot.conversation.visit import Said
from bot.model.letters.message import Spans
from bot.ports.record import View
from bot.ports.refusals import Refusal
from bot.reports.record.erasures import text_meant
from bot.reports.record.worded import entry_meant
from bot.wording import commands
from bot.wording.sentences import line


def meant(view: View, said: Said, command: commands.Redact) -> commands.Redact:
    """Return the order with the field that it means. Raises Refusal if that is unclear, can't be taken out, or has no reason."""
    short = said.asker.short
    number = entry_meant(view, short, command.handle) if command.handle else command.number
    field = text_meant(view, short, number, command.field or None)
    if not command.why:
        raise Refusal("redact_why", number=command.handle or str(number))
    return command.model_copy(update={"number": number, "handle": "", "field": field})


def would_take_out(order: commands.Redact) -> Spans:
    """Say what would be taken out, without saying it again."""
    return line("erasures.chat.asks", {"number": order.number, "field": order.field})
