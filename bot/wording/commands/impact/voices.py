"""Voices of families: what was heard, what will be done and was done about it, what changed, and what there is."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import ClassVar, Self

from bot.model.voices.voice import Heard, voice_handle
from bot.rules.dates import Towards, day_in
from bot.wording.commands.phrase import MARKED, Phrase, pattern_of, token_after
from bot.wording.typed.actions import without_day

_NUMBER = "v(?P<number>[1-9][0-9]{0,8})"
_ENDS = "[.!?]*"
_ABOUT = r"[0-9]{1,3}(?:\.[0-9]{1,3}){0,2}|[mM][1-9][0-9]{0,8}"
_SOURCES = {one.value: one for one in Heard} | {"complaint": Heard.COMPLAINT, "complaints": Heard.COMPLAINT}
_SOURCE = rf"(?P<source>{'|'.join(sorted(_SOURCES, key=len, reverse=True))})"
_FROM = rf"(?: (?:from|at|in|through|as) (?:the |our |an? )?{_SOURCE}(?::|,)| ?:)?"
# What else is known of a voice stands after a ";", each with its name.
_PARTS = {"on": "on", "heard on": "on", "from": "source", "count": "count", "how many": "count", "about": "about"}
_PARTS |= {"said": "text", "owner": "owner", "share": "share", "shareable": "share", "summary": "summary"}
_PART = re.compile(rf"\s*(?P<name>{'|'.join(_PARTS)}):\s?(?P<said>.*)", re.IGNORECASE)


class Act(StrEnum):
    """The things that somebody may say of a voice, in the words that they begin with."""

    WE_WILL = "we will"
    WE_DID = "we did"
    CHANGED = "changed"
    CANNOT = "cannot"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"

    @property
    def joins(self) -> str:
        """Return what stands between the handle and the words."""
        return " because" if self in (Act.CANNOT, Act.REOPEN, Act.WITHDRAW) else ":"


_ACTS = {one.value: one for one in Act} | {"can't": Act.CANNOT, "can not": Act.CANNOT}
_ACT = rf"(?P<act>{'|'.join(_ACTS)})"


class _Details(Phrase):
    """The details of a voice: each as it was said, so that whoever said it can be told what is wrong with it."""

    on: str = ""  # in ISO form, if it could be read as a day
    source: str = ""
    count: str = ""
    about: str = ""
    owner: str = ""
    share: str = ""
    summary: str = ""

    def _written(self) -> str:
        """Return the details as they are typed, each after a ";"."""
        named = (("on", self.on), ("count", self.count), ("about", self.about), ("owner", self.owner), ("share", self.share))
        return "".join(f"; {name}: {said}" for name, said in (*named, ("summary", self.summary)) if said)


def _with_details(told: str, today: date) -> tuple[str, dict[str, str]]:
    """Return what stands before the first detail, and the details by name."""
    said: dict[str, list[str]] = {"": []}
    name = ""
    for part in told.split(";"):
        found = _PART.fullmatch(part)
        name = _PARTS[found["name"].lower()] if found else name
        said.setdefault(name, []).append(found["said"] if found else part)
    first = ";".join(said.pop("")).strip()
    details = {name: ";".join(parts).strip() for name, parts in said.items()}
    if (day := day_in(details["on"], today, towards=Towards.PAST) if details.get("on") else None) is not None:
        details["on"] = day.isoformat()
    if "source" in details:
        details["source"] = _source(details["source"])
    return first, details


def _source(said: str) -> str:
    """Return the name of a place where voices are heard, or what was said if it is none."""
    found = _SOURCES.get(said.strip(" .").lower())
    return found.value if found is not None else said


class HearForm(Phrase):
    """heard; the token names what stood when the form was drawn"""

    always_heard: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"heard{_ENDS}(?: {MARKED})?")
    token: str | None = None

    def _body(self) -> str:
        return f"heard{token_after(self.token)}"


class Hear(_Details):
    """heard [from SOURCE:] WORDS[; on: DATE][; count: N][; about: REFS][; owner: ROLE][; share: yes|no][; summary: WORDS]"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"heard{_FROM} (?P<told>[^ #].*)")
    text: str

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self | None:
        text, details = _with_details(found["told"], today)
        text = text or details.pop("text", "")
        if found["source"]:
            details["source"] = _source(found["source"])
        return cls.model_validate({"plan": plan, "text": text, **details}) if text else None

    def _body(self) -> str:
        return f"heard{f' from {self.source}' if self.source else ''}: {self.text}{self._written()}"


class _OfVoice(Phrase):
    """What is said of one voice, which it names by its handle."""

    number: int

    @property
    def handle(self) -> str:
        """Return the voice that is meant, as it is typed."""
        return voice_handle(self.number)


class RetellForm(_OfVoice):
    """details v30; the token names what stood when the form was drawn"""

    always_heard: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"(?:change )?details (?:of )?{_NUMBER}{_ENDS}(?: {MARKED})?")
    token: str | None = None

    def _body(self) -> str:
        return f"details {self.handle}{token_after(self.token)}"


class Retell(_Details, _OfVoice):
    """details v30: [said: WORDS][; from: SOURCE][; on: DATE][; count: N] and so on: what is not said stays as it is. Words that
    name no detail are none of the voice's."""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"(?:change )?details (?:of )?{_NUMBER}[:;,] ?(?P<told>[^ #].*)")
    text: str = ""
    unknown: str = ""  # what stands there and is no detail

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self:
        unknown, details = _with_details(found["told"], today)
        return cls.model_validate({"plan": plan, "number": int(found["number"]), "unknown": unknown, **details})

    def _body(self) -> str:
        unknown = f"; {self.unknown}" if self.unknown else ""
        text = f"; said: {self.text}" if self.text else ""
        source = f"; from: {self.source}" if self.source else ""
        return f"details {self.handle}: {f'{unknown}{text}{source}{self._written()}'.removeprefix('; ')}"


