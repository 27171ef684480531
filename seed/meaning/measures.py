"""Split success measures as they were written: one ends with its sentence, at a bullet, or before a line that begins anew."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from seed.meaning.cells import dangles

_BULLET = re.compile(
    r"(?:\A|\s)[\u2022\u25aa\u25cf\u25e6\uf0b7]\s*|\A(?:[-*\u2013]\s+|\(?(?:[a-z]|[ivx]{1,4})\)\s+(?=\S)|\(?\d{1,2}[.)]\s+(?=\S))",
    re.IGNORECASE,
)
_END = re.compile(r"[.?!][)\"'\u2019\u201d]*\s+(?=[\"'\u2018\u201c(]?[A-Z0-9%])")
_SHORT_FORM = re.compile(
    r"\b(?:e\.g|i\.e|etc|nos?|approx|vs|st|dr|mrs?|ms|prof|incl|excl|fig|ref|para|sec|inc|ltd|dept|[a-z])\.\Z", re.IGNORECASE
)
_LONGEST_SHORT_FORM = 8  # letters
_BEGIN = (
    r"Increase[ds]?|Decrease[ds]?|Reduc(?:e[ds]?|tions?)|Improve(?:[ds]|ments?)?|Fewer|Higher|Lower|Number of|Percentage|"
    r"Proportion|Engagement|Attendance|Feedback|Evidence|Audits?|Positive"
)
_OPENER = re.compile(rf"(?<=[a-z\d%)])\s(?=(?:{_BEGIN})\s[a-z])")
_OPEN_END = re.compile(r"\b(?:about|through|across|per|than|into|during|between|via|under|over|after|before)\Z", re.IGNORECASE)
_LONGEST_OPEN_END = 12  # letters
_BACK = re.compile(r"(?:the )?(?:remainder|rest|this|these|those|they|it|both|of (?:these|those|which|whom))\b", re.IGNORECASE)


def measures_in(paragraphs: Iterable[str]) -> tuple[str, ...]:
    """Return the success measures of some paragraphs, in their order, none of their words lost."""
    found: list[list[str]] = []
    for line in (line for paragraph in paragraphs for line in paragraph.split("\n")):
        for begins, measure in _sentences(line):
            if found and (_BACK.match(measure) or (begins and _goes_on(found[-1][-1], measure))):
                found[-1].append(measure)
            else:
                found.append([measure])
    return tuple(map(" ".join, found))


def _goes_on(last: str, line: str) -> bool:
    """Say if a line goes on with what stands above it."""
    return line[0].islower() or dangles(last) or _OPEN_END.search(last[-_LONGEST_OPEN_END:]) is not None


def _sentences(line: str) -> Iterator[tuple[bool, str]]:
    """Return the sentences of a line without their bullets. The flag says that one begins the line and has no bullet."""
    begins = True
    for item in _BULLET.split(" ".join(line.split())):
        for run in _runs(item):
            for sentence in _cut(run):
                yield begins, sentence
                begins = False
        begins = False


def _runs(words: str) -> Iterator[str]:
    """Return the parts of some words that lost the line end between two measures, of which the second begins as only one does."""
    begun = 0
    for opener in _OPENER.finditer(words):
        if not dangles(words[begun : opener.start()]):
            yield words[begun : opener.start()]
            begun = opener.end()
    yield words[begun:]


def _cut(words: str) -> Iterator[str]:
    """Cut some words after each sentence. A dot in a bracket or behind a short form ends none."""
    begun, depth, read = 0, 0, 0
    for end in _END.finditer(words):
        depth = max(depth + words.count("(", read, end.start()) - words.count(")", read, end.end()), 0)
        read = end.end()
        before = words[max(begun, end.start() + 1 - _LONGEST_SHORT_FORM) : end.start() + 1]
        if depth or _SHORT_FORM.search(before):
            continue
        yield words[begun : end.end()].strip()
        begun = end.end()
    if words[begun:].strip():
        yield words[begun:].strip()
