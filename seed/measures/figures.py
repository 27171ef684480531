"""The figures of a sentence that may be a target or a baseline. An age, a level, a section or a year is none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

WHOLE = Decimal(100)
_SMALL = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_VALUES = {word: Decimal(number) for number, word in enumerate(_SMALL.split("|"), 1)}
_NUMBER = r"\d[\d,]{0,12}(?:\.\d{1,6})?"
_PERCENT = r" ?(?:%|per ?cent)"
_DASH = r" ?[-\u2013\u2014] ?"
_YEARS = r"(?: ?-? ?(?:years?|yrs?)\b)"
_OWN = (
    r"priorit\w+|actions?|milestones?|objectives?|outcomes?|workstreams?|themes?|strands?|cornerstones?|phases?|pillars?|"
    r"recommendations?|aims?|goals?"
)
# What has a number and is no figure. It is blanked out before figures are looked for.
_NO_FIGURE = re.compile(
    r"\bkey stages? \d(?: (?:and|or) \d)?|\bKS ?\d|"
    r"\b(?:sections?|parts?|levels?|phases?|stages?|tiers?|bands?|waves?|steps?|priority|actions?|objectives?|appendix|grades?|"
    r"domains?|outcomes?|themes?|articles?|regulations?|versions?|strands?|workstreams?|recommendations?|standards?|schedules?|"
    r"tables?|figures?|pages?|groups?|cohorts?|quarters?|sen|send|post|pre|year|years) ?-? ?\d{1,3}(?:\.\d{1,3}){0,2}(?![\d%])"
    rf"(?:(?: and | or | to | ?/ ?|{_DASH})(?:(?:level|stage|grade|year|tier|phase) )?\d{{1,2}}(?![\d%]))?|"
    rf"\baged? (?:of |between |from |over |under )?\d\d?(?: ?\+|(?:{_DASH}| to | and )\d\d?)?{_YEARS}?|"
    rf"\b\d\d?(?:{_DASH}| to )\d\d?(?: ?s\b|{_YEARS})|\b0{_DASH}(?:4|5|11|16|18|19|25)\b|\b(?:under|over)[ -]?\d\d?s\b|"
    r"\b(?:children|pupils|people|those|cyp) (?:under|over|up to) (?:the age of )?\d\d?\b(?! ?%)|"
    r"\b\d\d?[ -](?:year|yr)s?[ -]olds?\b|\b\d\d?\+(?! ?%)|\bL\d\b(?: (?:and|or) L?\d\b)?|"
    r"\bs\.? ?\d\d\b|\b\d{1,2}\.\d{1,2}\.\d{1,2}\b|"
    rf"\b(?:\d{{1,2}}|{_SMALL}) (?:[a-z-]{{1,20}} )?(?:{_OWN})\b",
    re.IGNORECASE,
)
_CODES = re.compile(r"\b[A-Z][A-Za-z]{0,9}\d{1,4}\b|\b[A-Z][a-z]{3,15} 360\b")
_FIGURE = re.compile(
    rf"(?P<range>(?:between )?(?P<low>{_NUMBER})(?:{_PERCENT})?(?P<dash>{_DASH}| and | to )(?P<high>{_NUMBER}){_PERCENT})"
    rf"|(?P<band>between (?P<least>{_NUMBER}) and (?P<most>{_NUMBER})(?![\d%]))"
    rf"|(?P<points>(?P<p>{_NUMBER})(?: ?%| ?per ?cent(?:age)?|) ?(?:percentage )?(?:points?\b|pp\b))"
    rf"|(?P<share>(?P<s>{_NUMBER}){_PERCENT})"
    rf"|(?P<ratio>\b(?P<x>\d{{1,3}}(?:\.\d)?|{_SMALL}) (?:in|out of) (?:every )?(?P<y>\d{{1,3}}|{_SMALL})\b)"
    r"|(?P<part>\b(?P<some>\d{1,6}) of (?P<whole>\d{1,6})\b(?! ?%))"
    rf"|(?P<fraction>\b(?P<f>two[ -]thirds?|three[ -]quarters?|(?<=by )(?:a|one)[ -](?:third|quarter|half)|(?:(?:a|"
    rf"one)[ -](?:third|quarter)|half)(?= (?:of|fewer|less|more)\b)|(?<=by )half)\b)"
    r"|(?P<times>\b(?:halv(?:e[ds]?|ing)|doubl(?:e[ds]?|ing)|trebl(?:e[ds]?|ing)))\b"
    rf"|(?P<money>\u00a3 ?(?P<m>{_NUMBER}) ?(?P<scale>m\b|k\b|bn\b|million|billion|thousand)?)"
    rf"|(?P<time>\b(?P<t>{_NUMBER}|{_SMALL})[ -](?P<span>(?:working |school |calendar )?(?:days?|weeks?|months?|hours?|"
    rf"minutes?|years?))\b)"
    rf"|(?P<count>(?<![\w.])(?P<c>{_NUMBER})(?![\w%]))"
    r"|(?P<all>\A(?:(?:to )?ensure (?:that )?)?(?:all|every|each)\b)"
    r"|(?P<none>\A(?:(?:to )?ensure (?:that )?)?(?:no|zero|nil|eliminat\w+)\b(?! (?:wrong|single|\w{4,7} than\b))"
    r"|(?<=\bto )(?:zero|nil|nought)\b)",
    re.IGNORECASE,
)
_FRACTIONS = {
    "two third": Decimal("66.7"),
    "three quarter": Decimal(75),
    "third": Decimal("33.3"),
    "quarter": Decimal(25),
    "half": Decimal(50),
}
_SCALES = {"m": 1_000_000, "million": 1_000_000, "k": 1_000, "thousand": 1_000, "bn": 1_000_000_000, "billion": 1_000_000_000}
MOST_FIGURES = 40  # of one sentence; whoever writes more has written a table


class Kind(StrEnum):
    """The kinds of figures, by how they are written."""

    SHARE = "share"
    POINTS = "points"
    TIME = "time"
    COUNT = "count"
    MONEY = "money"
    RATING = "rating"
    TIMES = "times"  # halved or doubled: the value is the share of the baseline that is left
    ALL = "all"
    NONE = "none"


class Figure(NamedTuple):
    """A figure, and where it stands. `upper` is the other end of a range. `unit` is what it counts in, as it is written."""

    start: int
    end: int
    kind: Kind
    value: Decimal
    unit: str = ""
    upper: Decimal | None = None
    is_rounded: bool = False


def without_no_figures(text: str) -> str:
    """Return a text with its ages, levels, sections and the like blanked out, every letter at its place."""
    return _CODES.sub(_blank, _NO_FIGURE.sub(_blank, text))


def blanked(text: str, start: int, end: int) -> str:
    """Return a text with a part blanked out."""
    return text[:start] + "\u00b7" * (end - start) + text[end:]


def _blank(found: re.Match[str]) -> str:
    return "\u00b7" * len(found[0])


def figures_in(text: str) -> Iterator[Figure]:
    """Give the figures of a text that has neither dates nor what is no figure in it. "From 43 to 35 points" are points both."""
    figures = tuple(_found(text))
    for one, after in zip(figures, (*figures[1:], None), strict=False):
        is_bare = after is not None and one.kind is Kind.COUNT and one.upper is None and text[one.end : after.start] == " to "
        if is_bare and after is not None and text[: one.start].lower().endswith("from "):
            yield one._replace(kind=after.kind, unit=after.unit)
        else:
            yield one


def _found(text: str) -> Iterator[Figure]:
    at, seen = 0, 0
    while seen < MOST_FIGURES and (found := _FIGURE.search(text, at)):
        figure = _figure(found, text)
        at, seen = figure.end, seen + 1
        if not text[max(figure.start - 4, 0) : figure.start].lower().endswith("per "):  # "28 per 100,000"
            yield figure


def _figure(found: re.Match[str], text: str) -> Figure:
    start, end = found.span()
    if found["range"]:
        is_range = found["dash"].strip() in ("-", "\u2013", "\u2014") or found[0].lower().startswith("between")
        low, high = _number(found["low"]), _number(found["high"])
        if is_range:
            return Figure(start, end, Kind.SHARE, low, "%", high)
        return Figure(start, found.end("low"), Kind.SHARE, low, "%")  # "from 17 to 40%"
    if found["band"]:
        return Figure(start, end, Kind.COUNT, _number(found["least"]), "", _number(found["most"]))
    if found["points"]:
        return Figure(start, end, Kind.POINTS, _number(found["p"]), "percentage points")
    if found["share"]:
        return Figure(start, end, Kind.SHARE, _number(found["s"]), "%")
    if found["ratio"]:
        return _ratio(found, text)
    if found["part"]:
        return _share(start, end, _number(found["some"]), _number(found["whole"]))
    if found["fraction"]:
        words = " ".join(found["f"].lower().replace("-", " ").split())
        value = next(value for name, value in _FRACTIONS.items() if name in words)
        return Figure(start, end, Kind.SHARE, value, "%", is_rounded="third" in words)
    if found["times"]:
        left = {"h": 50, "d": 200, "t": 300}[found["times"][0].lower()]
        return Figure(start, end, Kind.TIMES, Decimal(left), "% of the baseline")
    if found["money"]:
        pounds = _number(found["m"]) * _SCALES.get((found["scale"] or "").lower(), 1)
        return Figure(start, end, Kind.MONEY, _plain(pounds), "\u00a3")
    if found["time"]:
        span = found["span"].lower()
        return Figure(start, end, Kind.TIME, _number(found["t"]), span if span.endswith("s") else f"{span}s")
    if found["count"]:
        return Figure(start, end, Kind.COUNT, _number(found["c"]))
    return Figure(start, end, Kind.ALL, WHOLE, "%") if found["all"] else Figure(start, end, Kind.NONE, Decimal(0))


def _ratio(found: re.Match[str], text: str) -> Figure:
    """Return "9 in 10" as a share, and a rating of "4 out of 5" as it is."""
    start, end = found.span()
    part, whole = _number(found["x"]), _number(found["y"])
    before = text[max(start - 60, 0) : start].lower()
    if "rating" in before or "score" in before or whole == 0:
        return Figure(start, end, Kind.RATING, part, f"out of {whole}")
    return _share(start, end, part, whole)


def _share(start: int, end: int, part: Decimal, whole: Decimal) -> Figure:
    """Return "61 of 104" as a share, and as its first number if it can be none."""
    if whole == 0 or part > whole:
        return Figure(start, end, Kind.COUNT, part)
    share = part * WHOLE / whole
    rounded = share.quantize(Decimal("0.1"))
    return Figure(start, end, Kind.SHARE, _plain(rounded), "%", is_rounded=rounded != share)


def _number(text: str) -> Decimal:
    return _VALUES.get(text.lower()) or Decimal(text.replace(",", ""))


def _plain(value: Decimal) -> Decimal:
    """Return a number without zeros that say nothing: 90, not 90.0."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
