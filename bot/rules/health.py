"""Health: what is wrong with how a plan is run, each by a rule of its own, judged from the plan as it stands.

A part of Milepost whose subject can go wrong has a rule here, over what its own rules find.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from bot.model.absences.absence import HandOver
from bot.model.fault import Fault, FaultKind
from bot.model.health import Finding, Rule, Severity
from bot.model.measures.measure import Measure, MeasureStep
from bot.model.people import Lost
from bot.model.plan import Milestone, Move
from bot.model.snapshot import Snapshot
from bot.model.updates.doubt import Doubt, DoubtKind
from bot.model.updates.evidence import Offered
from bot.model.updates.request import DateRequest, ExceptionReport
from bot.model.updates.update import Face
from bot.rules import holders
from bot.rules.asking.absence import for_admin
from bot.rules.asking.nudges import undeliverable
from bot.rules.asking.pauses import in_force
from bot.rules.asking.urgency import AskedRoles, silent_roles
from bot.rules.calendar import add_months, working_days
from bot.rules.updates import assurance, requests
from bot.rules.updates.evidence import stale_on
from bot.rules.updates.standing import complete, face_in, falls_due, local_day, overdue

CARD = 12  # milestones that one card shows: whoever has more at once to answer for has too many
FEW = 3  # measures without an owner that are told one by one
MOST = 24  # of these even two cards do not show
RULES, SEVERITIES = tuple(Rule), tuple(Severity)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings, the worst first, then by rule, then what has been so for longest."""
    return tuple(
        sorted(
            findings,
            key=lambda one: (SEVERITIES.index(one.severity), RULES.index(one.rule), one.since or date.max, one.role, one.refs),
        )
    )


def of_priorities(findings: Iterable[Finding], snapshot: Snapshot, priorities: Iterable[int]) -> tuple[Finding, ...]:
    """Return what is wrong in some priorities, with these milestones alone. What is about a person or all of the plan is not."""
    plan, led = snapshot.plan, set(priorities)
    mine = {one.ref for one in plan.milestones if one.priority in led} | {one.ref for one in plan.actions if one.priority in led}
    found = [(one, tuple(ref for ref in one.refs if ref in mine)) for one in findings]
    return tuple(one.model_copy(update={"refs": refs}) for one, refs in found if refs)


def faults(snapshot: Snapshot, found: Iterable[Fault]) -> Iterator[Finding]:
    """Find what holds up the plan's letters. It suffers from that as a whole."""
    rules = {FaultKind.REFUSED: Rule.PLATFORM_REFUSES, FaultKind.LETTERS: Rule.LETTERS_WAIT}
    for one in found:
        if one.plan == snapshot.short and one.kind in rules:
            since = local_day(one.since, snapshot.policy)
            yield Finding(
                rule=rules[one.kind], severity=Severity.HIGH, since=since, at=one.since, count=one.count, why=one.reason
            )


def unreachable(snapshot: Snapshot, lost: Iterable[Lost]) -> Iterator[Finding]:
    """Find the people whom no address reaches, with what they answer for. It is worse if they answer for anything. Whoever only
    observes is never written to, so nothing is wrong."""
    known = {person.id: person for person in snapshot.people.persons}
    for one in lost:
        person = known.get(one.person)
        if person is not None and not holders.only_observes(snapshot.people, person, snapshot.today):
            roles = holders.roles_of(snapshot.people, person.id, snapshot.today)
            refs = tuple(milestone.ref for milestone in _unfinished(snapshot) if not set(roles).isdisjoint(milestone.owners))
            since = local_day(one.at, snapshot.policy)
            yield Finding(
                rule=Rule.UNREACHABLE,
                severity=Severity.HIGH if refs or person.is_admin else Severity.MEDIUM,
                role=next(iter(roles), ""),
                refs=refs,
                since=since,
                at=one.at,
                who=person.name,
                why=one.reason,
            )


def vacant(snapshot: Snapshot) -> Iterator[Finding]:
    """Find the roles that nobody holds and that own unfinished milestones."""
    for one in undeliverable(snapshot, snapshot.today):
        ends = [h.ends for h in snapshot.people.holdings if h.role == one.role and h.ends is not None]
        last = max((day for day in ends if day < snapshot.today), default=None)
        since, refs = last + timedelta(days=1) if last is not None else None, one.milestones
        yield Finding(rule=Rule.VACANT, severity=Severity.HIGH, role=one.role, refs=refs, since=since, count=len(refs))


