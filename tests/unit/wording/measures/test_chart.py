"""The run chart of a measure in words, and where everything in it stands."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.letters.message import Level, RunChart
from bot.model.measures.measure import Polarity, Terms
from bot.model.measures.standing import Direction, MeasureTold, Shown, Verdict
from bot.wording.measures.chart import run_chart
from bot.wording.measures.plot import plot, spread
from bot.wording.measures.values import value_said
from bot.wording.measures.verdicts import verdict_mark
from tests.laws import tried
from tests.world.measure_samples import IN_TIME, told

LOWER = IN_TIME.model_copy(update={"polarity": Polarity.LOWER, "resets": 9})


def test_the_twin_tells_of_the_beginning_the_end_what_is_wanted_and_the_rule() -> None:
    assert run_chart(told()).twin == (
        "Higher is better.",
        "It began at 17% on 31 December 2024.",
        "First reading: 17% at 31 January 2026.",
        "Latest reading: 34% at 31 October 2026.",
        "The average that the latest readings are held against is 18%.",
        "Target: 60% by 31 December 2026.",
        "Behind: the value wanted by then was 40%, and the latest reading is not as good.",
        "Getting better: six readings in a row are above the average of those before.",
    )


RISING, LEVEL = (1, 2, 3, 4, 5, 6, 7, 8, 9), (20, 20, 20, 31, 33, 31, 33, 31, 33)


@pytest.mark.parametrize(
    ("polarity", "values", "direction", "said"),
    [
        (Polarity.HIGHER, LEVEL, Direction.BETTER, "Getting better: six readings in a row are above the average of those before."),
        (Polarity.LOWER, LEVEL, Direction.WORSE, "Getting worse: six readings in a row are above the average of those before."),
        (Polarity.LOWER, RISING, Direction.WORSE, "Getting worse: six readings in a row each go up."),
        (Polarity.NEAR_TARGET, RISING, Direction.BETTER, "Getting better: six readings in a row each come nearer to the target."),
        (Polarity.HIGHER, LEVEL, Direction.NO_CLEAR_CHANGE, "No clear change yet: neither rule for a change is met."),
        (
            Polarity.HIGHER,
            (1, 2),
            Direction.TOO_FEW,
            "There are too few readings to say if it is getting better or worse. Eight are needed.",
        ),
    ],
)
def test_a_direction_is_told_with_its_rule(polarity: Polarity, values: tuple[int, ...], direction: Direction, said: str) -> None:
    terms = IN_TIME.model_copy(update={"polarity": polarity})
    assert said in run_chart(told(values, terms, direction=direction)).twin


def test_a_hidden_reading_is_a_gap_with_a_note_and_no_number() -> None:
    chart = run_chart(told((12, 9, None, 8), mean=None, direction=Direction.TOO_FEW))
    assert [one.value for one in chart.points] == [12, 9, None, 8]
    assert chart.points[2].said == "fewer than 5"
    assert chart.note in chart.twin
    found = plot(chart)
    assert found is not None
    assert [len(piece) for piece in found.lines] == [2, 1]
    assert len(found.gaps) == 1


def test_a_date_for_which_nobody_gave_a_reading_is_marked_on_the_axis_and_told() -> None:
    days = (date(2026, 2, 28), date(2026, 3, 31))
    chart = run_chart(told().model_copy(update={"unread": days}))
    assert "No reading was given for 28 Feb 26, 31 Mar 26." in chart.twin
    found = plot(chart)
    assert found is not None and [0 < at < 1 for at in found.unread] == [True, True]
    many = told().model_copy(update={"unread": tuple(date(2020, month, 28) for month in range(1, 8))})
    assert "No reading was given on 7 dates, the latest 28 Apr 20, 28 May 20, 28 Jun 20, 28 Jul 20." in run_chart(many).twin


def test_a_measure_that_waits_for_a_reading_is_grey_and_not_judged_by_its_last_one() -> None:
    late = told(verdict=Verdict.ON_TARGET, late_since=date(2026, 11, 30))
    assert (verdict_mark(late).status, verdict_mark(late).word) == ("not_started", "No reading since 31 October 2026")
    said = run_chart(late).twin
    assert "No reading since 31 October 2026. The reading of 30 November 2026 is missing." in said
    assert "There is no reading since 31 October 2026, so it is not judged now." in said
    assert not any("On target" in one for one in said)


def test_a_measure_without_readings_and_one_in_words_have_sentences_alone() -> None:
    bare = run_chart(told((), mean=None, verdict=Verdict.NO_READING, direction=Direction.TOO_FEW))
    assert "There are no readings yet." in bare.twin
    assert plot(bare) is None
    terms = Terms(text="Do families say that they are heard?", in_words=True)
    answered = Shown(entry=1, as_at=date(2026, 7, 20), words="Most do.")
    spoken = run_chart(told((), terms, mean=None).model_copy(update={"shown": (answered,)}))
    assert spoken.points == ()
    assert "One reading so far: Most do. at 20 July 2026." not in spoken.twin
    assert spoken.twin[-1] == "Answer of 20 July 2026: Most do."


def test_no_line_leads_across_a_new_beginning_and_the_average_begins_there() -> None:
    chart = run_chart(told((40, 38, 41, 36, 30, 28, 26, 25, 22, 20), LOWER))
    found = plot(chart)
    assert found is not None
    assert chart.resets == (date(2026, 9, 1),)
    assert [len(piece) for piece in found.lines] == [8, 2]
    assert found.lines[0][-1].x < found.anew < found.lines[1][0].x


def test_what_is_wanted_goes_in_steps_and_ends_at_the_target() -> None:
    found = plot(run_chart(told()))
    assert found is not None
    assert found.wanted[-1].y == found.target
    assert all(before[0] == after[0] or before[1] == after[1] for before, after in pairwise(found.steps))


def test_a_target_that_is_years_away_does_not_squeeze_the_readings() -> None:
    far = IN_TIME.model_copy(update={"target_by": date(2035, 3, 31), "trajectory": ()})
    found = plot(run_chart(told(terms=far)))
    assert found is not None
    assert found.due is None
    assert found.target is not None
    assert found.latest.x > 0.9


VALUES = st.lists(st.one_of(st.none(), st.decimals(-1000, 1000, places=2)), max_size=40)


@tried(300)
@given(values=VALUES, mean=st.one_of(st.none(), st.decimals(-1000, 1000, places=1)), resets=st.one_of(st.none(), st.integers(1, 12)))
def test_everything_of_a_chart_stands_inside_it(values: list[Decimal | None], mean: Decimal | None, resets: int | None) -> None:
    terms = IN_TIME.model_copy(update={"resets": resets})
    known: MeasureTold = told([None if one is None else str(one) for one in values], terms)
    chart: RunChart = run_chart(known).model_copy(update={"mean": Level(value=mean, said="") if mean is not None else None})
    found = plot(chart)
    if found is None:
        assert sum(one is not None for one in values) < 2
        return
    spots = [spot for piece in found.lines for spot in piece]
    assert [spot.dot.value for spot in spots] == [one for one in values if one is not None]
    assert len(found.gaps) == values.count(None)
    ways = [*(spot.x for spot in spots), *found.gaps, *found.resets, *(tick.at for tick in found.days)]
    heights = [*(spot.y for spot in (*spots, *found.wanted)), *(tick.at for tick in found.values)]
    levels = [one for one in (found.target, found.mean) if one is not None]
    assert all(-1e-6 <= at <= 1 + 1e-6 for at in (*ways, *heights, *levels))
    assert all(after.at - before.at >= 0.15 - 1e-9 for before, after in pairwise(found.days))
    assert 2 <= len(found.values) <= 8


@tried(300)
@given(wanted=st.lists(st.floats(0, 1), max_size=5))
def test_labels_never_cover_each_other(wanted: list[float]) -> None:
    placed = sorted(spread(wanted, 0.1))
    assert all(after - before >= 0.1 - 1e-9 for before, after in pairwise(placed))
    assert all(-1e-9 <= one <= 1 + 1e-9 for one in placed)


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        ("34.00", "%", "34%"),
        ("33.333333", "per cent", "33.33%"),
        ("1200", "£", "£1,200"),
        ("-3", "£", "-£3"),
        ("17", "days", "17 days"),
        ("0", "", "0"),
        ("1E+3", "", "1,000"),
        ("17", "x" * 41, "17"),
    ],
)
def test_a_value_is_written_as_people_do(value: str, unit: str, said: str) -> None:
    assert value_said(Decimal(value), unit) == said
