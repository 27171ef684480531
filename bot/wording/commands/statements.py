"""Statements: what puts something on the record for an owner, and what opens the form that does."""

from __future__ import annotations

import re
from datetime import date
from typing import ClassVar, Self

from bot.wording.commands.corrections import Correct, CorrectForm, Undo, Withdraw
from bot.wording.commands.phrase import MARKED, Phrase, pattern_of, token_after, words_alone
from bot.wording.typed_line import REF, Entry, entries_in

CODE = "(?P<code>[a-z2-9]{6})"


class UpdateForm(Phrase):
    """update REF [REF ...]; the token names what stood when the form was drawn."""

    always_heard: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"update (?P<refs>{REF}(?:[, ]+{REF})*)[.!?]*(?: {MARKED})?")
    refs: tuple[str, ...]
    token: str | None = None

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self:
        refs = re.split("[, ]+", found["refs"])
        return cls(plan=plan, refs=tuple(dict.fromkeys(refs)), token=found["token"])

    def _body(self) -> str:
        return f"update {' '.join(self.refs)}{token_after(self.token)}"


class Change(Phrase):
    """change #token"""

    always_heard: ClassVar[bool] = True
    answers_draft: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"{words_alone('change')}|change {MARKED}")
    token: str | None = None

    def _body(self) -> str:
        return f"change{token_after(self.token)}"


class Declare(Phrase):
    """The typed line, for one milestone or several."""

    entries: tuple[Entry, ...]

    @classmethod
    def lines(cls, text: str, plan: str | None) -> Self | None:
        """Read a typed line, which unlike all other commands has lines. None if it is none."""
        entries = entries_in(text)
        return cls(plan=plan, entries=entries) if entries else None

    def _body(self) -> str:
        return "\n".join(str(entry) for entry in self.entries)


class Save(Phrase):
    """save #token, or yes"""

    always_heard: ClassVar[bool] = True
    answers_draft: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"{words_alone('save|yes|y|ok')}|save {MARKED}")
    token: str | None = None

    def _body(self) -> str:
        return f"save{token_after(self.token)}" if self.token else "yes"


class Discard(Phrase):
    """no #token, no, cancel or let go: what was said back is not to be saved"""

    always_heard: ClassVar[bool] = True
    answers_draft: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"{words_alone('no|cancel|let go')}|no {MARKED}")
    token: str | None = None

    def _body(self) -> str:
        return f"no{token_after(self.token)}"


class AddEvidence(Phrase):
    """evidence REF LINK [what it shows]"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"evidence (?P<ref>{REF}) (?P<link>\S+)(?: (?P<shows>.*))?")
    ref: str
    link: str
    shows: str = ""

    def _body(self) -> str:
        return f"evidence {self.ref} {self.link} {self.shows}".rstrip()


class OfferEvidence(Phrase):
    """evidence LINK [what it shows]: which milestone it is for is asked in a form"""

    always_heard: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(r"evidence (?P<link>https?://\S+)(?: (?P<shows>.*))?")
    link: str
    shows: str = ""

    def _body(self) -> str:
        return f"evidence {self.link} {self.shows}".rstrip()


class Confirm(Phrase):
    """confirm CODE: a new account is mine"""

    any_plan: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"confirm {CODE}[.!?]*")
    code: str

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self:
        return cls(plan=plan, code=found["code"].upper())

    def _body(self) -> str:
        return f"confirm {self.code}"


class Refuse(Phrase):
    """refuse CODE: a new account is not mine"""

    always_heard: ClassVar[bool] = True
    any_plan: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"refuse {CODE}[.!?]*")
    code: str

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self:
        return cls(plan=plan, code=found["code"].upper())

    def _body(self) -> str:
        return f"refuse {self.code}"


Opening = UpdateForm | Change | OfferEvidence | CorrectForm  # opens a form; what is sent in with it is recorded
Declaration = Declare | Save | Discard | AddEvidence | Correct | Withdraw | Undo | Confirm | Refuse
Statement = Opening | Declaration
