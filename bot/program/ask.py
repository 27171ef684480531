"""Tell on the terminal what would be sent, how the plan stands, the weekly summary, the plan as CSV."""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated

import typer

from bot.model.plan import Plan
from bot.model.snapshot import Snapshot
from bot.planning import preview as previews
from bot.ports.record import View
from bot.program.composition import real_now, run, settings, with_store
from bot.program.terminal import Json, PlanName, day_of, fault, plan_named, print_json, print_table, tell_preview, tell_status
from bot.reports import summary
from bot.reports.snapshot import take
from bot.reports.status import status_json
from bot.reports.summary import as_json
from bot.rules.standing import local_day
from bot.rules.summary import week_of
from bot.wording.sentences import words

# ---- asking ------------------------------------------------------------------------------


def preview(
    start: Annotated[str | None, typer.Option("--from", help="The first day, YYYY-MM-DD; today if not given.")] = None,
    days: Annotated[int, typer.Option("--days", help="How many calendar days.")] = 14,
    plan: PlanName = None,
    json_out: Json = False,
) -> None:
    """Show what would be sent, to whom, when and why, if nobody answered. Sends nothing."""
    from_day = day_of(start)
    if not 1 <= days <= 400:
        raise typer.BadParameter(words("program.fault.days"))

    def found(view: View) -> previews.Preview:
        short = plan_named(view, plan)
        return previews.preview(view, short, from_day or local_day(real_now(), view.plans.policy(short)), days)

    shown = run(with_store(settings().database_url, lambda store: store.read(found)))
    if json_out:
        print_json(previews.as_json(shown))
    else:
        tell_preview(shown)


# ---- telling -----------------------------------------------------------------------------


def status(plan: PlanName = None, json_out: Json = False) -> None:
    """Print how every milestone stands now."""
    now = real_now()

    def found(view: View) -> Snapshot:
        return take(view, plan_named(view, plan), now)

    shown = run(with_store(settings().database_url, lambda store: store.read(found)))
    print_json(status_json(shown)) if json_out else tell_status(shown)


def digest(
    week: Annotated[str | None, typer.Option("--week", help="Any day of the week, YYYY-MM-DD.")] = None,
    plan: PlanName = None,
    json_out: Json = False,
) -> None:
    """Print the weekly summary: as posted in that week, or as it stands now."""
    now, in_week = real_now(), day_of(week)

    def found(view: View) -> tuple[object, str]:
        short = plan_named(view, plan)
        if in_week is not None:
            return _posted(view, short, week_of(in_week))
        snapshot = take(view, short, now)
        return as_json(summary.weekly(view, snapshot)), summary.digest_message(view, snapshot).plain()

    shown, text = run(with_store(settings().database_url, lambda store: store.read(found)))
    if json_out:
        print_json(shown)
    else:
        typer.echo(text)


def _posted(view: View, short: str, week: date) -> tuple[object, str]:
    """The summary of a week as it was posted first. Ends the command if none was."""
    posted = view.plans.posted(short, week)
    if not posted:
        fault("nothing_posted", {"week": week})
    return json.loads(posted[0].drawn.facts), posted[0].message.plain()


def export(plan: PlanName = None, json_out: Json = False) -> None:
    """Print the plan with how each milestone stands, as CSV in the plan's own columns."""
    now = real_now()

    def found(view: View) -> tuple[Plan, dict[str, object]]:
        short = plan_named(view, plan)
        snapshot = take(view, short, now)
        return snapshot.plan, status_json(snapshot)

    loaded, shown = run(with_store(settings().database_url, lambda store: store.read(found)))
    if json_out:
        print_json({"plan": loaded.model_dump(mode="json"), "status": shown})
        return
    print_table(shown)
