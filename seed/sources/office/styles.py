"""The styles of a Word document: by them a paragraph is a heading or in a list, and words are struck, hidden or bold."""

from __future__ import annotations

from typing import NamedTuple

from lxml import etree

from seed.sources.office.looks import WHITE
from seed.sources.office.numbering import W, value_of

_TITLE = 0
_CONTENTS = -1
_BODY = 9  # an outline level that says: no heading
_DEEPEST = 30  # styles that are based on each other


class Style(NamedTuple):
    """A style: the level of a heading (0 a title, -1 a table of contents), its list and how deep in it, and its words' marks."""

    level: int | None = None
    number: str = ""
    depth: int = 0
    is_struck: bool = False
    is_hidden: bool = False
    is_bold: bool = False

    @property
    def is_title(self) -> bool:
        """Say if it is the title of the document."""
        return self.level == _TITLE

    @property
    def is_contents(self) -> bool:
        """Say if it is a line of a table of contents."""
        return self.level == _CONTENTS


class Styles:
    """The styles of a document by their ids."""

    def __init__(self, root: etree._Element | None) -> None:
        self._elements: dict[str, etree._Element] = {}
        self._usual = ""
        self._known: dict[str, Style] = {}
        for each in () if root is None else root.iterfind(f"{W}style"):
            key = str(each.get(f"{W}styleId", ""))
            self._elements[key] = each
            if each.get(f"{W}type") == "paragraph" and each.get(f"{W}default") in ("1", "true"):
                self._usual = key

    def of(self, key: str) -> Style:
        """Return a style with all that it takes from those it is based on. "" is the usual one."""
        key = key or self._usual
        if key not in self._known:
            self._known[key] = self._found(key, _DEEPEST)
        return self._known[key]

    def _found(self, key: str, left: int) -> Style:
        element = self._elements.get(key)
        if element is None or not left:
            return Style()
        based = value_of(element.find(f"{W}basedOn"))
        style = self._found(based, left - 1) if based else Style()
        style = with_words(with_paragraph(style, element.find(f"{W}pPr")), element.find(f"{W}rPr"))
        level = _level_named(value_of(element.find(f"{W}name")))
        return style if level is None else style._replace(level=level)


def _level_named(name: str) -> int | None:
    """Return the level that the name of a style stands for. Word keeps these names in English in every language."""
    kind, _, number = name.casefold().partition(" ")
    if kind == "heading" and number.isdecimal():
        return int(number)
    if kind == "toc":
        return _CONTENTS
    return _TITLE if kind == "title" and not number else None


def with_paragraph(style: Style, marks: etree._Element | None) -> Style:
    """Return a style with what a paragraph says of itself: its outline level and its list."""
    if marks is None:
        return style
    outline = value_of(marks.find(f"{W}outlineLvl"))
    if outline.isdecimal():
        style = style._replace(level=int(outline) + 1 if int(outline) < _BODY else None)
    number = marks.find(f"{W}numPr")
    if number is not None:
        key, depth = value_of(number.find(f"{W}numId")), value_of(number.find(f"{W}ilvl"))
        style = style._replace(number=key or style.number, depth=int(depth) if depth.isdecimal() else style.depth)
    return style


def with_words(style: Style, marks: etree._Element | None) -> Style:
    """Return a style with what words say of themselves: struck, hidden, bold."""
    if marks is None:
        return style
    struck = _mark(marks, "strike", style.is_struck) or _mark(marks, "dstrike", False)
    return style._replace(
        is_struck=struck, is_hidden=_mark(marks, "vanish", style.is_hidden), is_bold=_mark(marks, "b", style.is_bold)
    )


def _mark(marks: etree._Element, name: str, otherwise: bool) -> bool:
    mark = marks.find(f"{W}{name}")
    return otherwise if mark is None else mark.get(f"{W}val", "1") not in ("0", "false", "off", "none")


def shade_of(marks: etree._Element | None) -> str:
    """Return the colour behind a cell or a paragraph as RRGGBB, "" if it has none."""
    shade = None if marks is None else marks.find(f"{W}shd")
    fill = "" if shade is None else str(shade.get(f"{W}fill", "")).upper()
    return fill if len(fill) == len(WHITE) and fill != WHITE and fill.isalnum() else ""
