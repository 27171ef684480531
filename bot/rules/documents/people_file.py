"""The news in a people file: a later one says only what it did not say when it last spoke of somebody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from bot.model.people import Holding, People, Person, PersonRow
from bot.model.plan import Plan
from bot.model.spelling import alike
from bot.rules import holders


def about(row: PersonRow) -> tuple[str, str]:
    """Return whom and what a row is about: an e-mail and a role, or no role."""
    return row.email.casefold(), row.role or ""


def is_new(row: PersonRow, before: Sequence[PersonRow]) -> tuple[bool, bool]:
    """Say if the file says something new of the person, and if of holding the role, since it last spoke of them."""
    person = all((row.name, row.platform) != (old.name, old.platform) for old in before)
    return person, all(_held(row) != _held(old) for old in before)


def _held(row: PersonRow) -> tuple[date | None, date | None, str | None, date | None, date | None]:
    return row.starts, row.ends, row.deputy_email, row.deputy_starts, row.deputy_ends


_FIELDS = {
    "rights": "rights",
    "from": "starts",
    "to": "ends",
    "deputy": "deputy_email",
    "deputy from": "deputy_starts",
    "deputy to": "deputy_ends",
    "platform": "platform",
}


def filled(row: PersonRow, before: Sequence[PersonRow], people: People) -> PersonRow:
    """Return a row with what its file has no columns for: as the file said it last, else as it is."""
    known = before[0] if before else _as_it_is(row, people)
    fields = {_FIELDS[column]: getattr(known, _FIELDS[column]) for column in row.unsaid if column in _FIELDS}
    return row.model_copy(update={**fields, "unsaid": ()})


def _as_it_is(row: PersonRow, people: People) -> PersonRow:
    """Return what a people file would say of the person and role of a row now."""
    person = next((one for one in people.persons if one.email.casefold() == row.email.casefold()), None)
    if person is None:
        return row
    told: dict[str, object] = {"rights": person.rights, "platform": person.platform}
    held = [one for one in people.holdings if (one.role, one.person) == (row.role, person.id)]
    if held:
        deputy = people.one(held[-1].deputy) if held[-1].deputy is not None else None
        told |= {"starts": held[-1].starts, "ends": held[-1].ends, "deputy_email": deputy.email if deputy else None}
        told |= {"deputy_starts": held[-1].deputy_starts, "deputy_ends": held[-1].deputy_ends}
    return row.model_copy(update=told)


def new_rights(rows: Sequence[PersonRow], said: Mapping[tuple[str, str], Sequence[PersonRow]]) -> dict[str, str]:
    """Return the rights, by e-mail, of whoever the file gives others than it last did: those of all their rows in it together."""
    then = _rights([row for before in said.values() for row in before])
    rows = [row for row in rows if "rights" not in row.unsaid]
    return {email: given for email, given in _rights(rows).items() if then.get(email) != given}


def _rights(rows: Sequence[PersonRow]) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row.email.casefold(), set()).update(row.rights)
    return {email: " ".join(sorted(rights)) for email, rights in found.items()}


class Moved(NamedTuple):
    """A role that changes hands on a day: the names of whoever held it and holds it, and how many milestones it owns."""

    role: str
    day: date
    before: tuple[str, ...]
    after: tuple[str, ...]
    milestones: int


def moved(before: People, after: People, plan: Plan, today: date) -> tuple[Moved, ...]:
    """Return the roles that somebody gives up from one state of the plan's people to another, from today on."""
    found = (_moved(before, after, plan, role.name, today) for role in plan.roles)
    return tuple(one for one in found if one is not None and not set(one.before) <= set(one.after))


def _moved(before: People, after: People, plan: Plan, role: str, today: date) -> Moved | None:
    turns = (day for one in (*before.holdings, *after.holdings) if one.role == role for day in _turns(one))
    for day in sorted({today, *(day for day in turns if day > today)}):
        was, now = (tuple(map(after.named_apart, holders.holders(people, role, day))) for people in (before, after))
        if was != now:
            return Moved(role, day, was, now, sum(role in milestone.owners for milestone in plan.milestones))
    return None


def _turns(holding: Holding) -> tuple[date, ...]:
    """Return the days on which a holding begins, and on which it is over."""
    over = () if holding.ends is None else (holding.ends + timedelta(days=1),)
    return over if holding.starts is None else (holding.starts, *over)


def rights_changed(before: People, after: People) -> tuple[tuple[str, str, str], ...]:
    """Return whose rights become others, by name, with those before and after."""
    known = {person.id: person for person in before.persons}
    changed = [(known[one.id], one) for one in after.persons if one.id in known and known[one.id].rights != one.rights]
    return tuple((after.named_apart(now), " ".join(was.rights), " ".join(now.rights)) for was, now in changed)


class Shared(NamedTuple):
    """A role that several people would hold on a day, each by name and e-mail."""

    role: str
    day: date
    people: tuple[Person, ...]


def shared(before: People, after: People, plan: Plan, today: date) -> tuple[Shared, ...]:
    """Return the roles that would have several holders from today on, and did not have the same ones before."""
    found = (_shared(before, after, role.name, today) for role in plan.roles)
    return tuple(one for one in found if one is not None)


def _shared(before: People, after: People, role: str, today: date) -> Shared | None:
    turns = {day for one in after.holdings if one.role == role for day in _turns(one) if day > today}
    for day in sorted({today, *turns}):
        now = holders.holders(after, role, day)
        if len(now) > 1 and {one.id for one in now} != {one.id for one in holders.holders(before, role, day)}:
            return Shared(role, day, now)
    return None


class Namesakes(NamedTuple):
    """Somebody who is new, and somebody of the same name who was known. If the file no longer has the one who was known, the
    two may be one person whose e-mail has changed."""

    new: Person
    known: Person
    may_be_one: bool


def namesakes(before: People, after: People, rows: Sequence[PersonRow]) -> tuple[Namesakes, ...]:
    """Return whoever would come to bear the name of somebody else, each with the first who bore it."""
    in_file = {row.email.casefold() for row in rows}
    was = {person.id: alike(person.name) for person in before.persons}
    found: list[Namesakes] = []
    for person in after.persons:
        key = alike(person.name)
        others = [one for one in after.persons if one.id != person.id and alike(one.name) == key]
        known = [one for one in others if was.get(one.id) == key or one.id < person.id]
        if was.get(person.id) != key and known:
            found.append(Namesakes(person, known[0], known[0].email not in in_file))
    return tuple(found)
