"""The board's business: what raises a challenge or an action, answers it, decides, and asks what there is."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import ClassVar, Self

from bot.model.board.business import BusinessKind, business_handle
from bot.rules.dates import day_in
from bot.wording.commands.phrase import MARKED, WHY, Phrase, because, parted_from_why, pattern_of, token_after
from bot.wording.commands.refs import REFS, listed, refs_in
from bot.wording.typed.actions import parted

_WHOM = r"(?: for (?P<whom>[^\W\d_]{1,30}(?: [^\W\d_]{1,30}){0,3}?))?"
_NUMBER = "(?P<number>[1-9][0-9]{0,8})"
_ENDS = "[.!?]*"
_KINDS = {kind.letter: kind for kind in BusinessKind}
_PARTS = {"options": "options", "option": "options", "conditions": "conditions", "condition": "conditions"}
_PARTS |= {"follow-up": "follow_up", "follow up": "follow_up", "followup": "follow_up"}
_PART = re.compile(rf"\s*(?P<name>{'|'.join(_PARTS)}):\s?(?P<said>.*)", re.IGNORECASE)


def _for(whom: str) -> str:
    return f" for {whom}" if whom else ""


class _OfHandle(Phrase):
    """What is said of one piece of business, which it names by its handle."""

    word: ClassVar[str]
    kind: BusinessKind
    number: int

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self | None:
        named = {name: part for name, part in found.groupdict().items() if part is not None and name not in ("letter", "number")}
        told = {"plan": plan, "kind": _KINDS[found["letter"].lower()], "number": int(found["number"])}
        return cls.model_validate({**named, **told})

    @property
    def handle(self) -> str:
        """Return the business that is meant, as it is typed."""
        return business_handle(self.kind, self.number)

    def _body(self) -> str:
        return f"{self.word} {self.handle}"


# ---- raised ---------------------------------------------------------------------------------


class ChallengeForm(Phrase):
    """challenge [for SOMEBODY] [REF, REF]; the token names what stood when the form was drawn"""

    always_heard: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"challenge{_WHOM}(?: (?:about |on )?{REFS})?{_ENDS}(?: {MARKED})?")
    refs: tuple[str, ...] = ()
    whom: str = ""
    token: str | None = None

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self:
        return cls(plan=plan, refs=refs_in(found["refs"]), whom=found["whom"] or "", token=found["token"])

    def _body(self) -> str:
        return f"challenge{_for(self.whom)}{listed(self.refs)}{token_after(self.token)}"


class Challenge(Phrase):
    """challenge [for SOMEBODY] REF[, REF] WORDS"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(
        rf"challenge:?(?:{_WHOM} (?:about |on )?{REFS}[:,.]?|(?P<none>)) (?P<text>[^ #].*)"
    )
    refs: tuple[str, ...] = ()
    whom: str = ""
    text: str

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self:
        return cls(plan=plan, refs=refs_in(found["refs"]), whom=found["whom"] or "", text=found["text"])

    def _body(self) -> str:
        return f"challenge{_for(self.whom)}{listed(self.refs)}{':' if self.refs else ''} {self.text}"


class ActionForm(Phrase):
    """action [REF, REF]; the token names what stood when the form was drawn"""

    always_heard: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"action(?: (?:about |on )?{REFS})?{_ENDS}(?: {MARKED})?")
    refs: tuple[str, ...] = ()
    token: str | None = None

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self:
        return cls(plan=plan, refs=refs_in(found["refs"]), token=found["token"])

    def _body(self) -> str:
        return f"action{listed(self.refs)}{token_after(self.token)}"


