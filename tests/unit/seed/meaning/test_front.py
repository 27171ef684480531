"""The pages before the tables: what a plan says of itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.model.plan import Aim, Body
from seed.meaning import front

PLAN = Path(__file__).parents[4] / "seed" / "plans" / "lancashire_send_priority_action_plan.txt"
LINKS = (1, 2, 3, 4, 5)


@pytest.fixture(scope="module")
def shipped() -> front.Front:
    text = PLAN.read_text(encoding="utf-8")
    return front.read(text[: text.index("\nRef\t")].split("\n"), LINKS, 5)


def test_the_shipped_plan_has_three_priority_areas_and_two_areas_for_improvement(shipped: front.Front) -> None:
    assert shipped.kinds == ("priority area",) * 3 + ("area for improvement",) * 2


def test_its_vision_names_five_aims_that_were_numbered_as_they_stand(shipped: front.Front) -> None:
    assert shipped.vision.startswith("The Lancashire SEND partnerships vision is that children and young people")
    assert shipped.vision.count("\n- ") == 5
    assert [aim.number for aim in shipped.aims] == list(LINKS)
    assert shipped.aims[3] == Aim(number=4, text="Are well-prepared for a fulfilling adult life")
    assert shipped.were_numbered


def test_its_partners_and_its_voices_are_named(shipped: front.Front) -> None:
    assert len(shipped.partnership) == 6
    assert shipped.voices == (
        "Lancashire Parent Carer Forum", "POWAR / SEND Young Adviser (SEND Forum for children and young people)"
    )  # fmt: skip


def test_all_bodies_of_its_governance_are_named_with_what_they_get(shipped: front.Front) -> None:
    found = {body.name: body.does for body in shipped.governance.bodies}

    assert list(found) == [
        "Lancashire SEND Improvement Board", "County Council", "Integrated Care Board", "Lancashire's County Council's Cabinet",
        "ICB board", "Scrutiny committee", "ICB quality committee", "SEND Improvement Operations Group",
    ]  # fmt: skip
    assert found["Lancashire SEND Improvement Board"].startswith("Oversight and assurance of the PAP; will be chaired by")
    assert found["ICB board"].startswith("will receive regular progress reports")
    assert found["Scrutiny committee"] == found["ICB quality committee"]
    assert found["County Council"] == "The board will report into both the County Council and the Integrated Care Board"
    assert shipped.other_board == "Lancashire SEND Improvement and Assurance Board"


def test_aims_with_numbers_keep_them_and_a_list_that_fits_no_link_is_none() -> None:
    numbered = ["Strategic aims", "Aim 2: Early help", "Aim 5: Good homes.", "", "Next chapter", "1. Other"]
    bare = ["Our strategic objectives", "- Early help", "- Good homes"]

    assert front.read(numbered, (2,), 1).aims == (Aim(number=2, text="Early help"), Aim(number=5, text="Good homes"))
    assert front.read(bare, (1, 2), 1).aims == (Aim(number=1, text="Early help"), Aim(number=2, text="Good homes"))
    assert front.read(bare, (1, 2, 3), 1).aims == ()
    assert front.read(bare, (), 1).aims == ()


def test_voices_that_are_no_partners_are_those_that_views_came_through() -> None:
    found = front.read(["It holds the views of parents and carers via Hilltop Parents Forum, and of young people via SPARK."], (), 1)

    assert found.voices == ("Hilltop Parents Forum", "SPARK")


def test_bodies_of_any_plan_are_those_that_do_something() -> None:
    lines = [
        "Governance",
        "The Housing Improvement Board meets monthly. The Audit and Risk Committee receives a report each quarter.",
        "The partnership is committed to change. Oversight of spending is provided by the Finance Panel.",
    ]

    assert front.read(lines, (), 1).governance.bodies == (
        Body(name="Housing Improvement Board", does="meets monthly"),
        Body(name="Audit and Risk Committee", does="receives a report each quarter"),
        Body(name="Finance Panel", does="Oversight of spending"),
    )


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["OFFICIAL - SENSITIVE", "Draft", "Version 3.2, agreed on 14 April 2026", "Northmere: statement of action"], "Northmere: statement of action"),
        (["# Move to the new office: plan", "Status on 2 June 2026."], "Move to the new office: plan"),
        (["Page 1 of 9", "14/04/2026", "June 2026", "Housing plan 2026/27"], "Housing plan 2026/27"),
        (["Last updated 3 June 2026", "Updated action plan 2026"], "Updated action plan 2026"),
        (["March 2026", "Strategy 2026"], "Strategy 2026"),
        (["Draft"], "Draft"),
        ([], ""),
    ],
)  # fmt: skip
def test_the_title_is_the_first_line_that_may_be_one(lines: list[str], title: str) -> None:
    assert front.title(lines, frozenset()) == title


def test_a_plan_that_does_not_count_its_priorities_has_no_kinds() -> None:
    assert front.read(["There are 3 priority areas and 2 areas for improvement."], (), 4).kinds == ()
    assert front.read(["Two outcomes and one priority"], (), 3).kinds == ()
    assert front.read(["Two outcomes and 3 areas of weakness."], (), 5).kinds == ("outcome", "outcome", *["area of weakness"] * 3)
