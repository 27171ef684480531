"""How risks stand: the band by the plan's matrix, the direction, the next review, and what has moved."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.policy import Policy
from bot.model.risks.risk import Risk, RiskDeed, RiskStep, RiskTerms, Score, Treatment
from bot.model.risks.settings import Band, Matrix
from bot.model.risks.told import BandLevel, RiskDirection
from bot.rules.risks import standing

BEGAN = datetime(2026, 1, 5, 10, tzinfo=UTC)  # a Monday
POLICY = Policy()


def step(deed: RiskDeed, days: int, score: tuple[int, int] | None = None) -> RiskStep:
    """A step so many days after the risk was raised."""
    said = Score(likelihood=score[0], impact=score[1]) if score else None
    return RiskStep(id=days + 2, deed=deed, score=said, at=BEGAN + timedelta(days=days))


def risk(*steps: RiskStep, number: int = 1, score: tuple[int, int] | None = (3, 4), **terms: object) -> Risk:
    """A risk that was raised when it all began, and what was said of it since."""
    told = RiskTerms.model_validate({"happens": "the provider leaves", "follows": "children wait", **terms})
    first = step(RiskDeed.RAISED, 0, score).model_copy(update={"terms": told, "id": 1})
    return Risk(id=1, number=number, plan="p", steps=(first, *steps))


def scored(days: int, likelihood: int, impact: int) -> RiskStep:
    return step(RiskDeed.SCORED, days, (likelihood, impact))


def tell(one: Risk, day: date = date(2026, 1, 6), **matrix: object) -> standing.RiskTold:
    return standing.tell(one, Policy.model_validate({"risk": matrix}), day)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("4 5", (4, 5)), ("4, 5", (4, 5)), ("4x5", (4, 5)), ("4xfive", None), ("4 x 5", (4, 5)), ("likely major", (4, 4)),
        ("Almost certain  severe", (5, 5)), ("almost certain, 2", (5, 2)), ("rare 9", (1, 9)), ("same", (3, 4)),
        ("the same", (3, 4)), ("", None), ("4", None), ("likely", None), ("likely likely", None), ("4 5 6", None),
        ("99999999999999 1", None), ("٣ ٤", (3, 4)),
    ],
)  # fmt: skip
def test_a_score_is_two_places_or_two_words_of_the_plan_s_scales(said: str, found: tuple[int, int] | None) -> None:
    read = standing.read_score(Matrix(), said, Score(likelihood=3, impact=4))
    assert (None if read is None else (read.likelihood, read.impact)) == found


def test_a_word_of_a_scale_may_hold_what_joins_two_others() -> None:
    matrix = Matrix(impact=("little", "time and again", "severe, for many", "grave", "worst"))

    assert standing.read_score(matrix, "rare and time and again", None) == Score(likelihood=1, impact=2)
    assert standing.read_score(matrix, "almost certain × severe, for many", None) == Score(likelihood=5, impact=3)


@pytest.mark.parametrize(
    ("score", "band", "level"),
    [((1, 4), "low", BandLevel.LOW), ((1, 5), "medium", BandLevel.MIDDLE), ((3, 5), "high", BandLevel.HIGH), ((4, 4), "very high", BandLevel.TOP)],
)
def test_the_band_of_a_score_is_the_plan_s_word(score: tuple[int, int], band: str, level: BandLevel) -> None:
    told = tell(risk(score=score))
    assert (told.band, told.level, told.outside) == (band, level, False)


def test_of_three_bands_the_middle_one_is_neither_and_one_that_no_score_reaches_counts_not() -> None:
    bands = (Band(to=3, word="a"), Band(to=6, word="b"), Band(to=9, word="c"), Band(to=25, word="d"))
    matrix = Matrix(likelihood=("x", "y", "z"), impact=("x", "y", "z"), bands=bands, report_from=6)
    levels = [standing.level(matrix, Score(likelihood=1, impact=3)), standing.level(matrix, Score(likelihood=2, impact=3))]
    assert [*levels, standing.level(matrix, Score(likelihood=3, impact=3))] == [BandLevel.LOW, BandLevel.MIDDLE, BandLevel.TOP]


def test_a_score_of_an_earlier_and_bigger_matrix_has_no_band_and_says_so() -> None:
    told = tell(risk(score=(5, 5)), likelihood=("a", "b", "c"), report_from=9)
    assert (told.band, told.level, told.outside, told.is_grey) == (None, None, True, True)


@given(st.lists(st.integers(2, 8), min_size=2, max_size=2), st.lists(st.integers(1, 100), min_size=1, max_size=6, unique=True), st.data())
def test_every_score_of_a_matrix_has_one_band_and_a_higher_score_never_a_lower_one(
    sizes: list[int], ends: list[int], data: st.DataObject
) -> None:
    most = sizes[0] * sizes[1]
    bands = [Band(to=end, word=f"band {end}") for end in sorted({*ends, most}) if end < most] + [Band(to=most, word="last")]
    matrix = Matrix(
        likelihood=tuple(f"l{n}" for n in range(sizes[0])), impact=tuple(f"i{n}" for n in range(sizes[1])), bands=tuple(bands), report_from=1
    )
    one, other = (
        Score(likelihood=data.draw(st.integers(1, sizes[0])), impact=data.draw(st.integers(1, sizes[1]))) for _ in range(2)
    )
    order, low, high = list(BandLevel), *sorted((one, other), key=lambda score: score.points)
    assert order.index(standing.level(matrix, low)) <= order.index(standing.level(matrix, high))
    assert matrix.band(low.points).to <= matrix.band(high.points).to


@pytest.mark.parametrize(
    ("scores", "found"),
    [([], RiskDirection.NEW), ([(4, 4)], RiskDirection.UP), ([(2, 6)], RiskDirection.SAME), ([(4, 4), (1, 1)], RiskDirection.DOWN)],
)
def test_the_direction_is_that_of_the_last_two_scores(scores: list[tuple[int, int]], found: RiskDirection) -> None:
    told = tell(risk(*(scored(days + 1, *one) for days, one in enumerate(scores))))
    assert told.direction is found


def test_the_last_four_scores_stand_side_by_side_the_newest_last() -> None:
    told = tell(risk(*(scored(days, days, 1) for days in range(1, 6))))
    assert [one.points for one in told.last] == [2, 3, 4, 5]


def test_a_review_is_due_so_many_months_after_the_last_score_and_late_once_the_day_of_asking_is_over() -> None:
    own = risk(scored(26, 3, 4), review_every=3)  # 31 January
    assert standing.next_review(risk(), POLICY) == date(2026, 2, 5)
    assert standing.next_review(own, POLICY) == date(2026, 4, 30)
    friday = risk(scored(2, 3, 4))  # 7 February, a Saturday: somebody is asked on Monday
    late = {day: tell(friday, date(2026, 2, day)).review_overdue for day in (7, 8, 9, 10)}
    assert late == {7: False, 8: False, 9: False, 10: True}


def test_one_that_nobody_has_scored_is_to_be_scored_at_once_and_one_opened_again_too() -> None:
    assert standing.next_review(risk(score=None), POLICY) == date(2026, 1, 5)
    assert tell(risk(score=None)).review_overdue and tell(risk(score=None)).is_grey
    shut = risk(step(RiskDeed.CLOSED, 3))
    assert standing.next_review(shut, POLICY) is None and not tell(shut, date(2027, 1, 1)).review_overdue
    assert standing.next_review(risk(step(RiskDeed.CLOSED, 3), step(RiskDeed.REOPENED, 60)), POLICY) == date(2026, 3, 6)


def test_a_tolerance_has_passed_on_the_day_after_its_last() -> None:
    told = {"treatment": Treatment.TOLERATE, "accepted_until": date(2026, 1, 31), "approved_by": "Chair"}
    assert not tell(risk(**told), date(2026, 1, 31)).tolerance_passed
    assert tell(risk(**told), date(2026, 2, 1)).tolerance_passed
    assert not tell(risk(step(RiskDeed.CLOSED, 3), **told), date(2026, 2, 1)).tolerance_passed
    assert not tell(risk(**{**told, "treatment": Treatment.TREAT}), date(2026, 2, 1)).tolerance_passed


def test_the_board_is_shown_the_highest_and_those_whose_score_nobody_can_rely_on() -> None:
    all_ = [tell(risk(score=score, number=n)) for n, score in enumerate(((5, 5), (1, 1), (3, 5), None, (2, 7)), 1)]
    assert [one.risk.handle for one in standing.top(all_, Matrix())] == ["r1", "r3", "r5", "r4"]
    assert [one.risk.handle for one in standing.by_score(all_)] == ["r1", "r3", "r5", "r2", "r4"]
    assert [one.risk.handle for one in standing.top([tell(risk(score=(5, 5), number=n)) for n in range(1, 9)], Matrix())] == [
        "r1", "r2", "r3", "r4", "r5",
    ]  # fmt: skip


def test_what_moved_in_a_time_is_a_new_score_a_new_risk_and_one_that_was_closed() -> None:
    def moved(one: Risk, after: int, until: int) -> list[tuple[int | None, int | None, RiskDeed | None]]:
        found = standing.movers([tell(one)], BEGAN + timedelta(days=after), BEGAN + timedelta(days=until))
        return [(each.was.points if each.was else None, each.now.points if each.now else None, each.turned) for each in found]

    one = risk(scored(10, 3, 4), scored(20, 4, 4), step(RiskDeed.CLOSED, 30))
    assert moved(one, -1, 5) == [(None, 12, RiskDeed.RAISED)]
    assert moved(one, 5, 15) == []
    assert moved(one, 15, 25) == [(12, 16, None)]
    assert moved(one, 25, 35) == [(16, 16, RiskDeed.CLOSED)]
    assert moved(one, 20, 20) == []
    assert moved(risk(step(RiskDeed.WITHDRAWN, 2)), -1, 5) == []
