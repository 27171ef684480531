"""The hands that a plan's roles are in: who took over when, and whom nothing reaches."""

from __future__ import annotations

from bot.model.nudge import Hands
from bot.model.snapshot import Snapshot
from bot.ports.record import View
from bot.rules import taking_over


def hands_of(view: View, snapshot: Snapshot) -> Hands:
    """Return who took over which roles of a plan, and whom no address reaches."""
    short = snapshot.short
    lost = {one.person: one.at for one in view.accounts.unreachable(short)}
    named = view.plans.named(short)
    made = {number: entry.header.at for number in {one.entry for one in named} if (entry := view.entries.entry(short, number))}
    return taking_over.hands(snapshot, lost, [(made[one.entry], one) for one in named])
