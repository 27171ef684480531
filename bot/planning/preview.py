"""A preview: what the coming rounds would send if nobody answered, from the same function that sends it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.model.letters.message import Message
from bot.model.letters.nudge import Nudge, Rounds
from bot.model.noun import Noun
from bot.model.people import Address, Person
from bot.model.policy import Policy
from bot.model.snapshot import Snapshot
from bot.planning.board import summaries as board
from bot.planning.nudges import Due, due_of, nudge_key, nudge_message
from bot.ports.record import View
from bot.reports.board.window import window_of
from bot.reports.letters.hands import hands_of
from bot.reports.letters.news import admin_news, troubles_of
from bot.reports.measures.asked import coming
from bot.reports.snapshot import Ran, as_at
from bot.rules import summary
from bot.rules.asking import nudges as rules_nudges
from bot.rules.asking.absence import is_away
from bot.rules.calendar import hours, local_day, working_days
from bot.wording.letters.sections import News


class Expected(Noun):
    """One nudge that would be sent."""

    key: str
    person: str
    email: str
    role: str
    at: datetime
    milestones: tuple[tuple[str, str, int | None], ...]
    text: str


class Summary(Noun):
    """One weekly summary that would be posted."""

    key: str
    channel: str
    at: datetime


class Undeliverable(Noun):
    """A role nobody holds, with the milestones nobody is asked about."""

    role: str
    milestones: tuple[str, ...]
    reason: str


class Preview(Noun):
    """The whole of it for one plan."""

    nudges: tuple[Expected, ...]
    digests: tuple[Summary, ...]
    undeliverable: tuple[Undeliverable, ...]
    undated: tuple[str, ...]


def preview(view: View, short: str, start: date, days: int, policy: Policy | None = None) -> Preview:
    """Preview n calendar days from the record as it stands at the start of that local day, if nobody answers.

    With a policy, as if that one were in force.
    """
    policy = policy or view.plans.policy(short)
    zone = policy.zone
    in_force = as_at(view, short, datetime.combine(start, time(), ZoneInfo(zone)).astimezone(UTC))
    ran = Ran(view, in_force.at(in_force.now + timedelta(hours=12)))
    snapshot = in_force.model_copy(update={"policy": policy})
    questions = tuple(question for question in view.updates.questions(short) if local_day(question.at, zone) <= start)
    nudges = rules_nudges.preview(snapshot, questions, ran, days, hands_of(view, snapshot, ran), window_of(view, snapshot))
    by_id = {person.id: person for person in snapshot.people.persons}
    askers = {question.ref: question.by_name for question in questions}
    first = min((nudge.day for nudge in nudges), default=start)
    milestones, known = {one.ref: one for one in snapshot.plan.milestones}, view.people.acquainted(by_id)
    readings = dict(coming(view, snapshot, ran, days))
    asked = [(nudge, readings.pop((nudge.person, nudge.day), ())) for nudge in nudges]
    due = [(nudge, _with(due_of(snapshot, nudge, askers, milestones), news)) for nudge, news in asked]
    expected = [_expected(snapshot, by_id[n.person], n, nudge_message([found], known[n.person])) for n, found in due]
    expected += _news_alone(view, snapshot, ran, days, {nudge.key for nudge in nudges}, readings)
    return Preview(
        nudges=tuple(sorted(expected, key=lambda nudge: nudge.at)),
        digests=_digests(snapshot, view.plans.board(short), days),
        undeliverable=tuple(
            Undeliverable(role=v.role, milestones=v.milestones, reason=v.reason)
            for v in rules_nudges.undeliverable(snapshot, first)
        ),
        undated=rules_nudges.undated_milestones(snapshot.plan),
    )


def _expected(snapshot: Snapshot, person: Person, nudge: Nudge, message: Message) -> Expected:
    return Expected(
        key=nudge.key,
        person=person.name,
        email=person.email,
        role=nudge.reasons[0].role,
        at=nudge.opens.astimezone(ZoneInfo(snapshot.zone_of(person))),
        milestones=tuple((reason.ref, reason.kind, reason.working_days) for reason in nudge.reasons),
        text=message.plain(),
    )


def _with(due: Due, news: Sequence[News]) -> Due:
    return due.model_copy(update={"news": tuple(news)}) if news else due


def _news_alone(
    view: View,
    snapshot: Snapshot,
    rounds: Callable[[Person], Rounds],
    days: int,
    nudged: set[str],
    readings: Mapping[tuple[int, date], tuple[News, ...]],
) -> list[Expected]:
    """Return what people would be told on days with no question about a milestone to them: admins what is wrong, and whoever
    owns a measure which reading is wanted."""
    policy, start, found = snapshot.policy, snapshot.today, list[Expected]()
    working = [day for n in range(days) if (day := start + timedelta(days=n)) in working_days(policy)]
    troubles, known = troubles_of(view, snapshot), view.people.acquainted([one.id for one in snapshot.people.persons])
    for person in snapshot.people.persons:
        zone, ran = snapshot.zone_of(person), rounds(person)
        for day in (day for day in working if not is_away(snapshot.people, person.id, day)):
            opens, _ = hours(day, policy, zone)
            key = nudge_key(person.id, day)
            news = readings.get((person.id, day), ())
            if person.is_admin and key not in nudged:
                news = (*news, *admin_news(view, snapshot.at(opens), person, ran, opens, troubles))
            ran = Rounds(first=ran.first or day, last=day)
            if news:
                due = Due(plan=snapshot.short, title=snapshot.plan.title, news=news)
                text = nudge_message([due], known[person.id]).plain()
                at = opens.astimezone(ZoneInfo(zone))
                found.append(Expected(key=key, person=person.name, email=person.email, role="", at=at, milestones=(), text=text))
    return found


def _digests(snapshot: Snapshot, channels: Sequence[Address], days: int) -> tuple[Summary, ...]:
    policy, start, zone = snapshot.policy, snapshot.today, ZoneInfo(snapshot.policy.zone)
    last = start + timedelta(days=days - 1)
    moments = {summary.digest_moment(start + timedelta(days=n), policy) for n in range(-7, days + 7)}
    return tuple(
        Summary(key=board.digest_key(snapshot.short, moment, policy, channel), channel=channel.id, at=moment.astimezone(zone))
        for moment in sorted(moments)
        if start <= local_day(moment, policy.zone) <= last and local_day(moment, policy.zone) in working_days(policy)
        for channel in channels
    )


def as_json(preview: Preview) -> dict[str, object]:
    """Return the shape of `milepost preview --json`. Every `at` carries its offset."""
    return {
        "nudges": [nudge_json(nudge) for nudge in preview.nudges],
        "digests": [{"key": d.key, "channel": d.channel, "at": d.at.isoformat()} for d in preview.digests],
        "undeliverable": [{"role": u.role, "milestones": list(u.milestones), "reason": u.reason} for u in preview.undeliverable],
        "undated": list(preview.undated),
    }


def nudge_json(nudge: Expected) -> dict[str, object]:
    """Return the shape of one nudge in `milepost preview --json`."""
    return {
        "key": nudge.key,
        "person": nudge.person,
        "email": nudge.email,
        "role": nudge.role,
        "at": nudge.at.isoformat(),
        "milestones": [{"ref": r, "kind": k, "working_days": w} for r, k, w in nudge.milestones],
        "text": nudge.text,
    }
