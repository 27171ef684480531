"""Impact steps: what asks how far actions have got, sets the step of one, and takes it back."""

from __future__ import annotations

import re
from datetime import date
from typing import ClassVar, Self

from bot.wording.commands.phrase import AROUND, MARKED, WHY, Phrase, because, parted_from_why, pattern_of, token_after

_PLACE = r"(?:of |for |on )?(?:priority |action |milestone )?"
_ANY = rf"{_PLACE}(?P<ref>[0-9]{{1,4}}(?:\.[0-9]{{1,4}}){{0,2}})"
_REF = rf"{_PLACE}(?P<ref>[0-9]{{1,4}}(?:\.[0-9]{{1,4}}){{1,2}})"
_ENDS = "[.!?]*"


class Impacts(Phrase):
    """impact [priority | action]"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"impact(?: {_ANY})?{_ENDS}")
    ref: str | None = None

    def _body(self) -> str:
        return f"impact {self.ref}" if self.ref else "impact"


class StepForm(Phrase):
    """impact 2.1 step; the token names what stood when the form was drawn"""

    always_heard: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"(?:set )?impact {_REF}(?: step)?{_ENDS}(?: {MARKED})?")
    ref: str
    token: str | None = None

    def _body(self) -> str:
        return f"impact {self.ref} step{token_after(self.token)}"


class SetStep(Phrase):
    """impact 2.1 STEP because WORDS"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"(?:set )?impact {_REF}[:,]? (?P<told>[^ #].*)")
    ref: str
    step: str  # as it was typed: if it is a step is told later
    why: str = ""

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self:
        step, why = parted_from_why(found["told"])
        return cls(plan=plan, ref=found["ref"], step=step.strip(AROUND), why=why)

    def _body(self) -> str:
        return f"impact {self.ref}{f' {self.step}' if self.step else ':'}{because(self.why)}"


class WithdrawStep(Phrase):
    """withdraw impact 2.1 because WORDS"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"withdraw impact {_REF}{WHY}")
    ref: str
    why: str = ""

    def _body(self) -> str:
        return f"withdraw impact {self.ref}{because(self.why)}"


StepLook = StepForm  # opens a form; what is sent in with it is recorded
StepWork = SetStep | WithdrawStep
