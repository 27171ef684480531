"""Date requests: what asks for another due date, what decides on that, and what reports an exception."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import ClassVar, Self

from bot.model.updates.request import Cause, request_handle
from bot.rules.dates import day_in
from bot.wording.commands.phrase import (
    AROUND,
    MARKED,
    WHY,
    Phrase,
    because,
    parted_from_why,
    pattern_of,
    token_after,
    words_alone,
)
from bot.wording.typed.heads import REF

_HANDLE = r"x(?P<number>[1-9][0-9]{0,8})"
_CAUSES = "|".join(cause.value for cause in Cause)
_SOME_CAUSE = re.compile(r"\s*(?P<name>cause) (?P<said>\w+)\s*", re.IGNORECASE)  # whether there is such a cause is told later
_PART = re.compile(rf"\s*(?P<name>cause(?=:| (?:{_CAUSES})\s*$)|effect):? (?P<said>.*)", re.IGNORECASE)


class Scope(StrEnum):
    """The dates that are meant of a milestone that comes round. The words are those that are typed."""

    THIS = "this one"
    ALL = "all"


class Dates(Phrase):
    """dates [REF]"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"{words_alone('dates')}|dates (?:of |for )?(?P<ref>{REF})[.!?]*")
    ref: str | None = None

    def _body(self) -> str:
        return f"dates {self.ref}" if self.ref else "dates"


class Move(Phrase):
    """move REF [this one|all] to DATE because WORDS[; cause CAUSE][; effect: WORDS]"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(
        rf"move (?P<ref>{REF})(?:,? (?P<scope>{'|'.join(Scope)}),?)? to (?P<told>.+)"
    )
    ref: str
    scope: Scope | None = None
    wanted: date | None = None
    when: str = ""  # the words that should say so, if they are no date by themselves
    why: str = ""
    cause: str = ""
    effect: str = ""

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self:
        when, told = parted_from_why(found["told"])
        when = when.strip(AROUND)
        wanted, parts = day_in(when, today), _parts(told)
        scope = Scope(found["scope"].lower()) if found["scope"] else None
        return cls(plan=plan, ref=found["ref"], scope=scope, wanted=wanted, when="" if wanted else when, **parts)

    def _body(self) -> str:
        scope = f" {self.scope.value}" if self.scope else ""
        said = f"move {self.ref}{scope} to {self.wanted.isoformat() if self.wanted else self.when}"
        told = [f" because {self.why}"] if self.why or self.cause or self.effect else []
        told += [f"; cause: {self.cause}"] if self.cause else []
        told += [f"; effect: {self.effect}"] if self.effect else []
        return said + "".join(told)


def _parts(told: str) -> dict[str, str]:
    """Return the parts of a reason: why, the cause and the effect. Each stands before or after a ";"."""
    said: dict[str, list[str]] = {"why": [], "cause": [], "effect": []}
    name = "why"
    for number, part in enumerate(told.split(";")):
        found = _PART.fullmatch(part) or (_SOME_CAUSE.fullmatch(part) if number else None)
        name = found["name"].lower() if found else name
        said[name].append(found["said"] if found else part)
    return {name: ";".join(parts).strip() for name, parts in said.items()}


class Drop(Phrase):
    """drop REF because WORDS"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"drop (?P<ref>{REF}){WHY}")
    ref: str
    why: str = ""

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self:
        return cls(plan=plan, ref=found["ref"], why=found["why"] or "")

    def _body(self) -> str:
        return f"drop {self.ref}" + because(self.why)


class WhichDates(Phrase):
    """this one, all: which dates of a milestone that comes round are to move, of the move that was said back"""

    answers_draft: ClassVar[bool] = True
    always_heard: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(
        rf"(?P<scope>{'|'.join(Scope)})[.!? ]*|(?P<marked>{'|'.join(Scope)}) {MARKED}"
    )
    scope: Scope
    token: str | None = None

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self:
        return cls(plan=plan, scope=Scope((found["scope"] or found["marked"]).lower()), token=found["token"])

    def _body(self) -> str:
        return f"{self.scope.value}{token_after(self.token)}"


class _OfRequest(Phrase):
    """What is said of a date request, which it names by its handle."""

    word: ClassVar[str]
    number: int
    why: str = ""

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self:
        return cls(plan=plan, number=int(found["number"]), why=found["why"] or "")

    @property
    def handle(self) -> str:
        """Return the request that is meant, as it is typed."""
        return request_handle(self.number)

    def _body(self) -> str:
        return f"{self.word} {self.handle}" + because(self.why)


class Approve(_OfRequest):
    """approve x5 [because WORDS]"""

    word: ClassVar[str] = "approve"
    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"approve {_HANDLE}{WHY}")


class Decline(_OfRequest):
    """decline x5 because WORDS"""

    word: ClassVar[str] = "decline"
    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"decline {_HANDLE},? because:? (?P<why>.+)")
    why: str


class WithdrawRequest(_OfRequest):
    """withdraw x5 because WORDS"""

    word: ClassVar[str] = "withdraw"
    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"withdraw {_HANDLE}{WHY}")


class MoveForm(Phrase):
    """move REF"""

    always_heard: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"move (?P<ref>{REF})[.!?]*")
    ref: str

    def _body(self) -> str:
        return f"move {self.ref}"


class DeclineForm(Phrase):
    """decline x5"""

    always_heard: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"decline {_HANDLE}[.!?]*")
    number: int

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self:
        return cls(plan=plan, number=int(found["number"]))

    def _body(self) -> str:
        return f"decline {request_handle(self.number)}"


class ExceptionForm(Phrase):
    """exception REF; the token names what stood when the form was drawn"""

    always_heard: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"exception (?:for |on )?(?P<ref>{REF})[.!?]*(?: {MARKED})?")
    ref: str
    token: str | None = None

    def _body(self) -> str:
        return f"exception {self.ref}{token_after(self.token)}"


DateForm = MoveForm | DeclineForm | ExceptionForm  # opens a form; what is sent in with it is recorded
DateOrder = Move | Drop  # is said back first
DateRecord = DateOrder | WhichDates | Approve | Decline | WithdrawRequest
DateTalk = DateForm | DateRecord

