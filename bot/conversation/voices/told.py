"""Answers to whoever said something of a voice: its handle first, who hears of it and when, and how to undo it. And one voice
whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from bot.conversation.visit import Said, plan_named, undo_of
from bot.conversation.voices.meant import Table
from bot.conversation.voices.telling import may_tell
from bot.model.letters.message import Actions, Button, Facts, Item, Items, Message, Paragraph, Spans
from bot.model.letters.talk import Asker
from bot.model.snapshot import Snapshot
from bot.model.voices.told import VoiceTold
from bot.model.voices.voice import Shareable, Voice, VoiceDeed, VoiceStep
from bot.ports.record import View
from bot.ports.refusals import Refusal
from bot.reports.snapshot import take
from bot.rules import holders
from bot.rules.voices import rights
from bot.rules.voices.standing import standing
from bot.wording import commands
from bot.wording.commands import Act
from bot.wording.commands.phrase import Phrase
from bot.wording.sentences import line, with_full_stop, words
from bot.wording.voices import lines as wording
from bot.wording.voices.nudge import BUTTONS


def told(view: View, said: Said, voice: Voice, entry: int) -> Message:
    """Say what an entry has done with a voice."""
    snapshot = take(view, said.asker.short, said.asker.now)
    one = standing(voice, snapshot.today, snapshot.policy.zone)
    step = next(step for step in voice.steps if step.id == entry)
    plan = plan_named(view, said.asker.person.id, said.asker.short)
    spans = (*plan, *_said(step), *_done(snapshot, one, step))
    buttons = [undo_of(said, entry)]
    if step.deed in (VoiceDeed.HEARD, VoiceDeed.RETOLD):
        buttons.append(_button("details", commands.RetellForm(plan=said.asker.plan_named, number=voice.number), one.handle))
    title = words(f"voices.told.{step.deed.value}", {"handle": one.handle})
    return Message(title=title, blocks=(*(Paragraph(spans=each) for each in spans), Actions(buttons=tuple(buttons))))


def _said(step: VoiceStep) -> Iterator[Spans]:
    if step.terms is not None:
        yield line("voices.told.words", {"text": with_full_stop(step.terms.said)})
    if step.words:
        yield line("voices.told.words", {"text": with_full_stop(step.words)})
    if step.by_when:
        yield line("voices.told.by", {"day": step.by_when})
    if step.evidence:
        yield line("voices.told.evidence", {"links": ", ".join(step.evidence.split())})


def _done(snapshot: Snapshot, one: VoiceTold, step: VoiceStep) -> Iterator[Spans]:
    people = snapshot.people
    match step.deed:
        case VoiceDeed.HEARD | VoiceDeed.RETOLD:
            yield from _heard(snapshot, one)
            if step.deed is VoiceDeed.HEARD:
                yield line("voices.told.more")
        case VoiceDeed.DID:
            yield line("voices.told.open_still" if rights.forum(people) else "voices.told.nobody_closes")
        case VoiceDeed.OFFERED:
            yield line("voices.told.forum_closes" if rights.forum(people) else "voices.told.nobody_closes")
        case VoiceDeed.CHANGED:
            if one.we_did is None:
                yield line("voices.told.nothing_done")
            yield line("voices.told.over")
        case VoiceDeed.CANNOT:
            if rights.forum(people):
                yield line("voices.told.forum_hears")
        case VoiceDeed.REOPENED:
            yield _asked(snapshot, one)
        case VoiceDeed.PLANNED | VoiceDeed.WITHDRAWN:
            return
        case _:
            assert_never(step.deed)


def _heard(snapshot: Snapshot, one: VoiceTold) -> Iterator[Spans]:
    terms = one.voice.terms
    count = wording.count(one.inside)
    yield line("voices.told.from", {"day": terms.heard_on, "from": wording.source(one), "count": count})
    if one.voice.is_open:
        yield _asked(snapshot, one)
    summary = with_full_stop(terms.summary) if terms.shareable is Shareable.SUMMARY else ""
    yield line(f"voices.told.shown_{terms.shareable.value}", {"summary": summary})


def _asked(snapshot: Snapshot, one: VoiceTold) -> Spans:
    """Say who is asked what will be done, or that the admins are."""
    roles, led = rights.answering(snapshot.plan, snapshot.people, one.voice)
    if len(roles) == 1 and not led:
        held = holders.asked_through(snapshot.people, roles[0], snapshot.today)
        return line("voices.told.asked" if held else "voices.told.asked_nobody", {"role": roles[0]})
    if led and not roles:
        return line("voices.told.asked_lead", {"number": ", ".join(map(str, led))})
    if not roles:
        return line("voices.told.asked_admin")
    leads = [words("voices.capacity.leads", {"number": number}) for number in led]
    return line("voices.told.asked_several", {"roles": ", ".join([*leads, *roles])})


# ---- one voice whole ------------------------------------------------------------------------


def whole(view: View, asker: Asker, snapshot: Snapshot, one: VoiceTold) -> Message:
    """Tell one voice whole, with buttons for what whoever asks may do with it."""
    plan = tuple(Paragraph(spans=spans) for spans in plan_named(view, asker.person.id, asker.short))
    steps = tuple(Item(spans=spans) for spans in wording.history(one.voice, snapshot.policy.zone))
    pairs = wording.in_full(one, rights.answering(snapshot.plan, snapshot.people, one.voice))
    happened = Items(heading=words("voices.full.happened"), lines=steps)
    buttons = tuple(_offered(snapshot, asker, one))
    title = words("voices.full.title", {"handle": one.handle})
    return Message(title=title, blocks=(*plan, Facts(pairs=pairs), happened, *((Actions(buttons=buttons),) if buttons else ())))


def _offered(snapshot: Snapshot, asker: Asker, one: VoiceTold) -> Iterator[Button]:
    """Give the buttons of what somebody may do with a voice now."""
    person = snapshot.people.one(asker.person.id) or asker.person
    table = Table(snapshot, person)
    if holders.only_observes(snapshot.people, person, snapshot.today):
        return
    for act, name in BUTTONS.items():
        if _may(table, one, act):
            form = commands.TellVoiceForm(plan=asker.plan_named, act=act, number=one.voice.number)
            yield _button(name, form, one.handle)
    if rights.may_retell(person, one.voice):
        yield _button("details", commands.RetellForm(plan=asker.plan_named, number=one.voice.number), one.handle)


def _may(table: Table, one: VoiceTold, act: Act) -> bool:
    try:
        may_tell(table, one, act)
    except Refusal:
        return False
    return True


def _button(name: str, command: Phrase, handle: str) -> Button:
    label = words(f"voices.button.{name}")
    return Button(label=label, command=str(command), spoken=words("voices.button.spoken", {"label": label, "handle": handle}))
