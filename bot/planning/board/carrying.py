"""Carrying the board's business on: what came to a meeting unanswered is wanted anew, written once for each meeting."""

from __future__ import annotations

from datetime import datetime

from bot.model.board.business import Deed, Step
from bot.model.record.entry import By
from bot.ports.record import Tx, View
from bot.rules.board.carrying import carries


def is_to_carry(view: View, short: str, now: datetime) -> bool:
    """Say if anything of a plan came to a meeting unanswered, and no round has written so yet."""
    return bool(carries(view.business.all(short), view.plans.policy(short), now))


def carry(tx: Tx, short: str, now: datetime) -> None:
    """Write what came to a meeting unanswered. To do so again adds nothing."""
    tx.acting(By(at=now))
    for one in carries(tx.business.all(short), tx.plans.policy(short), now):
        tx.business.step(one.item, Step(deed=Deed.CARRIED, meeting=one.meeting, wanted_by=one.wanted_by, at=now))
