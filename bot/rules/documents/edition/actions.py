"""The priorities and actions of a new document, each beside the one of the plan that it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence

from bot.model.plan import Action, Plan
from bot.rules.documents.edition.likeness import closest, folded


def numbers_kept(standing: Plan, read: Plan) -> dict[int, int]:
    """Return the number that each priority of a new document keeps, by the number it was read with.

    A priority is known by its words, then by its number. One that is new has its own number, or the next if that was given.
    """
    old, new = list(standing.priorities), list(read.priorities)
    given = {one.number for one in old} | {one.priority for one in standing.actions}
    kept: dict[int, int] = {}
    words, those = [folded(one.text) for one in new], [folded(one.text) for one in old]
    same = [(100.0, i, j) for i, mine in enumerate(words) for j, theirs in enumerate(those) if mine and mine == theirs]
    for _, i, j in (*same, *sorted(closest(words, those), reverse=True)):
        if new[i].number not in kept and old[j].number not in kept.values():
            kept[new[i].number] = old[j].number
    free = given - set(kept.values())
    left = [one.number for one in new if one.number not in kept]
    left += sorted({one.priority for one in read.actions} - set(kept) - set(left))
    kept |= {number: number for number in left if number in free or number not in given}
    for number in left:
        if number not in kept:
            kept[number] = max(*given, *kept.values()) + 1
    return kept


def numbers_itself(plan: Plan) -> bool:
    """Say if a document says the numbers of its actions. An edition of which the form is not known is taken to."""
    return not plan.sheets or any(heading.meaning == "ref" for sheet in plan.sheets for heading in sheet.headings)


def own_number(action: Action, numbered: bool) -> str | None:
    """Return the number that the document itself gives an action. None if it gives none."""
    return action.source_ref or (action.ref if numbered else None)


def actions_kept(standing: Plan, read: Plan, by_ref: bool = False) -> list[Action | None]:
    """Find for each action of a new document the one that it is: by an id of the document's own, by its title, by its milestones,
    by likeness, and at last by its number. Or by our own refs, if the document has them."""
    pairing = _Pairing(standing, read)
    if by_ref:
        pairing.by_key([one.ref for one in standing.actions], [one.ref for one in read.actions])
    pairing.by_key([_id(one) for one in standing.actions], [_id(one) for one in read.actions])
    for key in (_all_of, _title):
        pairing.by_key([key(one) for one in standing.actions], [key(one) for one in read.actions])
    pairing.by_milestones()
    pairing.by_likeness()
    old = [own_number(one, numbers_itself(standing)) for one in standing.actions]
    pairing.by_key(old, [own_number(one, numbers_itself(read)) for one in read.actions])
    return pairing.kept


class _Pairing:
    """The actions of a new document and those of the plan that are not yet known to be one."""

    def __init__(self, standing: Plan, read: Plan) -> None:
        self._old, self._new = standing.actions, read.actions
        self.kept: list[Action | None] = [None] * len(read.actions)
        self._free = dict.fromkeys(range(len(standing.actions)))

    def by_key(self, old: Sequence[Hashable], new: Sequence[Hashable]) -> None:
        """Pair those that have the same key, in their order."""
        known: dict[Hashable, list[int]] = {}
        for j in self._free:
            if key := old[j]:
                known.setdefault(key, []).append(j)
        for i, key in enumerate(new):
            if self.kept[i] is None and key and known.get(key):
                self._pair(i, known[key].pop(0))

    def by_milestones(self) -> None:
        """Pair those of which most milestones have the same words."""
        homes: dict[str, set[int]] = {}
        for j in self._free:
            for milestone in self._old[j].milestones:
                homes.setdefault(folded(milestone.text), set()).add(j)
        for i, action in enumerate(self._new):
            if self.kept[i] is not None:
                continue
            known = (homes.get(folded(milestone.text), ()) for milestone in action.milestones)
            votes = Counter(j for some in known if len(some) == 1 for j in some if j in self._free)
            best = votes.most_common(1)
            if best and best[0][1] * 2 > len(action.milestones):
                self._pair(i, best[0][0])

    def by_likeness(self) -> None:
        """Pair those whose titles are alike, the most alike first."""
        new, old = [i for i, one in enumerate(self.kept) if one is None], list(self._free)
        titles = [folded(self._new[i].title) for i in new], [folded(self._old[j].title) for j in old]
        for _, i, j in sorted(closest(*titles), key=lambda pair: (-pair[0], pair[1:])):
            if self.kept[new[i]] is None and old[j] in self._free:
                self._pair(new[i], old[j])

    def _pair(self, i: int, j: int) -> None:
        self.kept[i] = self._old[j]
        del self._free[j]


def _title(action: Action) -> str:
    return folded(action.title)


def _all_of(action: Action) -> Hashable:
    return _title(action), tuple((folded(one.text), one.owners, one.due) for one in action.milestones)


def _id(action: Action) -> str | None:
    return action.source_ref if action.source_ref and is_id(action.source_ref) else None


def is_id(ref: str) -> bool:
    """Say if a ref of a document's own is the name of one thing, such as KD-110, and no place in a list."""
    letters, digits = sum(map(str.isalpha, ref)), sum(map(str.isdigit, ref))
    return letters + digits >= 4 and letters >= 2 and digits >= 1


def next_ref(priority: int, given: Mapping[str, object] | set[str]) -> str:
    """Return the next number of an action of a priority that was never given."""
    mine = (ref.split(".") for ref in given)
    return f"{priority}.{max((int(last) for first, last in mine if first == str(priority)), default=0) + 1}"
