"""The cards that asked, as they stand now: what was answered since, what is still open, and when the next question comes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from bot.model.board.business import BusinessKind
from bot.model.letters.letter import Asked, Letter
from bot.model.letters.message import Item, Items, Message
from bot.model.letters.nudge import Cause
from bot.model.people import Person
from bot.model.plan import Milestone
from bot.model.record.entry import EntryKind
from bot.model.snapshot import Snapshot
from bot.model.updates.update import Standing, Update
from bot.model.voices.voice import VOICE
from bot.ports.record import View
from bot.reports.letters.next_question import NextQuestions
from bot.reports.snapshot import take
from bot.rules import calendar, holders
from bot.rules.asking import nudges
from bot.rules.asking.absence import snoozed
from bot.rules.board.wanted import acted_on
from bot.rules.measures.dates import wanted
from bot.rules.updates.requests import still_open
from bot.rules.updates.standing import dates, face_in, tracked_in
from bot.rules.updates.statements import answer_to
from bot.rules.voices import asking as of_voices
from bot.wording.letters import cards
from bot.wording.letters.card_line import Line
from bot.wording.letters.sections import room_for, wants


def as_it_stands(view: View, letter: Letter, now: datetime, several_plans: bool) -> Message | None:
    """Write what a nudge asks anew, to show what has been saved and settled since. None if this part of it asks nothing.

    One after which a newer came keeps no buttons.
    """
    shown = _shown(letter.message)
    if not shown and not _offers(letter.message):
        return None
    told = _still_told(view, letter)
    if not shown:
        return cards.told_card(told, _wanted(letter, [*told, *still_counted(view, letter)]))
    plans = {short: take(view, short, now) for short in {one.plan for one in letter.asked}}
    lines = _lines(letter, plans)
    listed = [(n, entry) for n, entry in lines.items() if n in shown]
    if _is_past(letter.message):
        return cards.past_card(listed, several_plans, _that_ask(told))
    room = _listed(letter)
    if min(room, max(lines, default=0)) in shown:  # the last one listed: here the rest is counted
        counted = [entry for n, entry in lines.items() if n in shown or n > room]
    else:
        counted = [entry for _, entry in listed]
    return cards.answered_card(listed, counted, _next_on(view, letter, plans, counted), several_plans, told)


def as_settled(view: View, letter: Letter, now: datetime, several_plans: bool) -> Message | None:
    """Do as `as_it_stands` if anything on a card was answered or settled. None if it was not, or the card shows so already."""
    message = as_it_stands(view, letter, now, several_plans)
    if message is None or message == letter.message:
        return None
    before, after = (sum(1 for one in _items(card) if one.about) for card in (letter.message, message))
    plans = {short: take(view, short, now) for short in {one.plan for one in letter.asked}} if before == after else {}
    is_answered = before != after or any(entry.answered for entry in _lines(letter, plans).values())
    return message if is_answered else None


def as_past(view: View, letter: Letter, now: datetime) -> Message | None:
    """Write a nudge after which a newer one came: what was saved and what was asked, with no button for a milestone. None if it
    has none."""
    shown = _shown(letter.message)
    if not shown or letter.person is None or _is_past(letter.message):
        return None
    plans = {short: take(view, short, now) for short in {one.plan for one in letter.asked}}
    listed = [(n, entry) for n, entry in _lines(letter, plans).items() if n in shown]
    told = _that_ask(_still_told(view, letter))
    return cards.past_card(listed, len(view.people.plans_of(letter.person)) > 1, told)


def asks(letter: Letter) -> bool:
    """Say if a letter asks for anything: one with news alone does not."""
    return any(one.kind is not Cause.NEWS for one in letter.asked)


def _shown(message: Message) -> frozenset[int]:
    """Return the numbers on a card: one part of a long one shows only some."""
    lists = (block.lines for block in message.blocks if isinstance(block, Items))
    return frozenset(item.number for lines in lists for item in lines if item.number is not None)


def _items(message: Message) -> Iterator[Item]:
    return (item for block in message.blocks if isinstance(block, Items) for item in block.lines)


def _is_past(message: Message) -> bool:
    """Say if a card that asked has lost its buttons to a newer one."""
    return not any(item.buttons for item in _items(message) if item.number is not None)


def _offers(message: Message) -> bool:
    """Say if a card asks anything besides milestones."""
    return any(item.about for item in _items(message))


def _listed(letter: Letter) -> int:
    """Return how many questions a letter had room for."""
    asked = [one.plan for one in letter.asked if one.kind is not Cause.NEWS]
    return room_for(asked, [(one.plan, one.section) for one in letter.asked if one.section is not None])


def _still_told(view: View, letter: Letter) -> list[Items]:
    """Return what the other sections of a card say, without what is settled."""
    others = [
        block
        for block in letter.message.blocks
        if isinstance(block, Items) and not block.folded and not any(item.number is not None for item in block.lines)
    ]
    open_ = [block.model_copy(update={"lines": tuple(_open(view, letter, block))}) for block in others]
    return [block for block in open_ if block.lines]


def still_counted(view: View, letter: Letter) -> list[Items]:
    """Return the lines that a nudge had no room for, without what is settled."""
    counted = [block.model_copy(update={"lines": tuple(_open(view, letter, block))}) for block in letter.message.kept]
    return [block for block in counted if block.lines]


def _wanted(letter: Letter, told: Sequence[Items]) -> list[str]:
    """Return the names of what the lines of some sections want."""
    there = {(item.plan, item.about) for block in told for item in block.lines if item.about}
    lines = [one for one in letter.asked if one.kind is Cause.NEWS and (one.plan, one.line) in there]
    return [want for one in lines if (want := wants(one.section, one.settled_by))]


def _open(view: View, letter: Letter, block: Items) -> Iterator[Item]:
    """Give the lines that are not settled. One that asks nothing never is."""
    for item in block.lines:
        news = (one for one in letter.asked if one.kind is Cause.NEWS)
        told = (one for one in news if (one.plan, one.line) == (item.plan, item.about))
        of = next(told, None) if item.about else None
        if of is None or not _is_settled(view, of, letter):
            yield item


def _is_settled(view: View, told: Asked, letter: Letter) -> bool:
    if told.settled_by == (EntryKind.READING,):
        return _is_read(view, told, letter)
    if told.handle.startswith(tuple(kind.letter for kind in BusinessKind)):
        return any(one.handle == told.handle and acted_on(one, told.stood or 0) for one in view.business.all(told.plan))
    if told.handle.startswith(VOICE):
        return any(one.handle == told.handle and of_voices.acted_on(one, told.stood or 0) for one in view.voices.all(told.plan))
    if told.handle:
        return all(one.handle != told.handle for one in still_open(view.requests.all(told.plan)))
    return view.entries.any_about(told.plan, told.ref, told.settled_by, told.stood or 0)


def _is_read(view: View, told: Asked, letter: Letter) -> bool:
    """Say if the reading that a letter asked for is known, or none is wanted: one of an earlier period is no answer."""
    policy = view.plans.policy(told.plan)
    day = calendar.local_day(letter.not_before, policy.zone)
    measure = next((one for one in view.measures.all(told.plan) if one.handle == told.ref), None)
    return measure is None or wanted(measure, policy, day) is None


def _that_ask(told: Sequence[Items]) -> list[Items]:
    """Return of these lines those that ask something."""
    asking = [block.model_copy(update={"lines": tuple(item for item in block.lines if item.about)}) for block in told]
    return [block for block in asking if block.lines]


def _lines(letter: Letter, plans: Mapping[str, Snapshot]) -> dict[int, Line]:
    """Return all that a letter asked, under its numbers."""
    asked = [(n, one) for n, one in enumerate(letter.asked, 1) if one.kind is not Cause.NEWS]
    found = [(n, _line(letter, one, plans[one.plan])) for n, one in asked]
    return {n: entry for n, entry in found if entry is not None}


def _line(letter: Letter, asked: Asked, snapshot: Snapshot) -> Line | None:
    """Return what a letter asked, as it stands now. None if the milestone is no longer in the plan."""
    milestone = next((one for one in snapshot.plan.milestones if one.ref == asked.ref), None)
    if milestone is None or milestone.closed:
        return None
    standing, person = snapshot.standing(milestone), _person(letter, snapshot)
    asked_on = calendar.local_day(letter.not_before, snapshot.zone_of(person) if person is not None else snapshot.policy.zone)
    answer = _answer(standing, asked, letter)
    rests = snoozed(snapshot, person.id, asked.ref) if person is not None else None
    return Line(
        plan=asked.plan,
        milestone=milestone,
        standing=standing,
        kind=None if asked.kind in (Cause.ASKED, Cause.ESCALATION) else asked.kind,
        working_days=asked.working_days,
        told=asked.kind is Cause.ESCALATION,
        may=holders.may_update(snapshot.people, person, milestone, asked_on),
        answered=answer is not None,
        answer=answer,
        rests=rests.until if rests is not None else None,
        passed=_passed(snapshot, person, milestone) if asked.kind is not Cause.ESCALATION else "",
        dates=dates(snapshot, milestone, nudges.date_named(milestone, snapshot.policy, asked.kind, asked.working_days, asked_on)),
        face=face_in(snapshot, milestone),
        imported=tracked_in(snapshot, milestone),
    )


def _passed(snapshot: Snapshot, person: Person | None, milestone: Milestone) -> str:
    """Return the role that answers for a milestone, if somebody who was asked no longer does. Empty if they do."""
    if person is None or person.is_admin or not milestone.owners:
        return ""
    theirs = holders.answers_for(snapshot.people, person.id, calendar.local_day(snapshot.now, snapshot.zone_of(person)))
    return "" if not theirs.isdisjoint(milestone.owners) else milestone.accountable or ""


def _person(letter: Letter, snapshot: Snapshot) -> Person | None:
    return snapshot.people.one(letter.person) if letter.person is not None else None


def _answer(standing: Standing, asked: Asked, letter: Letter) -> Update | None:
    """Return what answered a question of a letter, for whoever it was sent to. An old letter says only when it was sent."""
    if asked.stood is not None:
        return answer_to(standing, letter.person, asked.stood)
    newest = answer_to(standing, letter.person, 0)
    return newest if newest is not None and newest.at >= (letter.settled or letter.not_before) else None


def _next_on(view: View, letter: Letter, plans: Mapping[str, Snapshot], lines: list[Line]) -> date | None:
    """Return when the next question about what is open would come, as everywhere else that it is told."""
    found: list[date] = []
    for short, snapshot in plans.items():
        still_open = [entry.milestone for entry in lines if entry.plan == short and (entry.is_open or entry.rests)]
        day = NextQuestions(view, snapshot, _person(letter, snapshot)).first(still_open)
        found += [day] if day is not None else []
    return min(found, default=None)
