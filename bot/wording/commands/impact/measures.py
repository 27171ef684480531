"""Measures as they are typed: asked about, set, read, given an owner, closed."""

from __future__ import annotations

import re
from datetime import date
from typing import ClassVar, Self

from bot.model.measures.measure import measure_handle
from bot.wording.commands.phrase import WHY, Phrase, because, pattern_of, words_alone

_NUMBER = "(?P<number>[1-9][0-9]{0,8})"
_ENDS = "[.!?]*"
_FOR, _AS_AT = " for ", " as at "
_NOTE = re.compile(r"(?:\A|[ ,;.])note: ?", re.IGNORECASE)
_PROVISIONAL = re.compile(r"[,;]? ?\(?\bprovisional\b\)?", re.IGNORECASE)
# What is said of a new measure, each part behind a ";", by the word that it begins with.
PARTS = {
    "about": "about",
    "actions": "about",
    "better": "better",
    "unit": "unit",
    "baseline": "baseline",
    "target": "target",
    "on the way": "points",
    "source": "source",
    "period": "period",
    "resets": "resets",
    "owner": "owner",
    "voice": "voice",
    "answered": "answered",
}
_PART = re.compile(rf"\s*(?P<name>{'|'.join(PARTS)}):\s?(?P<said>.*)", re.IGNORECASE)
_WRITTEN = {field: name for name, field in reversed(PARTS.items())}


class _OfMeasure(Phrase):
    """What is said of one measure, which it names by its handle."""

    number: int

    @property
    def handle(self) -> str:
        """Return the measure that is meant, as it is typed."""
        return measure_handle(self.number)


# ---- asked about ----------------------------------------------------------------------------


class Measures(Phrase):
    """measures"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(words_alone("(?:measures|readings?)(?P<everything> all)?"))
    everything: bool = False

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self:
        return cls(plan=plan, everything=found["everything"] is not None)

    def _body(self) -> str:
        return "measures all" if self.everything else "measures"


class MeasureCard(_OfMeasure):
    """measure m3"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"(?:measures? )?m{_NUMBER}{_ENDS}")

    def _body(self) -> str:
        return f"measure {self.handle}"


# ---- read -----------------------------------------------------------------------------------


class ReadingForm(_OfMeasure):
    """reading m3 [for PERIOD]"""

    always_heard: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"readings? m{_NUMBER}(?: for (?P<period>[^#]{{1,60}}?))?{_ENDS}")
    period: str = ""

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self:
        return cls(plan=plan, number=int(found["number"]), period=found["period"] or "")

    def _body(self) -> str:
        return f"reading {self.handle}" + (f"{_FOR}{self.period}" if self.period else "")


class GiveReading(_OfMeasure):
    """reading m3 VALUE for PERIOD[, provisional][; note: WORDS]"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(
        rf"(?:readings? m{_NUMBER}[:,]? (?P<told>[^ #].*)"
        r"|m(?P<other>[1-9][0-9]{0,8})(?: ?[:,=]| is| was)? (?P<bare>[-£]?[0-9].*))"
    )
    said: str  # a number with what belongs to it, or the words of a measure that is answered in words
    period: str = ""
    provisional: bool = False
    note: str = ""

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self | None:
        told, *note = _NOTE.split(found["told"] or found["bare"], maxsplit=1)
        said, period = _parted(told.strip(" ,;"))
        plain, where = _PROVISIONAL.sub("", said).strip(" ,;"), _PROVISIONAL.sub("", period).strip(" ,;.!?")
        provisional = (plain, where) != (said, period.strip(" ,;.!?"))
        read = {"said": plain, "period": where, "provisional": provisional, "note": note[0].strip() if note else ""}
        return cls.model_validate({"plan": plan, "number": int(found["number"] or found["other"]), **read})

    def _body(self) -> str:
        period = f"{_FOR}{self.period}" if self.period else ""
        note = f"; note: {self.note}" if self.note else ""
        return f"reading {self.handle}: {self.said}{period}{', provisional' if self.provisional else ''}{note}"


def _parted(told: str) -> tuple[str, str]:
    """Part what was read from its period: behind the last "for", else behind "as at"."""
    for between in (_FOR, _AS_AT):
        at = told.lower().rfind(between)
        if at > 0:
            return told[:at].strip(" ,;"), told[at + len(between) :].strip()
    return told, ""


class WithdrawReading(_OfMeasure):
    """withdraw reading m3 for PERIOD because WORDS"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(
        rf"withdraw (?:(?:the )?reading (?:of )?)?m{_NUMBER}(?: for (?P<period>[^#]{{1,60}}?))?{WHY}"
    )
    period: str = ""
    why: str = ""

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self:
        return cls(plan=plan, number=int(found["number"]), period=found["period"] or "", why=found["why"] or "")

    def _body(self) -> str:
        return f"withdraw reading {self.handle}" + (f"{_FOR}{self.period}" if self.period else "") + because(self.why)


