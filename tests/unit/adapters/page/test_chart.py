"""A run chart as SVG on a page."""

from datetime import date
from itertools import pairwise

from lxml import etree, html

from adapters.page.drawing.chart import HEIGHT, WIDTH, svg
from bot.wording.measures.chart import run_chart
from tests.world.measure_samples import IN_TIME, told

HOSTILE = "<script>alert(1)</script>\x00 & \"quotes\" ' ]]> \ud800"


def test_a_chart_is_a_picture_that_is_read_out() -> None:
    chart = run_chart(told())
    drawn = svg(chart, "m1")
    assert drawn is not None
    read = html.fromstring(etree.tostring(drawn, method="html", encoding="unicode"))
    assert read.get("role") == "img"
    told_by = [read.xpath(f"//*[@id='{key}']")[0].text for key in (read.get("aria-labelledby") or "").split()]
    assert told_by == [chart.title, " ".join(chart.twin)]
    assert {"60%", "31 Oct 26", "Target 60%", "Average 18%", "34%"} <= {one.text for one in read.iter("text")}


def test_a_date_without_a_reading_stands_on_the_axis() -> None:
    drawn = svg(run_chart(told().model_copy(update={"unread": (date(2026, 2, 28),)})), "m1")
    assert drawn is not None
    assert [one.get("d") for one in drawn.iter("path") if one.get("class") == "chart-unread"] == ["M0 0 V-7"]


def test_a_chart_needs_no_style_and_no_script_and_its_words_are_data() -> None:
    drawn = svg(run_chart(told(terms=IN_TIME.model_copy(update={"text": HOSTILE, "unit": HOSTILE}))), "m1")
    assert drawn is not None
    assert {one.tag for one in drawn.iter()} <= {"svg", "title", "desc", "polyline", "path", "circle", "text"}
    assert not any("style" in one.attrib or any(key.startswith("on") for key in one.attrib) for one in drawn.iter())
    assert all(one.get("stroke", "currentColor") == "currentColor" for one in drawn.iter())


def test_every_name_stands_inside_the_picture_and_none_over_another() -> None:
    drawn = svg(run_chart(told((59, 58, 60, None, 59))), "m1")
    assert drawn is not None
    at = [(one.get("text-anchor"), float(one.get("x") or 0), float(one.get("y") or 0)) for one in drawn.iter("text")]
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for _, x, y in at)
    right = sorted(y for anchor, x, y in at if anchor == "start" and x > WIDTH / 2)
    assert all(after - before >= 13.9 for before, after in pairwise(right))


def test_lines_differ_in_more_than_colour() -> None:
    drawn = svg(run_chart(told()), "m1")
    assert drawn is not None
    looks = {(one.get("class"), one.get("stroke-dasharray"), one.get("stroke-width")) for one in drawn.iter("polyline")}
    kinds = {"chart-readings", "chart-target", "chart-path", "chart-mean"}
    assert len({(dash, wide) for kind, dash, wide in looks if kind in kinds}) == len(kinds)


def test_too_few_values_are_left_to_the_sentences() -> None:
    assert svg(run_chart(told((17,), mean=None)), "m1") is None
