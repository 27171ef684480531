"""Highlights: how due dates are kept and expected to be, and what is counted plainly. Silence is never a colour."""

from datetime import UTC, date, datetime

import pytest

from bot.model.board.highlight import DatesKept, Judged, Plainly
from bot.model.plan import Action, Milestone, Plan
from bot.model.policy import Policy
from bot.model.snapshot import Snapshot
from bot.model.status import Status
from bot.model.updates.update import Face, Standing, Update
from bot.rules.board.highlight import changed, coming, dates_expected, dates_kept, finished, plainly, worst_of

NOW = datetime(2026, 3, 16, 12, tzinfo=UTC)
DUE, PAST = date(2026, 4, 30), date(2026, 3, 13)
SOON, FAR = date(2026, 5, 8), date(2026, 7, 1)


def standing(ref: str, status: Status | None = None, forecast: date | None = None, asked: datetime | None = None) -> Standing:
    facts = {"path_to_green": "x", "no_evidence_reason": "seen", "by": 1, "by_name": "A", "capacity": "Head", "at": NOW}
    update = Update.model_validate({"plan": "p", "ref": ref, "status": status, "forecast": forecast, **facts}) if status else None
    return Standing(ref=ref, update=update, asked=asked)


def snapshot(*of: tuple[date | None, Standing], now: datetime = NOW) -> Snapshot:
    steps = tuple(Milestone(ref=it.ref, text="Do", due=due, owners=("Head",)) for due, it in of)
    plan = Plan(short="p", title="P", actions=(Action(ref="1.1", priority=1, title="A", milestones=steps),))
    return Snapshot(plan=plan, policy=Policy(), standings={it.ref: it for _, it in of}, now=now)


def one(due: date | None, status: Status | None = None, forecast: date | None = None, asked: datetime | None = None) -> Snapshot:
    return snapshot((due, standing("1.1.1", status, forecast, asked)))


def kept(of: Snapshot, until: date | None = None) -> DatesKept:
    milestones = of.plan.milestones
    return dates_kept(of, milestones) if until is None else dates_expected(of, milestones, until)


LONG_AGO = datetime(2026, 1, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("of", "face"),
    [
        (one(PAST, Status.GREEN), Face.RED),
        (one(DUE, Status.GREEN, FAR), Face.RED),
        (one(DUE, Status.GREEN, SOON), Face.AMBER),
        (one(DUE, asked=LONG_AGO), Face.NOT_REPORTED),
        (one(DUE), Face.NOT_YET_ASKED),
        (one(DUE, Status.GREEN), Face.GREEN),
        (one(PAST, Status.COMPLETE), None),
        (one(None, Status.RED), None),
    ],
)
def test_dates_have_the_colour_that_the_record_gives_them(of: Snapshot, face: Face | None) -> None:
    assert kept(of).face is face


def test_dates_are_green_only_if_somebody_has_told_of_each() -> None:
    both = snapshot((DUE, standing("1.1.1", Status.GREEN)), (DUE, standing("1.1.2")))

    assert kept(both).face is Face.NOT_YET_ASKED


def test_what_is_expected_next_follows_the_owners_forecasts_alone() -> None:
    until = date(2026, 5, 1)

    assert kept(one(PAST, Status.AMBER, date(2026, 4, 1)), until).face is None, "done by then, as its owner expects"
    assert kept(one(PAST, Status.AMBER), until).late == 1, "nobody says otherwise"
    assert kept(one(DUE, Status.AMBER, SOON), until).late == 1
    assert kept(one(DUE, Status.GREEN), until).face is Face.GREEN


def test_each_milestone_is_counted_once_in_plain_words_and_silence_is_not_counted_as_going_well() -> None:
    of = snapshot(
        (DUE, standing("1.1.1", Status.COMPLETE)),
        (DUE, standing("1.1.2", Status.GREEN)),
        (PAST, standing("1.1.3", Status.GREEN)),
        (DUE, standing("1.1.4", Status.AMBER)),
        (DUE, standing("1.1.5", asked=NOW)),
        (DUE, standing("1.1.6")),
        (PAST, standing("1.1.7", asked=LONG_AGO)),
    )

    assert plainly(of, of.plan.milestones) == Plainly(done=1, well=1, late=3, unknown=2)


def test_only_what_was_there_before_can_have_changed_and_only_what_is_still_done_is_done() -> None:
    before = snapshot((DUE, standing("1.1.1", Status.GREEN)), (DUE, standing("1.1.2", Status.COMPLETE)))
    now = snapshot(
        (DUE, standing("1.1.1", Status.COMPLETE)), (DUE, standing("1.1.2", Status.RED)), (DUE, standing("1.1.3", Status.COMPLETE))
    )

    assert [(it.ref, it.was, it.now) for it in changed(now, before)] == [
        ("1.1.2", Face.COMPLETE, Face.RED),
        ("1.1.1", Face.GREEN, Face.COMPLETE),
    ]
    assert [it.ref for it in finished(now, before)] == ["1.1.1", "1.1.3"]
    assert changed(now, None) == () and [it.ref for it in finished(now, None)] == ["1.1.1", "1.1.3"]


def test_what_comes_next_is_told_in_the_order_of_its_dates() -> None:
    of = snapshot((SOON, standing("1.1.1")), (DUE, standing("1.1.2")), (FAR, standing("1.1.3")))

    assert [it.ref for it in coming(of, of.plan.milestones, SOON)] == ["1.1.2", "1.1.1"]


def test_the_whole_is_the_worst_that_a_lead_gave_and_says_how_many_gave_none() -> None:
    given = [Judged(status=Status.GREEN), Judged(status=Status.AMBER), Judged(missing=1)]

    assert worst_of(given) == Judged(status=Status.AMBER, missing=1)
    assert worst_of([Judged(missing=1)]) == Judged(missing=1)
