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
    if days and reads.has_come(days) and person.id in _asked(one, reads):
        yield _line(one, wording.asked(one), wording.asked_offers(one))
    last = one.voice.steps[-1]
    if last.deed not in (VoiceDeed.CHANGED, VoiceDeed.REOPENED) or not reads.time.holds(last.at) or last.by == person.id:
        return
    if person.id in _asked(one, reads) and not rights.is_forum(person):
        yield _line(one, wording.became(one, last, last.deed is VoiceDeed.CHANGED))


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


def _asked(one: VoiceTold, reads: _Told) -> tuple[int, ...]:
    snapshot = reads.snapshot
    return rights.asked(snapshot.plan, snapshot.people, one.voice, reads.day, reads.lost)


def _line(one: VoiceTold, spans: Spans, offers: Offers = ()) -> News:
    """Return a line about a voice. If it asks something it leaves the card once that is done."""
    return News(spans=spans, ref=one.handle, section=Section.VOICES, offers=offers, handle=one.handle if offers else "")
