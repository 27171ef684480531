"""Tolerance: a forecast that lies too far behind the due date asks one question, with two buttons. To answer either closes it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.visit import Said
from bot.model.letters.message import Item, Items
from bot.model.plan import Milestone
from bot.model.updates.update import Update
from bot.ports.record import View
from bot.reports.dates.beyond import unsettled
from bot.reports.snapshot import take
from bot.wording.updates.requests import beyond, beyond_offers, beyond_several, buttons

FEW = 2  # milestones that are asked about in a line each; more are named in one question


def questions(view: View, said: Said, saved: Sequence[tuple[Milestone, Update]]) -> tuple[Items, ...]:
    """Ask what should become of each milestone just saved whose forecast lies too far behind its due date."""
    late = [milestone for milestone, update in saved if update.forecast is not None]
    if not late:
        return ()
    found, plan = unsettled(view, take(view, said.asker.short, said.asker.now), late), said.asker.plan_named
    if len(found) > FEW:
        first = buttons(beyond_offers(found[0].ref, full=True), plan)
        return (Items(lines=(Item(spans=beyond_several([one.ref for one in found], found[0].days), buttons=first),)),)
    lines = tuple(
        Item(spans=beyond(one.ref, one.forecast, one.due, one.days), buttons=buttons(beyond_offers(one.ref), plan))
        for one in found
    )
    return (Items(lines=lines),) if lines else ()
