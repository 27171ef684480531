"""Evidence in commands: what adds a link or says until when it is good, and what asks which there is and why."""

from __future__ import annotations

import re
from datetime import date
from typing import ClassVar, Self

from bot.model.updates.update import evidence_handle
from bot.rules.dates import Towards, day_in
from bot.wording.commands.phrase import Phrase, pattern_of
from bot.wording.typed.ages import Ages, ages_in
from bot.wording.typed.line import REF
from bot.wording.typed.links import links_in

_ACTION = r"[0-9]{1,3}\.[0-9]{1,3}(?!\.?[0-9])"
_ABOUT = r"(?P<about>[0-9]{1,4}(?:\.[0-9]{1,4}){0,2})"


def _days(ages: Ages, today: date) -> dict[str, str]:
    """Return the days of evidence in ISO form, or as they were said if they cannot be read without the plan's own calendar."""
    dated, good = day_in(ages.dated, today, towards=Towards.PAST), day_in(ages.good_until, today)
    return {"dated": dated.isoformat() if dated else ages.dated, "good_until": good.isoformat() if good else ages.good_until}


def _said(dated: str, good_until: str) -> str:
    """Write the days of evidence as they may be typed."""
    return f"{f', dated {dated}' if dated else ''}{f', good until {good_until}' if good_until else ''}"


class AddEvidence(Phrase):
    """evidence REF LINK [what it shows][, dated DATE][, good until DATE]"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"evidence (?:for |on )?(?P<ref>{REF})[:,]? (?P<told>\S.*)")
    ref: str
    links: tuple[str, ...]
    shows: str = ""
    dated: str = ""
    good_until: str = ""

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self:
        told, links = links_in(found["told"])
        if not links:
            link, _, told = found["told"].partition(" ")
            links = (link,)
        shows, ages = ages_in(told)
        return cls(plan=plan, ref=found["ref"], links=links, shows=shows.strip(" ,;:-"), **_days(ages, today))

    def _body(self) -> str:
        told = " ".join([self.ref, *self.links, self.shows]).rstrip()
        return f"evidence {told}{_said(self.dated, self.good_until)}"


class RenewEvidence(Phrase):
    """evidence e124[, dated DATE], good until DATE: the same link, looked at again"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(
        r"(?:evidence )?e(?P<number>[1-9][0-9]{0,8})[:,]? (?:is )?(?P<told>(?:still )?(?:good|valid|dated)\b.*)"
    )
    number: int
    dated: str = ""
    good_until: str = ""

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self | None:
        words_left, ages = ages_in(re.sub(r"\Astill ", "", found["told"], flags=re.IGNORECASE))
        if words_left.strip(" .!?") or not any(ages):
            return None
        return cls(plan=plan, number=int(found["number"]), **_days(ages, today))

    @property
    def handle(self) -> str:
        """Return the evidence as it was typed."""
        return evidence_handle(self.number)

    def _body(self) -> str:
        return f"evidence {self.handle}{_said(self.dated, self.good_until)}".replace(f"{self.handle},", self.handle, 1)


class OfferEvidence(Phrase):
    """evidence LINK [what it shows]: which milestone it is for is asked in a form"""

    always_heard: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(r"evidence:? ?(?P<told>[\"'*_<(]{0,3}https?://.+)")
    link: str
    shows: str = ""

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self:
        shows, links = links_in(found["told"])
        return cls(plan=plan, link=links[0], shows=" ".join([shows.strip(" ,;:-"), *links[1:]]).strip())

    def _body(self) -> str:
        return f"evidence {self.link} {self.shows}".rstrip()


class EvidenceIndex(Phrase):
    """evidence index [priority | action | milestone]"""

    private_only: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"evidence index(?: (?:for |of |on )?{_ABOUT})?[.!? ]*")
    about: str | None = None

    def _body(self) -> str:
        return f"evidence index {self.about}" if self.about else "evidence index"


class Why(Phrase):
    """why REF, of a milestone or an action"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"why (?:is |did |was )?(?P<ref>{REF}|{_ACTION})(?P<more> .*)?[.!?]*")
    ref: str

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self:
        return cls(plan=plan, ref=found["ref"].rstrip("."))

    def _body(self) -> str:
        return f"why {self.ref}"


Added = AddEvidence | RenewEvidence  # records evidence
AskedOf = EvidenceIndex | Why  # asks what there is, and why
