"""Answers to whoever said something of a measure: its handle first, how it stands now, and how to undo it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import assert_never

from bot.conversation.measures.meant import Change, told_now
from bot.conversation.visit import Said, plan_named, undo_of
from bot.model.letters.message import Actions, Message, Paragraph, Spans
from bot.model.letters.talk import Say
from bot.model.measures.measure import DataPeriod, Measure, MeasureDeed, MeasureStep
from bot.model.measures.standing import MeasureTold, Shown
from bot.model.record.entry import Entry, EntryKind
from bot.ports.record import View
from bot.reports.snapshot import take
from bot.rules import holders
from bot.wording.measures import told as wording
from bot.wording.measures import typed as values
from bot.wording.measures.verdicts import direction_said, verdict_said
from bot.wording.sentences import Fact, line, with_full_stop, words


def told(view: View, said: Said, measure: Measure, entry: int) -> Message:
    """Say what an entry has done with a measure."""
    now = told_now(view, said, measure)
    shown = next((one for one in (*now.shown, *now.before) if one.entry == entry), None)
    step = next((one for one in measure.steps if one.id == entry), None)
    if shown is not None:
        title, notes = _read_title(now, shown), [*_read(now, shown)]
    else:
        assert step is not None  # an entry is a reading or a step
        title, notes = _step_title(measure, step), [*_step(view, said, now, step)]
    plan = plan_named(view, said.asker.person.id, said.asker.short)
    blocks = (*(Paragraph(spans=spans) for spans in (*plan, *notes)), Actions(buttons=(undo_of(said, entry),)))
    return Message(title=title, blocks=blocks)


def _read_title(now: MeasureTold, shown: Shown) -> str:
    terms, before = now.measure.terms, wording.replaced(now, shown)
    facts: dict[str, Fact] = {"handle": now.measure.handle, "value": wording.short_value(shown, terms)}
    facts["period"] = values.period(terms, shown.as_at)
    if before is None:
        return words("measures.told.read", facts)
    return words("measures.told.corrected", {**facts, "before": wording.short_value(before, terms)})


def _read(now: MeasureTold, shown: Shown) -> Iterator[Spans]:
    measure = now.measure
    yield line("measures.told.stands_words", {"text": with_full_stop(measure.terms.text)})
    if wording.replaced(now, shown) is not None:
        yield line("measures.told.keeps")
    if shown.hidden:
        yield line("measures.told.small" if shown.few else "measures.told.small_step")
    if shown.provisional:
        yield line("measures.told.provisional")
    if shown.note:
        yield line("measures.told.note", {"note": with_full_stop(shown.note)})
    if not measure.terms.in_words and now.latest is not None and now.latest.entry == shown.entry and now.late_since is None:
        yield line("measures.told.stands", {"verdict": verdict_said(now), "direction": direction_said(now)})
    if not measure.terms.owner:
        yield line("measures.told.nobody", {"handle": measure.handle})


def _step_title(measure: Measure, step: MeasureStep) -> str:
    facts: dict[str, Fact] = {"handle": measure.handle, "role": measure.terms.owner}
    match step.deed:
        case MeasureDeed.SET | MeasureDeed.CLOSED | MeasureDeed.REOPENED:
            return words(f"measures.told.{step.deed.value}", facts)
        case MeasureDeed.CHANGED:
            return words("measures.told.owner" if _owner_alone(measure, step) else "measures.told.changed", facts)
    assert_never(step.deed)


def _owner_alone(measure: Measure, step: MeasureStep) -> bool:
    """Say if a step has changed nothing but who owns a measure."""
    before = next((one.terms for one in reversed(measure.steps) if one.id < step.id and one.terms is not None), None)
    return before is not None and step.terms == before.model_copy(update={"owner": step.terms.owner if step.terms else ""})


def _step(view: View, said: Said, now: MeasureTold, step: MeasureStep) -> Iterator[Spans]:
    measure = now.measure
    yield line("measures.told.stands_words", {"text": with_full_stop(measure.terms.text)})
    if step.why:
        yield line("measures.told.why", {"why": with_full_stop(step.why)})
    if step.deed is MeasureDeed.CLOSED:
        yield line("measures.told.closed_note")
        return
    yield _asked(view, said, now)


def _asked(view: View, said: Said, now: MeasureTold) -> Spans:
    """Say who is asked for its readings and when, or that nobody is."""
    terms, snapshot = now.measure.terms, take(view, said.asker.short, said.asker.now)
    facts: dict[str, Fact] = {"handle": now.measure.handle, "role": terms.owner, "day": now.next_on or ""}
    if now.measure.is_closed:
        return line("measures.told.owner_closed", facts)
    if not terms.owner:
        return line("measures.told.nobody", facts)
    if terms.period is DataPeriod.SURVEY:
        return line("measures.told.owner_survey", facts)
    held = holders.asked_through(snapshot.people, terms.owner, snapshot.today)
    return line("measures.told.owner_asked" if held else "measures.told.owner_vacant", facts)


def twice(view: View, said: Said, change: Change) -> Message:
    """Say that the record says so already."""
    measure, terms = change.measure, change.measure.terms
    now = told_now(view, said, measure)
    facts: dict[str, Fact] = {"handle": measure.handle, "role": terms.owner}
    if change.reading is not None:
        shown = next(one for one in now.shown if one.entry == change.twice)
        facts |= {"value": wording.short_value(shown, terms), "period": values.period(terms, shown.as_at)}
        title = words("measures.told.twice", facts)
    else:
        title = words("measures.told.owner_same" if change.is_owner else "measures.told.set_twice", facts)
    plan = plan_named(view, said.asker.person.id, said.asker.short)
    return Message(title=title, blocks=tuple(Paragraph(spans=spans) for spans in plan))


# ---- taken back -----------------------------------------------------------------------------


def gone(view: View, said: Said, measure: Measure, entry: Entry, how: str) -> Say:
    """Say that an entry counts no longer, and what stands instead. `how` is undone or withdrawn."""
    still_there = next((one for one in view.measures.all(said.asker.short) if one.id == measure.id), None)
    if still_there is None:
        title = words("measures.told.undone_set", {"handle": measure.handle})
    else:
        title = words(f"measures.told.{how}", {"handle": measure.handle, "now": _stands_now(view, said, still_there, entry)})
    plan = tuple(Paragraph(spans=spans) for spans in plan_named(view, said.asker.person.id, said.asker.short))
    return Say(message=Message(title=title, blocks=plan), in_place=said.inbound.card is not None)


def _stands_now(view: View, said: Said, measure: Measure, entry: Entry) -> str:
    if entry.header.kind is EntryKind.MEASURE:
        return words("measures.told.now_before")
    now, day = told_now(view, said, measure), entry.fields["as_at"]
    shown = next((one for one in now.shown if one.as_at.isoformat() == day), None)
    terms = measure.terms
    facts: dict[str, Fact] = {"period": values.period(terms, date.fromisoformat(day))}
    if shown is None:
        return words("measures.told.now_none", facts)
    return words("measures.told.now_read", {**facts, "value": wording.short_value(shown, terms)})
