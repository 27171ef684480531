"""The rules of the board's business: whose it is, by when, who may what, and what an update does to the decision it wants."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.model.absences.absence import Absence
from bot.model.board.business import BusinessKind, Deed, Item, Step
from bot.model.board.settings import Cycle, Meeting
from bot.model.people import Holding, People, Person
from bot.model.plan import Action, Milestone, Plan, Priority
from bot.model.policy import Policy
from bot.model.status import Status
from bot.model.updates.update import Standing, Update
from bot.rules.board import business as rules
from bot.rules.board import whose

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = date(2026, 3, 2)


def step(ref: str, *owners: str) -> Milestone:
    return Milestone(ref=ref, text=f"Step {ref}", owners=owners)


PLAN = Plan(
    short="p",
    title="P",
    priorities=(Priority(number=1, text="A"), Priority(number=2, text="B")),
    actions=(
        Action(ref="1.1", priority=1, title="A", milestones=(step("1.1.1", "Head", "Nurse"), step("1.1.2", "Head"))),
        Action(ref="2.1", priority=2, title="B", milestones=(step("2.1.1", "Head"), step("2.1.2", "Nurse"))),
    ),
)
ANNA, BEN, CY, ED, LEO, HUGO = (
    Person(id=1, name="Anna", email="a@x.org"),
    Person(id=2, name="Ben", email="b@x.org"),
    Person(id=3, name="Cy", email="c@x.org", rights=("chair",)),
    Person(id=4, name="Ed", email="e@x.org", rights=("admin",)),
    Person(id=5, name="Leo", email="l@x.org", rights=("lead:2",)),
    Person(id=6, name="Hugo", email="h@x.org", rights=("board",)),
)
HELD = (Holding(role="Head", person=1, deputy=2), Holding(role="Nurse", person=2))
PEOPLE = People(persons=(ANNA, BEN, CY, ED, LEO, HUGO), holdings=HELD)


def item(kind: BusinessKind = BusinessKind.CHALLENGE, **more: object) -> Item:
    told = {"id": 10, "number": 1, "plan": "p", "kind": kind, "text": "Why?", "about": ("1.1.1",), "by": 6, "at": NOW}
    return Item.model_validate({**told, **more})


@pytest.mark.parametrize(
    ("refs", "owner"),
    [
        (("1.1.1",), "Head"),
        (("1.1",), "Head"),
        (("1",), "Head"),
        (("2.1.2",), "Nurse"),
        (("1.1.1", "2.1.1"), "Head"),
        (("2.1",), ""),  # Leo leads it
        (("2",), ""),
        (("1.1.1", "2.1.2"), ""),  # two roles: the first who answers
    ],
)
def test_the_accountable_role_answers_or_whoever_leads_or_the_first_of_several(refs: tuple[str, ...], owner: str) -> None:
    assert rules.owner_of(PLAN, PEOPLE, refs) == owner


def test_a_ref_is_a_priority_an_action_or_a_milestone_of_the_plan() -> None:
    assert rules.unknown(PLAN, ["1", "2.1", "1.1.2"]) == ()
    assert rules.unknown(PLAN, ["3", "1.2", "1.1.9", "2"]) == ("3", "1.2", "1.1.9")


@pytest.mark.parametrize(
    ("person", "about", "owner", "capacity"),
    [
        (ANNA, ("1.1.1",), "Head", "Head"),
        (BEN, ("1.1.1",), "Head", "deputy for Head"),
        (BEN, ("2.1",), "", "Nurse"),
        (LEO, ("2.1",), "", "lead:2"),
        (LEO, ("1.1.1",), "Head", None),
        (ED, ("1.1.1",), "Head", "admin"),
        (HUGO, ("1.1.1",), "Head", None),
    ],
)
def test_who_answers_does_so_in_their_role(person: Person, about: tuple[str, ...], owner: str, capacity: str | None) -> None:
    assert whose.capacity_to_answer(PEOPLE, PLAN, person, item(about=about, owner=owner), DAY) == capacity


def test_only_who_raised_it_and_the_chair_accept_and_of_an_action_an_admin_too() -> None:
    challenge, action = item(), item(BusinessKind.ACTION)
    assert [whose.may_judge(PEOPLE, one, challenge, DAY) for one in (HUGO, CY, ED, ANNA)] == [True, True, False, False]
    assert [whose.may_judge(PEOPLE, one, action, DAY) for one in (HUGO, CY, ED, ANNA)] == [True, True, True, False]
    assert whose.may_judge(PEOPLE, ED, item(by=ED.id), DAY)


def answered_by(person: Person, **more: object) -> Item:
    return item(**more, steps=(Step(id=11, deed=Deed.ANSWERED, words="So", by=person.id, at=NOW),))


def test_nobody_judges_their_own_answer_unless_nobody_else_may() -> None:
    second = CY.model_copy(update={"id": 7, "email": "c2@x.org"})
    two = People(persons=(*PEOPLE.persons, second), holdings=HELD)
    asked_by_the_chair = answered_by(CY, by=CY.id)

    assert [whose.may_judge(PEOPLE, one, answered_by(CY), DAY) for one in (HUGO, CY)] == [True, False]
    assert whose.judging(PEOPLE, answered_by(HUGO), DAY) == (CY.id,)
    assert whose.may_judge(PEOPLE, CY, asked_by_the_chair, DAY)
    assert [whose.may_judge(two, one, asked_by_the_chair, DAY) for one in (CY, second)] == [False, True]
    assert whose.judging(two, asked_by_the_chair, DAY) == (second.id,)


def test_of_two_chairs_the_one_who_wanted_a_decision_does_not_put_it_on_the_record() -> None:
    second = CY.model_copy(update={"id": 7, "email": "c2@x.org"})
    two, wish = People(persons=(*PEOPLE.persons, second), holdings=HELD), item(BusinessKind.DECISION, by=CY.id)

    assert [whose.may_decide(two, one, wish, DAY) for one in (CY, second, HUGO)] == [False, True, False]
    assert whose.may_decide(PEOPLE, CY, wish, DAY)


def test_what_names_several_is_asked_of_each_by_what_it_names_and_of_no_lead_whose_milestone_it_is() -> None:
    of_leo, of_all = item(about=("2.1",)), item(about=("1.1", "2.1.2", "2.1.1"))

    assert whose.answering(PLAN, PEOPLE, of_leo) == ((), (2,))
    assert whose.asked(PLAN, PEOPLE, of_leo, DAY) == (LEO.id,)
    assert whose.answering(PLAN, PEOPLE, of_all) == (("Head", "Nurse"), ())
    assert whose.capacity_to_answer(PEOPLE, PLAN, LEO, of_all, DAY) is None


def test_while_a_lead_is_away_whoever_they_named_is_asked_and_answers() -> None:
    away = Absence(id=1, person=LEO.id, starts=DAY, ends=DAY, deputy=HUGO.id)
    people = PEOPLE.model_copy(update={"absences": (away,)})

    assert whose.asked(PLAN, people, item(about=("2",)), DAY) == (HUGO.id,)
    assert whose.capacity_to_answer(people, PLAN, HUGO, item(about=("2",)), DAY) == "deputy for lead of priority 2"
    assert whose.capacity_to_answer(PEOPLE, PLAN, HUGO, item(about=("2",)), DAY) is None


def test_nobody_who_is_away_without_a_deputy_is_asked_and_so_an_admin_hears() -> None:
    away = PEOPLE.model_copy(update={"absences": (Absence(id=1, person=BEN.id, starts=DAY, ends=DAY),)})

    assert whose.asked(PLAN, away, item(about=("2.1.2",), owner="Nurse"), DAY) == ()


def test_an_admin_withdraws_anything_a_challenger_their_own_and_an_owner_what_their_update_wants() -> None:
    challenge, decision = item(), item(BusinessKind.DECISION, by=None, update=4)
    assert [rules.may_withdraw(PEOPLE, PLAN, one, challenge, DAY) for one in (HUGO, ED, CY, ANNA)] == [True, True, False, False]
    assert [rules.may_withdraw(PEOPLE, PLAN, one, decision, DAY) for one in (ANNA, BEN, ED, HUGO)] == [True, True, True, False]


def test_it_is_wanted_by_the_next_papers_date_and_without_meetings_in_a_month() -> None:
    held = Policy(board=Cycle(meetings=(Meeting(on=date(2026, 3, 5)), Meeting(on=date(2026, 4, 9)))))
    assert rules.wanted(Policy(), DAY) == rules.Wanted(date(2026, 4, 2), None)
    assert rules.wanted(held, DAY) == rules.Wanted(date(2026, 3, 31), date(2026, 4, 9))  # the papers of 5 March are out
    assert rules.wanted(held, DAY, date(2026, 3, 12)) == rules.Wanted(date(2026, 3, 12), date(2026, 4, 9))
    assert rules.wanted(held, DAY, date(2026, 9, 1)) == rules.Wanted(date(2026, 9, 1), None)


@pytest.mark.parametrize(
    ("whom", "holds"),
    [("a parent", True), ("two young people", True), ("a parent-carer", True), ("Jane Smith", False), ("jane", False), ("Tom's mother", False)],
)
def test_for_whom_is_said_without_a_name(whom: str, holds: bool) -> None:
    assert rules.is_nobodys_name(whom) is holds


# ---- decisions wanted -----------------------------------------------------------------------


def update(number: int, words: str, **more: object) -> Update:
    told = {"id": number, "plan": "p", "ref": "1.1.1", "status": Status.GREEN, "decision_wanted": words, "by": 1, "by_name": "A"}
    return Update.model_validate({**told, "capacity": "Head", "at": NOW, **more})


WANTED = item(BusinessKind.DECISION, text="Fund a post", update=4, by=None)
DONE = WANTED.model_copy(update={"steps": (Step(id=20, deed=Deed.DECIDED, words="Yes", at=NOW),)})
REWORDED = WANTED.model_copy(update={"steps": (Step(id=20, deed=Deed.REWORDED, words="Two posts", drawn_from="u19", at=NOW),)})


@pytest.mark.parametrize(
    ("there", "said", "shown", "again", "deed"),
    [
        ((), update(30, "Fund a post"), False, False, Deed.RAISED),
        ((), update(30, ""), True, False, None),
        ((WANTED,), update(30, " fund  a Post"), False, False, None),
        ((WANTED,), update(30, "Fund two"), False, False, Deed.REWORDED),
        ((WANTED,), update(30, ""), False, False, None),  # a line need not say it again
        ((WANTED,), update(30, ""), True, False, Deed.WITHDRAWN),
        ((WANTED,), update(30, "", corrects=4), False, False, Deed.WITHDRAWN),
        ((WANTED,), update(30, "", corrects=3), False, False, None),
        ((REWORDED,), update(30, "", corrects=19), False, False, Deed.WITHDRAWN),
        ((REWORDED,), update(30, "", corrects=4), False, False, None),
        ((WANTED,), update(4, "Fund a post"), False, False, None),  # said once, heard twice
        ((REWORDED,), update(19, "Other words"), False, False, None),
        ((DONE,), update(30, "Fund a post"), False, True, None),
        ((DONE,), update(30, "Fund a post", confirms=4), False, False, None),
        ((DONE,), update(30, "Fund a post"), False, False, Deed.RAISED),
        ((DONE,), update(30, "Fund another"), False, True, Deed.RAISED),
    ],
)
def test_an_update_opens_rewords_or_withdraws_the_decision_it_wants(
    there: tuple[Item, ...], said: Update, shown: bool, again: bool, deed: Deed | None
) -> None:
    wish = rules.wish(there, said, shown, again)
    assert (wish.deed if wish is not None else None) is deed


def test_what_an_update_did_goes_with_it_unless_it_was_decided_since() -> None:
    assert [(one.id, entry) for one, entry in rules.given_back([WANTED], 4)] == [(10, 10)]
    assert [(one.id, entry) for one, entry in rules.given_back([REWORDED], 19)] == [(10, 20)]
    assert rules.given_back([DONE], 4) == ()
    later = REWORDED.model_copy(update={"steps": (*REWORDED.steps, Step(id=21, deed=Deed.DECIDED, words="Yes", at=NOW))})
    assert rules.given_back([later], 19) == ()


def test_statements_that_want_what_no_business_tells_of_are_found() -> None:
    standing = Standing(ref="1.1.1", update=update(4, "Fund a post"))
    assert [one.id for one in rules.unopened([standing], [])] == [4]
    assert rules.unopened([standing], [DONE]) == ()
    assert rules.unopened([Standing(ref="1.1.1", update=update(4, ""))], []) == ()


def test_business_concerns_what_it_is_about_its_parts_and_what_it_is_a_part_of() -> None:
    one = item(about=("1.1",))
    assert [rules.concerns(one, ref) for ref in ("1.1", "1.1.2", "1", "1.10.1", "2.1")] == [True, True, True, False, False]


@pytest.mark.parametrize("said", ["none", "None.", "NO", "n/a", "N.A.", "-", "\u2013", "nil", "Not applicable", "no decision needed", "  "])
def test_words_that_say_that_nothing_is_wanted_want_nothing(said: str) -> None:
    assert rules.wants_nothing(said)


@pytest.mark.parametrize("said", ["No to the second post", "fund none of them", "not yet decided: which school", "yes"])
def test_words_that_want_something_do_though_they_begin_alike(said: str) -> None:
    assert not rules.wants_nothing(said)
