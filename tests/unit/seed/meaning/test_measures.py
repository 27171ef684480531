"""Success measures, split as they were written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seed.meaning.measures import measures_in
from tests.world.reading import read_text as read

PLANS = Path(__file__).parents[4] / "seed" / "plans"
# Counted in the document, action by action.
GOLDEN = {
    "1.1": 3, "1.2": 2, "1.3": 1, "1.4": 1,
    "2.1": 7, "2.2": 3, "2.3": 9, "2.4": 2, "2.5": 6, "2.6": 3, "2.7": 4, "2.8": 2,
    "3.1": 4, "3.2": 7, "3.3": 5, "3.4": 3,
    "4.1": 10, "4.2": 2, "4.3": 4, "4.4": 5,
    "5.1": 5, "5.2": 2, "5.3": 2, "5.4": 3,
}  # fmt: skip


def test_the_measures_of_the_shipped_plan_are_those_of_the_document() -> None:
    plan = read((PLANS / "lancashire_send_priority_action_plan.txt").read_text(encoding="utf-8"), "plan", None).plan
    found = {action.ref: measures_in(action.success_measures) for action in plan.actions}

    assert {ref: len(measures) for ref, measures in found.items()} == GOLDEN
    assert sum(GOLDEN.values()) == 95
    assert found["2.3"][5] == (
        "Onboard 50% of parents and 50% of advice givers onto the portal within 12 months of the launch. Remainder by 18 months."
    )
    assert found["2.1"][1] == "Increased size of the establishment within Inclusion Services - from establishment dashboard"


@pytest.mark.parametrize(
    ("cell", "measures"),
    [
        ("Fewer complaints. More visits.", ["Fewer complaints.", "More visits."]),
        ("Fewer complaints\nMore visits", ["Fewer complaints", "More visits"]),
        ("Fewer complaints about\nSEND transport", ["Fewer complaints about SEND transport"]),
        ("Fewer complaints\nin each term", ["Fewer complaints in each term"]),
        ("\u2022 Fewer complaints \u2022 More visits", ["Fewer complaints", "More visits"]),
        ("- Fewer complaints\n- more visits", ["Fewer complaints", "more visits"]),
        ("1. Fewer complaints\n2. More visits", ["Fewer complaints", "More visits"]),
        ("90% of plans in time. 100% by May.", ["90% of plans in time.", "100% by May."]),
        ("Less than 3.5 weeks, e.g. Year 9 (incl. Post 16).", ["Less than 3.5 weeks, e.g. Year 9 (incl. Post 16)."]),
        ("Reported (see para. 4. Annex A). Then shared.", ["Reported (see para. 4. Annex A).", "Then shared."]),
        ("Half by May. The remainder by June.", ["Half by May. The remainder by June."]),
        ("Reduction in waits and Increase in trust", ["Reduction in waits and Increase in trust"]),
        ("Fewer complaints to the board Increased trust of families", ["Fewer complaints to the board", "Increased trust of families"]),
        ("", []),
    ],
)  # fmt: skip
def test_a_measure_ends_with_its_sentence_its_bullet_or_its_line(cell: str, measures: list[str]) -> None:
    assert measures_in([cell]) == tuple(measures)


@given(st.lists(st.lists(st.sampled_from(("Fewer ", "visits", ". ", "\n", "\u2022 ", "(", ") ", "90% ", "- ", "the "))).map("".join), max_size=4))
def test_no_word_of_a_measure_is_lost(paragraphs: list[str]) -> None:
    words = re.findall(r"\w+", " ".join(paragraphs))

    assert re.findall(r"\w+", " ".join(measures_in(paragraphs))) == words
