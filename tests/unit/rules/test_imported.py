"""What a plan's tracker said of its milestones: shown as that, declared by nobody, and never in the way of silence."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.model.pause import Pause
from bot.model.plan import Action, Imported, Milestone, Plan, Recurrence
from bot.model.policy import Policy
from bot.model.snapshot import Snapshot
from bot.model.status import Status
from bot.model.update import Face, Standing, Update
from bot.reports.status import status_json
from bot.rules import standing
from bot.rules.urgency import Urgency, is_waiting, urgency

NOW = datetime(2026, 6, 10, 9, tzinfo=UTC)
TODAY = NOW.date()
POLICY = Policy()
SAID = Imported(
    status=Status.AMBER, colour="Amber", words="Two posts are vacant", progress=40, file="tracker.xlsx", as_at=date(2026, 5, 12)
)
MILESTONE = Milestone(ref="1.1.1", text="Train the staff", due=date(2026, 9, 30), owners=("SENCO lead",), imported=SAID)
SILENT = Standing(ref="1.1.1")


def said_of(status: Status, **more: object) -> Milestone:
    return MILESTONE.model_copy(update={"imported": SAID.model_copy(update={"status": status}), **more})


def update(status: Status) -> Update:
    return Update(
        plan="p", ref="1.1.1", id=7, status=status, path_to_green="a way", no_evidence_reason="none yet", by=1,
        by_name="Ann", capacity="SENCO lead", at=NOW,
    )  # fmt: skip


def taken(milestone: Milestone, it: Standing = SILENT, **more: object) -> Snapshot:
    plan = Plan(short="p", title="P", actions=(Action(ref="1.1", priority=1, title="A", milestones=(milestone,)),))
    return Snapshot.model_validate({"plan": plan, "policy": POLICY, "standings": {"1.1.1": it}, "now": NOW, **more})


@pytest.mark.parametrize("status", Status)
def test_it_is_a_face_of_its_own_whether_or_not_somebody_was_asked(status: Status) -> None:
    for asked in (None, NOW - timedelta(days=3)):
        shown = standing.face(said_of(status), Standing(ref="1.1.1", asked=asked), POLICY, NOW)
        assert shown == f"imported_{status.value}" and shown.counted == "imported" and shown.is_imported


@pytest.mark.parametrize("status", Status)
def test_it_declares_nothing_and_completes_nothing(status: Status) -> None:
    late = said_of(status, due=date(2026, 5, 1))
    assert standing.status_on(late, SILENT, POLICY, TODAY) is None
    assert not standing.complete(late, SILENT, POLICY, TODAY)
    assert standing.overdue(late, SILENT, POLICY, TODAY)


@pytest.mark.parametrize("status", Status)
def test_an_owners_word_always_wins_and_the_trackers_stands_beside_it(status: Status) -> None:
    snapshot = taken(said_of(Status.COMPLETE), Standing(ref="1.1.1", update=update(status)))
    (row,) = status_json(snapshot)["milestones"]  # type: ignore[attr-defined]
    assert (row["face"], row["status"]) == (status.value, status.value)
    assert row["imported"]["status"] == "complete"


def test_silence_counts_as_ever_once_a_cycle_has_passed() -> None:
    asked = Standing(ref="1.1.1", asked=datetime(2026, 5, 10, 9, tzinfo=UTC))
    assert standing.face(said_of(Status.GREEN), asked, POLICY, NOW) is Face.NOT_REPORTED
    assert standing.tracked(said_of(Status.GREEN), asked, POLICY, TODAY) is not None


def test_what_cannot_be_read_was_an_answer_and_no_tracker_speaks_in_its_place() -> None:
    damaged = Standing(ref="1.1.1", unreadable=9)
    assert standing.face(MILESTONE, damaged, POLICY, NOW) is Face.UNREADABLE
    assert standing.tracked(MILESTONE, damaged, POLICY, TODAY) is None


def test_a_pause_and_a_closure_come_before_it() -> None:
    paused = Pause(id=3, plan="p", at=NOW - timedelta(days=1))
    assert standing.face_in(taken(MILESTONE, pauses=(paused,)), MILESTONE) is Face.PAUSED
    assert standing.face(said_of(Status.RED, closed=True), SILENT, POLICY, NOW) is Face.CLOSED


def test_comments_without_a_colour_give_none() -> None:
    only_words = MILESTONE.model_copy(update={"imported": Imported(words="On hold")})
    assert standing.face(only_words, SILENT, POLICY, NOW) is Face.NOT_YET_ASKED


def test_of_one_that_comes_round_it_speaks_of_the_period_of_its_day() -> None:
    monthly = said_of(Status.GREEN, due=date(2026, 1, 31), recurrence=Recurrence.MONTHLY)
    assert standing.face(monthly, SILENT, POLICY, NOW) is Face.NOT_YET_ASKED
    assert standing.face(monthly, SILENT, POLICY, datetime(2026, 5, 20, 9, tzinfo=UTC)) is Face.IMPORTED_GREEN


def test_it_waits_for_an_answer_as_soon_as_somebody_was_asked() -> None:
    assert not is_waiting(taken(MILESTONE), MILESTONE)
    assert is_waiting(taken(MILESTONE, Standing(ref="1.1.1", asked=NOW - timedelta(days=3))), MILESTONE)


def test_its_colour_says_how_soon_the_owner_is_needed_and_green_says_nothing() -> None:
    assert urgency(taken(MILESTONE), MILESTONE) is Urgency.OFF_TRACK
    for status in (Status.GREEN, Status.COMPLETE):
        assert urgency(taken(said_of(status)), said_of(status)) is Urgency.LATER


def test_the_status_shape_has_it_whole_beside_a_status_of_none() -> None:
    (row,) = status_json(taken(MILESTONE))["milestones"]  # type: ignore[attr-defined]
    assert (row["status"], row["reported_at"], row["face"]) == (None, None, "imported")
    assert row["imported"] == {
        "status": "amber", "words": "Two posts are vacant", "progress": 40, "done": None, "file": "tracker.xlsx",
        "as_at": "2026-05-12",
    }  # fmt: skip
