"""The weekly summary: what goes in, and of which week it is. Exceptions first, every milestone counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import NamedTuple

from bot.model.board.business import Item
from bot.model.board.period import PeriodTold, SincePapers
from bot.model.letters.letter_key import Sort, letter_key
from bot.model.letters.nudge import Rounds
from bot.model.measures.moved import MeasureMoved
from bot.model.measures.no_impact import NoImpact
from bot.model.plan import Milestone
from bot.model.policy import Policy
from bot.model.record.entry import Head
from bot.model.risks.told import RiskTold
from bot.model.snapshot import Snapshot
from bot.model.status import Status
from bot.model.summary import DateChanged, Digest, Entry, Held, Moved, Silence, Totals, Unasked
from bot.model.updates.update import Face, Standing, Update
from bot.rules import calendar
from bot.rules.asking.ahead import next_asked
from bot.rules.asking.ladder import Day
from bot.rules.asking.pauses import in_force, paused_roles, reaches
from bot.rules.asking.urgency import AskedRoles, silent_roles
from bot.rules.board.wanted import counted, decisions_by_ref
from bot.rules.risks.standing import movers
from bot.rules.screen import arranged
from bot.rules.updates import standing
from bot.rules.updates.assurance import waits_for
from bot.rules.updates.standing import WORST_FIRST


class Besides(NamedTuple):
    """Facts that a summary tells besides how milestones stand: the board's business and its period, the dates that changed, what
    has shown no impact yet, the measures that moved, risks, and the head of the record."""

    items: Sequence[Item] = ()
    dates_changed: tuple[DateChanged, ...] = ()
    no_impact: tuple[NoImpact, ...] = ()
    measures_moved: tuple[MeasureMoved, ...] = ()
    risks: Sequence[RiskTold] = ()
    head: Head | None = None
    period: PeriodTold | None = None
    since_papers: SincePapers | None = None


NOTHING = Besides()


def weekly(
    snapshot: Snapshot,
    last_week: Mapping[str, Standing],
    unasked: Sequence[Unasked] = (),
    asked: AskedRoles = MappingProxyType({}),
    besides: Besides = NOTHING,
) -> Digest:
    """Return the week's summary of a plan, from how it stands and how it stood a week ago, from who could not be asked
    and who was, and from what it tells besides."""
    policy, today = snapshot.policy, snapshot.today
    before = snapshot.model_copy(update={"standings": last_week, "now": snapshot.now - timedelta(days=7)})
    milestones, wishes = snapshot.plan.milestones, decisions_by_ref(besides.items)
    entries = [_wanting(_entry(snapshot, before, milestone), wishes.get(milestone.ref)) for milestone in milestones]
    done = {one.ref for one in milestones if standing.complete(one, snapshot.standing(one), policy, today)}
    still = [entry for entry in entries if entry.ref not in done]
    digest = Digest(
        week=week_of(today),
        due_soon_days=policy.digest.due_soon_days,
        decisions=(*(entry for entry in entries if entry.decision), *_of_others(snapshot, before, wishes)),
        red=tuple(entry for entry in entries if entry.status == Status.RED),
        amber=tuple(entry for entry in entries if entry.status == Status.AMBER),
        moved=tuple(entry.moved for entry in entries if entry.moved is not None),
        overdue=tuple(entry for entry in still if entry.late),
        due_soon=tuple(_falling(snapshot, entries)),
        not_reported=tuple(entry for entry in still if entry.face is Face.NOT_REPORTED),
        unasked=tuple(unasked),
        paused=tuple(_paused(snapshot, done)),
        awaiting_assurance=tuple(entry for entry in entries if entry.waits_for is not None),
        unreadable=tuple(entry for entry in entries if entry.face is Face.UNREADABLE),
        imported=tuple(entry for entry in entries if entry.face.is_imported),
        totals=_counted((milestone.priority, entry.face) for milestone, entry in zip(milestones, entries, strict=True)),
        worse=tuple(entry for entry in entries if _is_worse(entry)),
        first=tuple(entry for entry in entries if entry.first),
        dates_changed=besides.dates_changed,
        no_impact=besides.no_impact,
        measures_moved=besides.measures_moved,
        risks_moved=movers(besides.risks, snapshot.now - timedelta(days=7), snapshot.now),
        risks_late=tuple(one for one in besides.risks if one.review_overdue),
        business=counted(besides.items),
        head=besides.head,
        period=besides.period,
        since_papers=besides.since_papers,
    )
    lost = {one.role for one in unasked} | paused_roles(snapshot.pauses, policy, today)
    silent = _silent(milestones, entries, asked, lost)
    return arranged(digest, [entry for entry in entries if _is_better(entry)], silent)


def first_questions(snapshot: Snapshot, first_round: date | None) -> date | None:
    """Return the day on which the first questions of a plan go out: today still, if today's hours have not ended."""
    policy, milestones = snapshot.policy, snapshot.plan.milestones
    over = snapshot.now >= calendar.hours(snapshot.today, policy, policy.zone)[1]
    first = calendar.working_days(policy).next(snapshot.today - timedelta(days=not over))
    coming = Day(first, Rounds(first=first_round), policy, snapshot.pauses, snapshot.active)
    if any(coming.asking(one, snapshot.standings.get(one.ref)) for one in milestones):
        return first
    days = (next_asked(snapshot, one, first_round or first, first) for one in milestones)
    return min((day for day in days if day is not None), default=None)


