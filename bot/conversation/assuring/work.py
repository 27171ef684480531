"""Each command of an assurer, put to whoever does it: what only looks, what opens a form, and what gives a verdict."""

from __future__ import annotations

from typing import assert_never

from bot.conversation.assuring import forms, verdicts
from bot.conversation.assuring.check import check
from bot.conversation.assuring.meant import Meant, looks, meant
from bot.conversation.visit import Said
from bot.model.letters.form import Answers
from bot.model.letters.talk import Ask, Fix, Reply, Say
from bot.model.updates.assurance import Verdict
from bot.model.updates.update import evidence_handle
from bot.ports.record import Tx, View
from bot.wording import commands
from bot.wording.commands import assuring
from bot.wording.sentences import words

Opened = commands.AssureForm | commands.SendBackForm


def look(view: View, said: Said, command: assuring.Look) -> Reply:
    """Answer what an assurer asks, and open their forms."""
    match command:
        case commands.Check():
            return Say(message=check(view, said.asker))
        case commands.AssureForm(ref=ref) | commands.SendBackForm(ref=ref):
            one = meant(view, said, ref)
            return Ask(form=forms.form_for(said, one, _verdict_of(command)), answers=_first_answers(view, said, one))
    assert_never(command)


def give(tx: Tx, said: Said, command: assuring.Verdict, fresh: bool) -> Reply:
    """Record what an assurer typed."""
    match command:
        case commands.Assure():
            return verdicts.assure(tx, said, command, fresh)
        case commands.SendBack():
            return verdicts.send_back(tx, said, command, fresh)
    assert_never(command)


def _verdict_of(command: Opened) -> Verdict:
    match command:
        case commands.AssureForm():
            return Verdict.SIGNED_OFF
        case commands.SendBackForm():
            return Verdict.SENT_BACK
    assert_never(command)


def _first_answers(view: View, said: Said, one: Meant) -> Answers:
    """Start a form with what was found of the evidence before."""
    known = looks(view, said.asker.short, one.update.evidence)
    return {evidence_handle(number): found.value for number, found in known.items()}


def take_form(tx: Tx, said: Said, command: Opened, given: Answers, fresh: bool) -> Reply:
    """Judge a form that was sent in, and record it once. One that was drawn before something else was said is shown anew."""
    token = command.token or ""
    mine = (one for one in tx.assurances.verdicts(said.asker.short, command.ref) if one.by == said.asker.person.id)
    before = next((one for one in mine if token and one.drawn_from == token), None)
    if before is not None or (not fresh and (before := verdicts.recorded(tx, said)) is not None):
        return verdicts.say(tx, said, before)
    one, verdict = meant(tx, said, command.ref), _verdict_of(command)
    form = forms.form_for(said, one, verdict)
    if token != one.token:
        moved = words("assurance.fault.moved", {"ref": command.ref})
        return Fix(form=form, answers=given, faults={forms.WHY: moved})
    if faults := forms.wrong(one, verdict, given):
        return Fix(form=form, answers=given, faults=faults)
    level = one.snapshot.policy.assurance.level(given.get(forms.LEVEL, "")) or ""
    found = forms.looks_in(one, given)
    if level and one.snapshot.policy.assurance.is_blue(level) and one.update.evidence and not one.rests_on(found):
        return Fix(form=form, answers=given, faults={forms.LEVEL: words("assurance.fault.evidence")})
    return verdicts.give(tx, said, one, verdict, level, given[forms.WHY].strip(), found, drawn_from=token)
