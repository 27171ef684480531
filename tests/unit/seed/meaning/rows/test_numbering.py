"""References: the document's own where it numbers so, ours by position elsewhere, and its own kept beside them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from seed.draft import Doubts
from seed.meaning.groups import Group
from seed.meaning.rows.numbering import milestone_refs, refs_of, settle
from seed.meaning.rows.steps import Deed, Step
from seed.source import Place


def deed(source: str | None, steps: Sequence[str | None] = (None,), group: Group | None = None, title: str = "Act") -> Deed:
    made = Deed(Place(), source, title, group)
    for ref in steps:
        step = Step(Place(), "Do it")
        step.source_ref = ref
        made.steps.append(step)
    return made


def group(words: str, own: int | None = None) -> Group:
    return Group(Place(), words, "", own)


def numbers(deeds: Sequence[Deed], groups: Sequence[Group] = (), doubts: Doubts | None = None) -> list[list[str]]:
    """The reference of each action, and of each of its milestones."""
    settle(deeds, groups, doubts or Doubts())
    return [[ref, *milestone_refs(one, ref)] for one, ref in zip(deeds, refs_of(deeds), strict=True)]


def test_references_of_three_numbers_are_kept_if_every_milestone_has_one() -> None:
    deeds = [deed(None, ["1.1.1", "1.1.2", "1.1.4"]), deed(None, ["2.3.1"])]

    assert numbers(deeds) == [["1.1", "1.1.1", "1.1.2", "1.1.4"], ["2.3", "2.3.1"]]


@pytest.mark.parametrize("refs", [["1.1.1", None], ["1.1.1", "1.2.1"], ["1.1.1", "1.1.1"]])
def test_references_of_three_numbers_that_do_not_agree_are_ours_by_position(refs: list[str | None]) -> None:
    assert numbers([deed(None, refs)]) == [["1.1", "1.1.1", "1.1.2"]]


def test_references_of_two_numbers_are_the_actions_and_number_the_priorities() -> None:
    roads, parks = group("Roads"), group("Parks")
    deeds = [deed("2.1", group=roads), deed("4.1", group=parks), deed("4.10", group=parks)]

    assert numbers(deeds, [roads, parks]) == [["2.1", "2.1.1"], ["4.1", "4.1.1"], ["4.10", "4.10.1"]]
    assert (roads.number, parks.number) == (2, 4)


def test_references_that_begin_again_in_another_priority_number_nothing() -> None:
    roads, parks = group("Roads"), group("Parks")
    deeds = [deed("1.1", group=roads), deed("1.4", group=roads), deed("1.1", group=parks)]

    assert numbers(deeds, [roads, parks]) == [["1.1", "1.1.1"], ["1.2", "1.2.1"], ["2.1", "2.1.1"]]


def test_other_references_are_kept_beside_ours() -> None:
    assert numbers([deed("KD-100", ["KD-100"]), deed("KD-7", ["KD-7"])]) == [["1.1", "1.1.1"], ["1.2", "1.2.1"]]


def test_a_number_of_its_own_is_the_priority_whatever_its_place() -> None:
    last, first, none = group("Last", own=3), group("First", own=1), group("Other")
    numbers([deed(None, group=last), deed(None, group=none), deed(None, group=first)], [last, none, first])

    assert (last.number, first.number, none.number) == (3, 1, 2)


def test_references_at_the_beginning_of_all_titles_are_taken_off_them() -> None:
    deeds = [deed(None, title="1.1 Start early"), deed(None, title="1.2 End late")]

    assert numbers(deeds) == [["1.1", "1.1.1"], ["1.2", "1.2.1"]]
    assert [one.title for one in deeds] == ["Start early", "End late"]


def test_a_number_at_the_beginning_of_one_title_is_part_of_it() -> None:
    deeds = [deed(None, title="2.5 posts are filled"), deed(None, title="All are trained"), deed(None, title="None leaves")]
    numbers(deeds)

    assert deeds[0].title == "2.5 posts are filled"


def test_a_nought_that_a_table_lost_is_put_back_and_told() -> None:
    doubts = Doubts()
    deeds = [deed(ref, [ref]) for ref in ("1.1", "1.8", "1.9", "1.1", "1.11")]

    assert [refs[0] for refs in numbers(deeds, doubts=doubts)] == ["1.1", "1.8", "1.9", "1.10", "1.11"]
    assert [told.code for told in doubts.told()] == ["ref_nought"]


def test_a_reference_used_twice_is_told() -> None:
    deeds = [deed("1.1"), deed("1.2"), deed("1.1")]

    assert [refs[0] for refs in numbers(deeds)] == ["1.1", "1.2", "1.3"]
    assert [code for _, code, _ in deeds[2].notes] == ["ref_twice"]
