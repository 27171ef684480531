"""The day that a document speaks of: named whole, or none."""

from datetime import date

import pytest

from bot.model.plan import Action, Imported, Milestone
from bot.model.status import Status
from seed.meaning.dates.of_document import day_of, with_day

MAY = date(2026, 5, 12)


@pytest.mark.parametrize(
    "line",
    [
        "Improvement tracker as at 12 May 2026",
        "RAG position at 12th May 2026",
        "Last updated: 12 May 2026 by the programme office",
        "Progress on 12 May 2026",
        "Exported on 2026-05-12",
        "Status at:  12 May 2026",
    ],
)
def test_a_line_before_the_plan_names_it(line: str) -> None:
    assert day_of((), ["The plan", line]) == MAY


@pytest.mark.parametrize(
    "line",
    ["as at May 2026", "as at 5/12/2026", "Published 12 May 2026", "12 May 2026", "as at 31 February 2026", "updated quarterly", ""],
)
def test_what_is_not_named_whole_is_no_day(line: str) -> None:
    assert day_of((), [line]) is None


def test_only_states_get_it() -> None:
    said = Milestone(ref="1.1.1", text="Do", imported=Imported(status=Status.RED))
    bare = Milestone(ref="1.1.2", text="Do")
    (action,) = with_day([Action(ref="1.1", priority=1, title="A", milestones=(said, bare))], MAY)
    assert [one.imported for one in action.milestones] == [Imported(status=Status.RED, as_at=MAY), None]
