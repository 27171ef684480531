"""Which milestones are about which findings of the inspection."""

from __future__ import annotations

import pytest

from bot.model.board.settings import Finding
from bot.model.plan import Milestone
from bot.rules.findings import findings_of

FINDINGS = {
    "A1": Finding(text="Waits are long", refs=("2",)),
    "A2": Finding(text="Plans are late", refs=("2.1", "3.4.5")),
    "A3": Finding(text="Voices are not heard", refs=("21",)),
}


@pytest.mark.parametrize(
    ("milestone", "names"),
    [
        (Milestone(ref="2.3.1", text="x"), ("A1",)),
        (Milestone(ref="2.1.1", text="x"), ("A1", "A2")),
        (Milestone(ref="3.4.5", text="x"), ("A2",)),
        (Milestone(ref="21.1.1", text="x"), ("A3",)),
        (Milestone(ref="4.1.1", text="x"), ()),
        (Milestone(ref="4.1.1", text="x", stands_in="2.1"), ("A1", "A2")),
        (Milestone(ref="2.3.1", text="x", stands_in="5.1"), ()),
    ],
)
def test_a_milestone_is_about_each_finding_that_names_it_or_the_action_or_priority_it_stands_in(
    milestone: Milestone, names: tuple[str, ...]
) -> None:
    assert findings_of(FINDINGS, milestone) == names
