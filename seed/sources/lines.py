"""Cut a text into lines, each with its number, and know which of them are the page's and not the text's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from bot.model.spelling import legible

_RULE = re.compile(r"[\s|:+\-=_*~\u2500-\u257f]+")
_DRAWN = re.compile(r"[-=_*~\u2500-\u257f]{2}")
_PAGE = re.compile(r"[-\u2013\s]*(?:page\s+)?(\d{1,4})(?:\s*(?:of|/)\s*(\d{1,4}))?[-\u2013\s]*", re.I)
_ODD = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_BORDERS = str.maketrans("│┃║｜", "||||")  # drawn upright
_BREAK = "\x0c"  # a new page
_WITHIN = re.compile("[\x0b\u2028\u2029\x85]")  # ends of a line within a cell or a paragraph

_ESCAPED = "\ue000"  # stands for a pipe that is a letter of its cell, while a line is cut


class Source(NamedTuple):
    """A line of a text with its number. It is empty if it only parts what stands above it from what stands below."""

    number: int
    text: str


def lines_of(text: str) -> list[Source]:
    """Return the lines of a text as they are seen. A line end inside a cell stays in its line; page numbers are left out."""
    found = list(_cut(text.replace("\r\n", "\n").replace("\r", "\n")))
    numbered = _numbered_pages(found)
    return [line._replace(text="") if line.number in numbered else line for line in found]


def _cut(text: str) -> Iterator[Source]:
    for number, line in enumerate(text.split("\n"), start=1):
        for at, part in enumerate(line.split(_BREAK)):
            if at:
                yield Source(number, "")
            if part or not at:
                yield Source(number, _seen(part))


def _seen(line: str) -> str:
    seen = _ODD.sub("", legible(_WITHIN.sub("\n", line))).translate(_BORDERS)
    return seen if seen.strip(" \n") else ""


def _numbered_pages(lines: list[Source]) -> frozenset[int]:
    """Return the lines that count pages: they say so, or several numbers stand alone and each is more than the one before."""
    said: list[int] = []
    alone: list[tuple[int, int]] = []
    for line in lines:
        if found := _PAGE.fullmatch(line.text.strip()):
            if found[2] or "age" in line.text or "AGE" in line.text:
                said.append(line.number)
            else:
                alone.append((line.number, int(found[1])))
    counts = [count for _, count in alone]
    rises = len(counts) > 1 and all(one + 1 == other for one, other in pairwise(counts))
    return frozenset(said + ([number for number, _ in alone] if rises else []))


def is_rule(text: str) -> bool:
    """Say if a line is drawn and not written: the rule under a heading, or between the rows of a table."""
    return _RULE.fullmatch(text) is not None and _DRAWN.search(text) is not None


def cut_at_pipes(text: str, width: int) -> list[str]:
    """Cut a line at its pipes. A pipe at its edge is a border, unless the line has so many cells only with it."""
    text = text.replace("\\|", _ESCAPED)
    if text.count("|") + 1 != width:
        text = text.strip().removeprefix("|").removesuffix("|")
    return [cell.strip().replace(_ESCAPED, "|") for cell in text.split("|")]
