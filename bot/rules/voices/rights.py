"""Rights in voices: who may tell what was heard, who answers for it, and who closes it. All doors ask here.

The forum closes what families said, nobody else. A voice is answered by the role that it names, or else as a challenge about the
same things would be; the admins answer what is about nothing in the plan.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from bot.model.board.business import Answering, BusinessKind, Item
from bot.model.measures.measure import Measure
from bot.model.people import People, Person, Right
from bot.model.plan import Plan
from bot.model.voices.voice import Voice
from bot.rules import holders
from bot.rules.board import business, whose


def is_forum(person: Person) -> bool:
    """Say if somebody speaks for the forum: they close voices."""
    return Right.FORUM in person.rights


def may_hear(person: Person) -> bool:
    """Say if somebody may put on the record what families said: the forum, and admins."""
    return is_forum(person) or person.is_admin


def may_retell(person: Person, voice: Voice) -> bool:
    """Say if somebody may say the details of a voice anew, or withdraw it: the forum, admins, and whoever put it there."""
    return may_hear(person) or voice.steps[0].by == person.id


def hears_as(person: Person) -> str:
    """Return in which capacity somebody speaks of voices: as the forum, else by their first right."""
    return Right.FORUM.value if is_forum(person) else holders.standing_in(person)


# ---- whose it is ----------------------------------------------------------------------------


def refs_of(voice: Voice) -> tuple[str, ...]:
    """Return the refs of the plan that a voice is about, without the measures."""
    return tuple(one for one in voice.terms.about if one[:1].isdigit())


def owner_of(plan: Plan, people: People, measures: Sequence[Measure], about: Sequence[str]) -> str:
    """Return the role that answers for a voice about some refs and measures, if one alone does. Else it is empty."""
    refs = tuple(one for one in about if one[:1].isdigit())
    if refs:
        return business.owner_of(plan, people, refs)
    owners = {one.terms.owner for one in measures if one.handle in about and one.terms.owner}
    return next(iter(owners)) if len(owners) == 1 else ""


def answering(plan: Plan, people: People, voice: Voice) -> Answering:
    """Return who answers for a voice: the role it names, else who does for what it is about."""
    return whose.answering(plan, people, _asked_as(voice))


def asked(plan: Plan, people: People, voice: Voice, day: date, lost: Collection[int] = ()) -> tuple[int, ...]:
    """Return who is asked on a day what will be done: those who answer for it or act for them, else the admins who are there."""
    found = whose.asked(plan, people, _asked_as(voice), day, lost)
    return found or tuple(one.id for one in holders.present_admins(people, day) if one.id not in lost)


def capacity_to_answer(people: People, plan: Plan, person: Person, voice: Voice, day: date) -> str | None:
    """Return in which capacity somebody may say what will be done, was done or cannot be. None if they may not."""
    return whose.capacity_to_answer(people, plan, person, _asked_as(voice), day)


def forum(people: People) -> tuple[Person, ...]:
    """Return those who speak for the forum."""
    return tuple(one for one in people.persons if is_forum(one))


def _asked_as(voice: Voice) -> Item:
    """Return a voice as a challenge about the same things, of which the same roles are asked."""
    begun = voice.steps[0]
    return Item(
        plan=voice.plan,
        kind=BusinessKind.CHALLENGE,
        text=voice.terms.said,
        about=refs_of(voice),
        owner=voice.terms.owner,
        by=begun.by,
        at=begun.at,
    )