def stale(snapshot: Snapshot, asked: AskedRoles) -> Iterator[Finding]:
    """Find the roles that were asked and have not answered in time. It is worse from the second cycle on."""
    silent: dict[str, list[Milestone]] = {}
    for milestone in snapshot.plan.milestones:
        if face_in(snapshot, milestone) is Face.NOT_REPORTED:
            for role in silent_roles(milestone, asked, ()):
                silent.setdefault(role or "", []).append(milestone)
    for role, milestones in silent.items():
        since = [local_day(it, snapshot.policy) for one in milestones if (it := snapshot.standing(one).asked) is not None]
        first, refs = min(since, default=None), tuple(one.ref for one in milestones)
        late = first is not None and add_months(first, 2 * snapshot.policy.asking.cycle_months) <= snapshot.today
        severity = Severity.HIGH if late else Severity.MEDIUM
        yield Finding(rule=Rule.STALE, severity=severity, role=role, refs=refs, since=first, count=len(refs))


def overloaded(snapshot: Snapshot) -> Iterator[Finding]:
    """Find the people who have more to answer for at once than one card shows: it is past due, or falls due soon."""
    soon = snapshot.policy.digest.due_soon_days
    at_hand = [one for one in _unfinished(snapshot) if _is_at_hand(snapshot, one, soon)]
    for person in snapshot.people.persons:
        roles = holders.roles_of(snapshot.people, person.id, snapshot.today)
        refs = tuple(one.ref for one in at_hand if one.accountable in roles)
        if len(refs) > CARD:
            severity = Severity.MEDIUM if len(refs) > MOST else Severity.LOW
            yield Finding(
                rule=Rule.OVERLOADED,
                severity=severity,
                role=roles[0],
                refs=refs,
                who=person.name,
                count=len(refs),
                total=soon,
            )


def same_words(snapshot: Snapshot, doubts: Iterable[Doubt]) -> Iterator[Finding]:
    """Find the milestones whose statement that counts says what the two before it said."""
    repeated = {one.update for one in doubts if any(found.kind is DoubtKind.SAME_WORDS for found in one.found)}
    for milestone in _unfinished(snapshot):
        update = snapshot.standing(milestone).update
        if update is not None and update.id in repeated:
            since = local_day(update.at, snapshot.policy)
            yield Finding(rule=Rule.SAME_WORDS, severity=Severity.LOW, refs=(milestone.ref,), since=since)


def evidence_stale(snapshot: Snapshot, index: Sequence[Offered]) -> Iterator[Finding]:
    """Find the evidence that is past the last day on which it was good."""
    there = {one.ref for one in snapshot.plan.milestones}
    for one in stale_on(index, snapshot.today):
        if one.ref in there:
            good = one.evidence.good_until
            yield Finding(
                rule=Rule.EVIDENCE_STALE, severity=Severity.MEDIUM, refs=(one.ref,), since=good, handle=one.handle, day=good
            )


def handed_over(snapshot: Snapshot, hand_overs: Iterable[HandOver]) -> Iterator[Finding]:
    """Find the milestones that are said to be somebody else's, and that nobody takes."""
    for one in for_admin(hand_overs):
        since = local_day(one.noted, snapshot.policy) if one.noted is not None else None
        yield Finding(rule=Rule.HANDED_OVER, severity=Severity.MEDIUM, role=one.from_role, refs=(one.ref,), since=since)


def no_assurer(snapshot: Snapshot) -> Iterator[Finding]:
    """Find what is declared complete and nobody may look at."""
    for one in assurance.no_assurer(snapshot):
        since = local_day(one.since, snapshot.policy)
        yield Finding(rule=Rule.NO_ASSURER, severity=Severity.HIGH, refs=(one.milestone.ref,), since=since)


def no_approver(snapshot: Snapshot, asked: Sequence[DateRequest], moves: Sequence[Move]) -> Iterator[Finding]:
    """Find the date requests on which nobody may decide."""
    for one in requests.waiting(snapshot.people, snapshot.policy, asked, moves, snapshot.today):
        yield _requested(snapshot, one, Rule.NO_APPROVER, Severity.HIGH)


def waiting(snapshot: Snapshot, asked: Sequence[DateRequest], moves: Sequence[Move]) -> Iterator[Finding]:
    """Find the date requests that wait for longer than an owner is left alone with what is overdue."""
    days, policy = working_days(snapshot.policy), snapshot.policy
    left_alone = min(policy.asking.overdue_after, default=0)
    stuck = {one.id for one in requests.waiting(snapshot.people, policy, asked, moves, snapshot.today)}
    for one in requests.still_open(asked):
        waits = days.index(snapshot.today) - days.index(local_day(one.at, policy))
        if one.id not in stuck and waits >= left_alone:
            yield _requested(snapshot, one, Rule.WAITING, Severity.MEDIUM)


