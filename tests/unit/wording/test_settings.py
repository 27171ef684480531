"""A plan's settings in words, in the shape of their file, and what differs."""

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
