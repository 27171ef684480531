"""The score card: each measure with its baseline, what is wanted of it and by when, what it reads, and how that stands.

Source of the columns: score cards that councils publish. A number stays a number, and one that is too small to be
shown is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from bot.model.board.paper import Book, Cell, Column, Grid, PaperKind, Sheet
from bot.model.measures.measure import MeasureDeed, Point, Terms
from bot.model.measures.standing import MeasureTold, Shown
from bot.reports.measures.told import told
from bot.reports.papers.cells import Row, row
from bot.reports.papers.compliance import who
from bot.reports.papers.ground import Ground
from bot.wording.measures.values import around, reading_said, short_day
from bot.wording.measures.verdicts import direction_word
from bot.wording.papers.measures import verdict_cell
from bot.wording.papers.who import Who
from bot.wording.sentences import mark, with_full_stop, words

_BEFORE = {"measure": 40, "polarity": 9, "period": 9, "baseline": 11, "baseline_on": 12, "target": 10, "by": 12}
_AFTER = {"latest": 14, "latest_on": 12, "rag": 16, "direction": 18, "note": 36}
_PAIR = 13
_FEWEST_PAIRS = 1
_LONGEST_UNIT = 8  # letters beside each number


def score_card(ground: Ground) -> Book:
    """Return the score card of a plan, its closed measures last."""
    measures = sorted(told(ground.view, ground.snapshot), key=lambda one: one.measure.is_closed)
    pairs = max([_FEWEST_PAIRS, *(len(one.measure.terms.trajectory) for one in measures)])
    grid = Grid(
        caption=words("scorecard.book.about"),
        columns=tuple(_columns(pairs)),
        rows=tuple(_row(one, pairs, who(ground), ground.day) for one in measures),
        none=words("scorecard.book.none"),
    )
    return Book(
        file=f"{PaperKind.SCORE_CARD.value}.xlsx",
        title=words("scorecard.book.title", {"plan": ground.snapshot.plan.title}),
        sheets=(Sheet(name=PaperKind.SCORE_CARD.value, grid=grid),),
        made=ground.as_at,
    )


def _columns(pairs: int) -> Iterator[Column]:
    yield from (Column(heading=words(f"scorecard.book.{name}"), width=width) for name, width in _BEFORE.items())
    for number in range(1, pairs + 1):
        for name in ("milestone", "actual"):
            yield Column(heading=words(f"scorecard.book.{name}", {"number": number}), width=_PAIR)
    yield from (Column(heading=words(f"scorecard.book.{name}"), width=width) for name, width in _AFTER.items())


def _row(one: MeasureTold, pairs: int, named: Who, today: date) -> Row:
    terms, latest = one.measure.terms, one.latest
    path = sorted(terms.trajectory, key=lambda point: point.by)
    each = [cell for point in path for cell in (_wanted(point, terms), _actual(point, one, today))]
    return row(
        _named(one),
        words("scorecard.book.in_words" if terms.in_words else f"scorecard.book.polarity_{terms.polarity.value}"),
        words(f"scorecard.period.{terms.period.value}"),
        _number(terms.baseline, terms),
        terms.baseline_on,
        _number(terms.target, terms),
        terms.target_by,
        *each,
        *([None] * (2 * pairs - len(each))),
        _reading(latest, terms, named) if latest is not None else None,
        latest.as_at if latest is not None else None,
        Cell(mark=mark("closed")) if one.measure.is_closed else verdict_cell(one),
        None if one.late_since is not None or terms.in_words else direction_word(one),
        " ".join(_notes(one, named)),
    )


def _named(one: MeasureTold) -> str:
    """Return what a measure is called, with its unit if that is too long to stand beside each number."""
    terms, said = one.measure.terms, words("scorecard.book.named", {"handle": one.measure.handle, "text": one.measure.terms.text})
    left_out = bool(terms.unit.strip()) and _around(terms) == ("", "")
    return f"{said}{words('scorecard.book.unit', {'unit': terms.unit.strip()})}" if left_out else said


def _around(terms: Terms) -> tuple[str, str]:
    """Return what stands around each number: a unit of a few letters."""
    before, after = around(terms.unit)
    return (before, after) if len(after) <= _LONGEST_UNIT else ("", "")


def _number(value: Decimal | None, terms: Terms, more: str = "") -> Cell:
    """Return a number with its unit, and what is to be said after that."""
    if value is None:
        return Cell()
    before, after = _around(terms)
    whole = value == value.to_integral_value()
    return Cell(value=int(value) if whole else float(value), before=before, after=f"{after}{more}")


def _reading(shown: Shown, terms: Terms, named: Who) -> Cell:
    if shown.value is not None and not shown.hidden:
        return _number(shown.value, terms)
    return Cell(value=named.said(reading_said(shown, terms)))


def _wanted(point: Point, terms: Terms) -> Cell:
    """Return what is wanted on the way, and by when."""
    return _number(point.value, terms, words("scorecard.book.by_day", {"day": short_day(point.by)}))


def _actual(point: Point, one: MeasureTold, today: date) -> Cell:
    """Return what was read of the month of a point: no other reading is carried there. Nothing before its day has come."""
    terms = one.measure.terms
    found = [shown for shown in one.shown if (shown.as_at.year, shown.as_at.month) == (point.by.year, point.by.month)]
    if found:
        last = found[-1]
        return Cell(value=reading_said(last, terms)) if last.value is None else _number(last.value, terms)
    return Cell(value=words("scorecard.book.not_read")) if point.by <= today else Cell()


def _notes(one: MeasureTold, named: Who) -> Sequence[str]:
    """Return what else is to be known: why it was closed, if its latest reading may still change, and what was noted of that."""
    found, latest = list[str](), one.latest
    if one.measure.is_closed:
        why = next((step.why for step in reversed(one.measure.steps) if step.deed is MeasureDeed.CLOSED), "")
        found.append(words("scorecard.book.closed", {"why": with_full_stop(named.said(why))}))
    if latest is not None and latest.provisional:
        found.append(words("scorecard.book.provisional"))
    if one.measure.terms.resets is not None:
        found.append(words("scorecard.chart.resets", {"month": f"{date(2000, one.measure.terms.resets, 1):%B}"}))
    if latest is not None and latest.note:
        found.append(with_full_stop(named.said(latest.note)))
    return found
