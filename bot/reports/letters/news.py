"""News: what others said of a person's milestones, and what an admin must know."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache, partial
from itertools import groupby
from typing import NamedTuple

from bot.model.health import Finding
from bot.model.letters.letter import LetterState
from bot.model.letters.letter_key import Sort, letter_key
from bot.model.letters.message import Items, Spans
from bot.model.letters.nudge import Rounds
from bot.model.people import Person, Right
from bot.model.snapshot import Snapshot
from bot.model.updates.update import Question, Update, Withdrawn
from bot.ports.record import View
from bot.reports.board import hearing
from bot.reports.board.moved import meetings_moved
from bot.reports.board.sections import of_the_board
from bot.reports.dates.news import of_dates
from bot.reports.health import weekly_health
from bot.reports.letters import absences, doubts, pauses
from bot.reports.letters.assurance_news import second_looks
from bot.reports.letters.reader import Reader, last_opening, week_begins
from bot.reports.letters.reminders import reminders
from bot.reports.measures import leads as impact_of_leads
from bot.reports.measures.asked import Readings
from bot.reports.risks import reviews as risk_reviews
from bot.reports.voices.nudge import of_voices
from bot.rules import calendar, health, holders
from bot.rules.asking import nudges as rules_nudges
from bot.rules.asking.absence import is_away
from bot.rules.asking.taking_over import begins_at
from bot.wording.health import sentence
from bot.wording.holders import deputy_days
from bot.wording.letters.alarm import board_held, board_lost, board_missed, unreached
from bot.wording.letters.sections import MOST_LINES, News
from bot.wording.sentences import Fact, line, with_full_stop, words
from bot.wording.summary_lines import named

DAY = timedelta(days=1)
SINCE_TOLD = timedelta(days=5)  # what is younger than that when a week begins is told again a week later
FEW = 3  # vacant roles that are told in a line each; more are told in one


Teller = Callable[[View, Snapshot, Reader], Iterable[News]]


def news_of(
    view: View,
    snapshot: Snapshot,
    opens: Mapping[int, tuple[Person, datetime, datetime]],
    rounds: Callable[[Person], Rounds],
) -> dict[int, tuple[News, ...]]:
    """Return what each person whose day is open is told, by person."""
    news: dict[int, tuple[News, ...]] = {}
    said, troubles = cache(partial(_since, view, snapshot.short)), cache(partial(troubles_of, view, snapshot))
    ending = view.evidence.ending(snapshot.short) if opens else ()
    readings = Readings(view, snapshot)
    for person in snapshot.people.persons:
        if person.id not in opens or _only_observes(snapshot, person) or _is_away(snapshot, person, opens[person.id][1]):
            continue
        ran = rounds(person)
        told = list(_told_as_owner(said, snapshot, person, ran, opens[person.id][1]))
        told += _handed_on(snapshot, person, ran, opens[person.id][1])
        told += _named_deputy(snapshot, person, ran, opens[person.id][1])
        told += reminders(snapshot, ending, person, ran, opens[person.id][1])
        if person.is_admin:
            told += admin_news(view, snapshot, person, ran, opens[person.id][1], troubles())
        reader = Reader(person, ran, opens[person.id][1])
        told += [one for tell in TELLERS for one in tell(view, snapshot, reader)]
        told += readings.wanted(snapshot, reader)
        if told:
            news[person.id] = tuple(told)
    return news


def _only_observes(snapshot: Snapshot, person: Person) -> bool:
    """Say if somebody only reads: they are never written to."""
    return Right.OBSERVER in person.rights and holders.only_observes(snapshot.people, person, snapshot.today)


def _is_away(snapshot: Snapshot, person: Person, opens: datetime) -> bool:
    """Say if somebody is away on the day that opened then: they are told once they are back."""
    return is_away(snapshot.people, person.id, calendar.local_day(opens, snapshot.zone_of(person)))


def _of_absences(view: View, snapshot: Snapshot, reader: Reader) -> Iterable[News]:
    person, ran, opens = reader
    before, again = last_opening(snapshot, person, ran), told_again(snapshot, person, ran, opens)
    return absences.told(view, snapshot, person, before, again, opens)


# What each part of Milepost has to tell somebody in their one message of the day. A part adds a function of its own here.
# A round looks at a plan only when something happened to it or a day of its ladders has come: see `bot.rules.asking.waking` for
# what is told on a day.
TELLERS: tuple[Teller, ...] = (
    *(_of_absences, of_dates, of_the_board, of_voices, meetings_moved, hearing.issued),
    *(pauses.reminders, second_looks, weekly_health, doubts.told, impact_of_leads.to_set),
    *(risk_reviews.asked,),
)


def told_again(snapshot: Snapshot, person: Person, ran: Rounds, opens: datetime) -> datetime | None:
    """Return the moment up to which all that is still wrong is told an admin again, at the first round of a week. None
    on other days, and if the first round of all was only just."""
    is_weekly = ran.last is not None and ran.last < week_begins(snapshot, person)
    upto = opens - SINCE_TOLD
    ran_then = ran.first is not None and ran.first <= calendar.local_day(upto, snapshot.zone_of(person))
    return upto if is_weekly and ran_then else None


Since = tuple[tuple[Question, ...], tuple[Update, ...], tuple[Withdrawn, ...]]


def _since(view: View, short: str, after: datetime, until: datetime) -> Since:
    """Return the requests answered, the updates made and what was withdrawn after one moment and not after another."""
    first, last = view.entries.upto(short, after), view.entries.upto(short, until)
    withdrawals = view.updates.withdrawals(short, first, last) if first < last else ()
    return view.updates.answered(short, after, until), view.updates.between(short, after, until), withdrawals


def _told_as_owner(
    since: Callable[[datetime, datetime], Since], snapshot: Snapshot, person: Person, ran: Rounds, until: datetime
) -> Iterable[News]:
    """Return what others said of this person's milestones since the last round opened, and answers to what they asked."""
    if ran.last is None:
        return
    policy, zone = snapshot.policy, snapshot.zone_of(person)
    after, _ = calendar.hours(ran.last, policy, zone)
    answered, updates, withdrawals = since(after, until)
    yield from (_taken_back(one) for one in withdrawals if one.said_by == person.id != one.by)
    if not updates:
        return
    answers = {question.answered for question in answered if question.by == person.id}
    mine = absences.asked_for(snapshot, person)
    owned = {milestone.ref for milestone in snapshot.plan.milestones if mine & set(milestone.owners)}
    others = [update for update in updates if update.by != person.id]
    yield from (_said(update, "nudges.news.answer") for update in others if update.id in answers)
    shared = [update for update in others if update.id not in answers and update.ref in owned]
    for _, together in groupby(shared, lambda update: (update.at, update.by, update.capacity)):
        yield _saved_together(list(together))


