"""The choices on the card of the month that are not saved yet. Each is kept as it is pressed, in a draft for each plan,
wherever the card is drawn next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from bot.conversation.updating.update_form import missing
from bot.conversation.visit import Said
from bot.model.letters.form import Answers
from bot.model.letters.talk import MONTH, Draft, DraftState
from bot.model.snapshot import Snapshot
from bot.ports.record import Tx, View
from bot.rules.updates.standing import seen
from bot.wording.commands import Chosen


class Kept(NamedTuple):
    """The choices in a plan, by ref, of which nothing was said since. `lacking` are those with questions still open."""

    token: str | None = None
    chosen: Mapping[str, Chosen] = {}
    lacking: frozenset[str] = frozenset()
    stood: Mapping[str, int] = {}


def kept(view: View, snapshot: Snapshot, person: int) -> Kept:
    """Return what somebody has chosen in a plan and not saved yet."""
    draft = view.talk.open_draft(person, _place(snapshot.short))
    if draft is None:
        return Kept()
    there = {one.ref: seen(one, snapshot.standing(one)) for one in snapshot.plan.milestones}
    found = {ref: given for ref, given in draft.entries if draft.stood.get(ref, 0) == there.get(ref)}
    chosen = {ref: Chosen(given["status"]) for ref, given in found.items()}
    lacking = frozenset(ref for ref, given in found.items() if missing(given))
    return Kept(draft.token, chosen, lacking, {ref: draft.stood.get(ref, 0) for ref in found})


def keep(tx: Tx, said: Said, ref: str, chosen: Chosen, stood: int) -> None:
    """Keep what is chosen of a milestone, in place of what was chosen of it before."""
    before = tx.talk.open_draft(said.asker.person.id, _place(said.asker.short))
    given: Answers = {"status": chosen.value}
    if before is None:
        draft = Draft(
            person=said.asker.person.id,
            chat=_place(said.asker.short),
            plan=said.asker.short,
            entries=((ref, given),),
            said="",
            at=said.asker.now,
            stood={ref: stood},
        )
    else:
        entries = (*(one for one in before.entries if one[0] != ref), (ref, given))
        told = {"entries": entries, "at": said.asker.now, "stood": {**before.stood, ref: stood}}
        draft = before.model_copy(update=told)
    tx.talk.keep_draft(draft)


def _place(short: str) -> str:
    return f"{MONTH}{short}"


def settle(tx: Tx, said: Said, saved: Mapping[str, int]) -> None:
    """Close what was chosen as saved. What is left of it is kept under a new token."""
    before = tx.talk.open_draft(said.asker.person.id, _place(said.asker.short))
    if before is None or not saved:
        return
    tx.talk.close_draft(before.token, DraftState.SAVED, tuple(saved.values()))
    left = tuple(one for one in before.entries if one[0] not in saved)
    if left:
        tx.talk.keep_draft(before.model_copy(update={"token": "", "entries": left, "saved": ()}))
