"""Questions about a plan's people on a day: who holds what, who may update, who leads."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, timedelta
from typing import assert_never

from bot.model.letters.nudge import Escalation
from bot.model.noun import local_day
from bot.model.people import Holding, People, Person, Right
from bot.model.plan import Milestone, Plan, Role
from bot.model.spelling import alike
from bot.model.updates.update import DEPUTY
from bot.rules.asking.absence import absence, is_away, stand_in


def by_id(people: People) -> dict[int, Person]:
    """Return everyone, by id."""
    return {person.id: person for person in people.persons}


def holders(people: People, role: str, day: date) -> tuple[Person, ...]:
    """Return who holds a role on a day."""
    known = by_id(people)
    found = [h.person for h in people.holdings if h.role == role and h.covers(day) and h.person in known]
    return tuple(known[person] for person in dict.fromkeys(found))


def present(people: People, role: str, day: date) -> tuple[Person, ...]:
    """Return who holds a role on a day and is not away."""
    found = holders(people, role, day)
    return tuple(one for one in found if not is_away(people, one.id, day)) if people.absences else found


def acting(people: People, role: str, day: date, unreached: Collection[int]) -> tuple[int, ...]:
    """Return the deputies who act for a holder of a role on a day, and are not away themselves: it is one of their own days,
    the holder is away, or nothing reaches the holder.

    Whoever the holder has named for this absence acts alone.
    """
    found = (
        deputy
        for one in people.holdings
        if one.role == role
        for deputy in _acting(people, one, day, unreached)
        if not is_away(people, deputy, day)
    )
    return tuple(dict.fromkeys(found))


def asked_through(people: People, role: str, day: date) -> tuple[int, ...]:
    """Return who is asked through a role on a day if everybody can be reached: those who hold it and are there, and who acts."""
    return tuple(dict.fromkeys((*(one.id for one in present(people, role, day)), *acting(people, role, day, ()))))


def _acting(people: People, holding: Holding, day: date, unreached: Collection[int]) -> tuple[int, ...]:
    named = stand_in(people, holding, day)
    if named is not None:
        return (named,) if people.one(named) is not None else ()
    acts = holding.deputy_has_days or holding.person in unreached or is_away(people, holding.person, day)
    return _deputies(people, holding, day) if acts else ()


def deputies(people: People, role: str, day: date) -> tuple[int, ...]:
    """Return the deputies of a role who may act on a day, if they do or not."""
    found = (deputy for one in people.holdings if one.role == role for deputy in _deputies(people, one, day))
    return tuple(dict.fromkeys(found))


def copied(people: People, role: str, day: date) -> tuple[int, ...]:
    """Return the deputies of a role who get a copy of what its holder is asked on a day: those who are there."""
    return tuple(one for one in deputies(people, role, day) if not is_away(people, one, day))


def _deputies(people: People, holding: Holding, day: date) -> tuple[int, ...]:
    """Return who may act for the holder of a role on a day: their deputy, and whoever they named while they are away."""
    named = (holding.deputy_on(day), stand_in(people, holding, day))
    return tuple(one for one in dict.fromkeys(named) if one is not None and people.one(one) is not None)


def deputised_by(people: People, person: int, day: date) -> tuple[str, ...]:
    """Return the roles for whose holder a person may act on a day."""
    return tuple(dict.fromkeys(one.role for one in people.holdings if _is_deputy(people, one, person, day)))


def _is_deputy(people: People, holding: Holding, person: int, day: date) -> bool:
    if holding.deputy == person and holding.deputy_on(day) is not None:
        return True
    return bool(people.absences) and stand_in(people, holding, day) == person


def stood_in_for(people: People, person: int, day: date, zone: str) -> tuple[str, ...]:
    """Return the roles for whose holder a person could act at some hour of a day, as the holder's absence was told until then."""
    left = {
        one.absence.person
        for one in people.stood_in
        if one.absence.deputy == person and one.absence.covers(day) and day <= local_day(one.until, zone)
    }
    return tuple(dict.fromkeys(one.role for one in people.holdings if one.person in left and one.covers(day)))


def roles_of(people: People, person: int, day: date) -> tuple[str, ...]:
    """Return the roles a person holds on a day."""
    return tuple(dict.fromkeys(h.role for h in people.holdings if h.person == person and h.covers(day)))


def held_before(people: People, person: int, roles: Collection[str], day: date) -> str | None:
    """Return the first of these roles that somebody held until before that day, and others hold on it. None if there is none."""
    ended = {one.role for one in people.holdings if one.person == person and one.ends is not None and one.ends < day}
    return next((role for role in roles if role in ended and holders(people, role, day)), None)


def holds_alone(people: People, role: str, person: int, starts: date) -> bool:
    """Say if a person holds a role from a day on, for good, and nobody else does."""
    then = [one for one in people.holdings if one.role == role and (one.ends is None or one.ends >= starts)]
    return len(then) == 1 and then[0].person == person and then[0].ends is None and then[0].covers(starts)


