"""Slack's own charts: bars of counts, and the lines of a run chart. Whatever Slack would not hold is left to the sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from adapters.slack.drawing.text import Json, clean, cut
from bot.model.letters.message import Chart, Dot, RunChart
from bot.wording.measures.plot import FEWEST, pieces
from bot.wording.sentences import words

MOST_CHART_TITLE = 50
MOST_CHART_NAME = 20
MOST_SERIES = 6
MOST_POINTS = 20
MOST_UNIT = 50


def bars(chart: Chart) -> Json | None:
    """Draw Slack's own chart. None if it would not hold all that is counted, or would show two things under one name."""
    labels = [cut(clean(label), MOST_CHART_NAME) for label in chart.labels]
    rows = _few([(f"{mark.shape} {mark.word}", counts) for mark, counts in chart.series if any(counts)])
    names = [cut(clean(name), MOST_CHART_NAME) for name, _ in rows]
    fits = 0 < len(labels) <= MOST_POINTS and 0 < len(names) <= MOST_SERIES and bool(chart.title.strip())
    clear = all(one.strip() for one in (*labels, *names)) and len({*labels}) == len(labels) and len({*names}) == len(names)
    if not (fits and clear and all(len(counts) == len(labels) for _, counts in rows)):
        return None
    series = [
        {"name": name, "data": [{"label": label, "value": count} for label, count in zip(labels, counts, strict=True)]}
        for name, (_, counts) in zip(names, rows, strict=True)
    ]
    bars: Json = {"type": "bar", "series": series, "axis_config": {"categories": labels}}
    return {"type": "data_visualization", "title": cut(clean(chart.title), MOST_CHART_TITLE), "chart": bars}


def _few(rows: Sequence[tuple[str, tuple[int, ...]]]) -> list[tuple[str, tuple[int, ...]]]:
    """Return as many series as Slack draws. The smallest of more are one together: the sentences tell them apart."""
    if len(rows) <= MOST_SERIES:
        return list(rows)
    large = sorted(rows, key=lambda row: -sum(row[1]))[: MOST_SERIES - 1]
    small = [counts for name, counts in rows if (name, counts) not in large]
    others = tuple(sum(each) for each in zip(*small, strict=False))
    return [*(row for row in rows if row in large), (words("slack.blocks.others"), others)]


def lines(chart: RunChart) -> Json | None:
    """Draw a run chart as lines: its latest readings, beside what is wanted and the average.

    Slack knows no gaps, so it shows those alone that a line may lead through. None if it would show too few of them, or not the
    latest one.
    """
    points = _latest(chart)
    labels = [cut(clean(one.label), MOST_CHART_NAME) for one in points]
    if len(points) < FEWEST or points[-1] is not chart.points[-1] or len({*labels}) < len(labels) or not chart.title.strip():
        return None
    series = [
        {"name": name, "data": [{"label": label, "value": _number(value)} for label, value in zip(labels, values, strict=True)]}
        for name, values in _series(chart, points)
    ]
    if len({str(one["name"]) for one in series}) < len(series):
        return None
    axes: Json = {"categories": labels}
    if chart.unit.strip():
        axes["y_label"] = cut(clean(chart.unit), MOST_UNIT)
    drawn: Json = {"type": "line", "series": series, "axis_config": axes}
    return {"type": "data_visualization", "title": cut(clean(chart.title), MOST_CHART_TITLE), "chart": drawn}


def begins(chart: RunChart) -> str:
    """Say which readings are drawn, if not all of them. Empty if they are."""
    points = _latest(chart)
    return words("slack.blocks.chart_begins", {"day": points[0].day}) if points[0] is not chart.points[0] else ""


def _latest(chart: RunChart) -> tuple[Dot, ...]:
    found = pieces(chart)
    return found[-1][-MOST_POINTS:] if found else ()


def _series(chart: RunChart, points: Sequence[Dot]) -> Iterator[tuple[str, list[Decimal]]]:
    yield words("slack.blocks.readings"), [one.value for one in points if one.value is not None]
    for level in (chart.target, chart.mean):
        if level is not None:
            yield cut(clean(level.said), MOST_CHART_NAME), [level.value] * len(points)
    wanted = [_wanted(chart, one) for one in points]
    known = [one for one in wanted if one is not None]
    if len(known) == len(points):
        yield words("scorecard.chart.path_line"), known


def _wanted(chart: RunChart, dot: Dot) -> Decimal | None:
    """Return what was wanted by the day of a reading. None before the first point of the way."""
    return next((one.value for one in reversed(chart.trajectory) if one.day <= dot.day), None)


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
