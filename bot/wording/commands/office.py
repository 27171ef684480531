"""Office work: what admins and chairs ask and do."""

from __future__ import annotations

import re
from datetime import date
from typing import ClassVar, Self

from bot.model.board.settings import BOARD
from bot.rules.dates import day_in
from bot.wording.commands.chase import ChaseLook, Pause, Resume
from bot.wording.commands.phrase import WHY, Phrase, because, pattern_of, words_alone
from bot.wording.typed.heads import REF

MOST_DAYS = 400


class SeedRoles(Phrase):
    """seed roles"""

    admin_only: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(words_alone("seed roles"))

    def _body(self) -> str:
        return "seed roles"


class Preview(Phrase):
    """preview [days]"""

    admin_only: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"{words_alone('preview')}|preview (?P<days>[0-9]{{1,3}})(?: days?)?")
    days: int | None = None

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self | None:
        days = int(found["days"]) if found["days"] else None
        return cls(plan=plan, days=days) if days is None or 1 <= days <= MOST_DAYS else None

    def _body(self) -> str:
        return f"preview {self.days}" if self.days else "preview"


class Holder(Phrase):
    """holder ROLE EMAIL [from DATE]"""

    admin_only: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of("holder (?P<said>.+)")
    role: str
    email: str
    starts: date | None = None
    when: str = ""  # the words that should say so, if they are no date by themselves

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self | None:
        said = found["said"].split(" ")
        last = len(said) - 1
        for at, word in enumerate(said[1:], 1):
            dated = at + 1 < last and said[at + 1].lower() == "from"
            if "@" in word[1:-1] and (at == last or dated):  # else it is part of the role
                when = " ".join(said[at + 2 :]) if dated else ""
                starts = day_in(when, today) if when else None
                role, email = " ".join(said[:at]), word.lower()
                return cls(plan=plan, role=role, email=email, starts=starts, when="" if starts else when)
        return None

    def _body(self) -> str:
        when = self.starts.isoformat() if self.starts else self.when
        return f"holder {self.role} {self.email}" + (f" from {when}" if when else "")


class Board(Phrase):
    """board here, board gone; with an audience after it, the channel is that audience's and not the board's"""

    admin_only: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(
        words_alone(r"board (?P<where>here|gone)(?:,? (?:for (?:the )?)?(?P<audience>[a-z][a-z0-9-]*))?")
    )
    here: bool
    audience: str = ""  # empty: the board

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self:
        audience = (found["audience"] or "").lower()
        return cls(plan=plan, here=found["where"].lower() == "here", audience="" if audience == BOARD else audience)

    def _body(self) -> str:
        return f"board {'here' if self.here else 'gone'}{f' {self.audience}' if self.audience else ''}"


class AskFor(Phrase):
    """ask REF"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"ask (?P<ref>{REF})[.!?]*")
    ref: str

    def _body(self) -> str:
        return f"ask {self.ref}"


class ConfirmFor(Phrase):
    """confirm EMAIL on slack|teams: a new account is that person's"""

    any_plan: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(r"confirm (?P<email>\S+) on (?P<platform>[a-z]+)[.!?]*")
    email: str
    platform: str

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self | None:
        email, platform = found["email"].lower(), found["platform"].lower()
        return cls(plan=plan, email=email, platform=platform) if "@" in email[1:-1] else None

    def _body(self) -> str:
        return f"confirm {self.email} on {self.platform}"


NARRATIVE = "narrative "  # and the priority: what a lead wrote about it
IMPACT = "impact "  # and the action: the steps that were set for it
HANDLED = rf"[acdmrvx][1-9][0-9]{{0,5}}|{NARRATIVE}[1-9][0-9]?|{IMPACT}[0-9]{{1,4}}(?:\.[0-9]{{1,4}}){{1,2}}"


class Redact(Phrase):
    """redact u123 [FIELD] because WORDS: takes a text out of the record for good. What has no number of an entry of its own is
    named by its handle: c7, a15, d9, x5, v30, r4, m12, narrative 2, impact 2.1"""

    admin_only: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(
        rf"redact (?:(?P<handle>{HANDLED})|[ue]?(?P<number>[1-9][0-9]{{0,8}}))(?: (?!because\b)(?P<field>[\w/.-]+))??{WHY}"
    )
    number: int = 0  # of the entry; 0 if a handle names what is meant
    handle: str = ""
    field: str = ""
    why: str = ""

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self:
        meant = {"number": int(found["number"] or 0), "handle": (found["handle"] or "").lower()}
        return cls.model_validate({"plan": plan, **meant, "field": found["field"] or "", "why": found["why"] or ""})

    def _body(self) -> str:
        field = f" {self.field}" if self.field else ""
        return f"redact {self.handle or self.number}{field}{because(self.why)}"


Look = SeedRoles | Preview | ChaseLook  # reads only
Order = Holder | Pause | Resume | Board | AskFor | ConfirmFor | Redact
OfficeWork = Look | Order
