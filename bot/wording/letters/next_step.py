"""The next step, as every nudge states it: when the next question comes, and who is told if nobody answers by when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from bot.model.letters.message import Spans
from bot.model.letters.nudge import Escalation, PassedOn, Unheard
from bot.wording.sentences import line, words


def next_step(next_on: date | None, as_deputy: bool, passed_on: Sequence[PassedOn | None]) -> Iterator[Spans]:
    """Say what comes if nothing is answered, the soonest of it."""
    lasts = "deputy" if as_deputy else "last"
    yield line("nudges.next.on", {"day": next_on}) if next_on else line(f"nudges.next.{lasts}")
    known = [one for one in passed_on if one is not None]
    soonest = min((one.by for one in known), default=None)
    if soonest is not None:
        first = [one for one in known if one.by == soonest]
        yield line("nudges.next.passed_on", {"day": soonest, "who": _told(first)})


def _told(passed_on: Sequence[PassedOn]) -> str:
    """Say who is told: the leads before the admins, who may come later too."""
    led = sorted({one.priority for one in passed_on if one.step is Escalation.LEAD})
    if not led:
        return words("nudges.next.admin")
    if len(led) == 1:
        return words("nudges.next.lead", {"number": led[0]})
    numbers = ", ".join(map(str, led[:-1]))
    return words("nudges.next.leads", {"numbers": numbers, "last": led[-1]})


def passed(above: Escalation, unheard: Unheard) -> str:
    """Return the sentence with which a milestone is passed on. Nobody is said to be silent who was not asked."""
    said = "escalation_admin" if above is Escalation.ADMIN else "escalation"
    return said if unheard is Unheard.ASKED else f"{said}_{unheard.value}"
