"""Risks in a highlight report: the highest, and those that moved since the last papers."""

from __future__ import annotations

from typing import assert_never

from bot.model.board.paper import Heading
from bot.model.board.settings import PaperSection
from bot.model.risks.risk import RiskDeed
from bot.model.risks.told import RiskMoved, RiskTold
from bot.wording.papers.lines import Line, listed, prose
from bot.wording.papers.told import Blocks, Facts, Told, heading
from bot.wording.risks import lines
from bot.wording.sentences import line, with_full_stop, words
from bot.wording.summary_lines import cut


def section(told: Told) -> Blocks:
    """Return the highest risks, then those that moved, if there are papers to compare with."""
    facts, above = told.facts, Heading(text=heading(PaperSection.RISKS))
    top = [_top(one, told) for one in facts.risks]
    score: Facts = {"score": told.facts.risks_from}
    highest = listed(top, told.most) if top else (prose(words("risks.paper.none", score)),)
    if not facts.compared:
        return (above, *highest)
    moved = [_moved(one, told) for one in facts.risks_moved]
    below = listed(moved, told.most) if moved else (prose(words("risks.paper.none_moved")),)
    return (above, *highest, Heading(text=words("risks.paper.moved"), level=2), *below)


def _said(one: RiskTold, told: Told) -> dict[str, str]:
    terms = one.risk.terms
    happens, follows = (cut(told.who.said(text), told.brief).text for text in (terms.happens, terms.follows))
    return {"handle": one.risk.handle, "happens": happens.rstrip(" .,;"), "follows": with_full_stop(follows)}


def _top(one: RiskTold, told: Told) -> Line:
    terms = one.risk.terms
    passed: Facts = {"day": terms.accepted_until or ""}
    facts: Facts = {
        **_said(one, told),
        "stands": _stands(one),
        "owner": words("risks.paper.owner", {"role": told.who.role(terms.owner)}) if terms.owner else "",
        "tolerance": words("risks.paper.passed", passed) if one.tolerance_passed else "",
    }
    return Line(spans=line("risks.paper.line", facts), mark=lines.mark_of(one), ref=one.risk.handle)


def _stands(one: RiskTold) -> str:
    facts: Facts = {"day": one.reviewed_on or "", "points": one.points}
    if one.score is None:
        return words("risks.paper.stands_unscored")
    if one.review_overdue:
        return words("risks.paper.stands_overdue", facts)
    if one.outside:
        return words("risks.paper.stands_outside", facts)
    said = lines.direction(one)
    return words("risks.paper.stands", {"direction": said[:1].upper() + said[1:]})


def _moved(one: RiskMoved, told: Told) -> Line:
    why = next((step.why for step in reversed(one.told.risk.steps) if step.deed is one.turned), "")
    said_why = with_full_stop(cut(told.who.said(why), told.brief).text)
    facts: Facts = {
        **_said(one.told, told),
        "was": one.was.points if one.was is not None else "",
        "now": one.now.points if one.now is not None else "",
        "score": words("risks.paper.score", {"now": one.now.points}) if one.now is not None else "",
        "why": words("risks.paper.why", {"why": said_why}) if why else "",
    }
    return Line(spans=line(f"risks.paper.move_{_how(one)}", facts), ref=one.told.risk.handle)


def _how(one: RiskMoved) -> str:
    """Name how a risk moved."""
    match one.turned:
        case RiskDeed.CLOSED:
            return "closed" if one.now is not None else "closed_unscored"
        case RiskDeed.RAISED | RiskDeed.REOPENED | RiskDeed.WITHDRAWN:
            return one.turned.value
        case RiskDeed.CHANGED | RiskDeed.SCORED | None:
            return "scored" if one.was is not None else "first"
    assert_never(one.turned)
