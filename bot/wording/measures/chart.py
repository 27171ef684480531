"""The run chart of a measure: its readings beside what is wanted of it, and the same in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from bot.model.letters.message import Dot, Level, RunChart
from bot.model.measures.measure import Point, Terms
from bot.model.measures.standing import MeasureTold, Shown
from bot.wording.measures.values import brief_said, reading_said, short_day, value_said
from bot.wording.measures.verdicts import direction_said, late_said, polarity_said, verdict_said
from bot.wording.sentences import Fact, words
from bot.wording.summary_lines import cut

_TITLE = 200  # letters of the measure's own words
_UNREAD = 4  # data dates without a reading that are named, the latest
_ANSWERS = 3  # of a measure in words, the latest


def run_chart(told: MeasureTold) -> RunChart:
    """Return the chart of a measure. One that is answered in words has no points, and its sentences alone."""
    terms = told.measure.terms
    drawn = () if terms.in_words else told.shown
    return RunChart(
        title=words("scorecard.chart.title", {"handle": told.measure.handle, "text": cut(terms.text, _TITLE).text}),
        unit=terms.unit,
        points=tuple(_dot(one, terms) for one in drawn),
        target=_level("target_line", terms.target, terms) if drawn and terms.target is not None else None,
        target_by=terms.target_by,
        trajectory=tuple(_wanted(one, terms) for one in _path(terms)) if drawn else (),
        mean=_level("average_line", told.mean, terms) if told.mean is not None else None,
        resets=tuple(_resets(terms, [one.as_at for one in drawn])),
        unread=told.unread if drawn else (),
        note=words("scorecard.chart.hidden") if any(one.hidden for one in drawn) else "",
        twin=tuple(twin(told)),
    )


def twin(told: MeasureTold) -> Iterator[str]:
    """Give all that the chart shows, in sentences."""
    terms = told.measure.terms
    if terms.in_words:
        yield words("scorecard.chart.in_words")
    else:
        yield words("scorecard.chart.better", {"polarity": polarity_said(terms)})
    yield from _baseline(terms)
    yield from _readings(told)
    yield from _unread(told)
    if told.mean is not None:
        yield words("scorecard.chart.average", {"value": value_said(told.mean, terms.unit)})
    if not terms.in_words:
        yield _target(terms)
        yield verdict_said(told)
    if not terms.in_words and told.late_since is None:
        yield direction_said(told)
    if terms.resets is not None:
        yield words("scorecard.chart.resets", {"month": f"{date(2000, terms.resets, 1):%B}"})
    if any(one.hidden for one in told.shown):
        yield words("scorecard.chart.hidden")


def _baseline(terms: Terms) -> Iterator[str]:
    if terms.baseline is None:
        return
    facts: dict[str, Fact] = {"value": value_said(terms.baseline, terms.unit), "day": terms.baseline_on or ""}
    yield words("scorecard.chart.baseline" if terms.baseline_on else "scorecard.chart.baseline_undated", facts)


def _unread(told: MeasureTold) -> Iterator[str]:
    if told.unread and not told.measure.terms.in_words:
        days = ", ".join(map(short_day, told.unread[-_UNREAD:]))
        kind = "unread" if len(told.unread) <= _UNREAD else "unread_many"
        yield words(f"scorecard.chart.{kind}", {"days": days, "count": len(told.unread)})


def _readings(told: MeasureTold) -> Iterator[str]:
    terms, shown = told.measure.terms, told.shown
    if terms.in_words:
        yield from (words("scorecard.chart.answer", _facts(one, terms)) for one in shown[-_ANSWERS:])
    elif len(shown) > 1:
        yield words("scorecard.chart.first", _facts(shown[0], terms))
        yield words("scorecard.chart.latest", _facts(shown[-1], terms))
    elif shown:
        yield words("scorecard.chart.only", _facts(shown[0], terms))
    if told.late_since is not None:
        yield words("scorecard.chart.late", {"late": late_said(told), "day": told.late_since})
    elif not shown:
        yield words("scorecard.chart.none")


def _facts(shown: Shown, terms: Terms) -> dict[str, Fact]:
    provisional = words("scorecard.chart.provisional") if shown.provisional else ""
    return {"value": reading_said(shown, terms), "day": shown.as_at, "provisional": provisional}


def _target(terms: Terms) -> str:
    if terms.target is None:
        return words("scorecard.chart.no_target")
    facts: dict[str, Fact] = {"value": value_said(terms.target, terms.unit), "day": terms.target_by or ""}
    return words("scorecard.chart.target" if terms.target_by else "scorecard.chart.target_undated", facts)


def _dot(shown: Shown, terms: Terms) -> Dot:
    return Dot(
        day=shown.as_at,
        label=short_day(shown.as_at),
        value=None if shown.hidden else shown.value,
        said=reading_said(shown, terms),
        provisional=shown.provisional,
    )


def _path(terms: Terms) -> list[Point]:
    """Return what is wanted on the way, with the target at its end. A target alone is a line and no way."""
    points = {one.by: one for one in terms.trajectory}
    if points and terms.target is not None and terms.target_by is not None:
        points[terms.target_by] = Point(by=terms.target_by, value=terms.target)
    return [points[day] for day in sorted(points)]


def _wanted(point: Point, terms: Terms) -> Dot:
    return Dot(day=point.by, label=short_day(point.by), value=point.value, said=value_said(point.value, terms.unit))


def _level(name: str, value: Decimal, terms: Terms) -> Level:
    return Level(value=value, said=words(f"scorecard.chart.{name}", {"value": brief_said(value, terms.unit)}))


def _resets(terms: Terms, days: list[date]) -> Iterator[date]:
    """Give the days between the first reading and the last on which the measure begins anew."""
    if terms.resets is None or not days:
        return
    for year in range(days[0].year, days[-1].year + 1):
        anew = date(year, terms.resets, 1)
        if days[0] < anew <= days[-1]:
            yield anew
