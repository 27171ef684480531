"""New hands: what somebody is asked who took over, besides the days of the ladder: where each unfinished milestone stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from bot.model.letters.nudge import AsDeputy, Cause, Hands, Reason, Takeover, Turn
from bot.model.plan import Milestone
from bot.model.snapshot import Snapshot
from bot.rules import holders as who
from bot.rules.asking.absence import back_by
from bot.rules.asking.ahead import next_day
from bot.rules.asking.ladder import Day
from bot.rules.asking.taking_over import fell_due, is_settled, taken_over, was_there
from bot.rules.calendar import hours
from bot.rules.updates.standing import due as due_on
from bot.rules.updates.standing import over

STANDING_IN = (Takeover.DEPUTY, Takeover.UNREACHED)  # they act for somebody for a while, and are asked what is open


def taken_now(snapshot: Snapshot, today: Day, hands: Hands, zone: str, opens: datetime) -> Sequence[Turn]:
    """Return the turns that no round has told yet. Before the first round nobody takes over: all are new."""
    if today.last is None or not hands.turns:
        return ()
    since, _ = hours(today.last, today.policy, zone)
    return tuple(taken_over(hands.turns, snapshot.people, today.day, since, opens))


def take_over(snapshot: Snapshot, today: Day, turn: Turn, before: frozenset[str], reasons: dict[str, Reason]) -> None:
    """Ask somebody where each unfinished milestone stands that they took over, unless they have said so since, or were asked
    `before`, on the day of the last round."""
    passed = [one for one in snapshot.plan.milestones if turn.role in one.owners and (turn.refs is None or one.ref in turn.refs)]
    if was_there(snapshot, today, turn, passed, before):
        return
    for milestone in passed:
        standing = snapshot.standing(milestone)
        said = standing.update is not None and standing.update.by == turn.person and standing.update.at >= turn.begins
        if said or over(milestone, standing, snapshot.policy, today.day) or today.paused(milestone) is not None:
            continue
        if turn.how in STANDING_IN and is_settled(snapshot, milestone, turn, today.day):
            continue
        if turn.how is Takeover.SNOOZED and not fell_due(milestone, standing, today):
            continue
        asked = reasons.get(milestone.ref)
        if asked is not None:
            reasons[milestone.ref] = asked.model_copy(update={"taken": turn.how})
            continue
        if milestone.ref in before and turn.how is not Takeover.SNOOZED:
            continue
        at_hand = due_on(milestone, snapshot.policy, today.day)
        as_deputy = None if turn.role in who.roles_of(snapshot.people, turn.person, today.day) else AsDeputy.ACTING
        next_at = next_day(milestone, standing, today)
        reasons[milestone.ref] = Reason(
            plan=snapshot.short,
            ref=milestone.ref,
            kind=_kind_taken(milestone),
            working_days=today.index(at_hand) - today.at if at_hand else None,
            role=turn.role,
            next_at=if_theirs(snapshot, turn.person, turn.role, as_deputy, next_at),
            as_deputy=as_deputy,
            taken=turn.how,
        )


def if_theirs(snapshot: Snapshot, person: int, role: str, as_deputy: AsDeputy | None, next_at: date | None) -> date | None:
    """Return the next question's day, unless a deputy's days are over by then."""
    if as_deputy is None or next_at is None:
        return back_by(snapshot, person, next_at)
    return next_at if person in who.deputies(snapshot.people, role, next_at) else None


def _kind_taken(milestone: Milestone) -> Cause:
    """Return as what a milestone is asked about that was taken over, besides the days of its ladder."""
    if milestone.recurrence is not None:
        return Cause.RECURRING
    return Cause.OPEN_ENDED if milestone.due is None and milestone.open_ended else Cause.CATCH_UP
