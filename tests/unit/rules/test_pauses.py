"""Pauses: nobody is asked in one, and a chase counts anew from its end."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.model.absences.pause import Pause
from bot.model.letters.nudge import Rounds, Unheard
from bot.model.updates.update import Face, Standing
from bot.rules.asking.nudges import nudges_due, preview
from bot.rules.asking.pauses import covers, in_force
from bot.rules.asking.urgency import unheard
from bot.rules.updates.standing import face_in
from tests.laws import tried
from tests.unit.rules.test_nudges import ADMIN, APRIL, DAYS, LEAD, POLICY, asked, milestone, plan_of, taken


def pause(starts: date, until: date | None, scope: str = "1", ended: date | None = None) -> Pause:
    at, over = datetime.combine(starts, time(8), UTC), datetime.combine(ended, time(8), UTC) if ended else None
    return Pause(id=1, plan="p", scope=scope, at=at, until=until, ended=over, by=4, by_name="Adi", why="inspection")


@tried(80)
@given(
    st.integers(-40, 40),
    st.integers(1, 60),
    st.sampled_from(["", "1", "Head"]),
    st.one_of(st.none(), st.integers(1, 70)),
    st.booleans(),
)
def test_nobody_is_asked_in_a_pause_nor_told_of_silence_before_a_chase_that_counts_from_its_end(
    begins: int, lasts: int, scope: str, ended: int | None, is_late: bool
) -> None:
    starts = APRIL + timedelta(days=begins)
    until, cut = starts + timedelta(days=lasts), None if ended is None else starts + timedelta(days=ended)
    over = until if cut is None else min(until, cut)
    first = APRIL - timedelta(days=45) if not is_late else APRIL + timedelta(days=5)
    held = taken(plan_of(milestone(APRIL)), first).model_copy(update={"pauses": (pause(starts, until, scope, cut),)})

    nudges = preview(held, (), lambda _: Rounds(), 200)

    told = [day for person in (1, LEAD.id, ADMIN.id) for day, _ in asked(nudges, person)]
    assert [day for day in told if starts <= day < over] == []
    passed = [day for person in (LEAD.id, ADMIN.id) for day, kind in asked(nudges, person) if kind == "escalation"]
    if over > APRIL and starts < over:
        assert all(DAYS.index(day) >= DAYS.index(over) + 20 for day in passed if day >= over)
        assert not [day for day, kind in asked(nudges) if day == over and kind in ("overdue", "due")] or over in (APRIL, first)


def test_a_pause_of_the_role_that_answers_is_one_of_the_milestone_and_one_of_a_contributor_is_not() -> None:
    shared = milestone(APRIL, owners=("Head", "Nurse"))
    assert covers(pause(APRIL, None, "Head"), shared) and not covers(pause(APRIL, None, "Nurse"), shared)

    day = APRIL
    held = taken(plan_of(shared), day).model_copy(update={"pauses": (pause(day - timedelta(days=3), None, "Nurse"),)})
    assert [nudge.person for nudge in nudges_due(held, (), lambda _: Rounds())] == [1]


def test_a_pause_is_over_when_its_day_begins_or_somebody_ends_it() -> None:
    for one, over in ((pause(APRIL, APRIL + timedelta(days=5)), 5), (pause(APRIL, None, ended=APRIL + timedelta(days=2)), 2)):
        holding = [bool(in_force([one], POLICY, APRIL + timedelta(days=n))) for n in range(-1, 7)]
        assert holding == [False, *[True] * over, *[False] * (7 - over)]


def test_silence_in_a_pause_is_nobodys() -> None:
    asked_then = Standing(ref="1.1.1", asked=datetime.combine(APRIL - timedelta(days=20), time(9), UTC))
    one = pause(APRIL - timedelta(days=10), APRIL + timedelta(days=30))

    def seen(day: date) -> Face:
        held = taken(plan_of(milestone(APRIL)), day, {"1.1.1": asked_then}).model_copy(update={"pauses": (one,)})
        return face_in(held, held.plan.milestones[0])

    days = [APRIL + timedelta(days=n) for n in (-11, 0, 29, 30, 59, 61)]
    assert [seen(day) for day in days] == [Face.ASKED, Face.PAUSED, Face.PAUSED, Face.ASKED, Face.ASKED, Face.NOT_REPORTED]


def test_nobody_is_said_to_have_been_asked_who_was_not() -> None:
    held = taken(plan_of(milestone(APRIL), milestone(APRIL, 2, owners=("Ghost",))), APRIL + timedelta(days=40))
    reasons = {r.ref: r for n in preview(held, (), lambda _: Rounds(first=APRIL, last=APRIL), 1) for r in n.reasons if r.above}

    assert unheard(held, reasons["1.1.1"], {"1.1.1": frozenset({"Head"})}) is Unheard.ASKED
    assert unheard(held, reasons["1.1.1"], {}) is Unheard.UNREACHED
    assert unheard(held, reasons["1.1.2"], {}) is Unheard.VACANT
