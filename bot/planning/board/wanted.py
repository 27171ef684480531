"""Decisions that were wanted before they were business of their own: a round opens each, once."""

from __future__ import annotations

from datetime import datetime

from bot.model.record.entry import By
from bot.model.snapshot import Snapshot
from bot.ports.record import Tx, View
from bot.rules.board import business as rules
from bot.rules.calendar import local_day


def wants_opening(view: View, snapshot: Snapshot) -> bool:
    """Say if a statement of the plan stands and wants a decision of which no business tells."""
    wanting = any(one.update is not None and one.update.decision_wanted for one in snapshot.standings.values())
    return wanting and bool(rules.unopened(snapshot.standings.values(), view.business.all(snapshot.short)))


def open_wanted(tx: Tx, short: str, now: datetime) -> None:
    """Open the decisions that statements want of which no business tells. To do it again adds nothing."""
    updates = rules.unopened(tx.updates.standings(short).values(), tx.business.all(short))
    if not updates:
        return
    policy = tx.plans.policy(short)
    wanted = rules.wanted(policy, local_day(now, policy.zone))
    plan = tx.plans.one(short)
    tx.acting(By(at=now))
    for update in updates:
        tx.business.begin(rules.decision(update, plan.known(update.ref), wanted, now))
