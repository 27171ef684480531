"""The letters of the next working day, as the round of that day would write them if nobody answers before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from bot.model.letters.nudge import Nudge, Reason, Rounds
from bot.model.people import Person
from bot.model.snapshot import Snapshot
from bot.ports.record import View
from bot.reports.board.window import window_of
from bot.reports.letters.hands import hands_of
from bot.reports.letters.news import news_of
from bot.reports.snapshot import Ran, with_activity
from bot.rules import calendar
from bot.rules.asking import nudges
from bot.rules.asking.pauses import in_force
from bot.rules.summary import digest_moment
from bot.wording.letters.sections import News


class Letter(NamedTuple):
    """The letter of one person: what it asks and tells, and if anything reaches them."""

    person: Person
    reasons: tuple[Reason, ...]
    news: tuple[News, ...]
    is_reached: bool


class Tomorrow(NamedTuple):
    """The next working day, its letters, if the weekly summary is posted, and if all of the plan is paused then."""

    day: date
    letters: tuple[Letter, ...] = ()
    summary: bool = False
    paused: bool = False


def tomorrow(view: View, snapshot: Snapshot) -> Tomorrow:
    """Return what goes out on the next working day."""
    policy, today = snapshot.policy, snapshot.today
    day = calendar.working_days(policy).next(today)
    if any(not one.scope for one in in_force(snapshot.pauses, policy, day)):
        return Tomorrow(day, paused=True)
    ran, questions = Ran(view, snapshot), view.updates.questions(snapshot.short)
    ahead = with_activity(view, snapshot)
    hands, window = hands_of(view, snapshot, ran), window_of(view, snapshot)
    coming = nudges.preview(ahead, questions, ran, (day - today).days + 1, hands, window)
    asked = {one.person: one for one in coming if one.day == day}
    told = _told(view, snapshot, day, ran)
    lost = {one.person for one in view.accounts.unreachable(snapshot.short)}
    letters = tuple(
        Letter(person, _reasons(asked.get(person.id)), told.get(person.id, ()), person.id not in lost)
        for person in snapshot.people.persons
        if person.id in asked or person.id in told
    )
    posted = calendar.local_day(digest_moment(day, policy), policy.zone) == day and bool(view.plans.board(snapshot.short))
    return Tomorrow(day, letters, posted)


def _reasons(nudge: Nudge | None) -> tuple[Reason, ...]:
    return nudge.reasons if nudge is not None else ()


def _told(view: View, snapshot: Snapshot, day: date, ran: Ran) -> Mapping[int, tuple[News, ...]]:
    """Return what the round of a day would tell besides its questions, if today's has run by then."""
    policy, today = snapshot.policy, snapshot.today
    opens = {
        person.id: (person, *calendar.hours(day, policy, snapshot.zone_of(person))) for person in snapshot.people.persons
    }

    def by_then(person: Person) -> Rounds:
        known = ran(person)
        runs = today in calendar.working_days(policy)
        return known.model_copy(update={"first": known.first or today, "last": today}) if runs else known

    then = calendar.hours(day, policy, policy.zone)[0]
    return news_of(view, snapshot.at(then), opens, by_then)
