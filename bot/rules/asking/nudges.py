"""Nudges: who is asked about what, on which day, and why. The same facts and moment give the same nudges.

Nothing remembers what was sent: a letter's unique key does. A rung is asked on the first round day on or after its own
day, so `rounds` (the earlier days on which rounds ran) is all the past that is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, partial

from bot.model.letters.letter_key import Sort, letter_key
from bot.model.letters.nudge import (
    AsDeputy,
    Asking,
    Cause,
    Escalation,
    Hands,
    Nudge,
    PassedOn,
    Reason,
    Rounds,
    Turn,
    Vacancy,
)
from bot.model.people import Person
from bot.model.plan import Milestone, Plan
from bot.model.policy import Policy
from bot.model.snapshot import Snapshot
from bot.model.updates.update import Question, Standing
from bot.rules import holders as who
from bot.rules.asking.absence import asks, is_away
from bot.rules.asking.ahead import next_day, passed_on
from bot.rules.asking.ladder import Day
from bot.rules.asking.new_hands import if_theirs, take_over, taken_now
from bot.rules.asking.pauses import paused_roles
from bot.rules.board.asking import NO_WINDOW, Wanted, Window
from bot.rules.calendar import hours, local_day, working_days
from bot.rules.updates.standing import due as due_on
from bot.rules.updates.standing import over

URGENCY = tuple(Cause)  # the order in which what is asked of one person is put
SAME_HANDS = Hands()  # nobody took over, and everybody can be reached
VACANT = "nobody holds this role"
CHASED = (Cause.DUE, Cause.OVERDUE, Cause.CATCH_UP)  # what is passed on to others if nobody answers


# ---- everyone on one day -------------------------------------------------------------------


def nudges_due(
    snapshot: Snapshot,
    questions: Sequence[Question],
    rounds: Callable[[Person], Rounds],
    hands: Hands = SAME_HANDS,
    window: Window = NO_WINDOW,
) -> tuple[Nudge, ...]:
    """Return every nudge whose window is open at the snapshot's moment, at most one a person. `window` is what is known of
    asking for the board's papers.

    Source of the rules: the project's design, sections 6 and 8 (ladder, catch-up, overdue, recurring, open-ended).
    """
    policy, groups = snapshot.policy, dict[tuple[str, Rounds], list[Person]]()
    for person in snapshot.people.persons:
        groups.setdefault((snapshot.zone_of(person), rounds(person)), []).append(person)
    nudges: list[Nudge] = []
    for (zone, ran), persons in groups.items():
        day = local_day(snapshot.now, zone)
        if day not in working_days(policy):
            continue
        opens, closes = hours(day, policy, zone)
        if opens <= snapshot.now < closes:
            today = Day(day, ran, policy, snapshot.pauses, snapshot.active)
            taken = taken_now(snapshot, today, hands, zone, opens)
            wanted = Wanted(policy, day, window)
            nudges += _nudges(snapshot, questions, today, persons, (opens, closes), hands, taken, wanted)
    return tuple(sorted(nudges, key=lambda nudge: nudge.person))


def _nudges(
    snapshot: Snapshot,
    questions: Sequence[Question],
    today: Day,
    persons: Sequence[Person],
    hours: tuple[datetime, datetime],
    hands: Hands,
    taken: Sequence[Turn],
    board: Wanted,
) -> Iterator[Nudge]:
    here = {person.id for person in persons}
    found: dict[int, dict[str, Reason]] = {}
    wanted = {q.ref for q in questions if q.answered is None and _asked_since(q, today)}
    standings, people = snapshot.standings, _People(snapshot, today, hands.unreached)
    for milestone in snapshot.plan.milestones:
        asking = today.asking(milestone, standings.get(milestone.ref))
        if wanted and asking is None and milestone.ref in wanted:
            asking = _wanted(milestone, today)
        if asking is not None:
            for person, reason in _reasons(snapshot, milestone, asking, today, people, here, board):
                found.setdefault(person, {}).setdefault(milestone.ref, reason)
    for turn in taken:
        if turn.person in here and turn.role not in people.paused:
            asked = hands.asked.get((turn.person, today.last or today.day), frozenset())
            take_over(snapshot, today, turn, asked, found.setdefault(turn.person, {}))
    for person, reason in _for_the_board(snapshot, today, people, here, board) if board.is_open else ():
        found.setdefault(person, {}).setdefault(reason.ref, reason)
    for person, reasons in found.items():
        if not reasons:
            continue
        yield Nudge(
            key=letter_key(Sort.NUDGE, person, today.day),
            person=person,
            day=today.day,
            reasons=tuple(sorted(reasons.values(), key=_urgency)),
            opens=hours[0],
            closes=hours[1],
        )


def _reasons(
    snapshot: Snapshot,
    milestone: Milestone,
    asking: Asking,
    today: Day,
    people: _People,
    here: Collection[int],
    board: Wanted,
) -> Iterator[tuple[int, Reason]]:
    """Return for which reason each person is written to about a milestone."""
    to_ask = [one for one in _asked(milestone, asking, people) if one[1] in here and people.asks(one[1], milestone.ref)]
    standing = snapshot.standings.get(milestone.ref)
    next_at = _sooner(next_day(milestone, standing, today), board.next_on(standing)) if to_ask else None
    passed = _passed_on(milestone, asking, standing, today, people) if to_ask else None
    for one, person, role, as_deputy in to_ask:
        yield person, Reason(
            plan=snapshot.short,
            ref=milestone.ref,
            kind=one.kind,
            working_days=one.working_days,
            role=role,
            above=next(iter(one.above), None),
            next_at=if_theirs(snapshot, person, role, as_deputy, next_at),
            as_deputy=as_deputy,
            passed_on=passed,
        )


def _sooner(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day is not None), default=None)


def _for_the_board(
    snapshot: Snapshot, today: Day, people: _People, here: Collection[int], board: Wanted
) -> Iterator[tuple[int, Reason]]:
    """Return who is asked for the board's papers about what. What has no date is on nobody's card."""
    for milestone in snapshot.plan.milestones:
        standing = snapshot.standings.get(milestone.ref)
        if (milestone.due is None and not milestone.open_ended) or not board.is_open_about(standing):
            continue
        if over(milestone, snapshot.standing(milestone), today.policy, today.day) or today.paused(milestone) is not None:
            continue
        asking = _asking_now(milestone, Cause.PERIOD, today)
        for person, reason in _reasons(snapshot, milestone, asking, today, people, here, board):
            if board.asks(person, milestone.ref, standing):
                yield person, reason.model_copy(update={"papers": board.papers})


def _wanted(milestone: Milestone, today: Day) -> Asking | None:
    """Return what is asked of a milestone because somebody wants to know. Nothing if it is closed or paused."""
    if milestone.closed or today.paused(milestone) is not None:
        return None
    return _asking_now(milestone, Cause.ASKED, today)


def _asking_now(milestone: Milestone, kind: Cause, today: Day) -> Asking:
    """Return a question that no day of the milestone's ladder is the reason for."""
    at_hand = due_on(milestone, today.policy, today.day)
    return Asking(kind=kind, working_days=today.index(at_hand) - today.at if at_hand else None)


