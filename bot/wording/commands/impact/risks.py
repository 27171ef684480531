"""Risks: what raises one, scores it, says it anew and closes it, and what asks for them."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import ClassVar, Self

from bot.model.noun import Noun
from bot.model.risks.risk import risk_handle
from bot.wording.commands.phrase import (
    AROUND,
    MARKED,
    WHY,
    Phrase,
    because,
    parted_from_why,
    pattern_of,
    token_after,
    without_empty_reason,
)
from bot.wording.commands.refs import REF, REFS, listed, refs_in

_NUMBER = "r(?P<number>[1-9][0-9]{0,8})"
_ENDS = "[.!?]*"
_THEN = re.compile(r",? then\b[:,]?", re.IGNORECASE)
_OWNER = re.compile(r", owner:? ", re.IGNORECASE)
# What may stand after a ";", by how it is typed: the first word of each is how we write it.
_PARTS = {
    "owner": ("owner",),
    "controls": ("controls", "control"),
    "score": ("score",),
    "target": ("target",),
    "sureness": ("sureness", "sure"),
    "treatment": ("treatment", "treat"),
    "until": ("accepted until", "until"),
    "approver": ("approved by", "approver"),
    "review": ("review every", "review"),
    "why": ("because",),
}
_TYPED = {typed: name for name, all_ in _PARTS.items() for typed in all_}
_PART = re.compile(rf"[\s.,:]*(?P<name>{'|'.join(_TYPED)})(?::\s?|(?<=because)\s)(?P<said>.*)", re.IGNORECASE)
_IF_THEN = re.compile(r"(?:if|then) |[^;]{1,4000}? then\b", re.IGNORECASE)
NOTHING = "none"  # said of a part, it takes out what stood there
NO_WORDS = "if then"  # a risk of which nothing is said, as it is typed


class RiskSaid(Noun):
    """The parts of a risk as a line or a form says them. An empty part is not said, and one that is "none" is taken out."""

    happens: str = ""
    follows: str = ""
    about: tuple[str, ...] = ()
    owner: str = ""
    controls: str = ""
    score: str = ""
    target: str = ""
    sureness: str = ""
    treatment: str = ""
    until: str = ""
    approver: str = ""
    review: str = ""
    why: str = ""
    unknown: str = ""  # what stands there and is no part


def _said(told: str) -> dict[str, str]:
    """Return what a line says of a risk, part by part: what happens and follows, then what is named after each ";"."""
    said: dict[str, list[str]] = {"": []}
    name = ""
    for part in told.split(";"):
        found = _PART.fullmatch(part)
        name = _TYPED[found["name"].lower()] if found else name
        said.setdefault(name, []).append(without_empty_reason(found["said"] if found else part))
    first = ";".join(said.pop("")).strip()
    parts = {name: ";".join(some).strip() for name, some in said.items()}
    if "score" in parts and "why" not in parts:
        parts["score"], parts["why"] = parted_from_why(parts["score"])
    owners = list(_OWNER.finditer(first))
    if owners and "owner" not in parts:
        first, parts["owner"] = first[: owners[-1].start()], first[owners[-1].end() :].strip(" .")
    return {**_if_then(first), **parts}


def _if_then(first: str) -> dict[str, str]:
    body = f" {first}"
    if body[:4].casefold() == " if ":
        body = body[3:]
    happens, *follows = _THEN.split(body, maxsplit=1)
    return {"happens": happens.strip(" ,"), "follows": follows[0].strip() if follows else ""}


def _written(said: RiskSaid) -> str:
    """Write what is said of a risk as it could have been typed."""
    first = said.unknown or (f"if {said.happens} then {said.follows}" if said.happens or said.follows else "")
    named = [(names[0], str(getattr(said, name))) for name, names in _PARTS.items()]
    return "; ".join([*([first] if first else []), *(f"{name}: {told}" for name, told in named if told)])


_ABOUT = re.compile(rf"about: ?(?:{REFS}|(?P<none>{NOTHING}))[ .]*(?:;|\Z)", re.IGNORECASE)


# ---- raised ---------------------------------------------------------------------------------


class RiskForm(Phrase):
    """risk [REF, REF]; the token names what stood when the form was drawn"""

    always_heard: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"(?:new )?risk(?: (?:about |on |to )?{REFS})?{_ENDS}(?: {MARKED})?")
    refs: tuple[str, ...] = ()
    token: str | None = None

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self:
        return cls(plan=plan, refs=refs_in(found["refs"]), token=found["token"])

    def _body(self) -> str:
        return f"risk{listed(self.refs)}{token_after(self.token)}"


class RaiseForm(Phrase):
    """raise REF: a risk from what its owner said of an amber or a red milestone; the token names that statement"""

    always_heard: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"raise (?P<ref>{REF}){_ENDS}(?: {MARKED})?")
    ref: str
    token: str | None = None

    def _body(self) -> str:
        return f"raise {self.ref}{token_after(self.token)}"


class NewRisk(RiskSaid, Phrase):
    """risk [REF, REF]: if WORDS then WORDS[; owner: ROLE][; score: L I][; because WORDS]...; or raise REF: with the same"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(
        rf"(?:raise (?P<source>{REF})(?: (?:about |on )?{REFS.replace('?P<refs>', '?P<of_source>')})?"
        rf"|(?:new )?risk(?: (?:about |on |to )?{REFS})?)(?:: ?|,? (?=if ))(?P<told>\S.*)"
    )
    source: str = ""

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self:
        refs = refs_in(found["of_source"] or found["refs"])
        return cls.model_validate({"plan": plan, "source": found["source"] or "", "about": refs, **_said(found["told"])})

    def _body(self) -> str:
        begins = f"raise {self.source}" if self.source else "risk"
        return f"{begins}{listed(self.about)}: {_written(self) or NO_WORDS}"


