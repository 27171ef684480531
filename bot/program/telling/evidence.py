"""Tell on the terminal which evidence there is."""

from __future__ import annotations

import typer
from rich.console import Console
from rich.table import Table

from bot.ports.record import View
from bot.program.serving.composition import look, real_now
from bot.program.telling.ask import asked_of
from bot.program.terminal import AsAt, Json, PlanName, plan_named, print_json, say
from bot.reports.evidence import index_json
from bot.wording.sentences import words

COLUMNS = ("handle", "ref", "url", "shows", "good_until", "verdict")

evidence_app = typer.Typer(no_args_is_help=True, help="The evidence of a plan.")


@evidence_app.callback()
def evidence() -> None:
    """Tell of the evidence of a plan."""


@evidence_app.command("index")
def index(plan: PlanName = None, as_at: AsAt = None, json_out: Json = False) -> None:
    """Print each link that counts as evidence, now or at an earlier moment, with what was said of it."""
    now = real_now()

    def found(view: View) -> list[dict[str, object]]:
        asked = asked_of(view, plan_named(view, plan), as_at, now)
        return index_json(asked.view, asked.short)

    shown = look(found)
    if json_out:
        print_json(shown)
    elif not shown:
        say("evidence.none")
    else:
        _print(shown)


def _print(rows: list[dict[str, object]]) -> None:
    table = Table(*(words(f"program.evidence.{column}") for column in COLUMNS))
    for row in rows:
        verdict = words(f"evidence.verdict.{row['verdict'] or 'none'}")
        table.add_row(*(str(row[column] or "") for column in COLUMNS[:-1]), verdict)
    Console(highlight=False, markup=False, soft_wrap=True).print(table)
