"""The owner's month: one card of all that somebody answers for, what is chosen on it, and what is saved of it."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import ClassVar, Self

from bot.model.status import Status
from bot.wording.commands.phrase import MARKED, Phrase, pattern_of, token_after, words_alone
from bot.wording.typed.line import REF

_DEPUTY = "(?P<acting> as deputy)?"
_STOOD = r"(?: #u(?P<stood>[0-9]{1,18}))?"


class Chosen(StrEnum):
    """The choices for a milestone on the card."""

    SAME = "same"
    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    COMPLETE = "complete"

    @property
    def status(self) -> Status | None:
        """Return the status that is declared. None if what stands stays."""
        return None if self is Chosen.SAME else Status(self.value)


class Month(Phrase):
    """month, update all: the card of all that I answer for, or one page of it. One that `turns` takes the place of the page
    it was pressed on."""

    always_heard: ClassVar[bool] = True
    any_plan: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(
        rf"{words_alone('(?:my )?month|update (?:all|everything)')}|month{_DEPUTY}(?: page (?P<page>[0-9]{{1,3}}))?[.!?]*"
    )
    acting: bool = False
    page: int | None = None

    @property
    def turns(self) -> bool:
        """Say if a page is turned to."""
        return self.page is not None

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self:
        page = int(found["page"]) if found["page"] else None
        return cls(plan=plan, acting=found["acting"] is not None, page=page)

    def _body(self) -> str:
        page = f" page {self.page}" if self.page is not None else ""
        return f"month{_as_deputy(self.acting)}{page}"


class MonthChoice(Phrase):
    """month REF green #u7: what is chosen of one line; the token names what stood when the card was drawn."""

    always_heard: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(
        rf"month (?P<ref>{REF}) (?P<chosen>same|green|amber|red|complete)[.!?]*{_STOOD}"
    )
    ref: str
    chosen: Chosen
    stood: int | None = None

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self:
        stood = int(found["stood"]) if found["stood"] else None
        return cls(plan=plan, ref=found["ref"], chosen=Chosen(found["chosen"].lower()), stood=stood)

    def _body(self) -> str:
        return f"month {self.ref} {self.chosen.value}{_stood(self.stood)}"


class MonthSave(Phrase):
    """month save #token: what was chosen on the card is saved"""

    always_heard: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"month{_DEPUTY} save[.!?]*(?: {MARKED})?")
    acting: bool = False
    token: str | None = None

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self:
        return cls(plan=plan, acting=found["acting"] is not None, token=found["token"])

    def _body(self) -> str:
        return f"month{_as_deputy(self.acting)} save{token_after(self.token)}"


class _OfPart(Phrase):
    """A phrase about a whole part of the month: what somebody answers for in a plan, or what they do as a deputy there."""

    always_heard: ClassVar[bool] = True
    acting: bool = False
    stood: int | None = None

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self:
        stood = int(found["stood"]) if found["stood"] else None
        return cls(plan=plan, acting=found["acting"] is not None, stood=stood)


class MonthAsBefore(_OfPart):
    """month as before #u7: all that is open stays as it was; the token names the newest that stood when the card was drawn."""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"month{_DEPUTY} as before[.!?]*{_STOOD}")

    def _body(self) -> str:
        return f"month{_as_deputy(self.acting)} as before{_stood(self.stood)}"


class MonthBut(_OfPart):
    """month as before but #u7: the form to choose what moved; all else stays as it was"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"month{_DEPUTY} as before but[.!?]*{_STOOD}")

    def _body(self) -> str:
        return f"month{_as_deputy(self.acting)} as before but{_stood(self.stood)}"


def _as_deputy(acting: bool) -> str:
    return " as deputy" if acting else ""


def _stood(stood: int | None) -> str:
    return f" #u{stood}" if stood is not None else ""


MonthLook = Month | MonthBut  # shows the card, or a form of it
MonthWork = MonthChoice | MonthSave | MonthAsBefore
