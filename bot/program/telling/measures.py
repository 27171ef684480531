"""Tell on the terminal what the plan is meant to change, and what it reads."""

from __future__ import annotations

import typer

from bot.model.letters.message import Item, said_of
from bot.ports.record import View
from bot.program.serving.composition import look, real_now
from bot.program.telling.ask import asked_of
from bot.program.terminal import AsAt, Json, PlanName, plan_named, print_json, say
from bot.reports.measures.told import measures_json, told
from bot.reports.snapshot import take
from bot.wording.measures.told import in_line
from bot.wording.measures.verdicts import verdict_mark


def measures(plan: PlanName = None, as_at: AsAt = None, json_out: Json = False) -> None:
    """Print every measure with its verdict, direction and latest reading, now or as it was known at an earlier moment."""
    now = real_now()

    def found(view: View) -> tuple[list[dict[str, object]], list[Item]]:
        asked = asked_of(view, plan_named(view, plan), as_at, now)
        snapshot = take(asked.view, asked.short, asked.moment)
        known = told(asked.view, snapshot)
        marks = [None if one.measure.is_closed else verdict_mark(one) for one in known]
        return measures_json(known), [Item(spans=in_line(one), mark=mark) for one, mark in zip(known, marks, strict=True)]

    shown, lines = look(found)
    if json_out:
        print_json(shown)
        return
    for one in lines:
        typer.echo(said_of(one))
    if not lines:
        say("measures.none")
