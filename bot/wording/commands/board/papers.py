"""Papers: what is asked for, and what is issued to an audience."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import ClassVar, Self

from bot.model.board.wanted import Want
from bot.rules.dates import Towards, day_in
from bot.wording.commands.phrase import WHY, Phrase, because, pattern_of
from bot.wording.typed.heads import REF

NAME = r"[a-z][a-z0-9-]{0,30}"
FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,120}")
ANY_DAY = date(2000, 1, 1)  # a line that is no longer somebody's own words names its days in full
MOST_TOLD = 400  # letters after the word
_STATUSES = frozenset({"green", "amber", "red", "complete", "completed", "done", "same", "all"})  # these begin an update
_OF = {
    Want.PRIORITY: re.compile(r"(?:of )?priority (?P<of>[0-9]{1,3})", re.IGNORECASE),
    Want.EXCEPTION: re.compile(rf"exception (?P<of>{REF})", re.IGNORECASE),
    Want.STOCKTAKE: re.compile(r"stocktake(?: pack)?(?P<of>)", re.IGNORECASE),
    Want.AUDIENCE: re.compile(rf"(?:(?:for|to) )?(?:the )?(?P<of>{NAME})", re.IGNORECASE),
}


class Report(Phrase):
    """report, report AUDIENCE|priority N|exception REF|stocktake [as at DATE]: papers as files

    On a card that asks if a file is wanted, `drawn` is the moment when that was drawn, `issue` the entry of the issue that it is
    of, and `only` the name of the file.
    """

    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"report(?: (?P<told>.{{1,{MOST_TOLD}}}?))?[.!? ]*")
    want: Want | None = None  # None: what papers there are
    of: str = ""
    when: str = ""  # in ISO form, if it could be read as a day
    drawn: datetime | None = None
    issue: int | None = None
    only: str = ""

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self | None:
        told, only = _parted(found["told"] or "", ", only ")
        told, drawn = _parted(told, " drawn ")
        told, issue = _parted(told, " of issue ")
        told, when = _parted(told, " as at ")
        moment = _moment(drawn)
        if (only and not FILE.fullmatch(only)) or (drawn and moment is None) or (issue and not issue.isdecimal()):
            return None
        day = day_in(when, today, towards=Towards.PAST) if when and _moment(when) is None else None
        rest = {
            "when": day.isoformat() if day else when,
            "drawn": moment,
            "issue": int(issue) if issue else None,
            "only": only,
        }
        if not told:
            return cls(plan=plan) if not any(rest.values()) else None
        for want, pattern in _OF.items():
            said = pattern.fullmatch(told.rstrip(","))
            if said is not None and said["of"].lower() not in _STATUSES:
                return cls(plan=plan, want=want, of=said["of"].lower(), **rest)
        return None

    def _body(self) -> str:
        if self.want is None:
            return "report"
        named = self.of if self.want is Want.AUDIENCE else f"{self.want.value} {self.of}".strip()
        parts = [f"report {named}"]
        parts += [f" as at {self.when}"] if self.when else []
        parts += [f" of issue {self.issue}"] if self.issue else []
        parts += [f" drawn {self.drawn.isoformat()}"] if self.drawn else []
        return "".join([*parts, *([f", only {self.only}"] if self.only else [])])


class Issue(Phrase):
    """issue AUDIENCE [because WORDS]: issues the papers for an audience

    Once it was said back, `freeze` is the entry of the freeze that was shown.
    """

    pattern: ClassVar[re.Pattern[str]] = pattern_of(
        rf"issue (?:(?:the )?papers (?:for|to) )?(?:the )?(?P<audience>{NAME})"
        rf"(?: as frozen in (?P<freeze>[1-9][0-9]{{0,8}}))?{WHY}"
    )
    private_only: ClassVar[bool] = True
    audience: str
    freeze: int | None = None
    why: str = ""

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self:
        freeze = int(found["freeze"]) if found["freeze"] else None
        return cls(plan=plan, audience=found["audience"].lower(), freeze=freeze, why=found["why"] or "")

    def _body(self) -> str:
        frozen = f" as frozen in {self.freeze}" if self.freeze else ""
        return f"issue {self.audience}{frozen}{because(self.why)}"


def asks_for_a_file(said: str) -> bool:
    """Say if a line asks for one file again, as the card says that offers it, and for nothing else whatever plan it names."""
    rest = said.partition(": ")[2] if said[:3].lower() == "in " else said
    command = Report.read(" ".join(rest.split()), None, ANY_DAY)
    return command is not None and bool(command.only)


def _parted(told: str, word: str) -> tuple[str, str]:
    """Return what stands before a word, and what after it."""
    before, _, after = told.partition(word)
    return before.strip(), after.strip()


def _moment(said: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(said.upper())
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


PaperLook = Report  # drawn, which takes longer than a transaction may
PaperWork = Issue
