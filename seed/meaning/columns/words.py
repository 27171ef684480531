"""The senses that the words of a heading may have. The words themselves are in `headings.toml`."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from rapidfuzz import fuzz, process


class Sense(StrEnum):
    """The senses of headings: finer than the meanings of columns, which depend on what else stands in the table."""

    REF = "ref"
    ID = "id"
    GROUP = "group"
    SUBGROUP = "subgroup"
    AIM = "aim"
    OUTCOME = "outcome"
    COARSE = "coarse"
    DEED = "deed"
    NAME = "name"
    TASK = "task"
    STEP = "step"
    DETAIL = "detail"
    ISSUE = "issue"
    DUE = "due"
    COMPLETION = "completion"
    DATE = "date"
    START = "start"
    BASELINE = "baseline"
    REVISED = "revised"
    FORECAST = "forecast"
    RAISED = "raised"
    DONE = "done"
    REVIEW = "review"
    MODIFIED = "modified"
    OWNER = "owner"
    ACCOUNTABLE = "accountable"
    SPONSOR = "sponsor"
    CONTRIBUTOR = "contributor"
    AGENCY = "agency"
    NOBODY = "nobody"
    STATUS = "status"
    PROGRESS = "progress"
    PERCENT = "percent"
    COMMENT = "comment"
    MEASURE = "measure"
    IMPACT = "impact"
    LINK = "link"
    URGENCY = "urgency"
    PARENT = "parent"
    LEVEL = "level"
    RECURS = "recurs"
    PLAN = "plan"
    KIND = "kind"
    RISK = "risk"
    SPARE = "spare"


MOST_HEADING = 160  # letters: what is longer is no heading
MOST_WORDS = 14  # words of a heading that are looked at
_LONGEST = 6  # words of a phrase
_ASKING = frozenset(["how", "what", "when", "why", "who", "where"])  # headings that brackets beside them explain
_EXPLAINED = 0.2
_ALIKE = 86  # of 100: how like a heading must be to words that are known, to be taken as a slip of the pen
WHOLE, MARKED, BEGUN = 1.0, 0.93, 0.82

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_WORD = re.compile(r"\w+", re.UNICODE)
_TURNS = frozenset(  # words at which the head of a heading ends: "measure of success" is a measure
    [
        "of", "to", "for", "from", "by", "that", "we", "is", "are", "will", "in", "with", "at", "on", "agreed", "required",
        "needed", "taken", "identified", "proposed", "undertaken", "expected", "and", "or", "which", "you", "as", "against",
        "per", "including",
    ]
)  # fmt: skip
_SHORTENED = (("'ll ", " will "), ("’ll ", " will "), ("%", " percent "), ("#", " numbersign "), ("&", " and "), ("_", " "))


class _Words(NamedTuple):
    words: Mapping[str, tuple[Sense, ...]]
    whole: Mapping[str, tuple[Sense, ...]]
    begins: Mapping[str, tuple[Sense, ...]]
    marks: Mapping[str, tuple[Sense, ...]]
    all: tuple[str, ...]


@cache
def _known() -> _Words:
    found: dict[str, dict[str, list[Sense]]] = {kind: defaultdict(list) for kind in ("words", "whole", "begins", "marks")}
    read = tomllib.loads((files("seed.meaning.columns") / "headings.toml").read_text(encoding="utf-8"))
    for name, lists in read.items():
        for kind, phrases in lists.items():
            for phrase in phrases:
                found[kind][" ".join(words_of(phrase))].append(Sense(name))
    table = {kind: {phrase: tuple(senses) for phrase, senses in phrases.items()} for kind, phrases in found.items()}
    return _Words(**table, all=tuple({**table["words"], **table["whole"]}))


def words_of(heading: str) -> list[str]:
    """Return the words of a heading as they are compared: small, in the singular, CamelCase and underscores parted."""
    text = _CAMEL.sub(" ", unicodedata.normalize("NFKC", heading[:MOST_HEADING])) + " "
    for written, meant in _SHORTENED:
        text = text.replace(written, meant)
    return [_singular(word) for word in _WORD.findall(text.casefold().replace("'", "").replace("’", ""))][:MOST_WORDS]


def _singular(word: str) -> str:
    if len(word) <= 3 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    return f"{word[:-3]}y" if word.endswith("ies") and len(word) > 4 else word[:-1]


@lru_cache(maxsize=8192)
def senses_of(heading: str) -> Mapping[Sense, float]:
    """Return what a heading may mean, each with how sure that is, from 0 to 1. Nothing if its words are not known."""
    if not heading or len(heading) > MOST_HEADING:
        return {}
    if heading.count(" / ") == 1:  # two languages, or two words for the same
        one, other = (senses_of(side) for side in heading.split(" / "))
        if not one or not other:
            return one or other
    words = words_of(_BRACKETS.sub(" ", heading)) or words_of(heading)
    if len(words) == 1 and words[0] in _ASKING and (beside := _BRACKETS.search(heading)):
        return {**_plain(words), **{sense: sure + _EXPLAINED for sense, sure in senses_of(beside[0][1:-1]).items()}}
    return _plain(words)


def _plain(words: Sequence[str]) -> Mapping[Sense, float]:
    scores: dict[Sense, float] = {}
    known = _known()
    head = next((at for at, word in enumerate(words) if at and word in _TURNS), len(words))
    for begin in range(len(words)):
        for end in range(begin + 1, min(len(words), begin + _LONGEST) + 1):
            phrase = " ".join(words[begin:end])
            _raise(scores, known.words.get(phrase, ()), _worth(begin, end, head, len(words)))
            _raise(scores, known.marks.get(phrase, ()), MARKED)
            if begin == 0:
                _raise(scores, known.begins.get(phrase, ()), BEGUN + 0.01 * end)
            if begin == 0 and end == len(words):
                _raise(scores, known.whole.get(phrase, ()), WHOLE)
    return scores if scores else _alike(" ".join(words))


def _worth(begin: int, end: int, head: int, count: int) -> float:
    """Return how much a phrase says about the heading in which it stands: most at the end of its head."""
    if begin == 0 and end == count:
        return WHOLE
    if end == head:
        return 0.62 + 0.33 * (end - begin) / head - 0.02 * (count > head)
    return (0.5 if begin == 0 else 0.4) + 0.3 * (end - begin) / count


def _raise(scores: dict[Sense, float], senses: tuple[Sense, ...], worth: float) -> None:
    for sense in senses:
        scores[sense] = max(worth, scores.get(sense, 0.0))


def _alike(words: str) -> dict[Sense, float]:
    """Return what words may mean that differ by little from known ones: a slip of the pen."""
    if len(words) < 5:
        return {}
    known = _known()
    found = process.extractOne(words, known.all, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    if found is None:
        return {}
    phrase, alike, _ = found
    return dict.fromkeys((*known.words.get(phrase, ()), *known.whole.get(phrase, ())), 0.9 * alike / 100)


@cache
def vocabulary() -> frozenset[str]:
    """Return all words that head columns if they stand alone, in small letters and the singular."""
    known = _known()
    return frozenset({**known.words, **known.whole})
