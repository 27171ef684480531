"""Absences: who is away and back, what is not to be asked for a while, and what is not somebody's, or is."""

from __future__ import annotations

import re
from datetime import date
from typing import ClassVar, Self

from bot.rules.dates import day_in, phrase_in
from bot.wording.commands.phrase import Phrase, because, parted_from_why, pattern_of, words_alone
from bot.wording.typed.heads import REF

_DEPUTY = re.compile(r"[,;.]? (?:with )?deputy\b:?", re.IGNORECASE)
_LEADS = ("", "from", "on", "until", "till")
_ENDS = " .,;!?"


class WhenToAsk(Phrase):
    """snooze REF: which days may be pressed, and how another one is typed"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"snooze (?P<ref>{REF})[.!?]*")
    ref: str

    def _body(self) -> str:
        return f"snooze {self.ref}"


class Snooze(Phrase):
    """snooze REF until DATE [because WORDS]"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"snooze (?P<ref>{REF})[:,]? (?:(?:until|till) )?(?P<told>\S.*)")
    ref: str
    until: date | None = None
    when: str = ""  # the words that should say so, if they are no date by themselves
    why: str = ""

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self | None:
        when, why = (part.strip(_ENDS) for part in parted_from_why(found["told"]))
        until = day_in(when, today)
        return cls(plan=plan, ref=found["ref"], until=until, when="" if until else when, why=why) if when or why else None

    def _body(self) -> str:
        when = self.until.isoformat() if self.until else self.when
        return f"snooze {self.ref} until {when}{because(self.why)}"


class NotMe(Phrase):
    """not me REF [ROLE|EMAIL]"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(
        rf"(?:(?:it|this|that) is )?not (?:me|mine)[:,]? (?P<ref>{REF})(?:[.!?]*|[:,]? (?P<whose>\S.*))"
    )
    ref: str
    whose: str = ""

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self:
        return cls(plan=plan, ref=found["ref"], whose=(found["whose"] or "").strip(_ENDS))

    def _body(self) -> str:
        return f"not me {self.ref} {self.whose}".rstrip()


class Take(Phrase):
    """take REF"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"(?:take|it is me[:,]?) (?P<ref>{REF})[.!?]*")
    ref: str

    def _body(self) -> str:
        return f"take {self.ref}"


class Away(Phrase):
    """away DATE to DATE[, deputy EMAIL]"""

    any_plan: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"{words_alone('away')}|(?:i am |i'm )?away(?P<told>,? \S.*)")
    when: str = ""
    deputy: str = ""

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self | None:
        when, deputy = _parted(_DEPUTY, found["told"] or "")
        first = phrase_in(when)
        is_day = first is not None and first.before.strip().lower() in _LEADS  # else it may be any sentence
        return cls(plan=plan, when=when, deputy=deputy.strip("<>").lower()) if is_day or not when else None

    def _body(self) -> str:
        said = f"away {self.when}".rstrip()
        return f"{said}, deputy {self.deputy}" if self.deputy else said


class Back(Phrase):
    """back"""

    any_plan: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(words_alone("(?:i am |i'm )?back"))

    def _body(self) -> str:
        return "back"


def _parted(mark: re.Pattern[str], told: str) -> tuple[str, str]:
    """Return what stands before the first such mark and what stands after it, each without its last full stop."""
    found = mark.search(told)
    before, after = (told, "") if found is None else (told[: found.start()], told[found.end() :])
    return before.strip(_ENDS), after.strip(_ENDS)


AbsenceWork = Snooze | NotMe | Take | Away | Back
