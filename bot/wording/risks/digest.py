"""The weekly summary's lines about risks: those that moved in the week, and those that wait for a review."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from bot.model.letters.message import Item, Items
from bot.model.risks.risk import RiskDeed, Score
from bot.model.risks.told import RiskMoved, RiskTold
from bot.wording.risks.lines import if_then, mark_of
from bot.wording.sentences import Fact, line, words

MOST_NAMED = 6  # risks that are named in the line that counts them


def risks_counted(moved: Sequence[RiskMoved], late: Sequence[RiskTold]) -> Item:
    """Return the line that names the risks that moved, and those that nobody has scored in time."""
    told = [_named("moved", [_moved(one) for one in moved])] if moved else []
    told += [_named("late", [one.risk.handle for one in late])] if late else []
    return Item(spans=line("risks.digest.line", {"told": " ".join(told)}))


def _named(name: str, each: Sequence[str]) -> str:
    more = len(each) - MOST_NAMED
    rest = [words("risks.digest.more", {"count": more})] if more > 0 else []
    return words(f"risks.digest.{name}", {"risks": ", ".join([*each[:MOST_NAMED], *rest])})


def _moved(one: RiskMoved) -> str:
    facts: dict[str, Fact] = {"handle": one.told.risk.handle, "was": _points(one.was), "now": _points(one.now)}
    return words(f"risks.digest.{_how(one)}", facts)


def _points(score: Score | None) -> int:
    return score.points if score is not None else 0


def _how(one: RiskMoved) -> str:
    """Name how a risk moved."""
    match one.turned:
        case RiskDeed.RAISED:
            return "raised" if one.now is not None else "raised_unscored"
        case RiskDeed.CLOSED | RiskDeed.REOPENED | RiskDeed.WITHDRAWN:
            return one.turned.value
        case RiskDeed.CHANGED | RiskDeed.SCORED | None:
            return "scored" if one.was is not None else "first"
    assert_never(one.turned)


def risks_listed(moved: Sequence[RiskMoved], late: Sequence[RiskTold]) -> Iterator[Items]:
    """List the risks that moved, then those that wait for a review, each with what it says."""
    if moved:
        lines = tuple(_item(one.told, _moved(one)) for one in moved)
        yield Items(heading=words("risks.digest.heading_moved", {"count": len(moved)}), lines=lines)
    if late:
        waiting = tuple(_item(one, _since(one)) for one in late)
        yield Items(heading=words("risks.digest.heading_late", {"count": len(late)}), lines=waiting)


def _item(told: RiskTold, how: str) -> Item:
    return Item(mark=mark_of(told), spans=line("risks.digest.each", {**if_then(told.risk.terms), "how": how}))


def _since(told: RiskTold) -> str:
    facts: dict[str, Fact] = {"handle": told.risk.handle, "day": told.reviewed_on or "", "points": told.points}
    return words("risks.digest.since" if told.reviewed_on is not None else "risks.digest.never", facts)
