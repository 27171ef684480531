"""Tell on the terminal what families said, what was done about it and what changed, and count the voices of a year."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.model.letters.message import plain
from bot.ports.record import View
from bot.program.serving.composition import look, real_now
from bot.program.telling.ask import asked_of
from bot.program.terminal import AsAt, Json, PlanName, plan_named, print_json, say
from bot.reports.snapshot import take
from bot.reports.voices.counts import counted, counts_json
from bot.reports.voices.told import told, voices_json
from bot.rules.voices.rights import answering
from bot.wording.voices.counts import lines as counts_in_words
from bot.wording.voices.lines import in_line

Year = Annotated[int | None, typer.Option("--year", min=2000, max=9999, help="Count those heard in this year, and list none.")]


def voices(year: Year = None, plan: PlanName = None, as_at: AsAt = None, json_out: Json = False) -> None:
    """Print what families said with what was done and what changed, now or as it was known at an earlier moment."""
    now = real_now()

    def found(view: View) -> tuple[object, list[str]]:
        asked = asked_of(view, plan_named(view, plan), as_at, now)
        snapshot = take(asked.view, asked.short, asked.moment)
        each = told(asked.view, snapshot)
        if year is not None:
            counts = counted(each, year, snapshot.policy.zone)
            facts = {name: value for name, value in counts._asdict().items() if name != "by_source"}
            return counts_json(counts), list(counts_in_words(facts, counts.by_source))
        plan_, people = snapshot.plan, snapshot.people
        return voices_json(asked.view, snapshot), [plain(in_line(one, answering(plan_, people, one.voice))) for one in each]

    shown, lines = look(found)
    if json_out:
        print_json(shown)
        return
    for one in lines:
        typer.echo(one)
    if not lines:
        say("voices.none")
