"""Why an action is done: in one sentence where there is little room, and never cut within one."""

from __future__ import annotations

import pytest

from bot.model.message import plain
from bot.model.plan import Action
from bot.wording.action import background, why, why_in_short


def action(impact: str = "", *measures: str) -> Action:
    return Action(ref="2.1", priority=2, title="Fewer waits", impact=impact, success_measures=measures)


@pytest.mark.parametrize(
    ("impact", "first"),
    [
        ("Waits are short. Nobody is lost.", "Waits are short."),
        ("Waits are short", "Waits are short."),
        ("Do waits fall? They must.", "Do waits fall?"),
        ("Waits fall (in all of 2.1.3 and 2.2.1). Nobody is lost", "Waits fall (in all of 2.1.3 and 2.2.1)."),
    ],
)
def test_the_first_sentence_stands_for_the_whole(impact: str, first: str) -> None:
    assert why(action(impact)) == first


def test_the_rest_is_named_only_if_there_is_any() -> None:
    assert plain(why_in_short(action("Waits are short"))) == "Waits are short."
    assert plain(why_in_short(action("Waits are short", "Ten weeks"))) == "Waits are short. To read more, type: status 2.1"
    assert plain(why_in_short(action("Waits fall. All of them."))) == "Waits fall. To read more, type: status 2.1"


def test_a_form_tells_what_there_is_and_folds_what_is_long() -> None:
    reason, measures = background(action("Waits are short", "Ten weeks", "x" * 300))

    assert (reason.lines, reason.long) == (("Waits are short.",), False)
    assert (len(measures.lines), measures.long) == (2, True)
    assert background(action()) == ()
