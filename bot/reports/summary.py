"""The weekly summary of one plan: its facts, its JSON and its message."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from bot.model.letters.message import Chart, Message
from bot.model.measures.moved import MeasureMoved
from bot.model.measures.no_impact import NoImpact
from bot.model.people import People
from bot.model.plan import Milestone
from bot.model.risks.told import RiskMoved
from bot.model.snapshot import Snapshot
from bot.model.status import Status
from bot.model.summary import SILENT, Digest, Drawn, Entry, Moved, Silence, Unasked
from bot.model.updates.update import Face
from bot.ports.record import View
from bot.reports.board.period import period_json, since_papers, told
from bot.reports.dates.changed import changed_since
from bot.reports.measures.impact import measures_moved, no_impact_yet
from bot.reports.measures.told import told as measures_told
from bot.reports.risks.told import told as risks_told
from bot.reports.snapshot import Ran, with_activity
from bot.rules import holders
from bot.rules import summary as rules_summary
from bot.rules.asking import nudges as rules_nudges
from bot.rules.asking.absence import absence, is_away
from bot.rules.asking.urgency import asked_roles
from bot.rules.updates.standing import face_in
from bot.wording import summary as wording_summary

WEEK = timedelta(days=7)


def as_json(digest: Digest) -> dict[str, object]:
    """Return the summary in the `digest` shape, without the name of anybody."""
    off = ("status", "reason", "path_to_green", "forecast", "due", "baseline", "role", "age_days")
    dated = ("status", "due", "baseline", "forecast", "role")
    return {
        "week": digest.week.isoformat(),
        "headline": wording_summary.headline(digest),
        "lines": wording_summary.lines_of(digest),
        "decisions": [_json(entry, ("decision", "handle", "carried", *off)) for entry in digest.decisions],
        "red": [_json(entry, off) for entry in digest.red],
        "amber": [_json(entry, off) for entry in digest.amber],
        "first_answers": [entry.ref for entry in digest.first],
        "dates_changed": [
            {"ref": one.ref, "was": _iso(one.was), "now": _iso(one.now), "why": one.why, "closed": one.closed}
            for one in digest.dates_changed
        ],
        "no_impact_yet": [_no_impact(one) for one in digest.no_impact],
        "measures_moved": [_measure_moved(one) for one in digest.measures_moved],
        "risks_moved": [_risk_moved(one) for one in digest.risks_moved],
        "risks_not_reviewed": [{"handle": one.risk.handle, "since": _iso(one.reviewed_on)} for one in digest.risks_late],
        "business": digest.business._asdict(),
        "period": period_json(digest.period) if digest.period is not None else None,
        "head": digest.head.model_dump() if digest.head is not None else None,
        "moved": [_moved(one) for one in digest.moved],
        "due_soon": [_json(entry, dated) for entry in digest.due_soon],
        "not_reported": [_json(entry, ("last", "age_days", "due", "role")) for entry in digest.not_reported],
        "awaiting_assurance": [_json(entry, ("status", "due", "role", "waits_for")) for entry in digest.awaiting_assurance],
        "imported": _imported(digest),
        "totals": {str(number): _counts(counts) for number, counts in digest.totals},
        "overdue": [_json(entry, dated) for entry in digest.overdue],
        "unreadable": [{"ref": entry.ref, "text": entry.text, "entry": entry.unreadable} for entry in digest.unreadable],
        "paused": [
            {"scope": one.scope or "all", "until": _iso(one.until), "why": one.why, "refs": list(one.refs)}
            for one in digest.paused
        ],
        "not_asked": [{"role": one.role, "refs": list(one.refs), "vacant": one.vacant} for one in digest.unasked],
    }


def _moved(one: Moved) -> dict[str, object]:
    return {"ref": one.ref, "was": Face(one.was).counted, "now": Face(one.now).counted, "why": one.why}


def _no_impact(one: NoImpact) -> dict[str, object]:
    step = one.step
    return {
        "ref": one.action,
        "title": one.title,
        "priority": one.priority,
        "step": float(step.step.number) if step is not None else None,
        "step_on": _iso(one.step_on),
        "step_by": step.capacity if step is not None else None,
        "reason": step.why if step is not None else "",
        "why": [why.value for why in one.why],
        "behind": [measure.measure.handle for measure in one.behind],
    }


def _measure_moved(one: MeasureMoved) -> dict[str, object]:
    """Return a measure that moved without a value: how it may be shown is for the measures themselves to say."""
    now, was = one.now, one.was
    return {
        "handle": now.measure.handle,
        "text": now.measure.terms.text,
        "actions": list(now.measure.terms.actions),
        "first": one.first,
        "was": was.verdict.value if was is not None else None,
        "now": now.verdict.value,
        "direction_was": was.direction.value if was is not None else None,
        "direction": now.direction.value,
    }


def _risk_moved(one: RiskMoved) -> dict[str, object]:
    turned = one.turned.value if one.turned is not None else None
    was, now = (score.points if score is not None else None for score in (one.was, one.now))
    return {"handle": one.told.risk.handle, "about": list(one.told.risk.terms.about), "was": was, "now": now, "turned": turned}


def _counts(counts: Sequence[tuple[Face, int]]) -> dict[str, int]:
    """Return how many are shown how. All that a tracker said is one."""
    found: Counter[str] = Counter()
    for face, count in counts:
        found[face.counted] += count
    return dict(found)


def _imported(digest: Digest) -> dict[str, object]:
    """Return how many stand as the plan's tracker said, by what it said, and which."""
    said = [(one.ref, one.imported.status) for one in digest.imported if one.imported is not None]
    counts = {status.value: sum(status is theirs for _, theirs in said) for status in Status}
    return {"count": len(said), **counts, "refs": [ref for ref, _ in said]}


