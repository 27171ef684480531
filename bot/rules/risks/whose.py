"""Owners of risks: who may raise, score, change, close and withdraw one, and who is asked to score it. All doors ask here.

Each answer is the capacity in which somebody does it. None if they may not.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from bot.model.people import People, Person, Right
from bot.model.plan import Plan
from bot.model.risks.risk import Risk
from bot.model.updates.update import DEPUTY
from bot.rules import holders
from bot.rules.board import business, leads


def raising_as(plan: Plan, people: People, person: Person, refs: Sequence[str], day: date) -> str | None:
    """Return in which capacity somebody raises a risk about some refs: of milestones as their owner, of a priority as its lead,
    of anything as a member of the board, its chair or an admin."""
    if holders.is_chair(people, person, day):
        return Right.CHAIR.value
    if person.is_board:
        return Right.BOARD.value
    return _as_lead(plan, people, person, refs, day) or _as_owner(plan, people, person, refs, day) or _as_admin(person)


def may_raise_something(plan: Plan, people: People, person: Person, day: date) -> bool:
    """Say if there is anything about which somebody may raise a risk."""
    owns = any(not one.closed and holders.may_update(people, person, one, day) for one in plan.milestones)
    everything = [str(one.number) for one in plan.priorities]
    return owns or any(raising_as(plan, people, person, [ref], day) is not None for ref in everything)


def led_alone(plan: Plan, people: People, person: Person, day: date) -> str | None:
    """Return the one priority that somebody leads, if they may raise risks as its lead alone: theirs are about that."""
    if raising_as(plan, people, person, (), day) is not None:
        return None
    numbers = [one.number for one in plan.priorities if leads.capacity(people, person, one.number, day) is not None]
    return str(numbers[0]) if len(numbers) == 1 else None


def scoring_as(plan: Plan, people: People, person: Person, risk: Risk, day: date) -> str | None:
    """Return in which capacity somebody scores a risk: its owner, whoever stands in for them, its lead, an admin."""
    role = risk.terms.owner
    if role and role in holders.roles_of(people, person.id, day):
        return role
    if role and role in holders.answers_for(people, person.id, day):
        return f"{DEPUTY}{role}"
    return closing_as(plan, people, person, risk, day)


def changing_as(plan: Plan, people: People, person: Person, risk: Risk, day: date) -> str | None:
    """Return in which capacity somebody says a risk anew: whoever may score it, and whoever raised it."""
    found = scoring_as(plan, people, person, risk, day)
    return risk.raised.capacity if found is None and risk.raised.by == person.id else found


def closing_as(plan: Plan, people: People, person: Person, risk: Risk, day: date) -> str | None:
    """Return in which capacity somebody closes a risk, or opens it again: its lead, an admin."""
    return _as_lead(plan, people, person, risk.terms.about, day) or _as_admin(person)


def withdrawing_as(person: Person, risk: Risk) -> str | None:
    """Return in which capacity somebody withdraws a risk: whoever raised it, an admin."""
    return risk.raised.capacity if risk.raised.by == person.id else _as_admin(person)


def _as_admin(person: Person) -> str | None:
    return Right.ADMIN.value if person.is_admin else None


def _as_lead(plan: Plan, people: People, person: Person, refs: Sequence[str], day: date) -> str | None:
    told = (leads.capacity(people, person, number, day) for number in priorities(plan, refs))
    return next((one for one in told if one is not None and one != Right.ADMIN.value), None)


def _as_owner(plan: Plan, people: People, person: Person, refs: Sequence[str], day: date) -> str | None:
    """Return the role as which somebody answers for all milestones that some refs name."""
    known = [plan.known(ref) for ref in refs]
    told = [holders.capacity(people, person, one, day) if one is not None else None for one in known]
    owns = [one for one in told if one is not None and one != Right.ADMIN.value]
    return owns[0] if owns and len(owns) == len(told) else None


def priorities(plan: Plan, refs: Sequence[str]) -> tuple[int, ...]:
    """Return the priorities of what a risk is about. Empty if it is about the plan as a whole."""
    return business.priorities(plan, refs) if refs else ()


# ---- asked ----------------------------------------------------------------------------------


def asked(plan: Plan, people: People, risk: Risk, day: date, lost: Collection[int] = ()) -> tuple[int, ...]:
    """Return who is asked to score a risk on a day: those who hold its role and are there, or who acts for them; if nobody is,
    or it has no role, whoever leads its priorities; else the admins. Nobody whom nothing reaches."""
    role = risk.terms.owner
    held = [one.id for one in holders.present(people, role, day)] if role else []
    held += holders.acting(people, role, day, lost) if role else ()
    led = (one.id for number in priorities(plan, risk.terms.about) for one in leads.asked(people, number, day, lost))
    admins = (one.id for one in holders.present_admins(people, day))
    for some in (held, led, admins):
        if there := tuple(one for one in dict.fromkeys(some) if one not in lost):
            return there
    return ()