# ---- set ------------------------------------------------------------------------------------


class MeasureForm(Phrase):
    """measure new, measure m3 change"""

    admin_only: ClassVar[bool] = True
    always_heard: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(
        rf"(?:measures? new|new measure|measure m{_NUMBER} (?:change|owner)|change measure m(?P<other>[1-9][0-9]{{0,8}})){_ENDS}"
    )
    number: int | None = None

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self:
        number = found["number"] or found["other"]
        return cls(plan=plan, number=int(number) if number else None)

    def _body(self) -> str:
        return "measure new" if self.number is None else f"measure {measure_handle(self.number)} change"


class SetMeasure(Phrase):
    """measure new: WORDS[; about: REFS][; unit: WORDS][; target: NUMBER by DATE]..., measure m3 change: the same"""

    admin_only: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"measures? (?:new|m{_NUMBER} change)(?::|,)? (?P<told>[^ #].*)")
    number: int | None = None
    text: str = ""
    about: str = ""
    better: str = ""
    unit: str = ""
    baseline: str = ""
    target: str = ""
    points: str = ""
    source: str = ""
    period: str = ""
    resets: str = ""
    owner: str = ""
    voice: str = ""
    answered: str = ""

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self:
        number = int(found["number"]) if found["number"] else None
        return cls.model_validate({"plan": plan, "number": number, **_parts(found["told"])})

    def _body(self) -> str:
        told = "".join(f"; {name}: {said}" for field, name in _WRITTEN.items() if (said := str(getattr(self, field))))
        which = "new" if self.number is None else f"{measure_handle(self.number)} change"
        return f"measure {which}: {self.text}{told}"


def _parts(told: str) -> dict[str, str]:
    """Return the text before the first part that is named, and the parts. Each stands after a ";"."""
    said: dict[str, list[str]] = {"text": []}
    name = "text"
    for part in told.split(";"):
        found = _PART.fullmatch(part)
        name = PARTS[found["name"].lower()] if found else name
        said.setdefault(name, []).append(found["said"] if found else part)
    return {name: ";".join(parts).strip() for name, parts in said.items()}


class OwnMeasure(_OfMeasure):
    """measure m3 owner ROLE"""

    admin_only: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"measure m{_NUMBER},? owner(?::|,)? (?P<role>[^ #].*)")
    role: str

    def _body(self) -> str:
        return f"measure {self.handle} owner {self.role}"


class CloseMeasure(_OfMeasure):
    """measure m3 close because WORDS, close m3 because WORDS"""

    admin_only: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(
        rf"(?:measure m{_NUMBER},? close|close (?:measure )?m(?P<other>[1-9][0-9]{{0,8}})){WHY}"
    )
    why: str = ""

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self:
        return cls(plan=plan, number=int(found["number"] or found["other"]), why=found["why"] or "")

    def _body(self) -> str:
        return f"measure {self.handle} close{because(self.why)}"


class ReopenMeasure(_OfMeasure):
    """measure m3 reopen [because WORDS]"""

    admin_only: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(
        rf"(?:measure m{_NUMBER},? reopen|reopen (?:measure )?m(?P<other>[1-9][0-9]{{0,8}})){WHY}"
    )
    why: str = ""

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self:
        return cls(plan=plan, number=int(found["number"] or found["other"]), why=found["why"] or "")

    def _body(self) -> str:
        return f"measure {self.handle} reopen{because(self.why)}"


MeasureFilled = ReadingForm | MeasureForm  # what is sent in with one is recorded
MeasureLook = Measures | MeasureCard | MeasureFilled
MeasureWork = GiveReading | WithdrawReading | SetMeasure | OwnMeasure | CloseMeasure | ReopenMeasure