def digest_moment(day: date, policy: Policy) -> datetime:
    """Return the moment of the summary of that day's week: its weekday, or the next working day."""
    at = day - timedelta(days=(day.weekday() - policy.digest.weekday.number) % 7)
    days = calendar.working_days(policy)
    if at not in days:
        at = days.next(at)
    return calendar.window(at, policy.digest.at, policy.asking.closes, policy.zone)[0]


def key(short: str, moment: datetime, policy: Policy, place: str = "") -> str:
    """Return what makes one week's summary of one plan the same summary."""
    return letter_key(Sort.DIGEST, short, week_of(standing.local_day(moment, policy)), place)


def week_of(day: date) -> date:
    """Return the Monday that a week is named by, from any of its days."""
    return day - timedelta(days=day.weekday())


def _entry(snapshot: Snapshot, before: Snapshot, milestone: Milestone) -> Entry:
    it, policy, today = snapshot.standing(milestone), snapshot.policy, snapshot.today
    counts = standing.standing_on(milestone, it, policy, today)
    update = standing.worst(counts)
    face, was = standing.face_in(snapshot, milestone), standing.face_in(before, milestone)
    late, said = standing.overdue(milestone, it, policy, today), standing.tracked(milestone, it, policy, today)
    return Entry(
        ref=milestone.ref,
        text=milestone.text,
        role=milestone.accountable,
        face=face,
        source_ref=milestone.source_ref,
        status=update.status.value if update else None,
        last=it.update.status.value if it.update else None,
        reason=update.narrative if update else "",
        path_to_green=update.path_to_green if update else "",
        decision=update.decision_wanted if update and update.status is not Status.COMPLETE else "",
        forecast=update.forecast if update else None,
        dates=standing.dates(snapshot, milestone),
        baseline=milestone.baseline,
        age_days=standing.age_days(it, policy, today),
        quiet=it.asked is not None and face is not Face.PAUSED,
        missed=standing.missed_period(milestone, it, policy, today),
        unreadable=it.unreadable,
        dissent=update.role if update and update is not counts.update else None,
        lone=update.role if update and counts.lone else None,
        moved=_moved(snapshot, before, milestone, face),
        late=late,
        newly_late=late and not standing.overdue(milestone, before.standing(milestone), policy, before.today),
        newly_silent=face is Face.NOT_REPORTED and was is not Face.NOT_REPORTED,
        falls=standing.falls_due(snapshot, milestone, today, today + timedelta(days=policy.digest.due_soon_days)),
        waits_for=waits_for(milestone, it, policy, today),
        imported=said,
        imported_days=standing.days_since(said.as_at, today) if said is not None else None,
    )


def _wanting(entry: Entry, wishes: Sequence[Item] | None) -> Entry:
    """Return a milestone with the decision that still waits, if the board's business tells of any about it: that was decided or
    withdrawn since an update asked for it."""
    if not wishes:
        return entry
    waiting = next((one for one in reversed(wishes) if one.is_open), None)
    told = {"decision": waiting.words, "handle": waiting.handle, "carried": waiting.carried} if waiting else {"decision": ""}
    return entry.model_copy(update=told)


def _of_others(snapshot: Snapshot, before: Snapshot, wishes: Mapping[str, Sequence[Item]]) -> Iterator[Entry]:
    """Give the milestones that are in the plan no longer about which a decision still waits."""
    for milestone in snapshot.plan.retired:
        entry = _entry(snapshot, before, milestone).model_copy(update={"decision": ""}) if milestone.ref in wishes else None
        if entry is not None and (wanting := _wanting(entry, wishes[milestone.ref])).decision:
            yield wanting


