"""Tell on the terminal which risks the plan has, and how each stands."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from bot.model.letters.message import Item, said_of
from bot.ports.record import View
from bot.program.serving.composition import look, real_now
from bot.program.telling.ask import asked_of
from bot.program.terminal import AsAt, Json, PlanName, plan_named, print_json, say
from bot.reports.risks.told import risks_json, told
from bot.reports.snapshot import take
from bot.rules.risks.standing import by_score
from bot.wording.risks.lines import in_line, mark_of


class Part(StrEnum):
    """The risks that are asked for."""

    ALL = "all"
    OPEN = "open"


Which = Annotated[Part, typer.Argument(help="open: those that are closed or withdrawn are left out.")]


def risks(which: Which = Part.ALL, plan: PlanName = None, as_at: AsAt = None, json_out: Json = False) -> None:
    """Print the plan's risks with their scores, now or as they were known at an earlier moment."""
    now, is_open = real_now(), which is Part.OPEN

    def found(view: View) -> tuple[list[dict[str, object]], list[str]]:
        asked = asked_of(view, plan_named(view, plan), as_at, now)
        snapshot = take(asked.view, asked.short, asked.moment)
        every = by_score(told(asked.view, snapshot))
        each = sorted((one for one in every if not (is_open and one.risk.is_closed)), key=lambda one: one.risk.is_closed)
        items = (Item(mark=mark_of(one), spans=in_line(one, snapshot.policy.zone)) for one in each)
        return risks_json(asked.view, snapshot, is_open), [said_of(one) for one in items]

    shown, lines = look(found)
    if json_out:
        print_json(shown)
        return
    for one in lines:
        typer.echo(one)
    if not lines:
        say("risks.none")
