"""The frame of papers, as the ground has it."""

from __future__ import annotations

from bot.reports.papers.ground import Ground
from bot.wording.papers.frame import Frame


def frame(ground: Ground) -> Frame:
    """Return for whom papers are, and of which period and moment they tell."""
    return Frame(
        plan=ground.snapshot.plan,
        audience=ground.audience,
        name=ground.audience_name,
        period=ground.period,
        as_at=ground.as_at,
        zone=ground.policy.zone,
        head=ground.head,
        freeze=ground.freeze,
        before=ground.before,
        tolerance_days=ground.policy.dates.tolerance_days,
        corrects=ground.corrects,
    )
