"""Measures in words: in one line for lists, whole where one is asked about."""

from __future__ import annotations

from calendar import month_name
from datetime import date
from decimal import Decimal

from bot.model.letters.message import Spans, Text
from bot.model.measures.measure import Terms
from bot.model.measures.standing import MeasureTold, Shown
from bot.wording.measures.typed import period
from bot.wording.measures.values import reading_said, value_said
from bot.wording.measures.verdicts import direction_said, direction_word, polarity_said, verdict_said
from bot.wording.sentences import Fact, line, with_full_stop, words
from bot.wording.summary_lines import cut, named, shortened

MOST_SAID = 160  # letters of a measure's sentence in a line of a list
MOST_TITLE = 80


def direction(told: MeasureTold) -> str:
    """Say the direction in a few words. Of a measure that is silent, or in words, none is told."""
    if told.late_since is not None or told.measure.terms.in_words or not told.shown:
        return ""
    return direction_word(told)


def latest(told: MeasureTold) -> str:
    """Say the latest reading in a sentence, or since when there is none. An old one is never carried forward."""
    last, terms = told.latest, told.measure.terms
    if told.late_since is not None:
        name, day = ("since", last.as_at) if last else ("late", told.late_since)
        return words(f"measures.line.{name}", {"day": day})
    if last is None:
        return words("measures.line.none")
    said = cut(value(last, terms), MOST_SAID).text
    facts: dict[str, Fact] = {"value": said, "period": period(terms, last.as_at)}
    return words("measures.line.provisional" if last.provisional else "measures.line.latest", facts)


def in_line(told: MeasureTold) -> Spans:
    """Tell a measure in one line, without its verdict, which stands before it as a mark: that it has no reading is said there."""
    measure = told.measure
    text = with_full_stop(shortened(measure.terms.text, MOST_SAID).text)
    facts: dict[str, Fact] = {"handle": measure.handle, "text": text, "latest": latest(told)}
    if measure.is_closed:
        return line("measures.line.closed", facts)
    where, reads = direction(told), latest(told) if told.latest is not None and told.late_since is None else ""
    reads = words("measures.line.missing", {"day": told.late_since}) if told.late_since is not None else reads
    facts = {**facts, "latest": f" {reads}" if reads else ""}
    rest = [words("measures.line.direction", {"direction": where})] if where else []
    rest += [] if measure.terms.owner else [words("measures.line.no_owner")]
    return line("measures.line.open", {**facts, "rest": "".join(f" {one}" for one in rest)})


def value(shown: Shown, terms: Terms) -> str:
    """Write what a reading reads, with the numbers behind it. Nothing of one that is hidden."""
    told = reading_said(shown, terms)
    if shown.hidden or shown.numerator is None or shown.denominator is None:
        return told
    return words("measures.value.of", {"value": told, "few": shown.numerator, "of": shown.denominator})


def kind(terms: Terms) -> str:
    """Say how often a measure is read."""
    return words(f"measures.kind.{terms.period.value}")


# ---- whole ----------------------------------------------------------------------------------


def in_full(told: MeasureTold) -> tuple[tuple[str, Spans], ...]:
    """Tell all of a measure, pair by pair."""
    terms = told.measure.terms
    pairs = [
        ("text", terms.text),
        ("about", named(list(terms.actions), 12) if terms.actions else words("measures.card.nothing")),
        ("stands", _stands(told)),
        ("reads", latest(told)),
        ("direction", direction_said(told) if direction(told) else ""),
        ("answered", words("measures.card.in_words") if terms.in_words else ""),
        ("polarity", "" if terms.in_words else polarity_said(terms)),
        ("unit", terms.unit),
        ("baseline", _at("on", terms.baseline, terms.unit, terms.baseline_on)),
        ("points", "; ".join(_at("by", one.value, terms.unit, one.by) for one in terms.trajectory)),
        ("target", _at("by", terms.target, terms.unit, terms.target_by)),
        ("source", terms.source),
        ("period", kind(terms)),
        ("resets", words("measures.card.resets_in", {"month": month_name[terms.resets]}) if terms.resets else ""),
        ("owner", terms.owner or words("measures.card.nobody")),
        ("voice", words(f"measures.kind.{terms.voice.value}")),
        ("next", words("measures.line.day", {"day": told.next_on}) if told.next_on else ""),
    ]
    return tuple((words(f"measures.card.{name}"), (Text(text=said),)) for name, said in pairs if said)


def _stands(told: MeasureTold) -> str:
    if not told.measure.is_closed:
        return verdict_said(told)
    why = next((one.why for one in reversed(told.measure.steps) if one.deed.value == "closed"), "")
    return words("measures.card.closed_because", {"why": why}) if why else words("measures.card.closed")


def _at(name: str, value_: Decimal | None, unit: str, day: date | None) -> str:
    """Write a number with its day, if it has one. Empty if there is no number."""
    if value_ is None:
        return ""
    said = value_said(value_, unit)
    return words(f"measures.card.{name}", {"value": said, "day": day}) if day is not None else said


def reading(told: MeasureTold, shown: Shown) -> Spans:
    """Tell one reading in a line, with the one whose place it took, and what was noted of it."""
    terms = told.measure.terms
    name = "measures.card.provisional" if shown.provisional else "measures.card.reading"
    said = words(name, {"period": period(terms, shown.as_at), "value": value(shown, terms)})
    if (before := replaced(told, shown)) is not None:
        said = words("measures.card.corrected", {"said": said, "before": value(before, terms)})
    if shown.note:
        said = words("measures.card.note", {"said": with_full_stop(said), "note": with_full_stop(shown.note)})
    return (Text(text=said),)


def replaced(told: MeasureTold, shown: Shown) -> Shown | None:
    """Return the reading whose place another took. None if it took none."""
    return next((one for one in told.before if one.entry == shown.replaces), None)


def short_value(shown: Shown, terms: Terms) -> str:
    """Write what a reading reads, so short that it can stand in a title."""
    return cut(value(shown, terms), MOST_TITLE).text
