"""The people of a measure: who gives its readings, and who is asked for them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from bot.model.measures.measure import Terms
from bot.model.people import People, Person, Right
from bot.model.snapshot import Snapshot
from bot.model.updates.update import DEPUTY
from bot.rules import holders
from bot.rules.asking.pauses import rests
from bot.rules.board import leads


def priorities(terms: Terms) -> tuple[int, ...]:
    """Return the priorities of what a measure is about."""
    found = (ref.partition(".")[0] for ref in terms.actions)
    return tuple(dict.fromkeys(int(one) for one in found if one.isdigit()))


def capacity_to_read(people: People, person: Person, terms: Terms, day: date) -> str | None:
    """Return in which capacity somebody may give a reading: as the measure's role or its deputy, as lead of its priority or for
    one who is away, as admin. None if they may not."""
    if terms.owner and terms.owner in holders.roles_of(people, person.id, day):
        return terms.owner
    if terms.owner and terms.owner in holders.answers_for(people, person.id, day):
        return f"{DEPUTY}{terms.owner}"
    led = priorities(terms)
    own = next((f"lead:{number}" for number in led if person.leads(number)), None)
    stands_in = (leads.capacity(people, person, number, day) for number in led)
    acting = next((one for one in stands_in if one is not None and one.startswith(DEPUTY)), None)
    return own or acting or (Right.ADMIN.value if person.is_admin else None)


def asked(snapshot: Snapshot, terms: Terms, day: date, lost: Collection[int] = ()) -> tuple[int, ...]:
    """Return who is asked for a reading on a day: who holds the measure's role and is there, and who acts for them. Nobody
    whom nothing reaches, and nobody while the role or all that the measure is about is paused."""
    people = snapshot.people
    if not terms.owner or is_paused(snapshot, terms, day):
        return ()
    found = (*(one.id for one in holders.present(people, terms.owner, day)), *holders.acting(people, terms.owner, day, lost))
    return tuple(one for one in dict.fromkeys(found) if one not in lost)


def is_paused(snapshot: Snapshot, terms: Terms, day: date) -> bool:
    """Say if nobody is asked for readings of a measure on a day: its role is paused, the plan, or each of its priorities."""
    return rests(snapshot.pauses, snapshot.policy, day, (terms.owner,), priorities(terms))
