"""Show a number of a workbook as a person sees it there, by the format of its cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

_OF_THE_READER = {14: "dd/mm/yyyy", 22: "dd/mm/yyyy hh:mm"}  # a workbook shows these as the country of its reader does
_LONG_DAY, _LONG_TIME = "[$-F800]", "[$-F400]"
_TOKEN = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.|AM/PM|A/P|y+|m+|d+|h+|s+|.', re.IGNORECASE | re.DOTALL)
_MOST_FORMAT = 255  # letters, as a workbook allows
_MOST_WHOLE = 1e15  # beyond it a number is no longer exact
_MOST_DECIMALS = 10
_MONTH_AND_YEAR = "mmmm yyyy"


class Seen(NamedTuple):
    """A number as it is seen, and what it is: a day, a number, or None if a month or a year is all that is seen of a day."""

    text: str
    value: date | float | None


def code_of(number: int, own: dict[int, str]) -> str:
    """Return the format of a number in the list of formats, `own` being those of the workbook itself."""
    return _OF_THE_READER.get(number) or own.get(number) or BUILTIN_FORMATS.get(number, "General")


def seen(value: float, code: str, is_1904: bool) -> Seen:
    """Return a number as it is seen by its format."""
    code = code[:_MOST_FORMAT]
    if is_date_format(code) and value >= 0:
        return _day(value, code, is_1904)
    return Seen(_number(value, code), value)


def day_seen(day: datetime, code: str) -> Seen:
    """Return a day as it is seen by the format of its cell."""
    kinds = {token[0].lower() for token in _tokens(code[:_MOST_FORMAT])}
    held = date(day.year, day.month, day.day)
    if not kinds & set("dmyhs"):
        return Seen(_written(day, "dd/mm/yyyy"), held)
    if "d" not in kinds and ("y" in kinds or ("m" in kinds and not kinds & set("hs"))):
        return Seen(_written(day, _MONTH_AND_YEAR if "m" in kinds else "yyyy"), None)  # "Jun-26" would look like a 26th
    return Seen(_written(day, code[:_MOST_FORMAT]), held)


def _day(value: float, code: str, is_1904: bool) -> Seen:
    if _LONG_DAY in code:
        code = "d mmmm yyyy"
    if value < 1 or _LONG_TIME in code or "[h" in code.lower():
        time = datetime(1900, 1, 1) + timedelta(days=min(value % 1, 1))  # noqa: DTZ001 (a time of day, of no zone)
        return Seen(f"{time:%H:%M}" if value % 1 else _number(value, "General"), value)
    try:
        day = from_excel(value, CALENDAR_MAC_1904 if is_1904 else CALENDAR_WINDOWS_1900)
    except (OverflowError, ValueError):
        return Seen(_number(value, "General"), value)
    return day_seen(day, code) if isinstance(day, datetime) else Seen(str(day), value)


def _tokens(code: str) -> list[str]:
    """Return the parts of the first section of a format: its words in quotes, its marks, its letters of one kind together."""
    return [token for token in _TOKEN.findall(_sections(code)[0]) if token[0] not in '[_*"\\']


def _written(day: datetime, code: str) -> str:
    tokens = _TOKEN.findall(_sections(code)[0])
    said = "".join(_part(day, tokens, at) for at in range(len(tokens)))
    return " ".join(said.split())


def _part(day: datetime, tokens: list[str], at: int) -> str:
    token = tokens[at]
    kind, long = token[0].lower(), len(token)
    if kind == "m" and _is_minute(tokens, at):
        return f"{day:%M}"
    match kind:
        case "y":
            return f"{day:%y}" if long <= 2 else f"{day.year:04}"
        case "m":
            return (str(day.month), f"{day:%m}", f"{day:%b}", f"{day:%B}")[min(long, 4) - 1]
        case "d":
            return (str(day.day), f"{day:%d}", f"{day:%a}", f"{day:%A}")[min(long, 4) - 1]
        case "h":
            return f"{day:%I}" if any(one[0].lower() == "a" for one in tokens) else f"{day:%H}"
        case "s":
            return f"{day:%S}"
        case "a" if long > 1:
            return f"{day:%p}"
        case _:
            return _literal(token)


def _is_minute(tokens: list[str], at: int) -> bool:
    before = next((token[0].lower() for token in reversed(tokens[:at]) if token[0].lower() in "dmyhs"), "")
    after = next((token[0].lower() for token in tokens[at + 1 :] if token[0].lower() in "dmyhs"), "")
    return before == "h" or after == "s"


def _literal(token: str) -> str:
    """Return what a part shows by itself: words in quotes, a mark, the sign of a currency."""
    match token[0]:
        case '"':
            return token.strip('"')
        case "\\":
            return token[1:]
        case "[":
            return token[2:-1].partition("-")[0] if token.startswith("[$") else ""
        case "_" | "*":
            return " " if token[0] == "_" else ""
        case "@":
            return ""
    return token


def _sections(code: str) -> list[str]:
    """Cut a format into its sections: above zero, below it, zero."""
    sections = [""]
    for part in _TOKEN.findall(code):
        if part == ";":
            sections.append("")
        else:
            sections[-1] += part
    return sections


def _number(value: float, code: str) -> str:
    sections = _sections(code)
    section, shown = sections[0], value
    if value < 0 and len(sections) > 1:
        section, shown = sections[1], -value
    elif value == 0 and len(sections) > 2:
        section = sections[2]
    tokens = _TOKEN.findall(section)
    places = [at for at, token in enumerate(tokens) if token in tuple("0#?")]
    if "general" in section.lower() or not places or "/" in tokens or "E" in tokens:
        return _general(shown) if places or "general" in section.lower() or "@" in section else _joined(tokens)
    first, last = places[0], places[-1]
    pattern = "".join(token for token in tokens[first : last + 1] if token in tuple("0#?.,"))
    after = "".join(_literal(token) for token in _without_scale(tokens, last))
    before = "".join(_literal(token) for token in tokens[:first])
    scaled = Decimal(repr(shown)) * 100 ** tokens.count("%")
    scaled /= Decimal(1000) ** _scale(tokens, last)
    return " ".join(f"{before}{_digits(scaled, pattern)}{after}".split())


def _joined(tokens: list[str]) -> str:
    return " ".join("".join(map(_literal, tokens)).split())


def _scale(tokens: list[str], last: int) -> int:
    """Count the commas right behind the last digit: each shows thousands."""
    return next((at for at, part in enumerate(tokens[last + 1 :]) if part != ","), len(tokens) - last - 1)


def _without_scale(tokens: list[str], last: int) -> Iterator[str]:
    yield from tokens[last + 1 + _scale(tokens, last) :]


def _digits(value: Decimal, pattern: str) -> str:
    whole, _, decimals = pattern.partition(".")
    finest = Decimal(1).scaleb(-min(len(decimals), _MOST_DECIMALS))
    rounded = value.quantize(finest, ROUND_HALF_UP) if abs(value) < _MOST_WHOLE else value
    said = f"{rounded:,f}" if "," in whole else f"{rounded:f}"
    sign, said = ("-", said[1:]) if said.startswith("-") else ("", said)
    front, _, back = said.partition(".")
    least = len(decimals.rstrip("#?"))
    while len(back) > least and back.endswith("0"):
        back = back[:-1]
    return f"{sign}{front.zfill(whole.count('0'))}{'.' if back else ''}{back}"


def _general(value: float) -> str:
    if value == int(value) and abs(value) < _MOST_WHOLE:
        return str(int(value))
    return f"{value:.10g}"
