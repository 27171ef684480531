"""Assurance: what assurers ask and say of what was declared complete."""

from __future__ import annotations

import re
from datetime import date
from typing import ClassVar, Self

from bot.wording.commands.phrase import AROUND, MARKED, WHY, Phrase, because, pattern_of, token_after, words_alone
from bot.wording.typed.heads import REF

_SIGN = "(?:assure|sign off)"  # as the button says


class Check(Phrase):
    """check: what waits for an assurer"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(words_alone("check"))

    def _body(self) -> str:
        return "check"


class AssureForm(Phrase):
    """assure REF; the token names what stood when the form was drawn"""

    always_heard: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"{_SIGN} (?P<ref>{REF})[.!?]*(?: {MARKED})?")
    ref: str
    token: str | None = None

    def _body(self) -> str:
        return f"assure {self.ref}{token_after(self.token)}"


class SendBackForm(Phrase):
    """send back REF; the token names what stood when the form was drawn"""

    always_heard: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"send back (?P<ref>{REF})[.!?]*(?: {MARKED})?")
    ref: str
    token: str | None = None

    def _body(self) -> str:
        return f"send back {self.ref}{token_after(self.token)}"


class Assure(Phrase):
    """assure REF LEVEL because WORDS"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(
        rf"{_SIGN} (?P<ref>{REF})[:,]?(?: (?:as )?(?!because\b|as\b)(?P<told>[^ #].*?))?{WHY}"
    )
    ref: str
    level: str = ""
    why: str = ""

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self | None:
        level, why = (found["told"] or "").strip(AROUND), found["why"] or ""
        return cls(plan=plan, ref=found["ref"], level=level, why=why) if level or why else None

    def _body(self) -> str:
        said = f"assure {self.ref} {self.level}" if self.level else f"assure {self.ref}"
        return f"{said}{because(self.why)}"


class SendBack(Phrase):
    """send back REF: what is missing"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"send back (?P<ref>{REF})(?:,? because:?|[:,])? (?P<why>[^ #].*)")
    ref: str
    why: str

    def _body(self) -> str:
        return f"send back {self.ref}: {self.why}"


Look = Check | AssureForm | SendBackForm  # reads only; what is sent in with a form is recorded
Verdict = Assure | SendBack
Assuring = Look | Verdict
