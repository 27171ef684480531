"""The highlight report of a plan, or of one of its priorities: its facts, read once, and the paper that tells them.

Whatever is counted as things stand comes from the weekly summary's own facts, so a paper and a summary of the same moment say
the same numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from bot.model.board.business import BusinessKind, Item
from bot.model.board.highlight import Highlight, Judged, Part, Quiet, Three, Wanted
from bot.model.board.paper import Paper
from bot.model.board.period import Narrative
from bot.model.measures.standing import MeasureTold
from bot.model.plan import Milestone
from bot.model.risks.told import RiskMoved, RiskTold
from bot.model.summary import SILENT, Digest, Entry, Section, Silence, Unasked
from bot.ports.refusals import Refusal
from bot.reports.measures.told import told
from bot.reports.papers.compliance import roles, who
from bot.reports.papers.dates import dates_changed
from bot.reports.papers.frame import frame
from bot.reports.papers.ground import Ground, began
from bot.reports.papers.outcome import with_outcome
from bot.reports.papers.since import since
from bot.reports.risks.told import told as risks_told
from bot.reports.summary import weekly
from bot.reports.voices.heard import voices_heard
from bot.rules import holders
from bot.rules.board import cycle, leads
from bot.rules.board import highlight as rules
from bot.rules.risks import standing as rules_of_risks
from bot.rules.updates.standing import face_in, local_day
from bot.wording.papers import highlight as wording
from bot.wording.sentences import words


def highlight(ground: Ground, priority: int | None = None) -> Paper:
    """Return the highlight report of a plan, or of one priority. Raises Refusal if there is no such priority."""
    facts = highlight_facts(ground, priority)
    refs = frozenset(one.ref for one in rules.of_priority(ground.snapshot.plan.milestones, priority))
    compliance = roles(ground, ground.before.as_at if ground.before is not None else None, refs)
    return wording.paper(facts, frame(ground), who(ground), compliance)


def highlight_facts(ground: Ground, priority: int | None = None) -> Highlight:
    """Return the facts of a highlight report. Raises Refusal if there is no such priority."""
    snapshot, known = ground.snapshot, [one.number for one in ground.snapshot.plan.priorities]
    milestones = rules.of_priority(snapshot.plan.milestones, priority)
    if priority is not None and priority not in known and not milestones:
        raise Refusal("no_such_priority", number=str(priority), priorities=", ".join(map(str, known)))
    digest, refs = weekly(ground.view, snapshot), frozenset(one.ref for one in milestones)
    numbers = known or sorted({one.priority for one in snapshot.plan.milestones})
    parts = _parts(ground, numbers if priority is None else [priority])
    items, risks = _items(ground, refs, priority), _risks(ground, refs, priority)
    return Highlight(
        number=priority,
        compared=ground.before is not None,
        parts=with_outcome(ground, (_whole(ground, parts), *parts) if priority is None else parts, _next(ground)),
        total=len(milestones),
        counts=rules.counted(face_in(snapshot, one) for one in milestones),
        quiet=_quiet(ground, digest, refs),
        unasked=tuple(_of(one, refs) for one in digest.unasked if refs & frozenset(one.refs)),
        off_track=tuple(one for one in (*digest.red, *digest.amber) if one.ref in refs),
        overdue=tuple(one for one in digest.overdue if one.ref in refs),
        moved=tuple(one for one in rules.changed(snapshot, ground.last_period) if one.ref in refs),
        done=tuple(one for one in rules.finished(snapshot, ground.last_period) if one.ref in refs),
        due_next=rules.coming(snapshot, milestones, _next(ground)),
        dates=tuple(one for one in dates_changed(ground) if one.ref in refs),
        decisions=_decisions([one for one in digest.decisions if one.ref in refs], items),
        discuss=tuple(one for one in items if one.is_open and one.kind is not BusinessKind.DECISION),
        measures=_measures(ground, priority),
        answered=sum(not one.is_open for one in items),
        risks=rules_of_risks.top(risks, ground.policy.risk),
        risks_from=ground.policy.risk.report_from,
        risks_moved=_risks_moved(ground, risks),
        since=since(ground, refs, priority),
        voices=voices_heard(ground, priority),
    )


def _next(ground: Ground) -> date:
    """Return the day on which the papers after these are due."""
    first = began(ground.view, ground.short, ground.policy)
    known = cycle.periods(ground.policy, ground.period.meeting, first)
    return next((one.freezes for one in known if one.meeting > ground.period.meeting), ground.period.meeting)


# ---- the parts, at three times -----------------------------------------------------------------


def _parts(ground: Ground, numbers: Sequence[int]) -> tuple[Part, ...]:
    narratives = ground.view.periods.narratives(ground.short)
    this = leads.of_period(narratives, ground.policy, ground.period)
    last = ground.before.meeting if ground.before is not None else None
    before = {one.priority: one for one in narratives if last in (one.meeting, leads.meeting_of(one, ground.policy))}
    return tuple(_part(ground, number, this.get(number), before.get(number)) for number in numbers)


def _part(ground: Ground, number: int, narrative: Narrative | None, before: Narrative | None) -> Part:
    plan = ground.snapshot.plan
    milestones = rules.of_priority(plan.milestones, number)
    return Part(
        number=number,
        text=next((one.text for one in plan.priorities if one.number == number), ""),
        lead=_lead(ground, number),
        counts=rules.counted(face_in(ground.snapshot, one) for one in milestones),
        plain=rules.plainly(ground.snapshot, milestones),
        last=_last(ground, number, Judged(status=before.status if before else None, missing=before is None)),
        this=Three(delivery=_judged(narrative), dates=rules.dates_kept(ground.snapshot, milestones)),
        next=Three(
            delivery=Judged(status=narrative.forecast if narrative else None, missing=narrative is None),
            dates=rules.dates_expected(ground.snapshot, milestones, _next(ground)),
        ),
        narrative=narrative,
        writer=narrative.capacity if narrative is not None else "",
    )


def _judged(narrative: Narrative | None) -> Judged:
    return Judged(status=narrative.status if narrative else None, missing=narrative is None)


def _last(ground: Ground, number: int | None, delivery: Judged) -> Three | None:
    """Return how a part stood at the freeze before. None if there was none."""
    then = ground.last_period
    if then is None:
        return None
    return Three(delivery=delivery, dates=rules.dates_kept(then, rules.of_priority(then.plan.milestones, number)))


def _whole(ground: Ground, parts: Sequence[Part]) -> Part:
    """Return how all of the plan stands: of delivery the worst that a lead gave, of dates all of them."""
    snapshot = ground.snapshot
    milestones = snapshot.plan.milestones
    before = rules.worst_of([one.last.delivery for one in parts if one.last is not None])
    return Part(
        text=snapshot.plan.title,
        counts=rules.counted(face_in(snapshot, one) for one in milestones),
        plain=rules.plainly(snapshot, milestones),
        last=_last(ground, None, before),
        this=Three(
            delivery=rules.worst_of([one.this.delivery for one in parts]), dates=rules.dates_kept(snapshot, milestones)
        ),
        next=Three(
            delivery=rules.worst_of([one.next.delivery for one in parts]),
            dates=rules.dates_expected(snapshot, milestones, _next(ground)),
        ),
    )


def _lead(ground: Ground, number: int) -> str:
    """Return the role of whoever leads a priority, or that they lead it if they hold none. Empty if nobody leads it."""
    people = ground.snapshot.people
    leading = [one for one in people.persons if one.leads(number)]
    held = (role for one in leading for role in holders.roles_of(people, one.id, ground.day)[:1])
    return next(held, words("papers.who.lead", {"number": number}) if leading else "")


# ---- silence, decisions, business --------------------------------------------------------------


def _quiet(ground: Ground, digest: Digest, refs: frozenset[str]) -> tuple[Quiet, ...]:
    """Return who was asked and has not answered, as the weekly summary has it: by role, and last whom nobody can ask any more."""
    each = [one for told in digest.in_full if told.section is Section.SILENT for one in told.each if isinstance(one, Silence)]
    of_refs = {one.ref: one for one in ground.snapshot.plan.milestones if one.ref in refs}
    late = {one.ref for one in digest.not_reported}
    found = []
    for one in each:
        mine = tuple(entry.ref for entry in one.entries if entry.ref in refs)
        if mine:
            held = one.held if len(refs) == len(ground.snapshot.plan.milestones) else _held(one.role, mine, of_refs.values())
            found.append(_asked(ground, one.role or "", mine, held, late))
    told = {ref for one in found for ref in one.refs}
    left = tuple(ref for ref, one in of_refs.items() if face_in(ground.snapshot, one) in SILENT and ref not in told)
    return (*found, _asked(ground, "", left, len(left), late)) if left else tuple(found)


def _held(role: str | None, mine: Sequence[str], milestones: Iterable[Milestone]) -> int:
    return len({one.ref for one in milestones if one.accountable == role} | set(mine))


def _asked(ground: Ground, role: str, refs: tuple[str, ...], held: int, late: set[str]) -> Quiet:
    """Count how often somebody was asked about some milestones since they were last answered."""
    first = {ref: ground.snapshot.standings[ref].asked for ref in refs}
    put = [one for one in ground.exchanged.posed if (asked := first.get(one.ref)) is not None and one.taken >= asked]
    days = [one for one in first.values() if one is not None]
    since_ = min(days, default=None)
    return Quiet(
        role=role,
        refs=refs,
        late=tuple(ref for ref in refs if ref in late),
        held=held,
        asked=len({one.entry for one in put}),
        since=local_day(since_, ground.policy) if since_ is not None else None,
    )


def _of(one: Unasked, refs: frozenset[str]) -> Unasked:
    return one.model_copy(update={"refs": tuple(ref for ref in one.refs if ref in refs)})


def _items(ground: Ground, refs: frozenset[str], priority: int | None) -> tuple[Item, ...]:
    """Return the board's business, of a priority only what is about it or a part of it."""
    every = ground.view.business.all(ground.short)
    if priority is None:
        return every
    return tuple(one for one in every if any(_is_about(ref, refs, priority) for ref in one.about))


