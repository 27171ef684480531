"""The refs that a plan's document has, typed in the place of ours wherever that can mean one thing alone.

One that looks like a number of a list, a ref of ours or a handle is told only; so is one that stands twice in the plan, or has a
space in it. A ref of the document is read as one if it says what is meant. In a person's sentence it is a word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from bot.model.plan import Plan
from bot.model.spelling import one_sign_each
from bot.wording.commands import AsAt, Command, Declare, Status, Unknown
from bot.wording.parse import parse

_SHAPE = re.compile(r"[^\W_](?:(?:[^\W_]|[./\-]){0,38}[^\W_])?")
_HANDLE = re.compile(r"[uexmradcv][0-9]+", re.IGNORECASE)
_WORD = re.compile(r"\S+")
_NUMBER = re.compile(r"\d")
_PART = re.compile(r"[^\s,;:!?()\[\]\"'#*_<>]+")
_GUESSED = (Unknown, Status, AsAt, Declare)  # what a line may be taken for as long as its ref is none


class _Found(NamedTuple):
    """A word of a line that is a document's ref, the ref of ours that it means, and one to stand in for it."""

    begins: int
    ends: int
    ref: str
    stand_in: str


def typeable(plan: Plan) -> Mapping[str, str]:
    """Return the refs of the document that may be typed, each with ours. A milestone has its own before its action has it."""
    named = [(one.source_ref, one.ref) for one in plan.milestones], [(one.source_ref, one.ref) for one in plan.actions]
    milestones, actions = ([(_folded(theirs), ours) for theirs, ours in some if theirs] for some in named)
    found: dict[str, str] = {}
    for some in (actions, milestones):
        counts = Counter(theirs for theirs, _ in some)
        found |= {theirs: ours for theirs, ours in some if counts[theirs] == 1}
    twice = {theirs for theirs, count in Counter(theirs for theirs, _ in milestones).items() if count > 1}
    return {theirs: ours for theirs, ours in found.items() if theirs not in twice and is_typeable(theirs)}


def is_typeable(theirs: str) -> bool:
    """Say if a document's ref, written as it is compared, can be taken for nothing else: it has a letter and a number, no space,
    and is no handle."""
    return _is_mixed(theirs) and _SHAPE.fullmatch(theirs) is not None and _HANDLE.fullmatch(theirs) is None


def may_name(said: str) -> bool:
    """Say if a line may hold such a ref, before any plan is looked at."""
    return any(is_typeable(_folded(one)) for _, _, one in _parts(said) if not _is_plain(one))


def read(said: str, today: date, plans: tuple[str, ...], known: Mapping[str, str]) -> Command:
    """Read the command in a line in which the document's refs may stand in the place of ours.

    Each is read as a ref that no milestone has, to see which of them say what is meant. The others are a person's words.
    """
    command, found = parse(said, today, plans), _found(said, known)
    if not found:
        return command
    meant = targets_of(parse(_with(said, [(one, one.stand_in) for one in found]), today, plans))
    named = [(one, one.ref) for one in found if one.stand_in in meant]
    after = parse(_with(said, named), today, plans) if named else command
    return after if _may_take(command, after) else command


def is_guessed(command: Command) -> bool:
    """Say if a line may have been taken for a command for want of a better one, as it holds a ref that cannot be typed."""
    return isinstance(command, _GUESSED)


def may_hold(said: str) -> bool:
    """Say if a line may hold a ref of the document, though it be one that cannot be typed, before any plan is looked at."""
    return any(_SHAPE.fullmatch(one) and _is_mixed(one) for _, _, one in _parts(said) if not _is_plain(one))


def unclear(said: str, today: date, plans: tuple[str, ...], plan: Plan) -> tuple[str, tuple[str, ...]] | None:
    """Return a ref of the document that a line is about and that cannot be typed, as it stands there, with all that have it."""
    having: dict[str, list[str]] = {}
    named = [(one.source_ref, one.ref) for one in plan.milestones] + [(one.source_ref, one.ref) for one in plan.actions]
    for theirs, ours in named:
        if theirs and _is_mixed(theirs):
            having.setdefault(_folded(theirs), []).append(ours)
    known = typeable(plan)
    found = _found(said, {theirs: refs[0] for theirs, refs in having.items()})
    meant = targets_of(parse(_with(said, [(one, one.stand_in) for one in found]), today, plans)) if found else ()
    words = (said[one.begins : one.ends] for one in found if one.stand_in in meant)
    return next(((word, tuple(having[_folded(word)])) for word in words if _folded(word) not in known), None)


def _is_plain(part: str) -> bool:
    """Say if a part of a line is letters alone, as most are: it is no ref, however it is written."""
    return part.isascii() and part.isalpha()


def _is_mixed(theirs: str) -> bool:
    return any(map(str.isalpha, theirs)) and any(map(str.isdecimal, theirs))


def targets_of(command: Command) -> frozenset[str]:
    """Return the refs of all that a command is about."""
    if isinstance(command, AsAt):
        return targets_of(parse(command.question, date.min))
    if isinstance(command, Declare):
        named = (target for one in command.entries for target in (one.target, *one.left_out))
        return frozenset(end for target in named for end in target.split("-"))
    refs = (*getattr(command, "refs", ()), getattr(command, "ref", None), getattr(command, "about", None))
    return frozenset(filter(None, refs))


def _may_take(before: Command, after: Command) -> bool:
    """Say if what is read with the document's refs may take the place of what is read without: no other command's."""
    return not isinstance(after, Unknown) and (type(before) is type(after) or isinstance(before, _GUESSED))


def _with(said: str, replaced: Sequence[tuple[_Found, str]]) -> str:
    """Return a line with something else in the place of some of its words."""
    for one, ref in reversed(replaced):
        said = f"{said[: one.begins]}{ref}{said[one.ends :]}"
    return said


def _found(said: str, known: Mapping[str, str]) -> list[_Found]:
    """Return the words of a line that are refs of the document. Each has a ref to stand in that nothing in the line has."""
    there = [(begins, ends, ref) for begins, ends, part in _parts(said) if (ref := known.get(_folded(part))) is not None]
    free = next((number for number in range(999, -1, -1) if f"{number}." not in said), None)
    return [] if free is None else [
        _Found(begins, ends, ref, f"{free}.{at % 1000}" + (f".{at // 1000}" if ref.count(".") > 1 else ""))
        for at, (begins, ends, ref) in enumerate(there)
    ]


def _parts(said: str) -> Iterator[tuple[int, int, str]]:
    """Give the words of a line that may be refs, without the signs around them: they have a number, and are no links."""
    for word in _WORD.finditer(said):
        if _NUMBER.search(word[0]) is None or "://" in word[0]:
            continue
        for part in _PART.finditer(said, word.start(), word.end()):
            shown = part[0].rstrip(".-/")
            yield part.start(), part.start() + len(shown), shown


def _folded(theirs: str) -> str:
    return one_sign_each(theirs).strip().casefold()
