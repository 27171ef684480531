"""A plan's settings in words, in the shape of their file, and what differs."""

import pytest

from bot.model.policy import Policy
from bot.model.status import Status
from bot.wording.settings import as_json, changes, meaning, settings_message


def policy(**sections: object) -> Policy:
    return Policy.model_validate(sections)


def test_a_colour_that_the_plan_gives_no_words_means_what_milepost_says() -> None:
    own = policy(status={Status.GREEN: "On time."})

    assert meaning(Status.GREEN, own) == "On time."
    assert meaning(Status.RED, own) == meaning(Status.RED, Policy()) == "Late, or will be late, or needs a decision from someone above you."


def test_the_same_settings_differ_in_nothing_however_they_were_said() -> None:
    assert changes(Policy(), policy(status={Status.COMPLETE: meaning(Status.COMPLETE, Policy())})) == ()


def test_what_differs_is_named_by_its_key_in_the_order_of_the_file() -> None:
    closed = {"from": "2025-12-24", "to": "2026-01-02"}
    was = policy(asking={"only": {"2.1": {"rungs": (3,)}}})
    now = policy(calendar={"closures": [closed]}, asking={"rungs": (7, 0), "only": {"2": {"cycle_months": 2}}})

    assert [(one.key, one.was, one.now) for one in changes(was, now)] == [
        ("calendar.closures", "[]", "[{from = 2025-12-24, to = 2026-01-02}]"),
        ("asking.rungs", "[28, 14, 7, 2, 0]", "[7, 0]"),
        ('asking.only."2.1".rungs', "[3]", ""),
        ("asking.only.2.cycle_months", "", "2"),
    ]
    assert as_json(now)["asking"] == {**as_json(was)["asking"], "rungs": [7, 0], "only": {"2": {"cycle_months": 2}}}  # type: ignore[dict-item]


def test_in_words_it_is_told_how_long_a_milestone_may_be_left_alone() -> None:
    said = settings_message(policy(asking={"snooze_most": 7}), "P").plain()

    assert "Whoever is asked may have a milestone left alone for 7 working days at most." in said


def test_in_words_an_action_with_its_own_ladder_tells_only_what_is_different() -> None:
    said = settings_message(policy(asking={"cycle_months": 3, "overdue_after": (), "only": {"2.1": {"rungs": (3,)}}}), "P").plain()

    assert "- For 2.1 alone: Working days before the due date: 3. (0 is the day itself.)\n" in said
    assert said.count("For 2.1 alone") == 1
    assert "asked about every 3 months" in said
    assert "After the due date they are not asked again." in said


def test_in_words_the_board_s_meetings_are_told_with_the_days_towards_each() -> None:
    meetings = ({"on": "2025-12-11"}, {"on": "2026-01-15"}, {"on": "2025-12-01", "audience": "operations"})
    said = settings_message(policy(board={"meetings": meetings, "owners_again": 0}), "P").plain()

    assert "- Meetings of board: 11 December 2025, 15 January 2026.\n" in said
    assert "- Meetings of operations: 1 December 2025.\n" in said
    assert "No meeting of the board is set" not in said
    assert "- They are not asked a second time before that day.\n" in said


def test_in_words_without_a_meeting_month_ends_stand_in() -> None:
    said = settings_message(Policy(), "P").plain()

    assert "- No meeting of the board is set. The last working day of a month stands for one" in said
    assert "- Whoever has not answered is asked again 11 working days before the meeting.\n" in said


@pytest.mark.parametrize(
    "told",
    [
        "- families: every term, in plain words for everybody, with roles, without names, as Word and a part of a page. Parts in order: ",
        "- cabinet: every quarter, in the board's words, without roles or names, as Word and Excel. Parts in order: measures.\n",
        "- cabinet is called The Cabinet on paper.\n",
        "- cabinet without a channel is told through: clerk@example.org.\n",
        "- At the head of papers for cabinet: Class: Official.\n",
        "- Before papers for cabinet are published they need the agreement of: Director.\n",
        "- F1, priority action: Act faster. About: 2.1.\n",
        "- Nobody is asked before the day on which the board wants something.\n",
    ],
)
def test_in_words_it_is_told_who_gets_papers_and_what_the_inspection_found(told: str) -> None:
    cabinet = {"title": "The Cabinet", "names": "none", "cadence": "quarterly", "sections": ["measures"], "people": ["clerk@example.org"], "header": {"Class": "Official"}, "approver": "Director"}
    findings = {"F1": {"text": "Act faster", "refs": ["2.1"]}}

    assert told in settings_message(policy(audiences={"cabinet": cabinet}, findings=findings, business={"ask_before": ()}), "P").plain()
