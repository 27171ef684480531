"""Each command of measures, put to whoever does it: what asks, what opens a form, and what is recorded."""

from __future__ import annotations

from typing import assert_never

from bot.conversation import filled
from bot.conversation.guarding import personal
from bot.conversation.measures import forms, giving
from bot.conversation.measures.card import shown
from bot.conversation.measures.doing import meant, put
from bot.conversation.measures.meant import made_by
from bot.conversation.measures.told import gone, told, twice
from bot.conversation.office.work import propose
from bot.conversation.visit import Said
from bot.model.letters.form import Answers
from bot.model.letters.talk import Ask, Fix, Reply, Say
from bot.model.measures.measure import Measure
from bot.model.record.entry import EntryKind
from bot.ports.record import Tx, View
from bot.wording import commands


def look(view: View, said: Said, command: commands.MeasureLook) -> Reply:
    """Answer what is asked of measures, and open their forms."""
    match command:
        case commands.Measures() | commands.MeasureCard():
            return Say(message=shown(view, said.asker, command))
        case commands.ReadingForm() | commands.MeasureForm():
            form, answers = forms.form_for(view, said, command)
            return Ask(form=form, answers=answers)
    assert_never(command)


def do(tx: Tx, said: Said, command: commands.MeasureWork, fresh: bool) -> Reply:
    """Record what was typed or pressed. If it is heard again, says what it did."""
    if not fresh and (before := _recorded(tx, said)) is not None:
        return before
    try:
        change = meant(tx, said, command)
    except giving.WhichPeriod as which:
        return giving.which_period(tx, said, which)
    if change.twice is not None:
        return Say(message=twice(tx, said, change))
    if personal.found_in(tx, said.asker.short, change.texts):
        return propose(tx, said, command, fresh)
    measure, entry = put(tx, said, change)
    if change.taken_back is not None:
        return _withdrawn(tx, said, measure, entry)
    return _say(tx, said, measure, entry)


def take_form(tx: Tx, said: Said, command: commands.MeasureFilled, given: Answers, fresh: bool) -> Reply:
    """Judge a form that was sent in, and record what it says, once. One with faults is shown again."""
    if not fresh and (before := _recorded(tx, said)) is not None:
        return before
    given = filled.stripped(given)
    form, _ = forms.form_for(tx, said, command)
    if faults := forms.wrong(tx, said, form, command, given):
        return Fix(form=form, answers=given, faults=faults)
    return do(tx, said, forms.meant(tx, said, command, given), fresh=True)


def _recorded(tx: Tx, said: Said) -> Reply | None:
    """Say again what this did when it was first heard. None if it did nothing."""
    short = said.asker.short
    numbers = tx.entries.recorded(short, said.inbound.id)
    if (made := made_by(tx, short, numbers)) is not None:
        return _say(tx, said, *made)
    entries = [entry for number in numbers if (entry := tx.entries.entry(short, number)) is not None]
    taken = [int(one.fields["withdraws"]) for one in entries if one.header.kind is EntryKind.WITHDRAWAL]
    for number in taken:
        entry = tx.entries.entry(short, number)
        if entry is not None and entry.header.kind is EntryKind.READING:
            measure = next(one for one in tx.measures.all(short) if one.id == int(entry.fields["measure"]))
            return gone(tx, said, measure, entry, "withdrawn")
    return None


def _withdrawn(tx: Tx, said: Said, measure: Measure, number: int) -> Say:
    entry = tx.entries.entry(said.asker.short, number)
    assert entry is not None  # it was taken back just now
    return gone(tx, said, measure, entry, "withdrawn").model_copy(update={"changed_record": True})


def _say(view: View, said: Said, measure: Measure, entry: int) -> Say:
    return Say(message=told(view, said, measure, entry), changed_record=True)
