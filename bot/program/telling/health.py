"""Tell on the terminal what is wrong with how a plan is run."""

from __future__ import annotations

from bot.model.health import Finding
from bot.model.letters.message import plain
from bot.ports.record import View
from bot.program.serving.composition import look, real_now
from bot.program.telling.ask import asked_of
from bot.program.terminal import AsAt, Json, PlanName, plan_named, print_json, say
from bot.reports.health import findings, health_json
from bot.reports.snapshot import take
from bot.wording.health import ruled, typed
from bot.wording.sentences import words


def health(plan: PlanName = None, as_at: AsAt = None, json_out: Json = False) -> None:
    """Print what is wrong with how a plan is run, by which rule and since when, and what mends it."""
    now = real_now()

    def found(view: View) -> tuple[Finding, ...]:
        asked = asked_of(view, plan_named(view, plan), as_at, now)
        return findings(asked.view, take(asked.view, asked.short, asked.moment))

    shown = look(found)
    if json_out:
        print_json(health_json(shown))
        return
    for one in shown:
        severity = words(f"health.severity.{one.severity.value}")
        say("health.line", {"severity": severity, "said": plain(ruled(one)), "command": typed(one)})
    if not shown:
        say("health.none")
