"""Proposed measures, and the rows of files of measures and readings, in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.model.measures.files import MeasureRow, ReadingRow
from bot.model.measures.measure import Terms
from bot.model.measures.proposal import Assumed, Doubt, Proposal
from bot.wording.measures.values import value_said
from bot.wording.sentences import Fact, day, with_full_stop, words


def proposal_lines(proposal: Proposal) -> tuple[str, ...]:
    """Return what would be set, in a few lines: the sentence, the measure, and what was assumed."""
    terms = proposal.terms
    head = words("proposals.line.head", {"number": proposal.number, "action": " ".join(terms.actions), "text": terms.text})
    doubts = tuple(f"   {words('proposals.line.assumed', {'what': doubt_line(one)})}" for one in proposal.doubts)
    return (head, f"   {terms_line(terms)}", *doubts)


def terms_line(terms: Terms) -> str:
    """Return all that a measure says of itself besides its words, in one run of sentences."""
    return " ".join(_parts(terms))


def _parts(terms: Terms) -> Iterator[str]:
    if terms.in_words:
        yield words("proposals.line.in_words")
        yield words(f"proposals.period.{terms.period.value}")
    else:
        yield _target(terms)
        if terms.baseline is not None:
            value = value_said(terms.baseline, terms.unit)
            name = "baseline_on" if terms.baseline_on is not None else "baseline"
            yield words(f"proposals.line.{name}", {"value": value, "day": terms.baseline_on or ""})
        yield words(f"proposals.polarity.{terms.polarity.value}")
        yield words(f"proposals.period.{terms.period.value}")
        if terms.resets is not None:
            yield words("proposals.line.resets", {"month": f"{date(2000, terms.resets, 1):%B}"})
    if terms.source:
        yield words("proposals.line.source", {"source": with_full_stop(terms.source)})
    if terms.owner:
        yield words("proposals.line.owner", {"owner": with_full_stop(terms.owner)})


def _target(terms: Terms) -> str:
    points = [(point.value, point.by) for point in terms.trajectory]
    if terms.target is not None and (terms.target, terms.target_by) not in points:
        told = value_said(terms.target, terms.unit)
        by = "" if terms.target_by is None else words("proposals.line.by", {"value": told, "day": terms.target_by})
        last = [by or told]
    else:
        last = []
    said = [words("proposals.line.by", {"value": value_said(value, terms.unit), "day": by}) for value, by in points]
    if not (said or last):
        return words("proposals.line.no_target")
    return words("proposals.line.target", {"target": words("proposals.line.then").join((*said, *last))})


def doubt_line(doubt: Doubt) -> str:
    """Return what was assumed, and why."""
    taken = doubt.taken
    if doubt.kind is Assumed.YEAR:
        taken = day(date.fromisoformat(taken))
    return words(f"proposals.doubt.{doubt.kind.value}", {"said": doubt.said, "taken": taken})


def measure_row_lines(row: MeasureRow) -> tuple[str, ...]:
    """Return what a row of a file of measures does, in words."""
    handle = row.measure.handle if row.measure is not None else ""
    facts: dict[str, Fact] = {"row": row.row, "handle": handle, "text": row.terms.text}
    told = words(f"proposals.row.measure_{row.outcome.value}", facts)
    return (told, f"   {terms_line(row.terms)}")


def reading_row_line(row: ReadingRow) -> str:
    """Return what a row of a file of readings does, in words. A count of fewer than five is not shown."""
    one = row.reading
    told = one.words or (value_said(one.value, row.measure.terms.unit) if one.value is not None else "")
    if row.few:
        told = words("proposals.row.few")
    facts: dict[str, Fact] = {"row": row.row, "handle": row.measure.handle, "value": told, "day": one.as_at}
    return words(f"proposals.row.reading_{row.outcome.value}", facts)
