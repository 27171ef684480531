"""The leads' part in the cycle: who may write for the board, who is asked to and when, and what of it counts for a period."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta

from bot.model.board.period import Freeze, Narrative, Period
from bot.model.board.settings import BOARD
from bot.model.people import People, Person
from bot.model.policy import Policy
from bot.model.updates.update import DEPUTY
from bot.rules import holders
from bot.rules.asking.absence import absence, is_away
from bot.rules.board.cycle import current, periods, set_periods
from bot.rules.calendar import last_moment, local_day

LEAD = "lead of priority "  # and its number: the capacity of whoever leads it


def capacity(people: People, person: Person, priority: int, day: date) -> str | None:
    """Return in which capacity somebody may write about a priority on a day: as its lead, as whoever acts for a lead who is
    away, or as an admin. None if they may not."""
    if person.leads(priority):
        return f"{LEAD}{priority}"
    if any(_acts_for(people, one, day) == person.id for one in _leads(people, priority)):
        return f"{DEPUTY}{LEAD}{priority}"
    return "admin" if person.is_admin else None


def asked(people: People, priority: int, day: date, lost: Collection[int] = ()) -> tuple[Person, ...]:
    """Return who is asked to write about a priority on a day: its leads, for one who is away whoever acts for them, and the
    admins if none of these is there and can be reached."""
    found: list[int] = []
    for one in _leads(people, priority):
        if not is_away(people, one.id, day):
            found.append(one.id)
        elif (named := _acts_for(people, one, day)) is not None and not is_away(people, named, day):
            found.append(named)
    there = [people.one(person) for person in dict.fromkeys(found) if person not in lost]
    return tuple(one for one in there if one is not None) or holders.present_admins(people, day)


def _leads(people: People, priority: int) -> tuple[Person, ...]:
    return tuple(one for one in people.persons if one.leads(priority))


def _acts_for(people: People, lead: Person, day: date) -> int | None:
    """Return whom a lead has named for the absence that they are in. None if they are there, or named nobody."""
    away = absence(people, lead.id, day) if people.absences else None
    return None if away is None else away.deputy


def steps(period: Period) -> tuple[date, ...]:
    """Return the days on which leads are asked for a period. A month's end asks nobody."""
    return tuple(sorted({period.owners_by, period.leads_by})) if period.is_set else ()


def reached(period: Period, day: date) -> int:
    """Count the steps of a period that have come by a day."""
    return sum(step <= day for step in steps(period))


def asked_since(period: Period, policy: Policy, freezes: Sequence[Freeze], day: date) -> datetime | None:
    """Return the moment after which whoever was asked to write was asked for this period: another meeting that is still set was
    held, or the record frozen for its papers. None if neither was by that day."""
    others = {one.meeting for one in set_periods(policy)} - {period.meeting}
    held = (last_moment(one, policy.zone) for one in others if one < day)
    frozen = (one.as_at for one in freezes if one.audience == BOARD and not one.void and one.meeting in others)
    return max((*held, *frozen), default=None)


def eves(policy: Policy, day: date) -> frozenset[date]:
    """Return the days before those on which leads are asked, from the period on that a day is in."""
    to_come = (one for one in periods(policy, day) if one.meeting >= day)
    return frozenset(step - timedelta(days=1) for one in to_come for step in steps(one))


def meeting_of(narrative: Narrative, policy: Policy) -> date:
    """Return the meeting that a narrative is for. If that was moved since, it is the one that was at hand when it was written."""
    written = local_day(narrative.at, policy.zone)
    known = {one.meeting for one in periods(policy, written)} | {one.meeting for one in periods(policy, narrative.meeting)}
    return narrative.meeting if narrative.meeting in known else current(policy, written).meeting


def of_period(narratives: Sequence[Narrative], policy: Policy, period: Period) -> Mapping[int, Narrative]:
    """Return what counts for a period, by priority: what was written last."""
    return {one.priority: one for one in narratives if meeting_of(one, policy) == period.meeting}


def before(narratives: Sequence[Narrative], policy: Policy, period: Period, priority: int) -> Narrative | None:
    """Return what was written last about a priority for an earlier period."""
    earlier = ((meeting_of(one, policy), one.id, one) for one in narratives if one.priority == priority)
    found = [one for one in earlier if one[0] < period.meeting]
    return max(found, key=lambda one: one[:2])[2] if found else None
