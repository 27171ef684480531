"""The planning round: what is due at a moment becomes letters, in one transaction. `bot.post` delivers them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache, partial

from bot.alarm import board_held, board_missed, tell_unread
from bot.model import summary
from bot.model.letter import Asked, Letter
from bot.model.message import Message
from bot.model.noun import Noun
from bot.model.nudge import Nudge, Rounds, Vacancy
from bot.model.people import Address, People, Person
from bot.model.plan import Plan
from bot.model.policy import Policy
from bot.model.trouble import Kept, Unread
from bot.model.update import Question, Standing, Update
from bot.ports import Tx, Unreadable, View
from bot.rules import calendar, holders, standing
from bot.rules import nudges as rules_nudges
from bot.rules import summary as rules_summary
from bot.wording import cards
from bot.wording import summary as wording_summary
from bot.wording.cards import Line, News, welcome_words
from bot.wording.sentences import line, words

log = logging.getLogger("milepost.rounds")


class Due(Noun):
    """What one plan has for one person today."""

    plan: str
    lines: tuple[Line, ...] = ()
    news: tuple[News, ...] = ()
    next_on: date | None = None


class Desk(Noun):
    """One plan as a round sees it."""

    plan: Plan
    policy: Policy
    people: People
    standings: Mapping[str, Standing]


# ---- planning --------------------------------------------------------------------------


def plan_due(tx: Tx, now: datetime) -> tuple[str, ...]:
    """Enqueue every letter that is due at that moment; return their keys. Running it again adds nothing."""
    due: dict[int, list[Due]] = {}
    keys: list[str] = []
    opens: dict[int, tuple[Person, datetime, datetime]] = {}
    odd: list[Unread] = []
    plans = tx.due_plans(now)
    if plans:
        tx.withdraw_late(now)
    for short in plans:
        try:
            keys += _plan_of(tx, short, now, opens, due)
        except Unreadable:  # noted, and told below: the other plans go on
            continue
        except (LookupError, TypeError, ValueError):  # what it says can be read, and makes no sense: a zone, a date
            log.exception("the round of a plan failed: %s", short)
            odd.append(Unread(kind=Kept.PLAN, key=short, plan=short))
    for person_id, found_here in due.items():
        keys += _enqueue(tx, *opens[person_id], found_here)
    return (*keys, *tell_unread(tx, (*tx.unread(), *odd), now))


def _plan_of(
    tx: Tx, short: str, now: datetime, opens: dict[int, tuple[Person, datetime, datetime]], due: dict[int, list[Due]]
) -> list[str]:
    """Gather what one plan has for each person into `due`, and enqueue its summaries; return their keys."""
    desk = _desk(tx, short, now)
    for person in desk.people.persons:
        window = _window(person, desk.policy, now)
        if window is not None:
            opens[person.id] = (person, *window)
    gathered = _gather(tx, desk, now, opens)
    keys = _digests(tx, desk, now)
    _note_rounds(tx, desk, now)
    tx.wakes_at(short, _wakes(desk, now), now)
    for person_id, found in gathered.items():
        due.setdefault(person_id, []).append(found)
    return keys


def _desk(view: View, short: str, now: datetime) -> Desk:
    return Desk(
        plan=view.plan(short),
        policy=view.policy(short),
        people=view.people(short),
        standings=view.standings(short, now),
    )


def _zone(person: Person, policy: Policy) -> str:
    return person.zone or policy.zone


_local = calendar.local_day


def _window(person: Person, policy: Policy, now: datetime) -> tuple[datetime, datetime] | None:
    zone = _zone(person, policy)
    day = _local(now, zone)
    if not calendar.working_day(day):
        return None
    opens, closes = calendar.window(day, policy.opens, policy.closes, zone)
    return (opens, closes) if opens <= now < closes else None


def rounds_of(view: View, short: str, policy: Policy, now: datetime) -> Callable[[Person], Rounds]:
    """For each person the first and latest earlier day on which a round reached them."""

    @cache
    def ran(zone: str) -> tuple[Rounds, Mapping[int, frozenset[date]]]:
        day = _local(now, zone)
        found = view.rounds(short, zone, day)
        return found, view.held_over(short, day) if found.last else {}

    def of(person: Person) -> Rounds:
        found, missed = ran(_zone(person, policy))
        return _without(found, missed.get(person.id, frozenset()))

    return of


def _without(rounds: Rounds, missed: frozenset[date]) -> Rounds:
    """Rounds less the days on which this person could not be reached. Earlier working days stand in for the last one."""
    last = rounds.last
    while last is not None and last in missed:
        before = last - timedelta(days=1)
        last = calendar.last_working_day_on_or_before(before) if rounds.first and before >= rounds.first else None
    first = rounds.first
    while first is not None and first in missed:
        after = calendar.next_working_day(first)
        first = after if last and after <= last else None
    return Rounds(first=first, last=last)


def _gather(
    tx: Tx, desk: Desk, now: datetime, opens: Mapping[int, tuple[Person, datetime, datetime]]
) -> dict[int, Due]:
    short = desk.plan.short
    rounds = rounds_of(tx, short, desk.policy, now)
    questions = tx.questions(short)
    nudges = rules_nudges.nudges_due(desk.plan, desk.standings, desk.people, desk.policy, rounds, questions, now)
    askers = {question.ref: question.by_name for question in questions}
    found = {nudge.person: due_of(desk.plan, desk.policy, desk.standings, nudge, askers) for nudge in nudges}
    for person_id, news in _news(tx, desk, now, opens, rounds).items():
        before = found.get(person_id, Due(plan=short))
        found[person_id] = before.model_copy(update={"news": news})
    return found


def due_of(
    plan: Plan, policy: Policy, standings: Mapping[str, Standing], nudge: Nudge, askers: Mapping[str, str]
) -> Due:
    """What a planned nudge asks, as lines of a card. `askers` names who asked for an update, by ref."""
    milestones = {milestone.ref: milestone for milestone in plan.milestones}
    lines = tuple(
        Line(
            plan=plan.short,
            milestone=milestones[reason.ref],
            standing=standings[reason.ref],
            kind=reason.kind,
            working_days=reason.working_days,
            role=reason.role,
            asker=askers.get(reason.ref, ""),
            due=rules_nudges.date_named(milestones[reason.ref], reason.kind, reason.working_days, nudge.day),
            face=standing.face(milestones[reason.ref], standings[reason.ref], policy, nudge.opens),
        )
        for reason in nudge.reasons
    )
    coming = [reason.next_at for reason in nudge.reasons if reason.next_at is not None]
    return Due(plan=plan.short, lines=lines, next_on=min(coming, default=None))


def _news(
    tx: Tx,
    desk: Desk,
    now: datetime,
    opens: Mapping[int, tuple[Person, datetime, datetime]],
    rounds: Callable[[Person], Rounds],
) -> dict[int, tuple[News, ...]]:
    news: dict[int, tuple[News, ...]] = {}
    since = cache(partial(_since, tx, desk.plan.short))
    for person in desk.people.persons:
        if person.id not in opens:
            continue
        ran = rounds(person)
        told = list(_told_as_owner(since, desk, person, ran, opens[person.id][1]))
        if person.is_admin:
            told += admin_news(tx, desk.plan.short, now, told_since(person, desk.policy, ran, now))
        if told:
            news[person.id] = tuple(told)
    return news


def told_since(person: Person, policy: Policy, ran: Rounds, now: datetime) -> datetime | None:
    """The moment since which an admin is told what is new; None at the first round and once a week: then all of it."""
    zone = _zone(person, policy)
    if ran.last is None or _local(now, zone).weekday() == policy.digest_weekday:
        return None
    return calendar.window(ran.last, policy.opens, policy.closes, zone)[0]


Since = tuple[tuple[Question, ...], tuple[Update, ...]]


def _since(view: View, short: str, after: datetime, until: datetime) -> Since:
    """The requests answered and the updates made after one moment and not after another."""
    return view.answered_questions(short, after, until), view.updates_between(short, after, until)


def _told_as_owner(
    since: Callable[[datetime, datetime], Since], desk: Desk, person: Person, ran: Rounds, until: datetime
) -> Iterable[News]:
    """What others said of this person's milestones since the last round opened, and answers to what they asked."""
    if ran.last is None:
        return
    after, _ = calendar.window(ran.last, desk.policy.opens, desk.policy.closes, _zone(person, desk.policy))
    answered, updates = since(after, until)
    if not updates:
        return
    asked = {question.answered for question in answered if question.by == person.id}
    mine = set(holders.roles_of(desk.people, person.id, _local(until, _zone(person, desk.policy))))
    owned = {milestone.ref for milestone in desk.plan.milestones if mine & set(milestone.owners)}
    for update in updates:
        if update.by == person.id:
            continue
        if update.id in asked:
            yield _said(update, "nudges.news.answer")
        elif update.ref in owned:
            yield _said(update, "nudges.news.update")


