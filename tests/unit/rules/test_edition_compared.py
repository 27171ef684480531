"""Three plans are compared: the last edition as its document says it, the plan as it stands, and the new document."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.model.documents.edition import Edition, Part, Whole
from bot.model.plan import Action, Heading, Imported, Milestone, Plan, Priority, Sheet
from bot.model.status import Status
from bot.rules.documents.edition import compare
from tests.laws import dear

MAY, JUNE = date(2026, 5, 31), date(2026, 6, 30)
Row = tuple[str, str, str, str, date | None]  # priority, action, milestone, owner, due


def plan(rows: Sequence[Row], refs: Sequence[str] = ()) -> Plan:
    """A plan as a reader makes it of rows: priorities, actions and milestones numbered by position."""
    priorities = list(dict.fromkeys(row[0] for row in rows))
    titles = list(dict.fromkeys(row[:2] for row in rows))
    actions = []
    for priority, title in titles:
        number = priorities.index(priority) + 1
        ref = f"{number}.{[one for one in titles if one[0] == priority].index((priority, title)) + 1}"
        own = [(row, refs[at] if refs else None) for at, row in enumerate(rows) if row[:2] == (priority, title)]
        steps = tuple(
            Milestone(ref=f"{ref}.{n}", text=row[2], owners=(row[3],), due=row[4], source_ref=source)
            for n, (row, source) in enumerate(own, 1)
        )
        actions.append(Action(ref=ref, priority=number, title=title, milestones=steps))
    kinds = tuple(Priority(number=n, text=text) for n, text in enumerate(priorities, 1))
    form = (Sheet(name="Plan", headings=(Heading(text="What", meaning="milestone"),)),)
    return Plan(short="p", title="P", priorities=kinds, actions=tuple(actions), sheets=form)


def refs(read: Plan) -> dict[str, str]:
    """Each milestone's ref by its words."""
    return {milestone.text: milestone.ref for milestone in read.milestones}


ROWS: tuple[Row, ...] = (
    ("Lead well", "Set up the board", "Chair appointed", "Head of Inclusion", MAY),
    ("Lead well", "Set up the board", "Terms of reference agreed", "Head of Inclusion", JUNE),
    ("Lead well", "Share the data", "Dashboard shown to every service", "Head of Data", MAY),
    ("Help early", "Open the hub", "Building leased for ten years", "Head of Estates", MAY),
    ("Help early", "Open the hub", "Staff recruited and trained", "Head of Inclusion", JUNE),
)
FIRST = compare(None, plan(ROWS)).plan


def edited(*rows: Row) -> Edition:
    return compare(FIRST, plan(rows))


def changed(new: Edition) -> list[tuple[str, tuple[Part, ...]]]:
    return [(one.ref, one.parts) for one in new.changed]


# ---- laws ----------------------------------------------------------------------------------

words = st.sampled_from(["Agree", "the plan", "train", "staff", "review", "report", "open", "hub", "2026", "board"])
texts = st.lists(words, min_size=1, max_size=4).map(" ".join)
rows = st.lists(
    st.tuples(st.sampled_from("AB"), texts, texts, st.sampled_from(["Head", "Nurse"]), st.none() | st.sampled_from([MAY, JUNE])),
    min_size=1, max_size=8,
)  # fmt: skip


@dear(200)
@given(rows=rows)
def test_a_plan_compared_with_itself_changes_nothing(rows: list[Row]) -> None:
    assert compare(compare(None, plan(rows)).plan, plan(rows)).changes_nothing


@dear(200)
@given(before=rows, after=rows)
def test_what_was_loaded_once_changes_nothing_when_it_is_loaded_again(before: list[Row], after: list[Row]) -> None:
    new = compare(compare(None, plan(before)).plan, plan(after))
    again = compare(new.plan, plan(after))

    assert (again.added, again.changed, again.retired, again.actions, again.whole) == ((), (), (), (), ())


@dear(200)
@given(editions=st.lists(rows, min_size=2, max_size=4))
def test_no_ref_is_ever_given_twice_and_none_is_lost(editions: list[list[Row]]) -> None:
    stands, known = compare(None, plan(editions[0])).plan, set[str]()
    for read in editions[1:]:
        before = {one.ref for one in (*stands.milestones, *stands.retired)}
        new = compare(stands, plan(read))
        after = {one.ref for one in (*new.plan.milestones, *new.plan.retired)}
        known |= before
        assert known <= after
        assert not {ref for ref in new.added if ref in before} - {one.ref for one in stands.retired}
        stands = new.plan


@dear(100)
@given(rows=st.lists(rows.flatmap(lambda some: st.just(some[0])), min_size=2, max_size=8, unique_by=lambda row: (row[1], row[2])), seed=st.integers())
def test_a_shuffle_of_the_rows_moves_no_ref(rows: list[Row], seed: int) -> None:
    first = compare(None, plan(rows)).plan
    shuffled = list(rows)
    random.Random(seed).shuffle(shuffled)

    new = compare(first, plan(shuffled))

    assert (new.added, new.retired, new.changed) == ((), (), ())


