"""The questions that a save on the card leaves: one new forecast first, then one about all that does not fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bot.conversation.month.reading import FROM
from bot.conversation.updating import drafts
from bot.conversation.updating.confirming import going_on
from bot.conversation.updating.confirming.judging import Why, only_forecast
from bot.conversation.updating.saving import standings_now
from bot.conversation.visit import Said
from bot.model.letters.form import Answers
from bot.model.letters.message import Block, Paragraph, Text
from bot.model.letters.talk import Draft, Say
from bot.model.plan import Milestone
from bot.model.updates.update import Update
from bot.ports.record import Tx, View


class Doubted(NamedTuple):
    """The answers that were not saved by the way, for something in them does not fit. `same` are those that only say again what
    stands."""

    entries: Sequence[tuple[str, Answers]] = ()
    same: frozenset[str] = frozenset()

    @property
    def refs(self) -> tuple[str, ...]:
        """Return the milestones that they are about."""
        return tuple(ref for ref, _ in self.entries)


class Asked(NamedTuple):
    """The question that stands on the card below what was saved. `draft` is the token of what its buttons save, if it has any,
    and `later` are the milestones that are asked about once it is answered."""

    blocks: tuple[Block, ...] = ()
    draft: str = ""
    later: tuple[str, ...] = ()


def ask(tx: Tx, said: Said, saved: Sequence[tuple[Milestone, Update]], left: Mapping[str, Why], doubted: Doubted) -> Asked:
    """Keep what is left to be asked as one draft, and ask. Whatever else was open in this chat is replaced."""
    draft = _draft(tx, said, left, doubted)
    if draft is None:
        return Asked()
    draft = draft.model_copy(update={"follows": min((update.id for _, update in saved), default=0)})
    reply = drafts.echo(tx, said, drafts.stored(tx, said, draft))
    if not isinstance(reply, Say):
        return Asked()
    blocks = (Paragraph(spans=(Text(text=reply.message.title, strong=True),)), *reply.message.blocks)
    return Asked(blocks, reply.draft, doubted.refs if only_forecast(left) else ())


def _draft(view: View, said: Said, left: Mapping[str, Why], doubted: Doubted) -> Draft | None:
    """Return one draft of all that waits for a new forecast or does not fit. None if there is nothing of that."""
    waits = going_on.as_draft(view, said, left)
    entries = (*(waits.entries if waits is not None else ()), *doubted.entries)
    if not entries:
        return None
    short, refs = said.asker.short, [ref for ref, _ in entries]
    again = [one for one in view.plans.one(short).milestones if one.ref in doubted.same]
    same = drafts.updates_kept(standings_now(view, said, short, again).items())
    return Draft(
        person=said.asker.person.id,
        chat=said.inbound.chat.id,
        plan=short,
        entries=entries,
        said="",
        awaiting=waits.awaiting if waits is not None else None,
        at=said.asker.now,
        drawn=dict.fromkeys(refs, f"{FROM}{said.inbound.id}"),
        origin=said.inbound.card,
        page=1,
        same={**(waits.same if waits is not None else {}), **same},
        lacks=waits.lacks if waits is not None else (),
    )