def _risks(ground: Ground, refs: frozenset[str], priority: int | None) -> tuple[RiskTold, ...]:
    """Return the plan's risks, of a priority only those about it or a part of it."""
    every = risks_told(ground.view, ground.snapshot)
    return tuple(one for one in every if priority is None or any(_is_about(ref, refs, priority) for ref in one.risk.terms.about))


def _risks_moved(ground: Ground, risks: Sequence[RiskTold]) -> tuple[RiskMoved, ...]:
    """Return the risks that moved since the last papers. None if there were none."""
    return rules_of_risks.movers(risks, ground.before.as_at, ground.as_at) if ground.before is not None else ()


def _measures(ground: Ground, priority: int | None) -> tuple[MeasureTold, ...]:
    """Return the measures that are open, of a priority those of its actions."""
    found = (one for one in told(ground.view, ground.snapshot) if not one.measure.is_closed)
    return tuple(one for one in found if priority is None or _is_of(one, priority))


def _is_of(measure: MeasureTold, priority: int) -> bool:
    return any(ref.partition(".")[0] == str(priority) for ref in measure.measure.terms.actions)


def _is_about(ref: str, refs: frozenset[str], priority: int) -> bool:
    return ref in refs or ref.partition(".")[0] == str(priority)


def _decisions(wanted: Sequence[Entry], items: Sequence[Item]) -> tuple[Wanted, ...]:
    """Return the decisions wanted: those of statements that stand, and those of the board's business that are open."""
    still = [one for one in items if one.is_open and one.kind is BusinessKind.DECISION]
    by_ref = {ref: one for one in still if one.update is not None for ref in one.about}
    found = [_of_statement(one, by_ref.get(one.ref)) for one in wanted]
    named = {one.handle for one in found}
    return (*found, *(_of_item(one) for one in still if one.handle not in named))


def _of_statement(entry: Entry, item: Item | None) -> Wanted:
    told = {} if item is None else {"handle": item.handle, "by": item.due, "carried": item.carried}
    return Wanted(ref=entry.ref, words=entry.decision, role=entry.role or "", **told)


def _of_item(item: Item) -> Wanted:
    told = {"role": item.owner, "by": item.due, "carried": item.carried}
    return Wanted(ref=", ".join(item.about), handle=item.handle, words=item.words, **told)
