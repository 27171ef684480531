"""The lines of the weekly summary about the board: its business that waits, and to how many meetings a thing came unanswered."""

from __future__ import annotations

from bot.model.board.period import PeriodTold, SincePapers
from bot.model.letters.message import Item, Text
from bot.model.summary import BusinessCount
from bot.wording.cycle import period_line, since_line
from bot.wording.sentences import line, words


def business_counted(count: BusinessCount) -> Item:
    """Return the line that counts the board's business that waits."""
    told = [words(f"digest.business.{name}", {"count": n}) for name, n in count._asdict().items() if n]
    return Item(spans=line("digest.rest.business", {"counts": ", ".join(told)}))


def period_counted(told: PeriodTold, since: SincePapers | None) -> Item:
    """Return the line that says how far the board's period is, and what came since its papers were frozen."""
    papers = f" {since_line(since)}" if since is not None else ""
    return Item(spans=(Text(text=period_line(told) + papers),))


def carried(count: int) -> str:
    """Say to how many meetings a thing came unanswered. Empty if to none."""
    name = {0: "", 1: "once", 2: "twice"}.get(count, "carried")
    return words(f"board.fact.{name}", {"count": count}) if name else ""
