"""A new edition of a plan beside the one in force: what is added, changed, moved out or left alone.

Refs are given once and never move: a milestone keeps its ref when it is reworded, moved within its action, or when
another is put before it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from difflib import SequenceMatcher
from itertools import pairwise

from bot.model.noun import Noun
from bot.model.plan import Action, Milestone, Move, Named, Plan
from bot.model.spelling import alike

SAME_ENOUGH = 0.6  # how alike two wordings are, of 1, to be one milestone reworded


class Edition(Noun):
    """The plan to store, and by ref what differs from the one in force. `changed` says which parts changed."""

    plan: Plan
    added: tuple[str, ...] = ()
    changed: tuple[tuple[str, tuple[str, ...]], ...] = ()
    retired: tuple[str, ...] = ()
    unchanged: int = 0
    elsewhere: tuple[str, ...] = ()

    @property
    def changes_nothing(self) -> bool:
        """Say if storing it would be no change at all."""
        return not (self.added or self.changed or self.retired or self.elsewhere)


def compare(standing: Plan | None, read: Plan) -> Edition:
    """Fit a plan just read to the one in force, keeping every ref and baseline."""
    if standing is None:
        fresh = read.model_copy(update={"actions": tuple(_with_baselines(action) for action in read.actions)})
        return Edition(plan=fresh, added=tuple(milestone.ref for milestone in fresh.milestones))
    old = {action.ref: action for action in standing.actions}
    actions = tuple(_fit(old.get(action.ref), action, standing.retired) for action in read.actions)
    kept_refs = {milestone.ref for action in actions for milestone in action.milestones}
    retired = tuple(m for m in (*standing.retired, *standing.milestones) if m.ref not in kept_refs)
    plan = read.model_copy(update={"actions": actions, "short": standing.short, "retired": retired})
    before = {milestone.ref: milestone for milestone in standing.milestones}
    after = {milestone.ref: milestone for milestone in plan.milestones}
    changed = tuple((ref, parts) for ref in after if ref in before and (parts := _parts(before[ref], after[ref])))
    kept = sum(ref in before for ref in after)
    return Edition(
        plan=plan,
        added=tuple(ref for ref in after if ref not in before),
        changed=changed,
        retired=tuple(ref for ref in before if ref not in after),
        unchanged=kept - len(changed),
        elsewhere=_elsewhere(standing, plan),
    )


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
    dated = tuple(milestone.model_copy(update={"baseline": milestone.due}) for milestone in action.milestones)
    return action.model_copy(update={"milestones": dated})


def _fit(old: Action | None, new: Action, retired: Sequence[Milestone]) -> Action:
    gone = [milestone for milestone in retired if milestone.action == new.ref]
    standing = old.milestones if old else ()
    if not standing and not gone:
        return _with_baselines(new)
    partners = _restored(_partners(standing, new.milestones), new.milestones, gone)
    number = max((int(m.ref.rpartition(".")[2]) for m in (*standing, *gone)), default=0)
    fitted: list[Milestone] = []
    for milestone, partner in zip(new.milestones, partners, strict=True):
        if partner is None:
            number += 1
            fitted.append(milestone.model_copy(update={"ref": f"{new.ref}.{number}", "baseline": milestone.due}))
        else:
            baseline = milestone.due if partner.baseline is None else partner.baseline
            fitted.append(milestone.model_copy(update={"ref": partner.ref, "baseline": baseline}))
    return new.model_copy(update={"milestones": tuple(fitted)})


def _partners(old: Sequence[Milestone], new: Sequence[Milestone]) -> list[Milestone | None]:
    """Find for each new milestone the old one that it is: the same words first, then the most alike."""
    partners: list[Milestone | None] = [None] * len(new)
    free = list(old)
    for index, milestone in enumerate(new):
        same = next((m for m in free if _words(m) == _words(milestone)), None)
        if same is not None:
            partners[index] = same
            free.remove(same)
    pairs = sorted(
        ((_alike(m, new[i]), -i, m) for i in range(len(new)) if partners[i] is None for m in free),
        key=lambda pair: pair[:2],
        reverse=True,
    )
    for likeness, minus, partner in pairs:
        if likeness >= SAME_ENOUGH and partners[-minus] is None and partner in free:
            partners[-minus] = partner
            free.remove(partner)
    # A thorough rewording still stands in its place in the table, with its owners or its date.
    for index, (milestone, before) in enumerate(zip(new, old, strict=False)):
        alike = milestone.owners == before.owners or milestone.due == before.due
        if partners[index] is None and before in free and len(new) == len(old) and alike:
            partners[index] = before
            free.remove(before)
    # Or it alone kept its owners and its date among those that are left.
    for index, milestone in enumerate(new):
        if partners[index] is None:
            before_it = [m for m in free if m.due is not None and _place(m) == _place(milestone)]
            after_it = [i for i, other in enumerate(new) if partners[i] is None and _place(other) == _place(milestone)]
            if len(before_it) == 1 and after_it == [index]:
                partners[index] = before_it[0]
                free.remove(before_it[0])
    return partners


def _place(milestone: Milestone) -> tuple[tuple[str, ...], date | None]:
    return milestone.owners, milestone.due


def _restored(partners: list[Milestone | None], new: Sequence[Milestone], gone: list[Milestone]) -> list[Milestone | None]:
    """Find a milestone that an earlier edition took out: put back in the same words, it is the one it was."""
    for index, milestone in enumerate(new):
        if partners[index] is None:
            same = next((m for m in gone if _words(m) == _words(milestone)), None)
            partners[index] = same
            if same is not None:
                gone = [m for m in gone if m.ref != same.ref]
    return partners


def _words(milestone: Milestone) -> str:
    return alike(milestone.text)


def _alike(one: Milestone, other: Milestone) -> float:
    return SequenceMatcher(None, _words(one), _words(other)).ratio()


def _parts(old: Milestone, new: Milestone) -> tuple[str, ...]:
    fields = ("text", "date_text", "start", "due", "open_ended", "recurrence", "owners", "source_ref")
    return tuple(field for field in fields if getattr(old, field) != getattr(new, field))


def _elsewhere(old: Plan, new: Plan) -> tuple[str, ...]:
    fields = ("title", "partnership", "governance", "priorities", "roles")
    whole = [field for field in fields if getattr(old, field) != getattr(new, field)]
    words = {a.ref: (a.title, a.impact, a.success_measures, a.strategy_links, a.source_ref) for a in old.actions}
    moved = [
        a.ref for a in new.actions if words.get(a.ref) != (a.title, a.impact, a.success_measures, a.strategy_links, a.source_ref)
    ]
    return (*whole, *moved, *(ref for ref in words if ref not in {a.ref for a in new.actions}))