def handed_over(holding: Holding, starts: date) -> Holding | None:
    """Return what is left of a holding once its role is given to somebody from a day on: it ends the day before. None if
    nothing is."""
    if holding.starts is not None and holding.starts >= starts:
        return None
    ended = holding.ends is not None and holding.ends < starts
    return holding if ended else holding.model_copy(update={"ends": starts - timedelta(days=1)})


def capacity(people: People, person: Person, milestone: Milestone, day: date) -> str | None:
    """Return in which capacity a person may update a milestone: their role, "deputy for ...", "admin". None if not at all."""
    held = roles_of(people, person.id, day)
    for role in milestone.owners:
        if role in held:
            return role
    for holding in people.holdings:
        if holding.role in milestone.owners and _is_deputy(people, holding, person.id, day):
            return f"{DEPUTY}{holding.role}"
    return "admin" if person.is_admin else None


def may_update(people: People, person: Person | None, milestone: Milestone, day: date) -> bool:
    """Say if somebody may say how a milestone stands on a day."""
    return person is not None and capacity(people, person, milestone, day) is not None


def answers_for(people: People, person: int, day: date) -> frozenset[str]:
    """Return the roles for which somebody may answer on a day: those they hold, and those of whom they are the deputy."""
    roles = frozenset(
        h.role
        for h in people.holdings
        if (h.person == person and h.covers(day)) or (h.deputy == person and h.deputy_on(day) is not None)
    )
    if not people.absences:  # as nearly always, and this is asked of every line of every list
        return roles
    return roles.union(h.role for h in people.holdings if stand_in(people, h, day) == person)


def standing_in(person: Person) -> str:
    """Return in which capacity a person does the plan office's work: their first right, "admin" before all others."""
    return "admin" if person.is_admin else next(iter(person.rights), "")


def deciding(people: People, person: Person, day: date) -> str:
    """Return in which capacity a person decides and asks on a day: as the chair, by their right or their post, else as they
    do the plan office's work."""
    return Right.CHAIR.value if is_chair(people, person, day) else standing_in(person)


def leads(people: People, priority: int, day: date) -> tuple[Person, ...]:
    """Return who leads a priority and is not away on a day, the admins if nobody does."""
    found = tuple(person for person in people.persons if person.leads(priority) and not is_away(people, person.id, day))
    return found or present_admins(people, day)


def above(people: People, priority: int, step: Escalation, day: date) -> tuple[Person, ...]:
    """Return whom an escalation goes to on a day: nobody who is away. An admin who stood in for the lead is not told twice."""
    lead = leads(people, priority, day)
    match step:
        case Escalation.LEAD:
            return lead
        case Escalation.ADMIN:
            return tuple(person for person in present_admins(people, day) if person not in lead)
    assert_never(step)


def present_admins(people: People, day: date) -> tuple[Person, ...]:
    """Return the admins who are not away on a day. Of those who are, whoever they named to act for them stands in, if no admin
    is left."""
    all_ = admins(people)
    there = tuple(one for one in all_ if not is_away(people, one.id, day))
    if there or not people.absences:
        return there
    away = (absence(people, one.id, day) for one in all_)
    named = (people.one(one.deputy) for one in away if one is not None and one.deputy is not None)
    return tuple({one.id: one for one in named if one is not None and not is_away(people, one.id, day)}.values())


def admins(people: People) -> tuple[Person, ...]:
    """Return the plan's admins."""
    return tuple(person for person in people.persons if person.is_admin)


def is_chair(people: People, person: Person, day: date) -> bool:
    """Say if a person chairs the board: by their right, or holding the post of chair. A name makes nobody the chair.

    The chair of another body (a parent carer forum, say) counts only when they sit on the board as such.
    """
    if person.is_chair:
        return True
    for role in roles_of(people, person.id, day):
        if role.casefold() in ("chair", "independent chair"):
            return True
        chair = re.search(r"\bchair\b", role, re.IGNORECASE)
        if chair and re.search(r"\bboard\b", role[chair.end() :], re.IGNORECASE) and person.is_board:
            return True
    return False


def may_look_over(people: People, person: Person, day: date) -> bool:
    """Say if somebody looks over what others do: an admin, an assurer, whoever leads a priority, the chair."""
    looks = (Right.ADMIN, Right.ASSURER, "lead")
    return any(right.partition(":")[0] in looks for right in person.rights) or is_chair(people, person, day)


def only_observes(people: People, person: Person, day: date) -> bool:
    """Say if somebody only reads: they have the right to observe, no other that asks anything of them, and answer for nothing."""
    reads = {Right.OBSERVER, Right.MEMBER}
    return Right.OBSERVER in person.rights and reads.issuperset(person.rights) and not answers_for(people, person.id, day)


def find_role(plan: Plan, said: str) -> Role | None:
    """Find the role of that name, spelling or unmistakable part of a name."""
    wanted = alike(said)
    for role in plan.roles:
        if wanted in map(alike, (role.name, *role.aliases)):
            return role
    parts = [role for role in plan.roles if wanted in alike(role.name)]
    return parts[0] if len(parts) == 1 else None
