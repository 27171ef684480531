"""A draft of a plan in words: what is in it, what it means for people, and what is asked about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.model.documents.draft import Outlook, PlanDoubt
from bot.model.letters.message import Spans
from bot.model.plan import Milestone, Plan
from bot.model.updates.guard import Stop
from bot.wording.sentences import Fact, line, words

MOST_NAMED = 8  # refs or places that are named in a line
SHORT = 90  # letters of a milestone's words that show which one it is


def counted(plan: Plan) -> str:
    """Count what is in a plan: 5 priorities, 24 actions, 95 milestones."""
    parts = {"priority": len(plan.priorities), "action": len(plan.actions), "milestone": len(plan.milestones)}
    return ", ".join(_many(f"plans.count.{name}", count) for name, count in parts.items())


def in_three_lines(plan: Plan, outlook: Outlook) -> Iterator[Spans]:
    """Say what is in a draft, who would be asked and from when on, and who gets most. Then what nobody would be asked about."""
    yield line("plans.draft.holds", {"counted": counted(plan)})
    facts: dict[str, Fact] = {"count": outlook.count, "first": outlook.first or ""}
    if not outlook.count:
        yield line("plans.draft.nobody")
    elif outlook.first is None:
        yield line("plans.draft.asked_never", facts)
    else:
        yield line(f"plans.draft.asked{'_one' if outlook.count == 1 else ''}", facts)
    if outlook.shares:
        role, count = outlook.shares[0]
        yield line(f"plans.draft.most{'_one' if count == 1 else ''}", {"count": count, "role": role})
    if outlook.silent:
        facts = {"count": len(outlook.silent), "refs": named(outlook.silent)}
        yield line(f"plans.draft.silent{'_one' if len(outlook.silent) == 1 else ''}", facts)


def named(all_: Sequence[str]) -> str:
    """Name the first few of some refs or places, and count the rest."""
    rest = len(all_) - MOST_NAMED
    told = ", ".join(all_[:MOST_NAMED])
    return words("plans.more", {"named": told, "count": rest}) if rest > 0 else told


def about(doubt: PlanDoubt, milestones: Mapping[str, Milestone]) -> Iterator[Spans]:
    """Say where in the document a question is about something, and how many milestones it settles."""
    if doubt.places:
        yield line("plans.question.places", {"places": named(doubt.places)})
    known = [milestones[ref] for ref in doubt.touches if ref in milestones]
    if known:
        facts: dict[str, Fact] = {"count": len(doubt.touches), "ref": known[0].ref, "text": brief(known[0].text)}
        yield line(f"plans.question.touches{'_one' if len(doubt.touches) == 1 else ''}", facts)


def brief(text: str) -> str:
    """Return the beginning of a text, enough to know it by."""
    flat = " ".join(text.split())
    return flat if len(flat) <= SHORT else f"{flat[:SHORT].rsplit(' ', 1)[0]} ..."


def left_open(doubts: Sequence[PlanDoubt]) -> Iterator[Spans]:
    """Say how many questions would be loaded open, if any would."""
    if doubts:
        yield line(f"plans.load.open{'_one' if len(doubts) == 1 else ''}", {"count": len(doubts)})


def stopped(found: Mapping[str, Sequence[Stop]], plan: Plan) -> Iterator[Spans]:
    """Say what in a plan may not be kept, by its ref and the document's own. Nothing of it is quoted."""
    own = {one.ref: one.source_ref for one in plan.milestones if one.source_ref}
    for action in plan.actions:  # one without a ref in the document is known by that of its first milestone
        if theirs := action.source_ref or next((own[one.ref] for one in action.milestones if one.ref in own), None):
            own[action.ref] = theirs
    for ours, stops in found.items():
        ref = f"{ours} ({own[ours]})" if ours in own else ours
        for stop in stops:
            what = words(f"plans.stop.{stop.value}")
            yield line("plans.stop.whole", {"what": what}) if not ref else line("plans.stop.of", {"ref": ref, "what": what})


def _many(name: str, count: int) -> str:
    return words(f"{name}_one" if count == 1 else name, {"count": count})