class NewAction(Phrase):
    """action [REF, REF]: WORDS, owner ROLE[, by DATE]"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"action(?: (?:about |on )?{REFS})?: ?(?P<told>\S.*)")
    refs: tuple[str, ...] = ()
    text: str
    owner: str = ""
    by: date | None = None
    when: str = ""  # the words that should say so, if they are no date by themselves

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self | None:
        text, owner, when = parted(found["told"])
        by = day_in(when, today) if when else None
        if not text:
            return None
        return cls(plan=plan, refs=refs_in(found["refs"]), text=text, owner=owner, by=by, when="" if by else when)

    def _body(self) -> str:
        when = self.by.isoformat() if self.by else self.when
        owner = f", owner {self.owner}" if self.owner else ""
        return f"action{listed(self.refs)}: {self.text}{owner}" + (f", by {when}" if when else "")


# ---- decided --------------------------------------------------------------------------------


class DecideForm(_OfHandle):
    """decide d9; the token names what stood when the form was drawn"""

    word: ClassVar[str] = "decide"
    always_heard: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"decide (?P<letter>d){_NUMBER}{_ENDS}(?: {MARKED})?")
    token: str | None = None

    def _body(self) -> str:
        return f"decide {self.handle}{token_after(self.token)}"


class Decide(_OfHandle):
    """decide d9: WORDS because WORDS[; options: WORDS][; conditions: WORDS][; follow-up: WORDS]"""

    word: ClassVar[str] = "decide"
    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"decide (?P<letter>[dac]){_NUMBER}(?::|,)? (?P<told>[^ #].*)")
    text: str = ""
    why: str = ""
    options: str = ""
    conditions: str = ""
    follow_up: str = ""

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self:
        told, parts = _with_parts(found["told"])
        text, why = parted_from_why(told)
        kind, number = _KINDS[found["letter"].lower()], int(found["number"])
        return cls(plan=plan, kind=kind, number=number, text=text.strip(), why=why, **parts)

    def _body(self) -> str:
        named = (("options", self.options), ("conditions", self.conditions), ("follow-up", self.follow_up))
        parts = "".join(f"; {name}: {said}" for name, said in named if said)
        said = self.text if not self.why else f"{self.text}{because(self.why)}".strip()
        return f"decide {self.handle}: {said}{parts}"


def _with_parts(told: str) -> tuple[str, dict[str, str]]:
    """Return what stands before the first part that is named, and the parts. Each stands after a ";"."""
    said: dict[str, list[str]] = {"": []}
    name = ""
    for part in told.split(";"):
        found = _PART.fullmatch(part)
        name = _PARTS[found["name"].lower()] if found else name
        said.setdefault(name, []).append(found["said"] if found else part)
    first = ";".join(said.pop("")).strip()
    return first, {name: ";".join(parts).strip() for name, parts in said.items()}


# ---- answered and accepted ------------------------------------------------------------------


class AnswerForm(_OfHandle):
    """answer c7; the token names what stood when the form was drawn"""

    word: ClassVar[str] = "answer"
    always_heard: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"answer (?P<letter>[ac]){_NUMBER}{_ENDS}(?: {MARKED})?")
    token: str | None = None

    def _body(self) -> str:
        return f"answer {self.handle}{token_after(self.token)}"


class Answer(_OfHandle):
    """answer c7 WORDS, answer a15 WORDS: links among the words are evidence"""

    word: ClassVar[str] = "answer"
    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"answer (?P<letter>[acd]){_NUMBER}[:,]? (?P<text>[^ #].*)")
    text: str

    def _body(self) -> str:
        return f"answer {self.handle} {self.text}"


class Accept(_OfHandle):
    """accept c7, accept a15"""

    word: ClassVar[str] = "accept"
    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"accept (?P<letter>[acd]){_NUMBER}{_ENDS}")


class NotAcceptedForm(_OfHandle):
    """not accepted c7; the token names what stood when the form was drawn"""

    word: ClassVar[str] = "not accepted"
    always_heard: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"not (?:accepted|enough) (?P<letter>[ac]){_NUMBER}{_ENDS}(?: {MARKED})?")
    token: str | None = None

    def _body(self) -> str:
        return f"not accepted {self.handle}{token_after(self.token)}"


class NotAccepted(_OfHandle):
    """not accepted c7: what is missing"""

    word: ClassVar[str] = "not accepted"
    pattern: ClassVar[re.Pattern[str]] = pattern_of(
        rf"not (?:accepted|enough) (?P<letter>[ac]){_NUMBER}(?:,? because:?|[:,])? (?P<text>[^ #].*)"
    )
    text: str

    def _body(self) -> str:
        return f"not accepted {self.handle}: {self.text}"


class CloseAction(_OfHandle):
    """close a15 [because WORDS]"""

    word: ClassVar[str] = "close"
    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"close (?P<letter>[acd]){_NUMBER}{WHY}")
    why: str = ""

    def _body(self) -> str:
        return f"close {self.handle}{because(self.why)}"


class WithdrawBusiness(_OfHandle):
    """withdraw d9 because WORDS, withdraw c7 because WORDS, withdraw a15 because WORDS"""

    word: ClassVar[str] = "withdraw"
    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"withdraw (?P<letter>[acd]){_NUMBER}{WHY}")
    why: str = ""

    def _body(self) -> str:
        return f"withdraw {self.handle}{because(self.why)}"


# ---- asked about ----------------------------------------------------------------------------


class Which(StrEnum):
    """The part of the log that is asked for. The words are those that are typed."""

    OPEN = "open"
    ACTIONS = "actions"
    DECISIONS = "decisions"
    CHALLENGES = "challenges"
    ALL = "all"


class Log(Phrase):
    """log, log open, log challenges, log c7, log all"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(
        rf"log(?: (?P<which>{'|'.join(Which)})| (?P<letter>[acd]){_NUMBER})?{_ENDS}"
    )
    which: Which | None = None
    handle: str = ""

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self:
        handle = f"{found['letter'].lower()}{found['number']}" if found["letter"] else ""
        return cls(plan=plan, which=Which(found["which"].lower()) if found["which"] else None, handle=handle)

    def _body(self) -> str:
        said = self.handle or (self.which.value if self.which else "")
        return f"log {said}" if said else "log"


BusinessForm = ChallengeForm | ActionForm | DecideForm | AnswerForm | NotAcceptedForm  # what is sent in with one is recorded
BusinessLook = Log | BusinessForm
BusinessWork = Challenge | NewAction | Decide | Answer | Accept | NotAccepted | CloseAction | WithdrawBusiness
