"""A plan puts its milestones together once, and a copy of it has its own."""

from __future__ import annotations

from bot.model.plan import Action, Milestone, Plan


def action(ref: str) -> Action:
    return Action(ref=ref, priority=1, title="Visits", milestones=(Milestone(ref=f"{ref}.1", text="A visit"),))


def test_milestones_are_put_together_once() -> None:
    plan = Plan(short="kent", title="Kent", actions=(action("1.1"), action("1.2")))
    assert [one.ref for one in plan.milestones] == ["1.1.1", "1.2.1"]
    assert plan.milestones is plan.milestones


def test_a_copy_with_other_actions_has_their_milestones() -> None:
    plan = Plan(short="kent", title="Kent", actions=(action("1.1"),))
    copy = plan.model_copy(update={"actions": (action("1.2"),)})
    assert [one.ref for one in copy.milestones] == ["1.2.1"]
    assert [one.ref for one in plan.milestones] == ["1.1.1"]
    assert copy == Plan(short="kent", title="Kent", actions=(action("1.2"),))
    assert "milestones" not in plan.model_dump()
