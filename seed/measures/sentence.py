"""One sentence read as measures: its figures put together with their days, their baseline and what the words say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from bot.model.measures.measure import DataPeriod, Point, Polarity, Terms
from bot.model.measures.proposal import Assumed, Doubt
from bot.model.policy import Calendar
from bot.wording.sentences import words
from seed.measures.days import Named, days_in
from seed.measures.figures import WHOLE, Figure, Kind, blanked, figures_in, without_no_figures
from seed.measures.grouping import Group, groups_in
from seed.measures.roles import Cast, Part, cast
from seed.measures.said import (
    is_counted,
    limit_of,
    period_of,
    polarity_of,
    resets_of,
    source_of,
    strict_limit,
    turns_in,
    voice_of,
)

MOST_SENTENCE = 2_000  # letters; what is longer is read as far as that
OF_BASELINE = "% of the baseline"
MORE, LESS = "more than the baseline", "less than the baseline"
_EVENT = re.compile(
    r"\b(?:within|by|after) (?:\d{1,2}|six|twelve|three|nine) months (?:of|from|after) (?:[\w-]{2,15} ){0,3}"
    r"(?:launch|start|go[ -]live|approval|publication|implementation|opening|adoption|roll[ -]?out|inspection)\b",
    re.IGNORECASE,
)
_UNDATED = re.compile(
    r"\bby (?:the )?(?:end of )?(?:the )?(?:spring|summer|autumn|winter|easter)(?: term)?(?: 20\d\d)?\b", re.IGNORECASE
)
_NO_YEAR = re.compile(
    r"\b(?:by|from) (?:the )?\d{1,2}(?:st|nd|rd|th)? (?:of )?(?:january|february|march|april|may|june|july|august|september|"
    r"october|november|december)\b(?! 20)|\bover (?:the )?(?:next |coming )?(?:\d{1,2}|two|three|four|five) (?:years|months)\b",
    re.IGNORECASE,
)
_REST = re.compile(r"\b(?:the )?(?:remainder|rest) (?:by|within|in) [^.;,]{1,60}", re.IGNORECASE)
_VERB = re.compile(r" (?:of|are|is|were|was|have|has|will|would|can|say|feel|report)\b", re.IGNORECASE)
_TWO_LIMITS = re.compile(r"\b(?:more than|over|longer than) (\d{1,3}) weeks? and (\d{1,3}) weeks?\b", re.IGNORECASE)
_UP_TO = re.compile(r"\bup to (?:a |the )?\Z", re.IGNORECASE)
_IS_SHARE = re.compile(r"\b(?:rate|percentage|proportion|share|% of|involvement|attendance|coverage)\b", re.IGNORECASE)
_WHICH_TIME = re.compile(r"\b(?:average|longest|mean|median)\b", re.IGNORECASE)
_COUNTRY = re.compile(r"\bnational(?:ly)?\b|\bengland average\b", re.IGNORECASE)
_NAMES_SHARE = re.compile(r"%|\bpercentage\b|\bproportion\b", re.IGNORECASE)
_LOOSE_ENDS = frozenset(("and", "with", "the", "to", "ensure", "within", "are", "finalised", "or", "by", "of"))
_TURN = re.compile(r"[,;.(]|\b(?:and|within|by|as|through|in line)\b|\d", re.IGNORECASE)
MOST_WORDS = 12  # of the part of a sentence that a measure is about


class Read(NamedTuple):
    """A measure read from a sentence, with what was assumed and how many of its numbers it takes."""

    terms: Terms
    doubts: tuple[Doubt, ...]
    quantities: int


def read_sentence(sentence: str, action: str, calendar: Calendar) -> tuple[Read, ...]:
    """Return the measures of a sentence: one for each quantity that it sets, or one without a target."""
    text = " ".join(sentence.split())[:MOST_SENTENCE]
    days = days_in(text, calendar)
    bare = text
    for day in days:
        bare = blanked(bare, day.start, day.end)
    bare = without_no_figures(bare)
    figures = cast(bare, tuple(figures_in(bare)))
    groups = groups_in(bare, figures, days)
    if not groups:
        return (_without_target(sentence, text, action),)
    several = len(groups) > 1
    limits = _TWO_LIMITS.search(text)
    if not several and limits is not None:
        read = _read(sentence, text, bare, action, groups[0])
        said = words("proposals.part.longer", {"weeks": limits[1]}), words("proposals.part.longer", {"weeks": limits[2]})
        return tuple(_one_of(read, sentence, at, 2, part) for at, part in enumerate(said, 1))
    left_out = tuple(_left_out(text, figures, groups, days))
    found = [_read(sentence, text, bare, action, group) for group in groups]
    found = [one._replace(doubts=(*one.doubts, *left_out)) for one in found]
    if not several:
        return tuple(found)
    begins = [0, *(group.end for group in groups[:-1])]
    parts = (_part(text, begin, group) for begin, group in zip(begins, groups, strict=True))
    return tuple(_one_of(one, sentence, at, len(found), part) for at, (one, part) in enumerate(zip(found, parts, strict=True), 1))


# ---- what is made of them -------------------------------------------------------------------


def _read(sentence: str, text: str, bare: str, action: str, group: Group) -> Read:
    first, last = group.targets[0][0], group.targets[-1][0]
    doubts: list[Doubt] = []
    polarity = _polarity(bare, last, doubts)
    baseline = None if group.baseline is None else group.baseline.figure.value
    unit, scale = _unit(last, baseline, group, doubts)
    points = [(scale(_value(bare, one, polarity, doubts)), day) for one, day in group.targets]
    if last.part is Part.CHANGE:
        baseline = {OF_BASELINE: WHOLE}.get(unit, Decimal(0)) if baseline is None else baseline
    _tell_days(text, group, doubts)
    _tell_kind(text, bare, last, doubts)
    dated = [Point(by=day.day, value=value) for value, day in points if day is not None and day.day is not None]
    value, by = points[-1]
    period = period_of(text)
    terms = Terms(
        text=sentence,
        actions=(action,),
        polarity=polarity,
        unit=unit,
        baseline=baseline,
        baseline_on=group.baseline_on.day if group.baseline_on is not None and baseline is not None else None,
        target=value,
        target_by=by.day if by is not None else None,
        trajectory=tuple(dated) if len(group.targets) > 1 and len(dated) == len(group.targets) else (),
        source=source_of(text),
        period=period or DataPeriod.MONTH,
        resets=resets_of(text),
        voice=voice_of(text),
    )
    count = len(group.targets) + (group.baseline is not None)
    return Read(terms, tuple(dict.fromkeys(doubts)), count if first is not None else 0)


def _polarity(bare: str, target: Cast, doubts: list[Doubt]) -> Polarity:
    """Return which values are better. What nothing speaks for is taken as better high, a band as better in its middle."""
    figure = target.figure
    if figure.kind is Kind.ALL:
        return Polarity.HIGHER
    if figure.kind is Kind.NONE:
        return Polarity.LOWER
    if target.way is not None:
        return target.way
    found = limit_of(bare, figure.start, figure.end) if figure.kind is Kind.TIME else None
    found = found or polarity_of(bare, figure.start, figure.end)
    if figure.upper is not None and (found is None or figure_is_band(bare, figure)):
        return Polarity.NEAR_TARGET
    if found is None and figure.kind is Kind.TIME:
        return Polarity.LOWER
    if found is None:
        share_of = figure.kind is Kind.SHARE and bare[figure.end :].lstrip().lower().startswith("of ")
        if not (share_of or figure.value == WHOLE or figure.kind is Kind.RATING):
            doubts.append(Doubt(kind=Assumed.POLARITY, taken=Polarity.HIGHER.value))
        return Polarity.HIGHER
    return found


def figure_is_band(bare: str, figure: Figure) -> bool:
    """Say if a range is a band to stay in: "between 15% and 20%" with no turn."""
    return bare[figure.start :].lower().startswith("between") and turns_in(bare, 0, len(bare)) is None


def _value(bare: str, one: Cast, polarity: Polarity, doubts: list[Doubt]) -> Decimal:
    """Return the number of a figure. Of a range it is the end that is reached first, of a band its middle."""
    figure = one.figure
    if figure.is_rounded:
        doubts.append(Doubt(kind=Assumed.ROUNDED, taken=_said(figure.value, figure.unit)))
    if limit := strict_limit(bare, figure.start):
        said = _said(figure.value, figure.unit)
        doubts.append(Doubt(kind=Assumed.STRICT, said=f"{limit} {said}", taken=said))
    if figure.upper is None:
        return figure.value
    value = {
        Polarity.HIGHER: figure.value,
        Polarity.LOWER: figure.value if one.part is Part.CHANGE else figure.upper,
        Polarity.NEAR_TARGET: (figure.value + figure.upper) / 2,
    }[polarity]
    low, high, taken = (_said(number, figure.unit) for number in (figure.value, figure.upper, value))
    doubts.append(Doubt(kind=Assumed.RANGE, said=f"{low} to {high}", taken=taken))
    return value


def _said(value: Decimal, unit: str) -> str:
    """Write a number of a sentence with its unit."""
    return f"£{value:,}" if unit == "£" else f"{value}%" if unit == "%" else f"{value} {unit}".rstrip()


class _Scale(NamedTuple):
    """What makes the number of a sentence that of its measure: as it stands, or a change of a baseline."""

    of: Decimal | None = None
    sign: int = 0
    is_share: bool = False
    is_whole: bool = False  # the number is the share that is left, and not one that comes or goes

    def __call__(self, value: Decimal) -> Decimal:
        if self.of is None:
            return value
        start = Decimal(0) if self.is_whole else WHOLE
        made = self.of * (start + self.sign * value) / WHOLE if self.is_share else self.of + self.sign * value
        return made.quantize(Decimal(1)) if made == made.to_integral_value() else made.normalize()


def _unit(one: Cast, baseline: Decimal | None, group: Group, doubts: list[Doubt]) -> tuple[str, _Scale]:
    """Return the unit of a measure and how its numbers are made. A change of a baseline without a number is told in hundredths
    of it."""
    figure = one.figure
    if one.part is not Part.CHANGE:
        return one.per or figure.unit, _Scale()
    sign = -1 if one.way is Polarity.LOWER else 1
    known = group.baseline.figure if group.baseline is not None else None
    if figure.kind is Kind.TIMES and known is not None and baseline is not None:
        return known.unit, _Scale(baseline, 1, is_share=True, is_whole=True)
    if figure.kind is Kind.TIMES:
        doubts.append(Doubt(kind=Assumed.RELATIVE, taken=f"{figure.value}%"))
        return OF_BASELINE, _Scale()
    if known is not None and baseline is not None:
        is_share = figure.kind is Kind.SHARE
        return known.unit, _Scale(baseline, sign, is_share)
    if figure.kind is Kind.SHARE:
        left = WHOLE + sign * figure.value
        doubts.append(Doubt(kind=Assumed.RELATIVE, taken=f"{left.normalize():f}%"))
        return OF_BASELINE, _Scale(WHOLE, sign, is_share=True)
    doubts.append(Doubt(kind=Assumed.FROM_START))
    if figure.kind is Kind.COUNT:
        return MORE if sign > 0 else LESS, _Scale()
    return figure.unit, _Scale(Decimal(0), sign)


def _tell_days(text: str, group: Group, doubts: list[Doubt]) -> None:
    for _, day in group.targets:
        if day is None:
            continue
        if day.day is None:
            doubts.append(Doubt(kind=Assumed.DAY, said=day.said))
        elif day.is_open:
            doubts.append(Doubt(kind=Assumed.YEAR, said=day.said, taken=day.day.isoformat()))
    if all(day is None for _, day in group.targets):
        event = _EVENT.search(text) or _UNDATED.search(text)
        found = [*([event] if event is not None else []), *_NO_YEAR.finditer(text)]
        doubts.extend(Doubt(kind=Assumed.DAY, said=one[0]) for one in found)


def _left_out(text: str, figures: Sequence[Cast], groups: Sequence[Group], days: Sequence[Named]) -> Iterator[Doubt]:
    """Name the numbers and days of a sentence that none of its measures holds."""
    used = {one.start for group in groups for one, _ in group.targets} | {one.baseline.start for one in groups if one.baseline}
    undated = [(one.start(), one.end()) for one in _NO_YEAR.finditer(text)]
    known = [day for group in groups for _, day in group.targets]
    known += [group.baseline_on for group in groups if group.baseline or group.targets[0][0].part is Part.CHANGE]
    for one in figures:
        is_number = one.figure.kind not in (Kind.TIME, Kind.TIMES, Kind.ALL, Kind.NONE)
        is_day = any(start <= one.start < end for start, end in undated)
        if is_number and one.start not in used and one.part is not Part.NATIONAL and not is_day:
            yield Doubt(kind=Assumed.LEFT_OUT, said=text[one.start : one.end])
    for day in days:
        if day not in known:
            yield Doubt(kind=Assumed.LEFT_OUT, said=day.said)
    if rest := _REST.search(text):
        yield Doubt(kind=Assumed.LEFT_OUT, said=rest[0])


def _tell_kind(text: str, bare: str, one: Cast, doubts: list[Doubt]) -> None:
    figure = one.figure
    if figure.kind in (Kind.ALL, Kind.NONE):
        doubts.append(Doubt(kind=Assumed.ALL, said=bare[figure.start : figure.end], taken=f"{figure.value}{figure.unit}"))
    if one.part is Part.NATIONAL or _COUNTRY.search(text):
        doubts.append(Doubt(kind=Assumed.NATIONAL))
    if _UP_TO.search(bare[max(figure.start - 12, 0) : figure.start]):
        doubts.append(Doubt(kind=Assumed.UP_TO, taken=f"{figure.value}"))
    if figure.kind is Kind.TIME and one.part is Part.TARGET and not _WHICH_TIME.search(text):
        doubts.append(Doubt(kind=Assumed.LIMIT, said=f"{figure.value} {figure.unit}"))
    if one.part is Part.CHANGE and figure.kind is Kind.SHARE and _IS_SHARE.search(text):
        doubts.append(Doubt(kind=Assumed.POINTS, said=f"{figure.value}%"))


def _without_target(sentence: str, text: str, action: str) -> Read:
    """Return a sentence that sets no number: a number to be read if it names one, else a question that is answered in words."""
    counted = is_counted(text)
    found = polarity_of(text, len(text), len(text))
    doubts = [Doubt(kind=Assumed.NO_TARGET if counted else Assumed.IN_WORDS)]
    if found is None and counted:
        doubts.append(Doubt(kind=Assumed.POLARITY, taken=Polarity.HIGHER.value))
    period = period_of(text)
    is_share = _NAMES_SHARE.search(text) is not None
    terms = Terms(
        text=sentence,
        actions=(action,),
        polarity=found or Polarity.HIGHER,
        unit="%" if counted and is_share else "",
        in_words=not counted,
        source=source_of(text),
        period=(period or DataPeriod.MONTH) if counted else DataPeriod.TERM,
        voice=voice_of(text),
    )
    return Read(terms, tuple(doubts), 0)


def _one_of(read: Read, sentence: str, at: int, count: int, part: str) -> Read:
    """Return one of several measures of a sentence: its text says which part of it is meant."""
    doubt = Doubt(kind=Assumed.SEVERAL, said=str(count), taken=part)
    text = words("proposals.part.text", {"sentence": sentence, "number": at, "count": count, "part": part[:1].upper() + part[1:]})
    return read._replace(terms=read.terms.model_copy(update={"text": text}), doubts=(*read.doubts, doubt))


def _part(text: str, begin: int, group: Group) -> str:
    """Return the words of a sentence about one of its figures: those behind "50% of" or "50% are", else those before it."""
    behind = text[group.end :]
    if _VERB.match(behind) and group.targets[0][0].figure.kind is not Kind.TIME:
        said = [*text[group.start : group.end].split(), *_cut(behind)]
        return " ".join(said[:MOST_WORDS])
    before = text[begin : group.end].strip(" ,;.-").split()
    while before and before[0].lower() in _LOOSE_ENDS:
        before.pop(0)
    return " ".join(before[-MOST_WORDS:])


def _cut(words_behind: str) -> list[str]:
    """Return the words up to the next turn of a sentence, without those that lead on to it."""
    said = _TURN.split(words_behind, maxsplit=1)[0].split()
    while said and said[-1].lower() in _LOOSE_ENDS:
        said.pop()
    return said
