"""Corrections: what takes back, or says anew, something that is on the record. Nothing is ever changed there."""

from __future__ import annotations

import re
from datetime import date
from functools import cached_property
from typing import ClassVar, Self

from bot.model.updates.update import evidence_handle, update_handle
from bot.wording.commands.phrase import MARKED, WHY, Phrase, because, pattern_of, token_after, words_alone
from bot.wording.typed.line import REF, Entry, entries_in

_NUMBER = "(?P<number>[1-9][0-9]{0,8})"
_UNNAMED = "0.0.0"  # the milestone of a line that names none: the statement corrected tells which it is


class CorrectForm(Phrase):
    """correct u123"""

    always_heard: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"correct u{_NUMBER}[.!?]*")
    number: int

    def _body(self) -> str:
        return f"correct {update_handle(self.number)}"


class Correct(Phrase):
    """correct u123 LINE, the milestone's number left out or said again"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"correct u{_NUMBER}[:,]? (?P<line>.+)")
    number: int
    line: str

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self | None:
        made = cls(plan=plan, number=int(found["number"]), line=found["line"])
        return made if len(made._entries) == 1 else None

    @cached_property
    def _entries(self) -> tuple[Entry, ...]:
        return entries_in(self.line if re.match(rf"{REF}\b", self.line, re.ASCII) else f"{_UNNAMED} {self.line}")

    @property
    def entry(self) -> Entry:
        """Return what it says."""
        return self._entries[0]

    @property
    def ref(self) -> str | None:
        """Return the milestone that the line names. None if it names none."""
        return None if self.entry.target == _UNNAMED else self.entry.target

    def _body(self) -> str:
        return f"correct {update_handle(self.number)} {self.line}"


class Withdraw(Phrase):
    """withdraw u123 because WORDS, withdraw e124 because WORDS"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"withdraw (?P<letter>[ue]){_NUMBER}{WHY}")
    number: int
    is_evidence: bool
    why: str = ""

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self:
        is_evidence = found["letter"].lower() == "e"
        return cls(plan=plan, number=int(found["number"]), is_evidence=is_evidence, why=found["why"] or "")

    @property
    def handle(self) -> str:
        """Return what is to be withdrawn, as it was typed."""
        return evidence_handle(self.number) if self.is_evidence else update_handle(self.number)

    def _body(self) -> str:
        return f"withdraw {self.handle}{because(self.why)}"


class Undo(Phrase):
    """undo; the token names the first entry of the save that the button stands under"""

    always_heard: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"{words_alone('undo')}|undo {MARKED}")
    token: str | None = None

    def _body(self) -> str:
        return f"undo{token_after(self.token)}"
