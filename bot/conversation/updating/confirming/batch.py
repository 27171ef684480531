"""Many at once: what may stay as it was is saved, and the rest is told apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bot.conversation.guarding.doubting import of_answers
from bot.conversation.updating.confirming.judging import Why, as_before, only_forecast
from bot.conversation.updating.recording import Answered, put
from bot.conversation.visit import Said
from bot.model.plan import Milestone
from bot.model.updates.update import Update
from bot.ports.record import Tx
from bot.rules.updates.confirming import Hindrance
from bot.rules.updates.standing import seen


class Confirmed(NamedTuple):
    """The outcome of "no change" of several milestones: what was saved, and why the others were not, by ref."""

    saved: tuple[tuple[Milestone, Update], ...]
    left: Mapping[str, Why]

    @property
    def asked(self) -> tuple[str, ...]:
        """Return the milestones of which one new forecast is asked, in one question for all."""
        return only_forecast(self.left)


def confirm(
    tx: Tx, said: Said, refs: Sequence[str], drawn_from: str, stood: Mapping[str, int] | None = None, card: str | None = None
) -> Confirmed:
    """Save "no change" of each milestone of which it may be said, once for each `drawn_from`, and tell why of the others.

    `stood` is the newest statement of each when its card was drawn: what was said since is not passed over unseen. `card` is
    the message it was pressed on. Raises Refusal if any of them is not theirs to update.
    """
    short, plan = said.asker.short, {one.ref: one for one in tx.plans.one(said.asker.short).milestones}
    standings = tx.updates.standings(short)
    saved: dict[str, tuple[Milestone, Update]] = {}
    newer: dict[str, Why] = {}
    for ref in refs if stood is not None else ():
        last = standings[ref].last_said if ref in standings else None
        if last is None:
            if ref in plan and seen(plan[ref], standings[ref]) > (stood or {}).get(ref, 0):
                newer[ref] = (Hindrance.NEWER,)  # another tracker's word than the one that was shown
            continue
        if last.id <= (stood or {}).get(ref, 0):
            continue
        if last.by == said.asker.person.id and last.drawn_from == drawn_from:
            saved[ref] = plan[ref], last
        else:
            newer[ref] = (Hindrance.NEWER,)
    found = as_before(tx, said, [ref for ref in refs if ref not in saved and ref not in newer])
    answered = [Answered(ref, given, drawn_from, card, again=True) for ref, given in found.may]
    for made in put(tx, said, answered, of_answers(tx, said, found.may, refs)):
        saved[made[0].ref] = made
    left = {**newer, **found.left}
    return Confirmed(tuple(saved[ref] for ref in refs if ref in saved), {ref: left[ref] for ref in refs if ref in left})
