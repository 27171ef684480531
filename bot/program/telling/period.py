"""Tell on the terminal how far the board's period is."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table

from bot.model.board.period import PeriodTold, SincePapers
from bot.model.policy import Policy
from bot.ports.record import View
from bot.program.serving.composition import look, real_now
from bot.program.telling.ask import asked_of
from bot.program.terminal import AsAt, Json, PlanName, out, plan_named, print_json
from bot.reports.board.period import period_json, since_papers, told
from bot.reports.snapshot import take
from bot.rules.board.cycle import freeze_moment
from bot.wording.cycle import period_line, since_line
from bot.wording.sentences import Fact, day, words

Found = tuple[Policy, PeriodTold, SincePapers | None]


def period(plan: PlanName = None, as_at: AsAt = None, json_out: Json = False) -> None:
    """Print how far the board's period is: what was confirmed for its papers, who is silent, and which leads have to write."""
    now = real_now()

    def found(view: View) -> Found:
        asked = asked_of(view, plan_named(view, plan), as_at, now)
        snapshot = take(asked.view, asked.short, asked.moment)
        shown = told(asked.view, snapshot)
        since = since_papers(asked.view, snapshot, shown.freeze) if shown.freeze is not None else None
        return snapshot.policy, shown, since

    policy, shown, since = look(found)
    if json_out:
        print_json(period_json(shown))
        return
    for text in _lines(shown, since):
        out.print(text)
    Console(highlight=False, markup=False, soft_wrap=True).print(_steps(policy, shown))


def _lines(shown: PeriodTold, since: SincePapers | None) -> Iterator[str]:
    facts: dict[str, Fact] = {"number": shown.period.number, "meeting": shown.period.meeting}
    yield words("cycle.told.title" if shown.period.is_set else "cycle.told.month", facts)
    yield period_line(shown)
    if shown.silent:
        yield words("cycle.told.silent", {"roles": ", ".join(shown.silent)})
    if shown.vacant:
        yield words("cycle.told.vacant", {"roles": ", ".join(shown.vacant)})
    if shown.to_write:
        yield words("cycle.told.to_write", {"numbers": ", ".join(map(str, shown.to_write))})
    if since is not None:
        yield since_line(since)


def _steps(policy: Policy, shown: PeriodTold) -> Table:
    """Return the days of the period as a table."""
    period = shown.period
    closes = freeze_moment(period, policy).astimezone(ZoneInfo(policy.zone))
    table = Table(words("cycle.told.day"), words("cycle.told.step"))
    table.add_row(day(period.opens), words("cycle.told.opens" if period.is_set else "cycle.told.opens_month"))
    table.add_row(day(period.owners_by), words("cycle.told.owners_by"))
    table.add_row(day(period.leads_by), words("cycle.told.leads_by"))
    table.add_row(day(period.freezes), words("cycle.told.freezes", {"at": f"{closes:%H:%M}"}))
    table.add_row(day(period.meeting), words("cycle.told.meeting" if period.is_set else "cycle.told.month_end"))
    return table
