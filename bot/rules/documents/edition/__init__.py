"""A new edition of a plan beside the one in force: what is added, changed, moved, dropped or left alone, and what is in doubt.

Three are compared: the last edition as its document says it, the plan as it stands with all that was decided since, and the new
document. Refs are given once and never move: a milestone keeps its ref when it is reworded, moved within its action or to
another, or when another is put before it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise

from bot.model.documents.edition import ORDER, Edition, Unsure
from bot.model.plan import Action, Answer, Milestone, Move, Named, Plan
from bot.rules.documents.edition import differences
from bot.rules.documents.edition.actions import actions_kept, next_ref, numbers_itself, numbers_kept
from bot.rules.documents.edition.milestones import Pairing, Read, key_of, says_same


def compare(
    standing: Plan | None,
    read: Plan,
    stands: Plan | None = None,
    answers: Mapping[str, str] | None = None,
    keys: Collection[str] = (),
) -> Edition:
    """Fit a plan just read to the last edition, keeping every ref and baseline. `stands` is the plan with what was decided since,
    `answers` are those by which doubts of order are settled, and `keys` the refs of ours that the document itself names."""
    if standing is None:
        fresh = read.model_copy(update={"actions": tuple(_with_baselines(action) for action in read.actions)})
        return Edition(plan=fresh, added=tuple(milestone.ref for milestone in fresh.milestones))
    plan, unsure = _Fitting(standing, read, answers or {}, frozenset(keys)).plan()
    before = {milestone.ref: milestone for milestone in standing.milestones}
    after = {milestone.ref: milestone for milestone in plan.milestones}
    changed = differences.changes(before, after, stands or standing)
    return Edition(
        plan=plan,
        was=standing,
        added=tuple(ref for ref in after if ref not in before),
        changed=changed,
        retired=tuple(ref for ref in before if ref not in after),
        unchanged=sum(ref in before for ref in after) - len(changed),
        actions=differences.actions(standing, plan),
        whole=differences.whole(standing, plan),
        unsure=unsure,
    )


class _Fitting:
    """Fits a plan just read to one that stands."""

    def __init__(self, standing: Plan, read: Plan, answers: Mapping[str, str], keys: frozenset[str]) -> None:
        self._standing, self._read, self._keys = standing, read, keys
        known = {one.key: one.choice for one in standing.answers if one.key.startswith(f"{ORDER}-")}
        self._answers = {**known, **{key: said for key, said in answers.items() if key.startswith(f"{ORDER}-")}}
        self._numbers = numbers_kept(standing, read)
        self._kept = actions_kept(standing, read, by_ref=bool(keys))
        self._refs = self._action_refs()
        retired = (one.ref for one in (*standing.retired, *standing.milestones))
        self._given: dict[str, int] = {}
        for action, _, number in (ref.rpartition(".") for ref in retired):
            self._given[action] = max(self._given.get(action, 0), int(number))
        self._used = {one.ref for one in (*standing.milestones, *standing.retired)}

    def plan(self) -> tuple[Plan, tuple[Unsure, ...]]:
        """Return the plan with its refs, and what is in doubt."""
        rows = [
            Read(milestone, kept.ref if kept else "", at, len(action.milestones))
            for action, kept in zip(self._read.actions, self._kept, strict=True)
            for at, milestone in enumerate(action.milestones)
        ]
        pairing = Pairing(rows, self._standing.milestones, self._standing.retired)
        doubts = pairing.run(self._answers, self._keys)
        given = iter(pairing.partners)
        read = enumerate(self._read.actions)
        actions = [self._action(i, action, [next(given) for _ in action.milestones]) for i, action in read]
        fitted = [milestone for action in actions for milestone in action.milestones]
        unsure = tuple(Unsure(key=key_of(old.ref, fitted[i].text), new=fitted[i], old=old) for i, old in doubts)
        actions = _with_held(actions, self._standing, [one.old for one in unsure])
        return self._whole(actions, unsure), unsure

    def _action_refs(self) -> list[str]:
        """Return the ref of each action as read: the one it has, else its own if that was never given, else the next."""
        old = (*self._standing.milestones, *self._standing.retired)
        given = {action.ref for action in self._standing.actions} | {one.ref.rpartition(".")[0] for one in old}
        refs = [kept.ref if kept else "" for kept in self._kept]
        for i, action in enumerate(self._read.actions):
            if not refs[i]:
                number = self._numbers.get(action.priority, action.priority)
                free = action.ref not in given and action.ref.partition(".")[0] == str(number)
                refs[i] = action.ref if free else next_ref(number, given)
                given.add(refs[i])
        return refs

    def _action(self, i: int, read: Action, partners: Sequence[Milestone | None]) -> Action:
        ref, number = self._refs[i], self._numbers.get(read.priority, read.priority)
        steps = [self._milestone(ref, one, old).placed(ref, number) for one, old in zip(read.milestones, partners, strict=True)]
        own = read.source_ref or (read.ref if ref != read.ref and numbers_itself(self._read) else None)
        return read.model_copy(update={"ref": ref, "priority": number, "source_ref": own, "milestones": tuple(steps)})

    def _milestone(self, action: str, read: Milestone, old: Milestone | None) -> Milestone:
        if old is None:
            first = {"ref": self._new_ref(action, read.ref), "baseline": read.baseline or read.due}
            return read.model_copy(update=first)
        imported = old.imported if differences.same_state(old.imported, read.imported) else read.imported
        baseline = old.baseline or read.baseline or read.due
        return read.model_copy(update={"ref": old.ref, "baseline": baseline, "imported": imported})

    def _new_ref(self, action: str, own: str) -> str:
        """Return a ref that was never given: its own if it is one of this action, else the next."""
        number = self._given.get(action, 0) + 1
        if own in self._used or own.rpartition(".")[0] != action:
            own = f"{action}.{number}"
        self._given[action] = max(self._given.get(action, 0), int(own.rpartition(".")[2]))
        self._used.add(own)
        return own

    def _whole(self, actions: Sequence[Action], unsure: Sequence[Unsure]) -> Plan:
        standing, there = self._standing, {one.ref for action in actions for one in action.milestones}
        priorities = {one.number: one for one in standing.priorities if one.number in {action.priority for action in actions}}
        for one in self._read.priorities:
            number = self._numbers[one.number]
            if number not in priorities or one.text != self._read.title:  # a document that names no priority gives its title
                priorities[number] = one.model_copy(update={"number": number})
        under = {action.ref: action.priority for action in (*standing.actions, *actions)}
        gone = (one for one in (*standing.retired, *standing.milestones) if one.ref not in there)
        return self._read.model_copy(
            update={
                "short": standing.short,
                "title": standing.title if self._read.title == self._read.short else self._read.title,
                "actions": tuple(actions),
                "priorities": tuple(priorities[number] for number in self._in_order(priorities)),
                "retired": tuple(one.placed(one.action, under.get(one.action, one.priority)) for one in gone),
                "answers": self._answers_kept(unsure),
                "sheets": self._read.sheets or standing.sheets,
            }
        )

    def _in_order(self, priorities: Collection[int]) -> list[int]:
        """Return the numbers of the priorities in the order of the new document, those that it has not after them."""
        read = [self._numbers[one.number] for one in self._read.priorities]
        return [*read, *(number for number in priorities if number not in read)]

    def _answers_kept(self, unsure: Sequence[Unsure]) -> tuple[Answer, ...]:
        """Return the answers with which the document was read, with those that speak of what it says, and what is still asked."""
        texts = [one.text for action in self._read.actions for one in action.milestones]
        asked = {key: ".".join(key.split("-")[1:4]) for key in self._answers}
        spoken = {key_of(ref, text) for ref in set(asked.values()) for text in texts}
        order = {key: said for key, said in self._answers.items() if key in spoken and says_same(said, asked[key]) is not None}
        order |= {one.key: "" for one in unsure}
        own = [one for one in self._read.answers if not one.key.startswith(f"{ORDER}-")]
        return (*own, *(Answer(key=key, choice=said) for key, said in order.items()))


def _with_held(actions: Sequence[Action], standing: Plan, held: Sequence[Milestone]) -> list[Action]:
    """Return the actions with the milestones that a doubt keeps: each in its own action, which is kept for it if it is gone."""
    there = {action.ref: action for action in actions}
    old = {action.ref: action for action in standing.actions}
    for one in held:
        action = there.get(one.action) or old[one.action].model_copy(update={"milestones": ()})
        steps = (*action.milestones, one.placed(action.ref, action.priority))
        there[action.ref] = action.model_copy(update={"milestones": steps})
    return list(there.values())


def moves(
    editions: Iterable[tuple[int, Mapping[str, date | None]]], approved: Collection[int] = frozenset()
) -> tuple[Move, ...]:
    """Return every due date that one edition has and the next has otherwise, from each edition's number and its dates by ref.
    `approved` are the editions that somebody has approved.

    A milestone that comes back after an edition without it has not moved.
    """
    return tuple(
        Move(entry=entry, ref=ref, was=before[ref], now=now, approved=entry in approved)
        for (_, before), (entry, after) in pairwise(editions)
        for ref, now in after.items()
        if ref in before and before[ref] != now
    )


def newly_named(editions: Iterable[tuple[int, Mapping[str, Sequence[str]]]]) -> tuple[Named, ...]:
    """Return every role that one edition names for a milestone and the one before did not, from each edition's number and its
    roles by ref. The first edition names nobody anew."""
    return tuple(
        Named(entry=entry, ref=ref, role=role)
        for (_, before), (entry, after) in pairwise(editions)
        for ref, roles in after.items()
        for role in roles
        if role not in before.get(ref, ())
    )


def keeping_baselines(before: Plan, after: Plan) -> Plan:
    """Return the later plan with the first baseline of every milestone known before."""
    first = {milestone.ref: milestone.baseline for milestone in before.milestones}

    def kept(milestone: Milestone) -> Milestone:
        return milestone.model_copy(update={"baseline": first.get(milestone.ref) or milestone.baseline})

    actions = (a.model_copy(update={"milestones": tuple(kept(one) for one in a.milestones)}) for a in after.actions)
    return after.model_copy(update={"actions": tuple(actions)})


def _with_baselines(action: Action) -> Action:
    dated = (one.model_copy(update={"baseline": one.baseline or one.due}) for one in action.milestones)
    return action.model_copy(update={"milestones": tuple(one.placed(action.ref, action.priority) for one in dated)})
