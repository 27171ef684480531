"""The vision, the aims and the voices that the pages before the tables name, and what they call each priority."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from bot.model.plan import Aim
from seed.meaning.cells import key
from seed.meaning.front.words import tidy

MOST_HEADING = 90  # letters; a longer line heads nothing
MOST_LINE = 2_000  # letters of a line that are looked at
_BULLET = re.compile(
    r"\s*(?:[-*\u2022\u25aa\u25cf]|(?:(?:aim|priority|objective|goal|outcome)\s+)?\(?(?P<number>\d{1,2})[.):])\s*(?=\S)",
    re.IGNORECASE,
)
_VISION = re.compile(r"\bvision\b", re.IGNORECASE)
_AIMS = re.compile(
    r"\bstrateg(?:y|ic)(?:['\u2019]s)?\s+(?:aims|priorities|objectives|goals|outcomes|themes|vision)\b"
    r"|\b(?:aims|priorities|objectives|goals|outcomes)\s+of\s+(?:the|our)\s+(?:\w+\s+){0,5}strategy\b",
    re.IGNORECASE,
)
_VOICE = re.compile(
    r"\b(?:parent[ -]carers? forum|pcf|parents['\u2019]? forum|carers['\u2019]? forum|young advis[eo]rs?|"
    r"children in care council|healthwatch|youth (?:council|parliament|forum|voice)|"
    r"forum for (?:children|young people|parents|families)|self[ -]advocacy|"
    r"(?:tenants|residents|patients|service users|users)['\u2019]? (?:panel|forum|group|council)|patient participation group)\b",
    re.IGNORECASE,
)
_VIA = re.compile(
    r"\b(?:parents|carers|children|young people|families|patients|tenants|residents|users) (?:via|through) (?:the )?"
    r"(?P<name>[A-Z][\w'\u2019/&-]*(?: [A-Z][\w'\u2019/&-]*){0,7})"
)
_KIND = re.compile(
    r"\b(?P<number>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten) (?P<kind>(?:strategic |key |main |improvement )?"
    r"(?:priority (?:areas?|actions?)|priorities|areas? (?:for|of) (?:improvement|development|weakness|concern)|outcomes?|"
    r"themes?|workstreams?|objectives?|pillars?|recommendations?))\b",
    re.IGNORECASE,
)
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBERS = {word: at for at, word in enumerate(_WORDS, 1)}


def vision(lines: Sequence[str]) -> str:
    """Return the vision: what stands below its heading, its bullets each on a line of its own. "" is none."""
    for at, line in enumerate(lines):
        if _is_heading(line) and _VISION.search(line):
            return "\n".join(" ".join(text.split()) for text in _below(lines, at))
    return ""


def aims(lines: Sequence[str], links: Iterable[int]) -> tuple[tuple[Aim, ...], bool]:
    """Return the aims of the strategy that actions link to, and if they had to be numbered as they stand.

    They are the list below a heading such as "Strategic aims". If its items have no numbers, they are taken only if every
    link finds one of them.
    """
    most = max(links, default=0)
    for at, line in enumerate(lines):
        if not (_is_heading(line) and _AIMS.search(line)):
            continue
        found = [bullet for text in _below(lines, at) if (bullet := _BULLET.match(text[:MOST_LINE]))]
        words = [tidy(bullet.string[bullet.end() :]).rstrip(" .,;") for bullet in found]
        numbers = [int(bullet["number"] or 0) for bullet in found]
        if words and all(numbers) and len(set(numbers)) == len(numbers):
            return tuple(Aim(number=number, text=text) for number, text in zip(numbers, words, strict=True)), False
        if words and not any(numbers) and len(words) == most:
            return tuple(Aim(number=number, text=text) for number, text in enumerate(words, 1)), True
    return (), False


def voices(lines: Sequence[str], partnership: Sequence[str]) -> tuple[str, ...]:
    """Return who speaks for those whom the plan is for: forums among the partners, else those that views came through."""
    named = [partner for partner in partnership if _VOICE.search(partner)]
    if not named:
        named = [found["name"] for line in lines for found in _VIA.finditer(line[:MOST_LINE])]
    return tuple({key(name): name for name in reversed(named)}.values())[::-1]


def kinds(lines: Sequence[str], count: int) -> tuple[str, ...]:
    """Return what the document calls each of its priorities, in their order, if one sentence counts them all.

    "The 3 priority areas and 2 areas for improvement" are five priorities.
    """
    for line in lines:
        found = list(_KIND.finditer(line[:MOST_LINE]))
        for first in range(len(found)):
            named: list[str] = []
            for one in found[first:]:
                number = one["number"].casefold()
                named += [_singular(one["kind"])] * (_NUMBERS.get(number) or int(number))
                if len(named) == count and one is not found[first]:
                    return tuple(named)
    return ()


def _singular(kind: str) -> str:
    words = kind.casefold()
    for many, one in (("priorities", "priority"), ("areas", "area")):
        words = words.replace(many, one)
    return words if words.endswith("ss") else words.removesuffix("s")


def _is_heading(line: str) -> bool:
    words = line.strip()
    return 0 < len(words) <= MOST_HEADING and not words.endswith((".", ",", ";")) and len(words.split()) <= 10


def _below(lines: Sequence[str], at: int) -> Iterator[str]:
    """Return the lines below a heading, up to the next one."""
    told = False
    for line in lines[at + 1 :]:
        if not line.strip():
            continue
        bullet = _BULLET.match(line[:MOST_LINE])
        if told and not bullet and _is_heading(line) and not line.rstrip().endswith(":"):
            return
        told = True
        yield line