def _said(update: Update, sentence: str) -> News:
    word = words(f"status.{update.status.value}.word")
    facts = {
        "ref": update.ref,
        "who": update.by_name,
        "capacity": update.capacity,
        "status": word,
        "narrative": update.narrative,
    }
    return News(spans=line(sentence, facts), status=update.status.value, ref=update.ref)


def admin_news(view: View, short: str, now: datetime, since: datetime | None) -> tuple[News, ...]:
    """What an admin is told: vacancies, the unreachable, boards without their summary, and the undated with them; only
    what is new since a moment if one is given.

    Undated milestones alone are no reason to write.
    """
    desk = _desk(view, short, now)
    alarms = (*_vacant(desk, now, since), *_unreachable(view, desk, since), *_unsent(view, desk, since))
    return (*alarms, *_undated(desk)) if alarms and since is None else alarms


def _vacant(desk: Desk, now: datetime, since: datetime | None) -> Iterable[News]:
    def on(moment: datetime) -> tuple[Vacancy, ...]:
        day = _local(moment, desk.policy.zone)
        return rules_nudges.undeliverable(desk.plan, desk.standings, desk.people, desk.policy, day)

    before = {vacancy.role for vacancy in on(since)} if since is not None else set()
    for vacancy in on(now):
        if vacancy.role not in before:
            facts = {"role": vacancy.role, "refs": ", ".join(vacancy.milestones)}
            yield News(spans=line("nudges.news.vacant", facts))


