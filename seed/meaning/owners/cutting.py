"""Cut an owner cell of a whole table into names, at the signs and words that part them. What may be one or several is said."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from enum import Enum
from typing import NamedTuple

from seed.meaning.owners.words import (
    bare,
    begins_a_title,
    is_closed,
    is_field,
    is_like_a_person,
    is_post,
    names_field,
    names_nobody,
    without_vacancy,
)
from seed.roles import role_key

MOST_CELL = 2_000  # letters; whoever writes more has written no owners
MOST_NAME = 90  # letters of a name that needs no check
MOST_SHOWN = 60  # letters of one that is longer, to know it by
LEADS, NAMED, HELPS = range(3)

_BREAK = re.compile(r"(</?(?:p|br|li|ul)\s*/?>|[\n;\u2022|]|\s/\s)", re.IGNORECASE)
_ODD = re.compile(r"[A-Za-z]:\s|[?!]|\d{4}")
_GOES_ON = re.compile(r"(?:\b(?:of|for|and|the|in|to|with)|['\u2019]s|[&,/\-])\Z", re.IGNORECASE)
_BULLET = re.compile(r"\A(?:[-*\u2022\u25aa\u2013]\s+|\(?\d{1,2}[.)]\s+)+")
_SHARE = re.compile(r"\s?\[\s?\d{1,3}\s?%\s?\]|\s?\(\s?\d{1,3}\s?%\s?\)")
_ADDRESS = re.compile(r"[^\s<>()\[\],;]+@[\w\-]+(?:\.[\w\-]+)+")
_LABEL = re.compile(
    r"\A(?:(?P<lead>(?:(?:overall|strategic|accountable|action|project) )?(?:lead(?: officer)?|owner)|sro|accountable|chair)|"
    r"(?P<help>support(?:ing|ed by)?|contributors?|contributing|consulted|partners?|with)|responsible|delivery|operational|who)"
    r"(?:\s?[:=]\s*|(?<!chair)\s[-\u2013\u2014]\s)",
    re.IGNORECASE,
)
_MARK = re.compile(
    r"\s*(?:[(\[]\s*(?:(?P<lead>(?:(?:joint|overall|strategic) )?leads?|l|a|accountable|owner|sro)|(?P<help>support(?:ing|s)?|s|"
    r"c|i|contributor|contributing|consulted|informed)|r|responsible)\s*[)\]]|\s[-\u2013\u2014]\s*(?:(?P<leads>lead)|"
    r"(?P<helps>support(?:ing)?)))\Z",
    re.IGNORECASE,
)
_HELPED = re.compile(
    r"[\s,(]*\b(?:(?:with )?support(?:ed)? (?:from|by)|assisted by|helped by|with (?:input|help) from|together with|alongside|"
    r"working with|in (?:partnership|conjunction|collaboration|consultation|liaison) with)\b\s*:?\s*",
    re.IGNORECASE,
)
_LED = re.compile(r"[\s,(\-\u2013]*\bled by\b\s*:?\s*(?:the )?", re.IGNORECASE)
_WITH = re.compile(r"\s+with\s+(?=[A-Z])")
_AND = re.compile(r"\s+(?:and|&|\+)\s+", re.IGNORECASE)
_NUMBERED = re.compile(r";#\d+(?:;#|\Z)")
_SURNAME_FIRST = re.compile(r"\A([^,]+), ([^,]+)\Z")
_LEADING_AND = re.compile(r"\A(?:and|&|\+)\s+", re.IGNORECASE)


class Bond(Enum):
    """The ways in which the words at both sides of a sign belong to each other."""

    APART = 1
    TOGETHER = 2
    UNSURE = 3


class Name(NamedTuple):
    """A name in a cell, and if it leads or helps. `several` are the names that it may be instead."""

    text: str
    rank: int = NAMED
    several: tuple[str, ...] = ()


class Cut(NamedTuple):
    """The names of a cell: those who lead before those who help. `told` are codes of warnings with the words they are about."""

    names: tuple[Name, ...]
    told: tuple[tuple[str, str], ...] = ()


class Cutter:
    """Cuts the owner cells of one document. `alone` are the names that stand alone in a cell of it, by their keys."""

    def __init__(self, alone: Container[tuple[str, ...]], initials: Mapping[str, str]) -> None:
        self._alone, self._initials = alone, initials

    def cut(self, cell: str) -> Cut:
        """Return the names of a cell."""
        told: list[tuple[str, str]] = []
        names = [name for piece, rank in _pieces(cell) for name in self._names(piece, rank, told)]
        kept = [name for one in names if (name := self._tidy(one, told)) is not None]
        if len(cell) > MOST_CELL:
            told.append(("owner_long", cell[:MOST_SHOWN]))
        told = [("owner_beside", words) if code == "owner_nobody" and kept else (code, words) for code, words in told]
        once: dict[str, Name] = {}
        for name in sorted(kept, key=lambda name: name.rank):
            once.setdefault(name.text, name)
        return Cut(tuple(once.values()), tuple(dict.fromkeys(told)))

    def finish(self, name: str) -> Cut:
        """Return one name without its marks, as a cell of that name alone."""
        told: list[tuple[str, str]] = []
        kept = self._tidy(Name(name), told)
        return Cut((kept,) if kept else (), tuple(told))

    def _names(self, piece: str, rank: int, told: list[tuple[str, str]]) -> Iterator[Name]:
        for name in self._groups(_top_level(piece, ","), ", ", self._commas):
            if name.several:
                yield name._replace(rank=rank)
                continue
            for joined in self._groups(_AND.split(name.text), " and ", self._ands, name.text):
                yield from (one._replace(rank=rank) for one in self._slashed(joined, told))

    def _groups(self, parts: Sequence[str], sign: str, bond: Callable[[str, str], Bond], whole: str = "") -> list[Name]:
        """Join what belongs together. If one is not sure, the whole is one name that may be several."""
        parts = [part for part in (_LEADING_AND.sub("", part.strip()) for part in parts) if part]
        groups: list[str] = []
        sure = True
        for part in parts:
            belongs = bond(groups[-1], part) if groups else Bond.APART
            sure = sure and belongs is not Bond.UNSURE
            if belongs is Bond.APART:
                groups.append(part)
            else:
                groups[-1] += sign + part
        if not sure:
            return [Name(whole or sign.join(parts), several=tuple(parts))]
        return [Name(whole)] if whole and len(groups) == 1 else [Name(group) for group in groups]

    def _commas(self, left: str, right: str) -> Bond:
        if self._stands_alone(left, right) or self._stands_alone(left, _AND.split(right, maxsplit=1)[0]):
            return Bond.APART
        left, right = bare(left), bare(right)
        first = _AND.split(right, maxsplit=1)[0]
        if is_like_a_person(left) or is_like_a_person(first):
            return Bond.UNSURE if is_post(left) or is_post(right) else Bond.APART
        if not any(sign.isspace() for sign in left + right):
            return Bond.UNSURE if _is_name(left) and _is_name(right) else Bond.APART
        if is_post(right):
            return Bond.APART if is_post(left) or begins_a_title(right) else Bond.UNSURE
        if is_post(left):
            return Bond.TOGETHER if not is_closed(left) and _AND.search(right) else Bond.UNSURE
        return Bond.UNSURE if _AND.search(left) or _AND.search(right) else Bond.APART

    def _ands(self, left: str, right: str) -> Bond:
        if self._stands_alone(left, right):
            return Bond.APART
        left, right = bare(left), bare(right)
        if is_like_a_person(left) and (is_like_a_person(right) or begins_a_title(right)):
            return Bond.APART
        if is_post(left):
            if is_post(right):
                return Bond.APART if (is_closed(left) and not is_field(right, left)) or begins_a_title(right) else Bond.UNSURE
            if is_closed(left) and right.isupper() and right.isalpha():
                return Bond.APART
            return Bond.UNSURE if is_closed(left) else Bond.TOGETHER
        return Bond.TOGETHER if is_post(right) else Bond.UNSURE

    def _slashed(self, name: Name, told: list[tuple[str, str]]) -> list[Name]:
        parts = [part.strip() for part in _top_level(name.text, "/")]
        if name.several or len(parts) < 2 or not all(any(sign.isalpha() for sign in part) for part in parts):
            return [name]
        if "and/or" in name.text.lower() or names_nobody(name.text):
            return [name]
        if any(names_nobody(part) for part in parts):
            return [Name(part) for part in parts]
        full = all(is_post(part) and len(part.split()) > 1 for part in parts)
        if full or all(self._is_known(part) for part in parts):
            told.append(("owner_split", name.text))
            return [Name(part) for part in parts]
        return [name._replace(several=tuple(parts))]

    def _stands_alone(self, left: str, right: str) -> bool:
        """Say if the words at both sides are names for certain."""
        known, other = self._is_known(left), self._is_known(right)
        if known and other:
            return True
        if names_nobody(right) or names_nobody(left) or any("@" in side for side in (left, right)):
            return True
        left, right = bare(left), bare(right)
        return (known and (is_post(right) or is_like_a_person(right))) or (other and (is_closed(left) or is_like_a_person(left)))

    def _is_known(self, words: str) -> bool:
        unmarked = _MARK.sub("", words).strip()
        return unmarked in self._initials or role_key(unmarked) in self._alone

    def _tidy(self, name: Name, told: list[tuple[str, str]]) -> Name | None:
        """Return a name without its mark, its address and the word that it is vacant. None if it names nobody."""
        words, rank = name.text, name.rank
        if mark := _MARK.search(words):
            rank = LEADS if mark["lead"] or mark["leads"] else HELPS if mark["help"] or mark["helps"] else rank
            words = words[: mark.start()]
        words = self._without_address(words, told)
        post, vacant = without_vacancy(words.strip(" ,;:/*_"))
        if vacant:
            told.append(("owner_vacant", post))
        if names_nobody(post):
            told.append(("owner_nobody", " ".join(name.text.split())))
            return None
        if _ODD.search(post) or len(post) > MOST_NAME:
            told.append(("owner_odd", post))
        long = self._initials.get(post)
        if long:
            told.append(("owner_initials", post))
        return Name(long or post, rank, name.several)

    def _without_address(self, words: str, told: list[tuple[str, str]]) -> str:
        address = _ADDRESS.search(words)
        if address is None:
            return words
        rest = " ".join((words[: address.start()] + words[address.end() :]).replace("mailto:", "").strip(" <>()[],;:-").split())
        told.append(("owner_address", address[0]))
        return rest or address[0]


def _without_frame(cell: str) -> str:
    """Return a cell as somebody would write it: without the brackets around a list, or the numbers of a directory."""
    if _NUMBERED.search(cell):
        people = (part.strip(" ;#") for part in _NUMBERED.split(cell))
        return "\n".join(_SURNAME_FIRST.sub(r"\2 \1", one) for one in people if one)
    return cell[1:-1] if cell[:1] == "[" and cell[-1:] == "]" and "[" not in cell[1:] else cell


def _pieces(cell: str) -> Iterator[tuple[str, int]]:
    """Return the lines and marked parts of a cell, and if who is named in them leads or helps."""
    rank = NAMED
    cell = _without_frame(cell)
    for line in _lines(_SHARE.sub("", cell[:MOST_CELL])):
        label = _LABEL.match(line)
        if label:
            rank = LEADS if label["lead"] else HELPS if label["help"] else NAMED
        words = line[label.end() :] if label else line
        if led := _LED.search(words):
            yield words[led.end() :].strip(" )"), LEADS
            words = words[: led.start()]
            yield from ([(words, HELPS)] if words.strip() else [])
            continue
        first, *others = _helped(words)
        yield first, rank
        yield from ((other.strip(" )"), HELPS) for other in others)


def _lines(cell: str) -> list[str]:
    """Return the lines of a cell. One that ends as no name does goes on in the next."""
    lines: list[str] = []
    sign = ""
    for number, part in enumerate(_BREAK.split(cell)):
        if number % 2:
            sign = part if not sign or sign == "\n" else sign
            continue
        line = _BULLET.sub("", " ".join(part.split()).strip())
        if not line:
            continue
        wrapped, sign = sign == "\n" and "@" not in line, ""
        if lines and wrapped and (_GOES_ON.search(lines[-1]) or line[0] == "(" or (line[0].islower() and lines[-1][0].isupper())):
            lines[-1] += f" {line}"
        else:
            lines.append(line)
    return lines


def _helped(words: str) -> list[str]:
    parts = _HELPED.split(words)
    beside = _WITH.split(parts[0], maxsplit=1)
    if len(beside) == 2 and (is_closed(beside[0]) or is_like_a_person(beside[0])):
        parts[:1] = beside
    return parts if parts[0].strip() else [part for part in parts if part.strip()] or [""]


def _is_name(word: str) -> bool:
    """Say if one word may be a surname or a first name, so that "Smith, John" may be one person."""
    return word[:1].isupper() and not word.isupper() and not is_post(word) and not names_field(word)


def _top_level(words: str, sign: str) -> list[str]:
    """Return the parts of some words between a sign that stands in no bracket."""
    parts, begun, depth = [], 0, 0
    for at, letter in enumerate(words):
        if letter in "([":
            depth += 1
        elif letter in ")]":
            depth = max(depth - 1, 0)
        elif letter == sign and not depth:
            parts.append(words[begun:at])
            begun = at + 1
    return [*parts, words[begun:]]