def _handed_on(snapshot: Snapshot, person: Person, ran: Rounds, until: datetime) -> Iterable[News]:
    """Tell a person who holds a role of theirs now, if that began since the last round opened."""
    after = last_opening(snapshot, person, ran)
    if after is None:
        return
    if ran.began is not None and ran.first == ran.last:
        after = max(after, ran.began)
    still = holders.roles_of(snapshot.people, person.id, calendar.local_day(until, snapshot.zone_of(person)))
    gone = {(one.role, one.ends + DAY) for one in snapshot.people.holdings if one.person == person.id and one.ends is not None}
    for one in snapshot.people.holdings:
        if one.role in still or one.starts is None or (one.role, one.starts) not in gone:
            continue
        now = snapshot.people.one(one.person)
        if now is not None and after < begins_at(snapshot, now.id, one.noted, one.starts) <= until:
            yield News(spans=line("nudges.news.handed_on", {"who": now.name, "role": one.role}))


def _named_deputy(snapshot: Snapshot, person: Person, ran: Rounds, until: datetime) -> Iterable[News]:
    """Tell a person of whom they were named the deputy since the last round opened, unless they are asked as such now."""
    if ran.last is None:
        return
    zone = snapshot.zone_of(person)
    after, _ = calendar.hours(ran.last, snapshot.policy, zone)
    today = calendar.local_day(until, zone)
    for one in snapshot.people.holdings:
        if one.deputy != person.id or one.deputy_noted is None or not after < one.deputy_noted <= until:
            continue
        holder = snapshot.people.one(one.person)
        facts = {"who": holder.name if holder else "", "role": one.role, "days": deputy_days(one)}
        if not one.deputy_has_days:
            yield News(spans=line("nudges.news.deputy", facts))
        elif one.deputy_starts is not None and one.deputy_starts > today:
            yield News(spans=line("nudges.news.deputy_days", facts))


