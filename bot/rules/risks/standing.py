"""The standing of risks: band, direction, next review, tolerance that has passed, the top ones, and those that moved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from bot.model.noun import local_day
from bot.model.policy import Policy
from bot.model.risks.risk import Risk, RiskDeed, RiskStep, Score, Treatment
from bot.model.risks.settings import Matrix
from bot.model.risks.told import BandLevel, RiskDirection, RiskMoved, RiskTold
from bot.rules import calendar

SHOWN_SCORES = 4
TOP = 5


def tell(risk: Risk, policy: Policy, today: date) -> RiskTold:
    """Return how a risk stands on a day, by the plan's matrix of that day."""
    matrix, score = policy.risk, risk.score
    fits = score is not None and is_inside(matrix, score)
    review = next_review(risk, policy)
    return RiskTold(
        risk=risk,
        band=matrix.band(score.points).word if fits and score is not None else None,
        level=level(matrix, score) if fits and score is not None else None,
        outside=score is not None and not fits,
        direction=direction(risk),
        last=tuple(one.score for one in risk.scored[-SHOWN_SCORES:] if one.score is not None),
        reviewed_on=local_day(risk.scored[-1].at, policy.zone) if risk.scored else None,
        next_review=review,
        review_overdue=review is not None and today > asked_on(review, policy),
        tolerance_passed=tolerance_passed(risk, today),
    )


# ---- the matrix -----------------------------------------------------------------------------


def is_inside(matrix: Matrix, score: Score) -> bool:
    """Say if a score is in the plan's matrix."""
    return 1 <= score.likelihood <= len(matrix.likelihood) and 1 <= score.impact <= len(matrix.impact)


def level(matrix: Matrix, score: Score) -> BandLevel:
    """Return the level of a score's band: the first is low, the last is the top, and of those between the upper half is high."""
    place, count = matrix.bands.index(matrix.band(score.points)), len(_reached(matrix))
    if place >= count - 1:
        return BandLevel.TOP
    if place == 0:
        return BandLevel.LOW
    return BandLevel.HIGH if 2 * place >= count else BandLevel.MIDDLE


def _reached(matrix: Matrix) -> tuple[str, ...]:
    """Return the words of the bands that a score of this matrix can reach."""
    last = matrix.bands.index(matrix.band(matrix.most))
    return tuple(one.word for one in matrix.bands[: last + 1])


def read_score(matrix: Matrix, said: str, now: Score | None) -> Score | None:
    """Return the score that words name: two places, two words of the scales, or "same". None if they name none.

    It may lie outside the matrix: whoever said it is told so.
    """
    parts = _parts(said)
    if parts in (["same"], ["the", "same"]):
        return now
    likely, severe = ([_parts(one) for one in scale] for scale in (matrix.likelihood, matrix.impact))
    if len(parts) > max(map(len, likely)) + max(map(len, severe)):
        return None  # no two words of the scales are that long
    for cut in range(1, len(parts)):
        likelihood, impact = _place(likely, parts[:cut]), _place(severe, parts[cut:])
        if likelihood is not None and impact is not None:
            return Score(likelihood=likelihood, impact=impact)
    return None


def _parts(said: str) -> list[str]:
    """Return what a score, or a word of a scale, is made of: what only joins two of them is none."""
    told = said.casefold().replace(",", " ").replace("×", " ").split()
    return [one for part in told for one in _factors(part) if one not in ("x", "by", "and", "times")]


def _factors(part: str) -> tuple[str, ...]:
    """Return both numbers of a product that was typed without blanks: 4x5. Else what was typed."""
    first, sign, second = part.partition("x")
    return (first, second) if sign and first.isdecimal() and second.isdecimal() else (part,)


def _place(scale: Sequence[list[str]], said: list[str]) -> int | None:
    """Return the place that a number or a word names on a scale, from 1."""
    if said in scale:
        return scale.index(said) + 1
    number = said[0] if len(said) == 1 else ""
    return int(number) if number.isdecimal() and len(number) <= len("100") else None


# ---- its direction --------------------------------------------------------------------------


