"""The measures that the demo begins with: plain ones of the shipped plan, each with a role of the plan for its owner."""

from __future__ import annotations

from bot.model.policy import Policy
from bot.program.demonstration.measures import of_the_demo
from seed.roles import RolesFile
from tests.unit.program.test_program import PLAN
from tests.world.reading import read_text


def test_each_measure_of_the_demo_has_a_target_and_an_owner_of_the_plan() -> None:
    roles = RolesFile.parse(PLAN.with_suffix(".roles.toml").read_text(encoding="utf-8"))
    plan = read_text(PLAN.read_text(encoding="utf-8"), "plan", roles).plan
    found = of_the_demo(plan, Policy())

    assert 8 <= len(found) <= 12
    assert {one.owner for one in found} == {"LCC Data officer", "ICB Performance Lead"}
    assert all(one.target is not None and one.unit in ("%", "weeks") for one in found)
    (timely,) = [one for one in found if one.trajectory]
    assert timely.baseline_on is not None and [str(point.value) for point in timely.trajectory] == ["40", "60"]
