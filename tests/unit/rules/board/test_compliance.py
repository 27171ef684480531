"""Reporting compliance: what counts as a question, as its answer, and as in time."""

from datetime import UTC, date, datetime

from bot.model.board.compliance import Answer, Compliance, Posed
from bot.model.people import Holding, People, Person
from bot.model.plan import Action, Milestone, Plan
from bot.model.policy import Policy
from bot.model.snapshot import Snapshot
from bot.rules.board.compliance import compliance

HEAD, NURSE = "Head", "Nurse"
PERSONS = tuple(Person(id=n, name=name, email=f"{name.lower()}@x.uk") for n, name in enumerate(("Ana", "Ben", "Dee"), 1))
HELD = (Holding(role=HEAD, person=1, deputy=3), Holding(role=NURSE, person=2))
BEGAN = date(2026, 3, 2)
JUNE = datetime(2026, 6, 1, 10, tzinfo=UTC)


def at(day: int, month: int = 3, hour: int = 10) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def snapshot(now: datetime, held: tuple[Holding, ...] = HELD, owners: tuple[str, ...] = (HEAD, NURSE)) -> Snapshot:
    steps = tuple(Milestone(ref=f"1.1.{n}", text="Do", owners=owners) for n in (1, 2))
    plan = Plan(short="p", title="P", actions=(Action(ref="1.1", priority=1, title="A", milestones=steps),))
    return Snapshot(plan=plan, policy=Policy(), people=People(persons=PERSONS, holdings=held), standings={}, now=now)


def asked(entry: int, moment: datetime, person: int = 1, ref: str = "1.1.1", stood: int = 0) -> Posed:
    return Posed(entry=entry, ref=ref, person=person, stood=stood, taken=moment)


def said(number: int, moment: datetime, role: str = HEAD, status: str = "green", ref: str = "1.1.1") -> Answer:
    return Answer(number=number, ref=ref, role=role, status=status, at=moment)


def of(role: str, posed: list[Posed], answers: list[Answer], now: datetime = JUNE, **more: object) -> Compliance:
    found = compliance(snapshot(now, **more), posed, answers, BEGAN)  # type: ignore[arg-type]
    return next(one for one in found.rows if one.role == role)


def test_an_answer_two_working_days_later_is_in_time() -> None:
    row = of(HEAD, [asked(5, at(6))], [said(6, at(10))])  # Friday to Tuesday

    assert (row.asked, row.answered, row.in_time, row.days, row.median) == (1, 1, 1, (2,), 2)


def test_what_is_asked_again_before_the_answer_is_a_reminder_and_its_days_run_from_the_first_question() -> None:
    row = of(HEAD, [asked(5, at(2)), asked(6, at(9)), asked(7, at(16))], [said(8, at(17))])

    assert (row.asked, row.answered, row.reminders, row.days) == (1, 1, 2, (11,))


def test_a_question_after_an_answer_is_a_new_one() -> None:
    row = of(HEAD, [asked(5, at(2)), asked(7, at(16), stood=6)], [said(6, at(3))])

    assert (row.asked, row.answered) == (2, 1)


def test_an_answer_on_the_day_the_milestone_would_be_not_reported_is_late() -> None:
    posed = [asked(5, at(2))]

    assert of(HEAD, posed, [said(6, at(1, 4))]).in_time == 1
    late = of(HEAD, posed, [said(6, at(2, 4))])
    assert (late.answered, late.in_time) == (1, 0)


def test_an_answer_that_crossed_with_its_question_took_no_days() -> None:
    row = of(HEAD, [asked(5, at(4), stood=0)], [said(4, at(3))])

    assert (row.asked, row.answered, row.days) == (1, 1, (0,))


def test_the_accountable_role_answers_for_all_owners_and_a_contributor_who_agrees_too() -> None:
    both = [asked(5, at(2)), asked(6, at(2), person=2)]

    assert of(NURSE, both, [said(7, at(3))]).answered == 1
    assert of(HEAD, both, [said(7, at(3), NURSE)]).answered == 1, "nobody else has spoken"
    again = [asked(8, at(9), stood=7), asked(9, at(9), person=2, stood=7)]
    assert of(HEAD, again, [said(7, at(3)), said(10, at(10), NURSE)]).answered == 1


def test_a_contributor_who_differs_answers_for_themselves_alone() -> None:
    again = [asked(8, at(9), stood=7), asked(9, at(9), person=2, stood=7)]
    answers = [said(7, at(3)), said(10, at(10), NURSE, status="red")]

    assert (of(HEAD, again, answers).answered, of(NURSE, again, answers).answered) == (0, 1)


def test_a_deputy_who_is_asked_and_an_admin_who_answers_count_for_the_role() -> None:
    row = of(HEAD, [asked(5, at(2), person=3)], [said(6, at(3), role="admin")])

    assert (row.asked, row.answered) == (1, 1)


def test_a_holder_and_their_deputy_who_are_both_asked_are_one_question() -> None:
    row = of(HEAD, [asked(5, at(2)), asked(6, at(2), person=3)], [])

    assert (row.asked, row.answered, row.median) == (1, 0, None)


def test_days_on_which_nobody_held_a_role_are_counted_apart() -> None:
    ended = (Holding(role=HEAD, person=1, ends=date(2026, 3, 6)), Holding(role=HEAD, person=3, starts=date(2026, 3, 16)))
    row = of(HEAD, [], [], held=ended)

    assert (row.asked, row.vacant) == (0, 5)
    assert of(NURSE, [], [], held=ended).vacant == of(NURSE, [], [], held=()).vacant > 50
    assert of(HEAD, [], []).vacant == 0


def test_only_questions_first_put_in_the_period_and_about_the_milestones_given_are_counted() -> None:
    posed = [asked(5, at(2)), asked(6, at(9), ref="1.1.2"), asked(7, at(16), stood=8)]
    answers = [said(8, at(3))]

    def counted(after: datetime | None = None, refs: tuple[str, ...] | None = None) -> int:
        return sum(one.asked for one in compliance(snapshot(at(1, 6)), posed, answers, BEGAN, after, refs).rows)

    assert (counted(), counted(at(5)), counted(at(5), ("1.1.2",))) == (3, 2, 1)


def test_the_median_of_an_even_number_of_answers_lies_between_the_two_in_the_middle() -> None:
    posed = [asked(5, at(2)), asked(6, at(2), ref="1.1.2")]

    assert of(HEAD, posed, [said(7, at(3)), said(8, at(6), ref="1.1.2")]).median == 2.5