def _undated(desk: Desk) -> Iterable[News]:
    if undated := rules_nudges.undated(desk.plan):
        yield News(spans=line("nudges.news.undated", {"refs": ", ".join(undated)}))


def _unreachable(view: View, desk: Desk, since: datetime | None) -> Iterable[News]:
    names = {person.id: person.name for person in desk.people.persons}
    for lost in view.unreachable(desk.plan.short):
        if since is None or lost.at > since:
            facts = {"who": names.get(lost.person, ""), "reason": lost.reason}
            yield News(spans=line("nudges.news.unreachable", facts))


def _unsent(view: View, desk: Desk, since: datetime | None) -> Iterable[News]:
    for unsent in view.unsent(desk.plan.short):
        if since is None or unsent.at > since:
            day = _local(unsent.at, desk.policy.zone)
            yield News(spans=board_missed(desk.plan.title, unsent.reason) if unsent.reason else board_held(day))


def _note_rounds(tx: Tx, desk: Desk, now: datetime) -> None:
    for zone in {_zone(person, desk.policy) for person in desk.people.persons} | {desk.policy.zone}:
        day = _local(now, zone)
        opens, closes = calendar.window(day, desk.policy.opens, desk.policy.closes, zone)
        if calendar.working_day(day) and opens <= now < closes:
            tx.round_ran(desk.plan.short, zone, day)


def _wakes(desk: Desk, now: datetime) -> datetime:
    zones = {_zone(person, desk.policy) for person in desk.people.persons} | {desk.policy.zone}
    return min(next_opening(zone, desk.policy, now) for zone in zones)


def next_opening(zone: str, policy: Policy, now: datetime) -> datetime:
    """The next moment after now at which a round could have anything to do in that zone."""
    day = _local(now, zone)
    while day < calendar.LAST:
        if calendar.working_day(day):
            opens, _ = calendar.window(day, min(policy.opens, policy.digest_at), policy.closes, zone)
            later, _ = calendar.window(day, max(policy.opens, policy.digest_at), policy.closes, zone)
            for moment in (opens, later):
                if moment > now:
                    return moment
        day = calendar.next_working_day(day)
    return now + timedelta(days=1)


def nudge_key(person: int, day: date) -> str:
    """The key of the one nudge a person may get on a local day."""
    return f"nudge:{person}:{day.isoformat()}"


