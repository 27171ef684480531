"""The part that each figure of a sentence plays: a target, a change, a baseline, a figure of the country, or only a condition."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from bot.model.measures.measure import Polarity
from seed.measures.figures import Figure, Kind
from seed.measures.said import limit_of, turns_in

_FAR = 110  # letters before a figure that may say of what it is a change
_WINDOW = 48  # letters beside a figure that say what it is
_TARGET = re.compile(r"\btargets? ?(?:of|is|at|:|=)? ?(?:to |at least )?\Z", re.IGNORECASE)
_BASELINE = re.compile(
    r"(?:\bbaseline|\bcurrent(?:ly)?|\bup from|\bdown from|\bcompared (?:with|to)|\bagainst|\brather than|"
    r"\bstarting (?:point|from)|\bwas)"
    r"(?: (?:of|a|the|is|at|was|baseline|current|around|about|figure|position|performance|rate|level)|[:=]| ?\(\d{4}\)){0,5} ?\Z",
    re.IGNORECASE,
)
_FROM = re.compile(r"\bfrom(?: (?:a|the|of|current|around|about|baseline|\u00b7+)){0,4} ?\Z", re.IGNORECASE)
_IS_BASELINE = re.compile(r"\A[^\w(]{0,2}\(? ?(?:baseline|currently|at present|now\))", re.IGNORECASE)
_NATIONAL = re.compile(
    r"\b(?:national|england|english|regional|statistical neighbours?)(?: (?:average|figure|rate|benchmark|of|is|at|"
    r"was|target)|[:=,]){0,4} ?\(?\Z",
    re.IGNORECASE,
)
_BY = re.compile(r"\bby(?: (?:a|an|another|further|at least|up to|about|around|over|more than)){0,3} ?\Z", re.IGNORECASE)
_CHANGE_OF = re.compile(
    r"\b(?:reductions?|increases?|decreases?|rises?|falls?|drops?|improvements?|growth|decline|uplift|saving) of"
    r"(?: (?:a|at least|up to|about|around)){0,2} ?\Z",
    re.IGNORECASE,
)
_CHANGE_IN = re.compile(
    r"\b(?P<what>reduction|increase|decrease|rise|fall|drop|improvement) in [^,;.%\d]{2,70} of (?:at least )?\Z", re.IGNORECASE
)
_UP_DOWN = re.compile(r"\b(?P<way>up|down) (?:by (?:a )?)?\Z", re.IGNORECASE)
_GOES_ON = re.compile(r"(?:\band|\bthen|,)(?: to| then)? ?\Z", re.IGNORECASE)
_CHANGE_AFTER = re.compile(
    r"\A ?(?:fewer|less|more|lower|higher|reductions?|increases?|decreases?|rises?|falls?|drops?|improvements?|growth|"
    r"decline|uplift)\b",
    re.IGNORECASE,
)
_OF_WHAT = re.compile(r"\A ?of (?!(?:the |its |their )?(?:baseline|current|level|20\d\d|\u00b7))", re.IGNORECASE)
_TO = re.compile(
    r"\b(?:to|reach(?:es|ing)?|is|are|of|at|than|least|under|below|above|over|exceed\w*|minimum|maximum|target|up to|"
    r"achieves?|and|rate|ratio)"
    r"(?: (?:a|the|only|just|about|around|or below|or above|maximum of|minimum of)){0,2} ?\Z",
    re.IGNORECASE,
)
_MAKES = re.compile(
    r"\b(?:recruit|train|deliver|create|hold|open|offer|provide|commission|engage|run|fund|place|register|complete|"
    r"visit|reach|sign up|appoint)"
    r"(?:s|es|ed|d|ing|ting)?(?: (?:a|an|the|up to|further|at least)){0,2} ?\Z",
    re.IGNORECASE,
)
_ADDS = re.compile(r"\A ?(?:additional|more|new|extra|further|fewer)\b", re.IGNORECASE)
_PART_OF = re.compile(r"(?:%|per ?cent|half|thirds?) of (?:the |all |our |these )?\Z", re.IGNORECASE)
_NO_COUNT = re.compile(r"\A ?(?:miles?|km|kilometres?|metres?|st|nd|rd|th|o'clock|[ap]m|:|/)\b", re.IGNORECASE)
_PER = re.compile(
    r"\A(?: [a-z-]{2,16}){0,3}? ?(?P<per>per (?:[\d,]{1,9}\d|[a-z]{2,16}(?: (?:worker|person|child|pupil|school))?))\b",
    re.IGNORECASE,
)
_LIMIT_IN_TIME = re.compile(
    r"\b(?:within|no more than|not exceed\w*|under|below|(?:less|longer|greater|higher) than|maximum of|at most|to|in|"
    r"of|is|at)(?: (?:a|the|"
    r"maximum of|under|below)){0,2} ?\Z",
    re.IGNORECASE,
)
_LOOSE_TIME = re.compile(r"\b(?:in|of|is|at) ?\Z", re.IGNORECASE)
_SHORTENS = re.compile(r"\b(?:wait\w*|time|times|days?|length|duration|variance|turnaround|timescales?)\b", re.IGNORECASE)
_EVENT = re.compile(r"\A[ ,]*(?:of|after|from|following|before|old)\b", re.IGNORECASE)


_TO_FIGURE = re.compile(r"\A to (?:a |at least |about )?[\d\u00a3]", re.IGNORECASE)
_HAD = re.compile(r" (?:of [a-z]{2,16} )?(?:had|were|was|did)\b", re.IGNORECASE)
_OPENED = re.compile(r"[ \u00b7:,\u2013-]*")
_THEN = re.compile(r" (?:(?:as )?at|in|on) \u00b7", re.IGNORECASE)


class Part(StrEnum):
    """The part that a figure plays."""

    TARGET = "target"
    CHANGE = "change"
    BASELINE = "baseline"
    NATIONAL = "national"
    CONDITION = "condition"


class Cast(NamedTuple):
    """A figure with the part that it plays. `way` is the way of a change. `per` is what it is counted per. `is_national` if it is
    a target only because the country has it."""

    figure: Figure
    part: Part
    way: Polarity | None = None
    per: str = ""
    is_national: bool = False

    @property
    def start(self) -> int:
        """Return where it stands."""
        return self.figure.start

    @property
    def end(self) -> int:
        """Return where it ends."""
        return self.figure.end


def cast(text: str, figures: Sequence[Figure]) -> tuple[Cast, ...]:
    """Return each figure with its part. A limit in time is a target only if nothing else in the sentence is."""
    found = [_cast(text, figure, figures) for figure in figures]
    if any(one.part in (Part.TARGET, Part.CHANGE) and one.figure.kind is not Kind.TIME for one in found):
        found = [
            one._replace(part=Part.CONDITION) if one.figure.kind is Kind.TIME and one.part is Part.TARGET else one
            for one in found
        ]
    elif any(one.part is Part.NATIONAL for one in found) and not any(one.part is Part.TARGET for one in found):
        found = [one._replace(part=Part.TARGET, is_national=True) if one.part is Part.NATIONAL else one for one in found]
    wanted = [one for one in found if one.part in (Part.TARGET, Part.CHANGE)]
    return tuple(one._replace(part=Part.CONDITION) if _starts_nothing(one, wanted) else one for one in found)


def _starts_nothing(one: Cast, wanted: Sequence[Cast]) -> bool:
    """Say if a baseline is that of none of the figures that are wanted: it is of another kind, and none of them is a share or
    points of it."""
    if one.part is not Part.BASELINE:
        return False
    kind = one.figure.kind
    return not any(
        each.figure.kind is kind
        or each.figure.kind is Kind.TIMES
        or (each.part is Part.CHANGE and each.figure.kind is Kind.SHARE)
        or (kind is Kind.SHARE and each.figure.kind in (Kind.POINTS, Kind.ALL))
        or (kind is Kind.COUNT and bool(each.per))
        for each in wanted
    )


def _cast(text: str, figure: Figure, figures: Sequence[Figure]) -> Cast:
    before = text[max(figure.start - _WINDOW, 0) : figure.start]
    after = text[figure.end : figure.end + _WINDOW]
    per = found["per"] if (found := _PER.match(after)) else ""
    if figure.kind in (Kind.ALL, Kind.NONE):
        alone = all(one is figure or one.kind in (Kind.TIME, Kind.COUNT) or _has_been(text, one) for one in figures)
        return Cast(figure, Part.TARGET if alone else Part.CONDITION)
    if figure.kind is Kind.TIMES:
        if _TO_FIGURE.match(after):  # "doubles to 30%"
            return Cast(figure, Part.CONDITION)
        return Cast(figure, Part.CHANGE, Polarity.LOWER if figure.value < 100 else Polarity.HIGHER)
    if _TARGET.search(before):
        return Cast(figure, Part.TARGET, per=per)
    if _NATIONAL.search(before):
        return Cast(figure, Part.NATIONAL)
    is_start = _BASELINE.search(before) or _IS_BASELINE.match(after) or _starts(text, figure, figures, before)
    if is_start or _has_been(text, figure):
        return Cast(figure, Part.BASELINE, per=per)
    if (way := _change(text, figure, before, after)) is not None:
        return Cast(figure, Part.CHANGE, way)
    return Cast(figure, _target(text, figure, before, after), per=per)


def _starts(text: str, figure: Figure, figures: Sequence[Figure], before: str) -> bool:
    """Say if a figure is where a change starts: "from 40 weeks to 18 weeks"."""
    if not _FROM.search(before):
        return False
    later = [one for one in figures if one.start > figure.start and one.kind is figure.kind]
    kinds = (figure.kind, Kind.POINTS) if figure.kind is Kind.SHARE else (figure.kind,)
    if not _OF_WHAT.match(text, figure.end) and any(one.end <= figure.start and one.kind in kinds for one in figures):
        return True  # "by 2 points, from 6.4%", "to 60% from 40%"
    return "baseline" in before.lower() or any("to" in text[figure.end : one.start].lower().split()[-4:] for one in later[:1])


def _has_been(text: str, figure: Figure) -> bool:
    """Say if a figure tells what was: "61 of 104 had one in July", "(412 at 1 April)"."""
    in_brackets = text[max(figure.start - _WINDOW, 0) : figure.start].rpartition("(")[2]
    alone = _OPENED.fullmatch(in_brackets) is not None and text[: figure.start].rstrip(" \u00b7:,-\u2013")[-1:] == "("
    return bool(_HAD.match(text, figure.end)) or (alone and _THEN.match(text, figure.end) is not None)


def _change(text: str, figure: Figure, before: str, after: str) -> Polarity | None:
    """Return the way of a change of so much: "reduce by 20%", "20% fewer". None if it is none."""
    if (
        figure.kind in (Kind.SHARE, Kind.POINTS) and (found := _CHANGE_AFTER.match(after))
    ) and not after.lstrip().lower().startswith("more than"):
        return turns_in(found[0], 0, len(found[0]))
    if _CHANGE_OF.search(before):
        return turns_in(before, 0, len(before))
    if figure.kind is not Kind.COUNT and (found := _CHANGE_IN.search(text, max(figure.start - _FAR, 0), figure.start)):
        return turns_in(text, found.start(), found.start() + len(found["what"]))
    if found := _UP_DOWN.search(before):
        return Polarity.HIGHER if found["way"].lower() == "up" else Polarity.LOWER
    if not _BY.search(before):
        return None
    by = figure.start - len(before) + before.lower().rindex("by")
    way = turns_in(text, max(by - 160, 0), by)
    close = turns_in(text, max(by - 14, 0), by)  # "reduced by 10% of referrals" is a change, "held by 90% of schools" none
    return way if not _OF_WHAT.match(after) or close is not None else None


def _target(text: str, figure: Figure, before: str, after: str) -> Part:
    if figure.kind is Kind.TIME:
        return Part.TARGET if _is_limit(text, figure, before, after) else Part.CONDITION
    if figure.kind is Kind.POINTS:
        return Part.TARGET if before.lower().endswith(" to ") else Part.CONDITION
    if figure.kind is not Kind.COUNT or figure.upper is not None:
        return Part.TARGET
    if _PART_OF.search(before):
        return Part.CONDITION  # "70% of the 120 schools"
    is_said = _MAKES.search(before) or _ADDS.match(after) or limit_of(text, figure.start, figure.end) or _TO.search(before)
    return Part.TARGET if is_said and not _NO_COUNT.match(after) else Part.CONDITION


def _is_limit(text: str, figure: Figure, before: str, after: str) -> bool:
    """Say if a time is a limit to be kept. One of "within 12 months of the launch" only says which cases are meant."""
    if _GOES_ON.search(before) and after.startswith(" \u00b7"):  # "to 52 weeks by March and 18 weeks by June"
        return True
    if figure.unit.endswith("years") or not _LIMIT_IN_TIME.search(before):
        return False
    is_of_time = _SHORTENS.search(text[: figure.start]) is not None
    if _LOOSE_TIME.search(before):
        return is_of_time
    return is_of_time or not (figure.unit.endswith("months") and _EVENT.match(after))
