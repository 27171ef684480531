"""Risk and impact of a part of the plan, as the overall status of a report tells them."""

from __future__ import annotations

from bot.model.noun import Noun
from bot.model.risks.told import RiskTold


class ImpactStands(Noun):
    """The delivered actions of a part: how many there are, how many have shown impact, and which have shown `none` yet.

    `expected` are those that are to show it by the next papers: these, and whatever is expected to be delivered by then.
    """

    delivered: int = 0
    shown: int = 0
    none: tuple[str, ...] = ()
    expected: tuple[str, ...] = ()


class RiskStands(Noun):
    """The open risks of a part: how many there are, how many of them wait for a review, and the highest."""

    open: int = 0
    overdue: int = 0
    top: RiskTold | None = None