def _enqueue(tx: Tx, person: Person, opens: datetime, closes: datetime, found: Sequence[Due]) -> list[str]:
    day = _local(opens, person.zone or tx.policy(found[0].plan).zone)
    key = nudge_key(person.id, day)
    existing = tx.letter(key)
    if existing is not None:
        told = {asked.plan for asked in existing.asked}
        for due in found:
            if due.plan not in told:
                tx.hold_over(due.plan, person.id, day)
        return []
    letter = Letter(
        key=key,
        kind="nudge",
        person=person.id,
        message=nudge_message(tx, person, found),
        asked=_asked(found),
        not_before=opens,
        not_after=closes,
    )
    return [key] if tx.enqueue(letter) else []


def _asked(found: Sequence[Due]) -> tuple[Asked, ...]:
    asked = [
        Asked(
            plan=due.plan,
            ref=entry.milestone.ref,
            kind=entry.kind,
            working_days=entry.working_days,
            stood=entry.standing.newest,
        )
        for due in found
        for entry in due.lines
    ]
    asked += [Asked(plan=due.plan, ref=news.ref, kind="news") for due in found for news in due.news]
    return tuple(asked)


def nudge_message(view: View, person: Person, found: Sequence[Due]) -> Message:
    """The words of one person's nudge, all plans together."""
    lines = [entry for due in found for entry in due.lines]
    news = [item for due in found for item in due.news]
    several = len(view.plans_of(person.id)) > 1
    welcome = () if view.welcomed(person.id) else welcome_words(view.plan(found[0].plan).title)
    roles = sorted({entry.role for entry in lines if entry.kind != "escalation" and entry.role})
    coming = [due.next_on for due in found if due.next_on is not None]
    after = view.policy(found[0].plan).escalate_after
    return cards.asking(lines, roles, min(coming, default=None), news, welcome, after, several)


# ---- the digest --------------------------------------------------------------------------


def _digests(tx: Tx, desk: Desk, now: datetime) -> list[str]:
    channels = tx.board_channel(desk.plan.short)
    moment = rules_summary.digest_moment(_local(now, desk.policy.zone), desk.policy)
    if not channels or not _digest_due(tx, desk, moment, now):
        return []
    message = digest_message(tx, desk.plan.short, now)
    letters = [
        Letter(
            key=digest_key(desk.plan.short, moment, desk.policy, address),
            kind="digest",
            channel=desk.plan.short,
            message=message,
            not_before=moment,
            address=address,
        )
        for address in channels
    ]
    return [letter.key for letter in letters if tx.enqueue(letter)]


def _digest_due(tx: Tx, desk: Desk, moment: datetime, now: datetime) -> bool:
    """On its day from its hour; or later that week in working hours, where the plan ran before and its day had none."""
    zone, policy = desk.policy.zone, desk.policy
    day = _local(now, zone)
    if not calendar.working_day(day) or now < moment:
        return False
    opens, closes = calendar.window(day, policy.opens, policy.closes, zone)
    first = tx.rounds(desk.plan.short, zone, day).first
    on_its_day = day == _local(moment, zone)
    return now < closes and (on_its_day or (opens <= now and first is not None and first < _local(moment, zone)))


def digest_key(short: str, moment: datetime, policy: Policy, address: Address) -> str:
    """The key of one week's summary in one channel."""
    return f"{rules_summary.key(short, moment, policy)}:{address.platform}:{address.id}"


def weekly(view: View, short: str, now: datetime) -> summary.Digest:
    """The facts of the weekly summary as at that moment."""
    desk = _desk(view, short, now)
    last_week = view.standings(short, now - timedelta(days=7))
    return rules_summary.weekly(desk.plan, desk.standings, last_week, _unasked(view, desk, now), desk.policy, now)


def _unasked(view: View, desk: Desk, now: datetime) -> tuple[summary.Unasked, ...]:
    """The roles nobody could be asked through: vacant, or held by people who cannot be reached."""
    day = _local(now, desk.policy.zone)
    lost = {person.person for person in view.unreachable(desk.plan.short)}
    reached = desk.people.model_copy(
        update={"persons": tuple(person for person in desk.people.persons if person.id not in lost)}
    )
    unasked = rules_nudges.undeliverable(desk.plan, desk.standings, reached, desk.policy, day)
    return tuple(
        summary.Unasked(role=one.role, refs=one.milestones, vacant=not holders.holders(desk.people, one.role, day))
        for one in unasked
    )


def digest_message(view: View, short: str, now: datetime) -> Message:
    """The weekly summary as at that moment, worded."""
    return wording_summary.message(weekly(view, short, now), view.plan(short))
