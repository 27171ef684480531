"""Tell on the terminal what would be sent, how the plan stands, the weekly summary, the plan as CSV."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from bot.conversation.asking.dates import about_dates
from bot.conversation.asking.dates import told as dates_told
from bot.model.board.period import SincePapers
from bot.model.documents.workbook import Book
from bot.model.letters.message import plain
from bot.model.plan import Plan
from bot.model.policy import Policy
from bot.model.record.entry import Head
from bot.model.snapshot import Snapshot
from bot.planning import preview as previews
from bot.ports.record import View
from bot.program.serving.composition import look, real_now
from bot.program.terminal import (
    AsAt,
    Json,
    PlanName,
    as_at_of,
    day_of,
    fault,
    plan_named,
    print_json,
    print_table,
    say,
    tell_history,
    tell_preview,
    tell_status,
    write,
)
from bot.reports import summary
from bot.reports.board.period import since_json, since_last_papers
from bot.reports.dates.listing import dates_json, moves_json, open_handles
from bot.reports.documents import retired
from bot.reports.documents.workbook import workbook
from bot.reports.measures.impact import actions_json
from bot.reports.record.past import Past, entry_by
from bot.reports.snapshot import take
from bot.reports.status import history_json, imported_json, status_json
from bot.rules.dates import Towards
from bot.rules.summary import week_of
from bot.rules.updates.standing import local_day
from bot.wording.sentences import Fact, words

# ---- asking ------------------------------------------------------------------------------


def preview(
    start: Annotated[str | None, typer.Option("--from", help="The first day, such as 2026-03-12; today if not given.")] = None,
    days: Annotated[int, typer.Option("--days", help="How many calendar days.")] = 14,
    plan: PlanName = None,
    json_out: Json = False,
) -> None:
    """Show what would be sent, to whom, when and why, if nobody answered. Sends nothing."""
    now = real_now()
    if not 1 <= days <= 400:
        raise typer.BadParameter(words("program.fault.days"))

    def found(view: View) -> previews.Preview:
        short = plan_named(view, plan)
        policy = view.plans.policy(short)
        first = day_of(start, policy, now, Towards.COMING) if start else local_day(now, policy)
        return previews.preview(view, short, first, days)

    shown = look(found)
    if json_out:
        print_json(previews.as_json(shown))
    else:
        tell_preview(shown)


# ---- telling -----------------------------------------------------------------------------


def status(plan: PlanName = None, as_at: AsAt = None, json_out: Json = False) -> None:
    """Print how every milestone stands, now or as it was known at an earlier moment."""
    now = real_now()

    def found(view: View) -> tuple[Snapshot, SincePapers | None, dict[str, object]]:
        asked = asked_of(view, plan_named(view, plan), as_at, now)
        snapshot = take(asked.view, asked.short, asked.moment)
        gone = {"retired": retired.retired_json(asked.view, snapshot)}
        waiting = {"date_requests": open_handles(asked.view, asked.short)}
        since = since_last_papers(asked.view, snapshot)
        actions, papers = {"actions": actions_json(asked.view, snapshot)}, {"since_papers": since_json(since)}
        told = {**status_json(snapshot), **actions, **gone, **waiting, **papers, **asked.in_json(snapshot.policy)}
        return snapshot, since, told

    snapshot, since, shown = look(found)
    print_json(shown) if json_out else tell_status(snapshot, since)


class Asked(NamedTuple):
    """A plan as the command line asks about it: the reading to tell it from, and the moment. `as_at` is None for now."""

    view: View
    short: str
    moment: datetime
    as_at: datetime | None
    head: Head
    made: datetime

    def in_json(self, policy: Policy) -> dict[str, object]:
        """Return what the JSON of every answer says of the moment asked about."""
        at = self.as_at.isoformat() if self.as_at else None
        return {"as_of": local_day(self.made, policy).isoformat(), "as_at": at, "head": self.head.model_dump()}


def asked_of(view: View, short: str, as_at: str | None, now: datetime) -> Asked:
    """Return what is asked about. Raises Refusal if the moment is still to come, or before the first entry."""
    if as_at is None:
        return Asked(view, short, now, None, view.entries.head(short), now)
    moment = as_at_of(as_at, view.plans.policy(short), now)
    upto = entry_by(view, short, moment, now)
    return Asked(Past(view, upto), short, min(moment, now), moment, view.entries.head(short, upto), now)


def history(
    ref: Annotated[str, typer.Argument(help="The milestone, such as 2.1.3.")],
    plan: PlanName = None,
    as_at: AsAt = None,
    json_out: Json = False,
) -> None:
    """Print every statement about a milestone, oldest first, each with who said it in which capacity; and what became of its
    dates."""
    now = real_now()

    def found(view: View) -> tuple[dict[str, object], str]:
        asked = asked_of(view, plan_named(view, plan), as_at, now)
        plan_then = asked.view.plans.one(asked.short)
        gone = plan_then.has_retired(retired.known(plan_then, ref).ref)
        told, there = history_json(asked.view, asked.short, ref), imported_json(asked.view, asked.short, ref)
        snapshot = take(asked.view, asked.short, asked.moment)
        dates_of: dict[str, object] = {"dates": dates_json(asked.view, snapshot, ref)}
        dates_of["moves"] = moves_json(asked.view, asked.short, ref)
        text = dates_told(asked.view, snapshot, ref).plain() if about_dates(asked.view, snapshot, ref) else ""
        if gone:
            dates_of["taken_out"] = plain(retired.taken_out(asked.view, snapshot, ref))
        said = {"retired": gone, "entries": told, "imported": there}
        return {"ref": ref, **asked.in_json(snapshot.policy), **said, **dates_of}, text

    shown, text = look(found)
    if json_out:
        print_json(shown)
        return
    tell_history(shown)
    if text:
        typer.echo(text)


def dates(
    ref: Annotated[str | None, typer.Argument(help="The milestone, such as 2.1.3; all if not given.")] = None,
    plan: PlanName = None,
    as_at: AsAt = None,
    json_out: Json = False,
) -> None:
    """Print which due dates moved, by whose leave, and which are asked for."""
    now = real_now()

    def found(view: View) -> tuple[list[dict[str, object]], str]:
        asked = asked_of(view, plan_named(view, plan), as_at, now)
        snapshot = take(asked.view, asked.short, asked.moment)
        if ref is not None:
            retired.known(snapshot.plan, ref)
        return dates_json(asked.view, snapshot, ref), dates_told(asked.view, snapshot, ref).plain()

    shown, text = look(found)
    print_json(shown) if json_out else typer.echo(text)


def digest(
    week: Annotated[str | None, typer.Option("--week", help="Any day of the week, such as 2026-03-12.")] = None,
    plan: PlanName = None,
    as_at: AsAt = None,
    json_out: Json = False,
) -> None:
    """Print the weekly summary: as posted in that week, or as it stands now or stood at an earlier moment."""
    now = real_now()

    def found(view: View) -> tuple[object, str]:
        short = plan_named(view, plan)
        if week is not None:
            return _posted(view, short, week_of(day_of(week, view.plans.policy(short), now, Towards.PAST)))
        asked = asked_of(view, short, as_at, now)
        snapshot = take(asked.view, short, asked.moment)
        message, drawn = summary.summary_to_post(asked.view, snapshot)
        return {**json.loads(drawn.facts), **asked.in_json(snapshot.policy)}, message.plain()

    shown, text = look(found)
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


def export(
    out: Annotated[Path | None, typer.Argument(help="A workbook to write, such as plan.xlsx. Without it CSV is printed.")] = None,
    plan: PlanName = None,
    as_at: AsAt = None,
    json_out: Json = False,
    yes: Annotated[bool, typer.Option("--yes", help="Write over a file that is there.")] = False,
) -> None:
    """Give the plan with how each milestone stands, or stood at an earlier moment: as CSV, or as a workbook in the sheets and
    columns of its own document, which may be changed and loaded again."""
    now = real_now()

    def found(view: View) -> tuple[Plan, dict[str, object], Book]:
        asked = asked_of(view, plan_named(view, plan), as_at, now)
        snapshot = take(asked.view, asked.short, asked.moment)
        shown = {**status_json(snapshot), **asked.in_json(snapshot.policy)}
        return snapshot.plan, shown, workbook(snapshot, asked.head, asked.moment)

    if out is not None and out.suffix.lower() != ".xlsx":
        fault("not_xlsx", {"file": str(out)})
    loaded, shown, book = look(found)
    if out is not None:
        from seed.workbook.drawing import draw  # noqa: PLC0415

        write({out: draw(book)}, yes)
        counted: dict[str, Fact] = {"count": len(loaded.milestones), "sheets": len(book.sheets)}
        say("export.written", {"file": str(out), "plan": loaded.short, **counted})
        return
    if json_out:
        print_json({"plan": loaded.model_dump(mode="json"), "status": shown})
        return
    print_table(shown)
