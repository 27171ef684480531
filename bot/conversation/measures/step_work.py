"""Each command of impact steps, put to whoever does it: what opens the form, and what is recorded."""

from __future__ import annotations

from typing import assert_never

from bot.conversation import filled
from bot.conversation.guarding import personal
from bot.conversation.measures.step_form import Drawn, form_for, wrong
from bot.conversation.measures.steps import Meant, Order, meant, put, recorded, say_saved, typed, withdraw
from bot.conversation.office.work import propose
from bot.conversation.visit import Said, plan_named
from bot.model.letters.form import Answers, Faults
from bot.model.letters.message import Message, plain
from bot.model.letters.talk import Ask, Fix, Reply, Say
from bot.model.measures.impact import ImpactStep
from bot.ports.record import Tx, View
from bot.wording import commands
from bot.wording.measures import steps as worded
from bot.wording.sentences import words


def do(tx: Tx, said: Said, command: commands.StepWork, fresh: bool) -> Reply:
    """Record what was typed. If it is heard again, says what it did."""
    match command:
        case commands.SetStep():
            if not fresh and (before := recorded(tx, said)) is not None:
                return say_saved(tx, said, meant(tx, said, command.ref), before)
            return _kept(tx, said, typed(tx, said, command), command, fresh)
        case commands.WithdrawStep():
            return withdraw(tx, said, command, fresh)
    assert_never(command)


def open_form(view: View, said: Said, command: commands.StepForm) -> Ask:
    """Open the form. It holds the step that stands, and asks anew why."""
    one = meant(view, said, command.ref)
    begins = {"step": one.action.step.step.value} if one.action.step is not None else {}
    return Ask(form=form_for(_drawn(view, said, one, command)), answers=begins)


def _drawn(view: View, said: Said, one: Meant, command: commands.StepForm) -> Drawn:
    opened = command.model_copy(update={"plan": said.asker.plan_named, "token": command.token or one.token})
    plan = " ".join(plain(spans) for spans in plan_named(view, said.asker.person.id, said.asker.short))
    return Drawn(action=one.action, zone=said.asker.zone, command=str(opened), plan=plan)


def take_form(tx: Tx, said: Said, command: commands.StepForm, given: Answers, fresh: bool) -> Reply:
    """Judge a form that was sent in, and record it once. One that was drawn before somebody else set a step is shown again."""
    given = filled.stripped(given)
    if not fresh and (before := recorded(tx, said)) is not None:
        return say_saved(tx, said, meant(tx, said, command.ref), before)
    one = meant(tx, said, command.ref)
    if faults := wrong(given):
        return Fix(form=form_for(_drawn(tx, said, one, command)), answers=given, faults=faults)
    if faults := _overtaken(said, one, command.token):  # sent again, it was drawn from what stands now
        again = command.model_copy(update={"token": one.token})
        return Fix(form=form_for(_drawn(tx, said, one, again)), answers=given, faults=faults)
    step, why = ImpactStep(given["step"]), given["why"]
    typed = commands.SetStep(ref=command.ref, step=step.value, why=why)
    return _kept(tx, said, Order(one, step, why), typed, fresh)


def _overtaken(said: Said, one: Meant, token: str | None) -> Faults:
    """Return a fault if a form was drawn before somebody else set a step."""
    stands = one.action.step
    if token in (None, one.token) or stands is None or stands.by == said.asker.person.id:
        return {}
    return {"step": words("impact.fault.newer", {"who": stands.by_name})}


def _kept(tx: Tx, said: Said, order: Order, command: commands.SetStep, fresh: bool) -> Reply:
    """Keep a step, or ask first if its reason looks as if it told who a child is. The same one twice is one."""
    stands = order.one.action.step
    if stands is not None and (stands.step, stands.why) == (order.step, order.why):
        if stands.by == said.asker.person.id:
            return say_saved(tx, said, order.one, stands)
        facts = {**worded.step_facts(stands.step), "ref": stands.action}
        return Say(message=Message(title=words("impact.set.same", facts)))
    if personal.found_in(tx, said.asker.short, (command.why,)):
        return propose(tx, said, command, fresh)
    return say_saved(tx, said, order.one, put(tx, said, order))