# ---- one of them ----------------------------------------------------------------------------


class _OfRisk(Phrase):
    """A command about one risk, which it names by its handle."""

    number: int

    @property
    def handle(self) -> str:
        """Return the risk that is meant, as it is typed."""
        return risk_handle(self.number)


class ChangeRiskForm(_OfRisk):
    """change r4; the token names what stood when the form was drawn"""

    always_heard: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"change {_NUMBER}{_ENDS}(?: {MARKED})?")
    token: str | None = None

    def _body(self) -> str:
        return f"change {self.handle}{token_after(self.token)}"


class ChangeRisk(RiskSaid, _OfRisk):
    """change r4 [about REF, REF]: if WORDS then WORDS; owner: ROLE; about: REF, REF; ...: what is not said stays. Other words are
    none of the risk's."""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(
        rf"change {_NUMBER}(?: about (?:{REFS}|(?P<none>{NOTHING})))?:? (?P<told>[^ #].*)"
    )
    about_nothing: bool = False

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self:
        told, about, nothing = found["told"], refs_in(found["refs"]), found["none"] is not None
        if (first := _ABOUT.match(told)) is not None:
            about, nothing, told = refs_in(first["refs"]), first["none"] is not None, told[first.end() :]
        said = _said(told)
        if said["happens"] and not _IF_THEN.match(told.lstrip(AROUND)):
            said |= {"happens": "", "follows": "", "unknown": said["happens"].strip(AROUND)}
        about_told = {"about": about, "about_nothing": nothing}
        return cls.model_validate({"plan": plan, "number": int(found["number"]), **said, **about_told})

    def _body(self) -> str:
        about = f"about: {NOTHING}" if self.about_nothing else f"about:{listed(self.about)}" if self.about else ""
        return f"change {self.handle}: {'; '.join(part for part in (about, _written(self)) if part) or NO_WORDS}"


class ScoreForm(_OfRisk):
    """score r4; the token names what stood when the form was drawn"""

    always_heard: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"(?:score|review) {_NUMBER}{_ENDS}(?: {MARKED})?")
    token: str | None = None

    def _body(self) -> str:
        return f"score {self.handle}{token_after(self.token)}"


class ScoreRisk(_OfRisk):
    """score r4 4 5 because WORDS, score r4 likely major because WORDS, score r4 same because WORDS"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"(?:score|review) {_NUMBER}[:,]? (?P<told>[^ #].*)")
    score: str
    why: str = ""

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self:
        score, why = parted_from_why(found["told"])
        return cls(plan=plan, number=int(found["number"]), score=score.strip(AROUND), why=why)

    def _body(self) -> str:
        return f"score {self.handle}{f' {self.score}' if self.score else ''}{because(self.why)}"


class CloseRisk(_OfRisk):
    """close r4 because WORDS"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"close {_NUMBER}{WHY}")
    why: str = ""

    def _body(self) -> str:
        return f"close {self.handle}{because(self.why)}"


class ReopenRisk(_OfRisk):
    """reopen r4 because WORDS"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"re-?open {_NUMBER}{WHY}")
    why: str = ""

    def _body(self) -> str:
        return f"reopen {self.handle}{because(self.why)}"


class WithdrawRisk(_OfRisk):
    """withdraw r4 because WORDS"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"withdraw {_NUMBER}{WHY}")
    why: str = ""

    def _body(self) -> str:
        return f"withdraw {self.handle}{because(self.why)}"


# ---- asked about ----------------------------------------------------------------------------


class WhichRisks(StrEnum):
    """The risks that are asked for. The words are those that are typed."""

    OPEN = "open"
    CLOSED = "closed"
    ALL = "all"


class Risks(Phrase):
    """risks, risks closed, risks all, risks 2, risks 2.1 closed, risks high: a band of the plan's own"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(
        rf"risks(?: (?:(?:of|on|about) )?(?:priority |action |milestone )?(?P<ref>{REF}))?"
        rf"(?: (?:(?P<which>{'|'.join(WhichRisks)})|(?P<band>[a-z][a-z-]{{0,30}}(?: [a-z][a-z-]{{0,30}}){{0,2}})))?{_ENDS}"
    )
    ref: str = ""
    which: WhichRisks = WhichRisks.OPEN
    band: str = ""  # of the open ones, as it was typed

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self:
        which = WhichRisks((found["which"] or WhichRisks.OPEN).lower())
        return cls(plan=plan, ref=found["ref"] or "", which=which, band=found["band"] or "")

    def _body(self) -> str:
        which = f" {self.band}" if self.band else "" if self.which is WhichRisks.OPEN else f" {self.which.value}"
        return f"risks{f' {self.ref}' if self.ref else ''}{which}"


class RiskCard(_OfRisk):
    """risk r4, r4: one risk with its history"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"(?:risks? )?{_NUMBER}{_ENDS}")

    def _body(self) -> str:
        return f"risk {self.handle}"


RiskFilled = RiskForm | RaiseForm | ChangeRiskForm | ScoreForm  # what is sent in with one is recorded
RiskLook = Risks | RiskCard | RiskFilled
RiskWork = NewRisk | ChangeRisk | ScoreRisk | CloseRisk | ReopenRisk | WithdrawRisk
