"""Pauses in words: what is paused, by whom, why and until when."""

from __future__ import annotations

from bot.model.absences.pause import Pause
from bot.model.letters.message import Spans
from bot.model.noun import local_day
from bot.model.plan import Plan
from bot.wording.commands.chase import ALL, Resume
from bot.wording.sentences import Fact, day, line, words


def what(scope: str, plan: Plan) -> str:
    """Return what is paused."""
    if not scope:
        return words("chase.pause.plan", {"plan": plan.title})
    name = "priority" if scope.isdecimal() else "role"
    return words(f"chase.pause.{name}", {"number": scope, "role": scope})


def resuming(scope: str) -> Resume:
    """Return the command that ends a pause."""
    return Resume(what=scope or ALL)


def facts(pause: Pause, plan: Plan, zone: str) -> dict[str, Fact]:
    """Return the facts of a pause as its sentences name them."""
    how = "by_itself" if pause.until else "by_hand"
    return {
        "what": what(pause.scope, plan),
        "until": words("chase.pause.until", {"day": day(pause.until)}) if pause.until else "",
        "why": words("chase.pause.because", {"why": pause.why.rstrip(" .")}) if pause.why else "",
        "who": pause.by_name or words("chase.pause.nobody"),
        "since": local_day(pause.at, zone),
        "how": words(f"chase.pause.{how}", {"scope": pause.scope or ALL}),
    }


def said(name: str, pause: Pause, plan: Plan, zone: str) -> Spans:
    """Return one of the sentences about a pause."""
    return line(f"chase.pause.{name}", facts(pause, plan, zone))
