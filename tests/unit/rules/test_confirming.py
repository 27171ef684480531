""""No change" gives the same words a fresh date, for as long as they can still be true."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.model.plan import Milestone, Recurrence
from bot.model.policy import Policy
from bot.model.status import Status
from bot.model.updates.update import Standing, Update
from bot.rules.updates.confirming import Hindrance, hindrances, said_again, times_running

TODAY = date(2026, 3, 10)
POLICY = Policy()
OWNERS = ("Head of Inclusion", "Chief Nursing Officer")


def milestone(due: str | None, recurrence: Recurrence | None = None) -> Milestone:
    day = date.fromisoformat(due) if due else None
    return Milestone(ref="1.1.1", text="Train the staff", due=day, recurrence=recurrence, owners=OWNERS)


def update(status: Status = Status.AMBER, forecast: str | None = None, role: str = OWNERS[0], words: str = "") -> Update:
    return Update(
        id=1, plan="p", ref="1.1.1", status=status, narrative=words, path_to_green="a way", no_evidence_reason="none yet", by=1,
        by_name="Ann", capacity=role, at=datetime(2026, 3, 9, tzinfo=UTC), forecast=date.fromisoformat(forecast) if forecast else None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("due", "recurrence", "status", "forecast", "passed"),
    [
        ("2026-03-10", None, "green", None, False),
        ("2026-03-09", None, "green", None, True),
        ("2026-03-09", None, "not_started", None, True),
        ("2026-03-09", None, "green", "2026-03-10", False),  # the forecast is by when it is expected
        ("2026-04-30", None, "amber", "2026-03-09", True),
        ("2026-03-09", None, "complete", None, False),
        (None, None, "green", None, False),
        (None, None, "green", "2026-03-09", True),
        ("2026-01-09", Recurrence.MONTHLY, "green", None, False),  # the occurrence at hand is still to come
        ("2026-01-09", Recurrence.MONTHLY, "red", "2026-02-09", True),
    ],
)
def test_no_change_is_refused_once_the_expected_date_has_passed(
    due: str | None, recurrence: Recurrence | None, status: str, forecast: str | None, passed: bool
) -> None:
    said = update(Status(status), forecast)
    assert hindrances(milestone(due, recurrence), said, said, 0, POLICY, TODAY) == ((Hindrance.PASSED,) if passed else ())


def test_a_new_forecast_or_new_words_are_no_confirmation() -> None:
    it, stood = milestone("2026-03-01"), update()
    assert hindrances(it, update(forecast="2026-05-01"), stood, 0, POLICY, TODAY) == ()
    assert hindrances(it, update(words="two posts filled"), stood, 2, POLICY, TODAY) == ()


@pytest.mark.parametrize(("status", "running", "asked"), [("amber", 1, False), ("amber", 2, True), ("red", 2, True), ("green", 9, False)])
def test_an_amber_or_a_red_is_said_again_twice_running_at_most(status: str, running: int, asked: bool) -> None:
    said = update(Status(status))
    found = hindrances(milestone("2026-12-01"), said, said, running, POLICY, TODAY)
    assert (Hindrance.WORDS in found) is asked
    later = update(Status(status), "2026-12-24")  # a new date alone brings no new words
    assert (Hindrance.WORDS in hindrances(milestone("2026-12-01"), later, said, running, POLICY, TODAY)) is asked


def test_repeats_are_counted_for_each_role_since_it_last_had_new_words() -> None:
    it = milestone(None)
    said = [update(words="one"), update(words="two"), update(role=OWNERS[1], words="other"), update(words="two", role="admin")]
    assert times_running(said, it, OWNERS[0]) == 1
    assert times_running([*said, update(words="two", forecast="2026-05-01")], it, OWNERS[0]) == 2
    assert times_running([*said, update(role=OWNERS[1], words="other")], it, OWNERS[1]) == 1
    assert times_running([], it, OWNERS[0]) == 0


def test_whoever_differs_says_their_own_words_again() -> None:
    counts, own = update(Status.GREEN), update(Status.RED, role=OWNERS[1])
    standing = Standing(ref="1.1.1", update=counts, dissents=(own,))
    assert said_again(standing, OWNERS[1]) is own
    assert said_again(standing, OWNERS[0]) is counts
