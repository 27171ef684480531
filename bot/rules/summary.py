"""The weekly summary: what goes in, and of which week it is. Exceptions first, every milestone counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from bot.model.letter_key import Sort, letter_key
from bot.model.plan import Milestone, Plan
from bot.model.policy import Policy
from bot.model.summary import Digest, Entry, Moved, Unasked
from bot.model.update import Face, Standing
from bot.rules import calendar, standing


def weekly(
    plan: Plan,
    standings: Mapping[str, Standing],
    last_week: Mapping[str, Standing],
    unasked: Sequence[Unasked],
    policy: Policy,
    now: datetime,
) -> Digest:
    """The week's summary of a plan, from how it stands and how it stood a week ago."""
    today = standing.local_day(now, policy)
    soon = today + timedelta(days=policy.due_soon_days)
    rows = [(milestone, _of(standings, milestone)) for milestone in plan.milestones]
    entries = [(_entry(milestone, it, policy, now), milestone, it) for milestone, it in rows]
    done = {milestone.ref for milestone, it in rows if standing.complete(milestone, it, policy, today)}
    still = [(entry, milestone, it) for entry, milestone, it in entries if entry.ref not in done]
    return Digest(
        week=_monday(today),
        due_soon_days=policy.due_soon_days,
        decisions=tuple(entry for entry, _, _ in still if entry.decision),
        red=tuple(entry for entry, _, _ in entries if entry.status == "red"),
        amber=tuple(entry for entry, _, _ in entries if entry.status == "amber"),
        moved=tuple(
            moved
            for milestone, it in rows
            if (moved := _moved(milestone, it, _of(last_week, milestone), policy, now)) is not None
        ),
        overdue=tuple(entry for entry, milestone, it in still if standing.overdue(milestone, it, policy, today)),
        due_soon=tuple(
            entry.model_copy(update={"due": falls})
            for entry, milestone, it in entries
            if (falls := standing.falls_due(milestone, it, policy, today, today, soon)) is not None
        ),
        not_reported=tuple(entry for entry, _, _ in still if entry.face is Face.NOT_REPORTED),
        unasked=tuple(unasked),
        awaiting_assurance=tuple(entry for entry, _, _ in entries if entry.ref in done),
        unreadable=tuple(entry for entry, _, _ in entries if entry.face is Face.UNREADABLE),
        totals=_totals(rows, policy, now),
    )


def digest_moment(day: date, policy: Policy) -> datetime:
    """The moment of the summary of that day's week: its weekday, or the next working day."""
    at = day - timedelta(days=(day.weekday() - policy.digest_weekday) % 7)
    if not calendar.working_day(at):
        at = calendar.next_working_day(at)
    return calendar.window(at, policy.digest_at, policy.closes, policy.zone)[0]


def key(short: str, moment: datetime, policy: Policy, place: str = "") -> str:
    """What makes one week's summary of one plan the same summary."""
    return letter_key(Sort.DIGEST, short, _monday(standing.local_day(moment, policy)), place)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _of(standings: Mapping[str, Standing], milestone: Milestone) -> Standing:
    return standings.get(milestone.ref) or Standing(ref=milestone.ref)


def _entry(milestone: Milestone, it: Standing, policy: Policy, now: datetime) -> Entry:
    today = standing.local_day(now, policy)
    update = standing.counting(milestone, it, policy, today).update
    slipped = milestone.recurrence is None and milestone.baseline != milestone.due
    return Entry(
        ref=milestone.ref,
        text=milestone.text,
        role=milestone.accountable,
        face=standing.face(milestone, it, policy, now),
        status=update.status.value if update else None,
        last=it.update.status.value if it.update else None,
        reason=update.narrative if update else "",
        path_to_green=update.path_to_green if update else "",
        decision=update.decision_wanted if update else "",
        forecast=update.forecast if update else None,
        due=standing.due(milestone, today),
        baseline=milestone.baseline,
        promised=milestone.baseline if slipped else None,
        age_days=standing.age_days(it, policy, today),
        quiet=it.asked is not None,
        missed=standing.missed(milestone, it, policy, today),
        unreadable=it.unreadable,
    )


def _said(it: Standing) -> str | None:
    """What was last declared: a period that ends moves nothing, only somebody's word does."""
    return it.update.status.value if it.update else None


def _moved(milestone: Milestone, it: Standing, before: Standing, policy: Policy, now: datetime) -> Moved | None:
    then, update = before.update, it.update
    was_forecast, now_forecast = (then.forecast if then else None), (update.forecast if update else None)
    if _said(it) == _said(before) and was_forecast == now_forecast:
        return None
    return Moved(
        ref=milestone.ref,
        text=milestone.text,
        was=then.status.value if then else standing.face(milestone, before, policy, now - timedelta(days=7)),
        now=update.status.value if update else standing.face(milestone, it, policy, now),
        why=(update.narrative or update.path_to_green) if update else "",
        face=_entry(milestone, it, policy, now).face,
        was_forecast=was_forecast,
        now_forecast=now_forecast,
    )


def _totals(
    rows: Sequence[tuple[Milestone, Standing]], policy: Policy, now: datetime
) -> tuple[tuple[int, tuple[tuple[Face, int], ...]], ...]:
    counts: dict[int, dict[Face, int]] = {}
    for milestone, it in rows:
        of = counts.setdefault(milestone.priority, {})
        shown = standing.face(milestone, it, policy, now)
        of[shown] = of.get(shown, 0) + 1
    return tuple(
        (number, tuple((face, of[face]) for face in Face if face in of))
        for number, of in sorted(counts.items())
    )
