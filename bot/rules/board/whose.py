"""Owners of the board's business: who must answer it, and who says if the answer is enough. All doors ask here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date, datetime

from bot.model.board.business import Answering, BusinessKind, Deed, Item
from bot.model.people import People, Person, Right
from bot.model.plan import Plan
from bot.model.spelling import alike
from bot.model.updates.update import DEPUTY
from bot.rules import holders
from bot.rules.asking.absence import is_away
from bot.rules.board import leads
from bot.rules.board.business import accountable, milestones_under, priorities


def answering(plan: Plan, people: People, item: Item) -> Answering:
    """Return who answers: the role it names. Else of each milestone its accountable role, and of all else whoever leads its
    priority, or if nobody does the roles that are accountable for it."""
    if item.owner:
        return Answering((item.owner,))
    roles: list[str] = []
    led: list[int] = []
    for ref in item.about:
        if any(one.ref == ref for one in milestones_under(plan, [ref])):
            roles += accountable(plan, [ref])
            continue
        numbers = [n for n in priorities(plan, [ref]) if any(one.leads(n) for one in people.persons)]
        led += numbers
        roles += () if numbers else accountable(plan, [ref])
    return Answering(tuple(dict.fromkeys(roles)), tuple(dict.fromkeys(led)))


def asked(plan: Plan, people: People, item: Item, day: date, lost: Collection[int] = ()) -> tuple[int, ...]:
    """Return who is asked to answer on a day: of a role those who hold it and are there, and who acts for them; for a priority
    whoever leads it or acts for them, and the admins if none of these is there. Nobody whom nothing reaches."""
    roles, led = answering(plan, people, item)
    found = [*_through(people, roles, day, lost), *(one.id for n in led for one in leads.asked(people, n, day, lost))]
    return tuple(one for one in dict.fromkeys(found) if one not in lost)


def _through(people: People, roles: Collection[str], day: date, lost: Collection[int]) -> Iterator[int]:
    for role in roles:
        yield from (one.id for one in holders.present(people, role, day))
        yield from holders.acting(people, role, day, lost)


def capacity_to_answer(people: People, plan: Plan, person: Person, item: Item, day: date) -> str | None:
    """Return in which capacity somebody may answer: the role they hold or are the deputy for, as lead or for one who is away, as
    admin. None if they may not. Whoever is accountable for a part of what a lead is asked about may answer too."""
    led = answering(plan, people, item).led
    roles = (item.owner,) if item.owner else accountable(plan, item.about)
    held = holders.roles_of(people, person.id, day)
    acts_for = holders.answers_for(people, person.id, day)
    as_lead = {number: leads.capacity(people, person, number, day) for number in led}
    found = (
        *(role for role in roles if role in held),
        *(f"{DEPUTY}{role}" for role in roles if role in acts_for),
        *(f"lead:{number}" for number in led if person.leads(number)),
        *(told for told in as_lead.values() if told is not None and told.startswith(DEPUTY)),
    )
    return next(iter(found), Right.ADMIN.value if person.is_admin else None)


def took_over(plan: Plan, people: People, person: Person, item: Item, is_new: Callable[[datetime], bool]) -> bool:
    """Say if somebody was given a role that an item is asked of, or the place of its deputy, at a moment that is new to them."""
    if item.kind is BusinessKind.DECISION:
        theirs = [one for one in people.holdings if "chair" in one.role.casefold() and not person.is_chair]
    else:
        roles = answering(plan, people, item).roles
        theirs = [one for one in people.holdings if one.role in roles]
    held = (one.noted for one in theirs if one.person == person.id)
    acts = (one.deputy_noted for one in theirs if one.deputy == person.id)
    return any(noted is not None and is_new(noted) for noted in (*held, *acts))


# ---- judged ---------------------------------------------------------------------------------


def may_judge(people: People, person: Person, item: Item, day: date) -> bool:
    """Say if somebody may say that an answer is enough: whoever raised it, and the chair; of an action an admin too. Nobody
    judges their own answer, unless nobody else is there who may."""
    if not _has_a_say(people, person, item, day):
        return False
    if not wrote_the_answer(person, item):
        return True
    return not any(_has_a_say(people, one, item, day) for one in people.persons if one.id != person.id)


def wrote_the_answer(person: Person, item: Item) -> bool:
    """Say if somebody gave the answer that an item has."""
    answer = item.last(Deed.ANSWERED)
    return answer is not None and answer.by == person.id


def _has_a_say(people: People, person: Person, item: Item, day: date) -> bool:
    if item.by == person.id or holders.is_chair(people, person, day):
        return True
    return item.kind is BusinessKind.ACTION and person.is_admin


def judging(people: People, item: Item, day: date, lost: Collection[int] = ()) -> tuple[int, ...]:
    """Return who is asked on a day if an answer will do: whoever raised it while they are there and did not give it, else
    whoever chairs and may. Nobody who is away, or whom nothing reaches."""
    by = people.one(item.by) if item.by is not None else None
    if by is not None and _sits(people, by, day) and may_judge(people, by, item, day) and _is_there(people, by, day, lost):
        return (by.id,)
    there = (one for one in people.persons if holders.is_chair(people, one, day) and _is_there(people, one, day, lost))
    return tuple(one.id for one in there if may_judge(people, one, item, day))


def deciding(people: People, item: Item, day: date, lost: Collection[int] = ()) -> tuple[int, ...]:
    """Return who is asked on a day to decide: whoever chairs and may. Nobody who is away, or whom nothing reaches: nobody acts
    for a chair."""
    return tuple(one.id for one in people.persons if may_decide(people, one, item, day) and _is_there(people, one, day, lost))


def _is_there(people: People, person: Person, day: date, lost: Collection[int]) -> bool:
    return person.id not in lost and not is_away(people, person.id, day)


def _sits(people: People, person: Person, day: date) -> bool:
    return person.is_board or person.is_admin or holders.is_chair(people, person, day)


def may_decide(people: People, person: Person, item: Item, day: date) -> bool:
    """Say if somebody may put on the record what the board decided: whoever chairs. Not on their own wish, if another chairs
    too."""
    chairs = [one.id for one in people.persons if holders.is_chair(people, one, day)]
    return person.id in chairs and (item.by != person.id or chairs == [person.id])


# ---- named ----------------------------------------------------------------------------------


def role_named(plan: Plan, people: People, said: str, day: date) -> str | None:
    """Return the role that words name: itself, or whoever holds it alone of all roles, by name or e-mail. None if it is not
    clear."""
    role = holders.find_role(plan, said)
    if role is not None:
        return role.name
    told = alike(said.strip(" <>"))
    parts = set(told.split())
    theirs = [one for one in people.persons if parts and (told == alike(one.email) or parts.issubset(alike(one.name).split()))]
    roles = [role for one in theirs for role in holders.roles_of(people, one.id, day)]
    return roles[0] if len(theirs) == 1 and len(roles) == 1 else None
