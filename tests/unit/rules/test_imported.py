"""What a plan's tracker said of its milestones: shown as that, declared by nobody, and never in the way of silence."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.model.absences.pause import Pause
from bot.model.letters.nudge import Asking, Cause, Rounds
from bot.model.plan import Action, Imported, Milestone, Plan, Priority, Recurrence
from bot.model.policy import Policy
from bot.model.snapshot import Snapshot
from bot.model.status import Status
from bot.model.updates.update import Face, Standing, Update
from bot.reports.picture import picture
from bot.reports.status import status_json
from bot.rules.asking.ahead import next_day
from bot.rules.asking.ladder import Day
from bot.rules.asking.nudges import date_named
from bot.rules.asking.urgency import Urgency, is_waiting, urgency
from bot.rules.updates import standing
from bot.rules.updates.imported import dated

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


# ---- asked about -------------------------------------------------------------------------------

FIRST = date(2026, 6, 1)
OPENS = datetime(2026, 6, 1, 8, tzinfo=UTC)


def asks(milestone: Milestone, it: Standing = SILENT, *, day: date = FIRST, last: date | None = None) -> Asking | None:
    first = FIRST if last is not None else None
    return Day(day, Rounds(first=first, last=last), POLICY).asking(milestone, it)


def loaded(moment: datetime) -> Milestone:
    return MILESTONE.model_copy(update={"imported": SAID.model_copy(update={"since": moment})})


def test_the_first_round_asks_if_it_is_still_so_however_far_the_date_is() -> None:
    assert asks(MILESTONE) == Asking(kind=Cause.CATCH_UP, working_days=86)
    assert asks(MILESTONE, day=date(2026, 6, 2), last=FIRST) is None
    assert asks(MILESTONE.model_copy(update={"imported": None})) is None


def test_a_later_edition_has_it_asked_about_at_the_next_round_and_once() -> None:
    third = date(2026, 6, 3)
    after_the_round = loaded(datetime(2026, 6, 2, 14, tzinfo=UTC))
    assert asks(after_the_round, day=third, last=date(2026, 6, 2)) is not None
    assert asks(after_the_round, day=date(2026, 6, 4), last=third) is None
    asked = Standing(ref="1.1.1", asked=OPENS, asked_last=datetime(2026, 6, 2, 15, tzinfo=UTC))
    assert asks(after_the_round, asked, day=third, last=date(2026, 6, 2)) is None
    before_it = loaded(datetime(2026, 6, 2, 6, tzinfo=UTC))
    assert asks(before_it, day=third, last=date(2026, 6, 2)) is None


def test_nobody_is_asked_to_confirm_what_an_owner_has_spoken_of_or_what_has_no_date() -> None:
    assert asks(MILESTONE, Standing(ref="1.1.1", update=update(Status.GREEN))) is None
    assert asks(MILESTONE.model_copy(update={"due": None})) is None
    ended = MILESTONE.model_copy(update={"due": None, "open_ended": True, "start": date(2026, 9, 1)})
    assert asks(ended) == Asking(kind=Cause.CATCH_UP, working_days=None)


def test_what_its_own_days_ask_is_asked_as_that() -> None:
    due_today = MILESTONE.model_copy(update={"due": FIRST})
    assert asks(due_today) == Asking(kind=Cause.DUE, working_days=0)


def test_the_next_question_is_the_one_that_asks_if_it_is_so() -> None:
    day = Day(date(2026, 6, 2), Rounds(first=FIRST, last=date(2026, 6, 2)), POLICY)
    assert next_day(loaded(datetime(2026, 6, 2, 14, tzinfo=UTC)), SILENT, day) == date(2026, 6, 3)


def test_of_one_that_comes_round_the_card_names_the_date_at_hand() -> None:
    monthly = said_of(Status.GREEN, due=date(2026, 1, 31), recurrence=Recurrence.MONTHLY)
    assert date_named(monthly, POLICY, Cause.CATCH_UP, 20, FIRST) == date(2026, 6, 30)
    assert date_named(monthly, POLICY, Cause.CATCH_UP, -80, FIRST) == date(2026, 1, 31)


# ---- kept with an edition ----------------------------------------------------------------------


def kept(said: Imported | None) -> Imported | None:
    plan = Plan(
        short="p", title="P",
        actions=(Action(ref="1.1", priority=1, title="A", milestones=(MILESTONE.model_copy(update={"imported": said}),)),),
    )  # fmt: skip
    return dated(plan, "plan.xlsx", TODAY, NOW).milestones[0].imported


def test_a_state_is_of_the_day_that_its_document_names_else_of_the_day_it_was_loaded() -> None:
    assert kept(SAID) == SAID.model_copy(update={"since": NOW})
    bare = Imported(status=Status.RED)
    assert kept(bare) == Imported(status=Status.RED, file="plan.xlsx", as_at=TODAY, since=NOW)
    assert kept(None) is None


def test_no_state_is_of_a_day_to_come() -> None:
    told = kept(SAID.model_copy(update={"as_at": TODAY + timedelta(days=1)}))
    assert told is not None and told.as_at == TODAY


def test_what_was_kept_before_keeps_its_day() -> None:
    before = SAID.model_copy(update={"since": OPENS})
    assert kept(before) == before


def test_looking_ahead_asks_on_the_first_day_alone_though_the_file_was_loaded_after_its_round_opened() -> None:
    at_noon = loaded(datetime(2026, 6, 1, 12, tzinfo=UTC))
    assert asks(at_noon) is not None
    assert asks(at_noon, day=date(2026, 6, 2), last=FIRST) is None
    asked = Standing(ref="1.1.1", asked=OPENS, asked_last=OPENS)
    assert asks(at_noon, asked, day=date(2026, 6, 2), last=FIRST) is not None, "an earlier edition was asked about that morning"


def test_the_picture_has_its_colour_its_shape_and_its_word() -> None:
    plan = Plan(
        short="p", title="P", priorities=(Priority(number=1, text="Lead"),),
        actions=(Action(ref="1.1", priority=1, title="A", milestones=(MILESTONE,)),),
    )  # fmt: skip
    seen = picture(Snapshot(plan=plan, policy=POLICY, standings={"1.1.1": SILENT}, now=NOW))
    (cell,) = seen.parts[0].rows[0].cells
    assert (cell.face, cell.word, cell.shape) == ("imported_amber", "Amber in the tracker", "\u25b3")
    assert [(tally.face, tally.count) for tally in seen.legend] == [("imported_amber", 1)]
