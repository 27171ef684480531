"""The chase: what its desk is asked, and which part of a plan is not asked about for a while."""

from __future__ import annotations

import re
from datetime import date
from typing import ClassVar, Self

from bot.rules.dates import day_in
from bot.wording.commands.phrase import Phrase, because, parted_from_why, pattern_of, words_alone

ALL = "all"
_NUMBERED = re.compile(r"(?:priority )?([0-9]{1,3})", re.IGNORECASE | re.ASCII)
_MOST_WHY = 500  # characters of a reason


class AllNews(Phrase):
    """news"""

    private_only: ClassVar[bool] = True
    any_plan: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(words_alone("news"))

    def _body(self) -> str:
        return "news"


class Scoped(Phrase):
    """The part of a plan that a command is about: `what` is all, the plan's name, a priority's number, or a role."""

    what: str = ALL

    @property
    def is_all(self) -> bool:
        """Say if the whole plan is meant, whatever it is called."""
        return self.what.casefold() == ALL

    @property
    def priority(self) -> str | None:
        """Return the number of the priority that is meant. None if it is something else."""
        found = _NUMBERED.fullmatch(self.what)
        return str(int(found[1])) if found else None

    @property
    def is_named(self) -> bool:
        """Say if a plan or a role is meant by its name, which may be any words."""
        return not self.is_all and self.priority is None


class Pause(Scoped):
    """pause all, pause PLAN|2|ROLE until DATE because WORDS"""

    admin_only: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of("pause (?P<said>.+)")
    until: date | None = None
    when: str = ""  # the words that should say so, if they are no date by themselves
    why: str = ""

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self | None:
        left, why = parted_from_why(found["said"])
        what, dated, when = _parted(left, " until ")
        what, when = what.strip(" .!?"), when.strip(" .!?,")
        day = day_in(when, today) if when else None
        made = cls(plan=plan, what=what, until=day, when="" if day else when, why=why[:_MOST_WHY])
        return made if what and (dated or not made.is_named) else None

    def _body(self) -> str:
        when = self.until.isoformat() if self.until else self.when
        return f"pause {self.what}" + (f" until {when}" if when else "") + because(self.why)


class Resume(Scoped):
    """resume all|PLAN|2|ROLE"""

    admin_only: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of("resume (?P<what>.+?)[.!? ]*")

    def _body(self) -> str:
        return f"resume {self.what}"


class Health(Phrase):
    """health"""

    private_only: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(words_alone("health"))

    def _body(self) -> str:
        return "health"


class Tomorrow(Phrase):
    """tomorrow"""

    private_only: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(words_alone("tomorrow"))

    def _body(self) -> str:
        return "tomorrow"


ChaseQuestion = AllNews
ChaseLook = Health | Tomorrow


def _parted(text: str, word: str) -> tuple[str, bool, str]:
    """Return what stands before and after the first of a word, in whatever case it is written, and if it is there."""
    at = text.lower().find(word)
    return (text, False, "") if at < 0 else (text[:at], True, text[at + len(word) :])
