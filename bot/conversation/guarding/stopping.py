"""Stopping: words that tell who a child is are sent back before anything is written, from whichever door they come.

Nothing of them is recorded, kept as a draft, or quoted. A form comes back as it was filled in, from what was sent itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.conversation.answering import form_of
from bot.conversation.typed import Typed
from bot.conversation.visit import Speaker, understand
from bot.model.letters.message import Message, Paragraph
from bot.model.letters.talk import Ask, Fix, Inbound, Reply, Say
from bot.model.updates.guard import Stop
from bot.ports.record import View
from bot.rules.guard.hard import stops
from bot.wording.sentences import line, words
from bot.wording.typed.line import refs_in
from bot.wording.updates.stops import in_one, one_by_one

Found = Mapping[str, Sequence[Stop]]
TYPED = ""  # stands for the line itself, beside the ids of a form's questions


def found_in(inbound: Inbound) -> Found:
    """Return what may not be kept of what was said: in the line itself, and in each answer of a form. Mostly empty."""
    texts = {TYPED: inbound.said, **(inbound.answers or {})}
    return {name: found for name, text in texts.items() if (found := stops(text))}


def sent_back(view: View, inbound: Inbound, now: datetime, speaker: Speaker, found: Found) -> Reply:
    """Say what was found and how to say it without. A form is shown again with all that was filled in."""
    if inbound.answers is not None and TYPED not in found:
        shown = form_of(view, understand(view, inbound, Typed(inbound.said), now, speaker))
        if shown is not None:
            return _form_again(shown, inbound, found)
    named = ", ".join(_refs_named(view, inbound, speaker))
    title = words("guard.stop.title_of", {"refs": named}) if named else words("guard.stop.title")
    typed = [line("guard.stop.typed")] if inbound.answers is None else []
    told = (*one_by_one(_kinds(found)), *typed)
    return Say(message=Message(title=title, blocks=tuple(Paragraph(spans=spans) for spans in told)))


def _form_again(shown: Ask, inbound: Inbound, found: Found) -> Fix:
    """Show a form again. It keeps the name of what it was drawn from: who has spoken since is still told of."""
    form = shown.form.model_copy(update={"command": inbound.said})
    there = {question.id for question in form.questions}
    faults = {name: in_one(kinds) for name, kinds in found.items() if name in there}
    elsewhere = {} if faults else {form.questions[0].id: in_one(_kinds(found))}
    return Fix(form=form, answers=dict(inbound.answers or {}), faults=faults or elsewhere)


def _kinds(found: Found) -> list[Stop]:
    """Return each kind that was found, once."""
    there = {kind for kinds in found.values() for kind in kinds}
    return [kind for kind in Stop if kind in there]


def _refs_named(view: View, inbound: Inbound, speaker: Speaker) -> list[str]:
    """Return the milestones that were named, as the plans know them: nothing else of what was said is said back."""
    known = {one.ref for short in speaker.plans for one in view.plans.one(short).milestones}
    return list(dict.fromkeys(ref for ref in refs_in(inbound.said) if ref in known))
