"""The answers on the card that wait to be saved: they stay above the page, whatever else is pressed there."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.updating import drafts
from bot.conversation.visit import Said
from bot.model.letters.message import Spans
from bot.model.letters.talk import Draft, Say
from bot.ports.record import View
from bot.wording.month.card import MonthPage, month_card, under


def shown(view: View, said: Said, page: MonthPage, notes: Sequence[Spans] = (), chosen: str = "") -> Say:
    """Show a page of the card, below what waits on it to be saved. What waits of the milestone just `chosen` is meant no more."""
    draft = _waiting(view, said)
    reply = drafts.echo(view, said, draft, notes) if draft and chosen not in (ref for ref, _ in draft.entries) else None
    if isinstance(reply, Say):
        return reply.model_copy(update={"message": under(reply.message, page), "in_place": True})
    return Say(message=month_card(page, notes), in_place=said.inbound.card is not None)


def _waiting(view: View, said: Said) -> Draft | None:
    """Return the draft whose buttons are on the card of the month that was pressed."""
    draft = view.talk.open_draft(said.asker.person.id, said.inbound.chat.id)
    here = draft is not None and draft.page > 0 and draft.plan == said.asker.short
    return draft if here and draft is not None and said.inbound.card in (draft.origin, *draft.cards) else None
