"""The numbers that Word counts by itself: a list's, a heading's, or a column's of references."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9
_MOST_NUMBER = 10_000  # written in letters or as a Roman number
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"),
    (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


class Level(NamedTuple):
    """One level of a list: how its numbers are written, with which words around them, and the first."""

    form: str
    text: str
    start: int


class Label(NamedTuple):
    """The mark in front of a paragraph: "" if it is a bullet."""

    text: str
    is_bullet: bool


class Numbering:
    """The lists of a document. It counts as it is asked, paragraph by paragraph."""

    def __init__(self, root: etree._Element | None) -> None:
        self._lists: dict[str, dict[int, Level]] = {}
        self._of: dict[str, str] = {}
        self._own: dict[str, dict[int, int]] = {}
        self._counts: dict[str, list[int]] = {}
        self._begun: dict[str, set[int]] = defaultdict(set)
        if root is not None:
            self._read(root)

    def _read(self, root: etree._Element) -> None:
        for each in root.iterfind(f"{W}abstractNum"):
            levels = {int(level.get(f"{W}ilvl", 0)): _level(level) for level in each.iterfind(f"{W}lvl")}
            self._lists[str(each.get(f"{W}abstractNumId"))] = levels
        for each in root.iterfind(f"{W}num"):
            number = str(each.get(f"{W}numId"))
            self._of[number] = value_of(each.find(f"{W}abstractNumId"))
            starts = {}
            for one in each.iterfind(f"{W}lvlOverride"):
                if (start := one.find(f"{W}startOverride")) is not None:
                    starts[int(one.get(f"{W}ilvl", 0))] = int(value_of(start) or 1)
            self._own[number] = starts

    def label(self, number: str, depth: int) -> Label | None:
        """Return the mark of the next paragraph of a list, None if it is in none."""
        levels = self._lists.get(self._of.get(number, ""), {})
        level = levels.get(depth)
        if level is None or level.form == "none":
            return None
        if level.form == "bullet":
            return Label("", True)
        counts = self._count(number, depth, levels)
        text = level.text
        for each in range(_LEVELS):
            form = levels[each].form if each in levels else "decimal"
            text = text.replace(f"%{each + 1}", written(counts[each], form))
        return Label(text.strip(), False)

    def _count(self, number: str, depth: int, levels: dict[int, Level]) -> list[int]:
        """Count on at a level. Those below it begin anew, and so does one that this list says so of."""
        shared = self._of[number]
        counts = self._counts.setdefault(shared, [levels[each].start - 1 if each in levels else 0 for each in range(_LEVELS)])
        if depth in self._own[number] and depth not in self._begun[number]:
            counts[depth] = self._own[number][depth] - 1
        self._begun[number].add(depth)
        counts[depth] += 1
        for above in range(depth):
            counts[above] = max(counts[above], levels[above].start if above in levels else 1)
        for below in range(depth + 1, _LEVELS):
            counts[below] = levels[below].start - 1 if below in levels else 0
        return counts


def _level(level: etree._Element) -> Level:
    start = value_of(level.find(f"{W}start"))
    form = value_of(level.find(f"{W}numFmt")) or "decimal"
    return Level(form, value_of(level.find(f"{W}lvlText")), int(start) if start.isdecimal() else 1)


def value_of(element: etree._Element | None) -> str:
    """Return what a mark of Word says: "" if it is not there."""
    return "" if element is None else str(element.get(f"{W}val", ""))


def written(number: int, form: str) -> str:
    """Return a number in a form of Word."""
    if form in ("lowerLetter", "upperLetter") and 0 < number < _MOST_NUMBER:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman") and 0 < number < _MOST_NUMBER:
        said = ""
        for value, sign in _ROMAN:
            count, number = divmod(number, value)
            said += sign * count
        return said if form == "lowerRoman" else said.upper()
    return f"{number:02}" if form == "decimalZero" else str(number)
