"""Voices in somebody's nudge: what those who answer are asked, what the forum is asked, and what became of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import NamedTuple

from bot.model.letters.message import Spans
from bot.model.letters.nudge import Section
from bot.model.people import Person
from bot.model.snapshot import Snapshot
from bot.model.voices.told import VoiceTold
from bot.model.voices.voice import VoiceDeed
from bot.ports.record import View
from bot.reports.letters.reader import Reader, Since, time_of
from bot.reports.voices.told import told
from bot.rules import calendar
from bot.rules.asking.pauses import rests
from bot.rules.board.business import priorities
from bot.rules.board.wanted import told_in_place
from bot.rules.voices import asking, rights
from bot.wording.commands.impact.voices import Act
from bot.wording.letters.sections import News, Offers
from bot.wording.voices import nudge as wording


class _Told(NamedTuple):
    """Somebody whom a round tells of voices, and the time of which. `lost` are those whom no address reaches."""

    snapshot: Snapshot
    person: Person
    time: Since
    day: date
    lost: Collection[int]

    def has_come(self, days: Collection[date]) -> bool:
        """Say if one of some days opened for them since a round last reached them."""
        zone = self.snapshot.zone_of(self.person)
        return any(self.time.holds(calendar.hours(day, self.snapshot.policy, zone)[0]) for day in days)


def of_voices(view: View, snapshot: Snapshot, reader: Reader) -> Iterator[News]:
    """Give what somebody is asked and told of the voices of families."""
    voices = told(view, snapshot)
    if not voices:
        return
    time, person = time_of(snapshot, reader), reader.person
    day = calendar.local_day(time.until, snapshot.zone_of(person))
    lost = frozenset(one.person for one in view.accounts.unreachable(snapshot.short))
    reads = _Told(snapshot, person, time, day, lost)
    for one in voices:
        yield from _to_owners(one, reads)
        yield from _to_forum(one, reads)


def _to_owners(one: VoiceTold, reads: _Told) -> Iterator[News]:
    snapshot, person = reads.snapshot, reads.person
    days = asking.of_owners(one, reads.day, snapshot.policy.zone)
    if days and person.id in _asked(one, reads, reads.day) and (reads.has_come(days) or _came_to_it(one, reads, days[0])):
        yield _line(one, wording.asked(one), wording.asked_offers(one))
    last = one.voice.steps[-1]
    if last.deed is not VoiceDeed.CHANGED or not reads.time.holds(last.at) or last.by == person.id:
        return
    if person.id in _asked(one, reads, reads.day) and not rights.is_forum(person):
        yield _line(one, wording.closed(one))


def _to_forum(one: VoiceTold, reads: _Told) -> Iterator[News]:
    people, is_time = reads.snapshot.people, reads.has_come(asking.of_forum(one, reads.day, reads.snapshot.policy.zone))
    if not rights.forum(people):
        if is_time and any(each.id == reads.person.id for each in told_in_place(reads.snapshot, reads.day)):
            yield _line(one, wording.no_forum(one))
        return
    if not rights.is_forum(reads.person):
        return
    if is_time:
        yield _line(one, wording.asks_forum(one), (wording.offer(one, Act.CHANGED),))
    elif one.cannot is not None and reads.time.holds(one.cannot.at):
        yield _line(one, wording.cannot(one), (wording.offer(one, Act.REOPEN),))


def _asked(one: VoiceTold, reads: _Told, day: date) -> tuple[int, ...]:
    """Return who is asked about a voice on a day. Nobody is while those who answer, or all that it is about, are paused."""
    snapshot = reads.snapshot
    plan, people = snapshot.plan, snapshot.people
    roles, led = rights.answering(plan, people, one.voice)
    about = priorities(plan, rights.refs_of(one.voice))
    if rests(snapshot.pauses, snapshot.policy, day, () if led else roles, about):
        return ()
    return rights.asked(plan, people, one.voice, day, reads.lost)


def _came_to_it(one: VoiceTold, reads: _Told, last: date) -> bool:
    """Say if somebody is asked now who was neither on the last day of asking nor on the day on which a round last reached them:
    they came to a role, or a pause is over."""
    if reads.time.after is None or last > reads.day:
        return False
    before = calendar.local_day(reads.time.after, reads.snapshot.zone_of(reads.person))
    return all(reads.person.id not in _asked(one, reads, day) for day in (last, before))


def _line(one: VoiceTold, spans: Spans, offers: Offers = ()) -> News:
    """Return a line about a voice. If it asks something it leaves the card once that is done."""
    return News(spans=spans, ref=one.handle, section=Section.VOICES, offers=offers, handle=one.handle if offers else "")