def _paused(snapshot: Snapshot, done: Collection[str]) -> Iterator[Held]:
    """Give each pause that holds, with what nobody is asked about because of it."""
    for pause in in_force(snapshot.pauses, snapshot.policy, snapshot.today):
        refs = [one.ref for one in snapshot.plan.milestones if one.ref not in done and reaches(pause, one)]
        yield Held(scope=pause.scope, until=pause.until, why=pause.why, refs=tuple(refs))


def _falling(snapshot: Snapshot, entries: Sequence[Entry]) -> Iterator[Entry]:
    """Give what falls due soon, told with that date."""
    for milestone, entry in zip(snapshot.plan.milestones, entries, strict=True):
        if entry.falls is not None:
            yield entry.model_copy(update={"dates": standing.dates(snapshot, milestone, entry.falls)})


def _silent(
    milestones: Sequence[Milestone], entries: Sequence[Entry], asked: AskedRoles, lost: Collection[str]
) -> tuple[Silence, ...]:
    """Return the roles that were asked and have not answered, those with the most milestones first."""
    held = Counter(milestone.accountable for milestone in milestones)
    silent: dict[str | None, list[Entry]] = {}
    for milestone, entry in zip(milestones, entries, strict=True):
        for role in silent_roles(milestone, asked, lost) if entry.silent else ():
            silent.setdefault(role, []).append(entry)
            held[role] += role != milestone.accountable
    found = [
        Silence(role=role, entries=tuple(mine), held=held[role], newly=sum(one.newly_silent for one in mine))
        for role, mine in silent.items()
    ]
    return tuple(sorted(found, key=lambda one: -len(one.entries)))


def _is_worse(entry: Entry) -> bool:
    """Say if a milestone stands worse than a week ago: in colour or forecast, past due since, or not reported since."""
    return entry.newly_late or entry.newly_silent or (entry.moved is not None and _way(entry, entry.moved) < 0)


def _is_better(entry: Entry) -> bool:
    return entry.moved is not None and _way(entry, entry.moved) > 0


_DECLARED = tuple(status.value for status in WORST_FIRST)


def _way(entry: Entry, moved: Moved) -> int:
    """Return 1 if it moved for the better, -1 for the worse. Only what was declared before and is declared now can move."""
    if moved.was not in _DECLARED or moved.now not in _DECLARED:
        return 0
    if moved.was != moved.now:
        return 1 if _DECLARED.index(moved.now) > _DECLARED.index(moved.was) else -1
    was, now = moved.was_forecast or entry.dates.due, moved.now_forecast or entry.dates.due
    return 0 if was is None or now is None else (was > now) - (was < now)


def _said(update: Update | None) -> str | None:
    """Return what was declared last: a period that ends moves nothing, only somebody's word does."""
    return update.status.value if update else None


def _moved(snapshot: Snapshot, before: Snapshot, milestone: Milestone, face: Face) -> Moved | None:
    then, update = standing.worst(before.standing(milestone)), standing.worst(snapshot.standing(milestone))
    was_forecast, now_forecast = (then.forecast if then else None), (update.forecast if update else None)
    if _said(update) == _said(then) and was_forecast == now_forecast:
        return None
    return Moved(
        ref=milestone.ref,
        text=milestone.text,
        was=_said(then) or standing.face_in(before, milestone),
        now=_said(update) or face,
        why=(update.narrative or update.path_to_green) if update else "",
        face=face,
        was_forecast=was_forecast,
        now_forecast=now_forecast,
        first=then is None and update is not None and before.standing(milestone).unreadable is None,
    )


def totals(snapshot: Snapshot) -> Totals:
    """Count the milestones of each priority by the face they are shown with."""
    return totals_of((milestone, standing.face_in(snapshot, milestone)) for milestone in snapshot.plan.milestones)


def totals_of(shown: Iterable[tuple[Milestone, Face]]) -> Totals:
    """Count milestones of each priority by the face that each is shown with."""
    return _counted((milestone.priority, face) for milestone, face in shown)


def _counted(shown: Iterable[tuple[int, Face]]) -> Totals:
    counts: dict[int, dict[Face, int]] = {}
    for priority, face in shown:
        of = counts.setdefault(priority, {})
        of[face] = of.get(face, 0) + 1
    return tuple((number, tuple((face, of[face]) for face in Face if face in of)) for number, of in sorted(counts.items()))
