"""Tell on the terminal what the board has asked, decided and had done."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from bot.model.board.business import BusinessKind
from bot.model.letters.message import Spans, plain
from bot.ports.record import View
from bot.program.serving.composition import look, real_now
from bot.program.telling.ask import asked_of
from bot.program.terminal import AsAt, Json, PlanName, plan_named, print_json, say
from bot.reports.board.log import log_json
from bot.rules.board.whose import answering
from bot.wording.business import in_line


class Part(StrEnum):
    """The part of the log that is asked for."""

    ALL = "all"
    OPEN = "open"


Which = Annotated[Part, typer.Argument(help="open: what waits still.")]
Kind = Annotated[BusinessKind | None, typer.Option("--kind", help="action, decision or challenge.")]


def log(which: Which = Part.ALL, kind: Kind = None, plan: PlanName = None, as_at: AsAt = None, json_out: Json = False) -> None:
    """Print the board's actions, decisions and challenges, now or as they were known at an earlier moment."""
    now, is_open = real_now(), which is Part.OPEN

    def found(view: View) -> tuple[list[dict[str, object]], list[Spans]]:
        asked = asked_of(view, plan_named(view, plan), as_at, now)
        shape = log_json(asked.view, asked.short, kind, is_open)
        handles = {row["handle"] for row in shape}
        of_plan, people = asked.view.plans.one(asked.short), asked.view.people.of(asked.short)
        items = (one for one in asked.view.business.all(asked.short) if one.handle in handles)
        return shape, [in_line(one, answering(of_plan, people, one)) for one in items]

    shown, lines = look(found)
    if json_out:
        print_json(shown)
        return
    for one in lines:
        typer.echo(plain(one))
    if not lines:
        say("log.none")
