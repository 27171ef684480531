"""The ground of every command: a plan it may name, and the words it is typed with."""

from __future__ import annotations

import re
from datetime import date
from typing import ClassVar, Self

from bot.model.noun import Noun

MARKED = r"#(?P<token>[\w-]+)"  # after a command: the draft or the form that it means
WHY = r"(?:[.!?]*|(?:,? because:? (?P<why>.+)))"  # at the end of a command: a reason, or none
_BECAUSE = re.compile(r",? because\b:?", re.IGNORECASE)
AROUND = " .,:;"  # what may stand around the words of a part and says nothing
_NO_REASON = " because"
_ENDS = "[.!? ]*"  # the end of a sentence is no part of a command


def pattern_of(pattern: str) -> re.Pattern[str]:
    """Compile the pattern of a typed command: the whole of it, each run of blanks being one space."""
    return re.compile(pattern, re.IGNORECASE | re.ASCII)


def words_alone(words: str) -> str:
    """Return the pattern of those words and nothing more than the end of a sentence."""
    return rf"(?:{words}){_ENDS}"


def token_after(token: str | None) -> str:
    """Write a token as it stands after its command."""
    return f" #{token}" if token else ""


def parted_from_why(told: str) -> tuple[str, str]:
    """Return what stands before "because", and the reason after it: empty if none is given."""
    before, *why = _BECAUSE.split(f" {told}", maxsplit=1)
    return before.strip(), why[0].strip() if why else ""


def without_empty_reason(text: str) -> str:
    """Return a text without each "because" at its end that gives no reason."""
    while (said := text.rstrip(AROUND))[-len(_NO_REASON) :].casefold() == _NO_REASON:
        text = said[: -len(_NO_REASON)].rstrip(AROUND)
    return text


def because(why: str) -> str:
    """Write a reason as it stands after its command."""
    return f" because {why}" if why else ""


class Phrase(Noun):
    """A phrase that is one command. Its text says it, and `read` reads that text."""

    pattern: ClassVar[re.Pattern[str] | None] = None  # None: nobody types it
    admin_only: ClassVar[bool] = False
    any_plan: ClassVar[bool] = False  # it means the same whichever plan is meant
    answers_draft: ClassVar[bool] = False  # it means the draft that is open in its chat
    always_heard: ClassVar[bool] = False  # however much was said in a minute: it ends what was begun, or opens a form

    private_only: ClassVar[bool] = False  # its answer is for whoever asks, and never for all who read a channel

    plan: str | None = None

    @classmethod
    def read(cls, text: str, plan: str | None, today: date) -> Self | None:
        """Read a text typed as this command is. None if it is another, or if marks alone stand where something is to be said."""
        if cls.pattern is None:
            return None
        found = cls.pattern.fullmatch(without_empty_reason(text) if "why" in cls.model_fields else text)
        if found is None:
            return None
        told = found.groupdict().get("told")
        says_something = told is None or told.strip(AROUND).removeprefix("#") == told.strip(AROUND) != ""
        return cls._made(found, plan, today) if says_something else None

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self | None:
        named = {name: part for name, part in found.groupdict().items() if part is not None}
        return cls.model_validate({"plan": plan, **named})

    def _body(self) -> str:
        return ""

    def __str__(self) -> str:
        """Return the text a person could have typed."""
        return f"in {self.plan}: {self._body()}" if self.plan else self._body()
