"""The board's cycle in words: how far a period is, what came since the papers, and a meeting that was moved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.model.board.period import Period, PeriodState, PeriodTold, SincePapers
from bot.model.letters.message import Spans
from bot.wording.sentences import Fact, line, words


def period_line(told: PeriodTold) -> str:
    """Say in one line how far a period is."""
    facts: dict[str, Fact] = {
        "meeting": told.period.meeting,
        "confirmed": told.confirmed,
        "of": told.of,
        "leads": _leads(len(told.to_write)),
        "papers": _papers(told),
    }
    how = "none" if not told.of else "open" if told.period.is_set else "month"
    return words(f"cycle.line.{how}", facts)


def _leads(count: int) -> str:
    if count == 0:
        return words("cycle.line.leads_all")
    return words("cycle.line.leads_one") if count == 1 else words("cycle.line.leads", {"count": count})


def _papers(told: PeriodTold) -> str:
    if told.state is PeriodState.FROZEN:
        return words("cycle.line.frozen")
    if told.thawed:
        return words("cycle.line.thawed")
    if told.late or told.young:
        return words("cycle.line.late" if told.late else "cycle.line.young", {"day": told.period.freezes})
    return words("cycle.line.freezes", {"day": told.period.freezes})


def moved(was: date, now: Period, today: date) -> Spans:
    """Say that a meeting was moved, and what its days are now: those that are past by today as past."""
    facts: dict[str, Fact] = {"was": was, "now": now.meeting, "by": now.owners_by, "freezes": now.freezes}
    how = "line" if today <= now.owners_by else "late" if today <= now.freezes else "past"
    return line(f"cycle.moved.{how}", facts)


def taken_off(was: date) -> Spans:
    """Say that a meeting is not in the settings any more."""
    return line("cycle.moved.off", {"was": was})


def since_line(since: SincePapers) -> str:
    """Say in one line what came since the papers."""
    parts = ", ".join(_parts(since))
    return words("cycle.since.line", {"what": parts}) if parts else words("cycle.since.nothing")


def _parts(since: SincePapers) -> Iterator[str]:
    counted = {"updates": since.updates, "narratives": since.narratives, "dates": since.dates, "business": since.business}
    for name, found in counted.items():
        if found:
            yield words(f"cycle.since.{name}_one") if len(found) == 1 else words(f"cycle.since.{name}", {"count": len(found)})
