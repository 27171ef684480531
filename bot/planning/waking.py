"""Waking: when a plan must be looked at next."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta

from bot.model.letters.nudge import Rounds
from bot.model.policy import Policy
from bot.model.snapshot import Snapshot
from bot.model.updates.update import Question
from bot.ports.record import View
from bot.reports.letters.reminders import eves_of_reminders
from bot.reports.measures.asked import eves as eves_of_readings
from bot.reports.snapshot import Ran
from bot.reports.voices.told import told as voices_told
from bot.rules import calendar
from bot.rules.asking.waking import next_stir
from bot.rules.board.carrying import coming_meetings
from bot.rules.board.cycle import days_of_windows
from bot.rules.board.leads import eves as eves_of_leads
from bot.rules.board.wanted import eves as eves_of_business
from bot.rules.risks.reviews import eves as eves_of_risks
from bot.rules.summary import digest_moment
from bot.rules.voices.asking import eves as eves_of_voices


def next_opening(zone: str, policy: Policy, now: datetime) -> datetime:
    """Return the next moment after now at which a round could have anything to do in that zone."""
    day, days = calendar.local_day(now, zone), calendar.working_days(policy)
    opens, at = policy.asking.opens, policy.digest.at
    while day < calendar.LAST:
        if day in days:
            for hour in (min(opens, at), max(opens, at)):
                moment, _ = calendar.window(day, hour, policy.asking.closes, zone)
                if moment > now:
                    return moment
        day = days.next(day)
    return now + timedelta(days=1)


def wakes(view: View, snapshot: Snapshot, questions: Collection[Question], ran: Ran, open_zones: Collection[str]) -> datetime:
    """Return the next moment at which a round may have anything to say of the plan, if nothing happens to it before.

    It may be too early, and is never too late.
    """
    zones = {snapshot.policy.zone: set[Rounds]()}
    for person in snapshot.people.persons:
        zones.setdefault(snapshot.zone_of(person), set()).add(ran(person))
    told, eves = _told(view, snapshot.short), eves_of_reminders(snapshot, view.evidence.ending(snapshot.short))
    business = view.business.all(snapshot.short)
    eves |= eves_of_business(business, snapshot.policy) | coming_meetings(business, snapshot.policy, snapshot.now)
    eves |= eves_of_risks(view.risks.all(snapshot.short), snapshot.policy)
    eves |= eves_of_readings(view, snapshot)
    eves |= eves_of_leads(snapshot.policy, snapshot.today) | days_of_windows(snapshot.policy, snapshot.today)
    eves |= eves_of_voices(voices_told(view, snapshot), snapshot.today, snapshot.policy.zone)
    moments = [
        _in_zone(snapshot, zone, ran.zone(zone), own, told, questions, zone in open_zones, eves) for zone, own in zones.items()
    ]
    return min((*moments, *_summaries(view, snapshot, snapshot.policy.zone in open_zones)))


def _told(view: View, short: str) -> datetime | None:
    """Return when something last happened of which people are told: an entry, an account lost, a summary given up."""
    entry = view.entries.told(short)
    lost = [one.at for one in view.accounts.unreachable(short)]
    unsent = [one.at for one in view.letters.unsent(short)]
    lost += [one.at for one in view.plans.lost_boards(short)]
    return max([*lost, *unsent, *([entry] if entry is not None else [])], default=None)


def _in_zone(
    snapshot: Snapshot,
    zone: str,
    known: Rounds,
    own: Collection[Rounds],
    told: datetime | None,
    questions: Collection[Question],
    is_open: bool,
    eves: Collection[date],
) -> datetime:
    """Return when anything may be said to the people of one zone. If it is open, they have just been told all there is."""
    policy, now = snapshot.policy, snapshot.now
    day = calendar.local_day(now, zone)
    if is_open:
        known, own = _today(known, day), {_today(one, day) for one in own}
    if known.last is None or any(one.last != known.last for one in own):
        return next_opening(zone, policy, now)
    since = calendar.hours(known.last, policy, zone)[0]
    asked_since = calendar.hours(known.last, policy, policy.zone)[0]
    if (told is not None and told > since) or any(one.answered is None and one.at > asked_since for one in questions):
        return next_opening(zone, policy, now)
    days = calendar.working_days(policy)
    is_to_open = day in days and now < calendar.hours(day, policy, zone)[0]
    firsts = {one.first for one in (known, *own) if one.first is not None}
    stirs = next_stir(snapshot, firsts, days.index(day) - is_to_open, eves)
    return calendar.hours(stirs, policy, zone)[0]


def _today(rounds: Rounds, day: date) -> Rounds:
    return rounds.model_copy(update={"first": rounds.first or day, "last": day})


def _summaries(view: View, snapshot: Snapshot, is_open: bool) -> Iterator[datetime]:
    """Give when the board's next summary is due. One that is late goes when the plan's hours next open."""
    policy, now = snapshot.policy, snapshot.now
    if view.plans.board(snapshot.short):
        moments = (digest_moment(snapshot.today + timedelta(days=n), policy) for n in (-7, 0, 7, 14))
        yield min(moment for moment in moments if moment > now)
        if not is_open:
            yield next_opening(policy.zone, policy, now)
