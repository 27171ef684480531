"""Questions: what only asks. Each holds how it is typed beside its text."""

from __future__ import annotations

import re
from datetime import date
from typing import ClassVar, Self

from bot.rules.dates import Towards, day_in
from bot.wording.commands.absences import WhenToAsk
from bot.wording.commands.board.cycle import PeriodNow
from bot.wording.commands.chase import ChaseQuestion
from bot.wording.commands.evidence import AskedOf
from bot.wording.commands.impact.steps import Impacts
from bot.wording.commands.phrase import Phrase, pattern_of, words_alone
from bot.wording.commands.requests import Dates
from bot.wording.typed.line import REF, entries_in

_OF = re.compile(r"\A(?:of |for ){1,2}(?=\S)", re.IGNORECASE)
_TOKEN_ALONE = re.compile(r"#[\w-]+", re.ASCII)  # left behind by an old button, and no argument


def _about(word: str, name: str) -> re.Pattern[str]:
    """Return the pattern of a word that may be followed by what it is about."""
    return pattern_of(rf"{words_alone(word)}|{word} (?P<{name}>.+)")


_PAST = (
    "status|history|why|evidence index|who|digest|mine|due|overdue|red|amber|silent|settings|dates|check|health|period|log|"
    "impact|measures?|voices?|risks|risk r[0-9]+"
)
_NOW_ONLY = "month|home|tomorrow|preview|news|seed roles"  # refused in words


class AsAt(Phrase):
    """QUESTION as at DATE"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(
        rf"(?P<question>(?:{_PAST}|{_NOW_ONLY})\b.*?),? as at (?P<when>.+)"
    )
    question: str
    when: str  # in ISO form, if it could be read as a day

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self:
        when = found["when"].strip(" .!?")
        day = day_in(when, today, towards=Towards.PAST)
        return cls(plan=plan, question=found["question"], when=day.isoformat() if day else when)

    def _body(self) -> str:
        return f"{self.question} as at {self.when}"


class Help(Phrase):
    """help [topic]"""

    any_plan: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = _about("help", "topic")
    topic: str | None = None

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self:
        return cls(plan=plan, topic=_argument(found["topic"]))

    def _body(self) -> str:
        return f"help {self.topic}" if self.topic else "help"


class Home(Phrase):
    """home"""

    any_plan: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(words_alone("home"))

    def _body(self) -> str:
        return "home"


class Mine(Phrase):
    """mine"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(words_alone("mine"))

    def _body(self) -> str:
        return "mine"


class Status(Phrase):
    """status [ref | priority | role]"""

    pattern: ClassVar[re.Pattern[str]] = _about("status", "about")
    about: str | None = None

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self | None:
        about = _argument((found["about"] or "").rstrip(".!? "))
        if about is None:
            return cls(plan=plan)
        asked = _OF.sub("", about)
        declares = " " in asked and any(entry.status and entry.plain for entry in entries_in(asked))
        return None if declares else cls(plan=plan, about=asked)

    def _body(self) -> str:
        return f"status {self.about}" if self.about else "status"


class Due(Phrase):
    """due [period]"""

    pattern: ClassVar[re.Pattern[str]] = _about("due", "period")
    period: str | None = None

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self:
        return cls(plan=plan, period=_argument(found["period"]))

    def _body(self) -> str:
        return f"due {self.period}" if self.period else "due"


class Overdue(Phrase):
    """overdue"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(words_alone("overdue"))

    def _body(self) -> str:
        return "overdue"


class Red(Phrase):
    """red"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(words_alone("red"))

    def _body(self) -> str:
        return "red"


class Amber(Phrase):
    """amber"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(words_alone("amber"))

    def _body(self) -> str:
        return "amber"


class Silent(Phrase):
    """silent"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(words_alone("silent"))

    def _body(self) -> str:
        return "silent"


class DigestNow(Phrase):
    """digest [all]"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(words_alone("digest(?P<everything> all)?"))
    everything: bool = False

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self:
        return cls(plan=plan, everything=found["everything"] is not None)

    def _body(self) -> str:
        return "digest all" if self.everything else "digest"


class History(Phrase):
    """history REF"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"history (?P<ref>{REF})[.!?]*")
    ref: str

    def _body(self) -> str:
        return f"history {self.ref}"


class Who(Phrase):
    """who REF"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"who (?P<ref>{REF})[.!?]*")
    ref: str

    def _body(self) -> str:
        return f"who {self.ref}"


class Settings(Phrase):
    """settings"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(words_alone("settings"))

    def _body(self) -> str:
        return "settings"


class TooLong(Phrase):
    """More than is read: how many characters it had."""

    any_plan: ClassVar[bool] = True
    count: int


class Unknown(Phrase):
    """Anything else, with the command it comes nearest to."""

    answers_draft: ClassVar[bool] = True
    said: str
    nearest: str

    def _body(self) -> str:
        return self.said


Question = (
    AsAt
    | Help
    | Home
    | Mine
    | Status
    | Due
    | Overdue
    | Red
    | Amber
    | Silent
    | DigestNow
    | History
    | Who
    | Dates
    | PeriodNow
    | Impacts
    | Settings
    | AskedOf
    | WhenToAsk
    | ChaseQuestion
    | TooLong
    | Unknown
)


def _argument(rest: str | None) -> str | None:
    return rest if rest and not _TOKEN_ALONE.fullmatch(rest) else None
