"""Give priorities, actions and milestones their numbers: the document's own where it numbers so, else by position."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from seed.draft import Doubts
from seed.meaning.groups import Group, numbered
from seed.meaning.rows.steps import Deed, Step
from seed.source import Place

_ACTION = re.compile(r"([1-9]\d?)\.([1-9]\d{0,5})")
_MILESTONE = re.compile(r"([1-9]\d?\.[1-9]\d*)\.[1-9]\d*")
_LEADS = re.compile(r"(\d{1,2}(?:\.\d{1,3}){1,2}[a-z]?[.):]?|\d{1,3}[.):]|[A-Z]{1,3}\d{1,3}[.):]?)\s+(?=\S)")
_PRIORITY = re.compile(r"(\d{1,2})(?:\.\d+|[a-z])")
_MOSTLY = 0.8  # the share of the texts of a plan that begin with a number, if these are references


def settle(deeds: list[Deed], groups: Sequence[Group], doubts: Doubts) -> list[Group]:
    """Settle the references of a plan's actions and the numbers of its priorities. Returns the priorities that it has.

    Actions of one row each whose numbers n.n.n begin alike become one.
    """
    take_leading(deeds)
    mend_lost_noughts(deeds, doubts)
    _take_own(deeds)
    used = {id(deed.group) for deed in deeds}
    standing = [group for group in groups if group.stays or id(group) in used]
    for group in groups:
        if group not in standing:
            doubts.warn(group.at, "heading_unused", read=group.words)
    _by_refs(deeds, standing)
    numbered(standing)
    _place(deeds, standing)
    return standing


def take_leading(deeds: Sequence[Deed]) -> None:
    """Take the references that stand at the beginning of the words, if all of them begin so."""
    titles = [deed for deed in deeds if deed.source is None and deed.title]
    apart = [deed for deed in titles if not (len(deed.steps) == 1 and deed.steps[0].text in (None, deed.title))]
    if _all_lead([deed.title for deed in titles]):
        for deed in titles:
            if found := _LEADS.match(deed.title):
                deed.source, deed.title = found[1].rstrip(".):"), deed.title[found.end() :]
    elif apart and _all_lead([deed.title for deed in apart]):
        for deed in apart:
            if found := _LEADS.match(deed.title):
                deed.source, deed.title = found[1].rstrip(".):"), deed.title[found.end() :]
    steps = [step for deed in deeds for step in deed.steps if step.source_ref is None and step.text]
    if _all_lead([step.text or "" for step in steps]):
        for step in steps:
            if found := _LEADS.match(step.text or ""):
                step.source_ref, step.text = found[1].rstrip(".):"), (step.text or "")[found.end() :]


def _all_lead(texts: Sequence[str]) -> bool:
    leading = sum(1 for text in texts if _LEADS.match(text))
    return leading > 0 and leading >= _MOSTLY * len(texts)


def mend_lost_noughts(deeds: Sequence[Deed], doubts: Doubts) -> None:
    """Put back the nought that a table lost at the end of a number: after 1.9 a second 1.1 is 1.10."""
    last = (0, 0)
    seen: set[tuple[int, int]] = set()
    for deed in deeds:
        for step in (None, *deed.steps):
            ref = step.source_ref if step else deed.source
            number = _number(ref) if ref is not None else None
            if number is None or number == last:
                continue
            before, end = number
            following = last[1] + 1 if last[0] == before else 0
            if following and following % 10 == 0 and number in seen and str(following).rstrip("0") == str(end):
                _mend(deed, step, f"{before}.{following}", doubts)
                end = following
            last = (before, end)
            seen.add(last)


@lru_cache(maxsize=16_384)
def _priority_in(ref: str) -> int:
    """Return the number of the priority that a reference names, 0 if it names none."""
    found = _PRIORITY.match(ref)
    return int(found[1]) if found else 0


@lru_cache(maxsize=16_384)
def _number(ref: str) -> tuple[int, int] | None:
    """Return the two numbers of a reference n.n, None if it is none."""
    found = _ACTION.fullmatch(ref)
    return (int(found[1]), int(found[2])) if found else None


def _mend(deed: Deed, step: Step | None, ref: str, doubts: Doubts) -> None:
    old = step.source_ref if step else deed.source
    doubts.warn(step.at if step else deed.at, "ref_nought", read=old, ref=ref)
    for other in deed.steps:
        if other.source_ref == old:
            other.source_ref = ref
    if deed.source == old:
        deed.source = ref


def _take_own(deeds: list[Deed]) -> None:
    """Let the references n.n.n of the milestones number their actions, if every milestone has one and they agree."""
    refs = [step.source_ref for deed in deeds for step in deed.steps]
    if not refs or len(set(refs)) < len(refs):
        return
    heads: list[str] = []
    for deed in deeds:
        found = {match[1] for step in deed.steps if (match := _MILESTONE.fullmatch(step.source_ref or ""))}
        if len(found) != 1 or not all(_MILESTONE.fullmatch(step.source_ref or "") for step in deed.steps):
            return
        heads.append(found.pop())
    if len(set(heads)) < len(heads) and not _put_together(deeds, heads):
        return
    for deed, head in zip(deeds, dict.fromkeys(heads), strict=True):
        deed.source = head


def _put_together(deeds: list[Deed], heads: Sequence[str]) -> bool:
    """Make one action of those of one row each whose numbers begin alike. Says if all could be: none has words of its own."""
    first: dict[str, Deed] = {}
    for deed, head in zip(deeds, heads, strict=True):
        into = first.setdefault(head, deed)
        if into.group is not deed.group or any(step.text != deed.title for step in deed.steps):
            return False
    for deed, head in zip(deeds, heads, strict=True):
        if (into := first[head]) is not deed:
            into.take(deed)
    deeds[:] = first.values()
    return True


def _by_refs(deeds: Sequence[Deed], groups: Sequence[Group]) -> None:
    """Number the priorities as the references of their actions do, if these agree and they have no numbers of their own."""
    if any(group.own for group in groups) or not groups:
        return
    firsts: dict[int, set[int]] = {}
    for deed in deeds:
        if deed.group is not None and (number := _number(deed.source or "")):
            firsts.setdefault(id(deed.group), set()).add(number[0])
    numbers = [number for found in firsts.values() for number in found]
    if all(len(found) == 1 for found in firsts.values()) and len(set(numbers)) == len(numbers):
        for group in groups:
            group.own = next(iter(firsts.get(id(group), ())), None)
    else:
        for deed in deeds:
            deed.keeps = deed.group is None  # they number something else


def _place(deeds: Sequence[Deed], groups: Sequence[Group]) -> None:
    """Give each action its priority: the one its reference names if those of the plan do, else the heading above it, else 1."""
    named = [_priority_in(deed.source) if deed.source else 0 for deed in deeds]
    disagree = sum(1 for deed, number in zip(deeds, named, strict=True) if number and deed.group and deed.group.number != number)
    if disagree * 2 > sum(map(bool, named)):
        named = [0] * len(deeds)
    often = Counter([deed.source for deed in deeds])
    for deed, number in zip(deeds, named, strict=True):
        deed.number = deed.group.number if deed.group else 0
        moves = deed.group is not None and deed.group.own is not None and often[deed.source] == 1
        if number and (deed.group is None or (moves and _number(deed.source or ""))):
            if deed.number not in (0, number):
                deed.notes.append((deed.at, "ref_elsewhere", {"read": str(deed.number), "priority": str(number)}))
            deed.number = number
        deed.number = deed.number or 1


def refs_of(deeds: Sequence[Deed]) -> list[str]:
    """Return the reference of each action: its own if it is n.n and its priority's, else the next of its priority."""
    own = list(map(_is_own, deeds))
    taken = {deed.source for deed, is_own in zip(deeds, own, strict=True) if is_own}
    _tell_twice(deeds)
    refs: dict[str, None] = {}
    given: Counter[int] = Counter()
    tried: Counter[int] = Counter()
    for deed, is_own in zip(deeds, own, strict=True):
        if is_own and deed.source not in refs:
            refs[str(deed.source)] = None
            given[deed.number] += 1
            continue
        count = max(given[deed.number], tried[deed.number]) + 1
        while f"{deed.number}.{count}" in taken or f"{deed.number}.{count}" in refs:
            count += 1
        refs[f"{deed.number}.{count}"] = None
        given[deed.number] += 1
        tried[deed.number] = count
    return list(refs)


