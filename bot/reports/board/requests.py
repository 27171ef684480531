"""The board's wants of somebody, as their nudge asks for them, and what became of each.

Owners are asked to answer and whoever chairs to decide: once a thing was raised, came back or was carried, and again some
working days before it is wanted. Whoever raised it is told of an answer, and again each week until they have said if it will
do. Whoever answers for what it was about hears what the board decided.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import NamedTuple, assert_never

from bot.model.board.business import BusinessKind, BusinessState, Deed, Item, Step
from bot.model.letters.message import Spans
from bot.model.letters.nudge import Section
from bot.model.people import Person
from bot.model.snapshot import Snapshot
from bot.ports.record import View
from bot.reports.letters.reader import Reader, Since, time_of
from bot.rules import calendar, holders
from bot.rules.board import wanted as rules
from bot.rules.board import whose
from bot.wording import board as wording
from bot.wording.letters.sections import News, Offers

_ENDS = (Deed.ACCEPTED, Deed.CLOSED, Deed.WITHDRAWN)


class _Told(NamedTuple):
    """Whom a round tells of the board's business, and of which time. `lost` are those whom no address reaches."""

    snapshot: Snapshot
    person: Person
    time: Since
    day: date
    lost: Collection[int]

    @property
    def is_admin(self) -> bool:
        """Say if they hear of what nobody can be asked for."""
        return any(one.id == self.person.id for one in rules.told_in_place(self.snapshot, self.day))

    def opening(self, day: date) -> datetime:
        """Return when that day opens for them."""
        return calendar.hours(day, self.snapshot.policy, self.snapshot.zone_of(self.person))[0]


def wanted(view: View, snapshot: Snapshot, reader: Reader) -> Iterator[News]:
    """Give what somebody is asked and told of the board's business."""
    items = view.business.all(snapshot.short)
    if not items:
        return
    time, person = time_of(snapshot, reader), reader.person
    day = calendar.local_day(time.until, snapshot.zone_of(person))
    lost = frozenset(one.person for one in view.accounts.unreachable(snapshot.short))
    told = _Told(snapshot, person, time, day, lost)
    for item in items:
        yield from _of(item, told)


def _of(item: Item, told: _Told) -> Iterator[News]:
    match item.state:
        case BusinessState.OPEN:
            return _asked(item, told)
        case BusinessState.ANSWERED:
            return _answered(item, told)
        case BusinessState.DECIDED:
            return _decided(item, told)
        case BusinessState.ACCEPTED | BusinessState.CLOSED | BusinessState.WITHDRAWN:
            return _over(item, told)
    assert_never(item.state)


def _asked(item: Item, told: _Told) -> Iterator[News]:
    """Ask for an answer or a decision, or tell an admin that nobody can be asked for it."""
    rungs = (told.opening(day) for day in rules.before_wanted(item, told.snapshot.policy))
    is_time = any(told.time.holds(moment) for moment in (*rules.anew(item, told.snapshot.policy), *rungs))
    asked, is_decision = rules.answering(told.snapshot, item, told.day, told.lost), item.kind is BusinessKind.DECISION
    if not is_time and not _changed_hands(item, told, asked):
        return
    if told.person.id in asked:
        offer = wording.decide_offer(item) if is_decision else wording.answer_offer(item)
        yield _line(item, wording.wanted(item, _sent_back(item)), (offer,))
    elif not asked and told.is_admin:
        yield _line(item, wording.in_nobodys_hands(item, _chairs(told)), () if is_decision else (wording.answer_offer(item),))


def _changed_hands(item: Item, told: _Told, asked: Collection[int]) -> bool:
    """Say if somebody is asked now who was not on the day on which a round last reached them, as they took a role over or stand
    in; or if nobody is any more who was, for whoever hears of that instead."""
    if told.time.after is None:
        return False
    day = calendar.local_day(told.time.after, told.snapshot.zone_of(told.person))
    before = rules.answering(told.snapshot, item, day, told.lost)
    if told.person.id in asked:
        plan, people = told.snapshot.plan, told.snapshot.people
        return told.person.id not in before or whose.took_over(plan, people, told.person, item, told.time.holds)
    return not asked and bool(before) and told.is_admin


def _chairs(told: _Told) -> str:
    """Name those who chair, though none of them can be asked."""
    people = told.snapshot.people
    return ", ".join(people.named_apart(one) for one in people.persons if holders.is_chair(people, one, told.day))


def _sent_back(item: Item) -> Step | None:
    """Return the word that the last answer was not enough, if one was given since."""
    return item.last(Deed.NOT_ACCEPTED)


def _answered(item: Item, told: _Told) -> Iterator[News]:
    """Ask whoever may accept an answer if it will do: once it was given, and again in each week."""
    answer = item.last(Deed.ANSWERED)
    if answer is None or not (told.time.holds(answer.at) or told.time.week):
        return
    judges = whose.judging(told.snapshot.people, item, told.day, told.lost)
    if told.person.id in judges:
        yield _line(item, wording.answered(item, answer), wording.verdict_offers(item))
    elif not judges and told.is_admin:
        yield _line(item, wording.unjudged(item))


def _decided(item: Item, told: _Told) -> Iterator[News]:
    """Tell whoever answers for what it is about, and whoever raised it, what the board decided."""
    decision = item.last(Deed.DECIDED)
    if decision is None or not told.time.holds(decision.at) or decision.by == told.person.id:
        return
    if told.person.id == item.by or told.person.id in rules.hearing(told.snapshot, item, told.day):
        yield _line(item, wording.decided(item, decision))


def _over(item: Item, told: _Told) -> Iterator[News]:
    """Tell whoever was asked that nothing more is, and whoever raised it what became of it, unless they ended it themselves."""
    end = next((step for step in reversed(item.steps) if step.deed in _ENDS), None)
    if end is None or not told.time.holds(end.at) or end.by == told.person.id:
        return
    answer = item.last(Deed.ANSWERED)
    if told.person.id == item.by:
        unheard = answer if answer is not None and answer.by != item.by and told.time.holds(answer.at) else None
        yield _line(item, wording.over_for_raiser(item, unheard, end))
    elif _was_never_asked(item, end, told):
        return
    elif told.person.id in rules.answering(told.snapshot, item, told.day) or (answer and answer.by == told.person.id):
        yield _line(item, wording.over(item, end))


def _was_never_asked(item: Item, end: Step, told: _Told) -> bool:
    """Say if it was withdrawn before anybody heard of it: it was raised and taken back between two rounds."""
    return end.deed is Deed.WITHDRAWN and told.time.holds(item.at)


def _line(item: Item, spans: Spans, offers: Offers = ()) -> News:
    """Return a line about an item. If it asks something it leaves the card once that is done."""
    handle = item.handle if offers else ""
    return News(spans=spans, ref=item.handle, section=Section.BOARD, offers=offers, handle=handle)
