"""A press on "No change": saved at once, for the card shows what it says again."""

from __future__ import annotations

from collections.abc import Mapping

from bot.conversation.updating import drafts, update_form
from bot.conversation.updating.confirming import keeping
from bot.conversation.updating.confirming.batch import confirm
from bot.conversation.updating.confirming.judging import as_before
from bot.conversation.updating.saving import say_standing, standings_now
from bot.conversation.visit import Said
from bot.model.letters.talk import Draft, Reply
from bot.ports.record import Tx, View
from bot.ports.refusals import Refusal
from bot.rules.updates.confirming import Hindrance
from bot.rules.updates.standing import seen
from bot.wording.commands import NoChange
from bot.wording.sentences import words


def press(tx: Tx, said: Said, command: NoChange, fresh: bool) -> Reply:
    """Save what may stay as it was, and go on with what may not. Delivered again, it says what stands."""
    if not fresh:
        return say_standing(tx, said, command.refs, words("replies.saved.already"))
    stood = command.stood
    if stood is None:
        raise Refusal("gone")
    if (asked := _asked_first(tx, said, command, stood)) is not None:
        return keeping.keep(tx, said, asked)
    found = confirm(tx, said, command.refs, command.token, stood, said.inbound.card)
    if not found.saved:
        return keeping.ask_or_tell(tx, said, found.left)
    return keeping.on_card(tx, said, found.saved, found.left)


def _asked_first(view: View, said: Said, command: NoChange, stood: Mapping[str, int]) -> Draft | None:
    """Return what may stay as it was as a draft, if anything in it is to be asked about first. None if all fits.

    What the plan's tracker said may lack what a statement needs: that is asked for.
    """
    standings = view.updates.standings(said.asker.short)
    plan = {one.ref: one for one in view.plans.one(said.asker.short).milestones}
    shown = [ref for ref in command.refs if ref in plan and seen(plan[ref], standings[ref]) <= stood[ref]]
    found = as_before(view, said, shown)
    untold = [plan[ref] for ref, why in found.left.items() if why == (Hindrance.UNTOLD,)]
    begun = standings_now(view, said, said.asker.short, untold)
    may = (*found.may, *((ref, update_form.said_answers(one)) for ref, one in begun.items()))
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
    return draft if untold or (may and drafts.doubts_of(view, said, draft, said.today).doubtful) else None
