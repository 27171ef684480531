"""Pausing and resuming the questions of a plan, of a priority or of a role."""

from __future__ import annotations

from bot.conversation.office.board import say_noted
from bot.conversation.visit import Said, day_meant
from bot.model.absences.pause import EVERYTHING, Pause
from bot.model.letters.message import Spans, plain
from bot.model.letters.talk import Reply
from bot.model.snapshot import Snapshot
from bot.model.spelling import alike
from bot.ports.record import Tx, View
from bot.ports.refusals import Refusal
from bot.reports.letters.hands import hands_of
from bot.reports.snapshot import Ran, take
from bot.rules.asking import nudges
from bot.rules.asking.pauses import in_force
from bot.rules.holders import find_role
from bot.wording import commands, pauses
from bot.wording.sentences import Fact, line, words

AHEAD = 7  # days of which the questions are counted


def meant(view: View, said: Said, command: commands.Pause | commands.Resume) -> commands.Pause | commands.Resume:
    """Return the order with the part and the day that it means. Raises Refusal if that is unclear, or can't be."""
    scope = _scope(view, said, command)
    order = command.model_copy(update={"what": scope or commands.ALL})
    if isinstance(order, commands.Resume):
        return order
    until = order.until or (day_meant(view, said.asker.short, order.when, said.today) if order.when else None)
    if until is not None and until <= said.today:
        raise Refusal("pause_past")
    if scope != EVERYTHING and (until is None or not order.why):
        raise Refusal("pause_until" if until is None else "pause_why", what=scope)
    return order.model_copy(update={"until": until, "when": ""})


def _scope(view: View, said: Said, command: commands.Pause | commands.Resume) -> str:
    """Return the part of the plan that a command means, as the record names it."""
    plan = view.plans.one(said.asker.short)
    if command.is_all or alike(command.what) in (alike(plan.short), alike(plan.title)):
        return EVERYTHING
    number = command.priority
    if number is not None and any(str(one.number) == number for one in plan.priorities):
        return number
    role = find_role(plan, command.what) if number is None else None
    if role is None:
        raise Refusal("pause_unknown", what=command.what, count=str(len(plan.priorities)))
    return role.name


def scope_of(order: commands.Pause | commands.Resume) -> str:
    """Return the part that an order means which was looked up before."""
    return EVERYTHING if order.is_all else order.what


def held(view: View, said: Said, scope: str) -> tuple[Pause, ...]:
    """Return the pauses of a part that hold today; of the whole plan, every one."""
    policy = view.plans.policy(said.asker.short)
    holding = in_force(view.pauses.of(said.asker.short), policy, said.today)
    return tuple(one for one in holding if scope in (EVERYTHING, one.scope))


def so_already(view: View, said: Said, order: commands.Pause | commands.Resume) -> Reply | None:
    """Say that it is paused already, or is not. None if it would be changed."""
    scope, plan = scope_of(order), view.plans.one(said.asker.short)
    there = held(view, said, scope)
    if isinstance(order, commands.Resume):
        return None if there else say_noted(words("chase.pause.resumed_already", {"what": pauses.what(scope, plan)}))
    same = next((one for one in there if (one.scope, one.until, one.why) == (scope, order.until, order.why)), None)
    return None if same is None else say_noted(plain(pauses.said("already", same, plan, said.asker.zone)))


def would_change(view: View, said: Said, order: commands.Pause | commands.Resume) -> Spans:
    """Say how many questions of the coming days would not be asked, or would be."""
    snapshot, scope = take(view, said.asker.short, said.asker.now), scope_of(order)
    gone = {one.id for one in held(view, said, scope)}
    without = snapshot.model_copy(update={"pauses": tuple(one for one in snapshot.pauses if one.id not in gone)})
    if isinstance(order, commands.Resume):
        count, name = _coming(view, without) - _coming(view, snapshot), "would_resume"
        facts: dict[str, Fact] = {"what": pauses.what(scope, snapshot.plan), "until": "", "count": count}
    else:
        new = Pause(id=0, plan=snapshot.short, scope=scope, at=said.asker.now, until=order.until, why=order.why)
        then = snapshot.model_copy(update={"pauses": (*snapshot.pauses, new)})
        count, name = _coming(view, snapshot) - _coming(view, then), "would"
        facts = pauses.facts(new, snapshot.plan, said.asker.zone) | {"count": count}
    return line(f"chase.pause.{name}{'_one' if count == 1 else ''}", facts)


def _coming(view: View, snapshot: Snapshot) -> int:
    """Count the questions of the coming days."""
    questions, ran = view.updates.questions(snapshot.short), Ran(view, snapshot)
    coming = nudges.preview(snapshot, questions, ran, AHEAD, hands_of(view, snapshot, ran))
    return sum(len(nudge.reasons) for nudge in coming)


def change(tx: Tx, said: Said, order: commands.Pause | commands.Resume) -> None:
    """Pause a part of the plan, or end its pauses."""
    short, scope = said.asker.short, scope_of(order)
    if isinstance(order, commands.Pause):
        tx.pauses.hold(short, scope, order.until, order.why)
    else:
        for one in held(tx, said, scope):
            tx.pauses.let_go(short, one.scope)
    tx.rounds.wake(short)


def changed(view: View, said: Said, scope: str) -> str:
    """Say how it stands with a part of the plan: paused, or asked about again."""
    plan = view.plans.one(said.asker.short)
    there = next((one for one in held(view, said, scope) if one.scope == scope), None)
    if there is None:
        return words("chase.pause.resumed", {"what": pauses.what(scope, plan)})
    return plain(pauses.said("paused", there, plan, said.asker.zone))
