"""What a draft means for people is what the rounds would do: counted, by role, and from the first day on."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from bot.model.letters.nudge import Rounds
from bot.model.people import Holding, People, Person
from bot.model.plan import Action, Imported, Milestone, Plan, Priority, Recurrence
from bot.model.policy import Policy
from bot.model.snapshot import Snapshot
from bot.model.updates.guard import Stop
from bot.rules.asking import nudges
from bot.rules.documents.drafts import may_not_be_kept, outlook_of

TODAY = date(2026, 3, 2)
HEAD, NURSE = "Head of Inclusion", "Lead Nurse"


def plan(*milestones: Milestone) -> Plan:
    numbered = tuple(one.model_copy(update={"ref": f"1.1.{number}"}) for number, one in enumerate(milestones, 1))
    action = Action(ref="1.1", priority=1, title="Do it", milestones=numbered)
    return Plan(short="kent", title="Kent", priorities=(Priority(number=1, text="Better"),), actions=(action,))


def step(due: str | None = None, *owners: str, **facts: object) -> Milestone:
    day = date.fromisoformat(due) if due else None
    return Milestone.model_validate({"ref": "1.1.1", "text": "Do it", "due": day, "owners": owners, **facts})


def first_sent(given: Plan) -> date | None:
    """The day of the first letter that the rounds would send, if everybody had a role of theirs."""
    roles = {role: number for number, role in enumerate((HEAD, NURSE), 1)}
    persons = tuple(Person(id=number, name=role, email=f"p{number}@example.org") for role, number in roles.items())
    holdings = tuple(Holding(role=role, person=number) for role, number in roles.items())
    people = People(persons=persons, holdings=holdings)
    now = datetime.combine(TODAY, time(6), UTC)
    snapshot = Snapshot(plan=given, policy=Policy(), people=people, standings={}, now=now)
    return min((one.day for one in nudges.preview(snapshot, (), lambda _: Rounds(), 400)), default=None)


@pytest.mark.parametrize(
    "milestones",
    [
        (step("2026-06-30", HEAD), step("2026-12-31", NURSE)),
        (step("2026-12-31", HEAD), step("2026-01-31", NURSE)),  # one is late already
        (step(None, HEAD, open_ended=True, start=date(2026, 5, 1)),),
        (step("2026-04-30", HEAD, recurrence=Recurrence.QUARTERLY),),
        (step("2026-03-02", HEAD),),
        (step(None, HEAD), step("2026-04-30")),
    ],
)
def test_the_first_day_is_that_of_the_first_letter_of_the_rounds(milestones: tuple[Milestone, ...]) -> None:
    given = plan(*milestones)

    assert outlook_of(given, Policy(), TODAY).first == first_sent(given)


def test_each_role_is_counted_once_a_milestone_and_what_nobody_is_asked_about_is_named() -> None:
    given = plan(step("2026-06-30", HEAD, NURSE), step("2026-06-30", NURSE), step("2026-06-30"), step(None, HEAD))

    found = outlook_of(given, Policy(), TODAY)
    assert (found.count, found.shares, found.silent) == (2, ((HEAD, 2), (NURSE, 2)), ("1.1.3", "1.1.4"))


def test_words_that_tell_who_a_child_is_are_found_wherever_they_stand() -> None:
    said = Imported(words="Seen: 943 476 5919")

    assert may_not_be_kept(plan(step("2026-06-30", HEAD), step("2026-06-30", HEAD, imported=said))) == {
        "1.1.2": (Stop.NHS_NUMBER,)
    }
    assert may_not_be_kept(plan(step("2026-06-30", HEAD))) == {}


@pytest.mark.parametrize(
    "where",
    [
        {"answers": ({"key": "date-soon", "choice": "943 476 5919"},)},
        {"sheets": ({"name": "Seen", "headings": ({"text": "943 476 5919"},)},)},
        {"governance": {"bodies": ({"name": "Board", "does": "Saw 943 476 5919"},)}},
    ],
)
def test_words_that_tell_who_a_child_is_are_found_in_answers_headings_and_boards_too(where: dict[str, object]) -> None:
    told = Plan.model_validate({**plan(step("2026-06-30", HEAD)).model_dump(), **where})

    assert may_not_be_kept(told) == {"": (Stop.NHS_NUMBER,)}
