"""Since the papers: what was recorded after the freeze that they are drawn from. It is told beside them, and changes nothing in
them."""

from __future__ import annotations

from collections.abc import Collection

from bot.model.board.highlight import Since
from bot.reports.papers.ground import Ground
from bot.reports.snapshot import take
from bot.rules.board import highlight as rules
from bot.rules.board import leads


def since(ground: Ground, refs: Collection[str], priority: int | None) -> Since | None:
    """Return what came after the freeze about some milestones. None if papers are drawn from no freeze."""
    freeze = ground.freeze
    if freeze is None:
        return None
    later = take(ground.record, ground.short, ground.now)
    said = [one for one in ground.record.updates.exchanged(ground.short).answers if one.number > freeze.upto and one.ref in refs]
    told = {one.ref for one in said}
    written = [one for one in ground.record.periods.narratives(ground.short) if one.id > freeze.upto]
    narratives = leads.of_period(written, ground.policy, ground.period)
    return Since(
        changed=tuple(one for one in rules.changed(later, ground.snapshot) if one.ref in told),
        narratives=tuple(one for number, one in sorted(narratives.items()) if priority in (None, number)),
        statements=len(said),
    )