def _tell_twice(deeds: Sequence[Deed]) -> None:
    """Note the references that stand twice in one priority. In several they begin anew."""
    seen: set[tuple[int, str]] = set()
    for deed in deeds:
        if deed.source and (deed.number, deed.source) in seen:
            deed.notes.append((deed.at, "ref_twice", {"read": deed.source}))
        seen.add((deed.number, deed.source or ""))


def _is_own(deed: Deed) -> bool:
    number = _number(deed.source or "")
    return deed.keeps and number is not None and number[0] == deed.number


def milestone_refs(deed: Deed, ref: str) -> list[str]:
    """Return the reference of each milestone of an action: its own if all have one below the action's, else by position."""
    if len(deed.steps) == 1:
        only = deed.steps[0].source_ref
        return [only if only is not None and _below(only, ref) else f"{ref}.1"]
    own = [step.source_ref or "" for step in deed.steps]
    if len(set(own)) == len(own) and all(_below(one, ref) for one in own):
        return own
    return [f"{ref}.{number}" for number in range(1, len(own) + 1)]


def _below(own: str, ref: str) -> bool:
    return own.startswith(ref) and own.startswith(f"{ref}.") and _MILESTONE.fullmatch(own) is not None


def tell_renumbered(deeds: Iterable[Deed], refs: Iterable[str], doubts: Doubts) -> None:
    """Say once if the references of the document are not those that are used, with one of them."""
    for deed, ref in zip(deeds, refs, strict=True):
        for step in (None, *deed.steps):
            at, own = (step.at, step.source_ref) if step else (deed.at, deed.source)
            if own and own != ref and not own.startswith(f"{ref}."):
                doubts.warn(Place(at.sheet, at.line), "refs_renumbered", read=own, ref=ref)
                return


def share_refs(deeds: Sequence[Deed]) -> None:
    """Settle whose references those of the rows are: the actions', if no action has two; else the milestones'."""
    refs = [[step.source_ref for step in deed.steps if step.source_ref] for deed in deeds]
    if any(len(set(each)) > 1 for each in refs):
        return
    several = any(len(deed.steps) > 1 for deed in deeds)
    for deed, each in zip(deeds, refs, strict=True):
        if each and deed.source is None and each[0].count(".") < 2:
            deed.source = each[0]
            for step in deed.steps if several else ():
                step.source_ref = None
