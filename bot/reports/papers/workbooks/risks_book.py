"""The register of risks: each with its score, the last four side by side, its target, and who looks at it again and when.

Source of the columns: registers that councils and health trusts publish. A number stays a number. A risk whose review is overdue
says so beside its score.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.model.board.paper import Book, Cell, Column, Grid, PaperKind, Sheet
from bot.model.risks.risk import RiskDeed, RiskState
from bot.model.risks.told import RiskTold
from bot.reports.papers.cells import Row, Value, row
from bot.reports.papers.compliance import who
from bot.reports.papers.ground import Ground
from bot.reports.risks.told import told
from bot.rules.calendar import local_day
from bot.rules.risks.standing import SHOWN_SCORES, by_score
from bot.wording.papers.who import Who
from bot.wording.risks import lines
from bot.wording.sentences import Fact, day, with_full_stop, words

_BEFORE = {"no": 6, "area": 12, "risk": 40, "controls": 36, "likelihood": 12, "impact": 12, "score": 20}
_AFTER = {"direction": 12, "target": 10, "treatment": 26, "owner": 24, "next_review": 14}
_SCORE = 12


def risks_book(ground: Ground) -> Book:
    """Return the register of a plan's risks, those that are closed or withdrawn last."""
    every = by_score(told(ground.view, ground.snapshot))
    risks = sorted(every, key=lambda one: one.risk.is_closed)
    grid = Grid(
        caption=words("risks.book.about"),
        columns=tuple(_columns()),
        rows=tuple(_row(one, ground, who(ground)) for one in risks),
        none=words("risks.book.none"),
    )
    return Book(
        file=f"{PaperKind.RISKS.value}.xlsx",
        title=words("risks.book.title", {"plan": ground.snapshot.plan.title}),
        sheets=(Sheet(name=PaperKind.RISKS.value, grid=grid),),
        made=ground.as_at,
    )


def _columns() -> Iterator[Column]:
    yield from (Column(heading=words(f"risks.book.{name}"), width=width) for name, width in _BEFORE.items())
    yield from (Column(heading=words(f"risks.book.score_{n}"), width=_SCORE) for n in range(SHOWN_SCORES, 0, -1))
    yield from (Column(heading=words(f"risks.book.{name}"), width=width) for name, width in _AFTER.items())


def _row(one: RiskTold, ground: Ground, named: Who) -> Row:
    terms, score = one.risk.terms, one.score
    said = {"happens": named.said(terms.happens).rstrip(" .,;"), "follows": with_full_stop(named.said(terms.follows))}
    target = terms.target
    return row(
        one.risk.handle,
        ", ".join(terms.about) or words("risks.book.whole"),
        words("risks.book.if_then", dict(said)),
        named.said(terms.controls),
        score.likelihood if score is not None else None,
        score.impact if score is not None else None,
        _score(one),
        *_last(one),
        words(f"risks.book.{one.direction.value}"),
        target.points if target is not None else None,
        _treatment(one, ground, named),
        named.role(terms.owner) if terms.owner else None,
        one.next_review,
    )


def _score(one: RiskTold) -> Cell:
    """Return a score with its band, by word and shape; or that it can't be relied on."""
    if one.score is None:
        return Cell(mark=lines.mark_of(one)) if not one.risk.is_closed else Cell()
    if one.review_overdue:
        return Cell(value=one.points, after=words("risks.book.overdue"))
    if one.band is None or one.level is None:
        return Cell(value=one.points, after=words("risks.book.outside"))
    shown: dict[str, Fact] = {"shape": words(f"risks.band.{one.level.value}"), "band": one.band}
    return Cell(value=one.points, after=words("risks.book.band", shown))


def _last(one: RiskTold) -> Sequence[Value]:
    """Return the last scores side by side, the newest last."""
    scores = [each.points for each in one.last]
    return [*([None] * (SHOWN_SCORES - len(scores))), *scores]


def _treatment(one: RiskTold, ground: Ground, named: Who) -> str:
    """Say what is done about a risk, or how it ended and why."""
    risk = one.risk
    if risk.state is RiskState.OPEN:
        return lines.treatment(one) if named.are_roles else lines.tolerance(one) or lines.treatment(one)
    deed = RiskDeed.CLOSED if risk.state is RiskState.CLOSED else RiskDeed.WITHDRAWN
    last = next((step for step in reversed(risk.steps) if step.deed is deed), None)
    if last is None:
        return words("risks.band.withdrawn")
    told_: dict[str, Fact] = {"day": day(local_day(last.at, ground.policy.zone)), "why": with_full_stop(named.said(last.why))}
    return words(f"risks.book.{risk.state.value}", told_)
