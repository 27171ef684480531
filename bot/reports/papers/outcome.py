"""Risk and impact of the parts of a report: at the last papers, now, and as expected at the next ones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.model.board.highlight import Part, Three
from bot.model.measures.no_impact import ActionTold
from bot.model.risks.told import RiskTold
from bot.model.snapshot import Snapshot
from bot.ports.record import View
from bot.reports.measures.impact import actions_told
from bot.reports.papers.ground import Ground
from bot.reports.record.past import Past
from bot.reports.risks.told import told as risks_told
from bot.rules.board.outcome import impact_stands, risk_stands

Known = tuple[Snapshot, tuple[ActionTold, ...], tuple[RiskTold, ...]]


def with_outcome(ground: Ground, parts: Sequence[Part], until: date) -> tuple[Part, ...]:
    """Return the parts of a report with their risk and impact. `until` is the day of the next papers."""
    now, before = _known(ground.view, ground.snapshot), ground.before
    then = None
    if before is not None and ground.last_period is not None:
        then = _known(Past(ground.view, before.upto), ground.last_period)
    return tuple(_filled(one, now, then, until) for one in parts)


def _known(view: View, snapshot: Snapshot) -> Known:
    return snapshot, actions_told(view, snapshot), risks_told(view, snapshot)


def _filled(part: Part, now: Known, then: Known | None, until: date) -> Part:
    last = _at(part.last, part.number, then, until) if part.last is not None and then is not None else part.last
    this, next_ = (_at(one, part.number, now, until) for one in (part.this, part.next))
    return part.model_copy(update={"last": last, "this": this, "next": next_})


def _at(three: Three, number: int | None, known: Known, until: date) -> Three:
    snapshot, actions, risks = known
    told = {"impact": impact_stands(snapshot, actions, number, until), "risk": risk_stands(snapshot, risks, number)}
    return three.model_copy(update=told)
