"""A press on "No change": saved at once, for the card shows what it says again."""

from __future__ import annotations

from collections.abc import Mapping

from bot.conversation.updating import drafts
from bot.conversation.updating.confirming import keeping
from bot.conversation.updating.confirming.batch import confirm
from bot.conversation.updating.confirming.judging import as_before
from bot.conversation.updating.saving import say_standing, standings_now
from bot.conversation.visit import Said
from bot.model.talk import Draft, Reply
from bot.ports.record import Tx, View
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
    if (doubted := _doubted(tx, said, command, stood)) is not None:
        return keeping.keep(tx, said, doubted)
    found = confirm(tx, said, command.refs, command.token, stood, said.inbound.card)
    if not found.saved:
        return keeping.ask_or_tell(tx, said, found.left)
    return keeping.on_card(tx, said, found.saved, found.left)


def _doubted(view: View, said: Said, command: NoChange, stood: Mapping[str, int]) -> Draft | None:
    """Return what may stay as it was as a draft, if anything in it is to be asked about first. None if all fits."""
    standings = view.updates.standings(said.asker.short)
    seen = [ref for ref in command.refs if ref in standings and standings[ref].newest <= stood[ref]]
    may = as_before(view, said, seen).may
    plan = {one.ref: one for one in view.plans.one(said.asker.short).milestones}
    counting = standings_now(view, said, said.asker.short, [plan[ref] for ref, _ in may])
    draft = Draft(
        person=said.asker.person.id,
        chat=said.inbound.chat.id,
        plan=said.asker.short,
        entries=may,
        said="",
        at=said.asker.now,
        drawn={ref: command.token for ref, _ in may},
        origin=said.inbound.card,
        same=drafts.updates_kept(counting.items()),
    )
    return draft if may and drafts.doubts_of(view, said, draft, said.today).doubtful else None
