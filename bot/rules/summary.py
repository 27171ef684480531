"""The weekly summary: what goes in, and of which week it is. Exceptions first, every milestone counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from bot.model.letter_key import Sort, letter_key
from bot.model.plan import Milestone
from bot.model.policy import Policy
from bot.model.snapshot import Snapshot
from bot.model.summary import Digest, Entry, Moved, Unasked
from bot.model.update import Face, Standing, Update
from bot.rules import calendar, standing


def weekly(snapshot: Snapshot, last_week: Mapping[str, Standing], unasked: Sequence[Unasked] = ()) -> Digest:
    """Return the week's summary of a plan, from how it stands and how it stood a week ago."""
    policy, today = snapshot.policy, snapshot.today
    soon = today + timedelta(days=policy.digest.due_soon_days)
    before = snapshot.model_copy(update={"standings": last_week, "now": snapshot.now - timedelta(days=7)})
    rows = [(milestone, snapshot.standing(milestone)) for milestone in snapshot.plan.milestones]
    entries = [(_entry(snapshot, milestone), milestone) for milestone, _ in rows]
    done = {milestone.ref for milestone, it in rows if standing.complete(milestone, it, policy, today)}
    still = [entry for entry, _ in entries if entry.ref not in done]
    late = {milestone.ref for milestone, it in rows if standing.overdue(milestone, it, policy, today)}
    return Digest(
        week=week_of(today),
        due_soon_days=policy.digest.due_soon_days,
        decisions=tuple(entry for entry in still if entry.decision),
        red=tuple(entry for entry, _ in entries if entry.status == "red"),
        amber=tuple(entry for entry, _ in entries if entry.status == "amber"),
        moved=tuple(
            moved for entry, milestone in entries if (moved := _moved(snapshot, before, milestone, entry.face)) is not None
        ),
        overdue=tuple(entry for entry in still if entry.ref in late),
        due_soon=tuple(
            entry.model_copy(update={"dates": standing.dates(snapshot, milestone, falls)})
            for entry, milestone in entries
            if (falls := standing.falls_due(snapshot, milestone, today, soon)) is not None
        ),
        not_reported=tuple(entry for entry in still if entry.face is Face.NOT_REPORTED),
        unasked=tuple(unasked),
        awaiting_assurance=tuple(entry for entry, _ in entries if entry.ref in done),
        unreadable=tuple(entry for entry, _ in entries if entry.face is Face.UNREADABLE),
        totals=_totals(entries),
    )


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


def _entry(snapshot: Snapshot, milestone: Milestone) -> Entry:
    it, policy, today = snapshot.standing(milestone), snapshot.policy, snapshot.today
    counts = standing.standing_on(milestone, it, policy, today)
    update = standing.worst(counts)
    return Entry(
        ref=milestone.ref,
        text=milestone.text,
        role=milestone.accountable,
        face=standing.face_in(snapshot, milestone),
        status=update.status.value if update else None,
        last=it.update.status.value if it.update else None,
        reason=update.narrative if update else "",
        path_to_green=update.path_to_green if update else "",
        decision=update.decision_wanted if update else "",
        forecast=update.forecast if update else None,
        dates=standing.dates(snapshot, milestone),
        baseline=milestone.baseline,
        age_days=standing.age_days(it, policy, today),
        quiet=it.asked is not None,
        missed=standing.missed_period(milestone, it, policy, today),
        unreadable=it.unreadable,
        dissent=update.role if update and update is not counts.update else None,
        lone=update.role if update and counts.lone else None,
    )


def _said(update: Update | None) -> str | None:
    """Return what was declared last: a period that ends moves nothing, only somebody's word does."""
    return update.status.value if update else None


def _moved(snapshot: Snapshot, before: Snapshot, milestone: Milestone, face: str) -> Moved | None:
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
    )


def _totals(entries: Sequence[tuple[Entry, Milestone]]) -> tuple[tuple[int, tuple[tuple[Face, int], ...]], ...]:
    counts: dict[int, dict[Face, int]] = {}
    for entry, milestone in entries:
        of = counts.setdefault(milestone.priority, {})
        of[entry.face] = of.get(entry.face, 0) + 1
    return tuple((number, tuple((face, of[face]) for face in Face if face in of)) for number, of in sorted(counts.items()))
