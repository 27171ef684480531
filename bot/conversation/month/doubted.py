"""The doubts about what is pressed on the card: one question is asked about all that may stay as it was and does not fit."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.guarding.doubting import doubts
from bot.conversation.updating import drafts, update_form
from bot.conversation.updating.saving import standings_now, update_of
from bot.conversation.visit import Said
from bot.model.form import Answers
from bot.model.message import Block, Paragraph, Text
from bot.model.talk import Draft, Say
from bot.ports.record import Tx, View

FROM = "month "  # begins what the statements are drawn from that were made on the card


def doubtful(view: View, said: Said, entries: Sequence[tuple[str, Answers]], again: bool) -> frozenset[str]:
    """Return the milestones of which something does not fit, if this is said of them as it is. `again` says that it only says
    again what stands."""
    short, person, now = said.asker.short, said.asker.person.id, said.asker.now
    plan = {one.ref: one for one in view.plans.one(short).milestones}
    made = [(plan[ref], update_of(short, ref, update_form.read_answers(given), person, now)) for ref, given in entries]
    return frozenset(doubts(view, said, made, said.today, [ref for ref, _ in entries] if again else ()).found)


def asked(tx: Tx, said: Said, refs: Sequence[str]) -> tuple[Block, ...]:
    """Keep what would say again what stands as a draft, and ask about what does not fit in it. Whatever else was open in this
    chat is replaced."""
    short, plan = said.asker.short, {one.ref: one for one in tx.plans.one(said.asker.short).milestones}
    standings = standings_now(tx, said, short, [plan[ref] for ref in refs])
    stood = {ref: update for ref in refs if (update := standings[ref].update) is not None}
    draft = Draft(
        person=said.asker.person.id,
        chat=said.inbound.chat.id,
        plan=short,
        entries=tuple((ref, update_form.said_answers(standings[ref])) for ref in stood),
        said="",
        at=said.asker.now,
        drawn=dict.fromkeys(stood, f"{FROM}{said.inbound.id}"),
        same={ref: update.id for ref, update in stood.items()},
    )
    reply = drafts.echo(tx, said, drafts.stored(tx, said, draft)) if stood else None
    if not isinstance(reply, Say):
        return ()
    return (Paragraph(spans=(Text(text=reply.message.title, strong=True),)), *reply.message.blocks)
