"""Verdicts and directions of measures, as a word with a shape and in full sentences that say by which rule."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import assert_never

from bot.model.letters.message import Mark
from bot.model.measures.measure import Polarity, Terms
from bot.model.measures.standing import Direction, MeasureTold, Verdict
from bot.wording.measures.values import value_said
from bot.wording.sentences import words

_TREND = 6  # readings of five steps
_STATUS = {
    Verdict.ON_TARGET: "green",
    Verdict.ON_TRAJECTORY: "green",
    Verdict.BEHIND: "red",
    Verdict.NO_TARGET: "not_yet_asked",
    Verdict.NO_READING: "not_started",
}


def verdict_mark(told: MeasureTold) -> Mark:
    """Return the verdict as a word with a shape. A measure that waits for a reading is grey, whatever its last one was."""
    if told.late_since is not None:
        return Mark(status="not_started", word=late_said(told), shape=words("scorecard.verdict.late_shape"))
    name = told.verdict.value
    word = "not_judged" if told.verdict is Verdict.NO_READING and told.latest is not None else name
    return Mark(
        status=_STATUS[told.verdict], word=words(f"scorecard.verdict.{word}"), shape=words(f"scorecard.verdict.{name}_shape")
    )


def is_coloured(told: MeasureTold) -> bool:
    """Say if the verdict has a colour: that something waits, or is not known, has none."""
    return told.late_since is None and told.verdict in (Verdict.ON_TARGET, Verdict.ON_TRAJECTORY, Verdict.BEHIND)


def late_said(told: MeasureTold) -> str:
    """Say since when there is no reading."""
    latest = told.latest
    if latest is None:
        return words("scorecard.verdict.late_none")
    return words("scorecard.verdict.late", {"day": latest.as_at})


def verdict_said(told: MeasureTold) -> str:
    """Say the verdict in a full sentence. A measure that waits for a reading is not judged by its last one."""
    terms, latest = told.measure.terms, told.latest
    if told.late_since is not None:
        name = "late_none" if latest is None else "late"
        return words(f"scorecard.judged.{name}", {"day": latest.as_at if latest is not None else ""})
    if told.verdict is Verdict.NO_READING:
        return words(f"scorecard.judged.{_not_judged(told)}")
    is_wanted_now = told.verdict is Verdict.BEHIND and told.expected is None and terms.target_by is None
    wanted = terms.target if told.verdict is Verdict.ON_TARGET or is_wanted_now else told.expected
    if wanted is None:
        return words(f"scorecard.judged.{told.verdict.value}_unsaid")
    return words(f"scorecard.judged.{told.verdict.value}", {"value": value_said(wanted, terms.unit)})


def _not_judged(told: MeasureTold) -> str:
    """Return why a measure has no verdict."""
    latest = told.latest
    if latest is None:
        return "none"
    if latest.hidden:
        return "few" if latest.few else "hidden"
    return "words" if told.measure.terms.in_words else "too_early"


def direction_word(told: MeasureTold) -> str:
    """Return the direction in two or three words."""
    return words(f"scorecard.direction.{told.direction.value}")


def direction_said(told: MeasureTold) -> str:
    """Say the direction and the rule by which it is told."""
    terms = told.measure.terms
    match told.direction:
        case Direction.TOO_FEW:
            return words("scorecard.rule.too_few_anew" if terms.resets is not None else "scorecard.rule.too_few")
        case Direction.NO_CLEAR_CHANGE:
            return words("scorecard.rule.no_clear_change")
        case Direction.BETTER | Direction.WORSE:
            better = told.direction is Direction.BETTER
            rule = "trend" if _is_trend(told) else "run"
            reason = words(f"scorecard.rule.{rule}_{_way(terms.polarity, better)}")
            return words("scorecard.rule.told", {"direction": direction_word(told), "reason": reason})
    assert_never(told.direction)


def polarity_said(terms: Terms) -> str:
    """Say which values are better."""
    return words(f"scorecard.polarity.{terms.polarity.value}")


def _way(polarity: Polarity, better: bool) -> str:
    match polarity:
        case Polarity.HIGHER:
            return "up" if better else "down"
        case Polarity.LOWER:
            return "down" if better else "up"
        case Polarity.NEAR_TARGET:
            return "nearer" if better else "farther"
    assert_never(polarity)


def _is_trend(told: MeasureTold) -> bool:
    """Say if the last five steps all go one way: of two rules that say the same, this is the one that is told."""
    values = [one.value for one in told.shown if one.value is not None][-_TREND:]
    if told.measure.terms.polarity is Polarity.NEAR_TARGET:
        aim = told.measure.terms.target or Decimal(0)
        values = [abs(one - aim) for one in values]
    steps = {(after > before) - (after < before) for before, after in pairwise(values)}
    return len(values) == _TREND and steps in ({1}, {-1})
