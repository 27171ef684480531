"""What a reader gathers while it reads: what it tells, and what it asks."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.documents.draft import PlanDoubt, PlanDoubtKind
from bot.model.plan import Answer
from seed.draft import Doubts, key_of
from seed.source import Place
from tests.laws import tried

HERE = [Place("Plan", 4, 2)]
EACH = ("One milestone each", "One milestone a date")


def _ask(doubts: Doubts, about: str, at: Sequence[Place] = HERE, free: bool = False) -> str | None:
    return doubts.ask(PlanDoubtKind.PARALLEL, about, at, "parallel", {"read": about}, EACH, EACH[0], str.split if free else None)


def _nobody(_: Place) -> Sequence[str]:
    return ()


def test_a_doubt_asked_again_gains_places_and_stays_one() -> None:
    doubts = Doubts()
    assert _ask(doubts, "Two steps") is None
    assert _ask(doubts, "Two steps", [Place("Plan", 5, 2), *HERE]) is None

    (doubt,) = doubts.asked(lambda at: {4: ["1.1.1"], 5: ["1.1.2"]}[at.line])

    assert doubt == PlanDoubt(
        key="parallel-two-steps",
        kind=PlanDoubtKind.PARALLEL,
        question='2 rows hold several steps and several dates, such as "Two steps". Is each row one milestone, or several?',
        choices=EACH,
        default=EACH[0],
        places=("Plan, B4", "Plan, B5"),
        touches=("1.1.1", "1.1.2"),
    )


def test_a_doubt_about_one_place_is_asked_in_the_singular() -> None:
    doubts = Doubts()
    _ask(doubts, "Two steps")

    assert doubts.asked(_nobody)[0].question.startswith("This row holds")


def test_the_doubt_that_touches_most_milestones_is_asked_first() -> None:
    doubts = Doubts()
    for about, lines in (("one", [1]), ("three", [2, 3, 4]), ("two", [5, 6])):
        _ask(doubts, about, [Place(line=line) for line in lines])

    asked = doubts.asked(lambda at: [f"1.1.{at.line}"])

    assert [doubt.key for doubt in asked] == ["parallel-three", "parallel-two", "parallel-one"]


def _digits(said: str) -> bool:
    return said.strip().isdigit()


def test_free_words_of_which_nothing_can_be_made_leave_a_doubt_open() -> None:
    doubts = Doubts({"year-plan": "potato", "year-other": " 2027 "})

    for about, said in (("plan", None), ("other", "2027")):
        assert doubts.ask(PlanDoubtKind.YEAR, about, HERE, "year_unknown", {"read": ""}, EACH, None, _digits) == said
    assert [(doubt.key, doubt.free) for doubt in doubts.asked(lambda _: [])] == [("year-plan", True)]


@pytest.mark.parametrize(
    ("answer", "free", "settled"),
    [
        ("one milestone EACH", False, EACH[0]),
        ("  One   milestone a date. ", False, EACH[1]),
        ("something else", False, None),
        ("something else", True, "something else"),
        ("  ", True, None),
        ("   ", True, None),
    ],
)
def test_an_answer_settles_a_doubt_if_it_is_a_choice_or_the_words_are_free(
    answer: str, free: bool, settled: str | None
) -> None:
    doubts = Doubts({"parallel-two-steps": answer})

    assert _ask(doubts, "Two steps", free=free) == settled
    assert (doubts.asked(_nobody) == ()) is (settled is not None)
    assert doubts.used == ((Answer(key="parallel-two-steps", choice=settled),) if settled else ())


def test_what_is_told_stands_in_the_order_of_the_sheets_and_names_its_place() -> None:
    doubts = Doubts()
    for at in (Place("B", 2, 1), Place("A", 9, 3), Place("B", 1)):
        doubts.warn(at, "cell_not_read", read=str(at.line))

    told = doubts.told(sheets=("A", "B"))

    assert [(one.place, one.line, one.code) for one in told] == [
        ("A, C9", 9, "cell_not_read"),
        ("B, line 1", 1, "cell_not_read"),
        ("B, A2", 2, "cell_not_read"),
    ]


@given(st.sampled_from(PlanDoubtKind), st.text(max_size=200))
@tried(100)
def test_any_cause_has_a_key_that_a_person_can_type(kind: PlanDoubtKind, about: str) -> None:
    doubts = Doubts()
    doubts.ask(kind, about, HERE, "parallel", {"read": ""}, EACH, None)

    assert doubts.asked(_nobody)[0].key == key_of(kind, about)


def test_two_long_causes_that_begin_alike_have_two_keys() -> None:
    long = "a column with a very long heading " * 4

    assert key_of(PlanDoubtKind.COLUMN, f"{long} one") != key_of(PlanDoubtKind.COLUMN, f"{long} two")
