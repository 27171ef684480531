"""Absence: nobody who is away is written to, what they hold is asked of who acts for them, and hand-overs stand as last said."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.model.absences.absence import Absence, HandOver, Snooze, Step
from bot.model.letters.nudge import Cause, Escalation, Nudge, Rounds
from bot.model.people import Holding, People, Person
from bot.model.plan import Action, Milestone, Plan
from bot.model.policy import Policy
from bot.model.snapshot import Snapshot
from bot.model.updates.update import Standing
from bot.rules import holders
from bot.rules.asking import absence, snoozing, taking_over
from bot.rules.asking.nudges import preview
from bot.rules.documents.overlay import Owned, Taken, WrittenOwners
from tests.laws import tried

ANA, BEN, CAT = (Person(id=n, name=name, email=f"{name}@x.uk") for n, name in enumerate(("ana", "ben", "cat"), 1))
LEA = Person(id=4, name="Lea", email="lea@x.uk", rights=("lead:1",))
ADI, ABE = (Person(id=n, name=name, email=f"{name}@x.uk", rights=("admin",)) for n, name in ((5, "adi"), (6, "abe")))
PERSONS = (ANA, BEN, CAT, LEA, ADI, ABE)
HELD = (Holding(id=1, role="Head", person=1), Holding(id=2, role="Nurse", person=2, deputy=3))
FIRST, DUE = date(2025, 4, 7), date(2025, 4, 14)
LONG = 60


def snapshot(*away: Absence, snoozes: tuple[Snooze, ...] = (), day: date = FIRST) -> Snapshot:
    ones = tuple(
        Milestone(ref=f"1.1.{n}", text="Do", due=DUE + timedelta(days=n), baseline=DUE, owners=owners)
        for n, owners in enumerate((("Head",), ("Nurse",), ("Head", "Nurse")), 1)
    )
    plan = Plan(short="p", title="P", actions=(Action(ref="1.1", priority=1, title="A", milestones=ones),))
    people = People(persons=PERSONS, holdings=HELD, absences=away)
    standings = {one.ref: Standing(ref=one.ref) for one in ones}
    now = datetime.combine(day, time(12), UTC)
    return Snapshot(plan=plan, policy=Policy(), people=people, standings=standings, snoozes=snoozes, now=now)


def lived(taken: Snapshot, days: int = LONG) -> tuple[Nudge, ...]:
    return preview(taken, (), lambda _: Rounds(), days, taking_over.hands(taken, {}, ()))


def asked(nudges: tuple[Nudge, ...], person: Person, ref: str = "1.1.1") -> list[date]:
    return [one.day for one in nudges if one.person == person.id for reason in one.reasons if reason.ref == ref]


def gone(person: Person, starts: date, ends: date, deputy: Person | None = None) -> Absence:
    named = None if deputy is None else deputy.id
    return Absence(id=1, person=person.id, starts=starts, ends=ends, deputy=named, noted=datetime.combine(FIRST, time(), UTC))


ABSENCES = st.builds(
    lambda n, person, starts, length, deputy: Absence(
        id=n,
        person=person,
        starts=FIRST + timedelta(days=starts),
        ends=FIRST + timedelta(days=starts + length),
        deputy=deputy if deputy != person else None,
        noted=datetime.combine(FIRST, time(), UTC),
    ),
    st.integers(1, 99),
    st.integers(1, 6),
    st.integers(-5, LONG),
    st.integers(0, 30),
    st.none() | st.integers(1, 6),
)


@tried(60)
@given(st.lists(ABSENCES, max_size=4, unique_by=lambda one: one.id))
def test_nobody_is_asked_or_told_of_anything_on_a_day_on_which_they_are_away(away: list[Absence]) -> None:
    taken = snapshot(*away)
    for nudge in lived(taken):
        assert not any(one.person == nudge.person and one.covers(nudge.day) for one in away), nudge


@tried(60)
@given(ABSENCES, st.integers(0, LONG))
def test_a_role_is_asked_of_its_holder_or_while_they_are_away_of_who_acts_for_them(away: Absence, offset: int) -> None:
    day = FIRST + timedelta(days=offset)
    people = snapshot(away).people
    for role, holder, standing in (("Head", 1, None), ("Nurse", 2, 3)):
        is_away = away.person == holder and away.covers(day)
        acts = (away.deputy or standing) if is_away else None
        assert [one.id for one in holders.present(people, role, day)] == ([] if is_away else [holder])
        acts_there = acts is not None and not (away.person == acts and away.covers(day))
        assert list(holders.acting(people, role, day, ())) == ([acts] if acts_there else [])
        for person in PERSONS:
            answers = role in holders.answers_for(people, person.id, day)
            assert answers == (person.id in (holder, standing, acts)), person


def test_what_fell_while_somebody_was_away_is_asked_once_on_the_day_they_are_back() -> None:
    back = DUE + timedelta(days=9)  # 1.1.1 was due in between
    nudges = lived(snapshot(gone(ANA, FIRST + timedelta(days=1), back - timedelta(days=1))))
    assert [day for day in asked(nudges, ANA) if day <= back] == [FIRST, back]
    assert asked(nudges, CAT) == []


def test_an_escalation_passes_over_whoever_is_away() -> None:
    long = FIRST + timedelta(days=LONG)
    for away, told in (((), {4: Escalation.LEAD, 5: Escalation.ADMIN}), ((LEA,), {5: Escalation.LEAD}), ((LEA, ADI), {6: Escalation.LEAD})):
        nudges = lived(snapshot(*(gone(one, FIRST, long).model_copy(update={"id": one.id}) for one in away)))
        found = {
            one.person: reason.above
            for one in nudges
            for reason in one.reasons
            if reason.kind is Cause.ESCALATION and reason.ref == "1.1.2"
        }
        assert told.items() <= found.items(), away
        assert not {one.id for one in away} & found.keys()


def test_a_snooze_holds_one_person_back_from_one_milestone_and_asks_them_when_it_ends() -> None:
    at = datetime.combine(FIRST, time(14), UTC)
    rests = Snooze(id=9, ref="1.1.3", person=1, until=DUE + timedelta(days=4), capacity="Head", at=at)  # Good Friday
    taken = snapshot(snoozes=(rests,), day=FIRST + timedelta(days=1))
    nudges = lived(taken)
    assert min(asked(nudges, ANA, "1.1.3")) == date(2025, 4, 22)
    assert min(asked(nudges, ANA)) < date(2025, 4, 18)
    assert min(asked(nudges, BEN, "1.1.3")) < date(2025, 4, 18)
    assert snoozing.next_asked(taken, ANA, taken.plan.milestones[2], FIRST, taken.today) == date(2025, 4, 22)


def test_the_days_offered_for_a_snooze_need_no_reason_and_are_not_too_far() -> None:
    taken = snapshot()
    first, third = taken.plan.milestones[0], taken.plan.milestones[2]
    assert snoozing.offered(taken, first, FIRST) == (date(2025, 4, 8), date(2025, 4, 14))
    assert snoozing.offered(taken, third, DUE + timedelta(days=2)) == (date(2025, 4, 17),)
    assert snoozing.latest(taken, FIRST) == date(2025, 5, 8)


STEPS = st.lists(st.sampled_from(list(Step)), max_size=8)


@tried(100)
@given(STEPS)
def test_a_step_and_what_undoes_it_leave_a_hand_over_as_it_was(steps: list[Step]) -> None:
    def told(of: list[Step]) -> list[Step]:
        made = [HandOver(id=1, ref="1.1.1", from_role="Head", to_role="Nurse", step=one, last=n) for n, one in enumerate(of, 1)]
        return [one.step for one in absence.as_it_stands(made)]

    before = told([Step.OFFERED, *steps])
    for one in (one for one in Step if one is not Step.UNDONE):
        assert told([Step.OFFERED, *steps, one, Step.UNDONE]) == before


def test_owners_change_when_it_is_taken_and_back_when_a_document_says_others_or_it_is_undone() -> None:
    taken = Taken(5, HandOver(id=4, ref="1.1.1", from_role="Head", to_role="Nurse", step=Step.TAKEN, last=5), gone=9)
    written = [WrittenOwners(1, ("Head", "Chair")), WrittenOwners(6, ("Head", "Chair")), WrittenOwners(8, ("Chair",))]
    one = Milestone(ref="1.1.1", text="Do", owners=("Head", "Chair"))
    owners = {upto: Owned(written, [taken]).on(one, upto).owners for upto in range(1, 10)}
    assert owners == dict.fromkeys(range(1, 5), ("Head", "Chair")) | dict.fromkeys((5, 6, 7), ("Nurse", "Chair")) | {8: ("Chair",), 9: ("Chair",)}
    assert Owned(written[:2], [taken]).on(one, 9).owners == ("Head", "Chair")
    assert absence.owners_after(("Nurse", "Head"), taken.hand_over) == ("Nurse",)