# ---- what becomes of a milestone -----------------------------------------------------------


def test_a_milestone_moved_to_another_action_keeps_its_ref_and_is_told_where_it_stands() -> None:
    first, *others = ROWS
    new = edited(*others, ("Help early", "Open the hub", *first[2:]))

    assert (new.added, new.retired) == ((), ())
    assert changed(new) == [("1.1.1", (Part.PLACE,))]
    (moved,) = new.changed
    assert (moved.now.action, moved.now.priority, moved.was.action) == ("2.1", 2, "1.1")
    assert compare(new.plan, plan([*others, ("Help early", "Open the hub", *first[2:])])).changes_nothing


def test_a_new_milestone_never_gets_the_ref_of_one_that_moved_away() -> None:
    *others, last = ROWS
    away = edited(*others, ("Lead well", "Share the data", *last[2:])).plan
    new = compare(away, plan([*others, ("Lead well", "Share the data", *last[2:]), ("Help early", "Open the hub", "Doors painted", "Head of Estates", None)]))

    assert refs(new.plan)["Staff recruited and trained"] == "2.1.2"
    assert refs(new.plan)["Doors painted"] == "2.1.3"


def test_an_action_moved_to_another_priority_keeps_its_number() -> None:
    new = edited(*(("Help early", *row[1:]) if row[1] == "Share the data" else row for row in ROWS))

    (action,) = [one for one in new.plan.actions if one.title == "Share the data"]
    assert (action.ref, action.priority) == ("1.2", 2)
    assert [one.ref for one in new.plan.milestones if one.priority == 2] == ["1.2.1", "2.1.1", "2.1.2"] or new.plan.known("1.2.1")
    assert changed(new) == [("1.2.1", (Part.PLACE,))]


def test_a_priority_put_before_others_moves_no_number() -> None:
    new = edited(("Listen", "Ask families", "Survey sent", "Head of Inclusion", MAY), *ROWS)

    assert new.added == ("3.1.1",)
    assert (new.retired, new.changed) == ((), ())
    assert [(one.number, one.text) for one in new.plan.priorities] == [(3, "Listen"), (1, "Lead well"), (2, "Help early")]


def test_an_action_put_before_others_moves_no_number() -> None:
    new = edited(("Lead well", "Find the money", "Budget agreed", "Head of Data", MAY), *ROWS)

    assert new.added == ("1.3.1",)
    assert (new.retired, new.changed) == ((), ())


def test_words_that_are_nearly_the_same_are_one_milestone_reworded() -> None:
    new = edited(*((*row[:2], "Dashboard is shown to every service", *row[3:]) if row[2].startswith("Dash") else row for row in ROWS))

    assert changed(new) == [("1.2.1", (Part.TEXT,))]
    assert new.unsure == ()


def test_a_document_that_names_its_rows_says_which_is_which_whatever_their_words() -> None:
    first = compare(None, plan(ROWS, ["KD-101", "KD-102", "KD-103", "KD-104", "KD-105"])).plan
    quite = [(*row[:2], f"Quite another wording {n}", "Somebody", date(2027, 1, n)) for n, row in enumerate(ROWS, 1)]
    new = compare(first, plan(quite, ["KD-101", "KD-102", "KD-103", "KD-104", "KD-105"]))

    assert (new.added, new.retired) == ((), ())
    assert {one.source_ref: one.ref for one in new.plan.milestones} == {one.source_ref: one.ref for one in first.milestones}


def test_what_is_dropped_is_taken_out_and_its_ref_kept() -> None:
    new = edited(*ROWS[:-1])

    assert new.retired == ("2.1.2",)
    assert [one.ref for one in new.plan.retired] == ["2.1.2"]


# ---- what is in doubt ----------------------------------------------------------------------

OTHER: Row = ("Help early", "Open the hub", "Hub staff recruited and given training", "Head of Health", date(2027, 3, 31))


def doubtful() -> Edition:
    return edited(*ROWS[:3], OTHER, ROWS[3])


def test_what_may_be_new_or_reworded_is_asked_and_until_then_both_stand() -> None:
    new = doubtful()

    (doubt,) = new.unsure
    assert (doubt.old.ref, doubt.new.ref, doubt.key) == ("2.1.2", "2.1.3", "order-2-1-2-hub-staff-recruited-and-given-training")
    assert new.retired == ()
    assert [one.ref for one in new.plan.milestones if one.action == "2.1"] == ["2.1.3", "2.1.1", "2.1.2"]


def test_a_doubt_that_nobody_settled_is_asked_again_with_the_same_key() -> None:
    again = compare(doubtful().plan, plan([*ROWS[:3], OTHER, ROWS[3]]))

    assert [one.key for one in again.unsure] == [one.key for one in doubtful().unsure]
    assert again.changes_nothing