class TellVoiceForm(_OfVoice):
    """we will v30, we did v30, changed v30, cannot v30, reopen v30; the token names what stood when the form was drawn"""

    always_heard: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"(?!withdraw){_ACT} {_NUMBER}{_ENDS}(?: {MARKED})?")
    act: Act
    token: str | None = None

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self:
        act = _ACTS[found["act"].lower()]
        return cls(plan=plan, act=act, number=int(found["number"]), token=found["token"])

    def _body(self) -> str:
        return f"{self.act.value} {self.handle}{token_after(self.token)}"


class TellVoice(_OfVoice):
    """we will v30: WORDS[ by DATE], we did v30: WORDS, changed v30: WORDS, cannot|reopen|withdraw v30 because WORDS

    Links among the words of what was done are evidence.
    """

    pattern: ClassVar[re.Pattern[str]] = pattern_of(
        rf"{_ACT} {_NUMBER}(?:{_ENDS}|(?:,? because:?|[:,])? (?P<text>[^ #].*))"
    )
    act: Act
    text: str = ""
    by: date | None = None
    when: str = ""  # the words that should say by when, if they are no date by themselves

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self:
        act, text = _ACTS[found["act"].lower()], found["text"] or ""
        when = ""
        if act is Act.WE_WILL:
            text, when = without_day(text)
        by = day_in(when, today) if when else None
        number = int(found["number"])
        return cls(plan=plan, act=act, number=number, text=text, by=by, when="" if by else when)

    def _body(self) -> str:
        when = self.by.isoformat() if self.by else self.when
        said = f"{self.text}{f' by {when}' if when else ''}"
        return f"{self.act.value} {self.handle}{self.act.joins} {said}" if said else f"{self.act.value} {self.handle}"


class Voices(Phrase):
    """voices, voices 2, voices m3, voices all"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(
        rf"voices(?: (?:(?:of|on|about) )?(?:priority |action |milestone |measure )?(?:(?P<about>{_ABOUT})|(?P<all>all)))?{_ENDS}"
    )
    about: str = ""
    everything: bool = False

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self:
        return cls(plan=plan, about=(found["about"] or "").lower(), everything=found["all"] is not None)

    def _body(self) -> str:
        said = "all" if self.everything else self.about
        return f"voices {said}" if said else "voices"


class OneVoice(_OfVoice):
    """voice v30, v30"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"(?:voices? )?{_NUMBER}{_ENDS}")

    def _body(self) -> str:
        return f"voice {self.handle}"


VoiceForm = HearForm | RetellForm | TellVoiceForm  # what is sent in with one is recorded
VoiceLook = Voices | OneVoice | VoiceForm
VoiceWork = Hear | Retell | TellVoice
