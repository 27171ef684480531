"""Faults of Milepost itself in words: what is wrong and what to do, and that it is over."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.model.fault import Fault, FaultKind
from bot.model.letters.message import Spans
from bot.model.noun import local_day
from bot.wording.sentences import Fact, day, line, with_full_stop, words


def begun(fault: Fault, plan: str, zone: str) -> Spans:
    """Say what is wrong, since when, and what to do."""
    facts: dict[str, Fact] = {
        "plan": plan,
        "since": moment(fault.since, zone),
        "count": fault.count,
        "reason": with_full_stop(fault.reason) if fault.reason else words("faults.no_reason"),
        "left": fault.left,
    }
    several = "_one" if fault.kind is FaultKind.LETTERS and fault.count == 1 else ""
    return line(f"faults.begun.{fault.kind.value}{several}", facts)


def over(kind: FaultKind, plan: str) -> Spans:
    """Say that it is over."""
    return line(f"faults.over.{kind.value}", {"plan": plan})


def late(plan: str, since: datetime, now: datetime, zone: str) -> Spans:
    """Say that a round came late, and that nothing need be done now."""
    hours = int((now - since).total_seconds() // 3600)
    return line(f"faults.late.{'one' if hours == 1 else 'some'}", {"plan": plan, "since": moment(since, zone), "hours": hours})


def whole_again(plan: str) -> Spans:
    """Say that a record which was not whole is."""
    return line("faults.over.record", {"plan": plan})


def moment(at: datetime, zone: str) -> str:
    """Write a moment as people do, in the plan's own time."""
    return words("faults.moment", {"day": day(local_day(at, zone)), "time": f"{at.astimezone(ZoneInfo(zone)):%H:%M}"})


def size(count: int) -> str:
    """Write so many bytes as people do."""
    big = count >= 1024**3
    return words("faults.gib" if big else "faults.mib", {"count": f"{count / 1024 ** (3 if big else 2):.1f}"})