def test_a_doubt_settled_as_the_same_keeps_its_ref_and_as_new_takes_the_old_one_out() -> None:
    key, read = doubtful().unsure[0].key, plan([*ROWS[:3], OTHER, ROWS[3]])

    for standing in (FIRST, doubtful().plan):
        same = compare(standing, read, answers={key: "It is 2.1.2"})
        new = compare(standing, read, answers={key: "It is new"})
        assert (refs(same.plan)[OTHER[2]], same.unsure, new.unsure) == ("2.1.2", (), ())
        assert (refs(new.plan)[OTHER[2]], new.retired) == ("2.1.3", ("2.1.2",))
        assert not compare(same.plan, read).unsure
        assert not compare(new.plan, read).unsure


def test_one_of_a_series_is_no_other_one_because_only_its_number_differs() -> None:
    rows = [("A", "Report", f"Report of quarter {n} sent", "Head", date(2026, 3 * n, 28)) for n in (1, 2, 3)]
    first = compare(None, plan(rows)).plan
    new = compare(first, plan([*rows[1:], ("A", "Report", "Report of quarter 4 sent", "Nurse", date(2026, 12, 28))]))

    assert [(one.old.ref, one.new.text) for one in new.unsure] == [("1.1.1", "Report of quarter 4 sent")]


# ---- what was decided since ----------------------------------------------------------------


def test_a_change_is_told_from_what_stands_and_not_from_what_the_last_document_said() -> None:
    decided = FIRST.model_copy(update={"actions": tuple(
        one.model_copy(update={"milestones": tuple(m.model_copy(update={"due": JUNE}) if m.ref == "1.1.1" else m for m in one.milestones)})
        for one in FIRST.actions
    )})  # fmt: skip
    later = date(2026, 9, 30)

    same = compare(FIRST, plan(ROWS), decided)
    new = compare(FIRST, plan([(*ROWS[0][:4], later), *ROWS[1:]]), decided)

    assert same.changes_nothing
    assert [(one.was.due, one.now.due) for one in new.changed] == [(JUNE, later)]


def test_a_baseline_is_taken_from_the_document_at_first_sight_alone() -> None:
    read = plan(ROWS[:1])
    (action,) = read.actions
    steps = (action.milestones[0].model_copy(update={"baseline": date(2026, 1, 31)}),)
    dated = read.model_copy(update={"actions": (action.model_copy(update={"milestones": steps}),)})

    first = compare(None, dated).plan
    assert [one.baseline for one in first.milestones] == [date(2026, 1, 31)]
    assert [one.baseline for one in compare(FIRST, plan(ROWS)).plan.milestones] == [row[4] for row in ROWS]
    assert [one.baseline for one in compare(compare(None, plan(ROWS[:1])).plan, dated).plan.milestones] == [MAY]


def test_a_tracker_that_says_the_same_with_another_day_changes_nothing() -> None:
    def told(status: Status, day: date) -> Plan:
        read = plan(ROWS[:1])
        (action,) = read.actions
        said = Imported(status=status, colour="Amber", file="tracker.xlsx", as_at=day)
        steps = (action.milestones[0].model_copy(update={"imported": said}),)
        return read.model_copy(update={"actions": (action.model_copy(update={"milestones": steps}),)})

    first = compare(None, told(Status.AMBER, MAY)).plan

    assert compare(first, told(Status.AMBER, JUNE)).changes_nothing
    assert changed(compare(first, told(Status.GREEN, JUNE))) == [("1.1.1", (Part.IMPORTED,))]


def test_a_column_more_in_the_document_is_told_as_its_form() -> None:
    read = plan(ROWS)
    wider = Sheet(name="Plan", headings=(*read.sheets[0].headings, Heading(text="Note", meaning="note")))

    assert compare(FIRST, read.model_copy(update={"sheets": (wider,)})).whole == (Whole.SHEETS,)


def test_a_thousand_milestones_are_compared_in_well_under_a_second() -> None:
    nouns = ["review", "policy", "training", "referral", "waiting list", "data", "school", "clinic", "parents", "board", "plan", "pathway"]
    rng = random.Random(7)
    rows = [
        ("P", f"Action {n // 5}", f"{' '.join(rng.sample(nouns, 5))} {n}", f"Head of {n % 7}", MAY + timedelta(days=n % 300))
        for n in range(1000)
    ]  # fmt: skip
    first = compare(None, plan(rows)).plan
    reworded = [(a, b, f"{text} agreed", owner, due) for a, b, text, owner, due in rows]

    began = time.process_time()
    new = compare(first, plan(reworded))
    took = time.process_time() - began

    assert (len(new.changed), new.added, new.retired) == (1000, (), ())
    assert took < 1.0


def test_an_answer_that_says_neither_leaves_the_doubt_open() -> None:
    key, read = doubtful().unsure[0].key, plan([*ROWS[:3], OTHER, ROWS[3]])

    for said in ("", "perhaps", "It is 9.9.9"):
        assert [one.key for one in compare(FIRST, read, answers={key: said}).unsure] == [key]