def direction(risk: Risk) -> RiskDirection:
    """Return where a risk has gone since the score before. One that was scored once, or never, is new."""
    points = [one.score.points for one in risk.scored if one.score is not None]
    return _direction(points[-2], points[-1]) if len(points) > 1 else RiskDirection.NEW


def _direction(was: int, now: int) -> RiskDirection:
    if now == was:
        return RiskDirection.SAME
    return RiskDirection.UP if now > was else RiskDirection.DOWN


# ---- its days -------------------------------------------------------------------------------


def next_review(risk: Risk, policy: Policy) -> date | None:
    """Return the day from which a risk is to be scored again: so many months after its last score. One that nobody has scored
    is to be scored from the day on which it was raised, and one that was opened again since from that day. None if it is closed
    or withdrawn."""
    if risk.is_closed:
        return None
    last = risk.scored[-1] if risk.scored else None
    opened = next(one for one in reversed(risk.steps) if one.deed in (RiskDeed.RAISED, RiskDeed.REOPENED))
    if last is None or (opened.at, opened.id) > (last.at, last.id):
        return local_day(opened.at, policy.zone)
    months = risk.terms.review_every or policy.risk.review_every
    return calendar.add_months(local_day(last.at, policy.zone), months)


def asked_on(day: date, policy: Policy) -> date:
    """Return the first working day on or after a day: on it somebody is asked."""
    days = calendar.working_days(policy)
    return day if day in days else days.next(day)


def tolerance_passed(risk: Risk, today: date) -> bool:
    """Say if a risk is tolerated, and the last day for that is over."""
    terms = risk.terms
    tolerated = not risk.is_closed and terms.treatment is Treatment.TOLERATE
    return tolerated and terms.accepted_until is not None and terms.accepted_until < today


# ---- many of them ---------------------------------------------------------------------------


def by_score(told: Iterable[RiskTold]) -> tuple[RiskTold, ...]:
    """Return some risks, the highest score first; of one score the earliest raised. Those that nobody has scored come last."""
    return tuple(sorted(told, key=lambda one: (-one.points, one.risk.number)))


def top(told: Iterable[RiskTold], matrix: Matrix, count: int = TOP) -> tuple[RiskTold, ...]:
    """Return the highest risks that are open and that the board is shown: those from the plan's score on, and those whose score
    nobody can rely on, as it is missing, late or of another matrix, or whose tolerance has passed."""
    shown = (one for one in told if not one.risk.is_closed)
    shown = (one for one in shown if one.points >= matrix.report_from or one.is_grey or one.tolerance_passed)
    return by_score(shown)[:count]


def movers(told: Iterable[RiskTold], after: datetime, until: datetime) -> tuple[RiskMoved, ...]:
    """Return the risks that moved after one moment and up to another: the score is another one than before, or it was raised,
    closed or opened again. One that was raised and withdrawn in that time never moved."""
    found = (_moved(one, after, until) for one in told)
    return tuple(one for one in found if one is not None)


def _moved(told: RiskTold, after: datetime, until: datetime) -> RiskMoved | None:
    risk = told.risk
    known, since = _parted(risk, after, until)
    if not since or (not known and (risk.withdrawn or since[-1].deed is RiskDeed.WITHDRAWN)):
        return None
    was, now = _score_of(known), _score_of((*known, *since))
    turns = [one.deed for one in since if one.deed in _TURNS]
    turned = turns[-1] if turns else None
    return RiskMoved(told=told, was=was, now=now, turned=turned) if turned is not None or was != now else None


_TURNS = (RiskDeed.RAISED, RiskDeed.CLOSED, RiskDeed.REOPENED, RiskDeed.WITHDRAWN)


def _parted(risk: Risk, after: datetime, until: datetime) -> tuple[tuple[RiskStep, ...], tuple[RiskStep, ...]]:
    """Return what was said of a risk up to a moment, and after it up to another."""
    known = tuple(one for one in risk.steps if one.at <= after)
    return known, tuple(one for one in risk.steps if after < one.at <= until)


def _score_of(steps: Sequence[RiskStep]) -> Score | None:
    return next((one.score for one in reversed(steps) if one.score is not None), None)


def named(risks: Iterable[Risk], handle: str) -> Risk | None:
    """Return the risk of a handle. None if there is none."""
    return next((one for one in risks if one.handle == handle), None)
