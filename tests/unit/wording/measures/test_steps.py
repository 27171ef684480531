"""The scale of impact in words: nine steps, each with a name and a meaning, as a lead chooses and types them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bot.model.measures.impact import ImpactStep
from bot.model.measures.standing import MeasureTold, Shown
from bot.wording.measures.impact import measures_told
from bot.wording.measures.steps import options, scale, step_named
from tests.world.measure_samples import measure


def test_a_form_offers_all_nine_steps_lowest_first_each_with_what_it_means() -> None:
    offered = options()
    assert [one.value for one in offered] == ["0.5", "1", "2", "2.5", "3", "3.5", "4", "4.5", "5"]
    assert all(one.label.startswith(f"{one.value}: ") and one.means.endswith(".") for one in offered)
    assert max(len(one.means) for one in offered) <= 75  # what Slack shows beside a choice
    assert len({one.label for one in offered} | {one.means for one in offered}) == 18


@pytest.mark.parametrize("step", ImpactStep)
def test_each_step_is_read_as_the_scale_lists_it(step: ImpactStep) -> None:
    (told,) = (one for one in scale().split("; ") if one.startswith(f"{step.value} "))
    name = told.partition(" ")[2]
    for said in (told, name, step.value, f"step {step.value}", step.value.replace(".", ","), name.upper()):
        assert step_named(said) == (step, "")


@pytest.mark.parametrize("said", ["", "6", "1.5", "2.5.1", "25", "-3", "3.05", "three", "step", "٣"])
def test_what_is_no_step_is_none(said: str) -> None:
    assert step_named(said) == (None, said)


def test_words_after_a_step_are_given_back() -> None:
    assert step_named("3 families wait less") == (ImpactStep.MODEST, "families wait less")


def test_a_measure_with_a_reading_that_is_not_judged_yet_is_not_told_as_silent() -> None:
    given = Shown(entry=2, as_at=date(2025, 10, 31), value=Decimal(34))
    early, late = (MeasureTold(measure=measure(), shown=(given,), late_since=day) for day in (None, date(2025, 11, 30)))

    assert measures_told([early]) == " Measures: m1 has a reading and is not judged yet."
    assert measures_told([late]) == " Measures: m1 has had no reading since 31 October 2025."
    assert measures_told([MeasureTold(measure=measure())]) == " Measures: m1 has no reading."