def _requested(snapshot: Snapshot, one: DateRequest, rule: Rule, severity: Severity) -> Finding:
    since = local_day(one.at, snapshot.policy)
    return Finding(rule=rule, severity=severity, refs=(one.ref,), since=since, handle=one.handle, who=one.by_name)


def late_forecast(
    snapshot: Snapshot, asked: Sequence[DateRequest], reports: Sequence[ExceptionReport]
) -> Iterator[Finding]:
    """Find the milestones that are expected long after their due date, and for which nobody asked for another date."""
    for milestone in _unfinished(snapshot):
        update = snapshot.standing(milestone).update
        if update is None or not requests.is_beyond(snapshot, milestone):
            continue
        if not requests.is_settled(milestone.ref, update.id, asked, reports):
            since = local_day(update.at, snapshot.policy)
            yield Finding(
                rule=Rule.LATE_FORECAST, severity=Severity.MEDIUM, refs=(milestone.ref,), since=since, day=update.forecast
            )


def measure_without_owner(snapshot: Snapshot, measures: Iterable[Measure]) -> Iterator[Finding]:
    """Find the measures for whose readings nobody can be asked: no role owns them, or nobody holds it. Many without any are one
    finding, and so are all of a role."""
    owners: dict[str, list[Measure]] = {}
    for one in measures:
        if not one.is_closed:
            owners.setdefault(one.terms.owner, []).append(one)
    for role, all_ in owners.items():
        if role and not holders.holders(snapshot.people, role, snapshot.today):
            yield _unowned(all_, role, None)
        elif not role:
            since = [local_day(_since(one).at, snapshot.policy) for one in all_]
            one_by_one = zip(all_, since, strict=True) if len(all_) <= FEW else ()
            yield from (_unowned([one], role, day) for one, day in one_by_one)
            if len(all_) > FEW:
                yield _unowned(all_, role, min(since))


def _since(measure: Measure) -> MeasureStep:
    """Return the step since which nobody owns a measure."""
    said = [one for one in measure.steps if one.terms is not None]
    owned = [n for n, one in enumerate(said) if one.terms is not None and one.terms.owner]
    return said[max(owned, default=-1) + 1]


def _unowned(measures: Sequence[Measure], role: str, since: date | None) -> Finding:
    return Finding(
        rule=Rule.MEASURE_WITHOUT_OWNER,
        severity=Severity.MEDIUM,
        role=role,
        refs=tuple(dict.fromkeys(ref for one in measures for ref in one.terms.actions)),
        since=since,
        handle=measures[0].handle,
        handles=tuple(one.handle for one in measures),
        count=len(measures),
    )


def measure_sentence(snapshot: Snapshot, changed: Iterable[Measure]) -> Iterator[Finding]:
    """Find the measures whose sentence a later edition changed or took out. They stay as they were said."""
    for one in changed:
        yield Finding(rule=Rule.MEASURE_SENTENCE, severity=Severity.LOW, refs=one.terms.actions, handle=one.handle)


def paused(snapshot: Snapshot) -> Iterator[Finding]:
    """Find what is paused."""
    for one in in_force(snapshot.pauses, snapshot.policy, snapshot.today):
        refs = tuple(m.ref for m in snapshot.plan.milestones if str(m.priority) == one.scope or one.role in m.owners)
        yield Finding(
            rule=Rule.PAUSED,
            severity=Severity.LOW if one.until else Severity.MEDIUM,
            role=one.role or "",
            refs=refs,
            since=local_day(one.at, snapshot.policy),
            who=one.by_name,
            why=one.why,
            day=one.until,
            scope=one.scope,
        )


def _unfinished(snapshot: Snapshot) -> Iterator[Milestone]:
    for one in snapshot.plan.milestones:
        if not complete(one, snapshot.standing(one), snapshot.policy, snapshot.today):
            yield one


def _is_at_hand(snapshot: Snapshot, milestone: Milestone, days: int) -> bool:
    if overdue(milestone, snapshot.standing(milestone), snapshot.policy, snapshot.today):
        return True
    last = date.fromordinal(snapshot.today.toordinal() + days)
    return falls_due(snapshot, milestone, snapshot.today, last) is not None