def _asked_since(question: Question, today: Day) -> bool:
    """Say if no round ran since the question was put: it is asked on the next one."""
    if today.last is None:
        return True
    ran, _ = hours(today.last, today.policy, today.policy.zone)
    return question.at > ran


class _People:
    """Who is asked on a day, remembered by role and priority, as most milestones share theirs."""

    def __init__(self, snapshot: Snapshot, today: Day, unreached: frozenset[int]) -> None:
        people, day = snapshot.people, today.day
        self.asks = partial(asks, snapshot)
        self.paused = paused_roles(today.pauses, today.policy, day)
        self.holding = cache(partial(who.present, people, day=day))
        self.acting = cache(partial(who.acting, people, day=day, unreached=unreached))
        self.copied = cache(partial(who.copied, people, day=day))
        self.above = cache(partial(who.above, people, day=day))
        self.leads = cache(lambda priority: any(person.leads(priority) for person in people.persons))


def _passed_on(
    milestone: Milestone, asking: Asking, standing: Standing | None, today: Day, people: _People
) -> PassedOn | None:
    """Return who is told next if the owners of what is due or past it do not answer. If nobody leads, it is an admin."""
    is_due = asking.working_days is not None and asking.working_days <= 0
    if asking.kind not in CHASED or not is_due:
        return None
    found = passed_on(milestone, standing, today)
    if found is None or not people.above(found.priority, found.step):
        return None
    led = found.step is not Escalation.LEAD or people.leads(found.priority)
    return found if led else found._replace(step=Escalation.ADMIN)


