"""Drafts: what a plan that is not loaded yet would mean for people, which answer settles a doubt, and what may not be kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from bot.model.documents.draft import Outlook, PlanDoubt
from bot.model.letters.nudge import Rounds
from bot.model.plan import Milestone, Plan
from bot.model.policy import Policy
from bot.model.spelling import alike
from bot.model.updates.guard import Stop
from bot.rules.asking.ahead import next_day
from bot.rules.asking.ladder import Day
from bot.rules.calendar import working_days
from bot.rules.guard.hard import stops


def outlook_of(plan: Plan, policy: Policy, today: date) -> Outlook:
    """Return what a plan would mean for people if it were loaded today and nobody answered, by the rules that ask."""
    asked = [one for one in plan.milestones if one.owners and (one.due is not None or one.open_ended) and not one.closed]
    there = {one.ref for one in asked}
    shares = Counter(role for one in plan.milestones for role in dict.fromkeys(one.owners) if not one.closed)
    return Outlook(
        count=len(asked),
        first=_first(asked, policy, today),
        shares=tuple(shares.most_common()),
        silent=tuple(one.ref for one in plan.milestones if one.ref not in there),
    )


def _first(asked: list[Milestone], policy: Policy, today: date) -> date | None:
    """Return the first day on which anybody would be asked: that of the first round, if anything is late by then."""
    begins = Day(working_days(policy).next(today - timedelta(days=1)), Rounds(), policy)
    if any(begins.asking(one, None) is not None for one in asked):
        return begins.day
    later = Day(begins.day, Rounds(first=begins.day, last=begins.day), policy)
    return min((day for one in asked if (day := next_day(one, None, later)) is not None), default=None)


# ---- answers ---------------------------------------------------------------------------------


def in_order(doubt: PlanDoubt) -> tuple[str, ...]:
    """Return the answers to a question, the suggested one first."""
    return tuple(sorted(doubt.choices, key=lambda choice: choice != doubt.default))


def chosen(doubt: PlanDoubt, said: str) -> str | None:
    """Return the answer that somebody means: one of the choices, its number among them, or free words. None if it is none."""
    folded, choices = alike(said), in_order(doubt)
    for choice in choices:
        if alike(choice) == folded:
            return choice
    if said.isascii() and said.isdigit() and 1 <= int(said) <= len(choices):
        return choices[int(said) - 1]
    return said.strip() if doubt.free and said.strip() else None


# ---- what may not be kept --------------------------------------------------------------------


def may_not_be_kept(plan: Plan) -> Mapping[str, tuple[Stop, ...]]:
    """Return what of a plan tells who a child is, by the ref of the milestone or action. "" is the plan as a whole."""
    found: dict[str, tuple[Stop, ...]] = {}
    for ref, text in _texts(plan):
        if text and (there := stops(text)):
            found[ref] = tuple(dict.fromkeys((*found.get(ref, ()), *there)))
    return found


def _texts(plan: Plan) -> Iterator[tuple[str, str]]:
    numbered = (*(one.text for one in plan.aims), *(one.text for one in plan.priorities))
    headings = (text for sheet in plan.sheets for text in (sheet.name, *(one.text for one in sheet.headings)))
    bodies = (text for body in plan.governance.bodies for text in (body.name, body.does))
    answers = (one.choice for one in plan.answers)
    whole = (plan.title, plan.vision, *plan.partnership, *plan.voices, *numbered, *bodies, *headings, *answers)
    yield from (("", text) for text in whole)
    for action in plan.actions:
        yield from ((action.ref, text) for text in (action.title, action.impact, *action.success_measures))
        for one in action.milestones:
            told = one.imported
            words = (told.words, told.colour) if told is not None else ()
            own = one.text if one.text != action.title else ""  # the same words of the document are told once
            yield from ((one.ref, text) for text in (own, one.date_text or "", *one.owners, *words))
