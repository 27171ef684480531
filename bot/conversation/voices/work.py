"""Each command of voices, put to whoever does it: what asks, what opens a form, and what is recorded."""

from __future__ import annotations

from typing import assert_never

from bot.conversation import filled
from bot.conversation.guarding import personal
from bot.conversation.office.work import propose
from bot.conversation.visit import Said
from bot.conversation.voices import forms, telling
from bot.conversation.voices.doing import drawn, meant, put, recorded
from bot.conversation.voices.listing import one_voice, voices
from bot.conversation.voices.meant import Change
from bot.conversation.voices.told import told
from bot.model.letters.form import Answers
from bot.model.letters.talk import Ask, Fix, Reply, Say
from bot.model.voices.voice import Voice
from bot.ports.record import Tx, View
from bot.rules.voices.repeated import said_before
from bot.wording import commands


def look(view: View, said: Said, command: commands.VoiceLook) -> Reply:
    """Answer what is asked of voices, and open their forms."""
    match command:
        case commands.Voices():
            return Say(message=voices(view, said.asker, command))
        case commands.OneVoice(handle=handle):
            return Say(message=one_voice(view, said.asker, handle))
        case commands.HearForm() | commands.RetellForm() | commands.TellVoiceForm():
            form, answers = forms.form_for(view, said, command)
            return Ask(form=form, answers=answers)
    assert_never(command)


def do(tx: Tx, said: Said, command: commands.VoiceWork, fresh: bool) -> Reply:
    """Record what was typed or pressed. If it is heard again, says what it did."""
    if not fresh and (before := recorded(tx, said)) is not None:
        return _say(tx, said, *before)
    change = meant(tx, said, command)
    twice = said_before(tx.voices.all(said.asker.short), change.voice, change.step)
    if twice is not None:
        return _say(tx, said, *twice)
    if personal.found_in(tx, said.asker.short, change.texts):
        return propose(tx, said, command, fresh)
    return _say(tx, said, *put(tx, said, change))


def take_form(tx: Tx, said: Said, command: commands.VoiceForm, given: Answers, fresh: bool) -> Reply:
    """Judge a form that was sent in, and record what it says, once. One with faults is shown again."""
    given = filled.stripped(given)
    drawn_from = filled.drawn_from(command.token, given)
    before = drawn(tx, said, drawn_from) if drawn_from else None
    if before is None and not fresh:
        before = recorded(tx, said)
    if before is not None:
        return _say(tx, said, *before)
    form, _ = forms.form_for(tx, said, command)
    if faults := forms.wrong(tx, said, form, given):
        return Fix(form=form, answers=given, faults=faults)
    order = forms.meant(tx, said, command, given)
    change = _change(tx, said, order, given)
    if personal.found_in(tx, said.asker.short, change.texts):
        return propose(tx, said, _with_links(order, given), fresh)
    return _say(tx, said, *put(tx, said, change, drawn_from))


def _change(view: View, said: Said, order: commands.VoiceWork, given: Answers) -> Change:
    """Return what a form changes. The links of what was done stand in a question of their own there."""
    if isinstance(order, commands.TellVoice):
        return telling.tell(view, said, order, "\n".join(filled.links(given)))
    return meant(view, said, order)


def _with_links(order: commands.VoiceWork, given: Answers) -> commands.VoiceWork:
    """Return what was done with its links among its words, as it would be typed."""
    if not isinstance(order, commands.TellVoice):
        return order
    return order.model_copy(update={"text": " ".join([order.text, *filled.links(given)])})


def _say(view: View, said: Said, voice: Voice, entry: int) -> Say:
    return Say(message=told(view, said, voice, entry), changed_record=True)
