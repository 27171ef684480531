"""Reviews in the one message of the day: whoever answers for a risk is asked to score it again, and about a tolerance that has
passed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from bot.model.letters.nudge import Section
from bot.model.record.entry import EntryKind
from bot.model.risks.risk import Risk
from bot.model.risks.told import RiskTold
from bot.model.snapshot import Snapshot
from bot.ports.record import View
from bot.reports.letters.reader import Reader, time_of
from bot.rules import calendar, holders
from bot.rules.asking.pauses import rests
from bot.rules.risks import reviews, standing, whose
from bot.wording.letters.sections import News, Offers
from bot.wording.risks import asked as wording

_SETTLED_BY = (EntryKind.RISK, EntryKind.WITHDRAWAL)


def asked(view: View, snapshot: Snapshot, reader: Reader) -> Iterator[News]:
    """Give what somebody is asked of the plan's risks."""
    risks = [one for one in view.risks.all(snapshot.short) if not one.is_closed]
    if not risks:
        return
    lost = frozenset(one.person for one in view.accounts.unreachable(snapshot.short))
    for risk in risks:
        told = standing.tell(risk, snapshot.policy, snapshot.today)
        if _is_asked(snapshot, reader, risk, reviews.review_days(risk, snapshot.policy), lost):
            yield _line(snapshot, reader, told, is_review=True)
        tolerated = reviews.tolerance_days(risk, snapshot.policy) if told.tolerance_passed else ()
        if tolerated and _is_asked(snapshot, reader, risk, tolerated, lost):
            yield _line(snapshot, reader, told, is_review=False)


def _is_asked(snapshot: Snapshot, reader: Reader, risk: Risk, days: Collection[date], lost: Collection[int]) -> bool:
    """Say if somebody is asked about a risk now: one of its days has come since they were last written to, or it has become
    theirs to answer since: they came to its role, or a pause is over."""
    person, time = reader.person, time_of(snapshot, reader)
    zone = snapshot.zone_of(person)
    day = calendar.local_day(time.until, zone)
    if person.id not in _owners(snapshot, risk, day, lost):
        return False
    opens = {one: calendar.hours(one, snapshot.policy, zone)[0] for one in days}
    times = list(reviews.moments(risk, days, opens))
    if any(time.holds(moment) for moment in times):
        return True
    if time.after is None or not any(moment <= time.after for moment in times):
        return False
    return person.id not in _owners(snapshot, risk, calendar.local_day(time.after, zone), lost)


def _owners(snapshot: Snapshot, risk: Risk, day: date, lost: Collection[int]) -> tuple[int, ...]:
    """Return who is asked about a risk on a day. Nobody is while its role or all that it is about is paused."""
    plan, owner = snapshot.plan, risk.terms.owner
    if rests(snapshot.pauses, snapshot.policy, day, (owner,) if owner else (), whose.priorities(plan, risk.terms.about)):
        return ()
    return whose.asked(plan, snapshot.people, risk, day, lost)


def _line(snapshot: Snapshot, reader: Reader, told: RiskTold, is_review: bool) -> News:
    """Return the line that asks, with its button. It leaves the card once anything is said of the risk."""
    role, day = told.risk.terms.owner, snapshot.today
    is_theirs = not role or role in holders.answers_for(snapshot.people, reader.person.id, day)
    instead = "" if is_theirs else role
    spans = wording.review(told, instead) if is_review else wording.passed(told, instead)
    offers: Offers = (wording.score_offer(told) if is_review else wording.change_offer(told),)
    handle = told.risk.handle
    return News(spans=spans, ref=handle, section=Section.READINGS, offers=offers, settled_by=_SETTLED_BY)
