"""Taking over: who came to answer for which milestones, and when. They are told so, and asked where each one stands.

A turn begins at a moment and is told by the first round whose hours open then or later, so nobody is told twice. Whoever was
there at a plan's first round is no new holder, and nobody is asked on the next day what the last round asked them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.model.letters.nudge import Hands, Rounds, Takeover, Turn
from bot.model.people import Holding, People
from bot.model.plan import Milestone, Named
from bot.model.snapshot import Snapshot
from bot.model.updates.update import DEPUTY, Standing
from bot.rules import holders
from bot.rules.asking.absence import is_answered, is_away, snoozed
from bot.rules.asking.ahead import next_day
from bot.rules.asking.ladder import Day
from bot.rules.calendar import local_day

FIRST_DAY = date(1900, 1, 1)
LONG_AGO = datetime.combine(FIRST_DAY, time(), UTC)


def hands(snapshot: Snapshot, lost: Mapping[int, datetime], named: Iterable[tuple[datetime, Named]]) -> Hands:
    """Return the hands a plan's roles are in. `lost` is since when nobody could reach whom, and `named` what editions named
    at which moment."""
    unreached = frozenset(lost)
    turns = (_by_people(snapshot, lost), _by_absences(snapshot), _by_editions(snapshot, named, unreached), _by_snoozes(snapshot))
    return Hands(tuple(turn for some in turns for turn in some), unreached)


def _by_people(snapshot: Snapshot, lost: Mapping[int, datetime]) -> Iterator[Turn]:
    spells: dict[tuple[str, int], list[Holding]] = {}
    for holding in snapshot.people.holdings:
        spells.setdefault((holding.role, holding.person), []).append(holding)
    for holding in snapshot.people.holdings:
        begins = begins_at(snapshot, holding.person, holding.noted, holding.starts)
        others = spells[holding.role, holding.person]
        if len(others) == 1 or not _held_before(others, holding, local_day(begins, snapshot.policy.zone)):
            yield Turn(holding.person, holding.role, begins, Takeover.HOLDER)
        if holding.deputy is None:
            continue
        acts = max(begins, begins_at(snapshot, holding.deputy, holding.deputy_noted, holding.deputy_starts))
        if holding.deputy_has_days:
            yield Turn(holding.deputy, holding.role, acts, Takeover.DEPUTY)
        elif holding.person in lost:
            yield Turn(holding.deputy, holding.role, max(acts, lost[holding.person]), Takeover.UNREACHED)


def _by_absences(snapshot: Snapshot) -> Iterator[Turn]:
    """Give the turns of those who act for somebody who is away: whoever they named, else the deputy that each role has."""
    for away in snapshot.people.absences:
        for holding in snapshot.people.holdings:
            deputy = away.deputy or holding.deputy
            if holding.person != away.person or deputy is None:
                continue
            begins = begins_at(snapshot, holding.person, holding.noted, holding.starts)
            yield Turn(deputy, holding.role, max(begins, begins_at(snapshot, deputy, away.noted, away.starts)), Takeover.DEPUTY)


def _by_snoozes(snapshot: Snapshot) -> Iterator[Turn]:
    """Give the turns of those who are asked again what they had snoozed, unless it was answered since."""
    for one in snapshot.snoozes:
        standing = snapshot.standings.get(one.ref)
        if one.until is None or (standing is not None and is_answered(one, standing)):
            continue
        role, begins = one.capacity.removeprefix(DEPUTY), begins_at(snapshot, one.person, one.at, one.until)
        yield Turn(one.person, role, begins, Takeover.SNOOZED, frozenset({one.ref}))


def begins_at(snapshot: Snapshot, person: int, noted: datetime | None, starts: date | None) -> datetime:
    """Return when something begins for a person that was noted at a moment, for a day on: whichever is later."""
    known = snapshot.people.one(person)
    zone = snapshot.policy.zone if known is None else snapshot.zone_of(known)
    if starts is None or starts <= FIRST_DAY:
        return noted or LONG_AGO
    return max(noted or LONG_AGO, datetime.combine(starts, time(), ZoneInfo(zone)).astimezone(UTC))


def _held_before(spells: Iterable[Holding], holding: Holding, day: date) -> bool:
    """Say if whoever holds the role held it the day before too, by another of their spells: their days are told anew, and
    nothing passes to them."""
    eve = max(holding.starts or day, FIRST_DAY) - timedelta(days=1)
    return any(other.id != holding.id and other.covers(eve) for other in spells)


def _by_editions(
    snapshot: Snapshot, named: Iterable[tuple[datetime, Named]], unreached: frozenset[int]
) -> Iterator[Turn]:
    refs: dict[tuple[datetime, str], set[str]] = {}
    for at, one in named:
        refs.setdefault((at, one.role), set()).add(one.ref)
    for (at, role), of_it in refs.items():
        answering = (
            *(person.id for person in holders.holders(snapshot.people, role, snapshot.today)),
            *holders.acting(snapshot.people, role, snapshot.today, unreached),
        )
        for person in answering:
            yield Turn(person, role, at, Takeover.EDITION, frozenset(of_it))


def taken_over(turns: Iterable[Turn], people: People, day: date, since: datetime, until: datetime) -> Iterator[Turn]:
    """Return the turns that began after one moment and not after another, and of which the person still answers that day, and
    is there."""
    for turn in turns:
        answers = since < turn.begins <= until and turn.role in holders.answers_for(people, turn.person, day)
        if answers and not is_away(people, turn.person, day):
            yield turn


def is_settled(snapshot: Snapshot, milestone: Milestone, turn: Turn, day: date) -> bool:
    """Say if whoever acts for a holder for a while need not be asked about a milestone: nothing is open since it was answered,
    or the holder has snoozed it."""
    standing = snapshot.standing(milestone)
    if standing.update is not None and standing.asked is None and not standing.dissents:
        return True
    present = [one.person for one in snapshot.people.holdings if one.role == turn.role and one.covers(day)]
    return any(snoozed(snapshot, person, milestone.ref) is not None for person in present)


def fell_due(milestone: Milestone, standing: Standing, today: Day) -> bool:
    """Say if a milestone that was snoozed would have been asked about by a day, since it was answered last. If it never was
    answered, it would."""
    said = today.said(standing)
    if said is None or said >= today.day:
        return said is None
    coming = next_day(milestone, standing, today.later[today.index(said)])
    return coming is not None and coming <= today.day


def was_there(snapshot: Snapshot, today: Day, turn: Turn, passed: Iterable[Milestone], before: frozenset[str]) -> bool:
    """Say if somebody had what they took over on the day of the plan's first round, which was the last one: it ran later, or
    it asked them all that a first round asks of these milestones. All were new then, and nobody is told so afterwards."""
    if today.last is None or today.last != today.first or local_day(turn.begins, snapshot.policy.zone) > today.last:
        return False
    if today.began is not None and turn.begins < today.began:
        return True
    then, standings = Day(today.last, Rounds(), today.policy, today.pauses), snapshot.standings
    asked = [one.ref for one in passed if then.asking(one, standings.get(one.ref)) is not None]
    return bool(asked) and before.issuperset(asked)
