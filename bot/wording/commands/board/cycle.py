"""The board's cycle: how far the period is, what a lead writes about a priority, and when the record is frozen for the papers."""

from __future__ import annotations

import re
from datetime import date
from typing import ClassVar, Self

from bot.wording.commands.phrase import MARKED, WHY, Phrase, because, pattern_of, token_after, words_alone

_PRIORITY = r"(?:for |on |of )?(?:priority )?(?P<priority>[1-9][0-9]{0,3})"
_LABEL = re.compile(r"(?<!\S)(?P<name>status|moved|next|escalate|forecast): ?", re.IGNORECASE)
_AROUND = " ;,"
_AROUND_STATUS = " ;,:."
PARTS = ("moved", "next", "escalate", "forecast")  # of a narrative, after its status


class PeriodNow(Phrase):
    """period"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(words_alone("period"))

    def _body(self) -> str:
        return "period"


class NarrativeForm(Phrase):
    """narrative N; the token names the meeting, and what stood when the form was drawn"""

    always_heard: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"narrative {_PRIORITY}[.!?]*(?: {MARKED})?")
    priority: int
    token: str | None = None

    def _body(self) -> str:
        return f"narrative {self.priority}{token_after(self.token)}"


class Narrate(Phrase):
    """narrative N STATUS moved: WORDS next: WORDS escalate: WORDS forecast: STATUS"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"narrative {_PRIORITY}[:,]? (?P<told>[^ #].*)")
    priority: int
    status: str = ""  # as it was typed: if it is a status is told later, and so of the forecast
    moved: str = ""
    next: str = ""
    escalate: str = ""
    forecast: str = ""

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self | None:
        parts = _parts(found["told"])
        if not any(parts.values()) or parts["status"].startswith("#"):
            return None
        return cls(plan=plan, priority=int(found["priority"]), **parts)

    def _body(self) -> str:
        said = [f" {self.status}"] if self.status else []
        said += [f" {name}: {told}" for name in PARTS if (told := getattr(self, name))]
        return f"narrative {self.priority}{''.join(said)}"


def _parts(told: str) -> dict[str, str]:
    """Return what stands after each label. What stands before the first one is the status."""
    said: dict[str, list[str]] = {name: [] for name in ("status", *PARTS)}
    name, begins = "status", 0
    for label in _LABEL.finditer(told):
        said[name].append(told[begins : label.start()])
        name, begins = label["name"].lower(), label.end()
    said[name].append(told[begins:])
    parts = {name: " ".join(filter(None, (part.strip(_AROUND) for part in of))) for name, of in said.items()}
    return {**parts, "status": parts["status"].strip(_AROUND_STATUS), "forecast": parts["forecast"].strip(_AROUND_STATUS)}


class WithdrawNarrative(Phrase):
    """withdraw narrative N because WORDS"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"withdraw narrative {_PRIORITY}{WHY}")
    priority: int
    why: str = ""

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self:
        return cls(plan=plan, priority=int(found["priority"]), why=found["why"] or "")

    def _body(self) -> str:
        return f"withdraw narrative {self.priority}{because(self.why)}"


class FreezeNow(Phrase):
    """freeze"""

    admin_only: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(words_alone("freeze"))

    def _body(self) -> str:
        return "freeze"


class Unfreeze(Phrase):
    """unfreeze because WORDS"""

    admin_only: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"unfreeze{WHY}")
    why: str = ""

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self:
        return cls(plan=plan, why=found["why"] or "")

    def _body(self) -> str:
        return f"unfreeze{because(self.why)}"


CycleLook = NarrativeForm  # opens a form; what is sent in with it is recorded
CycleWork = Narrate | WithdrawNarrative | FreezeNow | Unfreeze
CycleTalk = CycleLook | CycleWork