def _taken_back(one: Withdrawn) -> News:
    facts = {"ref": one.ref, "who": one.by_name, "handle": one.handle, "why": with_full_stop(one.why)}
    return News(spans=line("nudges.news.withdrawn", facts), ref=one.ref)


def _saved_together(updates: Sequence[Update]) -> News:
    """Tell what somebody saved at once in one line."""
    first = updates[0]
    if len(updates) == 1:
        return _said(first, "nudges.news.update")
    each = [f"{update.ref} {words(f'status.{update.status.value}.word')}" for update in updates]
    facts: dict[str, Fact] = {"who": first.by_name, "capacity": first.capacity, "count": len(updates)}
    return News(spans=line("nudges.news.updates", {**facts, "each": named(each, MOST_LINES)}), ref=first.ref)


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


class Trouble(NamedTuple):
    """Something that went wrong at a moment, as it is told; if it is told `again` once a week as long as it is so; and who
    is out of reach for which reason, if it is that."""

    at: datetime
    news: News
    again: bool = True
    lost: tuple[str, str] | None = None


Troubles = tuple[Trouble, ...]


def admin_news(
    view: View, snapshot: Snapshot, admin: Person, ran: Rounds, opens: datetime, troubles: Troubles
) -> tuple[News, ...]:
    """Say what an admin must know when their hours open: vacancies, the unreachable, boards without their summary, and undated
    milestones with these. It is told once, and again when each later week begins. What an alarm has told since they were last
    written to is left out.

    What happens later that day is told when their hours next open, so nothing is told twice. Undated milestones alone are no
    reason to write.
    """
    before, again = last_opening(snapshot, admin, ran), told_again(snapshot, admin, ran, opens)

    def is_told(one: Trouble) -> bool:
        is_old = one.again and again is not None and one.at <= again
        return one.at <= opens and (before is None or one.at > before or is_old)

    told = [one for one in troubles if is_told(one)]
    known = _alarmed(view, snapshot, admin, before) if told and before is not None else frozenset()
    told = [one for one in told if one.news.spans not in known]
    vacant = _vacant(view, snapshot, _known_since(ran, before), opens, again)
    alarms = (*vacant, *_out_of_reach(told), *(one.news for one in told if one.lost is None))
    return (*alarms, *_undated(snapshot)) if alarms and (before is None or again is not None) else alarms


def _known_since(ran: Rounds, before: datetime | None) -> datetime | None:
    """Return up to when what was known has been told. The first round of all tells what was noted until it ran."""
    is_second = before is not None and ran.began is not None and ran.first == ran.last
    return max(before, ran.began) if is_second and before is not None and ran.began is not None else before


def troubles_of(view: View, snapshot: Snapshot) -> Troubles:
    """Return who cannot be reached, which boards are without their summary, and which of their channels are lost."""
    return (*_unreachable(view, snapshot), *_unsent(view, snapshot), *_lost_boards(view, snapshot))


