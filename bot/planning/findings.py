"""Findings: what one plan's round has to write, read and worded before anything is written."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from bot.model.letters.letter import Letter
from bot.model.letters.nudge import Ended, Hands
from bot.model.people import Person
from bot.model.policy import Policy
from bot.model.record.trouble import Kept, Unread
from bot.model.snapshot import Snapshot
from bot.model.updates.update import Question
from bot.planning.board import cycle
from bot.planning.board.carrying import is_to_carry
from bot.planning.board.since import replies_since
from bot.planning.board.summaries import summaries
from bot.planning.board.wanted import wants_opening
from bot.planning.nudges import Due, Whose, due_of, nudge, told_by
from bot.planning.waking import next_opening, wakes
from bot.ports.record import View
from bot.ports.refusals import Unreadable
from bot.reports.board.window import window_of
from bot.reports.letters.hands import hands_of
from bot.reports.letters.news import news_of
from bot.reports.snapshot import Ran, as_at
from bot.rules import calendar
from bot.rules.asking import nudges as rules_nudges
from bot.rules.asking.urgency import asked_roles

log = logging.getLogger("milepost.rounds")


class Found(NamedTuple):
    """The findings of one plan's round: letters; what it has for people who belong to other plans too, which goes with what
    those have; and how the round ends, None if the plan cannot be read. `unread` are the rows that could not be. If the
    record `freezes` or business `carries` first, or `unopened` decisions are wanted, all else is found once that is written."""

    letters: tuple[Letter, ...] = ()
    shared: tuple[tuple[Whose, Due], ...] = ()
    ended: Ended | None = None
    unread: tuple[Unread, ...] = ()
    unopened: bool = False
    freezes: bool = False
    carries: bool = False


def find(view: View, short: str, now: datetime) -> Found:
    """Find all that is due in one plan."""
    try:
        found = _found(view, short, now)
    except Unreadable:  # noted, and told at the end of the round: the other plans go on
        return Found(unread=view.unread())
    except (LookupError, TypeError, ValueError):  # what it says can be read, and makes no sense: a zone, a date
        log.exception("the round of a plan failed: %s", short)
        return Found(unread=(*view.unread(), Unread(kind=Kept.PLAN, key=short, plan=short)))
    return found._replace(unread=(*view.unread(), *found.unread))


def _found(view: View, short: str, now: datetime) -> Found:
    freezes, carries = bool(cycle.due(view, short, now)), is_to_carry(view, short, now)
    if freezes or carries:
        return Found(freezes=freezes, carries=carries)
    mark, snapshot = view.rounds.mark(short), as_at(view, short, now)
    if wants_opening(view, snapshot):
        return Found(unopened=True)
    zones = {snapshot.policy.zone, *(snapshot.zone_of(person) for person in snapshot.people.persons)}
    windows = {zone: window for zone in sorted(zones) if (window := _open_window(zone, snapshot.policy, now)) is not None}
    ran, questions = Ran(view, snapshot), view.updates.questions(short)
    due = _gather(view, snapshot, windows, ran, questions)
    known = view.people.acquainted([whose.person.id for whose, _ in due])
    alone = [(whose, found) for whose, found in due if len(known[whose.person.id].plans) == 1]
    there = view.letters.some([whose.key for whose, _ in alone])
    nudges = [nudge(whose, [found], known[whose.person.id]) for whose, found in alone if whose.key not in there]
    late = [whose for whose, _ in alone if whose.key in there and short not in told_by(there[whose.key])]
    opens_at = min(next_opening(zone, snapshot.policy, now) for zone in zones)
    freezes_at = cycle.next_freeze(view, short, snapshot.policy, now)
    return Found(
        letters=(*summaries(view, snapshot), *replies_since(view, snapshot), *nudges),
        shared=tuple((whose, found) for whose, found in due if len(known[whose.person.id].plans) > 1),
        ended=Ended(
            short=short,
            mark=mark,
            ran=tuple((zone, calendar.local_day(now, zone)) for zone in windows),
            held=tuple((whose.person.id, whose.day) for whose in late),
            wakes_at=min(freezes_at, opens_at if late else wakes(view, snapshot, questions, ran, windows)),
            opens_at=opens_at,
        ),
        unread=tuple(_unreadable(snapshot)),
    )


def _unreadable(snapshot: Snapshot) -> list[Unread]:
    """Return the statements that would count if they could be read: they are told of each day, though they were met once."""
    numbers = [standing.unreadable for standing in snapshot.standings.values() if standing.unreadable is not None]
    return [Unread(kind=Kept.ENTRY, key=str(number), plan=snapshot.short) for number in numbers]


def _open_window(zone: str, policy: Policy, now: datetime) -> tuple[datetime, datetime] | None:
    """Return the working hours of the day it is in a zone, if it is in them."""
    day = calendar.local_day(now, zone)
    if day not in calendar.working_days(policy):
        return None
    opens, closes = calendar.hours(day, policy, zone)
    return (opens, closes) if opens <= now < closes else None


def _gather(
    view: View, snapshot: Snapshot, windows: Mapping[str, tuple[datetime, datetime]], ran: Ran, questions: Sequence[Question]
) -> list[tuple[Whose, Due]]:
    """Return what the plan has for each person whose day is open, the questions first, then the news."""
    opens = {
        person.id: (person, *windows[zone]) for person in snapshot.people.persons if (zone := snapshot.zone_of(person)) in windows
    }
    found = _asked(view, snapshot, questions, ran, hands_of(view, snapshot, ran))
    for person_id, news in news_of(view, snapshot, opens, ran).items():
        before = found.get(person_id, Due(plan=snapshot.short, title=snapshot.plan.title))
        upto = view.entries.head(snapshot.short).entry if any(one.offers for one in news) else 0
        found[person_id] = before.model_copy(update={"news": news, "upto": upto})
    return [(_whose(snapshot, *opens[person_id]), due) for person_id, due in found.items()]


def _asked(
    view: View, snapshot: Snapshot, questions: Sequence[Question], ran: Ran, hands: Hands
) -> dict[int, Due]:
    nudges = rules_nudges.nudges_due(snapshot, questions, ran, hands, window_of(view, snapshot))
    if not nudges:
        return {}
    askers = {question.ref: question.by_name for question in questions}
    milestones = {milestone.ref: milestone for milestone in snapshot.plan.milestones}
    passed = any(reason.above is not None for nudge in nudges for reason in nudge.reasons)
    asked = asked_roles(snapshot, view.updates.put(snapshot.short)) if passed else None
    return {nudge.person: due_of(snapshot, nudge, askers, milestones, asked) for nudge in nudges}


def _whose(snapshot: Snapshot, person: Person, opens: datetime, closes: datetime) -> Whose:
    return Whose(person=person, day=calendar.local_day(opens, snapshot.zone_of(person)), opens=opens, closes=closes)

