"""Statements: what puts something on the record for an owner, and what opens the form that does."""

from __future__ import annotations

import re
from datetime import date
from functools import cached_property
from typing import ClassVar, Self

from bot.model.status import Status
from bot.wording.commands.absences import AbsenceWork
from bot.wording.commands.confirming import NoChange
from bot.wording.commands.corrections import Correct, CorrectForm, Undo, Withdraw
from bot.wording.commands.evidence import Added, OfferEvidence
from bot.wording.commands.phrase import MARKED, Phrase, pattern_of, token_after, words_alone
from bot.wording.typed.line import ALL, REF, REST, Entry, entries_in, names_set

_COUNTED = re.compile(
    r"[0-9]{1,3} (?:green|amber|red|complete)(?! (?:because|as|now|still|but|except|and|with)\b) \w", re.IGNORECASE
)  # "2 green desks"
CODE = "(?P<code>[a-z2-9]{6})"


class UpdateForm(Phrase):
    """update REF [REF ...]; the token names what stood when the form was drawn."""

    always_heard: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"update (?P<refs>{REF}(?:(?:,? and |[, ]+){REF})*)[.!?]*(?: {MARKED})?")
    refs: tuple[str, ...]
    token: str | None = None

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self:
        refs = re.findall(REF, found["refs"])
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

    typed: str

    @classmethod
    def lines(cls, text: str, plan: str | None) -> Self | None:
        """Read a typed line, which unlike all other commands has lines. None if it is none."""
        made = cls(plan=plan, typed=text)
        return made if made.entries else None

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Return what it says of each milestone."""
        return entries_in(self.typed)

    @property
    def names_none(self) -> bool:
        """Say if it names no milestone by its ref: a list tells which are meant."""
        return not any("." in entry.target for entry in self.entries)

    @property
    def is_plain(self) -> bool:
        """Say if it began with a milestone, a list or a status, and not with other words."""
        return self.entries[0].plain

    @property
    def is_whole(self) -> bool:
        """Say if it can hardly be anything else: each entry begins with its milestone or status, and none lacks a status. "Same"
        alone may be the answer to a question; of all of a list, or beside other entries, it is not."""
        many = len(self.entries) > 1 or names_set(self.typed)
        return all(_is_whole(entry, many) for entry in self.entries)

    @property
    def may_be_prose(self) -> bool:
        """Say if it may be a sentence that answers a question in words: it names a milestone without a status, or a number and
        a colour go on as words do."""
        if all("." in entry.target for entry in self.entries):
            return all(entry.status is None and not entry.keep and " " in entry.narrative for entry in self.entries)
        return len(self.entries) == 1 and _COUNTED.match(self.typed) is not None

    def _body(self) -> str:
        return self.typed


def _is_whole(entry: Entry, many: bool) -> bool:
    if entry.target in (ALL, REST):
        same = entry.keep and (many or bool(entry.left_out))
        return entry.plain and not entry.narrative and (entry.status is not None or same)
    return entry.plain and (entry.status is not None or entry.keep)


class Choose(Phrase):
    """green #token: the status that was asked for"""

    always_heard: ClassVar[bool] = True
    answers_draft: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"(?P<status>not started|green|amber|red|complete) {MARKED}")
    status: Status
    token: str

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self:
        return cls(plan=plan, status=Status(found["status"].lower().replace(" ", "_")), token=found["token"])

    def _body(self) -> str:
        return f"{self.status.value.replace('_', ' ')}{token_after(self.token)}"


# What people say for yes and no, with what is polite behind it, and thumbs as phones and platforms write them.
_POLITE = r"(?:,? (?:please|thanks|thank you|save it|that's right)|[.!? ]|\U0001f44d[\U0001f3fb-\U0001f3ff]?)*"
_TONE = r"(?:[\U0001f3fb-\U0001f3ff]|:skin-tone-[2-6]:)?"
_YES = (
    r"(?:yes|yep|yeah|yup|y|ok|okay|sure|correct|save(?: it| this)?|looks good|that is right|that's right|go ahead"
    rf"|(?:\U0001f44d|:(?:\+1|thumbsup):){_TONE}){_POLITE}"
)
_NO = (
    r"(?:no|nope|nah|n|never ?mind|forget (?:it|that|this)|cancel(?: it| that| this)?|let (?:it |this )?go"
    rf"|(?:don't|do not) save(?: it| this)?|(?:\U0001f44e|:(?:-1|thumbsdown):){_TONE}){_POLITE}"
)


class Save(Phrase):
    """save #token, or yes"""

    always_heard: ClassVar[bool] = True
    answers_draft: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"{_YES}|save {MARKED}")
    token: str | None = None

    def _body(self) -> str:
        return f"save{token_after(self.token)}" if self.token else "yes"


class Discard(Phrase):
    """no #token, no, cancel or let go: what was said back is not to be saved"""

    always_heard: ClassVar[bool] = True
    answers_draft: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"{_NO}|no {MARKED}")
    token: str | None = None

    def _body(self) -> str:
        return f"no{token_after(self.token)}"


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
_Told = NoChange | Declare | Choose | Save | Discard
Declaration = _Told | Added | Correct | Withdraw | Undo | Confirm | Refuse | AbsenceWork
Statement = Opening | Declaration