def _out_of_reach(told: Iterable[Trouble]) -> Iterable[News]:
    """Say who cannot be reached, in one line for all of whom the same is wrong."""
    names: dict[str, list[Trouble]] = {}
    for one in told:
        if one.lost is not None:
            names.setdefault(one.lost[1], []).append(one)
    for reason, of_it in names.items():
        if len(of_it) == 1:
            yield of_it[0].news
        else:
            who = ", ".join(one.lost[0] for one in of_it if one.lost is not None)
            yield News(spans=line("nudges.news.unreachable_many", {"count": len(of_it), "who": who, "reason": reason}))


def _alarmed(view: View, snapshot: Snapshot, admin: Person, since: datetime) -> frozenset[Spans]:
    """Return what the alarms that reached an admin have told them since a moment."""
    day, today = (calendar.local_day(moment, snapshot.zone_of(admin)) for moment in (since, snapshot.now))
    told: set[Spans] = set()
    while day <= today:
        letter = view.letters.one(letter_key(Sort.ALARM, admin.id, day))
        for block in letter.message.blocks if letter is not None and letter.state is LetterState.SENT else ():
            told |= {item.spans for item in block.lines} if isinstance(block, Items) else set()
        day += timedelta(days=1)
    return frozenset(told)


def _vacant(view: View, snapshot: Snapshot, since: datetime | None, until: datetime, again: datetime | None) -> Iterable[News]:
    """Say which roles nobody holds: those of which that was not known before, or was at the moment up to which all is told again.

    A people file may say only now that somebody left some days ago.
    """

    def on(moment: datetime) -> tuple[Finding, ...]:
        known = view.people.of(snapshot.short, view.entries.upto(snapshot.short, moment))
        return tuple(health.vacant(snapshot.at(moment).model_copy(update={"people": known})))

    if not any(health.vacant(snapshot)):
        return
    old = {vacancy.role for vacancy in on(since)} if since is not None else set()
    old -= {vacancy.role for vacancy in on(again)} if again is not None else set()
    told = [one for one in on(until if since is not None else snapshot.now) if one.role not in old]
    if len(told) > FEW:
        roles = "; ".join(f"{vacancy.role} ({', '.join(vacancy.refs)})" for vacancy in told)
        yield News(spans=line("nudges.news.vacant_many", {"count": len(told), "roles": roles}), offers=(absences.who_holds(),))
        return
    for vacancy in told:
        facts: dict[str, Fact] = {"said": sentence(vacancy), "role": vacancy.role}
        yield News(spans=line("nudges.news.vacant", facts), offers=(absences.who_holds(),))


def _undated(snapshot: Snapshot) -> Iterable[News]:
    if undated := rules_nudges.undated_milestones(snapshot.plan):
        yield News(spans=line("nudges.news.undated", {"refs": ", ".join(undated)}))


def _unreachable(view: View, snapshot: Snapshot) -> Iterable[Trouble]:
    for one in health.unreachable(snapshot, view.accounts.unreachable(snapshot.short)):
        assert one.at is not None  # an account is lost at a moment
        yield Trouble(one.at, News(spans=unreached(one.who, one.why)), lost=(one.who, one.why))


def _lost_boards(view: View, snapshot: Snapshot) -> Iterable[Trouble]:
    for lost in view.plans.lost_boards(snapshot.short):
        told = News(spans=board_lost(snapshot.plan.title, lost.address.platform, lost.reason, lost.audience))
        yield Trouble(lost.at, told, again=False)


def _unsent(view: View, snapshot: Snapshot) -> Iterable[Trouble]:
    for unsent in view.letters.unsent(snapshot.short):
        day = calendar.local_day(unsent.at, snapshot.policy.zone)
        told = board_missed(snapshot.plan.title, unsent.reason) if unsent.reason else board_held(day)
        yield Trouble(unsent.at, News(spans=told))
