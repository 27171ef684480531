"""The priorities of a plan while it is being read: headings, sheets, columns and rows that say what comes below them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from seed.draft import Doubts
from seed.edges import cut_end
from seed.meaning.cells import key
from seed.source import Place
from seed.words import say

KINDS = (
    "priority action", "priority area", "area for improvement", "area of weakness", "strategic priority", "strategic objective",
    "priority", "outcome", "pillar", "theme", "workstream", "work stream", "strand", "objective", "goal", "aim", "ambition",
    "breach", "regulation", "domain", "finding", "recommendation",
)  # fmt: skip
_HEADED = re.compile(
    rf"^[-*\u2022#\s]*+(?:\*\*)?(?P<kind>{'|'.join(KINDS)})\s*+(?:no\.?\s*+)?(?P<number>\d{{1,2}}|[A-Z])(?!\w)\s*+[:.)\-\u2013\u2014]*+\s*+"
    r"(?P<words>.*)$",
    re.IGNORECASE,
)
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_WORDED = re.compile(
    rf"^(?P<kind>{'|'.join(KINDS)}) (?P<number>{'|'.join(_NUMBERS)}) ?[:.\-\u2013\u2014] ?(?P<words>\S.*)$", re.IGNORECASE
)
_NAMED = re.compile(r"^(?P<kind>priority(?: area)?|pillar|theme|workstream|strand) ?: ?(?P<words>\S.*)$", re.IGNORECASE)
_ADDRESS = re.compile(r"\s*\(https?://[^()\s]{1,300}\)\Z")
_LISTED = re.compile(r"^[-*\u2022#\s]*+(?:\*\*)?(?P<number>\d{1,4})\s*+[.):](?!\d)\s*+(?P<words>\S.*)$")
MOST_HEADING = 600  # letters; whoever writes more has not written a heading


class Headed(NamedTuple):
    """A heading as read: its number if it has one, its words, and what it calls such a part. "" is a mere number."""

    number: int | None
    words: str
    kind: str


class Group:
    """A priority while it is being read. Its own number, if it has one, is that of the document."""

    __slots__ = ("at", "kind", "number", "own", "stays", "words")

    def __init__(self, at: Place, words: str, kind: str = "", own: int | None = None) -> None:
        self.at, self.words, self.kind, self.own = at, words, kind, own
        self.number = 0
        self.stays = False  # it was named in a line of its own, so that it stands even if nothing follows


def headed(line: str, listed: bool = False) -> Headed | None:
    """Read a line that calls itself a priority, an outcome or the like. With `listed` a number before its words is enough."""
    if len(line) > MOST_HEADING:
        return None
    if found := _HEADED.match(line):
        number = int(found["number"]) if found["number"].isdigit() else None
        return Headed(number, tidy(found["words"]), " ".join(found["kind"].casefold().split()))
    if found := _WORDED.match(line):
        return Headed(_NUMBERS.index(found["number"].casefold()) + 1, tidy(found["words"]), found["kind"].casefold())
    if found := _NAMED.match(line):
        return Headed(None, tidy(found["words"]), found["kind"].casefold())
    found = _LISTED.match(line) if listed else None
    if found and 0 < int(found["number"]) < 100:
        return Headed(int(found["number"]), tidy(found["words"]), "")
    return None


def kind_in(heading: str) -> str:
    """Return what the heading of a column calls a priority, "" if it is no word for one."""
    word = " ".join(heading.casefold().split()).rstrip(":")
    return next((kind for kind in KINDS if word in (kind, f"{kind}s")), "")


def tidy(text: str) -> str:
    """Return a line without its bullet, its stars, its link marks and an address in brackets behind it."""
    text = _ADDRESS.sub("", text[:MOST_HEADING]) + text[MOST_HEADING:]
    text = cut_end(re.sub(r"\A[-*\u2022#\s]+", "", text), "*")
    return re.sub(r"\[([^\[\]]*)\]\([^()]*\)", r"\1", text)


class Groups:
    """The priorities of one document, as they are come upon. `intro` are the lines before its tables, which may list them."""

    def __init__(self, intro: Sequence[str], doubts: Doubts) -> None:
        self._doubts = doubts
        found = [one for line in intro if (one := headed(line, listed=True)) and one.words and one.number]
        self._listed: dict[int, Headed] = {one.number: one for one in found if one.number}
        self._by_words = {key(one.words): one for one in reversed(found)}
        self._by_number: dict[int, Group] = {}
        self._groups: dict[str, Group] = {}
        self.found: list[Group] = []

    def line(self, text: str, at: Place, numbered: bool = True) -> Group | None:
        """Return the priority that a line of text heads: it calls itself one, has a number, or repeats one listed before."""
        one = self._by_words.get(key(tidy(text))) or headed(text, listed=numbered)
        if one is None or not (one.words or one.kind):
            return None
        known = self._by_number.get(one.number or 0)
        if known and one.words and key(one.words) != key(known.words):
            if not one.kind:
                return None
            self._doubts.warn(at, "line_not_read", read=text.strip())
        if known:
            return known
        listed = self._listed.get(one.number or 0)
        same = listed is not None and (not one.words or key(listed.words) == key(one.words))
        words = listed.words if listed and same else one.words
        group = self._add(Group(at, words, one.kind or (listed.kind if listed and same else ""), one.number))
        group.stays = True
        return group

    def heading(self, text: str, at: Place, kind: str = "") -> Group:
        """Return the priority that a heading, a sheet, a cell or a row of its own names."""
        folded = key(text)
        if (known := self._groups.get(folded)) is not None:
            return known
        one = headed(text, listed=True)
        if one is None:
            return self._add(Group(at, tidy(text), kind), folded)
        words = one.words or tidy(text)
        if (known := self._groups.get(key(words))) is not None and known.own in (None, one.number):
            return known
        taken = one.number in self._by_number
        return self._add(Group(at, words, one.kind or kind, None if taken else one.number), folded)

    def rest(self, at: Place) -> Group:
        """Return the priority of what stands under none."""
        return self.heading(say("words", "no_priority"), at)

    def forget(self, group: Group) -> None:
        """Take a priority for none, as nothing stands under it."""
        self.found.remove(group)
        self._groups = {words: one for words, one in self._groups.items() if one is not group}
        self._by_number = {number: one for number, one in self._by_number.items() if one is not group}

    def _add(self, group: Group, folded: str = "") -> Group:
        self.found.append(group)
        self._groups[folded or key(group.words)] = group
        if group.own:
            self._by_number[group.own] = group
        return group

    def listed(self, number: int) -> Group | None:
        """Return the priority of a number as the introduction lists it."""
        one = self._listed.get(number)
        return Group(Place(), one.words, one.kind, number) if one else None


def numbered(groups: Iterable[Group]) -> None:
    """Give each priority a number: its own, else the next that is free."""
    groups = list(groups)
    taken = {group.number for group in groups if group.number}
    for group in groups:
        if not group.number and group.own and group.own not in taken:
            group.number = group.own
            taken.add(group.own)
    following = 1
    for group in groups:
        while not group.number:
            if following not in taken:
                group.number = following
                taken.add(following)
            following += 1
