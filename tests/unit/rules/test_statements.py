"""Whose word a milestone stands by: the accountable role's, a contributor's that agrees, or one that differs until it is answered."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.plan import Milestone
from bot.model.policy import Policy
from bot.model.status import Status
from bot.model.updates.update import Face, Statement, Update
from bot.rules.updates import standing
from bot.rules.updates.statements import Worded, answer_to, bearing, standing_of, stands

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
OWNERS = ("Head", "Finance", "Health")
MILESTONE = Milestone(ref="1.1.1", text="Do", due=date(2026, 6, 1), owners=OWNERS)


def said(*pairs: str) -> list[Statement]:
    """What was said, each as "ROLE STATUS", in order."""
    return [
        Statement(number, role, Status(status) if status != "unreadable" else None)
        for number, (role, _, status) in enumerate((pair.rpartition(" ") for pair in pairs), 1)
    ]


@pytest.mark.parametrize(
    ("pairs", "counts", "dissents"),
    [
        ([], 0, ()),
        (["Head green", "Head amber"], 2, ()),
        (["Head green", "Finance green"], 2, ()),
        (["Head green", "Finance amber"], 1, (2,)),
        (["Head green", "Finance amber", "Finance green"], 3, ()),
        (["Head green", "Finance amber", "Head green"], 3, ()),
        (["Head green", "Finance amber", "Health green"], 1, (2,)),
        (["Head green", "Finance amber", "Health red"], 1, (2, 3)),
        (["Head green", "Finance amber", "Finance red"], 1, (3,)),
        (["Head green", "deputy for Finance amber"], 1, (2,)),
        (["Finance amber", "Head green"], 2, ()),
        (["Head green", "deputy for Head red"], 2, ()),
        (["Head green", "admin red"], 2, ()),
        (["Head green", "imported from tracker.xlsx red"], 2, ()),
    ],
)
def test_the_accountable_role_counts_and_a_contributor_that_differs_is_a_dissent(
    pairs: list[str], counts: int, dissents: tuple[int, ...]
) -> None:
    by = stands(OWNERS, said(*pairs))
    assert (by.counts, by.dissents, by.lone) == (counts, dissents, False)


def test_a_contributor_who_is_the_only_one_to_speak_is_marked() -> None:
    by = stands(OWNERS, said("Finance amber", "Health green"))
    assert (by.counts, by.dissents, by.lone) == (2, (), True)


def test_one_that_cannot_be_read_hides_what_stood_before_until_its_role_speaks_again() -> None:
    assert stands(OWNERS, said("Head green", "Head unreadable")).unreadable == 2
    assert stands(OWNERS, said("Head unreadable", "Finance green")).unreadable == 1
    assert stands(OWNERS, said("Head green", "Finance unreadable")).unreadable == 2
    assert stands(OWNERS, said("Head green", "Finance unreadable", "Finance green")).unreadable is None
    assert stands(OWNERS, said("Head unreadable", "Head green")).unreadable is None


def an_update(number: int, role: str, status: Status, days: int = 0) -> Update:
    return Update(
        id=number, plan="p", ref="1.1.1", status=status, by=number, by_name="", capacity=role, at=NOW + timedelta(days=days)
    )


def test_a_dissent_is_counted_as_the_worse_colour_and_answers_no_question() -> None:
    read = {1: an_update(1, "Head", Status.GREEN), 2: an_update(2, "Finance", Status.AMBER, 1)}
    asked = [Worded(0, NOW, NOW), Worded(1, NOW + timedelta(hours=1), NOW + timedelta(hours=2))]

    it = standing_of("1.1.1", stands(OWNERS, said("Head green", "Finance amber")), read, asked, ())

    assert (it.update, it.dissents, it.newest) == (read[1], (read[2],), 2)
    assert standing.face(MILESTONE, it, Policy(), NOW + timedelta(days=2)) is Face.AMBER
    assert (it.asked, it.asked_last, it.answered) == (asked[1].first, asked[1].last, asked[0].last)
    assert standing.face(MILESTONE, it, Policy(), NOW + timedelta(days=60)) is Face.NOT_REPORTED
    assert standing.age_days(it, Policy(), (NOW + timedelta(days=5)).date()) == 5


def test_a_dissent_that_is_better_leaves_the_colour_that_the_accountable_role_gave() -> None:
    read = {1: an_update(1, "Head", Status.RED), 2: an_update(2, "Finance", Status.COMPLETE)}
    it = standing_of("1.1.1", stands(OWNERS, said("Head red", "Finance complete")), read, (), ())
    assert standing.worst(it) == read[1]


def test_what_was_disputed_is_not_complete() -> None:
    read = {1: an_update(1, "Head", Status.COMPLETE), 2: an_update(2, "Finance", Status.AMBER)}
    it = standing_of("1.1.1", stands(OWNERS, said("Head complete", "Finance amber")), read, (), ())
    assert not standing.complete(MILESTONE, it, Policy(), NOW.date())


words = st.tuples(st.sampled_from([*OWNERS, "deputy for Finance", "admin"]), st.sampled_from(Status))


@given(st.lists(words, max_size=12))
def test_whatever_is_said_one_word_counts_and_every_dissent_differs_from_it(pairs: list[tuple[str, Status]]) -> None:
    statements = [Statement(number, role, status) for number, (role, status) in enumerate(pairs, 1)]
    by, status = stands(OWNERS, statements), {one.number: one.status for one in statements}

    assert bool(by.counts) == bool(statements)
    assert all(status[number] is not status[by.counts] for number in by.dissents)
    assert by.before < max(by.counts, 1)
    assert by.newest == len(statements)
    assert not (by.lone and by.dissents)


@given(st.lists(words, max_size=12), st.integers(0, 12), st.lists(st.integers(0, 12)))
def test_what_stood_may_be_carried_on_by_what_is_said_later(pairs: list[tuple[str, Status]], cut: int, put: list[int]) -> None:
    statements = [
        Statement(number, role, status, date(2026, 1 + number * 5 % 12, 1) if number % 3 else None)
        for number, (role, status) in enumerate(pairs, 1)
    ]
    asked = [Worded(stood, NOW + timedelta(hours=stood), NOW + timedelta(hours=stood + 1)) for stood in put]
    whole, then = stands(OWNERS, statements), stands(OWNERS, statements[:cut])
    read = {number: an_update(number, role, status) for number, (role, status) in enumerate(pairs, 1)}

    on = stands(OWNERS, statements[cut:], then)

    assert on == whole
    kept = bearing(on, [*bearing(then, [one for one in asked if one.stood <= cut]), *(one for one in asked if one.stood > cut)])
    assert standing_of("1.1.1", on, read, kept, ()) == standing_of("1.1.1", whole, read, asked, ())


def test_a_correction_may_count_for_less_than_what_was_said_after_the_statement_it_corrects() -> None:
    """Its number is the higher one, and its place the earlier: it is told by numbers what counted before."""
    by = stands(OWNERS, [Statement(2, "Finance", Status.GREEN), Statement(3, "Head", Status.GREEN, corrects=1)])

    assert (by.counts, by.before, by.last) == (2, 0, 3)
    assert stands(OWNERS, [Statement(4, "Finance", Status.RED)], by).before == 2


def test_anothers_dissent_answers_no_card_but_ones_own_does() -> None:
    green, amber = an_update(1, "Head", Status.GREEN), an_update(2, "Finance", Status.AMBER)
    it = standing_of("1.1.1", stands(OWNERS, said("Head green", "Finance amber")), {1: green, 2: amber}, (), ())

    assert [answer_to(it, person, 1) for person in (green.by, amber.by)] == [None, amber]
    assert [answer_to(it, person, 0) for person in (green.by, amber.by)] == [green, amber]
