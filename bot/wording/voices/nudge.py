"""Voices in the one message of the day: who answers is asked what will be done, and the forum what changed."""

from __future__ import annotations

from bot.model.letters.message import Spans, Text
from bot.model.voices.told import VoiceTold
from bot.model.voices.voice import VoiceStep
from bot.wording.commands.impact.voices import Act, TellVoiceForm
from bot.wording.letters.sections import Offer, Offers
from bot.wording.sentences import Fact, line, with_full_stop, words
from bot.wording.summary_lines import shortened
from bot.wording.voices.lines import about, capacity

MOST_SAID = 300  # letters of somebody's words in a line


def asked(one: VoiceTold) -> Spans:
    """Ask whoever answers what will be done, or what was done on the day on which it should be."""
    if one.we_will is None and (again := one.opened_again) is not None:
        return line("voices.ask.open_again", {**_facts(one), "why": _said(again)})
    if one.we_will is None:
        return line("voices.ask.open", _facts(one))
    promised: dict[str, Fact] = {"day": one.we_will.by_when or "", "will": _said(one.we_will)}
    return line(f"voices.ask.due{'' if one.we_will.by_when else '_undated'}", {**_facts(one), **promised})


def asked_offers(one: VoiceTold) -> Offers:
    """Return the buttons under that question."""
    return offer(one, Act.WE_DID if one.we_will is not None else Act.WE_WILL), offer(one, Act.CANNOT)


def asks_forum(one: VoiceTold) -> Spans:
    """Ask the forum what changed, with what was done, or what others say has changed."""
    if one.offered is not None:
        told: dict[str, Fact] = {"who": capacity(one.offered.capacity), "offered": _said(one.offered)}
        return line("voices.ask.offered", {**_facts(one), **told})
    return line("voices.ask.changed", {**_facts(one), "did": _said(one.we_did)})


def no_forum(one: VoiceTold) -> Spans:
    """Tell an admin that nobody is there who can say what changed."""
    return line("voices.ask.no_forum", {"handle": one.handle})


def cannot(one: VoiceTold) -> Spans:
    """Tell the forum that something cannot be done, and why."""
    return line("voices.ask.cannot", {**_facts(one), "why": _said(one.cannot)})


def closed(one: VoiceTold) -> Spans:
    """Tell whoever answers that the forum closed it."""
    return line("voices.ask.closed", {"handle": one.handle, "changed": _said(one.changed)})


def offer(one: VoiceTold, act: Act) -> Offer:
    """Return the button that opens the form of something that may be said of a voice."""
    label = words(f"voices.button.{BUTTONS[act]}")
    spoken = words("voices.button.spoken", {"label": label, "handle": one.handle})
    return Offer(label=label, command=TellVoiceForm(act=act, number=one.voice.number), spoken=spoken)


BUTTONS = {Act.WE_WILL: "will", Act.WE_DID: "did", Act.CHANGED: "changed", Act.CANNOT: "cannot", Act.REOPEN: "reopen"}


def _facts(one: VoiceTold) -> dict[str, Fact]:
    named = about(one)
    return {
        "handle": one.handle,
        "about": words("voices.ask.about", {"about": named}) if named else "",
        "text": _cut(one.voice.terms.said),
    }


def _said(step: VoiceStep | None) -> Text:
    if step is None:
        return Text(text="")
    return _cut(step.words) if step.words else Text(text=words("voices.line.link"))


def _cut(text: str) -> Text:
    short = shortened(text, MOST_SAID)
    return short.model_copy(update={"text": with_full_stop(short.text)})