def _asked(
    milestone: Milestone, asking: Asking, people: _People
) -> Iterator[tuple[Asking, int, str, AsDeputy | None]]:
    if asking.kind is Cause.ESCALATION:
        for step in asking.above:
            for person in people.above(milestone.priority, step):
                yield asking.model_copy(update={"above": (step,)}), person.id, milestone.accountable or "", None
        if asking.also is not None:
            yield from _asked(milestone, asking.also, people)
        return
    roles = [role for role in milestone.owners if role not in people.paused]
    for role in roles:
        for person in people.holding(role):
            yield asking, person.id, role, None
    for role in roles:
        for deputy in people.acting(role):
            yield asking, deputy, role, AsDeputy.ACTING
        for deputy in people.copied(role) if asking.copied else ():
            yield asking, deputy, role, AsDeputy.COPIED



def _urgency(reason: Reason) -> tuple[int, int, tuple[int, ...]]:
    ref = tuple(int(part) for part in reason.ref.split("."))
    return URGENCY.index(reason.kind), reason.working_days or 0, ref


# ---- looking ahead ---------------------------------------------------------------------------


def date_named(
    milestone: Milestone, policy: Policy, kind: Cause, working_days: int | None, day: date
) -> date | None:
    """Return the date that a question of that kind is about, asked on that day.

    Of a milestone that comes round it is the occurrence at hand, unless it is chased for its first date.
    """
    at_hand = kind in (Cause.ASKED, Cause.PERIOD) or (kind in (Cause.RECURRING, Cause.CATCH_UP) and (working_days or 0) >= 0)
    return due_on(milestone, policy, day) if at_hand else milestone.due


def undated_milestones(plan: Plan) -> tuple[str, ...]:
    """Return the milestones with no date at all, which nobody is asked about."""
    return tuple(m.ref for m in plan.milestones if m.due is None and not (m.open_ended or m.closed))


def undeliverable(snapshot: Snapshot, day: date) -> tuple[Vacancy, ...]:
    """Return the roles nobody holds on a day, with the unfinished milestones nobody can be asked about through them."""
    owned: dict[str, list[str]] = {}
    for milestone in snapshot.plan.milestones:
        finished = over(milestone, snapshot.standing(milestone), snapshot.policy, day)
        if (milestone.due or milestone.open_ended) and not finished:
            for role in milestone.owners:
                owned.setdefault(role, []).append(milestone.ref)
    return tuple(
        Vacancy(role=role, milestones=tuple(refs), reason=VACANT)
        for role, refs in owned.items()
        if not who.holders(snapshot.people, role, day)
    )


def preview(
    snapshot: Snapshot,
    questions: Sequence[Question],
    rounds: Callable[[Person], Rounds],
    days: int,
    hands: Hands = SAME_HANDS,
    window: Window = NO_WINDOW,
) -> tuple[Nudge, ...]:
    """Return what the rounds of n calendar days from today would send, with one round a working day, if nobody answers."""
    policy, persons = snapshot.policy, snapshot.people.persons
    ran = {person.id: rounds(person) for person in persons}
    nudges: dict[str, Nudge] = {}
    asked = dict(hands.asked)
    for offset in range(days):
        day = snapshot.today + timedelta(days=offset)
        if day not in working_days(policy):
            continue
        for zone in {snapshot.zone_of(person) for person in persons}:
            opens, _ = hours(day, policy, zone)
            for nudge in nudges_due(snapshot.at(opens), questions, partial(_of, ran), hands._replace(asked=asked), window):
                if nudge.key not in nudges:
                    nudges[nudge.key] = nudge
                    window = window.after(nudge) if policy.board.meetings else window
                asked[nudge.person, nudge.day] = frozenset(one.ref for one in nudge.reasons if one.kind is not Cause.ESCALATION)
        ended = datetime.combine(day, time.max, UTC)  # what the record holds was there when this round ran
        ran = {one: known if is_away(snapshot.people, one, day) else _after(known, day, ended) for one, known in ran.items()}
    return tuple(nudges.values())


def _after(known: Rounds, day: date, ended: datetime) -> Rounds:
    """Return the rounds with one more day."""
    if known.first is not None:
        return known.model_copy(update={"last": day})
    return Rounds(first=day, last=day, began=ended)


def _of(ran: Mapping[int, Rounds], person: Person) -> Rounds:
    return ran[person.id]
