"""Why an action is done: in one sentence where there is little room, and never cut within one."""

from __future__ import annotations

import pytest

from bot.model.letters.message import plain
from bot.model.plan import Action
from bot.wording.documents.action import behind, in_full, measures, why, why_in_short


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
    (_, told), = why_in_short(action(impact))
    assert plain(told).partition(" To read more")[0] == first


def test_the_rest_is_named_only_if_there_is_any() -> None:
    told = [
        plain(said)
        for one in (action("Waits are short"), action("Waits are short", "Ten weeks"), action("Waits fall. All of them."))
        for _, said in why_in_short(one)
    ]
    more = "To read more, type: status 2.1"
    assert why_in_short(action("Waits are short", "Ten weeks"), alone=False) == why_in_short(action("Waits are short"))
    assert told == ["Waits are short.", f"Waits are short. {more}", f"Waits fall. {more}"]


def test_only_what_is_long_is_folded_and_what_the_plan_does_not_say_is_left_out() -> None:
    ((short,), (long,)) = (measures(action("", "Ten weeks", last)) for last in ("Nobody is lost.", "x" * 300))

    assert [plain(item.spans) for item in short.lines] == ["Ten weeks.", "Nobody is lost."]
    assert (short.folded, long.folded) == (False, True)
    assert (why(action()), why_in_short(action()), measures(action()), behind(action())) == ((), (), (), ())


def test_whoever_judges_what_was_done_reads_all_of_it_and_nothing_is_folded() -> None:
    whole = action("Waits are short. Nobody is lost.", "x" * 300)
    facts, measured = in_full(whole)

    assert (facts, measured.folded, measured.lines) == (*why(whole), False, measures(whole)[0].lines)
    assert in_full(action()) == ()