def _json(entry: Entry, fields: Sequence[str]) -> dict[str, object]:
    every: dict[str, object] = {
        "status": entry.status,
        "reason": entry.reason,
        "path_to_green": entry.path_to_green,
        "decision": entry.decision,
        "handle": entry.handle or None,
        "carried": entry.carried,
        "forecast": _iso(entry.forecast),
        "due": _iso(entry.dates.due),
        "baseline": _iso(entry.baseline),
        "role": entry.role,
        "last": entry.last,
        "age_days": entry.age_days,
        "waits_for": entry.waits_for,
    }
    return {"ref": entry.ref, "text": entry.text, **{field: every[field] for field in fields}}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def weekly(view: View, snapshot: Snapshot) -> Digest:
    """Return the facts of the weekly summary of a plan as it stands."""
    put = view.updates.put(snapshot.short)  # first: it is for a thread, where all is read anew
    a_week_ago = view.entries.upto(snapshot.short, snapshot.now - WEEK)
    last_week = view.updates.standings(snapshot.short, a_week_ago)
    asked = asked_roles(snapshot, put)
    period, measures = told(view, snapshot), measures_told(view, snapshot)
    besides = rules_summary.Besides(
        items=view.business.all(snapshot.short),
        dates_changed=changed_since(view, snapshot, a_week_ago),
        no_impact=no_impact_yet(view, snapshot, measures),
        measures_moved=measures_moved(view, snapshot, measures, snapshot.now - WEEK, a_week_ago),
        risks=risks_told(view, snapshot),
        head=view.entries.head(snapshot.short),
        period=period,
        since_papers=since_papers(view, snapshot, period.freeze) if period.freeze is not None else None,
    )
    digest = rules_summary.weekly(snapshot, last_week, _unasked(view, snapshot), asked, besides)
    if any(it.update is not None or it.asked is not None for it in snapshot.standings.values()):
        return digest
    first = Ran(view, snapshot).zone(snapshot.policy.zone).first
    first_asked = rules_summary.first_questions(with_activity(view, snapshot), first)
    return digest.model_copy(update={"nobody_asked": True, "first_asked": first_asked})


def _unasked(view: View, snapshot: Snapshot) -> tuple[Unasked, ...]:
    """Return the roles nobody could be asked through: vacant, or held by people who cannot be reached, or are away."""
    people, lost = snapshot.people, {person.person for person in view.accounts.unreachable(snapshot.short)}
    today = snapshot.today
    gone = {one.id for one in people.persons if one.id in lost or is_away(people, one.id, today)}
    reached = people.model_copy(update={"persons": tuple(one for one in people.persons if one.id not in gone)})
    unasked = rules_nudges.undeliverable(snapshot.model_copy(update={"people": reached}), today)
    return tuple(
        Unasked(
            role=one.role,
            refs=one.milestones,
            vacant=not holders.holders(people, one.role, today),
            away_until=_away_until(people, one.role, today),
        )
        for one in unasked
        if lost.issuperset(holders.acting(people, one.role, today, lost))  # a deputy is asked for whoever is not
    )


def _away_until(people: People, role: str, day: date) -> date | None:
    """Return the day on which the first holder of a role who is away is away last. None if none is."""
    away = (absence(people, one.id, day) for one in holders.holders(people, role, day))
    return min((one.ends for one in away if one is not None), default=None)


class Silent(NamedTuple):
    """The milestones of a role that were asked about and not answered, under a heading that says so."""

    heading: str
    refs: tuple[str, ...]


def silences(digest: Digest, snapshot: Snapshot) -> tuple[Silent, ...]:
    """Return what was asked and not answered, as the weekly summary tells it: by role, and last what was asked through roles
    that nobody can be asked through any more."""
    by_role = [one for told in digest.in_full for one in told.each if isinstance(one, Silence)]
    found = [Silent(wording_summary.silence(one), tuple(entry.ref for entry in one.entries)) for one in by_role]
    told = {ref for one in found for ref in one.refs}
    left = tuple(
        one.ref for one in snapshot.plan.milestones if face_in(snapshot, one) in SILENT and one.ref not in told
    )
    return (*found, Silent(wording_summary.unreached(), left)) if left else tuple(found)


def summary_to_post(view: View, snapshot: Snapshot) -> tuple[Message, Drawn]:
    """Word the weekly summary of a plan for the board's channels. Also return what is kept of it once it is posted."""
    facts, head = weekly(view, snapshot), view.entries.head(snapshot.short)
    drawn = Drawn(facts=json.dumps(as_json(facts), ensure_ascii=False), head=head)
    return wording_summary.posted(facts, snapshot.plan, head), drawn


def digest_message(view: View, snapshot: Snapshot, named: bool = False) -> Message:
    """Word the weekly summary of a plan as it stands, on one screen. `named` says that its button must name the plan."""
    return wording_summary.message(weekly(view, snapshot), snapshot.plan, named)


def digest_in_full(view: View, snapshot: Snapshot, may_challenge: bool = False) -> Message:
    """Word all of the weekly summary of a plan as it stands. Whoever `may_challenge` has a button for that."""
    return wording_summary.in_full(weekly(view, snapshot), snapshot.plan, snapshot.today, may_challenge)


def totals_chart(snapshot: Snapshot, shown: Sequence[tuple[Milestone, Face]] | None = None) -> Chart:
    """Draw how many milestones of each priority stand how: as each is `shown`, if that is known already."""
    totals = rules_summary.totals(snapshot) if shown is None else rules_summary.totals_of(shown)
    return wording_summary.chart(totals, snapshot.plan)
