"""Risk and impact in the overall status of a report. They are words and no colour: no single colour says if a plan has helped."""

from __future__ import annotations

from bot.model.board.outcome import ImpactStands, RiskStands
from bot.model.board.paper import Cell
from bot.model.risks.told import RiskDirection, RiskTold
from bot.wording.sentences import Fact, words

MOST_REFS = 8


def impact_cell(stands: ImpactStands, is_next: bool) -> Cell:
    """Return what the delivered actions have shown, or which are to show it by the next papers."""
    if is_next:
        name = "expected" if stands.expected else "expected_none"
        return Cell(value=words(f"impact.paper.{name}", {"refs": _named(stands.expected)}))
    facts: dict[str, Fact] = {"delivered": stands.delivered, "shown": stands.shown, "refs": _named(stands.none)}
    name = "undelivered" if not stands.delivered else "not_yet" if stands.none else "shown"
    return Cell(value=words(f"impact.paper.{name}", facts))


def risk_cell(stands: RiskStands, is_next: bool) -> Cell:
    """Return how many risks are open and which is the highest, or to what that one is to come down."""
    top = stands.top
    if is_next:
        target = top.risk.terms.target if top is not None else None
        if top is None or target is None:
            return Cell(value=words("impact.paper.risk_no_target"))
        return Cell(value=words("impact.paper.risk_target", {"handle": top.risk.handle, "points": target.points}))
    if not stands.open:
        return Cell(value=words("impact.paper.risk_none"))
    told = [words("impact.paper.risk_open", {"count": stands.open}), _top(top)]
    told += [words("impact.paper.risk_overdue", {"count": stands.overdue})] if stands.overdue else []
    return Cell(value=", ".join(told))


def _top(top: RiskTold | None) -> str:
    """Say which risk is the highest. Of one whose review is overdue only what it was last scored is told, and no band."""
    if top is None:
        return words("impact.paper.risk_unscored")
    facts: dict[str, Fact] = {"handle": top.risk.handle, "points": top.points, "band": top.band or ""}
    if top.is_grey:
        return words("impact.paper.risk_grey", facts)
    moves = {RiskDirection.UP: "risk_up", RiskDirection.DOWN: "risk_down"}
    return words(f"impact.paper.{moves.get(top.direction, 'risk_top')}", facts)


def _named(refs: tuple[str, ...]) -> str:
    more = len(refs) - MOST_REFS
    rest = [words("impact.digest.more", {"count": more})] if more > 0 else []
    return ", ".join([*refs[:MOST_REFS], *rest])
