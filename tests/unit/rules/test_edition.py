"""A new edition keeps every ref."""

from __future__ import annotations

from datetime import date

from bot.model.documents.edition import Part
from bot.model.plan import Action, Milestone, Move, Plan
from bot.rules.documents.edition import compare, keeping_baselines, moves


def plan(*texts: str, due: date = date(2026, 5, 31)) -> Plan:
    """A plan with one action whose milestones are numbered by position, as a reader gives them."""
    milestones = tuple(
        Milestone(ref=f"1.1.{n}", text=text, due=due, owners=("Head of Inclusion",)) for n, text in enumerate(texts, 1)
    )
    return Plan(short="p", title="P", actions=(Action(ref="1.1", priority=1, title="A", milestones=milestones),))


def refs(read: Plan) -> dict[str, str]:
    """Each milestone's ref by its words."""
    return {milestone.text: milestone.ref for milestone in read.milestones}


def test_the_same_edition_changes_nothing() -> None:
    first = compare(None, plan("Hire staff", "Write report")).plan
    assert compare(first, plan("Hire staff", "Write report")).changes_nothing


def test_a_date_that_moves_is_told_with_the_edition_that_moved_it() -> None:
    may, june = date(2026, 5, 31), date(2026, 6, 30)
    editions = [(1, {"1.1.1": may, "1.1.2": may}), (4, {"1.1.1": june}), (6, {"1.1.1": june, "1.1.2": june}), (9, {"1.1.1": None})]
    assert moves(editions) == (Move(entry=4, ref="1.1.1", was=may, now=june), Move(entry=9, ref="1.1.1", was=june, now=None))
    assert moves(editions[:1]) == ()


def test_a_baseline_never_moves() -> None:
    first, later = compare(None, plan("Hire staff")).plan, plan("Hire staff", "Write report", due=date(2026, 6, 30))
    assert [one.baseline for one in keeping_baselines(first, later).milestones] == [date(2026, 5, 31), None]


def test_a_milestone_put_before_others_gets_a_new_number_and_moves_none() -> None:
    first = compare(None, plan("Hire staff", "Write report")).plan
    new = compare(first, plan("Appoint a chair", "Hire staff", "Write report"))
    assert refs(new.plan) == {"Appoint a chair": "1.1.3", "Hire staff": "1.1.1", "Write report": "1.1.2"}
    assert new.added == ("1.1.3",)
    assert compare(new.plan, plan("Appoint a chair", "Hire staff", "Write report")).changes_nothing


def test_a_thorough_rewording_in_its_place_keeps_its_ref() -> None:
    first = compare(None, plan("Hire staff", "Sign the transport contract")).plan
    new = compare(first, plan("Hire staff", "Agree and sign a new deal for school buses"))
    assert refs(new.plan)["Agree and sign a new deal for school buses"] == "1.1.2"
    assert [(one.ref, one.parts) for one in new.changed] == [("1.1.2", (Part.TEXT,))]


def test_what_was_taken_out_and_put_back_is_the_one_it_was() -> None:
    first = compare(None, plan("Hire staff", "Write report", "Hold a review")).plan
    shorter = compare(first, plan("Hire staff", "Hold a review"))
    assert shorter.retired == ("1.1.2",)
    again = compare(shorter.plan, plan("Hire staff", "Write report", "Hold a review"))
    assert refs(again.plan) == {"Hire staff": "1.1.1", "Write report": "1.1.2", "Hold a review": "1.1.3"}
    other = compare(shorter.plan, plan("Hire staff", "Hold a review", "Something quite new"))
    assert refs(other.plan)["Something quite new"] == "1.1.4"


def test_a_moved_date_changes_due_and_never_baseline() -> None:
    first = compare(None, plan("Hire staff")).plan
    moved = compare(first, plan("Hire staff", due=date(2026, 9, 30))).plan.milestones[0]
    assert (moved.due, moved.baseline) == (date(2026, 9, 30), date(2026, 5, 31))


def test_the_one_that_kept_its_owners_and_its_date_is_the_one_reworded_though_another_was_added() -> None:
    standing = compare(None, plan("Chair appointed.", "Risks listed.")).plan
    reworded = plan("An independent chair has been appointed to lead the board.", "Risks listed.", "Something else.")
    due = {0: date(2025, 10, 31), 1: date(2025, 11, 30), 2: date(2026, 1, 31)}

    def dated(one: Plan) -> Plan:
        (action,) = one.actions
        steps = tuple(m.model_copy(update={"due": due[n]}) for n, m in enumerate(action.milestones))
        return one.model_copy(update={"actions": (action.model_copy(update={"milestones": steps}),)})

    new = compare(dated(standing), dated(reworded))

    assert (new.added, new.retired) == (("1.1.3",), ())
