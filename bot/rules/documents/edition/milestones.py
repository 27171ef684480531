"""The milestones of a new document, each beside the one of the plan that it is: the same, reworded, moved, or in doubt."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple

from bot.model.documents.edition import ORDER
from bot.model.plan import Milestone
from bot.rules.documents.edition.actions import is_id
from bot.rules.documents.edition.likeness import SAME, closest, folded, numbers_in

NEW = "new"  # the word of the answer that it is none of the plan's
MOST_KEY = 80  # characters of the key of a doubt


class Read(NamedTuple):
    """A milestone as read, the ref of the action of the plan that it stands in, and how many stand before it there."""

    milestone: Milestone
    home: str
    at: int
    of: int


Pair = tuple[float, int, Milestone]  # how alike, the place of one as read, and one of the plan


def key_of(old: str, text: str) -> str:
    """Return the key of the doubt if a milestone of these words is the one of that ref."""
    said = "".join(sign if sign.isascii() and sign.isalnum() else " " for sign in f"{old} {folded(text)}")
    return "-".join((ORDER, *said.lower().split()))[:MOST_KEY].rstrip("-")


def says_same(answer: str, ref: str) -> bool | None:
    """Say if an answer is that it is the milestone of that ref, or a new one. None if it says neither."""
    said = answer.casefold().replace(",", " ").rstrip(". ").split()
    return True if ref in said else False if NEW in said else None


Key = Callable[[str, Milestone], Hashable]  # of its folded words and itself: what two must share to be one


class Pairing:
    """Pairs the milestones of a new document with those of the plan. `partners` says for each as read which one it is."""

    def __init__(self, new: Sequence[Read], old: Sequence[Milestone], retired: Sequence[Milestone]) -> None:
        self._new, self._row = new, _Row(old)
        self._free = {one.ref: one for one in old}
        self._gone = {one.ref: one for one in retired}
        self._words = [folded(one.milestone.text) for one in new]
        self._folded = {one.ref: folded(one.text) for one in (*old, *retired)}
        self._never: set[tuple[int, str]] = set()
        self._open: list[tuple[int, Milestone]] = []
        self.partners: list[Milestone | None] = [None] * len(new)

    def run(self, answers: Mapping[str, str], keys: Collection[str]) -> list[tuple[int, Milestone]]:
        """Pair all that can be, and return what is in doubt: the place of one as read, and which one of the plan it may be.
        `keys` are the refs of ours that the document itself names."""
        for i, read in enumerate(self._new):
            if read.milestone.ref in keys and read.milestone.ref in self._free:
                self._pair(i, self._free[read.milestone.ref])
        if keys:  # it says itself which ones it has, and which are new
            return []
        self._answered(answers)
        self._by(_id, home=False)
        self._by(_all_of, home=True)
        self._by(_words_of, home=True)
        self._by(_words_of, home=False)
        self._put_back()
        alike = self._alike()
        at_home = [pair for pair in alike if self._at_home(pair[1], pair[2])]
        self._pair_if(at_home, lambda score, i, one: score >= SAME and self._same_numbers(i, one))
        self._pair_if(at_home, lambda _, i, one: self._same_place(i, one) or self._stands_as(i, one))
        self._in_place()
        self._pair_if(alike, lambda score, i, one: score >= SAME and self._same_place(i, one))
        return self._doubts(alike)

    def _answered(self, answers: Mapping[str, str]) -> None:
        """Pair what somebody said is one, and keep apart what somebody said is not, or has not said yet."""
        refs = {"-".join(ref.split(".")): ref for ref in self._free}
        asked = {refs.get("-".join(key.split("-")[1:4])) for key in answers if key.startswith(f"{ORDER}-")} - {None}
        for i, read in enumerate(self._new) if asked else ():
            for ref in asked:
                key = key_of(str(ref), read.milestone.text)
                said = says_same(answers[key], str(ref)) if key in answers else False
                if said and self.partners[i] is None and ref in self._free:
                    self._pair(i, self._free[str(ref)])
                elif key in answers:
                    self._never.add((i, str(ref)))
                    self._open += [(i, self._free[str(ref)])] if said is None and ref in self._free else []

    # ---- what is the same ----------------------------------------------------------------------

    def _by(self, key: Key, home: bool) -> None:
        """Pair those of one key: in their home in their order, elsewhere only if there is one on either side."""
        free: dict[Hashable, list[Milestone]] = {}
        for one in self._free.values():
            if (found := key(self._folded[one.ref], one)) is not None:
                free.setdefault((one.action, found) if home else found, []).append(one)
        mine: dict[Hashable, list[int]] = {}
        for i, read in enumerate(self._new):
            if self.partners[i] is None and (found := key(self._words[i], read.milestone)) is not None:
                mine.setdefault((read.home, found) if home else found, []).append(i)
        for found, places in mine.items():
            theirs = free.get(found, [])
            if home or len(places) == len(theirs) == 1:
                for i, one in zip(places, theirs, strict=False):
                    self._pair_if([(0.0, i, one)], lambda *_: True)

    def _put_back(self) -> None:
        """Find those that an earlier edition took out: put back in the same words, each is the one it was."""
        gone: dict[str, list[Milestone]] = {}
        for one in self._gone.values():
            gone.setdefault(self._folded[one.ref], []).append(one)
        for i, read in enumerate(self._new):
            same = gone.get(self._words[i], []) if self.partners[i] is None else []
            found = next((one for one in same if one.action == read.home), same[0] if len(same) == 1 else None)
            if found is not None:
                self.partners[i] = found
                same.remove(found)

    # ---- what is alike -------------------------------------------------------------------------

    def _alike(self) -> list[Pair]:
        """Return the pairs that are alike, the most alike first, and those with the same owners and date before others."""
        new, old = [i for i, one in enumerate(self.partners) if one is None], list(self._free.values())
        pairs = closest([self._words[i] for i in new], [self._folded[one.ref] for one in old])
        found = [(score, new[i], old[j]) for score, i, j in pairs]
        return sorted(found, key=lambda pair: (-pair[0], not self._same_place(pair[1], pair[2]), pair[1], pair[2].ref))

    def _in_place(self) -> None:
        """Pair what was reworded thoroughly: it stands in its place, or alone kept its owners and its date."""
        for i in range(len(self._new)):
            one = self._standing_as(i)
            if one is not None and (self._same_place(i, one) or (self._near(i, one) and self._holds(i, one))):
                self._pair_if([(0.0, i, one)], lambda *_: True)
        left: dict[Hashable, tuple[list[int], list[Milestone]]] = {}
        for i, read in enumerate(self._new):
            if self.partners[i] is None:
                left.setdefault((read.home, read.milestone.owners, read.milestone.due), ([], []))[0].append(i)
        for one in self._free.values():
            if (place := (one.action, one.owners, one.due)) in left and one.due is not None:
                left[place][1].append(one)
        self._pair_if([(0.0, mine[0], old[0]) for mine, old in left.values() if len(mine) == len(old) == 1], lambda *_: True)

    def _doubts(self, alike: Sequence[Pair]) -> list[tuple[int, Milestone]]:
        """Return what somebody must say: alike enough to ask, or in the same place with the same owners or date."""
        found = [(i, one) for i, one in self._open if one.ref in self._free]
        found += [(i, one) for _, i, one in alike if self._can(i, one)]
        for i in range(len(self._new)):
            one = self._standing_as(i)
            if one is not None and self._can(i, one) and self._near(i, one):
                found.append((i, one))
        asked: dict[int, Milestone] = {}
        taken: set[str] = set()
        for i, one in found:
            if i not in asked and one.ref not in taken:
                asked[i] = one
                taken.add(one.ref)
        return sorted(asked.items(), key=lambda pair: pair[0])

    # ---- what is looked at ---------------------------------------------------------------------

    def _can(self, i: int, one: Milestone) -> bool:
        return self.partners[i] is None and one.ref in self._free and (i, one.ref) not in self._never

    def _at_home(self, i: int, one: Milestone) -> bool:
        return self._new[i].home == one.action

    def _same_numbers(self, i: int, one: Milestone) -> bool:
        return numbers_in(self._words[i]) == numbers_in(self._folded[one.ref])

    def _same_place(self, i: int, one: Milestone) -> bool:
        """Say if one has the other's owners and date."""
        mine = self._new[i].milestone
        return one.due is not None and mine.due == one.due and mine.owners == one.owners

    def _near(self, i: int, one: Milestone) -> bool:
        """Say if one has the other's owners or date."""
        mine = self._new[i].milestone
        return mine.owners == one.owners or (one.due is not None and one.due == mine.due)

    def _holds(self, i: int, one: Milestone) -> bool:
        """Say if the words of one are all among the other's."""
        mine, theirs = set(self._words[i].split()), set(self._folded[one.ref].split())
        return mine <= theirs or theirs <= mine

    def _stands_as(self, i: int, one: Milestone) -> bool:
        return self._standing_as(i) is one and self._same_numbers(i, one) and self._near(i, one)

    def _standing_as(self, i: int) -> Milestone | None:
        """Return which one, not yet paired, stood in its action where this one stands: at its place among as many, or between
        the same neighbours."""
        home, at, of = self._new[i][1:]
        there = self._row.at(home, at) if self._row.many(home) == of else self._between(i)
        return self._free.get(there)

    def _between(self, i: int) -> str:
        home, at, of = self._new[i][1:]
        before = self.partners[i - 1] if at else None
        after = self.partners[i + 1] if at + 1 < of else None
        place = self._row.place(before.ref) + 1 if before is not None else 0
        there = self._row.at(home, place)
        if (at and before is None) or (at + 1 < of and after is None):
            return ""
        return there if self._row.at(home, place + 1) == (after.ref if after is not None else "") else ""

    def _pair_if(self, pairs: Iterable[Pair], sure: Callable[[float, int, Milestone], bool]) -> None:
        for score, i, one in pairs:
            if self._can(i, one) and sure(score, i, one):
                self._pair(i, one)

    def _pair(self, i: int, one: Milestone) -> None:
        self.partners[i] = one
        del self._free[one.ref]


class _Row:
    """The milestones of each action of the plan, in their order."""

    def __init__(self, old: Iterable[Milestone]) -> None:
        self._homes: dict[str, list[str]] = {}
        for one in old:
            self._homes.setdefault(one.action, []).append(one.ref)
        self._places = {ref: at for refs in self._homes.values() for at, ref in enumerate(refs)}

    def many(self, home: str) -> int:
        return len(self._homes.get(home, ()))

    def at(self, home: str, at: int) -> str:
        """Return the ref at a place of an action, "" if there is none."""
        refs = self._homes.get(home, [])
        return refs[at] if at < len(refs) else ""

    def place(self, ref: str) -> int:
        """Return the place of a milestone in its action. One that is no longer there has the last."""
        return self._places.get(ref, len(self._places))


def _id(_: str, one: Milestone) -> Hashable:
    return one.source_ref if one.source_ref and is_id(one.source_ref) else None


def _all_of(words: str, one: Milestone) -> Hashable:
    return words, one.owners, one.due


def _words_of(words: str, _: Milestone) -> Hashable:
    return words
